"""What is looked at, and the smallest effect on each that would matter to a reader.

A tenth of the usual level for rates of disputes and wars, threats, pacts and what third parties do;
a twentieth for what moves little from world to world, such as burdens and trade. The usual levels
beside each were taken from docs/moments.md and the ledger of claims before any concept was run, and
are not fitted to what came out.
"""

from collections.abc import Callable

import numpy as np

from westphalia import measures as m
from westphalia.claims.worlds import N
from westphalia.concepts.concept import Look
from westphalia.decisions.motives import MOTIVES
from westphalia.measures.measure import Measure, Sums
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.moment import in_world
from westphalia.measures.quantities import Records, times

#: State 0, the leader of worlds that have one.
LEADER = 0


def burden(of: tuple[int, ...] | None = None, first: int = 1) -> Look:
    """Burdens."""
    return Look(m.burden(of, first), 0.2, "a twentieth of the usual 4%")


def threat(of: tuple[int, ...] | None = None, first: int = 1) -> Look:
    """Threats."""
    return Look(m.threat(of, first), 0.05, "a tenth of the usual .5% a year")


def allies(
    of: tuple[int, ...] | None = None,
    among: tuple[int, ...] | None = None,
    last: int | None = None,
) -> Look:
    """Allies of a state."""
    return Look(m.allies(of, among, 1, last), 0.1, "a tenth of the usual one ally")


def trade(among: tuple[int, ...] | None = None, last: int | None = None) -> Look:
    """Pairs that trade."""
    return Look(m.agreement("trade", among, 1, last), 0.03, "a twentieth of the usual two thirds")


def survival(of: tuple[int, ...], least: float = 0.01) -> Look:
    """Survival of some states over fifty years. `least`: larger where more states die."""
    return Look(m.survival(of), least, f"{100 * least:g} more of a hundred such states")


def share_of_resources(of: tuple[int, ...], first: int = 1) -> Look:
    """What some states hold together: a tenth of the part of a state of eight, each."""
    least = 0.1 * len(of) / N
    return Look(m.resources(of, first), least, "a tenth of an equal part of each")


def at_war(of: tuple[int, ...] | None = None) -> Look:
    """Pairs that fight."""
    return Look(m.pairs_at_war(of), 0.06, "a tenth of the usual .6 of a hundred pair-years")


WARS = Look(m.wars(), 0.8, "a tenth of the usual eight")
SUSPICION = Look(m.suspicion(), 0.025, "a tenth of the usual .25")
NO_WAR = Look(m.no_war(), 0.05, "one run in twenty")
CONCENTRATION = Look(m.concentration(), 0.01, "a fifteenth of the usual .15")
ACCIDENTS = Look(m.challenges(m.ACCIDENT), 0.03, "a tenth of the usual .28")
WITHDRAWN = Look(m.challenges(m.BACKED_DOWN), 3.6, "a tenth of the usual 36")
BELLIGERENTS = Look(m.belligerents(), 0.15, "a twentieth of the usual three")


def of_moment(name: str) -> Measure:
    """A moment that is one sum over another, as a measure of the same name and unit."""
    moment = in_world(MOMENTS[name])
    scale = 100.0 if moment.unit.startswith("%") else 1.0

    def sums(records: Records) -> Sums:
        total, weight = np.asarray(moment.parts(records), float)
        return scale * total, weight

    return Measure(name, moment.unit, sums, moment.meaning)


DISPUTES = Look(of_moment("disputes"), 0.35, "a tenth of the usual 3.5%")
WAR_GIVEN_DISPUTE = Look(of_moment("war given dispute"), 0.9, "a tenth of the usual 9%")
CONCENTRATED = Look(of_moment("concentration of disputes"), 1.5, "a twentieth of the usual 30%")
ON_TARGETS_SIDE = Look(of_moment("joiners on the target's side"), 4.0, "a twentieth of 80%")
PACTS_KEPT = Look(of_moment("pacts kept a year"), 1.0, "half of the pacts that end in a year")


def _per_run(flags: np.ndarray) -> np.ndarray:
    return times(flags).astype(float)


def _share(name: str, part: Callable[[Records], tuple[np.ndarray, np.ndarray]]) -> Measure:
    """How many of some are so, %. `part`: those that are, and all; per run, [runs]"""

    def sums(records: Records) -> Sums:
        found, every = part(records)
        return 100.0 * found, every

    return Measure(name, "%", sums)


def _third_parties(motive: str, who: str, whose: Callable[[Records], np.ndarray]) -> Measure:
    """Decisions of some third parties that a motive decides. `whose`: [years, k, i, runs]"""

    def part(records: Records) -> tuple[np.ndarray, np.ndarray]:
        third = whose(records) & (records["joining"] > 0)
        return _per_run(third & (records["joining"] == MOTIVES.index(motive))), _per_run(third)

    return _share(f"{motive} of {who}", part)


def _all(records: Records) -> np.ndarray:
    return records["joining"] > 0


def _weak(records: Records) -> np.ndarray:
    return (records["resources"] < 0.75)[:, :, None]


def _strong(records: Records) -> np.ndarray:
    return (records["resources"] > 1.33)[:, :, None]


def _on_leader(records: Records) -> np.ndarray:
    return (np.arange(records["joining"].shape[2]) == LEADER)[None, None, :, None]


THIRDS = "third parties"
BALANCING = Look(_third_parties("balancing", THIRDS, _all), 0.9, "a tenth of the usual 9%")
PASSING = Look(_third_parties("buck-passing", THIRDS, _all), 0.43, "a tenth of the usual 4.3%")
BANDWAGONING = Look(_third_parties("bandwagoning", THIRDS, _all), 0.14, "a tenth of 1.4%")
OF_THE_WEAK = Look(
    _third_parties("bandwagoning", "weak third parties (R < .75)", _weak), 0.2, "a tenth of 2%"
)
OF_THE_STRONG = Look(
    _third_parties("bandwagoning", "strong third parties (R > 1.33)", _strong),
    0.06,
    "a tenth of .6%",
)
ON_LEADER = Look(
    _third_parties("balancing", "third parties to state 0's wars", _on_leader),
    0.9,
    "a tenth of the usual 9%",
)


def _won(records: Records) -> tuple[np.ndarray, np.ndarray]:
    began = (records["war"] == m.INITIATOR).any(2)
    return _per_run(began & (records["result"] > 0)), _per_run(began)


def _allied_without_leader(records: Records) -> tuple[np.ndarray, np.ndarray]:
    pact, others = records["pact"], records["alive"].copy()
    others[:, LEADER] = False
    among = pact.copy()
    among[:, :, LEADER] = among[:, LEADER] = False
    return _per_run(among.any(2) & ~pact[:, :, LEADER] & others), _per_run(others)


def _for_restraint(records: Records) -> tuple[np.ndarray, np.ndarray]:
    why = records["alignment"]
    return _per_run(why == MOTIVES.index("bandwagoning")), _per_run(why > 0)


ATTACKERS_WIN = Look(_share("attackers win", _won), 1.5, "a twentieth of the usual 30% of wars")
WITHOUT_LEADER = Look(
    _share("allied without state 0, of the others", _allied_without_leader), 4.0, "a tenth of 40%"
)
FOR_RESTRAINT = Look(
    _share("new pacts made to restrain the partner", _for_restraint), 2.0, "one pact in fifty"
)

#: Years over which growth is seen, and log points a year by which it differs where power shifts.
BEFORE, SHIFT = 10, 0.015


def _grown(records: Records) -> np.ndarray:
    """Growth over the BEFORE years up to the last, log points a year. [years, n, runs]"""
    level = np.log(np.maximum(records["resources"], 1e-6))
    out = np.zeros(level.shape)
    out[BEFORE + 1 :] = (level[BEFORE:-1] - level[: -BEFORE - 1]) / BEFORE
    return out


def _challenges(name: str, sign: float) -> Measure:
    """Challenges per century of those who grow faster (or slower) by more than SHIFT a year."""

    def sums(records: Records) -> Sums:
        growth = _grown(records)
        apart = sign * (growth[:, :, None] - growth[:, None]) > SHIFT
        made = _per_run((records["challenge"] > 0) & apart)
        return m.CENTURY / (len(growth) - BEFORE - 1) * made, np.ones(len(made))

    return Measure(name, "per century", sums)


DECLINERS = Look(_challenges("challenges by decliners", -1.0), 0.8, "a twentieth of 16")
RISERS = Look(_challenges("challenges by risers", 1.0), 0.9, "a twentieth of 18")
