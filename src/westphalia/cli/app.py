"""The command line: its verbs, and how it ends. What a verb needs is imported when it is called."""

import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from westphalia import __version__
from westphalia.cli.calibrate import calibrate
from westphalia.cli.cite import cite
from westphalia.cli.claims import claims
from westphalia.cli.concepts import concepts
from westphalia.cli.counterfactual import counterfactual
from westphalia.cli.data import data
from westphalia.cli.explain import explain
from westphalia.cli.export import export
from westphalia.cli.lists import cases, measures, parameters, theories
from westphalia.cli.moments import moments
from westphalia.cli.options import errors
from westphalia.cli.rates import rates
from westphalia.cli.recover import recover
from westphalia.cli.replay import replay
from westphalia.cli.run import run
from westphalia.cli.sensitivity import sensitivity
from westphalia.cli.serve import serve
from westphalia.cli.sweep import sweep
from westphalia.cli.tournament import tournament
from westphalia.cli.work import work
from westphalia.world.problems import UserError

USER_ERROR, INTERRUPTED = 2, 130

app = typer.Typer(
    name="westphalia",
    help="A laboratory for theories of international politics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """The command `westphalia`."""
    names = [getattr(signal, n, None) for n in ("SIGINT", "SIGTERM", "SIGHUP")]
    for name in [n for n in names if n is not None]:
        signal.signal(name, _interrupted)
    sys.exit(dispatch())


def dispatch(args: list[str] | None = None) -> int:
    """Run one command line; a user's mistake or a full disk is one clear message and code 2."""
    try:
        app(args)
    except SystemExit as done:
        return int(done.code or 0)
    except UserError as error:
        sys.stdout.flush()
        return _refuse(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on: westphalia ... | head
        return 1
    except OSError as error:
        from westphalia.runs.writing import TROUBLES, trouble_of

        if error.errno not in TROUBLES:
            raise
        return _refuse(trouble_of(error))
    return 0


def _refuse(why: str) -> int:
    """Say why a command has ended before its time; returns its exit code."""
    errors().print(f"Error: {why}", style="red", markup=False, soft_wrap=True)
    return USER_ERROR


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    """Leave at once, and no half-written folder behind. Threads are not waited for."""
    folder = sys.modules.get("westphalia.runs.writing")
    what = "nothing was written." if folder is None else folder.discard_interrupted()
    os.write(2, f"\nInterrupted: {what}\n".encode())
    os._exit(INTERRUPTED)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"westphalia {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


for verb in (run, explain, counterfactual, rates, moments, claims, concepts):
    app.command()(verb)
for verb in (sweep, sensitivity, calibrate):
    app.command()(verb)
for verb in (serve, export):
    app.command()(verb)
app.add_typer(data, name="data")
for verb in (replay, tournament, recover, work):
    app.command()(verb)
for verb in (cases, theories, parameters, measures, cite):
    app.command()(verb)
