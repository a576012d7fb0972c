"""The tournament in pieces: what is searched in other codings, and how its parts come together."""

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.experiments import rank_robustness
from westphalia.experiments.rank_robustness import CODINGS
from westphalia.experiments.tournament_study import Tournament, tournament_study
from westphalia.forecast import contenders
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.contenders import Learnt, TheoryContender, start_after
from westphalia.forecast.recovery import KINDS_AND_ALL, Recovery
from westphalia.forecast.tournament import rank
from westphalia.records.builtin import great_powers
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Coding
from westphalia.replay.estimate import Estimate
from westphalia.runs.draws import Draws
from westphalia.theories import defensive, liberal, offensive
from westphalia.work.store import Store
from westphalia.work.worker import work, work_at_once
from westphalia.world.problems import UserError

THEORIES = {t.name: t for t in (defensive, liberal, offensive)}
LACKING = "disputes: COW"
GDP = CODINGS["resources: GDP"]
K = 8


def panel_of(coding: Coding):
    """Of some years, without one coding."""
    if coding == CODINGS[LACKING]:
        raise UserError("no COW here")
    return great_powers(coding, 1870, 1950)


@pytest.fixture
def calls(monkeypatch):
    """Theories forecast at once, the better the more they are liked; who was asked, from where."""
    asked = []

    def learn(self, replay, window):
        liked = [t.name for t in (offensive, liberal, defensive)]
        if replay.panel.coding == GDP or self.agents is not None:
            liked = liked[::-1]
        right = 0.4 + 0.1 * liked.index(self.name)
        out = {}
        for kind, d in replay.decisions.items():
            many = len(KINDS[kind])
            chances = np.full((d.size, many), (1.0 - right) / (many - 1))
            chances[np.arange(d.size), d.outcome] = right
            out[kind] = chances
        if not self.estimated:
            return Learnt(out, -2.0)
        start = np.zeros(K) if self.start is None else self.start
        asked.append((self.name, replay.panel.coding, window.name, start.tolist()))
        z = start + liked.index(self.name) + 1.0
        nan = np.full(K, np.nan)
        names = tuple("abcdefgh")
        return Learnt(out, -1.0, Estimate(names, z, nan, z, nan, nan, -1.0, -2.0, 0.1, 3, z > 6))

    def make(self, number, store=None):
        theory, some = self.blocks[number]
        best = np.full((len(some), len(KINDS_AND_ALL)), list(self.theories.values()).index(theory))
        return {"best": best, "clear": best > 0}

    monkeypatch.setattr(TheoryContender, "learn", learn)
    monkeypatch.setattr(Recovery, "make", make)
    monkeypatch.setattr(contenders, "BASELINES", BASELINES[:1])  # others take seconds to learn
    monkeypatch.setattr(rank_robustness, "CODINGS", {LACKING: CODINGS[LACKING], "other": GDP})
    return asked


def backwards(job, store: Store) -> None:
    """Make all pieces, of those that can be made always the last."""
    pieces = job.pieces()
    left = list(range(len(pieces)))
    while left:
        ready = [k for k in left if all(map(store.has, pieces[k].needs))]
        store.put(pieces[ready[-1]].key, job.make(ready[-1], store))
        left.remove(ready[-1])


def test_any_order_of_the_pieces_gives_the_same(calls, tmp_path):
    results = []
    for way in (backwards, work):
        store = Store(tmp_path / way.__name__)
        tournament = Tournament(panel_of, THEORIES)
        way(tournament.job, store)
        results.append(Tournament(panel_of, THEORIES).gather(store))
    one, other = results
    assert repr(one) == repr(other)
    assert one.order == ("defensive", "liberal", "offensive")
    assert [w.name for w in one.windows] == ["1914-1945"] + ["rolling"] * 6
    assert len(one.estimates) == len(THEORIES) * len(one.windows)
    assert [(m.histories, m.estimated) for m in one.recovery] == [(40, False), (3, True)]


def test_searches_in_other_codings_start_where_the_last_in_the_tournament_ended(calls):
    found = tournament_study(panel_of, THEORIES)
    for theory in THEORIES:
        starts = [at[3] for at in calls if at[0] == theory and at[1] == Coding()]
        (there,) = [at[3] for at in calls if at[0] == theory and at[1] == GDP]
        step = {"offensive": 1.0, "liberal": 2.0, "defensive": 3.0}[theory]
        for before, after in zip(starts, [*starts[1:], there], strict=True):
            assert after == start_after(np.array(before) + step).tolist()
    rows = {row.what: row for row in found.robustness}
    assert list(rows) == [
        "parameter draws", LACKING, "other", "all codings", "serial activation",
    ]  # fmt: skip
    assert (rows["parameter draws"].cases, rows["parameter draws"].same_order.value) == (200, 0.0)
    assert (rows[LACKING].cases, rows[LACKING].skipped) == (0, "no COW here")
    assert rows["other"].orders == {"offensive > liberal > defensive": 1}
    assert rows["other"].reference == "defensive > liberal > offensive"
    assert rows["all codings"].cases == 1
    assert rows["serial activation"].same_order.value == 1.0


def test_a_quick_one_searches_in_the_windows_alone(calls):
    found = tournament_study(panel_of, THEORIES, quick=True, seed=2)
    assert {(at[1], at[2]) for at in calls} == {(Coding(), "1914-1945")}
    rows = {row.what: row for row in found.robustness}
    assert (rows["parameter draws"].cases, rows["other"].kendall) == (16, -1.0)
    assert (rows[LACKING].skipped, found.quick, found.seed) == ("no COW here", True, 2)
    assert [(m.histories, m.estimated) for m in found.recovery] == [(10, False)]


def test_contenders_that_score_alike_keep_their_order():
    assert rank(["b", "a", "c"], np.array([1.0, 1.0, 2.0])) == ["c", "b", "a"]


def test_draws_may_be_given_as_a_table(calls, tmp_path, monkeypatch):
    values = np.linspace([0.02, 0.8], [0.1, 1.2], 5)
    table = Draws(("war_cost", "defensive.survival"), values, tmp_path)
    seen = []
    learn = TheoryContender.learn

    def noting(self, replay, window):
        if self.agents is not None:
            seen.append((self.name, float(self.parameters.war_cost), self.agents.survival[0, 0]))
        return learn(self, replay, window)

    monkeypatch.setattr(TheoryContender, "learn", noting)
    tournament = Tournament(panel_of, THEORIES, True, table=table)
    rows = {row.what: row for row in work_at_once(tournament.job, tournament.gather).robustness}
    assert rows["parameter draws"].cases == 5
    found = sorted({(cost, own) for name, cost, own in seen if name == "defensive"})
    np.testing.assert_allclose(found, values, rtol=1e-6)
    (others,) = {float(own) for name, _, own in seen if name == "offensive"}
    assert others == pytest.approx(offensive.wants.survival.value)
