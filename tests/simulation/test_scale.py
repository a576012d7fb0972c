"""Power is relative: its scale changes no decision."""

import jax
import numpy as np
import pytest
from conftest import anything

from simulation.worlds import ALL_ON, MIXED, explained_year
from westphalia.simulation.begin import given_start
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.theories import defensive
from westphalia.world.start import Start
from westphalia.world.state import World


def some_start(scale=1.0):
    rng = np.random.default_rng(4)
    n = 3
    place = rng.uniform(0, 1.5, (n, 2))
    pact = np.zeros((n, n))
    pact[0, 1] = pact[1, 0] = 1.0
    missing = np.full(n, np.nan)
    pair = np.full((n, n), np.nan)
    resources = rng.lognormal(0.0, 0.5, n)
    return Start(
        labels=tuple("ABC"),
        year=1900,
        resources=scale * resources,
        arms=scale * 0.3 * resources * rng.uniform(0.5, 1.5, n),
        burden=missing,
        posture=missing,
        openness=missing,
        capture=missing,
        perceived_defence=missing,
        nuclear=missing,
        distance=np.sqrt(((place[:, None] - place[None]) ** 2).sum(-1)),
        pact=pact,
        pact_age=5.0 * pact,
        belief=pair,
        identity=pair,
        trade=pair,
        institutions=pair,
        stake=pair,
        peace_years=pair,
        rivals=pair,
    )


@pytest.mark.parametrize("scale", [2.0, 1024.0])
def test_power_is_relative_to_the_bit(scale):
    def records(by):
        scene = given_start(some_start(by))
        return Program(Setting(scene, assign(defensive, 3), 25, seed=2)).chunk(np.arange(128))

    one, scaled = records(1.0), records(scale)
    for name in one:
        assert (one[name] == scaled[name]).all(), name
    assert (one["war"] > 0).any()


def test_doubling_all_power_in_any_year_changes_no_decision():
    """Without the pull of growth towards the mean, which is 1 by definition of the unit."""

    def decisions(scale):
        scene = anything(4, 256, 8, MIXED, ALL_ON, temperature_crisis=0.1, convergence=0.0)
        world = scene.world
        scene = scene.having(resources=scale * world.resources, arms=scale * world.arms)
        between, record, roles = explained_year()(scene, 8)
        return between["consequences"], record, roles

    once, record, roles = decisions(1.0)
    twice, same, same_roles = decisions(2.0)
    assert (roles == same_roles).all()
    assert (roles > 0).any()
    for want, have in zip(jax.tree.leaves(record), jax.tree.leaves(same), strict=True):
        assert (want == have).all()
    for name in World._fields:
        assert (getattr(once, name) == getattr(twice, name)).all(), name
