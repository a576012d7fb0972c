"""Pieces of work: each place once, and the same numbers however it is cut."""

import numpy as np
import pytest

from experiments.small import MEASURES, ORDINARY, YEARS, same, small
from westphalia.experiments import run
from westphalia.experiments.condition import Condition
from westphalia.experiments.run import Simulations, Work
from westphalia.measures.measure import Measure
from westphalia.work.store import Store
from westphalia.work.worker import work as work_on
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="experiments")


def counted(name="places", factor=1.0):
    return Measure(name, "", lambda records: (factor * records["place"], np.ones(1)))


@pytest.fixture
def quick(monkeypatch):
    """Work without a simulation, in pieces of 64 places; lists what was done."""
    done = []

    def instead(condition, design, wanted, first, last):
        done.append((condition.key, first, last))
        records = {"place": np.arange(first, last, dtype=float)}
        return {
            m.name: np.stack(np.broadcast_arrays(*m.sums(records))).astype(np.float32)
            for m in wanted
        }

    monkeypatch.setattr(run, "evaluate", instead)
    monkeypatch.setattr(run, "PIECE", 64)
    return done


def test_pieces_cover_every_place_once(quick):
    works = [Work(ORDINARY, MEASURES, small()), Work(Condition(40), MEASURES, small(defaults=0))]
    parts = run.stretches(works)
    assert len({p.key for p in parts}) == len(parts)
    for work in works:
        mine = [p for p in parts if p.work is work]
        places = [k for p in mine for k in range(p.first, p.last)]
        assert sorted(places) == list(range(work.design.size))
        assert max(p.last - p.first for p in mine) == 64


def test_outcomes_stand_where_their_place_is(quick, tmp_path):
    store, work = Store(tmp_path), Work(ORDINARY, (counted(), counted("twice", 2.0)), small())
    work_on(Simulations([work]), store, threads=2)
    out = run.outcomes(work, store)
    place = np.arange(250.0).reshape(5, 50)
    for name, factor in (("places", 1.0), ("twice", 2.0)):
        assert (out[name].total == factor * place).all()
        assert (out[name].total_default == factor * np.arange(250.0, 300.0)).all()
        assert (out[name].weight == np.ones((5, 50))).all()
        assert out[name].weight_default.shape == (50,)


def test_a_condition_that_many_want_is_run_once_with_all_that_is_measured_in_it(quick, tmp_path):
    design, other = small(), ORDINARY.having(off=("pacts",))
    one = Work(ORDINARY, (counted(),), design)
    two = Work(Condition(YEARS), (counted(), counted("twice", 2.0)), design)
    three = Work(other, (counted(),), design)
    works = run.together([one, two, three])
    assert [w.condition.key for w in works] == [ORDINARY.key, other.key]
    assert [m.name for m in works[0].measures] == ["places", "twice"]
    work_on(Simulations(works), Store(tmp_path))
    assert len(quick) == len(set(quick)) == 10
    for work in (one, two, three):
        assert set(run.outcomes(work, Store(tmp_path))) == {m.name for m in work.measures}


def test_a_run_that_was_stopped_goes_on_where_it_was(quick, tmp_path, monkeypatch):
    work = Work(ORDINARY, (counted(),), small())
    work_on(Simulations([work]), Store(tmp_path / "whole"))
    whole, instead = run.outcomes(work, Store(tmp_path / "whole")), run.evaluate
    quick.clear()

    def fails(condition, design, wanted, first, last):
        if first >= 192:
            raise RuntimeError("power cut")
        return instead(condition, design, wanted, first, last)

    monkeypatch.setattr(run, "evaluate", fails)
    store = Store(tmp_path / "half")
    with pytest.raises(RuntimeError, match="power cut"):
        work_on(Simulations([work]), store, threads=1)
    half = [store.has(p.key) for p in run.stretches([work])]
    assert half == [True, True, True, False, False]
    with pytest.raises(UserError, match="run the same command again"):
        run.outcomes(work, store)
    monkeypatch.setattr(run, "evaluate", instead)
    quick.clear()
    told = []
    assert work_on(Simulations([work]), store, report=told.append) == 2
    assert [first for _, first, _ in sorted(quick)] == [192, 256]
    assert sorted(told) == [44, 64, 64, 64, 64]
    quick.clear()
    assert work_on(Simulations([work]), store) == 0
    assert quick == []  # nothing is left to do
    for got, want in zip(run.outcomes(work, store)["places"], whole["places"], strict=True):
        assert got.tobytes() == want.tobytes()


def test_workers_do_not_change_what_comes_out(ordinary, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PIECE", 128)
    work = Work(ORDINARY, MEASURES, small())
    work_on(Simulations([work]), Store(tmp_path), threads=3)
    parts = [Store(tmp_path).get(p.key) for p in run.stretches([work])]
    same(ordinary[0], {k: np.concatenate([p[k] for p in parts], axis=1) for k in parts[0]})
