"""Pacts: how many, how long they last, and whether they are honoured."""

import numpy as np

from westphalia.measures.moments.moment import EVERYBODY, Moment, of_measure, percent
from westphalia.measures.moments.occasions import living_before, per_run, wars_of
from westphalia.measures.pacts import allies
from westphalia.measures.quantities import Records, by_pair, pairs, times

#: Years of a pact after which `long_lived` asks whether it is still there.
LONG = 25


def kept_a_year(records: Records) -> np.ndarray:
    """Pacts that are there a year later, and pacts whose states both live then. [2, runs]"""
    rows, columns = pairs(records["alive"].shape[1])
    alive, held = records["alive"], by_pair(records["pact"])
    could = held[:-1] & alive[1:, rows] & alive[1:, columns]
    return np.stack([times(could & held[1:]), times(could)])


def ends_by_age(held: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Spells that end after 1 .. 25 years, and those that could have. [50, runs]

    Only spells that begin within the record have an age. `held`: a pact at the end of the year,
    `there`: both states live then; a pact whose state dies counts up to then alone.
    [years, pairs, runs]
    """
    runs = held.shape[2]
    run = np.broadcast_to(np.arange(runs), held.shape[1:])
    sums = np.zeros((2, LONG * runs))
    age = np.zeros(held.shape[1:], np.int64)
    for before, now, both in zip(held[:-1], held[1:], there[1:], strict=True):
        risk = (age > 0) & (age <= LONG) & both
        place = (age - 1) * runs + run
        sums[1] += np.bincount(place[risk], minlength=LONG * runs)
        sums[0] += np.bincount(place[risk & ~now], minlength=LONG * runs)
        age = np.where(now & ((age > 0) | ~before), age + 1, 0)
    return sums.reshape(2 * LONG, runs)


def lasting(parts: np.ndarray) -> np.ndarray:
    """Share alive after 25 years: the product over ages of 1 - ended / at risk, in %."""
    ended, risk = parts[:LONG], parts[LONG:]
    with np.errstate(invalid="ignore", divide="ignore"):
        return 100.0 * np.prod(1.0 - ended / risk, axis=0)


def long_lived(records: Records) -> np.ndarray:
    """`ends_by_age` of the records' pacts."""
    alive = records["alive"]
    rows, columns = pairs(alive.shape[1])
    return ends_by_age(by_pair(records["pact"]), alive[:, rows] & alive[:, columns])


def honoured(records: Records) -> np.ndarray:
    """Allies of a target that joined it, and allies that owed it. [2, runs]

    An ally had a pact with the target at the end of the year before, and none with the attacker.
    """
    wars = wars_of(records["war"])
    late = wars.year > 0
    year, attacker, target, run = (where[late] for where in wars[:4])
    pact, alive = records["pact"], living_before(records)
    owes = pact[year - 1, :, target, run] & ~pact[year - 1, :, attacker, run]
    owes &= alive[year, :, run]
    owes[np.arange(len(year)), attacker] = False
    kept = owes & wars.with_target[late]
    runs = pact.shape[3]
    return np.stack([per_run(run, runs, found.sum(1)) for found in (kept, owes)])


PACTS = (
    of_measure(
        allies(),
        "Great powers with which a great power has a pact of help, on average.",
        needs=("alive", "pact"), unit_of_cases="great-power years",
    ),
    Moment(
        "pacts kept a year", "% of pacts",
        "Pacts between great powers that are still there a year later.",
        kept_a_year, percent, ("alive", "pact"), unit_of_cases="pact-years",
    ),
    Moment(
        "pacts after 25 years", "% of pacts",
        "Pacts between great powers that last more than 25 years, by the product-limit estimate.",
        long_lived, lasting, ("alive", "pact"), cases=(LONG,), unit_of_cases="pacts",
    ),
    Moment(
        "pacts honoured", "% of allies",
        "Of the allies of a state that is attacked, bound to it and not to the attacker, those "
        "that join it.",
        honoured, percent, ("alive", "pact", "war"), EVERYBODY, counted=True,
        unit_of_cases="allies",
    ),
)  # fmt: skip
