"""How a world begins: the figures a simulation starts from, and nothing that came after."""

from dataclasses import dataclass, fields

import numpy as np

#: Fields with one value per state, one per ordered pair, and one per year and state.
STATE_FIELDS = (
    "resources",
    "arms",
    "burden",
    "posture",
    "openness",
    "capture",
    "perceived_defence",
    "nuclear",
)
DYAD_FIELDS = (
    "distance",
    "pact",
    "pact_age",
    "belief",
    "identity",
    "trade",
    "institutions",
    "stake",
    "peace_years",
    "rivals",
)


@dataclass(frozen=True)
class Start:
    """The first year of a world of n states, as plain NumPy arrays.

    Matrices are indexed [i, j] = "i's ... of, with or towards j". NaN means "not given": the
    simulation then fills it in from the parameters or the theory (never with zero).

    Attributes:
        labels: n short names, COW abbreviations in a historical case.
        year: first calendar year; the first simulated year is the one after it.
        resources: R, any positive unit (only ratios matter). [n]
        arms: M, stock in the unit of resources; NaN = steady state of burden. [n]
        burden: a, share of resources spent on arms in a year, 0-1. [n]
        posture: o, offensive share of arms, 0-1. [n]
        openness: q, regime, 0 (autocracy) - 1 (democracy). [n]
        capture: kappa, domestic capture of policy, 0-1. [n]
        perceived_defence: perceived / true defence advantage, ratio > 0. [n]
        nuclear: 1 if nuclear-armed, else 0. [n]
        distance: effective distance, thousand km, 0 on the diagonal. [n, n]
        pact: depth of the promise of help, 0 = none - 1 = defence pact; symmetric. [n, n]
        pact_age: years the pact has lasted. [n, n]
        belief: B, i's probability that j is greedy; NaN = the theory's prior. [n, n]
        identity: I in [-1, 1]. [n, n]
        trade: 1 = the pair trades normally, 0 = not at all. [n, n]
        institutions: G, joint institutions, 0-1. [n, n]
        stake: x, i's share of what the pair disputes, x_ij + x_ji = 1; NaN = settled
            at the balance of power. [n, n]
        peace_years: years since the pair's last war. [n, n]
        rivals: 1 if the pair has an open quarrel, else 0; NaN = drawn. [n, n]
        growth: exogenous growth of resources relative to trend, per year from year + 1,
            log points; NaN where unknown (then drawn). [years, n] or None.
    """

    labels: tuple[str, ...]
    year: int
    resources: np.ndarray
    arms: np.ndarray
    burden: np.ndarray
    posture: np.ndarray
    openness: np.ndarray
    capture: np.ndarray
    perceived_defence: np.ndarray
    nuclear: np.ndarray
    distance: np.ndarray
    pact: np.ndarray
    pact_age: np.ndarray
    belief: np.ndarray
    identity: np.ndarray
    trade: np.ndarray
    institutions: np.ndarray
    stake: np.ndarray
    peace_years: np.ndarray
    rivals: np.ndarray
    growth: np.ndarray | None = None

    def __post_init__(self) -> None:
        n = len(self.labels)
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name in STATE_FIELDS and np.shape(value) != (n,):
                raise ValueError(f"{f.name}: shape {np.shape(value)}, expected ({n},)")
            if f.name in DYAD_FIELDS and np.shape(value) != (n, n):
                raise ValueError(f"{f.name}: shape {np.shape(value)}, expected ({n}, {n})")
        if self.growth is not None and np.shape(self.growth)[1:] != (n,):
            raise ValueError(f"growth: shape {np.shape(self.growth)}, expected (years, {n})")

    @property
    def n(self) -> int:
        """Number of states."""
        return len(self.labels)
