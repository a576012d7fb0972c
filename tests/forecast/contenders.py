"""Histories that contenders forecast."""

from functools import cache

import numpy as np
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.records.builtin import great_powers
from westphalia.replay.replay import Replay
from westphalia.replay.simulated import histories
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import defensive


@cache
def powers() -> Replay:
    return Replay(great_powers())


@cache
def small() -> Replay:
    """Of a history that the model made."""
    setting = Setting(RandomWorld(4), (defensive,) * 4, 25, 1, PARAMETERS, MODULES)
    return Replay(histories(Program(setting), np.arange(1))[0])
