"""The driver of years: how runs begin, what every year is given, and what a turn changes.

A world here is whatever a test makes it, and a year what the test says: nothing of the model runs.
"""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, numbers
from decisions.years import RULES
from limits import close

from westphalia.simulation import begin, driver
from westphalia.simulation.driver import Inputs, LaterChange
from westphalia.world.state import Modules

N, YEARS = 3, 4


def inputs_of(runs=(0, 1, 2), seed=5, scene=None, **parameters):
    """Three equal states in some runs; the growth of year y of state i is y + i / 10."""
    _, agents, p, mods = equals(N, **parameters)
    growth = np.arange(1, YEARS + 1)[:, None] + 0.1 * np.arange(N)[None, :]
    figures = begin.figures_of(N, {"resources": np.ones(N)}) if scene is None else scene
    which = jnp.asarray(runs, jnp.uint32)
    growth = jnp.asarray(growth, float)[:, :, None]
    return Inputs(
        figures, agents, jnp.zeros(N), p, mods, jnp.uint32(seed), which, jnp.int32(YEARS), growth
    )


@pytest.fixture
def started(monkeypatch):
    """Runs begin with a world that says what it was begun with."""

    def begun(figures, streams, agents, p, mods):
        return {
            "figures": figures["resources"],
            "draw": streams.uniform("start/type", N),
            "year": streams.year,
            "agents": agents.prior,
            "count": jnp.float32(0.0),
        }

    monkeypatch.setattr(driver, "begin", begun)


def counting(world, given):
    """A year that counts, and keeps what it was given."""
    kept = {
        "year": given.streams.year,
        "growth": given.growth,
        "count": world["count"],
        "draw": given.streams.uniform("issues", N),
    }
    return {**world, "count": world["count"] + 10.0}, kept


def test_runs_begin_with_the_numbers_of_year_0_and_agents_as_wide_as_the_runs(started):
    found = driver.begin_runs(inputs_of(), None)
    assert int(found.world["year"]) == 0
    assert found.world["agents"].shape == found.agents.survival.shape == (N, 3)
    assert found.world["figures"] is found.figures["resources"]
    assert found.keys[0].shape == (3,)


class Dice:
    """A scene that draws resources and knows no distances."""

    n = N

    def figures(self, streams):
        drawn = streams.uniform("start/resources", N)
        return {**begin.figures_of(N, {}), "resources": drawn, "posture": 0.0 * drawn + 0.25}


def test_a_scene_is_drawn_where_it_is_not_given(started):
    drawn = driver.begin_runs(inputs_of()._replace(scene=None), Dice()).figures
    given = begin.figures_of(N, {"resources": np.asarray([np.nan, 2.0, np.nan])})
    found = driver.begin_runs(inputs_of(scene=given), Dice()).figures
    assert (found["resources"][1] == 2.0).all()
    assert (found["resources"][0] == drawn["resources"][0]).all()
    assert len(np.unique(drawn["resources"])) == 9
    assert (found["posture"] == 0.25).all()
    alone = driver.begin_runs(inputs_of(scene=given), None).figures
    assert alone is given


def test_years_follow_each_other_each_with_its_growth_and_its_number(started):
    begun, kept = driver.run_years(inputs_of(), None, counting)
    assert kept["year"].tolist() == [1, 2, 3, 4]
    assert kept["count"].tolist() == [0.0, 10.0, 20.0, 30.0]
    assert float(begun.world["count"]) == 0.0
    for year in range(YEARS):
        by_hand = [year + 1.0 + 0.1 * i for i in range(N)]
        assert kept["growth"][year, :, 0].tolist() == close(by_hand)
    assert len(np.unique(kept["draw"])) == YEARS * N * 3


@pytest.mark.parametrize("years", range(1, YEARS))
def test_fewer_years_are_the_first_of_more_and_leave_the_rest_of_the_room_empty(started, years):
    _, whole = driver.run_years(inputs_of(), None, counting)
    inputs = inputs_of()._replace(years=jnp.int32(years))
    _, kept = driver.run_years(inputs, None, counting)
    for name, values in kept.items():
        assert (values[:years] == whole[name][:years]).all(), name
        assert (values[years:] == 0.0).all(), name


def test_a_run_has_the_same_numbers_in_any_company_and_others_under_another_seed(started):
    def lived(runs, seed):
        inputs = inputs_of(runs, seed)._replace(years=jnp.int32(2))
        begun, kept = driver.run_years(inputs, None, counting)
        return np.concatenate([begun.world["draw"][None], kept["draw"][:2]])

    alone = lived((17,), 5)[..., 0]
    assert (lived((17, 3), 5)[..., 0] == alone).all()
    assert (lived((3, 17), 5)[..., 1] == alone).all()
    assert (lived((17,), 6)[..., 0] != alone).all()


def test_a_turn_imposes_its_figures_once_and_its_parameters_and_modules_from_then_on(
    monkeypatch,
):
    """Every year the world goes back to a posture of 0.3, so that an imposed one shows its year."""
    scene = equals(N)
    monkeypatch.setattr(driver, "begin", lambda *_: scene.world)
    later = numbers(replace(scene.p, greed=0.75))
    known = begin.figures_of(N, {"posture": np.asarray([np.nan, 0.8, np.nan])})
    later = LaterChange(3, known, later, numbers(Modules(pacts=0.0)))

    def observe(world, given):
        after = world._replace(posture=0.0 * world.posture + 0.3)
        return after, (world.posture[:, 0], given.p.greed, given.mods.pacts)

    inputs = inputs_of(runs=(0,))._replace(mods=numbers(Modules()))
    posture, greed, pacts = driver.run_years(inputs, None, observe, later)[1]
    assert posture[:, 1].tolist() == close([0.3, 0.3, 0.8, 0.3])
    assert posture[:, 0].tolist() == close([0.3] * 4)
    before = float(scene.p.greed)
    assert greed.tolist() == close([before, before, 0.75, 0.75])
    assert pacts.tolist() == [1.0, 1.0, 0.0, 0.0]
    alone = driver.run_years(inputs, None, observe)[1]
    assert alone[1].tolist() == close([before] * 4)
    assert alone[0][:, 1].tolist() == close([0.3] * 4)


def test_without_a_turn_a_year_is_as_it_was():
    world, given = object(), object()
    assert driver.apply_change(world, given, 3, None) == (world, given)


@pytest.mark.parametrize("year", [1, 3])
def test_runs_are_taken_to_the_beginning_of_a_year_and_it_is_not_lived(started, monkeypatch, year):
    """A year adds its own number, so that the sum says which years were lived."""

    def step(world, given, rules):
        assert rules is RULES
        year = given.streams.year.astype(float)
        return {**world, "count": world["count"] + year}, {"no": "record"}

    monkeypatch.setattr(driver, "step", step)
    world, given = driver.run_until(inputs_of(), None, jnp.int32(year), RULES)
    assert float(world["count"]) == sum(range(1, year))
    assert int(given.streams.year) == year
    assert given.growth[:, 0].tolist() == close([year, year + 0.1, year + 0.2])
