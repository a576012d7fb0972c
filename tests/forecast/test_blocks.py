"""Differences of scores over blocks; verdicts; folds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.forecast.blocks import ALIKE, Difference, decades, difference, dyads, folds, verdict
from westphalia.measures.intervals import Interval
from westphalia.measures.scoring import log_score
from westphalia.world.problems import UserError


def blocks(seed, size=200, decades=12, pairs=20):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(2, size))
    return *scores, rng.integers(0, decades, size), rng.integers(0, pairs, size)


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_a_difference_turns_with_its_order(seed):
    one, other, decade, dyad = blocks(seed)
    forth, back = difference(one, other, decade, dyad), difference(other, one, decade, dyad)
    assert forth.value == pytest.approx((one - other).mean())
    for a, b in zip(forth, back, strict=True):
        assert (a.value, a.low, a.high) == pytest.approx((-b.value, -b.high, -b.low))
    turned = {ALIKE: ALIKE, "better": "worse", "worse": "better"}
    for rule in ("log", "brier"):
        assert verdict(back, rule) == turned[verdict(forth, rule)]
    assert difference(one, other, decade, dyad) == forth  # the same seed, the same resamples


def test_equal_scores_cannot_be_told_apart():
    one, _, decade, dyad = blocks(0)
    found = difference(one, one, decade, dyad)
    assert found.by_decade == found.by_dyad == Interval(0.0, 0.0, 0.0)
    assert verdict(found, "log") == ALIKE


def test_more_log_score_is_better_and_more_brier_is_worse():
    one, _, decade, dyad = blocks(1)
    found = difference(one + 0.1, one, decade, dyad)
    assert verdict(found, "log") == "better"
    assert verdict(found, "brier") == "worse"
    with pytest.raises(UserError, match="brier"):
        verdict(found, "briar")


def test_one_interval_that_includes_zero_is_enough():
    clear, open_ = Interval(0.1, 0.05, 0.2), Interval(0.1, -0.01, 0.2)
    assert verdict(Difference(clear, clear), "log") == "better"
    assert verdict(Difference(clear, open_), "log") == ALIKE
    assert verdict(Difference(open_, clear), "log") == ALIKE


def test_a_single_decade_tells_nothing():
    one, other, decade, dyad = blocks(2)
    found = difference(one + 9.0, other, 0 * decade, dyad)
    assert np.isnan(found.by_decade.low)
    assert np.isfinite(found.by_dyad.low)
    assert verdict(found, "log") == ALIKE
    nothing = difference(*np.empty((2, 0)), *np.empty((2, 0), int))
    assert np.isnan(nothing.value)
    assert verdict(nothing, "log") == ALIKE
    with pytest.raises(UserError, match="shapes"):
        difference(one, other[1:], decade, dyad)


def test_blocks_of_scores_that_agree_widen_the_interval():
    """Ten decisions that move together are one piece of evidence, not ten."""
    rng = np.random.default_rng(3)
    decade, alone = np.repeat(np.arange(30), 10), np.arange(300)
    together = np.repeat(rng.normal(size=30), 10)
    found = difference(together, np.zeros(300), decade, alone)
    widths = [found.by_decade.high - found.by_decade.low, found.by_dyad.high - found.by_dyad.low]
    assert widths[0] > 2.0 * widths[1]


@pytest.mark.parametrize("many", [3, 6, 12, 40])
def test_the_interval_covers_the_truth(many):
    """Independent blocks of uneven size, true difference 0: about 95 in 100 intervals hold it."""
    rng, held, times = np.random.default_rng(4), 0, 400
    for seed in range(times):
        block = np.repeat(np.arange(many), rng.integers(5, 15, many))
        scores = rng.normal(size=many)[block] + rng.normal(size=len(block))
        found = difference(scores, np.zeros(len(block)), block, block, seed).by_decade
        held += found.low <= 0.0 <= found.high
    assert 0.91 <= held / times <= 0.985


def test_folds_hold_every_decade_out_once():
    decade = np.array([1880, 1890, 1890, 1900, 1910, 1920, 1930, 1930])
    held = np.array([test for _, test in folds(decade)])
    assert (held.sum(0) == 1).all()
    assert held[0].tolist() == [True] + [False] * 5 + [True] * 2  # the first and the sixth
    assert all((learn == ~test).all() for learn, test in folds(decade))
    assert not list(folds(np.full(4, 1880)))
    assert len(list(folds(np.array([1880, 1890])))) == 2


def test_blocks_of_decisions(panel, made):
    d = made["dispute"]
    assert set(decades(panel, d)) == set(range(1880, 1970, 10))
    pair = dyads(panel, d)
    forth, back = (d.who == 2) & (d.whom == 5), (d.who == 5) & (d.whom == 2)
    assert len(set(pair[forth | back])) == 1
    assert len(set(pair)) == panel.n * (panel.n - 1) // 2
    assert np.array_equal(dyads(panel, made["arms"]), made["arms"].who)
    assert np.array_equal(dyads(panel, made["joining"]), made["joining"].war)
    same = log_score(np.tile([0.9, 0.1], (d.size, 1)), d.outcome)
    assert verdict(difference(same, same, decades(panel, d), pair), "log") == ALIKE
