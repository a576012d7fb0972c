"""From an effect with its interval, and the smallest that would matter, to one word.

live      told from nothing, and at least the smallest effect of interest
inert     the whole interval lies within the smallest effect of interest, on either side of nothing
weak      told from nothing, but less than that; a larger one is not ruled out
unclear   not told from nothing, nor from an effect that would matter; or there was no occasion,
          or what is counted never happened in either world

An effect is told from nothing if its 95% interval excludes 0. Inert is a finding and not the lack
of one: two one-sided tests, each at 2.5%, reject every larger effect (Schuirmann 1987). An effect
may be told from nothing and be inert: it is there, and too small to matter. Every interval has one
of the four words; only more runs can tell what is weak or unclear. None says whether an effect
goes the way that a theory predicts: that is what the ledger of claims is for.
"""

from typing import Literal

import numpy as np

from westphalia.measures.intervals import Interval

Verdict = Literal["live", "weak", "inert", "unclear"]
VERDICTS: tuple[Verdict, ...] = ("live", "weak", "inert", "unclear")
#: The foot of every table.
MEANINGS = (
    "live: told from nothing (the 95% interval excludes 0) and at least the smallest effect of "
    "interest. inert: the whole interval is within that, to either side (two one-sided tests). "
    "weak: told from nothing, but smaller; a larger effect is not ruled out. unclear: told neither "
    "from nothing nor from an effect that would matter, or never seen in either world. None says "
    "whether an effect goes the way that a theory predicts; claims do."
)


def verdict(effect: Interval, least: float) -> Verdict:
    """The word for an effect. `least`: the smallest effect of interest, above 0, same unit."""
    if not np.isfinite(effect).all():
        return "unclear"
    told = not effect.includes_zero
    if told and abs(effect.value) >= least:
        return "live"
    if max(abs(effect.low), abs(effect.high)) <= least:
        return "inert"
    return "weak" if told else "unclear"
