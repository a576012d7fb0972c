"""The perspectives of a game: one world in the eyes of those who judge it.

The last axis, which elsewhere holds independent runs, holds perspectives. The first is the world
itself: the theories that all states follow, and what happens. Then come, for every player, that of
its staff, and the player's state with that of each of the theories since the beginning. Acts
are the same in all of them; what each believes, expects and fears is its own.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.simulation.ensemble import agents_of
from westphalia.theories import THEORIES, Theory
from westphalia.world.state import Agents, World

#: What a world holds of a state's own view, which nobody else can see.
PRIVATE = ("belief", "identity", "joined", "abstained", "threat")
#: Perspectives per player: the staff and the theories.
EACH = 1 + len(THEORIES)


class Perspectives(NamedTuple):
    """`numbers`: what theories give every state in every perspective. [n, perspectives]

    `own`: 1 where a perspective keeps its own account of what state i believes; elsewhere it knows
    the true one. `hidden`: 1 where it does not know state i's type. Both [n, perspectives].
    """

    numbers: Agents
    own: Float[Array, "n perspectives"]
    hidden: Float[Array, "n perspectives"]


def staffs_of(players: int) -> np.ndarray:
    """The perspectives of the staffs of so many players, in their order."""
    return 1 + EACH * np.arange(players)


def theorists(player: int) -> slice:
    """The perspectives in which the player in this position follows each of the theories."""
    return slice(2 + EACH * player, 1 + EACH * (player + 1))


def perspectives_of(
    theories: Sequence[Theory], players: Sequence[int], staffs: Sequence[Theory]
) -> Perspectives:
    """The perspectives of a game.

    A staff knows no other state's theory: it takes all to think as it does, from what is public,
    and keeps account of what they then believe. A theory knows what the model lets it know.
    """
    n = len(theories)
    among = (*theories, *staffs)  # one set of rules for all perspectives
    columns, own, hidden = [agents_of(theories, among=among)], [np.ones(n)], [np.zeros(n)]
    for i, adviser in zip(players, staffs, strict=True):
        is_player = (np.arange(n) == i).astype(float)
        columns.append(agents_of((adviser,) * n, among=among))
        own.append(np.ones(n))
        hidden.append(1.0 - is_player)
        for theory in THEORIES.values():
            ascribed = [theory if k == i else t for k, t in enumerate(theories)]
            columns.append(agents_of(ascribed, among=among))
            own.append(is_player)
            hidden.append(np.zeros(n))
    numbers = jax.tree.map(lambda *parts: np.concatenate(parts, -1), *columns)
    masks: Any = (np.stack(part, -1).astype(np.float32) for part in (own, hidden))
    return Perspectives(numbers, *masks)


def shared(world: World, perspectives: Perspectives) -> World:
    """The first perspective's world for all, but for what each keeps of its own."""

    def of(name: str, value: Array) -> Array:
        true = jnp.broadcast_to(value[..., :1], value.shape)
        if name == "greedy":
            return true * (1.0 - perspectives.hidden)
        if name not in PRIVATE:
            return true
        own = perspectives.own[:, None] if value.ndim == 3 else perspectives.own
        return jnp.where(own > 0, value, true)

    return World(**{name: of(name, value) for name, value in world._asdict().items()})
