"""War: who joins, who wins, and that every war is fought."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, luck
from traces import REALIST_OR_NOT, A, B, C, among, pair, value_of

from westphalia.decisions.valuation import quantal
from westphalia.mechanisms import alignment, crisis, war
from westphalia.mechanisms.contest import chance


def front_of(runs=1):
    one = jnp.ones(runs)
    return war.Front((one * B).astype(int), (one * C).astype(int), 0.0 * one)


def join_chances(scene):
    """Chances of the third state A to stay out, join the target or the attacker: B attacks C."""
    world, _, p, mods = scene
    seen = scene.seen()
    helped = alignment.helps(world, seen, p)
    side = war.sides(world, front_of(), p, mods)
    offered = war.options(world, seen, helped, front_of(), side, p, mods)
    return quantal(value_of(scene, offered.terms), offered.allowed, p.heat_join)[A, :, 0]


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_an_ally_joins_more_often_than_a_stranger(theory):
    scene = equals(3, theory)
    out, target, attacker = war.JOIN.index("out"), 1, 2
    stranger = join_chances(scene)
    with_target = join_chances(among(scene, "pact", pair(A, C, 1.0)))
    with_attacker = join_chances(among(scene, "pact", pair(A, B, 1.0)))
    assert with_target[target] > 2 * stranger[target]
    assert with_target[attacker] < stranger[attacker]
    assert with_attacker[target] < stranger[target]
    assert stranger[out] > 0.5
    # a dearer breach binds more
    dear = join_chances(among(scene, "pact", pair(A, C, 1.0)).under(breach=0.12))
    assert dear[target] > with_target[target]


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
    draw = luck(4, runs)
    priority, decisive = draw.two("war/priority", n)
    chances = war.Draws(priority, decisive, *draw.two("war/outcome", n))

    def nobody_joins(world, front, side, joined):
        out = jnp.zeros((n, 3, runs)).at[:, 0].set(1.0)
        return war.Join(out, jnp.zeros_like(out[:, 0]))

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
    side = war.sides(world, front, p, mods)
    nobody = jnp.zeros((3, 3, runs)).at[:, 0].set(1.0)
    draw = luck(1, runs)
    chances = war.Draws(*draw.two("war/priority", 3), *draw.two("war/outcome", 3))
    zero = jnp.zeros((3, runs))
    account = war.Fought(
        *(world, zero, jnp.zeros((3, 3, runs)), jnp.zeros((3, 3, runs))),
        *(zero[0], zero[0], jnp.zeros((3, 3, runs)), zero),
    )
    join = war.Join(nobody, zero)
    after = war.fight(account, front, jnp.ones(runs), join, side, chances, p, mods)
    won = float((after.result[B] > 0).mean())
    odds = strong.seen().odds[B, C, 0]
    # nobody is allied and nobody volunteers once the shooting has begun
    met = float(chance(odds + jnp.log(strong.seen().met[B, C, 0] / side.defend[0])))
    assert won == pytest.approx(met, abs=4 * 0.5 / runs**0.5)
