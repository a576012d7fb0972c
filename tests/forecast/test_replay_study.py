"""A study of a replay, on a history that the model made itself."""

import sys

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from forecast.contenders import small
from westphalia.forecast import replay_study as studied
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.replay_study import ALL_YEARS, ReplayStudy, replay_study
from westphalia.forecast.results import TOGETHER
from westphalia.records.builtin import great_powers
from westphalia.records.observed_decisions import KINDS
from westphalia.replay.estimate import spans
from westphalia.replay.posterior import Posterior
from westphalia.theories import defensive
from westphalia.work.worker import work_at_once
from westphalia.world.problems import UserError


def test_everybody_is_scored_on_every_kind():
    found = replay_study(small().panel, {"defensive": defensive}, seed=3)
    names = ["defensive", *(baseline.name for baseline in BASELINES)]
    assert [c.name for c in found.contenders] == names
    assert [(c.kind, c.contender) for c in found.cells] == [
        (kind, name) for kind in (*KINDS, TOGETHER) for name in names
    ]
    assert {c.window for c in found.cells} == {ALL_YEARS}
    assert found.log_likelihood["defensive"] < 0.0
    assert (found.estimates, found.posterior, found.seed) == ((), (), 3)


def test_without_baselines_all_stand_beside_the_first_theory():
    found = replay_study(small().panel, {"defensive": defensive}, baselines=False)
    assert found.against == "defensive"
    assert {c.contender for c in found.cells} == {"defensive"}
    assert found.notes == {}


def test_a_panel_without_decisions_and_a_missing_sampler_are_refused(monkeypatch):
    panel = great_powers(first=2015, last=2016)
    monkeypatch.setitem(sys.modules, "nutpie", None)
    with pytest.raises(UserError, match="needs nutpie"):
        replay_study(panel, {"defensive": defensive}, bayes=True)


def test_posteriors_are_pieces_too(monkeypatch):
    def sample(likelihood, draws, seed):
        z = np.linspace(seed, seed + 1.0, 4 * draws * 8).reshape(4, draws, 8)
        k = np.arange(8.0)
        return Posterior(likelihood.spans.names, 2.0 * z, z, k, k + 0.5, 3, 700, k)

    monkeypatch.setattr(studied, "sample", sample)
    study = ReplayStudy(small().panel, {"defensive": defensive}, bayes=True, draws=60, seed=2)
    assert len(study.job.pieces()) == 3
    (row,) = work_at_once(study.job, study.gather).posterior
    assert (row.theory, row.names) == ("defensive", spans(defensive).names)
    assert (row.divergent, row.gradients, row.chains, row.draws) == (3, 700, 4, 60)
    assert row.mean[0] == pytest.approx(5.0, abs=0.01)
    assert row.low[0] < row.mean[0] < row.high[0]
    assert row.ess == tuple(np.arange(8.0) + 0.5)
