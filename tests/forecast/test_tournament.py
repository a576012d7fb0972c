"""Held-out scores and verdicts.

Where it is the scoring that is tried, the contenders are cheap ones whose score is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from forecast.contenders import powers, small
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.blocks import ALIKE
from westphalia.forecast.contenders import BaselineContender, Learnt, TheoryContender
from westphalia.forecast.tournament import (
    BASE,
    FEWEST,
    TOGETHER,
    Scored,
    compare,
    compare_pairs,
    hold_out,
    rank,
    score_cell,
    score_held_out,
    stack,
    total_logs,
)
from westphalia.forecast.windows import FIXED, Window, rolling_windows
from westphalia.measures.scoring import log_score
from westphalia.records.observed_decisions import KINDS
from westphalia.replay.replay import Replay
from westphalia.theories import THEORIES


@dataclass
class Fake:
    """A contender that makes chances of outcomes, [N] in 0 .. K - 1, and K."""

    name: str
    made: Callable[[np.ndarray, int], np.ndarray]

    def learn(self, replay: Replay, window: Window) -> Learnt:
        return Learnt(
            {kind: self.made(d.outcome, len(KINDS[kind])) for kind, d in replay.decisions.items()}
        )


def score(replay: Replay, windows: Sequence[Window], rivals: Sequence) -> list[Scored]:
    """What contenders forecast of the decisions that windows hold out, scored."""
    made = [{r.name: hold_out(replay, w, r.learn(replay, w).forecasts) for r in rivals}
            for w in windows]  # fmt: skip
    return score_held_out(replay, windows, made)


def perfect(outcome: np.ndarray, many: int) -> np.ndarray:
    right = np.eye(many)[outcome]
    return (1.0 - 1e-6) * right + 1e-6 / many


def wrong(outcome: np.ndarray, many: int) -> np.ndarray:
    return perfect((outcome + 1) % many, many)


def noise(outcome: np.ndarray, many: int) -> np.ndarray:
    return np.random.default_rng(len(outcome)).dirichlet(np.ones(many), len(outcome))


@cache
def scored() -> tuple[Scored, ...]:
    base = BaselineContender(next(b for b in BASELINES if b.name == BASE))
    rivals = [base, Fake("perfect", perfect), Fake("wrong", wrong), Fake("noise", noise)]
    return tuple(score(powers(), (*FIXED, *rolling_windows(powers().panel)), rivals))


def test_what_is_scored_is_what_was_held_out_and_each_decision_once():
    panel = powers().panel
    for w in FIXED:
        for kind, every in powers().decisions.items():
            found = next(s for s in scored() if (s.window, s.kind) == (w.name, kind))
            year = panel.years[every.year]
            mask = (year >= w.test[0]) & (year <= w.test[1])
            np.testing.assert_array_equal(found.outcome, every.outcome[mask])
            np.testing.assert_array_equal(found.decade, year[mask] // 10 * 10)
            np.testing.assert_allclose(found.logs["perfect"], 0.0, atol=1e-6)
    first = min(w.test[0] for w in rolling_windows(panel))
    for kind, every in powers().decisions.items():
        found = next(s for s in scored() if (s.window, s.kind) == ("rolling", kind))
        assert len(found.outcome) == int((panel.years[every.year] >= first).sum())


def test_together_is_all_kinds_one_after_the_other():
    for window in {s.window for s in scored()}:
        *parts, whole = [s for s in scored() if s.window == window]
        assert [s.kind for s in parts] == list(KINDS)
        assert whole.kind == TOGETHER
        for name in whole.logs:
            apart = np.concatenate([s.logs[name] for s in parts])
            np.testing.assert_array_equal(whole.logs[name], apart)
        np.testing.assert_array_equal(whole.decade, np.concatenate([s.decade for s in parts]))
        blocks = [
            set(b) for b in np.split(whole.dyad, np.cumsum([len(s.dyad) for s in parts])[:-1])
        ]
        assert sum(map(len, blocks)) == len(set().union(*blocks))


def test_the_base_rate_does_not_differ_from_itself():
    for s in scored():
        found = score_cell(s, BASE).against_base
        assert found.value == 0.0 if len(s.outcome) else np.isnan(found.value)
        assert found.verdict == ALIKE


def test_who_knows_all_is_better_and_who_is_always_wrong_is_worse():
    """Where something and nothing happened in at least five decades; with fewer blocks, intervals
    are so wide that even who knows all may not be told apart from base rates.
    """
    sure = set()
    for s in scored():
        better, worse = (score_cell(s, name).against_base.verdict for name in ("perfect", "wrong"))
        assert (better, worse) != ("worse", "better")
        enough = np.bincount(s.outcome > 0, minlength=2).min() >= FEWEST
        if s.kind == TOGETHER or (enough and len(np.unique(s.decade)) >= 5):
            assert (better, worse) == ("better", "worse"), (s.window, s.kind)
            sure.add((s.window, s.kind))
    assert {("rolling", kind) for kind in KINDS} < sure


def test_where_next_to_nothing_happened_nobody_is_told_apart():
    s = next(s for s in scored() if s.kind == "dispute")
    happened = np.flatnonzero(s.outcome > 0)
    for few, verdict in ((FEWEST - 1, ALIKE), (FEWEST, "better")):
        outcome = np.zeros_like(s.outcome)
        outcome[happened[:: len(happened) // FEWEST][:few]] = 1
        for flipped in (outcome, 1 - outcome):
            logs = {"sure": np.zeros(len(outcome)), BASE: np.full(len(outcome), -1.0)}
            rare = replace(s, outcome=flipped, logs=logs)
            assert compare(rare, "sure", BASE).verdict == verdict


def test_verdicts_turn_round_with_the_pair():
    names = [BASE, "perfect", "wrong", "noise"]
    opposite = {"better": "worse", "worse": "better", ALIKE: ALIKE}
    for s in scored():
        there, back = compare_pairs(s, names), compare_pairs(s, names[::-1])
        assert len(there) == 6
        by_pair = {(row.one, row.other): row.difference for row in back}
        for row in there:
            one, other = row.difference, by_pair[row.other, row.one]
            assert other.verdict == opposite[one.verdict]
            if len(s.outcome):
                assert other.value == pytest.approx(-one.value)
                for over in ("decades", "pairs"):
                    turned = [-end for end in getattr(other, over)[::-1]]
                    np.testing.assert_allclose(turned, getattr(one, over), rtol=1e-6, atol=1e-12)


def test_order_is_by_the_sum_over_all_decisions():
    names = ["noise", "wrong", BASE, "perfect"]
    assert rank(names, total_logs(scored(), names)) == ["perfect", BASE, "noise", "wrong"]
    assert rank(names[:2], total_logs(scored(), names[:2])) == ["noise", "wrong"]


def test_the_mixture_is_the_perfect_one_and_its_weights_add_to_one():
    for s in scored():
        found = stack(s)
        if s.kind == TOGETHER or len(np.unique(s.outcome)) < 2:
            assert found is None
        else:
            assert sum(found.weights.values()) == pytest.approx(1.0)
            assert found.weights["perfect"] > 0.99


@pytest.mark.slow
def test_what_is_forecast_of_a_scrambled_history_is_no_better_than_base_rates():
    """Outcomes are dealt out anew among the decisions of a kind. Over all ways to deal them no
    forecast scores above the shares themselves (Gibbs); in none of twenty is one told apart.
    """
    panel = small().panel
    span = (int(panel.years[0]), int(panel.years[-1]))
    base = BaselineContender(next(b for b in BASELINES if b.name == BASE))
    rivals = [base, *(TheoryContender(theory, False) for theory in THEORIES.values())]
    rng = np.random.default_rng(0)
    for s in score(small(), [Window("all", (span,), span)], rivals):
        if s.kind == TOGETHER or not len(s.outcome):
            continue
        share = np.bincount(s.outcome, minlength=len(KINDS[s.kind])) / len(s.outcome)
        best = (share[share > 0] * np.log(share[share > 0])).sum()
        for name in THEORIES:
            every = [log_score(s.chances[name], 0 * s.outcome + k) for k in range(len(share))]
            assert share @ np.mean(every, axis=1) <= best + 1e-12
        for _ in range(20):
            outcome = rng.permutation(s.outcome)
            logs = {name: log_score(chances, outcome) for name, chances in s.chances.items()}
            mixed = replace(s, outcome=outcome, logs=logs)
            verdicts = {score_cell(mixed, name).against_base.verdict for name in THEORIES}
            assert "better" not in verdicts
