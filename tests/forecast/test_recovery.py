"""Whether the theory that made a history is recognised."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.contenders import small
from westphalia.forecast import recovery
from westphalia.forecast.recovery import Recovery, start_of
from westphalia.forecast.results import RecoveryMatrix
from westphalia.forecast.tournament import (
    TOGETHER,
    Scored,
)
from westphalia.records.builtin import great_powers
from westphalia.records.observed_decisions import KINDS
from westphalia.theories import defensive
from westphalia.theories.theory import exactly
from westphalia.work.job import all_made
from westphalia.work.worker import work_at_once


def test_a_start_has_the_figures_of_the_panel():
    panel = great_powers()
    start, there = start_of(panel)
    t = int(np.flatnonzero(panel.years == start.year)[0])
    assert panel.member[t].sum() == panel.member.sum(1).max() == start.n
    assert panel.member[:t].sum(1).max() < start.n
    assert start.labels == tuple(np.array(panel.labels)[there])
    for name in ("resources", "arms", "burden", "openness", "nuclear"):
        np.testing.assert_array_equal(getattr(start, name), getattr(panel, name)[t, there])
    for name in ("distance", "trade", "institutions", "peace_years"):
        wanted = getattr(panel, name)[t][np.ix_(there, there)]
        np.testing.assert_array_equal(getattr(start, name), wanted)
    np.testing.assert_array_equal(start.pact > 0, panel.pact[t][np.ix_(there, there)] > 0)
    rivals = panel.rival[t][np.ix_(there, there)] > 0
    np.testing.assert_array_equal(start.identity < 0, rivals)
    assert np.isnan(start.identity[~rivals]).all()


ABSURD = replace(
    defensive, name="absurd", wants=replace(defensive.wants, consumption=exactly(50.0))
)


def recover(theories, number: int, seed: int = 1) -> RecoveryMatrix:
    job = Recovery(small().panel, theories, number, seed)
    return work_at_once(job, lambda store: job.matrix(all_made(job, store)))


@pytest.mark.slow
def test_a_theory_is_not_told_apart_from_itself():
    twin = replace(defensive, name="twin")
    found = recover({"defensive": defensive, "twin": twin}, 2)
    assert found.kinds == (*KINDS, TOGETHER)
    assert all(row.share.value == row.clear.value == 0.0 for row in found.rows)


@pytest.mark.slow
def test_who_made_a_history_is_recognised_beside_what_is_absurd():
    theories = {"defensive": defensive, "absurd": ABSURD}
    found = recover(theories, 3)
    assert (found.histories, len(found.rows)) == (3, len(found.kinds) * 4)
    assert all(row.clear.value <= row.share.value for row in found.rows)
    together = {(r.made_by, r.best): r.share.value for r in found.rows if r.kind == TOGETHER}
    assert together == {(made, best): float(made == best) for made in theories for best in theories}


@pytest.mark.slow
def test_recovery_is_repeated_by_its_seed():
    theories = {"defensive": defensive, "absurd": ABSURD}
    one, again = (recover(theories, 2, seed=5) for _ in range(2))
    assert repr(one) == repr(again)  # NaN is not equal to itself


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-3.0, 0.0), min_size=12, max_size=12), st.integers(0, 2**31))
def test_the_winner_has_the_best_mean_and_there_is_none_where_scores_are_equal(logs, seed):
    rng = np.random.default_rng(seed)
    one = np.array(logs)
    s = Scored(
        "w", "dispute", np.arange(12) % 2, {}, {"a": one, "b": one.copy()}, {},
        rng.integers(0, 3, 12), rng.integers(0, 3, 12),
    )  # fmt: skip
    assert recovery._winner(s, ["a", "b"]) == (None, False)
    less = replace(s, logs={"a": one - 1.0, "b": one})
    assert recovery._winner(less, ["a", "b"])[0] == 1


def test_nobody_wins_where_nothing_was_decided():
    none = np.zeros(0, int)
    s = Scored("w", "joining", none, {}, {"a": none * 0.0, "b": none * 0.0}, {}, none, none)
    assert recovery._winner(s, ["a", "b"]) == (None, False)
