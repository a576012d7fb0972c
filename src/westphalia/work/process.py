"""A process that makes pieces of a plan, and ends when the process that began it does."""

import os
import sys
import threading
from pathlib import Path

from westphalia.programs import keep_at_most
from westphalia.work.plan import read_plan
from westphalia.work.worker import work
from westphalia.world.problems import UserError

#: Compiled programs that it keeps in memory: pieces that need the same come one after the other.
FEW_PROGRAMS = 8


def _end_with_the_other() -> None:
    """End when standard input does: the process that began this one holds its other side.

    Read without Python's own buffer, whose lock would bring this process down at its end.
    """
    while os.read(0, 1):
        pass
    os._exit(1)


def main(folder: Path) -> None:
    """Make pieces until all are there."""
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    try:
        keep_at_most(FEW_PROGRAMS)
        plan = read_plan(folder)
        work(plan.job, plan.store, threads=1)
    except UserError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
