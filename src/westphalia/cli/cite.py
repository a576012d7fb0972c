"""`westphalia cite`: BibTeX for what was run."""

from pathlib import Path
from typing import Annotated

import typer


def cite(
    run: Annotated[
        Path | None, typer.Argument(metavar="[RUN]", help="A run folder.  [default: everything]")
    ] = None,
) -> None:
    """Print BibTeX for exactly what was run, or for everything there is."""
    from westphalia.report.cite import cite as cited

    typer.echo(cited(run))
