"""Worlds that several claims start from, and ways of writing down figures for some states."""

from typing import Any

import numpy as np

from westphalia.experiments.condition import Condition
from westphalia.theories import Habits, Theory, defensive

#: Years of most experiments: two generations.
YEARS = 50
#: Powers of most experiments, at random places, of random size, with nothing else given.
N = 8
OTHERS = tuple(range(1, N))

#: Modules without which war is impossible.
WAR = ("limited_war", "total_war")
#: Pacts that bring no help, restrain nobody and cost no autonomy: those there are, are by chance.
EMPTY_PACTS = {"reliability": 0.0, "restraint": 0.0, "autonomy_cost": 0.0}


#: A state that relies on promises: it lets its arms go, allies with nobody, attacks nobody, joins
#: no war, and agrees to whatever is proposed.
TRUSTING = Theory(
    name="trusting",
    title="Relies on promises",
    wants=defensive.wants,
    expects=defensive.expects,
    habits=Habits(
        form=0.0,
        keep=0.0,
        agree=1.0,
        raise_=0.0,
        cut=1.0,
        posture=0.0,
        demand=0.0,
        total=0.0,
        join_target=0.0,
        join_attacker=0.0,
    ),
)


def ordinary(**changes: Any) -> Condition:
    """Eight powers under defensive realism, as base rates are measured."""
    return Condition(YEARS).having(**changes)


def of_state(values: dict[int, float], n: int = N, others: float = np.nan) -> np.ndarray:
    """A figure of some states; `others`: of the rest, drawn unless given. [n]"""
    out = np.full(n, others, np.float32)
    for state, value in values.items():
        out[state] = value
    return out


def towards(state: int, value: float, n: int = N, others: float = np.nan) -> np.ndarray:
    """A figure of everybody towards one state, such as their belief about it. [n, n]"""
    out = np.full((n, n), others, np.float32)
    out[:, state] = value
    np.fill_diagonal(out, np.nan)
    return out


def with_leader(
    share: float = 0.3,
    belief: float = 0.5,
    others: float = 0.2,
    given: dict[str, Any] | None = None,
    **changes: Any,
) -> Condition:
    """A leader, state 0, among seven equals.

    `share`: of all resources; `belief`: everybody's that the leader is greedy; `others`: their
    belief about each other. The leader is greedy in truth and the others are not; types do not
    turn over, and beliefs stay as they are (learning is off): one thing at a time is changed.
    """
    equal = (1.0 - share) / (N - 1)
    sizes = of_state({0: N * share}, others=N * equal)
    believed = towards(0, belief, others=others)
    start = {
        "resources": sizes,
        "greedy": of_state({0: 1.0}, others=0.0),
        "belief": believed,
        **(given or {}),
    }
    base = Condition(YEARS, given=start, set={"type_turnover": 0.0}, off=("learning",))
    return base.having(**changes)
