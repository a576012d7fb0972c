"""A calibration in pieces: each round needs the one before it, and any order gives the same."""

import numpy as np
import pytest

from experiments.calibration.made import DATA, made
from westphalia.work.store import Store
from westphalia.work.worker import work
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="sweeps")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    found = Store(tmp_path_factory.mktemp("calibration"))
    work(made(), found, 2)
    return found


def test_the_points_of_a_round_need_all_that_was_simulated_before():
    wave, simulated, generation, last = made().pieces()
    assert (wave.needs, wave.size) == ((), 0)
    assert (simulated.needs, simulated.size) == ((wave.key,), 25 * 10)
    assert generation.needs == (wave.key, simulated.key)
    assert (last.needs, last.size) == ((generation.key,), 40 * 10)


def test_rounds_have_values_and_errors_of_every_target(store):
    wave, generation = made().made(store)
    assert wave.values.shape == wave.errors.shape == (25, 2)
    assert generation.points.shape == (40, 2)
    for found in (wave, generation):
        assert np.isfinite(found.values).all()
        assert (found.errors > 0).all()


def test_the_result_draws_from_what_is_left(store):
    found = made().found(store)
    assert found.verdict.met
    assert found.draws.points.shape == (50, 2)
    assert np.abs(found.draws.values[:, 0].mean() - 4.0) < 1.0


def test_where_nothing_is_left_the_rounds_that_follow_are_empty(tmp_path):
    hopeless = [{**DATA["targets"][0], "value": 80, "sd": 0.1}]
    job, store = made(targets=hopeless), Store(tmp_path)
    work(job, store, 2)
    assert all(store.has(piece.key) for piece in job.pieces())
    assert len(job.made(store)) == 1
    found = job.found(store)
    assert found.draws is None
    assert found.verdict.unattainable == (0,)


def test_a_target_without_any_value_is_told_after_the_first_wave(tmp_path):
    silent = {"measure": "belligerents", "value": 2, "sd": 1, "source": "x"}
    job, store = made(targets=[silent], years=1, runs=2, points=20), Store(tmp_path)
    with pytest.raises(UserError, match=r"'belligerents' has no value at any of 20 points"):
        work(job, store, 1)
    assert store.has(job.pieces()[1].key)
    assert not store.has(job.pieces()[2].key)


def test_runs_in_which_a_measure_fails_are_counted(tmp_path):
    (tmp_path / "own.py").write_text(
        "import westphalia as wp\n"
        "def arms(records):\n"
        "    last = records['arms'][-1]\n"
        "    assert (last[0] < last[1]).all(), 'strong'\n"
        "    return last.sum(0), 1.0\n"
        "ARMS = wp.Measure('arms', 'units', arms)\n"
    )
    own = {"measure": f"{tmp_path}/own.py:ARMS", "value": 1, "sd": 1, "source": "x"}
    job, store = made(targets=[own], generations=1), Store(tmp_path / "parts")
    work(job, store, 2)
    (failed,) = job.failed(store)
    assert failed.measure == "arms"
    assert 0 < failed.runs < (25 + 40) * 10
    assert "AssertionError: strong" in failed.why


def test_as_many_draws_as_they_are_worth_unless_a_number_is_given(store):
    found = made(draws=None).found(store).draws
    assert len(found.points) == int(found.effective.sum())


def test_a_population_moves_by_halves_and_any_number_of_workers_gives_the_same(tmp_path):
    """Its last round is that of a calibration with fewer moves, and one more."""
    sizes = {"particles": 21, "draws": None}
    found = []
    for moves, workers in ((1, 1), (1, 2), (2, 2)):
        job, store = made(moves=moves, **sizes), Store(tmp_path / f"{moves}-{workers}")
        work(job, store, workers)
        found.append((job.made(store), job.found(store).draws))
    (one, draws), (again, same), (two, _) = found
    assert [len(r.points) for r in two] == [25, 21, 11, 10, 11, 10]
    assert len(draws.points) == 21
    assert np.array_equal(draws.points, same.points)
    for a, b, c in zip(one, again, two, strict=False):
        assert np.array_equal(a.values, b.values)
        assert np.array_equal(a.values, c.values)
    assert 0.0 < draws.power <= 1.0
