"""Capture: coalitions at home that gain from expansion and shift its costs (Snyder 1991)."""

from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules, PerState


def inflated(capture: PerState, p: Parameters, mods: Modules) -> PerState:
    """Factor by which a captured state over-counts the gains of war, 1 + k_cap kappa."""
    return 1.0 + mods.capture * p.capture_gain * capture
