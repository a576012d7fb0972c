"""Effects and their errors, against those of pairs and of the jackknife."""

import numpy as np
import pytest

from westphalia.experiments.effects import contrast
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import HALF, ratio


def an_outcome(rng, draws, runs, defaults=40, occasions=True):
    """Sums of a made-up measure: counts of occasions, and what happened at each."""

    def part(*shape):
        weight = rng.poisson(3.0, shape).astype(float) if occasions else np.ones(shape)
        return weight * 0.3 + rng.normal(0.0, 0.5, shape), weight

    total, weight = part(draws, runs)
    at_default = part(defaults)
    return Outcome(total, weight, *at_default)


def test_a_difference_of_means_is_that_of_pairs():
    rng = np.random.default_rng(2)
    conditions = {k: an_outcome(rng, 6, 30, occasions=False) for k in ("with", "without")}
    found = contrast(conditions, {"with": 1.0, "without": -1.0})
    for draw in range(6):
        pairs = [
            conditions["with"].total[draw, k] - conditions["without"].total[draw, k]
            for k in range(30)
        ]
        assert found.value[draw] == pytest.approx(np.mean(pairs))
        assert found.error[draw] == pytest.approx(np.std(pairs, ddof=1) / 30**0.5)
    mean, error = np.mean(found.value), np.std(found.value, ddof=1) / 6**0.5
    ends = (mean, mean - HALF * error, mean + HALF * error)
    assert found.pooled == pytest.approx(ends)
    pairs = conditions["with"].total_default - conditions["without"].total_default
    mean, error = pairs.mean(), pairs.std(ddof=1) / 40**0.5
    assert found.default == pytest.approx((mean, mean - HALF * error, mean + HALF * error))
    assert pytest.approx(1.96, abs=0.01) == HALF


def test_a_ratio_and_its_error_are_those_of_the_jackknife():
    rng = np.random.default_rng(3)
    runs = 400
    conditions = {k: an_outcome(rng, 5, runs) for k in ("a", "b", "c")}
    conditions["b"] = conditions["b"]._replace(
        total=conditions["b"].total + 0.8 * conditions["a"].total
    )  # paired
    weights = {"a": 1.0, "b": -1.0, "c": 0.5}

    def effect(draw, keep):
        parts = ((c, conditions[k].total[draw, keep], conditions[k].weight[draw, keep]) for k, c in
                 weights.items())  # fmt: skip
        return sum(c * t.sum() / w.sum() for c, t, w in parts)

    found = contrast(conditions, weights)
    for draw in range(5):
        assert found.value[draw] == pytest.approx(effect(draw, np.arange(runs)))
        left_out = np.array([effect(draw, np.arange(runs) != k) for k in range(runs)])
        jackknife = ((runs - 1) / runs * ((left_out - left_out.mean()) ** 2).sum()) ** 0.5
        assert found.error[draw] == pytest.approx(jackknife, rel=0.1)


def test_errors_tell_how_far_effects_stray():
    rng = np.random.default_rng(4)
    shared = rng.normal(0.0, 5.0, (2000, 50))  # draws that both conditions share
    conditions = {k: an_outcome(rng, 2000, 50, occasions=False) for k in ("a", "b")}
    conditions = {k: o._replace(total=o.total + shared) for k, o in conditions.items()}
    found = contrast(conditions, {"a": 1.0, "b": -1.0})
    assert found.error.mean() == pytest.approx(found.value.std(), rel=0.1)
    inside = np.abs(found.value) < HALF * found.error
    assert 0.92 < inside.mean() < 0.97


def test_a_condition_against_itself_has_no_effect_and_no_error():
    conditions = {"a": an_outcome(np.random.default_rng(5), 4, 20)}
    conditions["b"] = conditions["a"]
    found = contrast(conditions, {"a": 1.0, "b": -1.0})
    assert (found.value == 0.0).all()
    assert (found.error == 0.0).all()
    assert tuple(found.pooled) == tuple(found.default) == (0.0, 0.0, 0.0)


def test_without_an_occasion_there_is_no_effect():
    rng = np.random.default_rng(6)
    conditions = {k: an_outcome(rng, 5, 30) for k in ("a", "b")}
    conditions["b"].weight[2] = 0.0
    conditions["b"].total[2] = 0.0
    found = contrast(conditions, {"a": 1.0, "b": -1.0})
    assert np.isnan(found.value).tolist() == np.isnan(found.error).tolist() == [0, 0, 1, 0, 0]
    rest = found.value[[0, 1, 3, 4]]
    assert found.pooled.value == pytest.approx(rest.mean())
    assert np.isfinite(found.default).all()
    conditions["b"].weight[1:], conditions["b"].total[1:] = 0.0, 0.0
    conditions["b"].weight_default[:], conditions["b"].total_default[:] = 0.0, 0.0
    found = contrast(conditions, {"a": 1.0, "b": -1.0})
    assert found.pooled.value == found.value[0]
    assert np.isnan(found.pooled[1:]).all()  # one draw says nothing of the others
    assert np.isnan(found.default).all()


def test_what_runs_add_to_the_error_of_a_ratio_adds_up_to_nothing():
    outcome = an_outcome(np.random.default_rng(7), 8, 25)
    value, part = ratio(outcome.total, outcome.weight)
    assert (value * outcome.weight.sum(1)) == pytest.approx(outcome.total.sum(1))
    assert part.sum(1) == pytest.approx(np.zeros(8), abs=1e-9)
