"""The chooser of a game: what people chose is carried out, the rest is drawn."""

from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.decisions import DECISIONS
from westphalia.decisions.choosers import Chances, Draw, War

#: What people chose in a year, by the key under which it is chosen; NaN where nothing is imposed.
#: Acts and proposals: 1 yes, 0 no, [i, 0] or [i, j]. The position of the option picked, [i]; of
#: joining, what k does about the war that i began, [i, k].
Choices = dict[str, Any]


def nothing(n: int) -> Choices:
    """Nothing imposed, as arrays that can be written to."""
    single = {"act": (n, 1), "options": (n,), "targets": (n,)}
    shapes = {d.chosen_as: single.get(d.words.shape, (n, n)) for d in DECISIONS}
    return {name: np.full(shape, np.nan, np.float32) for name, shape in shapes.items()}


class Imposed:
    """Imposes what is given and draws the rest, in all runs what is drawn in the first.

    Decisions that no person is asked about are drawn too.

    The runs of a game are one and the same world from several perspectives (see `play`), so
    that only one of them can act.
    """

    def __init__(self, imposed: Mapping[str, Array]) -> None:
        self._imposed = imposed
        self._draw = Draw()

    def pick(
        self, decision: str, chances: Chances, u: Float[Array, "n runs"], war: War = None
    ) -> Chances:
        """The option imposed; else one drawn with its chance in the first run."""
        drawn = self._draw.pick(decision, chances[..., :1], u[..., :1])
        imposed = self._imposed.get(decision)
        if imposed is None:
            return jnp.broadcast_to(drawn, chances.shape)
        imposed = imposed if war is None else imposed[war[0]]
        options = jnp.arange(chances.shape[1])[None, :]
        chosen = (options == imposed[:, None]).astype(chances.dtype)[..., None]
        choice = jnp.where(jnp.isnan(imposed)[:, None, None], drawn, chosen)
        return jnp.broadcast_to(choice, chances.shape)

    def consent(
        self, decision: str, chance: Float[Array, "..."], u: Float[Array, "..."]
    ) -> Float[Array, "..."]:
        """The answer imposed; else yes with its chance in the first run."""
        drawn = self._draw.consent(decision, chance[..., :1], u[..., :1])
        imposed = self._imposed.get(decision)
        if imposed is not None:
            drawn = jnp.where(jnp.isnan(imposed[..., None]), drawn, imposed[..., None])
        return jnp.broadcast_to(drawn, chance.shape)
