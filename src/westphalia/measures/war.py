"""Measures of war: how often, between how many, and whether there is any."""

import numpy as np

from westphalia.measures.codes import JOINED_ATTACKER, JOINED_TARGET
from westphalia.measures.measure import (
    Measure,
    States,
    Sums,
    TargetRange,
    measure_name,
    ones,
    select_pairs,
    select_states,
    window,
)
from westphalia.measures.quantities import Records, by_pair, fighting, times, wars_begun

CENTURY = 100.0


def wars(
    by: States = None, against: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Wars begun, per century; by some states, against some as their target."""

    def sums(records: Records) -> Sums:
        begun = wars_begun(window(records["war"], first, last))
        if against is not None:
            begun = begun[:, :, list(against)]
        if by is not None:
            begun = begun[:, list(by)]
        return CENTURY / len(begun) * begun.any(2).sum((0, 1)), ones(records)

    who = "" if against is None else " against " + ",".join(map(str, against))
    return Measure(
        measure_name("wars" + who, by, first, last),
        "per century",
        sums,
        "Wars begun in a century, each counted once however many join.",
        TargetRange(2.0, 10.0, "COW wars v4.0: 6.7 per 1,000 state-years"),
    )


def wars_per_state_year(first: int = 1, last: int | None = None) -> Measure:
    """Wars begun, per year of a living state."""

    def sums(records: Records) -> Sums:
        begun = wars_begun(window(records["war"], first, last)).any(2).sum((0, 1))
        living = window(records["alive"], first, last).sum((0, 1))
        return begun.astype(float), living.astype(float)

    meaning = "Wars begun for every year that a state lives."
    return Measure(
        measure_name("wars per state-year", None, first, last), "per state-year", sums, meaning
    )


def pairs_at_war(among: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Pairs that fight each other, per hundred pair-years of living pairs."""

    def sums(records: Records) -> Sums:
        war = fighting(select_pairs(window(records["war"], first, last), among))
        alive = select_states(window(records["alive"], first, last), among)
        living = by_pair(alive[:, :, None] & alive[:, None])
        return 100.0 * times(by_pair(war)), times(living).astype(float)

    meaning = "Pairs of states that fight each other, of every hundred living pairs in a year."
    return Measure(
        measure_name("pairs at war", among, first, last), "per 100 pair-years", sums, meaning
    )


def years_at_war(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Years in which a state fights, per century; the mean over states, the extinct among them."""

    def sums(records: Records) -> Sums:
        war = select_states(window(records["war"], first, last), of)
        fought = fighting(war).any(2).sum((0, 1))
        return CENTURY / len(war) * fought, war.shape[1] * ones(records)

    meaning = "Years in which a state fights, in a century."
    return Measure(measure_name("years at war", of, first, last), "per century", sums, meaning)


def no_war(first: int = 1, last: int | None = None) -> Measure:
    """Whether no war at all begins: share of runs."""

    def sums(records: Records) -> Sums:
        war = fighting(window(records["war"], first, last)).any((0, 1, 2))
        return np.asarray(1.0 - war), ones(records)

    return Measure(
        measure_name("no war at all", None, first, last),
        "share of runs",
        sums,
        "Share of runs in which nobody ever fights.",
    )


def belligerents(first: int = 1, last: int | None = None) -> Measure:
    """Belligerents per war: the initiator, the target and all who joined."""

    def sums(records: Records) -> Sums:
        war = window(records["war"], first, last)
        begun = wars_begun(war).any(2).sum((0, 1))
        joined = ((war == JOINED_ATTACKER) | (war == JOINED_TARGET)).any(2).sum((0, 1))
        return 2.0 * begun + joined, begun.astype(float)

    meaning = "States in a war: its initiator, its target and all who joined either."
    return Measure(measure_name("belligerents", None, first, last), "per war", sums, meaning)
