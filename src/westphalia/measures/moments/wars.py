"""Wars: how often great powers fight, who joins, and how large wars grow."""

import numpy as np

from westphalia.decisions.joining import JOINING
from westphalia.decisions.motives import MOTIVES
from westphalia.measures.measure import sums_of
from westphalia.measures.moments.moment import (
    EVERYBODY,
    Moment,
    percent,
    ratio,
    ratio_of_rates,
)
from westphalia.measures.moments.occasions import Wars, per_run, wars_of
from westphalia.measures.quantities import Records, times
from westphalia.measures.war import CENTURY, wars_per_state_year


def between_great(records: Records) -> np.ndarray:
    """Wars with a great power on either side, and centuries. [2, runs]"""
    found, between = _between_great(records)
    runs = records["war"].shape[3]
    years = np.full(runs, len(records["war"]) / CENTURY)
    return np.stack([per_run(found.run[between], runs), years])


def joiners(records: Records) -> np.ndarray:
    """Great powers that joined a war between great powers, and such wars. [2, runs]"""
    target, attacker, wars = _joined(records)
    return np.stack([target + attacker, wars])


def _between_great(records: Records) -> tuple[Wars, np.ndarray]:
    """The wars of a record, and which have a great power on either side. [wars]"""
    found, great = wars_of(records["war"]), records["great"]
    one = great[found.attacker] | (found.with_attacker & great).any(1)
    other = great[found.target] | (found.with_target & great).any(1)
    return found, one & other


def with_target(records: Records) -> np.ndarray:
    """Great powers that joined a target, and all that joined a war. [2, runs]"""
    target, attacker, _ = _joined(records)
    return np.stack([target, target + attacker])


def _joined(records: Records) -> np.ndarray:
    """Great powers that joined a target, that joined an attacker, and wars between great powers.

    [3, runs]
    """
    found, between = _between_great(records)
    run, runs = found.run[between], records["war"].shape[3]
    sides = (found.with_target, found.with_attacker)
    joined = [(side & records["great"])[between].sum(1) for side in sides]
    return np.stack([*(per_run(run, runs, count) for count in joined), per_run(run, runs)])


def _third_parties(motive: str) -> Moment:
    code = MOTIVES.index(motive)

    def parts(records: Records) -> np.ndarray:
        why = records["joining"][:, records["great"]]
        return np.stack([times(why == code), times(why > 0)])

    return Moment(
        f"third parties: {motive}", "% of third parties",
        f"Great powers outside a war between others whose motive for what they do is {motive}.",
        parts, percent, ("alive", "joining"), EVERYBODY, counted=True,
        unit_of_cases="third parties",
    )  # fmt: skip


def quarters(records: Records) -> np.ndarray:
    """Wars begun and state-years in the last quarter of the years, and in the first. [4, runs]"""
    years = len(records["war"])
    quarter = max(years // 4, 1)
    late = wars_per_state_year(first=years - quarter + 1)
    return np.concatenate(
        [sums_of(measure, records) for measure in (late, wars_per_state_year(last=quarter))]
    )


def deaths(records: Records) -> np.ndarray:
    """States that cease to exist after the first year, and state-years. [2, runs]"""
    alive = records["alive"]
    return np.stack([alive[0].sum(0) - alive[-1].sum(0), alive.sum((0, 1))])


def per_thousand(parts: np.ndarray) -> np.ndarray:
    """1,000 parts[0] / parts[1]."""
    return 1000.0 * ratio(parts)


#: Classes of the logarithm of a war's size: fifty for each power of ten, from 1e-8 to 1e12.
_LOGS = np.log(10.0) * (np.arange(-400, 600) + 0.5) / 50.0


def sizes(records: Records) -> np.ndarray:
    """How many wars have each size, in fine classes of its logarithm. [1000, runs]"""
    size = records["size"]
    year, state, run = np.nonzero(size > 0)
    place = np.floor(50.0 * np.log10(size[year, state, run])).astype(int) + 400
    counts = np.zeros((len(_LOGS), size.shape[2]))
    np.add.at(counts, (np.clip(place, 0, len(_LOGS) - 1), run), 1)
    return counts


def tail(counts: np.ndarray) -> np.ndarray:
    """Exponent of the density of sizes above their median: 1 + n / sum ln(size / median).

    Hill (1975), as in Clauset, Shalizi & Newman (2009, eq. 3.1). `counts`: [1000, ...]
    """
    whole = counts.sum(0)
    above = counts * (np.cumsum(counts, axis=0) > 0.5 * whole)
    logs = _LOGS.reshape(-1, *[1] * (counts.ndim - 1))
    first = np.where(above > 0, logs, np.inf).min(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (above * np.where(above > 0, logs - first, 0.0)).sum(0)
        return np.where(spread > 0, 1.0 + above.sum(0) / spread, np.nan)


WARS = (
    Moment(
        "great-power wars", "per century",
        "Wars with a great power on either side, in a century.",
        between_great, ratio, ("alive", "war"), EVERYBODY, counted=True,
        cases=(0,), unit_of_cases="wars",
    ),
    Moment(
        "joiners", "per war",
        "Great powers that join a war with a great power on either side, for each such war.",
        joiners, ratio, ("alive", "war"), EVERYBODY, counted=True,
        unit_of_cases="wars",
    ),
    Moment(
        "joiners on the target's side", "% of joiners",
        "Great powers that join a war on the target's side, of those that join one.",
        with_target, percent, ("alive", "war"), EVERYBODY, counted=True,
        unit_of_cases="joiners",
    ),
    *(_third_parties(motive) for motive in (*JOINING.kinds, *JOINING.further)),
    Moment(
        "deaths of great powers", "per 1,000 great-power years",
        "Great powers that cease to exist, for every thousand years that one lives.",
        deaths, per_thousand, counted=True, unit_of_cases="great-power years",
    ),
    Moment(
        "deaths", "per 1,000 state-years",
        "States that cease to exist, for every thousand years that a state lives.",
        deaths, per_thousand, who=EVERYBODY, counted=True, unit_of_cases="state-years",
    ),
    Moment(
        "drift of wars", "ratio",
        "Wars begun per state-year in the last quarter of the years : in the first.",
        quarters, ratio_of_rates, ("alive", "war"), EVERYBODY,
        cases=(0, 2), unit_of_cases="wars",
    ),
    Moment(
        "tail of war sizes", "exponent",
        "Exponent of the density of the sizes of wars above their median, which falls as "
        "size^-exponent.",
        sizes, tail, ("alive", "size"), EVERYBODY,
        cases=tuple(range(len(_LOGS))), unit_of_cases="wars",
    ),
)  # fmt: skip
