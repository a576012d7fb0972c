"""Values and intervals over runs, against closed forms; sums do not depend on the chunks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.made_up import RECORDS, RUNS
from westphalia import measures
from westphalia.measures.estimate import (
    HALF,
    Estimate,
    Sampled,
    estimate_measure,
    over_runs,
    to_dataframe,
)
from westphalia.measures.intervals import share
from westphalia.measures.measure import sums_of
from westphalia.measures.registry import MEASURES


def test_a_mean_over_runs_has_its_standard_error():
    total = np.random.default_rng(1).normal(3.0, 2.0, 100)
    found = over_runs(total, np.ones(100))
    assert found.value == pytest.approx(total.mean())
    assert (found.high - found.low) / 2 == pytest.approx(HALF * total.std(ddof=1) / 10.0)


def test_a_share_of_runs_has_the_interval_of_jeffreys():
    total = np.array([1.0, 0.0, 0.0, 1.0, 0.0])
    assert over_runs(total, np.ones(5)) == share(2, 5)
    assert over_runs(np.zeros(5), np.ones(5)).high > 0.0


def test_without_occasions_there_is_no_value_and_with_one_run_no_interval():
    assert np.isnan(over_runs(np.zeros(4), np.zeros(4))).all()
    one = over_runs(np.array([3.0]), np.array([2.0]))
    assert one.value == 1.5
    assert np.isnan([one.low, one.high]).all()


def test_the_interval_of_a_ratio_covers_the_truth():
    """Occasions differ between runs, and what happens at each has chance .3."""
    rng, held, times = np.random.default_rng(2), 0, 400
    for _ in range(times):
        weight = rng.poisson(5.0, 200).astype(float)
        found = over_runs(rng.binomial(weight.astype(int), 0.3).astype(float), weight)
        held += found.low <= 0.3 <= found.high
    assert 0.92 * times <= held <= 0.98 * times


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(1, RUNS - 1), max_size=4, unique=True))
def test_sums_over_chunks_are_the_sums_over_the_whole(cuts):
    chosen = (*MEASURES.values(), measures.resources((1, 2), 2, 5), measures.joining_target())
    sampled = Sampled(chosen)
    for first, last in zip([0, *sorted(cuts)], [*sorted(cuts), RUNS], strict=True):
        sampled.add({name: r[..., first:last] for name, r in RECORDS.items()})
    for measure in chosen:
        whole = sums_of(measure, RECORDS)
        assert sampled.sums(measure.name) == pytest.approx(whole, rel=1e-12)
        assert sampled.interval(measure.name) == pytest.approx(over_runs(*whole), nan_ok=True)


def test_an_estimate_is_a_row_of_a_table():
    found = estimate_measure(measures.burden(), RECORDS, "defensive")
    total, weight = sums_of(measures.burden(), RECORDS)
    assert found.value == pytest.approx(total.sum() / weight.sum())
    table = found.to_dataframe()
    assert table.columns.tolist() == list(Estimate._fields)
    assert table.iloc[0].tolist() == list(found)
    assert to_dataframe([]).empty
