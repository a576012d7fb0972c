"""The minds of a game: one world in the eyes of those who judge it.

The last axis, which elsewhere holds independent runs, holds minds. The first is the world itself:
the theories that all states follow, and what happens. Then come, for every player, the mind of its
staff, and the player's state with the mind of each of the four theories since the beginning. Acts
are the same in all of them; what each believes, expects and fears is its own.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from westphalia.simulation.ensemble import mind_of
from westphalia.theories import THEORIES, Theory
from westphalia.world.state import Mind, World

#: What a world holds of a state's mind, which nobody else can see.
PRIVATE = ("belief", "identity", "joined", "abstained", "threat")
#: Minds per player: the staff and the theories.
EACH = 1 + len(THEORIES)


class Minds(NamedTuple):
    """`numbers`: what theories give every state in every mind. [n, minds]

    `own`: 1 where a mind keeps its own account of what state i believes; elsewhere it knows the
    true one. `hidden`: 1 where it does not know state i's type. Both [n, minds].
    """

    numbers: Mind
    own: Float[Array, "n minds"]
    hidden: Float[Array, "n minds"]


def staffs_of(players: int) -> np.ndarray:
    """The minds of the staffs of so many players, in their order."""
    return 1 + EACH * np.arange(players)


def theorists(player: int) -> slice:
    """The minds in which the player in this position follows each of the four theories."""
    return slice(2 + EACH * player, 1 + EACH * (player + 1))


def minds_of(theories: Sequence[Theory], players: Sequence[int], staffs: Sequence[Theory]) -> Minds:
    """The minds of a game.

    A staff knows no other state's mind: it takes all to think as it does, from what is public,
    and keeps account of what they then believe. A theory knows what the model lets it know.
    """
    n = len(theories)
    among = (*theories, *staffs, *THEORIES.values())  # one set of rules for all minds
    columns, own, hidden = [mind_of(theories, among=among)], [np.ones(n)], [np.zeros(n)]
    for i, adviser in zip(players, staffs, strict=True):
        is_player = (np.arange(n) == i).astype(float)
        columns.append(mind_of((adviser,) * n, among=among))
        own.append(np.ones(n))
        hidden.append(1.0 - is_player)
        for theory in THEORIES.values():
            ascribed = [theory if k == i else t for k, t in enumerate(theories)]
            columns.append(mind_of(ascribed, among=among))
            own.append(is_player)
            hidden.append(np.zeros(n))
    numbers = jax.tree.map(lambda *parts: np.concatenate(parts, -1), *columns)
    masks: Any = (np.stack(part, -1).astype(np.float32) for part in (own, hidden))
    return Minds(numbers, *masks)


def shared(world: World, minds: Minds) -> World:
    """The first mind's world for all, but for what each mind keeps of its own."""

    def of(name: str, value: Array) -> Array:
        true = jnp.broadcast_to(value[..., :1], value.shape)
        if name == "greedy":
            return true * (1.0 - minds.hidden)
        if name not in PRIVATE:
            return true
        own = minds.own[:, None] if value.ndim == 3 else minds.own
        return jnp.where(own > 0, value, true)

    return World(**{name: of(name, value) for name, value in world._asdict().items()})
