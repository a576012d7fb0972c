"""A game: some states of a setting are played by people, the others by theories.

It is run 0 of the setting, with what people choose imposed on it: where they choose nothing, all
states do what they do in that run. A year is two compiled functions, up to the assessment and from
there on; other choices, theories or parameters do not compile them anew.
"""

from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np

from westphalia.simulation.ensemble import Program, Setting
from westphalia.simulation.game.chooser import Choices, nothing
from westphalia.simulation.game.perspectives import perspectives_of
from westphalia.simulation.game.year import Acted, Outlook, Setup, act, begin_game, look_ahead
from westphalia.theories import Theory, weighted_sum
from westphalia.world.problems import UserError
from westphalia.world.state import World


class Board:
    """A setting in which `players` (positions of states) are advised by `staffs`."""

    def __init__(self, setting: Setting, players: Sequence[int], staffs: Sequence[Theory]) -> None:
        if any(t.value is not weighted_sum for t in (*setting.theories, *staffs)):
            raise UserError("Games need theories with the built-in value function `weighted_sum`.")
        program = Program(setting)
        start = program.start(np.zeros(1))
        self.setting, self.players, self.n = setting, tuple(players), program.n
        self.perspectives = perspectives_of(setting.theories, players, staffs)
        keys, self._world = begin_game(start, self.perspectives)
        where = jnp.asarray(self.players, jnp.int32)
        self._setup: Setup = jax.device_put(
            Setup(self.perspectives, start.p, start.mods, keys, where)
        )
        self._growth = program.growth
        self._none = jax.device_put(nothing(self.n))

    @property
    def start(self) -> World:
        """The world before the first year."""
        return self._world

    def look_ahead(self, world: World, year: int) -> Outlook:
        """A year (1 = the first) before anybody acts."""
        return look_ahead(self._setup, self._growth[year - 1], world, np.int32(year))

    def act(self, outlook: Outlook, choices: Choices | None, year: int) -> Acted:
        """The same year with what people chose so far."""
        choices = self._none if choices is None else choices
        return act(self._setup, self._growth[year - 1], outlook, choices, np.int32(year))
