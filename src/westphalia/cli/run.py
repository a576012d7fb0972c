"""`westphalia run`: simulate a case or a scenario, compare with history, write the run folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from westphalia.cli.options import (
    Draws,
    Form,
    Json,
    Off,
    On,
    Out,
    Runs,
    Seed,
    Serial,
    Set,
    Theories,
    Workers,
    errors,
    print_csv,
    print_folder,
    progress_bar,
    tables,
)
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    from westphalia.runs.run_table import RunTable
    from westphalia.runs.spec import Spec

#: Options that say nothing of what is run, and so may stand beside a scenario file.
BESIDE = ("case", "measure", "out", "csv", "json", "workers")


def run(
    context: typer.Context,
    case: Annotated[
        str, typer.Argument(help="A built-in case, or the .yaml of a case or scenario.")
    ],
    theory: Theories = None,
    runs: Runs = 500,
    years: Annotated[
        int | None, typer.Option(help="Years.  [default: to the end of the case]")
    ] = None,
    seed: Seed = 1,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    serial: Serial = False,
    baselines: Annotated[
        bool, typer.Option(help="Also run baselines: no change, base rates, random choice.")
    ] = True,
    draws: Draws = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Also compute this measure: one listed by `westphalia measures`, or "
            "path/to/file.py:NAME.  [repeatable]",
        ),
    ] = None,
    out: Out = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="Also write all tables as CSV, as `westphalia export`.")
    ] = False,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Simulate a case under each theory, compare with history, write the run folder."""
    from westphalia.measures.registry import measures_of
    from westphalia.report.export import CSV, export
    from westphalia.report.measured import add_measures
    from westphalia.report.run import default_folder, run_into, stored_table
    from westphalia.runs.writing import ALREADY, refuse_existing

    if out is not None:
        refuse_existing(out)
    options = (theory, runs, years, seed, set_, off, on, serial, baselines, form, draws)
    spec = _spec(case, options, _describes(context))
    measures = measures_of(measure or [])
    target = out if out is not None else default_folder(spec)
    if out is None and target.exists():
        stored = stored_table(target, spec)
        if csv and measures:
            refuse_existing(target / CSV)  # it lacks them
        table = add_measures(target, spec, stored, measures)
        _print(table, target, json, ALREADY)
    else:
        refuse_existing(target)
        with progress_bar(len(spec.lines) * spec.runs) as progress:
            table = run_into(spec, target, workers, progress, measures=measures)
        _print(table, target, json, "written")
    if csv:
        there = (target / CSV).exists()
        if not there:
            export(target)
        what = ALREADY if there else "written"
        print_csv(target / CSV, what, errors() if json else tables())


def _describes(context: typer.Context) -> bool:
    """Whether the command line describes the run by some option, be it as the default has it."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = {name for name, source in sources.items() if source and source.name == "COMMANDLINE"}
    return not given <= set(BESIDE)


def _spec(case: str, options: tuple[Any, ...], described: bool) -> "Spec":
    """What is to be run, checked. `described`: whether any of the options is given."""
    from westphalia.runs.options import spec_from_options
    from westphalia.runs.parse import is_scenario, read_spec

    if not is_scenario(case):
        return spec_from_options(case, *options)
    if described:
        raise UserError(
            f"{case} is a scenario file, and scenario files define the whole run: edit the file. "
            f"The only options allowed beside it are --measure, --out, --csv, --json and "
            f"--workers."
        )
    spec = read_spec(case)
    _ = spec.case  # a random world has no history to compare with
    return spec


def _print(table: "RunTable", target: Path, json: bool, what: str) -> None:
    from westphalia.report.table import show
    from westphalia.runs.as_json import to_json

    if json:
        typer.echo(to_json({**table.data(), "folder": str(target)}))
        print_folder(target, what, errors())
        return
    console = tables()
    show(table, console)
    console.print()
    print_folder(target, what, console)
    report = target / "report.html"
    if report.is_file():
        console.print(f"Report: {report}", highlight=False, soft_wrap=True)
