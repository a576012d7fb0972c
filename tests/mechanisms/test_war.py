"""War: who wins, and what it does to arms, resources and survival."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, streams_of
from limits import close
from traces import B, C, among

from mechanisms.assessments import each_run, pairs_of
from mechanisms.wars import EXACT, RUNS, N, a_war, account_of, front_of
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
    opened = crisis.Opened(wars, none, none, wars, none, none, world.stake)
    draw = streams_of(4, runs)
    priority, decisive = draw.two("war/priority", n)
    chances = war.Draws(priority, decisive, *draw.two("war/outcome", n))

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
    chances = war.Draws(*draw.two("war/priority", 3), *draw.two("war/outcome", 3))
    zero = jnp.zeros((3, runs))
    account = war.Fought(
        *(world, zero, jnp.zeros((3, 3, runs)), jnp.zeros((3, 3, runs))),
        *(zero[0], zero[0], jnp.zeros((3, 3, runs)), zero),
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
    draws = war.Draws(*(jnp.asarray(rng.uniform(size=(N, runs)), float) for _ in range(4)))
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
    sure = war.Draws(*([jnp.zeros((N, RUNS))] * 4))  # decided, won, and annexed
    found = war.fight(account_of(world, RUNS), front, jnp.ones(RUNS), nobody, side, sure, p, mods)
    assert (found.world.alive[1] == 0.0).all()
    paid = world.resources.sum(0) - found.world.resources.sum(0)
    smaller = jnp.minimum(world.resources[0], world.resources[1])
    both = world.nuclear[0] * world.nuclear[1] > 0
    unit = jnp.where(both, jnp.maximum(p.war_cost, p.nuclear_cost), p.war_cost)
    floor = 1.6 * smaller  # nobody pays more than four fifths of what it has
    assert paid == close(jnp.minimum(2.0 * 2.0 * unit * smaller, floor))
