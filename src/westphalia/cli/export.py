"""`westphalia export`: the tables of a run folder as CSV."""

from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import print_csv, tables


def export(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="A run folder, of `run`, `claims`, `replay`, `tournament`, `recover` or Python.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to write; it must not exist.  [default: csv in the run folder]"),
    ] = None,
) -> None:
    """Write every table of a run folder as CSV, for R, Stata and others, with a codebook."""
    from westphalia.report.export import export as write

    print_csv(write(folder, out), "written", tables())
