"""Restraint: do states that are content outlive those that expand (Snyder 1991)?"""

from collections.abc import Sequence

import numpy as np

from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, of_state, ordinary
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums, window
from westphalia.measures.quantities import Records
from westphalia.theories import defensive, offensive

#: The last ten years of fifty.
LATE = 41


def mixed(expansionists: int) -> Condition:
    """The first states expand, the rest are restrained."""
    return ordinary(theory=(offensive,) * expansionists + (defensive,) * (N - expansionists))


def outlives(expansionists: int) -> Measure:
    """Survival of the restrained less that of the first states."""

    def sums(records: Records) -> Sums:
        alive = records["alive"][-1]
        gap = alive[expansionists:].mean(0) - alive[:expansionists].mean(0)
        return gap, np.ones(len(gap))

    return Measure(
        f"survival of the rest less that of the first {expansionists}", "share alive", sums
    )


def outgrows(expansionists: int) -> Measure:
    """Share of resources of a restrained state less that of one of the first, in the end."""

    def sums(records: Records) -> Sums:
        every = window(records["resources"], LATE, None)
        share = every / every.sum(1, keepdims=True)
        gap = share[:, expansionists:].mean(1) - share[:, :expansionists].mean(1)
        return gap.mean(0), np.ones(gap.shape[-1])

    return Measure(
        f"resources of the rest less those of the first {expansionists} in years {LATE}-end",
        "share per state",
        sums,
    )


def _both(condition: str, who: str, number: int) -> Sequence[Part]:
    return (
        Part(f"the restrained survive more, {who}", outlives(number), "+", {condition: 1.0}),
        Part(f"the restrained end with more, {who}", outgrows(number), "+", {condition: 1.0}),
    )


STATUS_QUO = Claim(
    id=21,
    title="Status-quo behaviour pays",
    sentence="In mixed worlds restrained states outlive expansionists.",
    source="Snyder 1991",
    treatment="four defensive realists",
    control="four offensive realists in the same world",
    conditions={
        "treatment": mixed(4),
        "one expansionist": mixed(1),
        "seven expansionists": mixed(7),
        "greedy": ordinary(
            given={"greedy": of_state(dict.fromkeys(range(4), 1.0), others=0.0)},
            set={"type_turnover": 0.0},
        ),
    },
    parts=(Part("the restrained survive more", outlives(4), "+", {"treatment": 1.0}),),
    reported=(
        Part("the restrained end with more", outgrows(4), "+", {"treatment": 1.0}),
        *_both("one expansionist", "seven against one", 1),
        *_both("seven expansionists", "one against seven", 7),
        *_both("greedy", "four content and four greedy states", 4),
    ),
    without=Without("no victory annexes, so that no state can be lost", {"off": ("annexation",)}),
    note="Offensive realists differ in what they want (power) and in what they expect (the worst, "
    "and no balancing). Greedy states are the same defensive realists with a taste for gains. Few "
    "states die in fifty years, so differences are small.",
)

CLAIMS = (STATUS_QUO,)
