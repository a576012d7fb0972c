"""A panel: what happened among a set of states, year by year, as arrays.

The built-in panel of the great powers, a user's folder of data and a simulated history all come
in this one form; replay, baselines and scores know no other.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

UNKNOWN = -1  # of counts and flags that a data set does not cover


class War(NamedTuple):
    """A war between two states of the panel, and which other states of the panel joined it.

    Positions in the panel. `year`: position of the year it began; `ended`: of the year it ended,
    at most the last one of the panel. `attacker`: who began it, the
    strongest if several did; `target`: the strongest of those that entered first on the other
    side in that year (where the state attacked first is not of the panel, as Serbia is not in
    the great powers', it is the strongest of those that are).
    `with_attacker`, `with_target`: who entered on either side later or beside the principals.
    `third`: the states that could join, those that did among them. `total`: 1 if the attacker's
    aims were unlimited, 0 if limited, NaN if not known. `won`: 1 attacker's side, -1 target's
    side, 0 neither.
    """

    name: str
    year: int
    ended: int
    attacker: int
    target: int
    with_attacker: tuple[int, ...]
    with_target: tuple[int, ...]
    third: tuple[int, ...]
    total: float
    won: int


class Coding(NamedTuple):
    """Which of several codings of the same thing a panel uses.

    `obligations`: ATOP obligations that count as a pact of help, any of them in either direction.
    `disputes`: "gml" (Gibler, Miller & Little 2016) or "cow" (Palmer et al. 2022). `resources`:
    "material" (mean share of iron and steel, energy, urban and total population) or "gdp"
    (latent gross domestic product, Fariss et al. 2022).
    """

    obligations: tuple[str, ...] = ("defence", "offence")
    disputes: str = "gml"
    resources: str = "material"


@dataclass(frozen=True, eq=False)
class Panel:
    """T years of n states. Pairs are [i, j], "i's ... of, with or towards j".

    Entry t is a state of affairs at the end of `years[t]`, or what was done during it. What is
    decided in t is decided on what stood at the end of t - 1.

    Attributes:
        labels, codes: abbreviation and number of each state (Correlates of War). [n]
        years: calendar years in order, without gaps. [T]
        member: in the system at the end of the year, with resources and arms known. [T, n] bool
        resources: R, any positive unit, one a year; NaN where no member. [T, n]
        growth: growth of R relative to the members' mean, log points a year, from the year and
            those before it; NaN unknown. [T, n]
        arms: M, stock in the unit of resources. [T, n]
        burden: a, share of resources spent on arms. [T, n]
        arming: what was done about the burden in the year: 1 raised, 0 held, -1 cut; NaN
            unknown. [T, n]
        openness: q, 0 (autocracy) - 1 (democracy); NaN unknown. [T, n]
        nuclear: 1 if nuclear-armed. [T, n]
        major: 1 if a great power. [T, n]
        distance: effective distance, thousand km, as in cases; 0 on the diagonal. [T, n, n]
        contiguous: 1 if joined by land or at most 400 miles of water. [T, n, n]
        relevant: 1 if the pair is politically relevant: contiguous, or one is a great power;
            only these are scored. [T, n, n]
        pact: 1 if a pact of help is in force at the end of the year, 0 if not, -1 unknown;
            symmetric. [T, n, n]
        dispute: number of militarized disputes that i began against j in the year; -1 unknown.
            [T, n, n]
        attack: 1 if i began a war on j in the year, which is then taken for one of unlimited
            aims, for data sets do not tell; in a simulated history only such wars. [T, n, n]
        fought: 1 if they fought a war against each other in the year; symmetric. [T, n, n]
        rival: 1 if strategic rivals; NaN unknown. [T, n, n]
        trade: 1 if they trade, 0 if not, NaN unknown. [T, n, n]
        institutions: G, joint memberships of organisations / 100, at most 1; NaN unknown.
            [T, n, n]
        peace_years: years since the pair's last war ended, or since both were states. [T, n, n]
        wars: wars with a principal of the panel on each side, in order of their beginning.
        covered: first and last calendar year that the data cover, by kind of event: "pact",
            "dispute", "war", "arms".
        coding: which codings were used; None of a simulated history.
        posture, stake: o [T, n] and x [T, n, n] where they are known, as in a simulated history;
            in history nobody measured them.
        sources: keys of the bibliography of data.
    """

    labels: tuple[str, ...]
    codes: tuple[int, ...]
    years: np.ndarray
    member: np.ndarray
    resources: np.ndarray
    growth: np.ndarray
    arms: np.ndarray
    burden: np.ndarray
    arming: np.ndarray
    openness: np.ndarray
    nuclear: np.ndarray
    major: np.ndarray
    distance: np.ndarray
    contiguous: np.ndarray
    relevant: np.ndarray
    pact: np.ndarray
    dispute: np.ndarray
    attack: np.ndarray
    fought: np.ndarray
    rival: np.ndarray
    trade: np.ndarray
    institutions: np.ndarray
    peace_years: np.ndarray
    wars: tuple[War, ...]
    covered: dict[str, tuple[int, int]]
    coding: Coding | None = None
    posture: np.ndarray | None = None
    stake: np.ndarray | None = None
    sources: tuple[str, ...] = field(default=())

    @property
    def n(self) -> int:
        """Number of states."""
        return len(self.labels)

    def covers(self, kind: str) -> np.ndarray:
        """Whether the data cover a kind of event in each year. [T] bool"""
        first, last = self.covered[kind]
        return (self.years >= first) & (self.years <= last)
