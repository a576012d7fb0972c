"""How often states dispute, what comes of it, and how much of it is chance."""

from collections.abc import Callable, Sequence

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.measures.codes import ACCIDENT, CONCEDED, TOTAL
from westphalia.measures.moments.moment import EVERYBODY, Moment, percent
from westphalia.measures.moments.occasions import (
    WARS,
    disputes,
    led_to_war,
    living_before,
    pairs_before,
)
from westphalia.measures.quantities import Records, pairs, times

_CHANCE = MOTIVES.index("chance")


def onsets(records: Records) -> np.ndarray:
    """Pair-years with a dispute, and pair-years of living pairs. [2, runs]"""
    there = pairs_before(records)
    return np.stack([times(disputes(records) & there), times(there)])


def onsets_with_great(records: Records) -> np.ndarray:
    """The same of pairs of which one is a great power. [2, runs]"""
    rows, columns = pairs(records["alive"].shape[1])
    great = records["great"]
    relevant = (great[rows] | great[columns])[None, :, None]
    there = pairs_before(records) & relevant
    return np.stack([times(disputes(records) & there), times(there)])


def outcomes(codes: Sequence[int], among: Sequence[int] | None = None) -> Callable:
    """Challenges that came to some of the outcomes, and all of them, or those `among`. [2, runs]"""

    def parts(records: Records) -> np.ndarray:
        there, crisis = living_before(records), records["crisis"]
        both = there[:, :, None] & there[:, None]
        every = records["challenge"] > 0 if among is None else np.isin(crisis, among)
        return np.stack([times(np.isin(crisis, codes) & both), times(every & both)])

    return parts


def by_chance(records: Records) -> np.ndarray:
    """Challenges that chance decided, and all. [2, runs]"""
    why = records["challenge"]
    return np.stack([times(why == _CHANCE), times(why > 0)])


def wars_by_chance(records: Records) -> np.ndarray:
    """Challenges that came to war and that chance decided, and all that came to war. [2, runs]"""
    war = led_to_war(records)
    return np.stack([times(war & (records["challenge"] == _CHANCE)), times(war)])


def _share(name: str, unit: str, meaning: str, parts: Callable, *needs: str) -> Moment:
    needed = ("alive", *needs)
    return Moment(
        name, unit, meaning, parts, percent, needed, counted=True,
        unit_of_cases=unit.removeprefix("% of "),
    )  # fmt: skip


_BOTH = ("challenge", "crisis")
DISPUTES = (
    Moment(
        "disputes", "% of pair-years",
        "Pair-years of great powers in which one challenges the other with a demand or an attack.",
        onsets, percent, ("alive", "challenge"), counted=True,
        unit_of_cases="pair-years",
    ),
    Moment(
        "disputes of relevant pairs", "% of pair-years",
        "Pair-years with a dispute, of pairs that touch or of which one is a great power.",
        onsets_with_great, percent, ("alive", "challenge"), EVERYBODY, counted=True,
        unit_of_cases="pair-years",
    ),
    _share("war given dispute", "% of disputes", "Disputes of great powers that come to a war "
           "between the two.", outcomes(WARS), *_BOTH),
    Moment(
        "war given any dispute", "% of disputes",
        "Disputes of any two states that come to a war between the two.",
        outcomes(WARS), percent, ("alive", *_BOTH), EVERYBODY, counted=True,
        unit_of_cases="disputes",
    ),
    _share("conceded", "% of disputes", "Disputes of great powers that end because the challenged "
           "state grants the demand.", outcomes([CONCEDED]), *_BOTH),
    _share("total wars", "% of wars", "Wars between great powers with unlimited aims.",
           outcomes([TOTAL], WARS), "crisis"),
    _share("accidental wars", "% of wars", "Wars between great powers that nobody chose.",
           outcomes([ACCIDENT], WARS), "crisis"),
    _share("disputes by chance", "% of disputes", "Disputes begun without a motive above the noise "
           "of the choice.", by_chance, "challenge"),
    _share("wars by chance", "% of wars", "Wars that grew out of a dispute begun without such a "
           "motive.", wars_by_chance, *_BOTH),
)  # fmt: skip
