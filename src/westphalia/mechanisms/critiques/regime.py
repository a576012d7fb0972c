"""Regime: audience costs and trust between democracies (Fearon 1994; Russett 1993)."""

from jaxtyping import Array, Float

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerDyad, PerState


def audience(openness: PerState, p: Parameters, mods: Modules) -> PerState:
    """Factor on the fixed cost of a crisis, 1 + aud q; 1 with the module off."""
    return 1.0 + mods.regime * p.audience * openness


def suspected(both_open: PerDyad, p: Parameters, mods: Modules) -> Float[Array, "n n #runs"]:
    """Share of suspicion that stays, 1 - dem q_i q_j; 1 with the module off."""
    return 1.0 - mods.regime * p.democratic_trust * both_open
