"""A population that moves by simulation, against posteriors that are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.calibration.toys import rounds_of, schedule_of
from westphalia.experiments.calibration.moves import wander
from westphalia.experiments.calibration.population import (
    begin,
    draws_of,
    moved,
    reflected,
    settle,
    steps,
)
from westphalia.experiments.calibration.posterior import unmet
from westphalia.experiments.calibration.schedule import finish, next_points
from westphalia.experiments.calibration.targets import Aims
from westphalia.experiments.calibration.waves import Round
from westphalia.world.problems import UserError

K = 12
#: Each target is the sum of two neighbouring numbers, and the last one the last number.
MATRIX = np.eye(K) + np.eye(K, k=1)
AIMS = Aims(MATRIX @ np.full(K, 0.5), np.full(K, 0.05))


def simulated(points):
    values = points @ MATRIX.T
    return Round(points, np.zeros(len(points)), values, np.zeros_like(values))


def everywhere(n=400, seed=0):
    return simulated(np.random.default_rng(seed).random((n, K)))


def after(rounds, number=200, seed=1):
    population = begin([everywhere()], AIMS, number, seed)
    for _ in range(rounds):
        population = settle(population, simulated(steps(population, seed)[1]), AIMS, seed)
    return population


def test_twelve_numbers_are_drawn_from_a_posterior_that_few_weighted_points_would_reach():
    found = after(480, 400)
    assert found.power == 1.0
    rng = np.random.default_rng(2)
    start = 0.5 + 0.05 * rng.uniform(-1.0, 1.0, (400, K))
    # the same posterior by other moves, which need its density and no simulation
    known = wander(rng, start, lambda x: -0.5 * unmet(x @ MATRIX.T, AIMS), 400)
    assert found.points.mean(0) == pytest.approx(known.mean(0), abs=0.03)
    assert found.points.std(0) == pytest.approx(known.std(0), rel=0.2)
    assert unmet(found.values, AIMS).mean() == pytest.approx(K, rel=0.15)
    assert len(np.unique(found.points, axis=0)) > 300


def test_power_never_falls_and_the_targets_come_nearer():
    path = [after(rounds) for rounds in (0, 10, 20, 40)]
    powers = [p.power for p in path]
    assert powers == sorted(powers)
    distances = [np.median(unmet(p.values, AIMS)) for p in path]
    assert distances == sorted(distances, reverse=True)


def test_without_targets_that_matter_it_fills_the_cube():
    """A uniform density is left as it is: reflection at the sides favours no place."""
    loose = Aims(AIMS.value, np.full(K, 1e6))
    population = begin([everywhere(2000)], loose, 2000, 3)
    assert population.power == 1.0
    for _ in range(20):
        population = settle(population, simulated(steps(population, 3)[1]), loose, 3)
    assert min(population.made) == 1.0
    quarters = np.quantile(population.points, [0.25, 0.5, 0.75], axis=0)
    assert quarters == pytest.approx(np.tile([[0.25], [0.5], [0.75]], K), abs=0.05)


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 41), st.integers(0, 5), st.integers(0, 9))
def test_one_half_moves_at_a_time_within_the_cube(number, rounds, seed):
    population = begin([everywhere()], AIMS, number, seed)
    population = population._replace(made=(0.5,) * rounds)
    who, to = steps(population, seed)
    assert set(who % 2) == {rounds % 2}
    assert len(who) == (number + (rounds % 2 == 0)) // 2
    assert ((to >= 0.0) & (to <= 1.0)).all()
    assert (to != population.points[who]).any(1).all()


def test_points_beyond_the_sides_are_folded_back():
    found = reflected(np.array([-0.2, 0.0, 0.3, 1.0, 1.25, 2.1, -1.7]))
    assert found == pytest.approx([0.2, 0.0, 0.3, 1.0, 0.75, 0.1, 0.3])


def test_a_place_without_a_value_is_never_taken():
    population = begin([everywhere()], AIMS, 100, 1)
    made = simulated(steps(population, 1)[1])
    made.values[:, 0] = np.nan
    found = settle(population, made, AIMS, 1)
    assert found.made == (0.0,)
    assert np.isfinite(found.values).all()
    silent = everywhere()
    silent.values[:] = np.nan
    with pytest.raises(UserError, match="leave out targets that have no occasion"):
        begin([silent], AIMS, 100, 1)


def test_draws_are_the_population_or_part_of_it():
    found = after(3)
    whole = draws_of(found, [everywhere()], None)
    assert np.array_equal(whole.points, found.points)
    assert whole.power == found.power < 1.0
    some = draws_of(found, [everywhere()], 50)
    assert len(some.points) == 50
    assert np.isin(some.points, found.points).all()


def test_a_schedule_with_moves_asks_for_halves_and_ends_with_the_population():
    def run(points):
        values = points @ np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]).T
        return values, np.full_like(values, 1e-3)

    sizes = {"waves": 1, "generations": 1, "particles": 41, "draws": None}
    schedule = schedule_of([1.0, 1.0], np.array([0.1, 0.1]), **sizes, moves=3)
    rounds = rounds_of(schedule, run)
    assert [len(r.points) for r in rounds] == [30, 41, *[21, 20] * 3]
    assert not len(next_points(schedule, rounds).points)
    found = finish(schedule, rounds).draws
    assert len(found.points) == 41
    last = moved(rounds[:2], rounds[2:], schedule.aims, 41, schedule.seed)
    assert np.array_equal(found.points, last.points)
    assert run(found.points)[0] == pytest.approx(found.values)
