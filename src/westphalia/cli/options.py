"""What the verbs of the command line share: options, consoles, progress."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

WIDTH = 100

Theories = Annotated[
    list[str] | None,
    typer.Option(
        "--theory",
        help="A name, path/to/file.py:NAME, or a mix such as GMY=offensive,*=defensive. "
        "May be given more than once.  [default: the four theories]",
    ),
]
Runs = Annotated[int, typer.Option(help="Runs per theory.")]
Seed = Annotated[int, typer.Option(help="Seed of the random numbers.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="Set a number of the world, beta=1.2, or of a theory, offensive.worst_case=0.9. "
        "See: westphalia parameters.",
    ),
]
Form = Annotated[
    list[str] | None,
    typer.Option("--form", help="Choose the form of a process, such as contest=difference."),
]
Draws = Annotated[
    Path | None,
    typer.Option(
        "--draws",
        help="A table of draws, CSV or Parquet: a column for each number, a row for each draw.",
    ),
]
Off = Annotated[list[str] | None, typer.Option("--off", help="Switch a module off.")]
On = Annotated[list[str] | None, typer.Option("--on", help="Switch a module on.")]
Serial = Annotated[
    bool, typer.Option("--serial", help="States ally and join in turn, in random order.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder to write; it must not exist.")]
Resumed = Annotated[
    Path | None,
    typer.Option("--out", help="Folder to write, or one to go on in where this was interrupted."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the results as JSON.")]
Folder = Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Number of threads.  [default: one per core]")
]

Who = Annotated[
    str | None,
    typer.Option(
        "--workers",
        metavar="WHO",
        help="Who works: 4 or threads:4, processes:2, dask, dask:ADDRESS, "
        "slurm:array=50,time=2:00:00.  [default: threads, one per core]",
    ),
]


def errors() -> Console:
    """Where messages go."""
    return Console(stderr=True)


def tables() -> Console:
    """Where tables go: 100 columns wide, or as wide as a wider terminal."""
    console = Console()
    return console if console.width >= WIDTH else Console(width=WIDTH)


def print_folder(folder: Path, what: str, console: Console) -> None:
    """Say where a run folder is, and what was done."""
    console.print(f"Run folder: {folder} ({what})", highlight=False, soft_wrap=True)


def print_csv(folder: Path, what: str, console: Console) -> None:
    """Say where the tables are as CSV, and what was done."""
    console.print(f"CSV: {folder} ({what})", highlight=False, soft_wrap=True)


def print_warnings(texts: Iterable[str]) -> None:
    """Warnings, where messages go."""
    for text in texts:
        errors().print(f"Warning: {text}", style="yellow", markup=False, soft_wrap=True)


@contextlib.contextmanager
def progress_bar(total: int, of: str = "runs") -> Iterator[Any]:
    """A function (what, done) behind a bar that appears after two seconds, on a terminal.

    `of`: what is counted.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = errors()
    bar = Progress(
        "{task.description:<24}",
        BarColumn(),
        MofNCompleteColumn(),
        of,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("compiling", total=total)

    def advance(what: str, done: int) -> None:
        bar.update(task, advance=done, description=what[:24] if done or what == "report" else None)

    timer = threading.Timer(2.0, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield advance
    finally:
        timer.cancel()
        bar.stop()


@contextlib.contextmanager
def show_status(what: str) -> Iterator[Callable[[str], None]]:
    """A function that shows what is being done, on a terminal."""
    with errors().status(what) as status:
        yield status.update
