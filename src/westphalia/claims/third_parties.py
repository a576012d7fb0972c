"""Third parties to a war: who passes the buck, who is drawn in (Christensen & Snyder 1990)."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from westphalia import measures as m
from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.worlds import of_state, ordinary
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.quantities import Records
from westphalia.theories import defensive, exactly

#: Defensive realists who give their own survival no weight.
FEARLESS = replace(
    defensive,
    name="without fear",
    title="Gives survival no weight",
    wants=replace(defensive.wants, survival=exactly(0.0)),
)


class Thirds(NamedTuple):
    """Third states to every war of a chunk of runs. [wars, n], but `run`: [wars].

    `motive`: code of `MOTIVES`, 0 for who is no third state. `target_ally`, `attacker_ally`:
    whether they had a pact with that principal, this year or the last.
    """

    run: np.ndarray
    motive: np.ndarray
    on_target: np.ndarray
    on_attacker: np.ndarray
    target_ally: np.ndarray
    attacker_ally: np.ndarray


def thirds(records: Records) -> Thirds:
    """Third states to every war that began.

    The initiator has its role towards all who fight on the target's side; the target is the one
    whose own role towards it is that.
    """
    war = records["war"]
    began = m.wars_begun(war)
    year, attacker, target, run = np.nonzero(began)
    motive = records["joining"][year, :, attacker, run]
    last = np.maximum(year - 1, 0)

    def allied(principal: np.ndarray) -> np.ndarray:
        pact = records["pact"]
        return pact[year, :, principal, run] | pact[last, :, principal, run]

    there = motive > 0
    return Thirds(
        run,
        motive,
        there & (war[year, :, attacker, run] == m.JOINED_TARGET),
        there & (war[year, :, target, run] == m.JOINED_ATTACKER),
        there & allied(target),
        there & allied(attacker),
    )


Count = Callable[[Thirds], np.ndarray]


def of_thirds(name: str, unit: str, count: Count, among: Count | None = None) -> Measure:
    """Third states that are counted, per war, or as a share of those `among` them."""

    def sums(records: Records) -> Sums:
        found = thirds(records)
        runs = records["alive"].shape[-1]
        one = np.ones(len(found.run))
        weight = one if among is None else among(found).sum(1)
        total = count(found).sum(1)
        return (
            np.bincount(found.run, total, runs),
            np.bincount(found.run, weight, runs),
        )

    return Measure(name, unit, sums)


def _with_an_ally(t: Thirds) -> np.ndarray:
    return (t.on_target & t.target_ally) | (t.on_attacker & t.attacker_ally)


def _with_a_stranger(t: Thirds) -> np.ndarray:
    return (t.on_target & ~t.target_ally) | (t.on_attacker & ~t.attacker_ally)


ALLIED = of_thirds("joiners allied with their side", "per war", _with_an_ally)
UNALLIED = of_thirds("joiners not allied with their side", "per war", _with_a_stranger)
HONOURED = of_thirds(
    "allies of a principal that join it",
    "share of its allies",
    _with_an_ally,
    lambda t: t.target_ally | t.attacker_ally,
)
BUCK_PASSING = m.third_parties("buck-passing")
DEFENCE = ordinary(given={"perceived_defence": of_state({}, others=2.0)})
OFFENCE = ordinary(given={"perceived_defence": of_state({}, others=0.5)})
#: Third parties do not fear for themselves, owe nothing and gain nothing: whether they join the
#: target is decided by chance, at the same effort everywhere. Nobody dies, so all are there.
BY_CHANCE = Without(
    "states give survival no weight and have no pacts, nobody is greedy, joining costs all the "
    "same effort and an attacker's side is too dear, and only this year counts: third parties join "
    "the target by chance",
    {
        "theory": FEARLESS,
        "off": ("pacts", "annexation"),
        "forms": {"joining": "present"},
        "set": {
            "join_cost": 0.0,
            "join_attacker_effort": 40.0,
            "smallness": 0.0,
            "trade_gain": 0.0,
            "greed": 0.0,
        },
    },
)

BUCK = Claim(
    id=10,
    title="Buck-passing",
    sentence="The share of threatened third states that stay out of a war grows with the number "
    "of other capable balancers and with perceived defence advantage.",
    source="Christensen & Snyder 1990",
    treatment="eight powers; all believe that the defender's advantage is twice the true one",
    control="four powers, as dense on the map; all believe that it is half the true one",
    conditions={
        "many": ordinary(),
        "few": ordinary(states=4),
        "defence": DEFENCE,
        "offence": OFFENCE,
    },
    parts=(
        Part("more stay out among eight", m.not_joining_target(), "+", {"many": 1.0, "few": -1.0}),
        Part(
            "more stay out if defence is thought easy",
            m.not_joining_target(),
            "+",
            {"defence": 1.0, "offence": -1.0},
        ),
    ),
    reported=(
        Part("passing the buck among eight", BUCK_PASSING, "+", {"many": 1.0, "few": -1.0}),
        Part(
            "passing the buck if defence is thought easy",
            BUCK_PASSING,
            "+",
            {"defence": 1.0, "offence": -1.0},
        ),
    ),
    without=BY_CHANCE,
    note="A third party counts by how much of what threatens it the attacker is, and joining the "
    "attacker counts as staying out. Among eight each is also a smaller part of the whole, and "
    "threats and pacts are others.",
)

CHAINS = Claim(
    id=11,
    title="Chain-ganging",
    sentence="Where offence is thought to have the advantage, wars widen along pacts.",
    source="Christensen & Snyder 1990",
    treatment="all believe that the defender's advantage is half the true one",
    control="all believe that it is twice the true one",
    conditions={"treatment": OFFENCE, "control": DEFENCE},
    parts=(
        Part("more fight in a war", m.belligerents(), "+"),
        Part("more of them join an ally", ALLIED, "+"),
    ),
    reported=(
        Part("more join a side they are not allied with", UNALLIED, "-"),
        Part("more of a principal's allies join it", HONOURED, "+"),
        Part("there are more pacts", m.allies(), "+"),
    ),
    without=BY_CHANCE,
    note="Wars widen along pacts because there are more pacts or because more of them are "
    "honoured: both are reported.",
)

CLAIMS = (BUCK, CHAINS)
