"""Contenders learn from a window's past alone."""

from types import SimpleNamespace

import numpy as np

from forecast.histories import BY_NAME
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.contenders import BaselineContender, TheoryContender, contenders
from westphalia.forecast.windows import Window
from westphalia.theories import THEORIES

WINDOW = Window("late", ((1880, 1929),), (1930, 1969))


def test_theories_come_before_baselines():
    found = contenders(THEORIES)
    assert [c.name for c in found] == [*THEORIES, *(b.name for b in BASELINES)]
    assert [c.baseline for c in found] == [False] * len(THEORIES) + [True] * len(BASELINES)
    assert all(isinstance(c, TheoryContender) for c in found[: len(THEORIES)])


def test_a_baseline_is_fitted_to_the_past_and_forecasts_every_decision(panel, made):
    replay = SimpleNamespace(panel=panel, decisions=made)
    found = BaselineContender(BY_NAME["base rate"]).learn(replay, WINDOW).forecasts
    for kind, decisions in made.items():
        past = decisions.where(panel.years[decisions.year] < 1930)
        share = ((past.outcome > 0).sum() + 0.5 * (found[kind].shape[1] - 1)) / (
            past.size + found[kind].shape[1] / 2
        )
        assert found[kind].shape[0] == decisions.size
        np.testing.assert_allclose(1.0 - found[kind][:, 0], share)


def test_notes_of_a_fit_are_kept_by_kind(panel, made):
    replay = SimpleNamespace(panel=panel, decisions=made)
    learnt = BaselineContender(BY_NAME["no change"]).learn(replay, WINDOW)
    assert set(learnt.notes) == {"pact formed", "pact ended", "joining"}
