"""Scores of a player's choices, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from westphalia.app.play import scores as scoring
from westphalia.app.play.moves import Made
from westphalia.app.play.questions import Option, Question
from westphalia.app.play.scores import LEAST, NAMES, Scores
from westphalia.measures.intervals import jackknife

pytestmark = pytest.mark.xdist_group(name="play")


def made(year, chosen, other):
    """A decision of two options with the chances that the four theories give them."""
    options = (Option("a", "a", "a", theories=chosen), Option("b", "b", "b", theories=other))
    return Made(0, year, Question("arms", "", None, "", "", options), options[0])


def test_scores_by_hand(monkeypatch):
    monkeypatch.setattr(scoring, "FEWEST_YEARS", 2)
    chances = [(0.8, 0.4, 0.0, 0.5), (0.6, 0.3, 0.5, 0.5), (0.9, 0.2, 0.5, 0.5)]
    several = [
        made(1900 + k // 2, c, tuple(1 - x for x in c))
        for k, c in enumerate([*chances, chances[0]])
    ]
    scores = Scores([*several, replace(several[0], option=Option("c", "c", "c"))])
    assert scores.decisions == 4
    rows = {row["name"]: row for row in scores.theories()}
    logs = np.log(np.maximum(np.array([*chances, chances[0]]), LEAST))
    for k, name in enumerate(NAMES):
        wanted = jackknife(logs[:, k].mean(), np.array([logs[2:, k].mean(), logs[:2, k].mean()]))
        assert rows[name]["loglik"]["value"] == pytest.approx(wanted.value, rel=1e-4)
        assert rows[name]["loglik"]["low"] == pytest.approx(wanted.low, rel=1e-4)
    assert rows["defensive"]["agrees"]["value"] == 1
    assert rows["offensive"]["agrees"]["value"] == 0
    assert scores.theories()[0]["name"] == "defensive"
    one = {tuple(d["theories"]): d for d in scores.differences()}["defensive", "constructivist"]
    wanted = (logs[:, 0] - logs[:, 3]).mean()
    assert one["difference"]["value"] == pytest.approx(wanted, rel=1e-4)


def test_a_player_who_follows_a_theory_is_found_to_and_told_apart():
    """Twelve years of choices, each a likely one to one theory and an unlikely one to others."""
    clear = [made(1900 + k, (0.9, 0.2, 0.1, 0.3), (0.1, 0.8, 0.9, 0.7)) for k in range(12)]
    noisy = [
        made(m.year, (0.9, 0.88 + near, 0.1, 0.3), (0.1, 0.12 - near, 0.9, 0.7))
        for m, near in zip(clear, [0.0, 0.05] * 6, strict=True)
    ]
    assert "closest to a defensive realist's (" in Scores(clear).sentence()
    assert (
        "offensive realist's, but a defensive realist cannot be ruled out"
        in Scores(noisy).sentence()
    )
    assert "no theory can be ruled out" in Scores(clear[:1]).sentence()
