"""The command line. Only typer and rich are imported here; the rest when a command needs it."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from westphalia import __version__
from westphalia.cli.data import data
from westphalia.cli.options import (
    Form,
    Json,
    Off,
    On,
    Out,
    Runs,
    Seed,
    Set,
    Theories,
    Workers,
    errors,
    progress_bar,
    tables,
)
from westphalia.cli.recover import recover
from westphalia.cli.replay import replay
from westphalia.cli.tournament import tournament
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

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.")]


def main() -> NoReturn:
    """The command `westphalia`."""
    names = [getattr(signal, n, None) for n in ("SIGINT", "SIGTERM", "SIGHUP")]
    for name in [n for n in names if n is not None]:
        signal.signal(name, _interrupted)
    sys.exit(dispatch())


def dispatch(args: list[str] | None = None) -> int:
    """Run one command line; a user's mistake is one clear message and exit code 2."""
    try:
        app(args)
    except SystemExit as done:
        return int(done.code or 0)
    except UserError as error:
        sys.stdout.flush()
        errors().print(f"Error: {error}", style="red", markup=False, soft_wrap=True)
        return USER_ERROR
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on: westphalia ... | head
        return 1
    return 0


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    """Leave at once, and no half-written folder behind. Threads are not waited for."""
    folder = sys.modules.get("westphalia.report.folder")
    told = "nothing was written." if folder is None else folder.interrupted()
    os.write(2, f"\nInterrupted: {told}\n".encode())
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


@app.command()
def run(
    case: Annotated[
        str, typer.Argument(help="A built-in case, or the .yaml of a case or scenario.")
    ],
    theory: Theories = None,
    runs: Runs = 500,
    years: Annotated[
        int | None, typer.Option(min=1, help="Years.  [default: to the end of the case]")
    ] = None,
    seed: Seed = 1,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    serial: Annotated[
        bool, typer.Option("--serial", help="States ally and join in turn, in random order.")
    ] = False,
    baselines: Annotated[
        bool, typer.Option(help="Beside them: no change, base rates, random choice.")
    ] = True,
    form: Form = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Also this measure: one that `westphalia measures` lists, or "
            "path/to/file.py:NAME.  [repeatable]",
        ),
    ] = None,
    out: Out = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Simulate a case under each theory, compare with history, write the run folder."""
    from westphalia.measures.registry import measures_of
    from westphalia.runs.plan import plan_from
    from westphalia.runs.scenario import is_scenario, read_scenario

    options = (theory, runs, years, seed, set_, off, on, serial, baselines, form)
    if is_scenario(case):
        if options != (None, 500, None, 1, None, None, None, False, True, None):
            raise UserError(
                f"{case} is a scenario and says itself what is run: change the file, and give no "
                f"options beside it but --measure, --out, --json and --workers."
            )
        plan = read_scenario(case)
    else:
        plan = plan_from(case, *options)
    _run(plan, out, json, workers, measures_of(measure or []))


def _run(plan: Any, out: Path | None, json: bool, workers: int | None, measures: Any) -> None:
    from westphalia.report.folder import refuse_existing
    from westphalia.report.measured import add_measures
    from westphalia.report.run import default_folder, stored, study

    target = out if out is not None else default_folder(plan)
    if out is None and target.exists():
        table = add_measures(target, plan, stored(target, plan), measures)
        _shown(table, target, json, "was there already, with the same numbers")
        return
    refuse_existing(target)
    with progress_bar(len(plan.lines) * plan.runs) as progress:
        table = study(plan, target, workers, progress, measures=measures)
    _shown(table, target, json, "written")


def _shown(table: Any, target: Path, json: bool, what: str) -> None:
    from westphalia.report.table import show
    from westphalia.runs.as_json import to_json

    if json:
        typer.echo(to_json({**table.data(), "folder": str(target)}))
        errors().print(f"Run folder: {target} ({what})", highlight=False, soft_wrap=True)
        return
    console = tables()
    show(table, console)
    console.print(f"\nRun folder: {target} ({what})", highlight=False, soft_wrap=True)
    report = target / "report.html"
    if report.is_file():
        console.print(f"To look at: {report}", highlight=False, soft_wrap=True)


@app.command()
def explain(
    run: Folder,
    state: Annotated[str, typer.Option(help="A state of the case, such as GMY.")],
    year: Annotated[int, typer.Option(help="A simulated year.")],
    theory: Annotated[
        str | None, typer.Option(help="A theory of the run.  [default: the first]")
    ] = None,
    number: Annotated[
        int | None, typer.Option("--run", help="One run.  [default: mean and spread over runs]")
    ] = None,
    json: Json = False,
) -> None:
    """What a state could do in a year, what each option was worth to it and why, what it chose."""
    from westphalia.report.explanation import explain_folder, show
    from westphalia.runs.as_json import to_json

    with errors().status("simulating up to the year"):
        found = explain_folder(run, state, year, theory, number)
    if json:
        typer.echo(to_json(found.data()))
    else:
        show(found, tables())


@app.command()
def counterfactual(
    run: Folder,
    theory: Annotated[
        str | None, typer.Option(help="One theory of the run.  [default: all but baselines]")
    ] = None,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    out: Out = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Run the same draws with something changed: which wars and pacts differ, and why."""
    from westphalia.report.counterfactual import contrast, save, show
    from westphalia.runs.as_json import to_json

    with progress_bar(0) as progress:
        found = contrast(
            run, theory, set_ or [], off or [], on or [], workers, progress, form or []
        )
        if out is not None:
            save(found, out, workers, progress)
    if json:
        typer.echo(to_json(found.data()))
    else:
        console = tables()
        show(found, console)
        if out is not None:
            console.print(f"\nRun folder: {out} (written)", highlight=False, soft_wrap=True)


@app.command()
def rates(
    states: Annotated[int, typer.Option(min=2, max=100, help="States of the random world.")] = 8,
    runs: Annotated[int, typer.Option(min=2, help="Runs.")] = 1024,
    years: Annotated[int, typer.Option(min=4, max=1000, help="Years.")] = 100,
    theory: Annotated[str, typer.Option(help="A theory or path/to/file.py:NAME.")] = "defensive",
    seed: Seed = 1,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Base rates of a random world against target ranges: wars, allies, burdens, deaths."""
    from westphalia.report.rates import rates_of, show
    from westphalia.runs.as_json import to_json

    with progress_bar(runs) as progress:
        found = rates_of(
            states, runs, years, theory, seed, set_ or [], off or [], on or [], workers, progress,
            form or [],
        )  # fmt: skip
    if json:
        typer.echo(to_json(found.data()))
    else:
        show(found, tables())


@app.command()
def claims(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID]...", help="Claims.  [default: all]")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(min=2, help="Draws of all parameters.  [default: 200]")
    ] = None,
    runs: Annotated[int | None, typer.Option(min=2, help="Runs per draw.  [default: 100]")] = None,
    seed: Seed = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="32 draws of 16 runs: minutes, wide intervals.")
    ] = False,
    widen: Annotated[
        float, typer.Option(min=0.0, max=100.0, help="Factor on the width of all ranges.")
    ] = 1.0,
    range_: Annotated[
        list[str] | None,
        typer.Option("--range", help="Draw a number from name=low:high instead."),
    ] = None,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    list_: Annotated[bool, typer.Option("--list", help="Name the claims and run nothing.")] = False,
    out: Out = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Put the theory's claims to the test: each an experiment over draws of all parameters."""
    if list_:
        from westphalia.report.lists import claims as listed

        tables().print(listed())
        return
    from westphalia.report.claims.job import claims_run, show
    from westphalia.runs.as_json import to_json

    job = claims_run(
        ids or [], draws, runs, seed, quick, widen, range_ or [], set_ or [], off or [], on or [],
        out,
    )  # fmt: skip
    with progress_bar(job.size) as progress:
        data, what = job.result(workers, progress)
    if json:
        typer.echo(to_json({**data, "folder": str(job.folder)}))
        errors().print(f"Run folder: {job.folder} ({what})", highlight=False, soft_wrap=True)
        return
    console = tables()
    show(data, console, whole=bool(ids))
    console.print(f"\nRun folder: {job.folder} ({what})", highlight=False, soft_wrap=True)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; by default only this machine can reach it.")
    ] = "127.0.0.1",
    folder: Annotated[Path, typer.Option(help="Where run folders are read and saved.")] = Path(
        "runs"
    ),
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name by which others reach this machine, for --host."),
    ] = None,
    own_theories: Annotated[
        bool,
        typer.Option("--own-theories", help="Run theory files in run folders: they are code."),
    ] = False,
) -> None:
    """The dashboard in a browser: see it happen, ask why, change one thing, play a state."""
    from westphalia.app.server.serve import serve as serving

    serving(folder, host, port, name or [], own_theories, lambda line: typer.echo(line))


app.add_typer(data, name="data")
for verb in (replay, tournament, recover):
    app.command()(verb)


@app.command()
def cases() -> None:
    """List the built-in cases."""
    from westphalia.report.lists import cases as listed

    tables().print(listed())


@app.command()
def theories() -> None:
    """List the theories and baselines, with their numbers."""
    from westphalia.report.lists import theories as listed

    tables().print(listed())


@app.command()
def parameters() -> None:
    """List the numbers of the world and of theories, the forms and the modules."""
    from westphalia.report.lists import parameters as listed

    tables().print(listed())


@app.command()
def measures() -> None:
    """List the measures of a run: unit, meaning, target range."""
    from westphalia.report.lists import measures as listed

    tables().print(listed())


@app.command()
def cite(
    run: Annotated[
        Path | None, typer.Argument(metavar="[RUN]", help="A run folder.  [default: everything]")
    ] = None,
) -> None:
    """Print BibTeX for exactly what was run, or for everything there is."""
    from westphalia.report.cite import everything, of_run

    typer.echo(of_run(run) if run is not None else everything())
