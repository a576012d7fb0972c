"""The verbs that hold theories against history, and those about its data."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from westphalia.cli.options import Json, Off, On, Out, Seed, Set, errors, tables, telling

data = typer.Typer(help="What data there is; check, use and tabulate a folder of it.")

Theories = Annotated[
    list[str] | None,
    typer.Option(
        "--theory",
        help="A name or path/to/file.py:NAME. May be given more than once.  "
        "[default: the four theories]",
    ),
]
First = Annotated[int | None, typer.Option("--from", help="First year.  [default: 1816]")]
Last = Annotated[int | None, typer.Option("--to", help="Last year.  [default: 2016]")]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="A folder of data.  [default: the built-in great powers]"),
]
AllStates = Annotated[
    bool,
    typer.Option("--all-states", help="All states of the folder, not the great powers alone."),
]
Disputes = Annotated[str, typer.Option(help="Coding of disputes: gml or cow.")]
Resources = Annotated[str, typer.Option(help="Coding of resources: material or gdp.")]
Pacts = Annotated[
    str,
    typer.Option(
        help="Obligations that make a pact, with commas: defence, offence, neutrality, "
        "nonaggression, consultation."
    ),
]
FolderOfData = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of data.")]


@data.callback(invoke_without_command=True)
def overview(context: typer.Context, json: Json = False) -> None:
    """What is built in, which data sets can be read, and which the remembered folder holds."""
    if context.invoked_subcommand is not None:
        return
    from westphalia.report.records.data import overview as found
    from westphalia.report.records.data import show_overview

    _printed(found(), json, show_overview)


@data.command()
def check(folder: FolderOfData, json: Json = False) -> None:
    """Say what each file of a folder is and every problem in it; exit code 1 if there is one."""
    from westphalia.report.records.check import checked, show

    with errors().status("checking every file"):
        found = checked(folder)
    _printed(found, json, show)
    if found["problems"]:
        raise typer.Exit(1)


@data.command()
def use(folder: FolderOfData) -> None:
    """Remember a folder of data, if a panel of history can be made from it; say its problems."""
    from westphalia.report.records.check import checked, show
    from westphalia.report.records.data import use as remembered

    with errors().status("checking every file"):
        kept, found = remembered(folder), checked(folder)
    show(found, tables())
    tables().print(f"\nRemembered: {kept}", highlight=False, soft_wrap=True)


@data.command("tables")
def write_tables(
    out: Annotated[Path, typer.Argument(help="Folder to write; it must not exist.")],
    folder: Data = None,
    format: Annotated[str, typer.Option(help="parquet or csv.")] = "parquet",
    first: First = None,
    last: Last = None,
) -> None:
    """Write state-years, dyad-years, disputes and wars as tables, with a list of their columns."""
    from westphalia.report.records.data import tables as written

    with errors().status("compiling the tables"):
        files = written(out, folder, format, first, last)
    for path in files:
        typer.echo(path)


@data.command()
def figures(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of data.  [default: the remembered one]")
    ] = None,
    json: Json = False,
) -> None:
    """Recompute empirical figures from a folder of data, next to those in its own list."""
    from westphalia.report.records.data import folder_or_remembered
    from westphalia.report.records.figures import figures as recomputed
    from westphalia.report.records.figures import show

    with errors().status("recomputing the figures"):
        found = recomputed(folder_or_remembered(folder))
    _printed(found, json, show)


def replay(
    theory: Theories = None,
    first: First = None,
    last: Last = None,
    data: Data = None,
    all_states: AllStates = False,
    disputes: Disputes = "gml",
    resources: Resources = "material",
    pacts: Pacts = "defence,offence",
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Estimate parameters by maximum likelihood.")
    ] = False,
    bayes: Annotated[
        bool, typer.Option("--bayes", help="Also draw parameters from their posterior.")
    ] = False,
    draws: Annotated[int, typer.Option(min=50, help="Posterior draws per chain.")] = 1000,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    serial: Annotated[
        bool, typer.Option("--serial", help="States ally and join in turn, in random order.")
    ] = False,
    baselines: Annotated[bool, typer.Option(help="Beside them: forecasts without theory.")] = True,
    seed: Seed = 1,
    out: Out = None,
    json: Json = False,
) -> None:
    """Score the theories on real history, one year ahead, beside baselines."""
    from westphalia.report.history import studies
    from westphalia.report.history.plan import Asked, question

    asked = Asked(
        theory or (), first, last, data, all_states, disputes, resources, pacts,
        set_ or (), off or (), on or (), seed,
    )  # fmt: skip
    _study(studies.replay(question(asked), estimate, bayes, draws, baselines, serial), out, json)


def tournament(
    theory: Theories = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer windows and cases: minutes instead of an hour.")
    ] = False,
    data: Data = None,
    all_states: AllStates = False,
    seed: Seed = 1,
    out: Out = None,
    json: Json = False,
) -> None:
    """Estimate the theories on some years of history and score them on years held out."""
    from westphalia.report.history import studies
    from westphalia.report.history.plan import Asked, question

    asked = Asked(theory or (), data=data, all_states=all_states, seed=seed)
    _study(studies.tournament(question(asked), quick), out, json)


def recover(
    theory: Theories = None,
    histories: Annotated[
        int, typer.Option(min=0, help="Histories simulated by each theory, scored as made.")
    ] = 20,
    estimated: Annotated[
        int, typer.Option(min=0, help="Histories whose first half is learnt from.")
    ] = 0,
    parameters: Annotated[
        int, typer.Option(min=0, help="Histories whose parameters are to be found again.")
    ] = 0,
    seed: Seed = 1,
    out: Out = None,
    json: Json = False,
) -> None:
    """Could a history of this size tell the theories apart? Score them on simulated histories."""
    from westphalia.report.history import studies
    from westphalia.report.history.plan import Asked, question

    asked = question(Asked(theory or (), seed=seed))
    _study(studies.recover(asked, histories, estimated, parameters), out, json)


def _study(study: Any, out: Path | None, json: bool) -> None:
    """Carry out a study, or read it if its folder is there; print it and where it is."""
    from westphalia.report.folder import refuse_existing
    from westphalia.report.history.folder import carried_out, default_folder, stored
    from westphalia.report.history.table import show
    from westphalia.runs.as_json import to_json

    target = out if out is not None else default_folder(study)
    if out is None and target.exists():
        found, what = stored(target, study), "was there already, with the same numbers"
    else:
        refuse_existing(target)
        with telling("compiling") as told:
            found, what = carried_out(study, target, told), "written"
    line = f"Run folder: {target} ({what})"
    if json:
        typer.echo(to_json({**found, "folder": str(target)}))
        errors().print(line, highlight=False, soft_wrap=True)
        return
    show(found, tables())
    tables().print(f"\n{line}", highlight=False, soft_wrap=True)


def _printed(found: Any, json: bool, show: Callable[..., None]) -> None:
    """As JSON, or as a table for people."""
    from westphalia.runs.as_json import to_json

    if json:
        typer.echo(to_json(found))
    else:
        show(found, tables())
