"""Who fought whom in a year, and for how long two states have been at peace."""

import numpy as np

from westphalia.records.compile.grid import Frame, Grid
from westphalia.records.panel import UNKNOWN


def fought_and_peace(
    fights: Frame, covered: tuple[int, int], grid: Grid, since: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Who fought each other in a year (1, 0), and the years of peace at its end. [T, n, n]

    Peace lasts since the pair's last war ended, or since both were in the system (`since`, the
    year in which each entered it [T, n]); a year of war has none. It is NaN where one is not in
    the system. In years that the wars do not cover, both are unknown.
    """
    fought = np.zeros((len(grid.years), grid.n, grid.n), np.int8)
    peaceful = np.maximum(since[:, :, None], since[:, None, :])  # NaN if either is
    i, j = grid.place(fights.ccode1), grid.place(fights.ccode2)
    for a, b, first, last in zip(i, j, fights["first"], fights["last"], strict=True):
        if a >= 0 and b >= 0:
            span, after = grid.spell(first, last), grid.spell(first, int(grid.years[-1]))
            fought[span, a, b] = fought[span, b, a] = 1
            at_war_until = np.minimum(grid.years[after], last)
            latest = np.maximum(peaceful[after, a, b], at_war_until)
            peaceful[after, a, b] = peaceful[after, b, a] = latest
    peace = grid.years[:, None, None] - peaceful
    peace[:, np.arange(grid.n), np.arange(grid.n)] = 0.0
    unknown = ~grid.within(covered)
    fought[unknown], peace[unknown] = UNKNOWN, np.nan
    return fought, peace
