"""What is computed once is what would have been computed."""

import jax
import jax.numpy as jnp
import numpy as np

from westphalia.world.once import once


def test_what_is_computed_once_is_the_same_in_every_year():
    tree = {"a": jnp.arange(3.0), "b": (jnp.ones((2, 2)), jnp.int32(4))}
    for year in (np.uint32(0), np.uint32(200), np.int32(1)):
        found = jax.jit(lambda x, now: once(lambda: x, now))(tree, year)
        assert jax.tree.structure(found) == jax.tree.structure(tree)
        for want, have in zip(jax.tree.leaves(tree), jax.tree.leaves(found), strict=True):
            assert (want == have).all()
            assert want.dtype == have.dtype


def test_what_is_computed_once_has_its_derivatives():
    slope = jax.grad(lambda x: once(lambda: (x**2).sum(), jnp.uint32(3)))(jnp.arange(3.0))
    assert (slope == 2.0 * jnp.arange(3.0)).all()
