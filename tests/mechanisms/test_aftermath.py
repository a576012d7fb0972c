"""What wars leave between those who fought."""

import jax.numpy as jnp
import pytest
from conftest import equals

from mechanisms.wars import account_of
from westphalia.mechanisms import aftermath


def test_peace_is_broken_between_enemies_alone():
    scene = equals(3).having(
        **dict.fromkeys(("pact", "trade", "transparency", "hotline", "withdrawal"), 1.0),
        **{"cap": 0.02, "institutions": 0.6, "pact_age": 5.0, "peace_years": 9.0, "stake": 0.4},
    )
    roles = jnp.zeros((3, 3, 1)).at[0, 1].set(1.0).at[1, 0].set(3.0)
    ends = {(1.0, 0.0): (1.0, 0.0), (0.0, 1.0): (0.0, 1.0), (1.0, 1.0): (0.4, 0.4)}
    for taken, shares in ends.items():
        won = jnp.zeros((3, 3, 1)).at[0, 1].set(taken[0]).at[1, 0].set(taken[1])
        account = account_of(scene.world, 1)._replace(roles=roles, taken=won)
        after = aftermath.settle(account, scene.world.stake, scene.p)
        assert (after.stake[0, 1, 0], after.stake[1, 0, 0]) == pytest.approx(shares)
        for name in ("pact", "pact_age", "trade", "transparency", "hotline", "withdrawal", "cap"):
            value, before = getattr(after, name), getattr(scene.world, name)
            assert value[0, 1, 0] == value[1, 0, 0] == 0.0, name
            assert value[0, 2, 0] == before[0, 2, 0] > 0.0, name
        assert after.institutions[0, 1, 0] == pytest.approx(0.3)
        assert after.institutions[0, 2, 0] == pytest.approx(0.6)
        assert after.peace_years[0, 1, 0] == 0.0
        assert after.peace_years[0, 2, 0] == 10.0
        assert after.stake[0, 2, 0] == pytest.approx(0.4)
