"""Whether the same pairs dispute again and again, and how soon."""

import numpy as np

from westphalia.measures.moments.moment import Moment, percent, ratio_of_rates
from westphalia.measures.moments.occasions import disputes, pairs_before
from westphalia.measures.quantities import Records

#: The share of pairs that counts as the most disputing ones.
TOP = 0.1
#: Years after a dispute that are soon after it, and from which on they are long after it.
SOON, LATE = 6, 21


def top_share(counts: np.ndarray) -> np.ndarray:
    """Disputes in the tenth of pairs with most of them, and all. [pairs, ...] -> [2, ...]

    Of the pair at the edge of the tenth its part counts: of 28 pairs two and 0.8 of the third.
    """
    ranked = -np.sort(-np.asarray(counts, float), axis=0)
    part = np.clip(TOP * len(ranked) - np.arange(len(ranked)), 0.0, 1.0)
    return np.stack([np.tensordot(part, ranked, 1), ranked.sum(0)])


def concentrated(records: Records) -> np.ndarray:
    """Disputes in the tenth of pairs of each run with most of them, and all. [2, runs]"""
    happen = disputes(records) & pairs_before(records)
    return top_share(happen.sum(0))


def soon_and_late(happen: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Disputes and pair-years soon after one, disputes and pair-years long after one. [4, runs]

    Soon: 1 to 6 years after a dispute; long: 21 or more years after one, or after the first year.
    `happen`, `there`: a dispute, and whether the pair-year counts. [years, pairs, runs]
    """
    since = np.zeros(happen.shape[1:], np.int32)
    had = np.zeros(happen.shape[1:], bool)
    sums = np.zeros((4, happen.shape[2]))
    for now, counts in zip(happen, there, strict=True):
        soon = had & (since <= SOON) & (since > 0) & counts
        late = (since >= LATE) & counts
        sums += [(now & soon).sum(0), soon.sum(0), (now & late).sum(0), late.sum(0)]
        had |= now
        since = np.where(now, 1, since + 1)
    return sums


def recurring(records: Records) -> np.ndarray:
    """`soon_and_late` of the records' pairs."""
    return soon_and_late(disputes(records), pairs_before(records))


RECURRENCE = (
    Moment(
        "concentration of disputes", "% of disputes",
        "Disputes of the tenth of pairs of great powers that has most of them.",
        concentrated, percent, ("alive", "challenge"),
        unit_of_cases="disputes",
    ),
    Moment(
        "recurrence of disputes", "ratio",
        "Yearly chance of a new dispute 1 to 6 years after one : 21 and more years after one, or "
        "after the record begins.",
        recurring, ratio_of_rates, ("alive", "challenge"),
        cases=(0, 2), unit_of_cases="disputes",
    ),
)  # fmt: skip
