"""Shifts in power."""

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import N, of_state, ordinary
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

#: The state that may rise, one out of everybody's reach that may rise instead, and the rest.
RISER, REMOTE = 0, N - 1
REST = tuple(range(1, N - 1))
#: Thousand km at which no strength arrives.
OUT_OF_REACH = 50.0
#: Relative growth of a rising state, log points a year: it doubles in 23 years.
RATE = 0.03


def beyond_reach(*states: int) -> np.ndarray:
    """Distances: some states far from everybody, the others at random places. [N, N]"""
    out = np.full((N, N), np.nan)
    for state in states:
        out[state, :] = out[:, state] = OUT_OF_REACH
    np.fill_diagonal(out, np.nan)
    return out


def rising(state: int, greedy: float = 0.0, off: tuple[str, ...] = ()) -> Condition:
    """One of two states of mean size rises and the other stays. `greedy`: the first one's type."""
    return ordinary(
        growth={RISER: 0.0, REMOTE: 0.0, state: RATE},
        given={
            "resources": of_state({RISER: 1.0, REMOTE: 1.0}),
            "greedy": of_state({RISER: greedy, REMOTE: 0.0}),
            "distance": beyond_reach(REMOTE),
        },
        set={"type_turnover": 0.0},
        off=off,
    )


def wars_on(state: int, by: tuple[int, ...], last: int | None = None) -> Measure:
    """Wars begun against a state itself, not wars that it joined, per century."""

    def sums(records: Records) -> Sums:
        war = m.window(records["war"], 1, last)
        begun = (war[:, :, state] == m.INITIATOR) & (war[:, state] == m.TARGET)
        wars = begun[:, list(by)].sum((0, 1))
        return m.CENTURY / len(war) * wars, np.ones(len(wars))

    return Measure(m.measure_name(f"wars begun on {state}", by, 1, last), "per century", sums)


ALLIES = m.allies(REST, REST)
WARS_ON_IT = wars_on(RISER, REST)
#: What looking ahead to the shift adds to the wars on the riser.
PREVENTIVE = {
    "treatment": 1.0,
    "control": -1.0,
    "rise, no foresight": -1.0,
    "no rise, no foresight": 1.0,
}
GREEDY = {"greedy riser": 1.0, "greedy, no rise": -1.0}

SHIFTS = Claim(
    id=5,
    title="Shifts in power",
    sentence="A rising state, peaceful or not, raises others' arms, their pacts and the hazard of "
    "preventive war.",
    source="Powell 1999",
    treatment="a state of mean size that is not greedy grows by 3 log points a year",
    control="it stays, and a like state out of everybody's reach grows so; for preventive war, "
    "the same two worlds where nobody looks ahead to a shift of power (no foresight)",
    conditions={
        "treatment": rising(RISER),
        "control": rising(REMOTE),
        "rise, no foresight": rising(RISER, off=("preventive_war",)),
        "no rise, no foresight": rising(REMOTE, off=("preventive_war",)),
        "greedy riser": rising(RISER, 1.0),
        "greedy, no rise": rising(REMOTE, 1.0),
    },
    parts=(
        Part("others' burdens rise", m.burden(REST), "+"),
        Part("others have more allies among themselves", ALLIES, "+"),
        Part("more wars are begun against it for fear of the shift", WARS_ON_IT, "+", PREVENTIVE),
    ),
    reported=(
        Part("more wars on it for whatever reason", WARS_ON_IT, "+"),
        Part("more wars on it in the first 20 years", wars_on(RISER, REST, last=20), "+"),
        Part("others feel more threatened", m.threat(REST), "+"),
        Part("others are allied with it", m.allies(REST, (RISER,)), "-"),
        Part("a greedy riser: burdens rise", m.burden(REST), "+", GREEDY),
        Part("a greedy riser: more allies", ALLIES, "+", GREEDY),
        Part("a greedy riser: more wars on it", WARS_ON_IT, "+", GREEDY),
    ),
    without=Without(
        "the rising state, too, is out of everybody's reach",
        {"given": {"distance": beyond_reach(RISER, REMOTE)}},
    ),
    note="In both worlds a state of the same size rises by as much, so the others' shares are the "
    "same and only where it happens differs. A shift and the larger power that it leads to are "
    "told apart for wars alone: those that are begun without foresight are not preventive.",
)

CLAIMS = (SHIFTS,)
