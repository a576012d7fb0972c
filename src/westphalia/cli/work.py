"""The verb `work`: do some of the work that a command began in a folder."""

import time
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import Workers, errors, progress_bar


def work(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder that a command works in.")
    ],
    share: Annotated[
        str | None,
        typer.Option(help="Look after one share of the pieces alone, such as 3/50, the third."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="Begin no piece after this time, such as 55m, 90s or 11h."),
    ] = None,
    workers: Workers = None,
) -> None:
    """Help with the work in a folder: any number of these, on any machines that see it."""
    from westphalia.programs import keep_at_most
    from westphalia.work.executors import mend
    from westphalia.work.parse import seconds_of, share_of
    from westphalia.work.plan import read_plan
    from westphalia.work.process import FEW_PROGRAMS
    from westphalia.work.worker import ALL
    from westphalia.work.worker import work as do_work
    from westphalia.world.problems import Problems

    problems = Problems()
    part = problems.attempt(lambda: share_of(share)) if share is not None else ALL
    seconds = problems.attempt(lambda: seconds_of(until)) if until is not None else None
    plan = problems.attempt(lambda: read_plan(folder))
    problems.refuse()
    keep_at_most(FEW_PROGRAMS)
    mend(plan)
    mine = [piece for k, piece in enumerate(plan.job.pieces()) if part.holds(k)]
    end = None if seconds is None else time.monotonic() + seconds
    with progress_bar(sum(piece.size for piece in mine)) as progress:
        made = do_work(plan.job, plan.store, workers, lambda n: progress("", n), part, end)
    missing = sum(not plan.store.has(piece.key) for piece in plan.job.pieces())
    left = f"{missing} are left" if missing else "all are there"
    errors().print(f"{made} of {len(plan.job.pieces())} pieces were made here; {left}.")
