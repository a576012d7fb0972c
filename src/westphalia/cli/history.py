"""What the verbs about history share: their options, and how a study is run and printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from westphalia.cli.options import errors, print_folder, progress_bar, tables

if TYPE_CHECKING:
    from westphalia.forecast.results import Result
    from westphalia.report.history.studies import Study

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
    typer.Option("--all-states", help="All states in the folder, not only the great powers."),
]


def run_and_print(study: "Study", out: Path | None, json: bool, workers: str | None) -> None:
    """Run a study, or read it if its folder is there; print it and where it is."""
    from westphalia.report.history.folder import default_folder
    from westphalia.report.history.table import show
    from westphalia.runs.as_json import as_data, to_json

    target = out if out is not None else default_folder(study)
    found, what = _found(study, target, workers)
    if json:
        typer.echo(to_json({**as_data(found), "folder": str(target)}))
        print_folder(target, what, errors())
        return
    console = tables()
    show(found, console)
    console.print()
    print_folder(target, what, console)


def _found(study: "Study", target: Path, workers: str | None) -> "tuple[Result, str]":
    """What a study finds, and what was done."""
    from westphalia.report.history.folder import read_same, run_study
    from westphalia.runs.writing import ALREADY, MANIFEST, resumable
    from westphalia.work.parse import workers_of

    who = workers_of(workers)
    if (target / MANIFEST).is_file():
        return read_same(target, study), ALREADY
    left = size = sum(piece.size for piece in study.job.pieces())
    with progress_bar(size, study.unit) as progress, resumable(target):

        def tell(done: int) -> None:
            nonlocal left
            left -= done
            progress("computing" if left else "report", done)

        return run_study(study, target, who, tell), "written"
