"""What holds in any world: symmetry, conservation, chances, switches, scale, reproducibility."""

from dataclasses import fields
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, luck, numbers
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from westphalia.mechanisms import (
    alignment,
    arming,
    bargaining,
    contest,
    cooperation,
    crisis,
    learning,
    pledges,
    response,
    signals,
    threat,
)
from westphalia.mechanisms.critiques import capture, goals, organisations, regime
from westphalia.mechanisms.terms import ITEMS
from westphalia.simulation.begin import RandomWorld, given_start
from westphalia.simulation.choosers import Draw
from westphalia.simulation.ensemble import Program, Setting, assign
from westphalia.simulation.frame import Given, Rules, Year
from westphalia.simulation.year import YEAR, step
from westphalia.theories import BASELINES, THEORIES, defensive, weighted_sum
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters
from westphalia.world.start import Start
from westphalia.world.state import Modules, World

#: Few, and not shrunk: an example is a whole world, and its seed says it all.
FEW = settings(
    max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
MANY = settings(max_examples=60, deadline=None, derandomize=True)
ALL_ON = Modules(**{f.name: 1.0 for f in fields(Modules)})
MIXED = tuple(THEORIES.values())
seeds = st.integers(0, 10_000)


def owner_of(n):
    return jnp.zeros(n)


def unknown_growth(scene):
    return jnp.full_like(scene.world.arms, jnp.nan)


# Relabelling the states relabels the results


def relabelled(tree, order, n):
    """Every array with all axes of length n, but not the runs, in another order."""

    def one(array):
        for axis in range(array.ndim - 1):
            if array.shape[axis] == n:
                array = jnp.take(array, order, axis=axis)
        return array

    return jax.tree.map(one, tree)


class Relabelled:
    """The random numbers of a year, in another order of the states."""

    def __init__(self, streams, order, n):
        self.streams, self.order, self.n = streams, order, n
        self.year = streams.year

    def _again(self, tree):
        return relabelled(tree, self.order, self.n)

    def two(self, *args):
        return self._again(self.streams.two(*args))

    def uniform(self, *args):
        return self._again(self.streams.uniform(*args))

    def normal(self, *args):
        return self._again(self.streams.normal(*args))

    def pair(self, *args):
        return self._again(self.streams.pair(*args))

    def uniform_for(self, name, which, n):
        whole = self.uniform(name, n, n)
        return jnp.take_along_axis(whole, which[None, None, :], 0)[0]


class Unordered:
    """Draws among targets without regard to their order: by the largest of chance over noise.

    `Draw` walks down a list of targets, so with the same numbers another order of the list is
    another draw. Quiet years are made rare, so that much happens.
    """

    def __init__(self, noise, order, n):
        places = jnp.concatenate([jnp.zeros(1, order.dtype), 1 + order, 1 + n + order])
        self.noise = noise[order][:, places]

    def pick(self, decision, chances, u, war=None):
        if decision != "challenge":
            return Draw().pick(decision, chances, u)
        score = jnp.log(chances) + self.noise
        score = score.at[:, 0].add(-3.0)
        return (score >= score.max(1, keepdims=True)).astype(chances.dtype)

    def consent(self, decision, chance, u):
        return Draw().consent(decision, chance, u)


@cache
def a_year(serial):
    """A compiled year of six states in any order, all modules on."""
    n = 6

    @jax.jit
    def one(scene, seed, order, noise):
        runs = scene.world.arms.shape[1]
        streams = luck(seed, runs)
        given_ = Given(
            scene.mind,
            owner_of(n),
            scene.p,
            scene.mods,
            Relabelled(streams, order, n),
            unknown_growth(scene),
        )
        rules = Rules(Unordered(noise, order, n), (weighted_sum,), serial=serial)
        return step(scene.world, given_, rules)

    return one


@pytest.mark.parametrize("serial", [False, True])
def test_relabelling_the_states_relabels_a_year(serial):
    n, runs, wars, joins, pacts = 6, 16, 0, 0, 0

    @FEW
    @given(st.permutations(range(n)), seeds)
    def holds(order, seed):
        nonlocal wars, joins, pacts
        with jax.enable_x64(True):
            theories = tuple(MIXED[k % len(MIXED)] for k in range(n))
            scene = anything(n, runs, seed, theories, ALL_ON)
            rng = np.random.default_rng(seed)
            noise = jnp.asarray(rng.gumbel(size=(n, 1 + 2 * n, runs)))
            same, other = jnp.arange(n), jnp.asarray(order)
            expected = relabelled(a_year(serial)(scene, seed, same, noise), other, n)
            moved = scene._replace(
                world=relabelled(scene.world, other, n), mind=relabelled(scene.mind, other, n)
            )
            found = a_year(serial)(moved, seed, other, noise)
            names = [*World._fields, *sorted(expected[1])]
            pairs = zip(names, jax.tree.leaves(expected), jax.tree.leaves(found), strict=True)
            for name, want, have in pairs:
                np.testing.assert_allclose(have, want, rtol=1e-8, atol=1e-10, err_msg=name)
            war = np.asarray(found[1]["war"])
            wars, joins = wars + (war == 1).sum(), joins + np.isin(war, (2, 4)).sum()
            pacts += np.asarray(found[1]["pact"]).sum()

    holds()
    assert wars > 20
    assert joins > 5
    assert pacts > 50


def everything_seen(scene):
    """The assessment and the options of every decision of a year."""
    world, mind, p, mods = scene
    seen, n = threat.assess(world, mind, p, mods), world.arms.shape[0]
    rho = pledges.balancing_expected(world)
    answer = response.respond(world, seen, rho, p, mods)
    helped = alignment.helps(world, seen, p)
    none = jnp.zeros_like(world.belief)
    return {
        "seen": seen,
        "answer": answer,
        "pacts": alignment.options(world, seen, helped, p, mods),
        "arms": arming.options(world, seen, answer, mind, p, mods),
        "crisis": crisis.options(
            world, seen, answer, mind, none, jnp.ones((n, none.shape[-1])), p, mods
        ),
        "agreements": cooperation.accepted(world, seen, answer, mind, p, mods),
        "compliance": cooperation.compliance(world, seen, answer, mind, p),
        "signal": signals.options(world, seen, answer, p, mods),
        "beliefs": learning.observe(world, mind, p, mods),
        "reviewed": alignment.reviewed(world, seen, rho, p, mods),
    }


def test_relabelling_the_states_relabels_what_they_see_and_may_do():
    n = 4
    look = jax.jit(everything_seen)

    @FEW
    @given(st.permutations(range(n)), seeds)
    def holds(order, seed):
        with jax.enable_x64(True):
            scene = anything(n, 7, seed, MIXED, ALL_ON)
            order = jnp.asarray(order)
            moved = scene._replace(
                world=relabelled(scene.world, order, n), mind=relabelled(scene.mind, order, n)
            )
            expected, found = relabelled(look(scene), order, n), look(moved)
            paths = jax.tree_util.tree_leaves_with_path(expected)
            for (path, want), have in zip(paths, jax.tree.leaves(found), strict=True):
                where = jax.tree_util.keystr(path)
                np.testing.assert_allclose(have, want, rtol=1e-9, atol=1e-12, err_msg=where)

    holds()


# Conservation, and chances that are chances


@cache
def explained_year(serial=False):
    """A compiled year with its record of decisions, and the world between its stages."""

    @jax.jit
    def one(scene, seed):
        world = scene.world
        streams = luck(seed, world.arms.shape[1])
        n = world.arms.shape[0]
        given_ = Given(scene.mind, owner_of(n), scene.p, scene.mods, streams, unknown_growth(scene))
        rules = Rules(Draw(), (weighted_sum,), serial=serial, explain=True)
        year, between = Year(world=world, record={}), {}
        for name, stage in YEAR:
            year = stage(year, given_, rules)
            between[name] = year.world
        return between, year.record, year.fought.roles

    return one


def drawn_parameters(seed, runs, ends=False):
    """Parameters anywhere within their limits, other ones in every run."""
    rng = np.random.default_rng(seed)
    values = {}
    for name, about in ABOUT.items():
        share = rng.integers(0, 2, runs) if ends else rng.uniform(0.0, 1.0, runs)
        values[name] = about.least + (about.most - about.least) * share
    return numbers(Parameters(**values))


@FEW
@given(seeds)
def test_peaceful_years_conserve_resources_and_shares_always_add_up(seed):
    scene = anything(4, 64, seed, MIXED, ALL_ON)
    between, _, roles = explained_year()(scene, seed)
    before, after = between["shocks"], between["war and joining"]
    peace = np.asarray(roles == 0).all((0, 1))
    assert peace.sum() > 0
    assert (after.resources == before.resources)[:, peace].all()
    assert (after.alive == before.alive)[:, peace].all()
    for name, world in between.items():
        total = np.asarray(world.stake + world.stake.swapaxes(0, 1))
        alive = np.asarray(world.alive[:, None] * world.alive[None, :])
        live = (alive > 0) & ~np.eye(4, dtype=bool)[:, :, None]
        assert total[live] == pytest.approx(1.0, abs=1e-5), name
        assert ((world.stake >= 0) & (world.stake <= 1)).all(), name
    end = between["consequences"]
    shares = np.asarray((end.resources * end.alive).sum(0) / end.alive.sum(0))
    assert shares == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("ends", [False, True])
def test_chances_are_chances_whatever_the_parameters(ends):
    @FEW
    @given(seeds)
    def holds(seed):
        runs = 64
        scene = anything(4, runs, seed, MIXED, ALL_ON)
        scene = scene._replace(p=drawn_parameters(seed, runs, ends))
        between, record, _ = explained_year()(scene, seed)
        for name in (*ITEMS, "signal", "align", "arm", "claim", "total war"):
            note = record[name]
            chance = np.asarray(note.chance)
            assert ((chance >= 0) & (chance <= 1 + 1e-6)).all(), name
            assert np.isfinite(np.asarray(note.value)).all(), name
            assert np.isin(np.asarray(note.choice), (0.0, 1.0)).all(), name
        assert np.asarray(record["arm"].chance.sum(1)) == pytest.approx(1.0, abs=1e-5)
        challenges = record["claim"].chance.sum(1) + record["total war"].chance.sum(1)
        assert (challenges <= 1 + 1e-5).all()
        # nobody does what is not allowed
        for name in ("signal", "align", "arm", "claim", "total war"):
            note = record[name]
            done = note.choice * (1 - note.allowed)
            if name in ("arm", "claim", "total war"):
                assert not np.asarray(done).any(), name
        for name, world in between.items():
            for share in ("posture", "belief", "transparency", "institutions", "pact", "fear"):
                values = np.asarray(getattr(world, share))
                assert ((values >= 0) & (values <= 1)).all(), (name, share)
            assert (np.abs(world.identity) <= 1 + 1e-6).all(), name
            assert ((world.threat >= 0) & (world.threat < 1)).all(), name

    holds()


shares = st.floats(0.0, 1.0)
inner = st.floats(0.01, 0.99)
costs = st.floats(0.001, 3.0)
evidence = st.floats(-30.0, 30.0)


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(inner, shares, costs, costs)
def test_a_claim_is_a_share_and_its_risk_a_chance(chance, share, cost, top):
    made = bargaining.claim(*f32(chance, share, cost, top))
    assert chance - 1e-6 <= made.demand <= 1.0
    assert 0.0 <= made.war <= 1.0
    # a credible claim is worth more than what one has
    assert made.credible == 0.0 or made.gain > -1e-6
    seen = bargaining.expected_claim(*f32(chance, share, top, top, 0.1))
    assert 0.0 <= seen.credible <= 1.0
    assert 0.0 <= seen.war <= 1.0


@MANY
@given(inner, evidence, evidence)
def test_evidence_adds_up_and_is_weighed_in_the_right_direction(belief, one, other):
    b, x, y = f32(belief, one / 4, other / 4)
    after = learning.bayes(b, x)
    assert 0.0 <= after <= 1.0
    assert abs(learning.bayes(after, y) - learning.bayes(b, x + y)) < 1e-3
    assert (after - b) * x >= -1e-6
    assert abs(response.shift(b, x) - (after - b)) < 1e-5


@MANY
@given(st.floats(1e-4, 10.0), st.floats(1e-4, 10.0), st.floats(1.01, 3.0))
def test_strength_never_hurts_in_a_contest(own, rival, more):
    p = Parameters()
    now = contest.log_odds(*f32(own, rival), p)
    assert contest.log_odds(*f32(own * more, rival), p) > now
    assert contest.log_odds(*f32(own, rival * more), p) < now
    assert 0.0 <= contest.chance(now) <= 1.0


@MANY
@given(inner, st.floats(0.0, 3.0), st.floats(0.01, 5.0), st.floats(0.0, 5.0))
def test_a_pledge_never_hurts_and_is_never_worth_more_than_the_threat(danger, steep, met, brings):
    exposure, steep_, met_, brings_ = f32(danger, steep, met, brings)
    worth = alignment.covered(exposure, steep_, met_, brings_, f32(0.0)[0])
    assert -1e-6 <= worth <= danger + 1e-5
    twice = alignment.covered(exposure, steep_, met_, 2 * brings_, f32(0.0)[0])
    assert worth - 1e-6 <= twice <= 2 * worth + 1e-6


# A module that is off changes nothing, and moves no other's random numbers

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
    "leaders": (["leader_heat", "leader_confidence"], {}),
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
}


def test_every_module_is_held_to_its_identity():
    assert set(GOVERNS) | set(RECORDS) | OTHERS == {f.name for f in fields(Modules)}


def year_with(seed=3, runs=256, **modules):
    """A year of a random world with some modules switched; others, critiques too, are on."""
    on = {f.name: 1.0 for f in fields(Modules)} | modules
    # hot tempers, so that everything that can happen does
    scene = anything(4, runs, seed, MIXED, Modules(**on), heat_crisis=0.15, agenda=1.0)
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
    seen, answer = scene.seen(), scene.answer()
    one = jnp.ones((4, 8))
    assert (seen.ground.slip == 0).all()  # accidents
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
            *(scene.world, scene.seen(), scene.answer(), scene.mind),
            *(none, jnp.ones((4, 8)), scene.p, scene.mods),
        )
        return np.asarray(offered.total.terms["survival"])

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

    def uniform_for(self, name, which, n):
        return self.streams.uniform_for(name, which, n)

    def _keep(self, name, shape, numbers_):
        self.asked[f"{name} {shape}"] = numbers_
        return numbers_


def test_no_switch_moves_the_random_numbers_of_another():
    n, runs = 4, 16

    @jax.jit
    def draws(scene, seed):
        recorded = Recorded(luck(seed, runs), n)
        given_ = Given(
            scene.mind, owner_of(n), scene.p, scene.mods, recorded, unknown_growth(scene)
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


# Extreme parameters


@pytest.mark.parametrize("theory", [*THEORIES.values(), BASELINES["random"]], ids=lambda t: t.name)
def test_nothing_breaks_at_the_ends_of_the_limits(theory):
    """Each parameter at each end alone, and then corners of all of them together."""
    n, width = 6, 128
    program = Program(Setting(RandomWorld(n), assign(theory, n), 20, seed=1, modules=ALL_ON))
    ends = [(name, end) for name in ABOUT for end in ("least", "most")]
    batches = [ends[at : at + width] for at in range(0, len(ends), width)]
    for batch in (*batches, []):
        p = drawn_parameters(7, width, ends=True)
        if batch:
            alone = {name: np.full(width, DEFAULTS[name], np.float32) for name in ABOUT}
            for k, (name, end) in enumerate(batch):
                alone[name][k] = getattr(ABOUT[name], end)
            p = Parameters(**alone)
        records = program.chunk(np.arange(width), p)
        for name, values in records.items():
            if values.dtype.kind != "f":
                continue
            bad = sorted(set(np.nonzero(~np.isfinite(values))[-1].tolist()))
            offenders = [batch[k] if k < len(batch) else f"corner {k}" for k in bad]
            assert not bad, f"{name} is not finite at {offenders}"
        assert (records["resources"] >= 0).all()
        assert ((records["burden"] > 0) & (records["burden"] <= 0.6)).all()


# Scale


def some_start(scale=1.0):
    rng = np.random.default_rng(4)
    n = 5
    place = rng.uniform(0, 1.5, (n, 2))
    pact = np.zeros((n, n))
    pact[0, 1] = pact[1, 0] = 1.0
    missing = np.full(n, np.nan)
    pair = np.full((n, n), np.nan)
    resources = rng.lognormal(0.0, 0.5, n)
    return Start(
        labels=tuple("ABCDE"),
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
    )


@pytest.mark.parametrize("scale", [2.0, 1024.0])
def test_power_is_relative_to_the_bit(scale):
    def records(by):
        scene = given_start(some_start(by))
        return Program(Setting(scene, assign(defensive, 5), 25, seed=2)).chunk(np.arange(128))

    one, scaled = records(1.0), records(scale)
    for name in one:
        assert (one[name] == scaled[name]).all(), name
    assert (one["war"] > 0).any()


def test_doubling_all_power_in_any_year_changes_no_decision():
    """Without the pull of growth towards the mean, which is 1 by definition of the unit."""

    def decisions(scale):
        scene = anything(4, 256, 8, MIXED, ALL_ON, heat_crisis=0.1, convergence=0.0)
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


# The same seed gives the same result


def test_the_same_seed_gives_the_same_run_in_any_company():
    setting = Setting(RandomWorld(4), MIXED, 15, seed=9)

    def runs(count, workers):
        chunks = list(Program(setting).chunks(count, workers=workers))
        return {k: np.concatenate([c[k] for c in chunks], -1) for k in chunks[0]}

    few, many, alone = runs(50, 1), runs(200, 2), runs(200, 1)
    for name in few:
        assert few[name].shape[-1] == 50
        assert many[name].shape[-1] == 200
        assert (few[name][..., 17] == many[name][..., 17]).all(), name
        assert (many[name] == alone[name]).all(), name
        assert (few[name] == many[name][..., :50]).all(), name
    other = next(Program(Setting(RandomWorld(4), MIXED, 15, seed=10)).chunks(50))
    assert (other["resources"] != few["resources"]).mean() > 0.99
