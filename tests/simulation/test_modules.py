"""A module that is off changes nothing, and moves no other's random numbers."""

from dataclasses import fields

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, numbers, streams_of

from simulation.worlds import ALL_ON, MIXED, Relabelled, explained_year, owner_of, unknown_growth
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules
from westphalia.decisions.valuation import weights
from westphalia.mechanisms import crisis, flows
from westphalia.mechanisms.critiques import capture, goals, organisations, regime
from westphalia.simulation import year
from westphalia.simulation.year import step
from westphalia.theories import weighted_sum
from westphalia.world.state import Modules

PEACE = {"limited_war": 0.0, "total_war": 0.0}

#: module -> what it governs, and which other modules govern that too.
GOVERNS = {
    "learning": (["belief"], {}),
    "arming": (["burden"], {"caps": 0.0}),
    "posture": (["posture"], {"signals": 0.0}),
    "signals": (["posture"], {"posture": 0.0}),
    "pacts": (["pact"], PEACE),
    "deals": (["trade"], PEACE),
    "inspections": (["transparency"], PEACE),
    "hotlines": (["hotline"], PEACE),
    "withdrawals": (["withdrawal"], PEACE),
    "caps": (["cap"], PEACE),
    "institutions": (["institutions"], PEACE),
    "identities": (["identity"], {}),
    "annexation": (["alive"], {}),
    "nonstate": (["fear"], {}),
    "leaders": (["leader_temperature", "leader_confidence"], {}),
    "salience": (["salience"], {}),
    "record": (["begun", "foreseen"], {}),
}

#: module -> records in which it must leave no trace.
RECORDS = {
    "limited_war": lambda r: np.isin(r["crisis"], (1, 2)),
    "total_war": lambda r: r["crisis"] == 3,
    "joining": lambda r: np.isin(r["war"], (2, 4)),
}

#: modules whose off state is held against the mechanism itself, below.
OTHERS = {
    *("response", "preventive_war", "accidents", "regime", "organisations", "capture", "goals"),
    "flows",
}


def test_every_module_is_held_to_its_identity():
    assert set(GOVERNS) | set(RECORDS) | OTHERS == {f.name for f in fields(Modules)}


def year_with(seed=3, runs=256, **modules):
    """A year of a random world with some modules switched; others, critiques too, are on."""
    on = {f.name: 1.0 for f in fields(Modules)} | modules
    # hot tempers, so that everything that can happen does
    scene = anything(4, runs, seed, MIXED, Modules(**on), temperature_crisis=0.15, agenda=1.0)
    between, record, _ = explained_year()(scene, seed)
    return scene.world, between, {k: np.asarray(v) for k, v in record.items() if k in PLAIN}


PLAIN = ("resources", "arms", "burden", "alive", "pact", "war", "crisis", "agreements")


@pytest.mark.parametrize("module", GOVERNS)
def test_off_is_the_identity(module):
    governed, others = GOVERNS[module]
    if module == "learning":
        others = {"nonstate": 0.0}
    before, between, _ = year_with(**others, **{module: 0.0})
    _, alive, _ = year_with(**others, **{module: 1.0})
    for name in governed:
        still = np.asarray(getattr(before, name))
        assert (np.asarray(getattr(between["consequences"], name)) == still).all(), name
        moved = np.asarray(getattr(alive["consequences"], name))
        assert (moved != still).any(), f"{name} does not move with {module} on either"


@pytest.mark.parametrize("module", RECORDS)
def test_off_leaves_no_trace(module):
    trace = RECORDS[module]
    _, _, off = year_with(**{module: 0.0})
    _, _, on = year_with(**{module: 1.0})
    assert not trace(off).any()
    assert trace(on).any()


def test_off_is_the_identity_of_the_mechanism_itself():
    off = Modules(**{f.name: 0.0 for f in fields(Modules)})
    scene = anything(4, 8, 1, MIXED, off)
    seen, answer = scene.assessment(), scene.answer()
    one = jnp.ones((4, 8))
    assert (seen.ground.slip == 0).all()  # accidents
    assert all((np.asarray(years) == 1).all() for years in flows.felt(scene.p, off))
    assert (regime.audience(one, scene.p, off) == 1).all()
    assert (regime.suspected(jnp.ones((4, 4, 8)), scene.p, off) == 1).all()
    assert (capture.inflated(one, scene.p, off) == 1).all()
    assert (goals.prestige(one, scene.p, off) == 0).all()
    assert (answer.strength == 0).all()  # response
    assert (answer.belief == 0).all()
    interest, treasury, military = np.random.default_rng(0).dirichlet(np.ones(5), (3, 4, 8))
    chances = [jnp.swapaxes(jnp.asarray(v), 1, 2) for v in (interest, treasury, military)]
    same = organisations.compromise(*chances, scene.p, off)
    assert (same == chances[0]).all()
    mixed = organisations.compromise(*chances, scene.p, ALL_ON)
    assert np.asarray(mixed.sum(1)) == pytest.approx(1.0, abs=1e-6)
    assert (mixed != chances[0]).any()


def test_preventive_war_off_is_blind_to_growth():
    def total(preventive, growth):
        mods = Modules(preventive_war=preventive)
        scene = anything(4, 8, 1, MIXED, mods).having(growth=0.0)
        rates = jnp.asarray(growth)[:, None]
        scene = scene.having(growth=jnp.broadcast_to(rates, (4, 8)))
        none = jnp.zeros((4, 4, 8))
        offered = crisis.options(
            *(scene.world, scene.assessment(), scene.answer()),
            weights(scene.agents, scene.p.greed * scene.world.greedy),
            *(none, jnp.ones((4, 8)), none + 1.0, scene.p, scene.mods),
        )[0]
        return np.asarray(offered.terms["survival"])[:, 1 + 4 :]

    flat, rising = [0.0, 0.0, 0.0, 0.0], [0.0, 0.06, 0.0, 0.0]
    assert (total(0.0, flat) == total(0.0, rising)).all()
    assert (total(0.0, rising) == 0.0).all()
    assert (total(1.0, rising) > total(1.0, flat)).any()


class Recorded(Relabelled):
    """The random numbers of a year as they are, with a list of what was asked for."""

    def __init__(self, streams, n):
        super().__init__(streams, jnp.arange(n), n)
        self.asked = {}

    def _again(self, tree):
        return tree

    def two(self, name, *shape):
        return self._keep(name, shape, super().two(name, *shape))

    def uniform(self, name, *shape):
        return self._keep(name, shape, super().uniform(name, *shape))

    def normal(self, name, *shape):
        return self._keep(name, shape, super().normal(name, *shape))

    def pair(self, name, n):
        return self._keep(name, (n,), super().pair(name, n))

    def lots(self, name, n):
        return self._keep(name, (n,), super().lots(name, n))

    def uniform_for(self, name, which, n):
        return self.streams.uniform_for(name, which, n)

    def _keep(self, name, shape, numbers_):
        self.asked[f"{name} {shape}"] = numbers_
        return numbers_


def test_no_switch_moves_the_random_numbers_of_another(monkeypatch):
    n, runs = 4, 16
    # no stage apart from the others, so that what is asked for can be given back
    monkeypatch.setattr(year, "KEPT", {})

    @jax.jit
    def draws(scene, seed):
        recorded = Recorded(streams_of(seed, runs), n)
        given_ = Given(
            scene.agents, owner_of(n), scene.p, scene.mods, recorded, unknown_growth(scene)
        )
        step(scene.world, given_, Rules(Draw(), (weighted_sum,)))
        return recorded.asked

    scene = anything(n, runs, 2, MIXED, ALL_ON)
    base = draws(scene, 2)
    assert len(base) > 15
    for f in fields(Modules):
        switched = Modules(**{g.name: float(g.name != f.name) for g in fields(Modules)})
        found = draws(scene._replace(mods=numbers(switched)), 2)
        assert found.keys() == base.keys()
        for name, values in jax.tree.map(np.asarray, base).items():
            for want, have in zip(
                jax.tree.leaves(values), jax.tree.leaves(found[name]), strict=True
            ):
                assert (want == np.asarray(have)).all(), (f.name, name)


def test_a_switch_that_acts_at_the_years_end_changes_nothing_before():
    """Common random numbers: identities move last, so the rest of their year is the same."""
    _, _, on = year_with(identities=1.0)
    _, _, off = year_with(identities=0.0)
    for name in PLAIN:
        assert (on[name] == off[name]).all(), name
