"""The verb `data`: what data there is; check, use and tabulate a folder of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from westphalia.cli.history import Data, First, Last
from westphalia.cli.options import Json, errors, tables

data = typer.Typer(help="Historical data: check, choose and tabulate a folder.")
FolderOfData = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of data.")]


@data.callback(invoke_without_command=True)
def overview(context: typer.Context, json: Json = False) -> None:
    """What is built in, which data sets can be read, and which the remembered folder holds."""
    if context.invoked_subcommand is not None:
        return
    from westphalia.report.records.data import overview as describe
    from westphalia.report.records.data import show_overview

    _print(describe(), json, show_overview)


@data.command()
def check(folder: FolderOfData, json: Json = False) -> None:
    """Report what each file of a folder is and every problem in it; exit code 1 if any."""
    from westphalia.report.records.check import check_data, show

    with errors().status("checking every file"):
        found = check_data(folder)
    _print(found, json, show)
    if found["problems"]:
        raise typer.Exit(1)


@data.command()
def use(folder: FolderOfData) -> None:
    """Remember a folder of data, if a panel of history can be made from it; report its problems."""
    from westphalia.report.records.check import check_data, show
    from westphalia.report.records.data import use as remember

    with errors().status("checking every file"):
        kept, found = remember(folder), check_data(folder)
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
    from westphalia.report.records.data import write_data_tables

    with errors().status("compiling the tables"):
        files = write_data_tables(out, folder, format, first, last)
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
    from westphalia.report.records.figures import recompute_figures, show

    with errors().status("recomputing the figures"):
        found = recompute_figures(folder_or_remembered(folder))
    _print(found, json, show)


def _print(found: Any, json: bool, show: Callable[..., None]) -> None:
    """As JSON, or as a table for people."""
    from westphalia.runs.as_json import to_json

    if json:
        typer.echo(to_json(found))
    else:
        show(found, tables())
