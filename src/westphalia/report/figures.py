"""The figures of a run: what they show, and their drawing in a process beside this one."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.cases import Facts
from westphalia.measures.quantities import pairs, pairs_among
from westphalia.measures.tallies import Tally
from westphalia.runs.as_json import to_json
from westphalia.runs.history import great_indices, history_of
from westphalia.runs.run_table import RunTable
from westphalia.runs.scores import SHOWN
from westphalia.runs.spec import Spec

#: Pairs of great powers whose pacts are drawn.
DYADS = 9
_DRAWING = Path(__file__).with_name("drawing.py")


@contextmanager
def drawing_beside(folder: Path) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """A process that draws figures into a folder; gives the function that tells it which.

    It gets ready while the body simulates, which takes a second, and draws what it is told (from
    `shown`) while the body goes on. When the body is through, it has drawn.

    Raises:
        RuntimeError: they could not be drawn; with what that process says.
    """
    command = [sys.executable, "-P", str(_DRAWING), str(folder)]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True, encoding="utf-8") as process,
        ThreadPoolExecutor(1) as thread,
    ):
        talk: list[Future[tuple[str, str]]] = []
        try:
            yield lambda what: talk.append(thread.submit(process.communicate, to_json(what)))
            said = talk[0].result()[1]
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise RuntimeError(f"The figures could not be drawn:\n{said}")


def shown(
    table: RunTable, spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None
) -> dict[str, Any]:
    """What the figures of a run show, JSON-able; `drawing` draws it."""
    return {
        "lines": {row.theory: row.baseline for row in table.theories},
        "pacts": _pacts(spec, tallies, facts),
        "great_power_war": {
            "lines": {
                row.theory: {
                    "years": row.great_power_war.years,
                    "by_year": row.great_power_war.by_year,
                }
                for row in table.theories
            },
            "history": table.history.great_power_war.year if table.history else None,
        },
        "scores": _scores(table) if table.history else None,
    }


def _pacts(spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> dict[str, Any]:
    """The chance of a pact of some pairs by year, and its years in history."""
    rows, columns = pairs(len(spec.labels))
    history = history_of(spec.case, facts, spec.calendar) if facts is not None else None
    chances = {label: tally["pact"].sum(0) / tally.count for label, tally in tallies.items()}
    pact = None if history is None else history.pact
    found = [
        {
            "states": (spec.labels[rows[k]], spec.labels[columns[k]]),
            "chances": {label: share[:, k].tolist() for label, share in chances.items()},
            "history": None if history is None else [*compress(history.years, history.pact[:, k])],
        }
        for k in _pairs_to_draw(spec, chances, pact)
    ]
    return {"title": spec.case.title, "years": spec.calendar, "pairs": found}


def _pairs_to_draw(
    spec: Spec, chances: Mapping[str, np.ndarray], history: np.ndarray | None
) -> list[int]:
    """The pairs of great powers whose alignment varies most: between theories or in history."""
    both = pairs_among(len(spec.labels), great_indices(spec.case))
    expected = np.stack(list(chances.values()))
    interest = expected.std(0).mean(0) + expected.std(1).mean(0)
    if history is not None:
        interest = interest + history.std(0)
    order = np.argsort(-np.where(both, interest, -1.0), kind="stable")
    return [int(k) for k in order[: min(DYADS, int(both.sum()))]]


def _scores(table: RunTable) -> list[dict[str, Any]]:
    """Every score that is shown, with its two intervals, by theory."""
    return [
        {
            "title": shown.title,
            "unit": shown.unit,
            "lines": {
                row.theory: {
                    "value": score.value,
                    "runs": (score.low, score.high),
                    "pairs": (score.pairs_low, score.pairs_high),
                }
                for row in table.theories
                if row.scores is not None
                for score in [row.scores[shown.name]]
            },
        }
        for shown in SHOWN
    ]
