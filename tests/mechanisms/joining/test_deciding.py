"""Who joins: all at once, or one after another."""

import jax.numpy as jnp
import numpy as np
from limits import close

from mechanisms.wars import RUNS, N, a_war
from westphalia.mechanisms import joining
from westphalia.mechanisms.joining import deciding


def test_states_that_join_in_turn_see_who_has_joined_before():
    scene, seen, helped, front, side = a_war(6)
    world, _, p, mods = scene

    def worth(joined=None):
        """What joining the target does for the survival of each state."""
        offered = joining.options(world, seen, helped, front, side, p, mods, joined)
        return offered.terms["survival"][:, 1]

    def all_for_the_target(world, front, side, joined):
        """All join the target; the motive tells what each saw in it."""
        others = side.thirds
        choice = jnp.stack([1.0 - others, others, 0.0 * others], axis=1)
        return deciding.Join(choice, worth(joined))

    # 2 decides with nobody there, 3 once 2 has joined, and neither counts on a pledge
    order = jnp.asarray(np.arange(N)[:, None] * np.ones(RUNS), jnp.float32)
    join = deciding.decide(world, front, side, all_for_the_target, order)
    nobody = jnp.zeros((N, RUNS))
    first, second = (worth((nobody, nobody + of)) for of in (0.0, side.as_defender[2]))
    assert join.motive[2] == close(first[2], rel=1e-5)
    assert join.motive[3] == close(second[3], rel=1e-5)
    assert (np.abs(second[3] / first[3] - 1.0) > 1e-3).any()
    assert (join.choice[2:, 1] == 1.0).all()
    at_once = deciding.decide(world, front, side, all_for_the_target, None)
    assert at_once.motive[2:] == close(worth()[2:], rel=1e-5)
