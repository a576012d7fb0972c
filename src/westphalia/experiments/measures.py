"""Measures: what is read off the yearly record of a simulation. Pure functions on arrays.

Every function here returns a `Measure`, whose `sums` turn records [years, ..., runs] into
(total, weight) per run. `of` and `among` are tuples of states; None means all. `first` and `last`
bound the simulated years (1 = the first; None = the last there is).
"""

from collections.abc import Callable, Sequence

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.experiments.arm import Measure, Records, Sums
from westphalia.mechanisms.war import ROLES

States = Sequence[int] | None
INITIATOR, JOINED_ATTACKER, TARGET, JOINED_TARGET = (
    ROLES.index(r) for r in ("initiator", "joined attacker", "target", "joined target")
)
#: Codes of the record `crisis` and bits of the record `agreements`.
CONCEDED, LIMITED, TOTAL, ACCIDENT = 1, 2, 3, 4
AGREEMENTS = {"inspection": 1, "hotline": 2, "withdrawal": 4, "cap": 8, "trade": 16, "kept": 32}
CENTURY = 100.0


def named(name: str, of: States, first: int, last: int | None) -> str:
    """The name of a measure of some states in some years, the same for the same measure."""
    who = "" if of is None else " of " + ",".join(map(str, of))
    when = "" if first == 1 and last is None else f" in years {first}-{last or 'end'}"
    return name + who + when


def window(record: np.ndarray, first: int, last: int | None) -> np.ndarray:
    """The record of the years first .. last."""
    return record[first - 1 : last]


def picked(record: np.ndarray, of: States) -> np.ndarray:
    """The record of some states. [years, states, runs]"""
    return record if of is None else record[:, list(of)]


def within(record: np.ndarray, among: States) -> np.ndarray:
    """The record of pairs among some states. [years, states, states, runs]"""
    if among is None:
        return record
    return record[:, list(among)][:, :, list(among)]


def between(record: np.ndarray, one: Sequence[int], other: Sequence[int]) -> np.ndarray:
    """The record of `one` towards `other`. [years, one, other, runs]"""
    return record[:, list(one)][:, :, list(other)]


def _ones(records: Records) -> np.ndarray:
    return np.ones(records["alive"].shape[-1])


def of_states(
    name: str,
    unit: str,
    record: Callable[[Records], np.ndarray],
    of: States = None,
    first: int = 1,
    last: int | None = None,
    scale: float = 1.0,
) -> Measure:
    """The mean of something over living states and years. `record`: [years, n, runs]."""

    def sums(records: Records) -> Sums:
        alive = picked(window(records["alive"], first, last), of)
        values = picked(window(record(records), first, last), of)
        return scale * (values * alive).sum((0, 1)), alive.sum((0, 1)).astype(float)

    return Measure(named(name, of, first, last), unit, sums)


def burden(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean burden of living states, % of resources."""
    record = lambda r: r["burden"]  # noqa: E731
    return of_states("burden", "% of resources", record, of, first, last, 100.0)


def threatened(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean threat to living states: chance a year of being attacked and beaten, %."""
    record = lambda r: r["threatened"]  # noqa: E731
    return of_states("threat", "% a year", record, of, first, last, 100.0)


def suspected(of: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Mean belief of others that a living state is greedy."""
    record = lambda r: r["suspected"]  # noqa: E731
    return of_states("suspicion", "probability", record, of, first, last)


def allies(
    of: States = None, among: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Mean number of allies of living states, counting allies in `among` alone."""

    def record(r: Records) -> np.ndarray:
        pact = r["pact"]
        return (pact if among is None else pact[:, :, list(among)]).sum(2)

    who = "" if among is None else " among " + ",".join(map(str, among))
    return of_states("allies" + who, "allies per state", record, of, first, last)


def with_ally(
    of: States, among: States, without: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Share of living states `of` with an ally in `among` and none in `without`."""

    def record(r: Records) -> np.ndarray:
        pact = r["pact"]
        has = np.any(pact if among is None else pact[:, :, list(among)], axis=2)
        return np.asarray(has if without is None else has & ~pact[:, :, list(without)].any(2))

    who = "" if among is None else " among " + ",".join(map(str, among))
    who += "" if without is None else " none among " + ",".join(map(str, without))
    return of_states("with an ally" + who, "share", record, of, first, last)


def wars(
    by: States = None, against: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Wars begun, per century; by some states, against some as their target."""

    def sums(records: Records) -> Sums:
        roles = window(records["war"], first, last)
        # towards those who join its target an initiator has the same role
        begun = (roles == INITIATOR) & (roles.swapaxes(1, 2) == TARGET)
        if against is not None:
            begun = begun[:, :, list(against)]
        if by is not None:
            begun = begun[:, list(by)]
        return CENTURY / len(begun) * begun.any(2).sum((0, 1)), _ones(records)

    who = "" if against is None else " against " + ",".join(map(str, against))
    return Measure(named("wars" + who, by, first, last), "per century", sums)


def fought(among: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Pairs that fight each other, per hundred pair-years of living pairs."""

    def sums(records: Records) -> Sums:
        war = within(window(records["war"], first, last), among) > 0
        alive = picked(window(records["alive"], first, last), among)
        n = alive.shape[1]
        rows, columns = np.triu_indices(n, 1)
        pairs = (alive[:, rows] & alive[:, columns]).sum((0, 1))
        return 100.0 * war[:, rows, columns].sum((0, 1)), pairs.astype(float)

    return Measure(named("pairs at war", among, first, last), "per 100 pair-years", sums)


def peaceful(first: int = 1, last: int | None = None) -> Measure:
    """Whether no war at all begins: share of runs."""

    def sums(records: Records) -> Sums:
        war = (window(records["war"], first, last) > 0).any((0, 1, 2))
        return np.asarray(1.0 - war), _ones(records)

    return Measure(named("no war at all", None, first, last), "share of runs", sums)


def challenges(
    code: int, name: str, by: States = None, first: int = 1, last: int | None = None
) -> Measure:
    """Challenges that came to something: CONCEDED, LIMITED, TOTAL or ACCIDENT, per century."""

    def sums(records: Records) -> Sums:
        crisis = picked(window(records["crisis"], first, last), by) == code
        return CENTURY / len(crisis) * crisis.sum((0, 1, 2)), _ones(records)

    return Measure(named(name, by, first, last), "per century", sums)


def survives(of: States = None) -> Measure:
    """Share of states alive at the end."""

    def sums(records: Records) -> Sums:
        alive = picked(records["alive"], of)[-1]
        return alive.sum(0).astype(float), alive.shape[0] * _ones(records)

    return Measure(named("survival", of, 1, None), "share alive at the end", sums)


def resources(of: States, first: int = 1, last: int | None = None) -> Measure:
    """Mean share of all resources that some states hold together."""

    def sums(records: Records) -> Sums:
        every = window(records["resources"], first, last)
        held = picked(every, of).sum(1) / every.sum(1)
        return np.asarray(np.mean(held, axis=0)), _ones(records)

    return Measure(named("share of resources", of, first, last), "share", sums)


def concentration(first: int = 1, last: int | None = None) -> Measure:
    """Concentration of resources, the sum of squared shares (Hirschman-Herfindahl)."""

    def sums(records: Records) -> Sums:
        every = window(records["resources"], first, last)
        share = np.asarray(every / every.sum(1, keepdims=True))
        return np.asarray((share**2).sum(1).mean(0)), _ones(records)

    return Measure(named("concentration", None, first, last), "sum of squared shares", sums)


def agreed(kind: str, among: States = None, first: int = 1, last: int | None = None) -> Measure:
    """Share of living pairs with an agreement in force: a key of AGREEMENTS."""

    def sums(records: Records) -> Sums:
        bits = within(window(records["agreements"], first, last), among)
        alive = picked(window(records["alive"], first, last), among)
        both = alive[:, :, None] & alive[:, None]
        n = both.shape[1]
        both = both & ~np.eye(n, dtype=bool)[None, :, :, None]
        there = (bits & AGREEMENTS[kind] > 0) & both
        return there.sum((0, 1, 2)).astype(float), both.sum((0, 1, 2)).astype(float)

    return Measure(named(kind + " in force", among, first, last), "share of pairs", sums)


def third_parties(
    code: str, side: int | None = None, first: int = 1, last: int | None = None
) -> Measure:
    """Third parties with a motive of `MOTIVES`, as a share of third parties to wars.

    `side`: only those who joined on it (JOINED_TARGET or JOINED_ATTACKER).
    """

    def sums(records: Records) -> Sums:
        why = window(records["joining"], first, last)
        there = why == MOTIVES.index(code)
        if side == JOINED_TARGET:  # a role in the war with its initiator
            there = there & (window(records["war"], first, last) == side)
        elif side == JOINED_ATTACKER:  # a role towards the target, whoever began
            joined = (window(records["war"], first, last) == side).any(2)
            there = there & joined[:, :, None]
        return there.sum((0, 1, 2)).astype(float), (why > 0).sum((0, 1, 2)).astype(float)

    on = "" if side is None else f", {ROLES[side]}"
    return Measure(named(f"{code} third parties{on}", None, first, last), "share", sums)


def not_with_target(first: int = 1, last: int | None = None) -> Measure:
    """Share of threatened third parties that do not come to the target's side (they stay out,
    but for a few jackals), weighted by how much of what threatens them the attacker is."""

    def sums(records: Records) -> Sums:
        joined, out = np.moveaxis(window(records["volunteers"], first, last), 1, 0)
        return out.sum(0), (joined + out).sum(0)

    return Measure(named("threatened third parties not with the target", None, first, last),
                   "share", sums)  # fmt: skip


def joins_target(first: int = 1, last: int | None = None) -> Measure:
    """Share of threatened third parties that join the target, weighted the same way."""

    def sums(records: Records) -> Sums:
        joined, out = np.moveaxis(window(records["volunteers"], first, last), 1, 0)
        return joined.sum(0), (joined + out).sum(0)

    return Measure(named("threatened third parties in", None, first, last), "share", sums)


def sides(first: int = 1, last: int | None = None) -> Measure:
    """Belligerents per war: the initiator, the target and all who joined."""

    def sums(records: Records) -> Sums:
        war = window(records["war"], first, last)
        begun = (war == INITIATOR).any(2).sum((0, 1))
        joined = ((war == JOINED_ATTACKER) | (war == JOINED_TARGET)).any(2).sum((0, 1))
        return 2.0 * begun + joined, begun.astype(float)

    return Measure(named("belligerents", None, first, last), "per war", sums)


def balances(first: int = 1, last: int | None = None) -> Measure:
    """Of third parties whom survival pulls to the target's side, the share that come.

    Balancers on the target's side against buck-passers (see `decisions.motives`).
    """

    def sums(records: Records) -> Sums:
        why = window(records["joining"], first, last)
        came = (why == MOTIVES.index("balancing")).sum((0, 1, 2)).astype(float)
        passed = (why == MOTIVES.index("buck-passing")).sum((0, 1, 2))
        return came, came + passed

    return Measure(named("third parties that balance", None, first, last), "share", sums)
