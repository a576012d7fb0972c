"""The driver of years: how runs begin, what every year is given, and what a later change changes.

A world here is whatever a test makes it, and a year what the test says: nothing of the model runs.
"""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, numbers
from limits import close

from westphalia.simulation import begin, driver, ensemble
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.driver import Ahead, Start
from westphalia.simulation.ensemble import LaterChange, Program, Setting
from westphalia.theories import defensive
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules

N, YEARS = 3, 4


def start_of(runs=(0, 1, 2), seed=5, scene=None, **parameters):
    """Three equal states in some runs."""
    _, agents, p, mods = equals(N, **parameters)
    figures = begin.figures_of(N, {"resources": np.ones(N)}) if scene is None else scene
    return Start(figures, agents, p, mods, jnp.uint32(seed), jnp.asarray(runs, jnp.uint32))


def ahead_of(runs=(0, 1, 2), seed=5, years=YEARS, first=1):
    """Runs whose worlds count; the growth of year y of state i is y + i / 10."""
    start = start_of(runs, seed)
    keys, _, world = driver.begin_runs(start, None)
    growth = np.arange(first, first + YEARS)[:, None] + 0.1 * np.arange(N)[None, :]
    growth = jnp.asarray(growth, float)[:, :, None]
    given = jnp.zeros(N), start.p, start.mods, growth, jnp.int32(first), jnp.int32(years)
    return Ahead(world, keys, start.agents, *given)


@pytest.fixture
def started(monkeypatch):
    """Runs begin with a world whose arms count, and whose other figures say what it was begun
    with."""

    def begun(figures, streams, agents, p, mods):
        plain = equals(N).world
        return plain._replace(
            resources=figures["resources"],
            growth=streams.uniform("start/type", N),
            fear=streams.year + 0.0 * plain.fear,
            burden=agents.prior,
            arms=0.0 * agents.prior,
        )

    monkeypatch.setattr(driver, "begin", begun)


def counting(world, given):
    """A year that counts, and keeps what it was given."""
    kept = {
        "year": given.streams.year,
        "growth": given.growth,
        "count": world.arms[0, 0],
        "draw": given.streams.uniform("issues", N),
    }
    return world._replace(arms=world.arms + 10.0), kept


def test_runs_begin_with_the_numbers_of_year_0_and_agents_as_wide_as_the_runs(started):
    found = driver.begin_runs(start_of(), None)
    assert (found.world.fear == 0.0).all()
    assert found.world.burden.shape == (N, 3)
    assert found.world.resources is found.figures["resources"]
    assert found.keys[0].shape == (3,)


class Dice:
    """A scene that draws resources and knows no distances."""

    n = N

    def figures(self, streams):
        drawn = streams.uniform("start/resources", N)
        return {**begin.figures_of(N, {}), "resources": drawn, "posture": 0.0 * drawn + 0.25}


def test_a_scene_is_drawn_where_it_is_not_given(started):
    drawn = driver.begin_runs(start_of()._replace(scene=None), Dice()).figures
    given = begin.figures_of(N, {"resources": np.asarray([np.nan, 2.0, np.nan])})
    found = driver.begin_runs(start_of(scene=given), Dice()).figures
    assert (found["resources"][1] == 2.0).all()
    assert (found["resources"][0] == drawn["resources"][0]).all()
    assert len(np.unique(drawn["resources"])) == 9
    assert (found["posture"] == 0.25).all()
    alone = driver.begin_runs(start_of(scene=given), None).figures
    assert alone is given


def test_years_follow_each_other_each_with_its_growth_and_its_number(started):
    after, kept = driver.run_years(ahead_of(), counting)
    assert kept["year"].tolist() == [1, 2, 3, 4]
    assert kept["count"].tolist() == [0.0, 10.0, 20.0, 30.0]
    assert (after.arms == 40.0).all()
    for year in range(YEARS):
        by_hand = [year + 1.0 + 0.1 * i for i in range(N)]
        assert kept["growth"][year, :, 0].tolist() == close(by_hand)
    assert len(np.unique(kept["draw"])) == YEARS * N * 3


@pytest.mark.parametrize("years", range(1, YEARS))
def test_fewer_years_are_the_first_of_more_and_leave_the_rest_of_the_room_empty(started, years):
    _, whole = driver.run_years(ahead_of(), counting)
    after, kept = driver.run_years(ahead_of(years=years), counting)
    assert (after.arms == 10.0 * years).all()
    for name, values in kept.items():
        assert (values[:years] == whole[name][:years]).all(), name
        assert (values[years:] == 0.0).all(), name


@pytest.mark.parametrize("years", range(1, YEARS))
def test_years_in_two_goes_are_those_in_one(started, years):
    after, whole = driver.run_years(ahead_of(), counting)
    between, early = driver.run_years(ahead_of(years=years), counting)
    rest = ahead_of(first=years + 1, years=YEARS - years)._replace(world=between)
    there, late = driver.run_years(rest, counting)
    assert (there.arms == after.arms).all()
    for name, values in whole.items():
        parts = early[name][:years], late[name][: YEARS - years]
        assert (np.concatenate(parts) == values).all(), name


def test_a_run_has_the_same_numbers_in_any_company_and_others_under_another_seed(started):
    def lived(runs, seed):
        ahead = ahead_of(runs, seed, years=2)
        kept = driver.run_years(ahead, counting)[1]
        return np.concatenate([ahead.world.growth[None], kept["draw"][:2]])

    alone = lived((17,), 5)[..., 0]
    assert (lived((17, 3), 5)[..., 0] == alone).all()
    assert (lived((3, 17), 5)[..., 1] == alone).all()
    assert (lived((17,), 6)[..., 0] != alone).all()


# A program goes through its years


def lived(monkeypatch, years, until, later=None):
    """A program of three states, whose years count and go back to a posture of 0.3, so that an
    imposed one shows its year: what it kept, and how many years it went through at a time."""
    growth = np.arange(1.0, years + 1.0)[:, None] + 0.1 * np.arange(N)
    setting = Setting(RandomWorld(N), (defensive,) * N, years, growth=growth)
    program, scene, goes = Program(setting), equals(N), []
    monkeypatch.setattr(driver, "begin", lambda *_: scene.world)
    monkeypatch.setattr(ensemble, "_impose", lambda *given: begin.impose_figures(*given))

    def one(world, given):
        kept = {
            "year": given.streams.year,
            "growth": given.growth[:, 0],
            "posture": world.posture[:, 0],
            "greed": given.p.greed,
            "pacts": given.mods.pacts,
            "count": world.fear[0, 0],
        }
        return world._replace(posture=0.0 * world.posture + 0.3, fear=world.fear + 1.0), kept

    def through(ahead):
        goes.append(int(ahead.years))
        return driver.run_years(jax.tree.map(jnp.asarray, ahead), one)

    start = program.start(np.zeros(1))
    begun = driver.begin_runs(start, RandomWorld(N))
    given = start.agents, np.zeros(N), start.p, start.mods
    ahead = Ahead(begun.world, begun.keys, *given, program._growth_from(1), np.int32(1), None)
    return *program.go(ahead, until, through, later), goes


@pytest.mark.parametrize(
    ("years", "until", "goes"),
    [
        (25, 25, [25]),
        (25, 7, [7]),
        (26, 26, [26]),
        (50, 50, [50]),
        (51, 51, [50, 1]),
        (120, 120, [50, 50, 20]),
    ],
)
def test_a_program_goes_through_all_years_in_as_many_goes_as_there_is_room_for(
    monkeypatch, years, until, goes
):
    ahead, kept, found = lived(monkeypatch, years, until)
    assert found == goes
    assert kept["year"].tolist() == list(range(1, until + 1))
    assert kept["count"].tolist() == list(range(until))
    assert kept["growth"][:, 1] == close(np.arange(1.1, until + 1))
    assert int(ahead.first) == until + 1


def test_no_year_keeps_nothing(monkeypatch):
    ahead, kept, goes = lived(monkeypatch, 4, 0)
    assert (kept, goes, int(ahead.first)) == (None, [], 1)


def change(year):
    """The second state takes another posture, greed is more, and there are no pacts."""
    later = numbers(replace(Parameters(), greed=0.75))
    known = numbers(begin.figures_of(N, {"posture": np.asarray([np.nan, 0.8, np.nan])}))
    return LaterChange(year, known, later, numbers(Modules(pacts=0.0)))


@pytest.mark.parametrize(("year", "goes"), [(2, [1, 3]), (3, [2, 2]), (4, [3, 1]), (5, [4])])
def test_a_change_imposes_its_figures_once_and_its_parameters_and_modules_from_then_on(
    monkeypatch, year, goes
):
    _, kept, found = lived(monkeypatch, 4, 4, change(year))
    assert found == goes
    since = np.arange(1, 5) >= year
    before = Parameters().greed
    assert kept["posture"][:, 1].tolist() == close(np.where(np.arange(1, 5) == year, 0.8, 0.3))
    assert kept["posture"][:, 0].tolist() == close([0.3] * 4)
    assert kept["greed"].tolist() == close(np.where(since, 0.75, before))
    assert kept["pacts"].tolist() == np.where(since, 0.0, 1.0).tolist()


def test_a_change_in_the_first_year_and_one_where_there_is_no_more_room(monkeypatch):
    _, kept, goes = lived(monkeypatch, 60, 60, change(1))
    assert goes == [50, 10]
    assert kept["posture"][0, 1] == close(0.8)
    assert (kept["pacts"] == 0.0).all()
    _, kept, goes = lived(monkeypatch, 60, 60, change(51))
    assert goes == [50, 10]
    assert np.flatnonzero(kept["posture"][:, 1] > 0.5).tolist() == [50]
