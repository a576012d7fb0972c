"""Arms: the burden of great powers, and races and the wars that they end in."""

import numpy as np

from westphalia.measures.arms import burden
from westphalia.measures.moments.moment import Moment, of_measure, percent
from westphalia.measures.quantities import Records, by_pair, fighting, of_living, pairs

#: Growth of both states' spending in each of so many years that makes a race of a pair.
GROWTH, IN_A_ROW = 0.08, 3


def racing(spending: np.ndarray) -> np.ndarray:
    """Years of three or more in a row in each of which both states' spending grew by 8% or more.

    [years, n, runs] -> [years, pairs, runs]; after Horn (1987), in Gibler, Rider & Hutchison
    (2005), who ask for a rivalry too.
    """
    rows, columns = pairs(spending.shape[1])
    rose = np.zeros(spending.shape, bool)
    rose[1:] = (spending[1:] >= (1.0 + GROWTH) * spending[:-1]) & (spending[:-1] > 0)
    both = rose[:, rows] & rose[:, columns]
    third = both.copy()
    for back in range(1, IN_A_ROW):
        third[back:] &= both[:-back]
        third[:back] = False
    race = third.copy()
    for back in range(1, IN_A_ROW):
        race[:-back] |= third[back:]
    return race


def spells_with(spell: np.ndarray, event: np.ndarray) -> np.ndarray:
    """Spells that have an event in them or in the year after, and spells. [2, runs]

    `spell`, `event`: [years, pairs, runs] bool.
    """
    sums = np.zeros((2, spell.shape[2]))
    inside = np.zeros(spell.shape[1:], bool)
    met = np.zeros(spell.shape[1:], bool)
    for now, happens in zip(spell, event, strict=True):
        over = inside & ~now
        sums += [(over & (met | happens)).sum(0), over.sum(0)]
        met = np.where(now, (met & inside) | happens, False)
        inside = now
    return sums + np.stack([(inside & met).sum(0), inside.sum(0)])


def races(records: Records) -> np.ndarray:
    """Arms races that end in a war of the two, and all. [2, runs]"""
    spending = of_living(records, "burden") * records["resources"]
    return spells_with(racing(spending), by_pair(fighting(records["war"])))


ARMING = (
    of_measure(
        burden(), "Share of its resources that a great power spends on arms.",
        needs=("alive", "burden"), unit_of_cases="great-power years",
    ),
    Moment(
        "arms races that end in war", "% of races",
        "Spells in which both of two great powers raise their spending by 8% or more in each of "
        "three years, with a war of the two in them or a year later.",
        races, percent, ("alive", "burden", "resources", "war"), counted=True,
        unit_of_cases="races",
    ),
)  # fmt: skip
