"""War: who wins, and what it does to arms, resources and survival."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, streams_of
from limits import close
from traces import B, C, among

from mechanisms.assessments import each_run, pairs_of
from mechanisms.wars import EXACT, RUNS, N, a_war, account_of, by_forms, front_of
from westphalia.mechanisms import crisis, joining, war
from westphalia.mechanisms.contest import chance


def test_all_the_wars_of_a_year_are_fought():
    n, runs = 6, 64
    scene = anything(n, runs, 11)
    world, _, p, mods = scene
    wars = np.zeros((n, n, runs))
    wars[0, 1], wars[2, 3] = 1.0, 1.0  # two pairs everywhere,
    wars[4, 5, ::2] = 1.0  # a third in every other run,
    wars[5, 0, ::4] = 1.0  # and one more, on two states already at war, in every fourth
    wars = jnp.asarray(wars)
    none = jnp.zeros_like(wars)
    opened = crisis.Opened(wars, none, none, wars, none, none, none, none, world.stake)
    draw = streams_of(4, runs)
    priority, decisive = draw.two("war/priority", n)
    chances = war.Draws(
        priority, decisive, *draw.two("war/outcome", n), draw.uniform("war/size", n)
    )

    def nobody_joins(world, front, side, joined):
        out = jnp.zeros((n, 3, runs)).at[:, 0].set(1.0)
        return joining.Join(out, jnp.zeros_like(out[:, 0]))

    fought = jax.jit(lambda: war.wage(world, opened, nobody_joins, None, chances, p, mods))()
    initiated = np.asarray(fought.roles) == war.ROLES.index("initiator")
    assert (initiated == np.asarray(wars, bool)).all()
    assert initiated.sum((0, 1)).max() == 4
    assert (fought.pending == 0).all()
    target = np.asarray(fought.roles) == war.ROLES.index("target")
    assert (target == np.asarray(wars, bool).swapaxes(0, 1)).all()
    # every war costs its two sides arms, and nobody else
    loss = np.asarray(fought.world.arms < world.arms)
    belligerent = np.asarray(wars.sum(1) + wars.sum(0)) > 0
    assert (loss == belligerent).all()
    assert (np.asarray(fought.result).sum(0) == 0).all()  # one side's victory, another's defeat


def test_the_stronger_side_wins_as_often_as_the_contest_says():
    runs = 20_000
    scene = equals(3, indecisive=0.0)
    strong = among(scene, "arms", {(B, 0): 0.9})
    world = jax.tree.map(lambda v: jnp.broadcast_to(v, (*v.shape[:-1], runs)), strong.world)
    front, p, mods = front_of(runs), strong.p, strong.mods
    side = joining.sides(world, front, p, mods)
    nobody = jnp.zeros((3, 3, runs)).at[:, 0].set(1.0)
    draw = streams_of(1, runs)
    first, last = draw.two("war/priority", 3), draw.two("war/outcome", 3)
    chances = war.Draws(*first, *last, draw.uniform("war/size", 3))
    zero = jnp.zeros((3, runs))
    account = war.Fought(
        *(world, zero, jnp.zeros((3, 3, runs)), jnp.zeros((3, 3, runs))),
        *(zero[0], zero[0], jnp.zeros((3, 3, runs)), zero, zero, jnp.zeros((3, 3, runs))),
    )
    join = joining.Join(nobody, zero)
    after = war.fight(account, front, jnp.ones(runs), join, side, chances, p, mods)
    won = float((after.result[B] > 0).mean())
    odds = strong.assessment().odds[B, C, 0]
    # nobody is allied and nobody volunteers once the shooting has begun
    met = float(chance(odds + jnp.log(strong.assessment().met[B, C, 0] / side.defend[0])))
    assert won == pytest.approx(met, abs=4 * 0.5 / runs**0.5)


@EXACT
def test_a_war_leaves_behind_what_loops_over_states_say():
    runs = 60
    scene, _, _, front, side = a_war(3, runs=runs, indecisive=0.3, annexation=0.9)
    world, _, p, mods = scene
    rng = np.random.default_rng(5)
    sides_taken = rng.integers(0, 3, (N, runs))
    choice = jnp.asarray(np.arange(3)[None, :, None] == sides_taken[:, None], float)
    join = joining.Join(choice, jnp.asarray(rng.integers(1, 9, (N, runs)), float))
    draws = war.Draws(*(jnp.asarray(rng.uniform(size=(N, runs)), float) for _ in range(5)))
    active = jnp.asarray(np.arange(runs) % 10 != 9, float)
    found = war.fight(account_of(world, runs), front, active, join, side, draws, p, mods)
    ends = {"won": 0, "lost": 0, "drawn": 0, "annexed": 0}
    for run, w, s, d, f, q in each_run(runs, world, side, draws, front, p):
        after = {name: np.asarray(value)[..., run] for name, value in found.world._asdict().items()}
        if not active[run]:
            assert after["arms"] == close(w.arms)
            assert after["resources"] == close(w.resources)
            assert not found.roles[..., run].any()
            continue
        with_a = [k for k in (2, 3) if sides_taken[k, run] == 2]
        with_t = [k for k in (2, 3) if sides_taken[k, run] == 1]
        x = s.attack + sum(s.as_attacker[k] for k in with_a)
        y = s.defend + sum(s.as_defender[k] for k in with_t)
        win = x**q.decisiveness / (x**q.decisiveness + q.defence_advantage * y**q.decisiveness)
        drawn = d.decisive[0] < q.indecisive
        won, lost = not drawn and d.outcome[0] < win, not drawn and d.outcome[0] >= win
        unit = max(q.war_cost, q.nuclear_cost) if w.nuclear[0] * w.nuclear[1] else q.war_cost
        arms, money = np.array(w.arms), np.array(w.resources)
        for team, beaten in (([0, *with_a], lost), ([1, *with_t], won)):
            for k in team:
                share = 1.0 if k in (0, 1) else q.join_cost
                arms[k] *= 1.0 - q.defeat_loss * (1.0 if beaten else 1.0 / 3.0)
                price = unit * min(w.resources[0], w.resources[1], w.resources[k])
                money[k] = max(money[k] - share * price * (1.0 + f.total), 0.2 * money[k])
                result = 0.0 if drawn else (-1.0 if beaten else 1.0)
                assert found.result[k, run] == result
        annexed = won and f.total and d.annex[0] < q.annexation * win**2
        if annexed:
            land = money[1] * (1.0 - q.waste)
            for k in (0, *with_a):
                mine = s.attack if k == 0 else s.as_attacker[k]
                money[k] += land * mine / x
            money[1] = arms[1] = 0.0
        assert after["alive"].tolist() == [1.0, 0.0 if annexed else 1.0, 1.0, 1.0]
        assert after["resources"] == close(money)
        assert after["arms"] == close(arms)
        for i, j in pairs_of(N):
            role = 0
            if i in (0, *with_a) and j in (1, *with_t):
                role = 1 if i == 0 else 2
            elif i in (1, *with_t) and j in (0, *with_a):
                role = 3 if i == 1 else 4
            assert found.roles[i, j, run] == role
            taken = (won and i in (0, *with_a) and j == 1) or (lost and (i, j) == (1, 0))
            assert found.taken[i, j, run] == taken
        assert found.joins[:, 0, run].tolist() == [0, 0, *sides_taken[2:, run]]
        worry = {k: w.threat[k, 0] / w.threat[k].sum() for k in (2, 3)}
        assert found.joined[run] == close(sum(worry[k] for k in with_t))
        assert found.abstained[run] == close(sum(worry[k] for k in (2, 3) if k not in with_t))
        for name, ended in (("won", won), ("lost", lost), ("drawn", drawn), ("annexed", annexed)):
            ends[name] += bool(ended)
    assert all(ends.values()), ends  # every end was met


@EXACT
def test_what_a_war_wastes_is_its_cost_and_not_more():
    """Land changes hands; what is lost are the costs of war and the waste of conquest."""
    scene, _, _, front, side = a_war(4, total=1.0, waste=0.0, annexation=1.0, indecisive=0.0)
    world, _, p, mods = scene
    nobody = joining.Join(jnp.zeros((N, 3, RUNS)).at[:, 0].set(1.0), jnp.zeros((N, RUNS)))
    sure = war.Draws(
        *([jnp.zeros((N, RUNS))] * 4), jnp.ones((N, RUNS))
    )  # decided, won, and annexed
    found = war.fight(account_of(world, RUNS), front, jnp.ones(RUNS), nobody, side, sure, p, mods)
    assert (found.world.alive[1] == 0.0).all()
    paid = world.resources.sum(0) - found.world.resources.sum(0)
    smaller = jnp.minimum(world.resources[0], world.resources[1])
    both = world.nuclear[0] * world.nuclear[1] > 0
    unit = jnp.where(both, jnp.maximum(p.war_cost, p.nuclear_cost), p.war_cost)
    floor = 1.6 * smaller  # nobody pays more than four fifths of what it has
    assert paid == close(jnp.minimum(2.0 * 2.0 * unit * smaller, floor))


# The size of wars


@EXACT
@pytest.mark.parametrize("tail", [0.1, 0.5, 2.0 / 3.0])
def test_sizes_of_wars_have_mean_one_and_a_power_law_for_a_tail(tail):
    p, ranks = equals(3, war_tail=tail).p, (jnp.arange(1_000_000) + 0.5) / 1_000_000
    sizes = war.size_of(ranks, p)
    assert float(sizes.mean()) == pytest.approx(1.0, abs=1e-3)
    assert float(sizes.max() / sizes.min()) <= war.MOST * (1.0 + 1e-6)
    small = float(sizes.min())
    for times in (2.0, 5.0):
        if times < float(sizes.max()) / small:
            beyond = float((sizes > times * small).mean())
            assert beyond == pytest.approx(times ** (-1.0 / tail), rel=0.01)


def test_without_a_tail_all_wars_are_exactly_alike():
    draws = jnp.asarray([1e-7, 0.1, 0.5, 0.999999])
    assert (war.size_of(draws, equals(3).p) == 1.0).all()
    half = equals(3, war_tail=0.5).p
    slope = jax.grad(lambda u: war.size_of(u, half))(jnp.asarray(0.3))
    by_tail = jax.grad(lambda t: war.size_of(jnp.asarray(0.3), equals(3, war_tail=t).p))(0.0)
    assert jnp.isfinite(slope)
    assert jnp.isfinite(by_tail)


def fought_with(scene, front, side, joins, size, outcome=0.0, annex=0.0):
    """A decided war that the attacker wins at `outcome` 0; every state's choice in `joins`."""
    world, _, p, mods = scene
    runs = world.arms.shape[1]
    choice = jnp.asarray(np.arange(3)[None, :, None] == np.asarray(joins)[:, None, None], float)
    join = joining.Join(choice * jnp.ones(runs), jnp.zeros((N, runs)))
    whole = jnp.ones((N, runs))
    draws = war.Draws(0 * whole, whole, outcome * whole, annex * whole, size * whole)
    return war.fight(account_of(world, runs), front, jnp.ones(runs), join, side, draws, p, mods)


@EXACT
def test_what_a_war_costs_goes_with_its_size_and_its_size_is_on_record():
    scene, _, _, front, side = a_war(6, total=0.0, war_cost=0.01, nuclear_cost=0.01, war_tail=0.5)
    world, p = scene.world, scene.p
    sizes = [float(war.size_of(jnp.asarray(u), p)) for u in (0.01, 0.9)]
    assert sizes[0] > 5.0 * sizes[1]
    for u, size in zip((0.01, 0.9), sizes, strict=True):
        found = fought_with(scene, front, side, [0, 0, 2, 1], u)
        smaller = jnp.minimum(world.resources[0], world.resources[1])
        parts = jnp.minimum(world.resources, smaller) / smaller
        parts *= jnp.asarray([1.0, 1.0, p.join_cost, p.join_cost])[:, None]
        paid = world.resources - found.world.resources
        assert paid == close(size * 0.01 * smaller * parts)
        assert found.size[0] == close(size * smaller * parts.sum(0))
        assert not np.asarray(found.size[1:]).any()
        assert (found.joins[2, 0] == 2).all()
        assert (found.joins[3, 0] == 1).all()


# What joiners win


def test_joiners_of_a_side_win_their_own_quarrels_by_their_part_of_its_strength():
    scene, _, _, front, side = a_war(7, total=0.0)
    future = by_forms(scene, joining="future")
    part_a = side.as_attacker[2] / (side.as_attacker[2] + side.attack)
    part_t = side.as_defender[3] / (side.as_defender[3] + side.defend)
    for outcome, winner, loser, joiner, part in ((0.0, 0, 1, 2, part_a), (1.0, 1, 0, 3, part_t)):
        usual = fought_with(scene, front, side, [0, 0, 2, 1], 0.5, outcome)
        assert (usual.taken[winner, loser] == 1.0).all()
        assert (usual.taken[joiner, loser] == (1.0 if joiner == 2 else 0.0)).all()
        for lot in (0.999 * part, 1.001 * part):
            found = fought_with(future, front, side, [0, 0, 2, 1], 0.5, outcome, lot)
            assert (found.taken[winner, loser] == 1.0).all()
            assert (found.taken[joiner, loser] == (lot < part)).all()
            assert found.taken.sum() == RUNS * (1 + float((lot < part)[0]))


def test_the_joiners_of_a_side_win_less_than_one_quarrel_between_them():
    """The chances of a side's joiners sum to their part of its strength."""
    lots = (jnp.arange(1000) + 0.5)[None, :] / 1000 * jnp.ones((4, 1))
    brought = jnp.asarray([0.0, 0.5, 1.0, 2.0])[:, None] * jnp.ones(1000)
    own = 0.3 * jnp.ones(1000)
    won = war.by_part(brought, own + brought.sum(0), lots)
    assert np.asarray(won.mean(1)) == pytest.approx(np.asarray(brought[:, 0]) / 3.8, abs=1e-3)
    assert float(won.mean(1).sum()) < 1.0


def test_a_second_war_of_two_states_is_on_record_though_one_of_them_had_joined_the_first():
    scene, _, _, front, side = a_war(3, runs=1)
    draws = war.Draws(*(jnp.full((N, 1), 0.5) for _ in range(5)))
    out = jnp.zeros((N, 3, 1)).at[:, 0].set(1.0)
    nobody = joining.Join(out, jnp.zeros((N, 1)))

    def roles_after(*earlier):
        roles = jnp.zeros((N, N, 1)).at[0, 1].set(earlier[0]).at[1, 0].set(earlier[1])
        account = account_of(scene.world, 1)._replace(roles=roles)
        done = war.fight(account, front, jnp.ones(1), nobody, side, draws, scene.p, scene.mods)
        return [war.ROLES[int(done.roles[i, j, 0])] for i, j in ((0, 1), (1, 0))]

    assert roles_after(0, 0) == ["initiator", "target"]
    assert roles_after(3, 2) == ["initiator", "target"]  # 1 had joined an attacker of 0
    assert roles_after(4, 2) == ["initiator", "target"]
    assert roles_after(3, 1) == ["target", "initiator"]  # its own war of 1 came first
