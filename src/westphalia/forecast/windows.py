"""Windows: which years are learnt from, and which are forecast."""

from typing import NamedTuple

import numpy as np

from westphalia.records.panel import Panel
from westphalia.world.problems import UserError

#: Years of a rolling origin: the first that are learnt from at least, and those forecast at once.
ROLLING_LEAST, ROLLING_STEP = 30, 10


class Window(NamedTuple):
    """A piece of history that is held out, and the past that may be learnt from.

    `name`; `train`: spans of calendar years, first and last; `test`: the span held out.
    """

    name: str
    train: tuple[tuple[int, int], ...]
    test: tuple[int, int]

    def learns_from(self, years: np.ndarray) -> np.ndarray:
        """Which years are learnt from. bool, as `years`"""
        return np.any([(years >= a) & (years <= b) for a, b in self.train], axis=0)

    def holds_out(self, years: np.ndarray) -> np.ndarray:
        """Which years are forecast. bool, as `years`"""
        return (years >= self.test[0]) & (years <= self.test[1])


#: The two world wars with what was between them, and the time after the Cold War; each forecast
#: from the long peaces before it. No window learns from years after those it forecasts.
FIXED = (
    Window("1914-1945", ((1816, 1913),), (1914, 1945)),
    Window("1990-2016", ((1816, 1913), (1946, 1989)), (1990, 2016)),
)


def rolling_windows(panel: Panel) -> tuple[Window, ...]:
    """Every decade of the panel from all the years before it, once ROLLING_LEAST are past."""
    first, last = int(panel.years[0]), int(panel.years[-1])
    begin = -(-(first + ROLLING_LEAST) // ROLLING_STEP) * ROLLING_STEP
    return tuple(
        Window("rolling", ((first, a - 1),), (a, min(a + ROLLING_STEP - 1, last)))
        for a in range(begin, last + 1, ROLLING_STEP)
    )


def windows_inside(panel: Panel, windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """The windows of which the panel has both learning years and years held out.

    Raises:
        UserError: the panel has neither in any of them.
    """
    kept = tuple(
        w
        for w in windows
        if w.learns_from(panel.years[1:]).any() and w.holds_out(panel.years).any()
    )
    if not kept:
        spans = ", ".join(w.name for w in windows)
        raise UserError(
            f"The panel's years, {panel.years[0]}-{panel.years[-1]}, leave nothing to learn from "
            f"or nothing to hold out in any of the windows {spans}."
        )
    return kept
