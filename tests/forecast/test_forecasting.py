"""Forecasts in pieces: the same as one after the other, whoever makes which."""

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from forecast.contenders import small
from westphalia.forecast import contenders as rivals
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.contenders import (
    NEAR,
    BaselineContender,
    TheoryContender,
    start_after,
)
from westphalia.forecast.forecasting import Forecasting
from westphalia.forecast.tournament import hold_out
from westphalia.forecast.windows import Window
from westphalia.replay.estimate import Estimate
from westphalia.theories import defensive, liberal
from westphalia.work.store import Store
from westphalia.work.worker import work

THEORIES, MANY = (defensive, liberal), 8


def windows() -> tuple[Window, ...]:
    first, last = (int(small().panel.years[k]) for k in (0, -1))
    ends = [last - 12, last - 8, last - 4]
    return tuple(Window("rolling", ((first, end),), (end + 1, end + 4)) for end in ends)


@pytest.fixture
def searches(monkeypatch):
    """Searches that end at once, one step beyond where they start; where each has started."""
    starts = []

    def maximum(likelihood, start=None):
        starts.append((likelihood.theory.name, None if start is None else start.tolist()))
        z = np.linspace(-5.0, 5.0, MANY) if start is None else start + 0.25
        names = likelihood.spans.names
        values = likelihood.spans.values(z)
        error = np.full(MANY, np.nan)
        return Estimate(names, z, error, values, values, values, -3.5, -4.25, 0.5, 7, abs(z) > 4)

    monkeypatch.setattr(rivals, "maximum", maximum)
    return starts


def job() -> Forecasting:
    some = [BaselineContender(b) for b in BASELINES if b.name in ("base rate", "no change")]
    return Forecasting("f", small(), windows(), [*map(TheoryContender, THEORIES), *some])


def test_a_search_starts_where_the_one_before_it_ended_and_waits_for_it(searches, tmp_path):
    pieces = job().pieces()
    assert len({piece.key for piece in pieces}) == len(pieces) == 9
    store, left = Store(tmp_path / "backwards"), list(range(len(pieces)))[::-1]
    while left:  # the last that can be made first
        number = next(k for k in left if all(map(store.has, pieces[k].needs)))
        store.put(pieces[number].key, job().make(number, store))
        left.remove(number)
    for theory in THEORIES:
        own = [start for name, start in searches if name == theory.name]
        first = start_after(np.linspace(-5.0, 5.0, MANY))
        assert abs(first).max() == NEAR
        assert own == [None, first.tolist(), start_after(first + 0.25).tolist()]
    forwards = Store(tmp_path / "forwards")
    work(job(), forwards, threads=2)
    for piece in pieces:
        one, other = store.get(piece.key), forwards.get(piece.key)
        assert one.keys() == other.keys()
        assert all(one[name].tobytes() == other[name].tobytes() for name in one)


def test_what_is_kept_is_what_was_learnt(searches, tmp_path):
    work(job(), Store(tmp_path))
    made = job().made(Store(tmp_path))
    starts = dict.fromkeys(t.name for t in THEORIES)
    for window, found in zip(windows(), made.learnt, strict=True):
        for contender in job().contenders:
            if isinstance(contender, TheoryContender):
                start = starts[contender.name]
                contender = TheoryContender(contender.theory, start=start)
            learnt = contender.learn(small(), window)
            kept = found[contender.name]
            for kind, chances in hold_out(small(), window, learnt.forecasts).items():
                np.testing.assert_array_equal(kept.forecasts[kind], chances)
            np.testing.assert_equal(kept.log_likelihood, learnt.log_likelihood)
            assert kept.notes == learnt.notes
            if learnt.estimate is not None:
                starts[contender.name] = start_after(learnt.estimate.z)
                np.testing.assert_equal(kept.estimate._asdict(), learnt.estimate._asdict())
    rows = made.estimates()
    assert [(r.theory, r.learnt_until) for r in rows] == [
        (theory.name, window.train[0][1]) for theory in THEORIES for window in windows()
    ]
    assert (rows[0].log_likelihood, rows[0].at_default, rows[0].slope) == (-3.5, -4.25, 0.5)
    assert "no change" in made.notes()
    assert [c.name for c in made.contenders()] == ["defensive", "liberal", "base rate", "no change"]


def test_what_is_not_estimated_waits_for_nothing():
    given = Forecasting("f", small(), windows(), [TheoryContender(defensive, False)])
    assert all(piece.needs == () for piece in given.pieces())
