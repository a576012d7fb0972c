"""Power is relative."""

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, of_state, ordinary

ONES = of_state({}, others=1.0)

RELATIVE_POWER = Claim(
    id=6,
    title="Power is relative",
    sentence="Doubling everybody's capabilities changes no decision.",
    source="Waltz 1979",
    treatment="all resources and arms doubled",
    control="resources and arms as they are (eight equals)",
    conditions={
        "treatment": ordinary(given={"resources": 2.0 * ONES, "arms": 0.6 * ONES}),
        "control": ordinary(given={"resources": ONES, "arms": 0.3 * ONES}),
    },
    parts=(
        Part("burdens are the same", m.burden(), "0"),
        Part("allies are the same", m.allies(), "0"),
        Part("wars are the same", m.wars(), "0"),
    ),
    without=Without(
        "one state alone is doubled: now power is not relative to the same others",
        by_condition={"treatment": {"given": {"resources": of_state({0: 2.0}, N, others=1.0)}}},
        appears=True,
    ),
    note="The model measures resources in units of their mean, so the claim holds by construction "
    "and exactly: it is a check of the model more than a finding about the world.",
)

CLAIMS = (RELATIVE_POWER,)
