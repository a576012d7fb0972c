"""The word for an effect, on numbers made by hand."""

import numpy as np
import pytest

from westphalia.concepts.verdict import MEANINGS, VERDICTS, verdict
from westphalia.measures.intervals import Interval

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "low", "high", "word"),
    [
        (2.0, 1.5, 2.5, "live"),
        (-2.0, -3.5, -0.1, "live"),
        (1.0, 0.5, 1.5, "live"),  # just the smallest effect of interest
        (0.9, 0.5, 1.3, "weak"),
        (-0.9, -1.3, -0.5, "weak"),
        (0.5, 0.2, 0.8, "inert"),  # told from nothing, and too small to matter
        (0.0, -0.9, 0.9, "inert"),
        (0.5, 0.0, 1.0, "inert"),  # holds nothing larger
        (0.5, -0.1, 1.1, "unclear"),
        (2.0, 0.0, 4.0, "unclear"),  # an end at 0 does not exclude it
        (2.0, -1.0, 5.0, "unclear"),
        (0.0, 0.0, 0.0, "inert"),  # no difference at all, for certain
        (NAN, NAN, NAN, "unclear"),
        (3.0, NAN, NAN, "unclear"),  # too few occasions for an interval
    ],
)
def test_the_four_words(value, low, high, word):
    assert verdict(Interval(value, low, high), 1.0) == word


def test_every_interval_has_a_word_whichever_side_it_is_on():
    rng = np.random.default_rng(1)
    for value, half in rng.normal(0.0, 2.0, (500, 2)):
        effect = Interval(value, value - abs(half), value + abs(half))
        turned = Interval(-effect.value, -effect.high, -effect.low)
        assert verdict(effect, 1.0) in VERDICTS
        assert verdict(effect, 1.0) == verdict(turned, 1.0)


def test_more_runs_never_make_an_inert_effect_live():
    for half in (0.4, 0.2, 0.01):
        assert verdict(Interval(0.5, 0.5 - half, 0.5 + half), 1.0) == "inert"


def test_the_foot_defines_every_word():
    assert all(f"{word}:" in MEANINGS for word in VERDICTS)
