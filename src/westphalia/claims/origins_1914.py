"""1914: which causes of a war that nobody wanted are necessary, which suffice?"""

from typing import Any

import numpy as np

from westphalia.claims.ablation import subsets
from westphalia.claims.claim import Causes, Claim, Part, Without, subset_name
from westphalia.claims.worlds import WAR
from westphalia.experiments.condition import Condition
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records

CASE, STATES, YEARS = "europe-1890", 13, 24
#: Belligerents of a general war.
MANY = 4

OFFENCE, CHAIN, SHIFT, ROUTINE = CAUSES = (
    "offence cult",
    "chain-ganging",
    "power shift",
    "mobilisation routine",
)


def _general(records: Records) -> Sums:
    fighting = (records["war"] > 0).any(2).sum(1)  # [years, runs]
    happens = (fighting >= MANY).any(0)
    return happens.astype(float), np.ones(len(happens))


def _any_war(records: Records) -> Sums:
    happens = np.asarray((records["war"] > 0).any((0, 1, 2)))
    return happens.astype(float), np.ones(len(happens))


GENERAL_WAR = Measure("general war by 1914", "share of runs", _general)
ANY_WAR = Measure("any war by 1914", "share of runs", _any_war)


def europe(causes: tuple[str, ...]) -> Condition:
    """Europe from 1890, nobody greedy, with some causes at work."""
    off: list[str] = []
    given: dict[str, Any] = {}
    if OFFENCE in causes:
        given["perceived_defence"] = np.full(STATES, 0.5)
    if CHAIN not in causes:
        given["pact"] = np.zeros((STATES, STATES))
        off.append("pacts")
    return Condition(
        YEARS,
        case=CASE,
        set={"greedy_share": 0.0},
        given=given,
        off=tuple(off),
        on=("organisations",) if ROUTINE in causes else (),
        growth=None if SHIFT in causes else dict.fromkeys(range(STATES), 0.0),
    )


CONDITIONS = {subset_name(chosen): europe(chosen) for chosen in subsets(CAUSES)}
ALL = subset_name(CAUSES)

CLAIMS = (
    Claim(
        id=38,
        title="1914",
        sentence="States that all prefer the status quo can still come to a general war.",
        source="Van Evera 1984",
        treatment="Europe from 1890, nobody greedy, with a cult of the offensive (the defence is "
        "thought half as strong as it is), alliances, the growth of the time and mobilisation "
        "plans",
        control="the same without any of the four",
        conditions=CONDITIONS,
        parts=(
            Part("more runs come to a general war", GENERAL_WAR, "+", {ALL: 1.0, "none": -1.0}),
            Part("some runs do", GENERAL_WAR, "+", {ALL: 1.0}),
        ),
        reported=(Part("any war", ANY_WAR, "+", {ALL: 1.0, "none": -1.0}),),
        without=Without("war is impossible whatever the causes", {"off": WAR}),
        causes=Causes(CAUSES, GENERAL_WAR),
        note=f"A general war is a year in which {MANY} or more states fight. A cause is sufficient "
        "in a run without a general war that has one with this cause alone, necessary in a run "
        "with one under all causes that has none without it. Nobody is greedy, but all want the "
        "material stakes of their quarrels.",
    ),
)
