"""What an empirical figure is: a definition, and a function from tables to a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from westphalia.records.compile.grid import Source


class Result(NamedTuple):
    """A number, what it was counted on, and numbers that tell of its spread or uncertainty.

    `n`: cases, as the figure's `unit` says. `spread`: {what: number}, in the order in which a
    list of targets gives them; empty where there is none.
    """

    value: float
    n: int
    spread: Mapping[str, float] = {}


class Reading(NamedTuple):
    """Why a list of targets has another number, as far as that could be established.

    `why`: what was found. `compute`: another reading of the definition or of the rows, if there
    is one to compute. It explains the number only if it gives it.
    """

    why: str
    compute: Callable[[Source], Result] | None = None


@dataclass(frozen=True)
class Figure:
    """An empirical figure.

    `id`: its name in lists of targets. `unit`: what is counted in `n`. `period`: first and last
    year. `needs`: keys of the data sets. `readings`: why a list of targets has another number.
    """

    id: str
    definition: str
    unit: str
    period: tuple[int, int]
    needs: tuple[str, ...]
    compute: Callable[[Source], Result]
    readings: tuple[Reading, ...] = ()
