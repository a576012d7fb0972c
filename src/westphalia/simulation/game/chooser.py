"""The chooser of a game: what people chose is carried out, the rest is drawn."""

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.decisions.choosers import Chances, Draw, War


class Choices(NamedTuple):
    """What people chose in a year, by the decision's name; NaN where nothing is imposed.

    1 is yes and 0 no: `agree` to the item that i and j meet on, `comply` with the arms cap of i and
    j, `align` (want a pact) [i, j]; `signal` [i, 0]; `resist` i's claim on j [i, j]. Positions of
    the option picked: `arm`, `challenge` [i]; `join`, what k does about i's war [i, k].
    """

    agree: Float[Array, "n n"]
    comply: Float[Array, "n n"]
    signal: Float[Array, "n 1"]
    align: Float[Array, "n n"]
    arm: Float[Array, "n"]
    challenge: Float[Array, "n"]
    resist: Float[Array, "n n"]
    join: Float[Array, "n n"]


def nothing(n: int) -> Choices:
    """Nothing imposed, as arrays that can be written to."""
    shapes = {"signal": (n, 1), "arm": (n,), "challenge": (n,)}
    blank: dict[str, Any] = {
        k: np.full(shapes.get(k, (n, n)), np.nan, np.float32) for k in Choices._fields
    }
    return Choices(**blank)


class Imposed:
    """Imposes what is given and draws the rest, in all runs what is drawn in the first.

    Decisions that no person is asked about are drawn too.

    The runs of a game are one and the same world in the eyes of several minds (see `play`), so
    that only one of them can act.
    """

    def __init__(self, told: Choices) -> None:
        self._told = told
        self._draw = Draw()

    def pick(
        self, decision: str, chances: Chances, u: Float[Array, "n runs"], war: War = None
    ) -> Chances:
        """The option imposed; else one drawn with its chance in the first run."""
        drawn = self._draw.pick(decision, chances[..., :1], u[..., :1])
        told = getattr(self._told, decision, None)
        if told is None:
            return jnp.broadcast_to(drawn, chances.shape)
        told = told if war is None else told[war[0]]
        options = jnp.arange(chances.shape[1])[None, :]
        chosen = (options == told[:, None]).astype(chances.dtype)[..., None]
        choice = jnp.where(jnp.isnan(told)[:, None, None], drawn, chosen)
        return jnp.broadcast_to(choice, chances.shape)

    def consent(
        self, decision: str, chance: Float[Array, "..."], u: Float[Array, "..."]
    ) -> Float[Array, "..."]:
        """The answer imposed; else yes with its chance in the first run."""
        drawn = self._draw.consent(decision, chance[..., :1], u[..., :1])
        told = getattr(self._told, decision, None)
        if told is not None:
            drawn = jnp.where(jnp.isnan(told[..., None]), drawn, told[..., None])
        return jnp.broadcast_to(drawn, chance.shape)
