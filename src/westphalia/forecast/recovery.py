"""Recovery: could a history of this size tell the theories apart at all?

Histories of the same length and size are simulated under each theory and scored under all of
them. If the theory that made a history does not win there, its winning or losing in real history
means little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from westphalia.forecast.blocks import ALIKE
from westphalia.forecast.contenders import TheoryContender
from westphalia.forecast.results import TOGETHER, RecoveryMatrix, RecoveryRow
from westphalia.forecast.tournament import Scored, compare, hold_out, score_held_out
from westphalia.forecast.windows import Window
from westphalia.measures.intervals import share
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Panel
from westphalia.replay.estimate import OF_THEORY, OF_WORLD
from westphalia.replay.feed import RIVAL_IDENTITY
from westphalia.replay.replay import Replay
from westphalia.replay.simulated import histories
from westphalia.replay.world_of_history import MODULES, PARAMETERS
from westphalia.simulation.begin import given_start
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import Theory
from westphalia.work.job import Piece
from westphalia.work.store import Store
from westphalia.world.parameters import Parameters
from westphalia.world.start import Start

#: Histories in a piece: they are simulated at once, and scored in seconds; with estimation, one.
BLOCK = 10
#: Kinds of decisions, and all of them together.
KINDS_AND_ALL = (*KINDS, TOGETHER)


def start_of(panel: Panel) -> tuple[Start, np.ndarray]:
    """The panel's first year with the most members as a start, and which states are there."""
    t = int(np.argmax(panel.member.sum(1)))
    there = np.flatnonzero(panel.member[t])

    def states(values: np.ndarray) -> np.ndarray:
        return values[t, there].astype(float)

    def pairs(values: np.ndarray) -> np.ndarray:
        return values[t][np.ix_(there, there)].astype(float)

    n = len(there)
    blank, blanks = np.full(n, np.nan), np.full((n, n), np.nan)
    rival = pairs(panel.rival)
    start = Start(
        labels=tuple(panel.labels[k] for k in there),
        year=int(panel.years[t]),
        resources=states(panel.resources),
        arms=states(panel.arms),
        burden=states(panel.burden),
        posture=blank,
        openness=states(panel.openness),
        capture=blank,
        perceived_defence=blank,
        nuclear=states(panel.nuclear),
        distance=pairs(panel.distance),
        pact=np.maximum(pairs(panel.pact), 0.0),
        pact_age=blanks,
        belief=blanks,
        identity=np.where(rival > 0, RIVAL_IDENTITY, np.nan),
        trade=pairs(panel.trade),
        institutions=pairs(panel.institutions),
        stake=blanks,
        peace_years=pairs(panel.peace_years),
        rivals=rival,
    )
    return start, there


@dataclass(frozen=True, eq=False)
class Recovery:
    """Histories of every theory, and who scores best on each: a `work.job.Job`.

    Without estimation every theory is scored at the parameters with which histories were made,
    on all years: what can be told apart at best. With it each is estimated on the first half
    of a history and scored on the second, as in real history.

    `theories`: by name. `number`: histories of each. `parameters`: with which they are made and
    scored, those of `world_of_history` if None.
    """

    panel: Panel
    theories: Mapping[str, Theory]
    number: int
    seed: int = 1
    estimated: bool = False
    parameters: Parameters | None = None

    @cached_property
    def _pieces(self) -> list[Piece]:
        how = "estimated" if self.estimated else "given"
        return [
            Piece(f"recovery-{how}/{theory.name}-{some[0]:04d}", len(some))
            for theory, some in self.blocks
        ]

    @cached_property
    def blocks(self) -> list[tuple[Theory, range]]:
        """Of every piece the theory and the histories, which are simulated at once."""
        many = 1 if self.estimated else BLOCK
        starts = range(0, self.number, many)
        blocks = [range(first, min(first + many, self.number)) for first in starts]
        return list(product(self.theories.values(), blocks))

    def pieces(self) -> Sequence[Piece]:
        """See `Job`: some histories of a theory each."""
        return self._pieces

    def make(self, number: int, store: Store | None = None) -> dict[str, np.ndarray]:
        """See `Job`: who scored best (-1: nobody) and whether clearly. [histories, kinds]"""
        found = [self._score(panel) for panel in self._histories(*self.blocks[number])]
        best, clear = (np.array(column) for column in zip(*found, strict=True))
        return {"best": best, "clear": clear}

    def _score(self, history: Panel) -> tuple[np.ndarray, np.ndarray]:
        """By kind, which theory scores best on a history (-1: none), and whether clearly."""
        replay = Replay(history)
        near = np.zeros(len((*OF_WORLD, *OF_THEORY)))  # z = 0: the defaults
        rivals = [
            TheoryContender(t, self.estimated, self.parameters, start=near)
            for t in self.theories.values()
        ]
        best, clear = np.full(len(KINDS_AND_ALL), -1), np.zeros(len(KINDS_AND_ALL), bool)
        window = _window(self.panel, self.estimated)
        made = {r.name: hold_out(replay, window, r.learn(replay, window).forecasts) for r in rivals}
        for scored in score_held_out(replay, [window], [made]):
            at = KINDS_AND_ALL.index(scored.kind)
            winner, sure = _winner(scored, [rival.name for rival in rivals])
            if winner is not None:
                best[at], clear[at] = winner, sure
        return best, clear

    def _histories(self, theory: Theory, some: range) -> list[Panel]:
        start, _ = start_of(self.panel)
        setting = Setting(
            given_start(start),
            (theory,) * start.n,
            years=len(self.panel.years),
            seed=self.seed,
            parameters=self.parameters or PARAMETERS,
            modules=MODULES,
        )
        first = int(self.panel.years[0])
        return histories(Program(setting), np.array(some), first_year=first)

    def matrix(self, made: Sequence[Mapping[str, np.ndarray]]) -> RecoveryMatrix:
        """Shares of histories, with Jeffreys' intervals, from what the pieces gave."""
        names = tuple(theory.name for theory in self.theories.values())
        grid = (len(names), self.number, len(KINDS_AND_ALL))
        best = np.concatenate([piece["best"] for piece in made]).reshape(grid)
        clear = np.concatenate([piece["clear"] for piece in made]).reshape(grid)
        rows = []
        for k, kind in enumerate(KINDS_AND_ALL):
            for i, made_by in enumerate(names):
                for j, winner in enumerate(names):
                    won = best[i, :, k] == j
                    sure = won & clear[i, :, k]
                    wins = share(int(won.sum()), self.number), share(int(sure.sum()), self.number)
                    rows.append(RecoveryRow(kind, made_by, winner, *wins))
        return RecoveryMatrix(names, KINDS_AND_ALL, self.number, self.estimated, tuple(rows))


def _window(panel: Panel, estimated: bool) -> Window:
    first, last = int(panel.years[0]), int(panel.years[-1])
    middle = (first + last) // 2
    return Window("history", ((first, middle),), (middle + 1 if estimated else first, last))


def _winner(scored: Scored, names: Sequence[str]) -> tuple[int | None, bool]:
    """Which theory scores best, and whether it is told apart from every other.

    None where there is nothing to score, or where several score best alike.
    """
    if not len(scored.outcome):
        return None, False
    means = np.array([scored.logs[n].mean() for n in names])
    winner = int(np.argmax(means))
    if (means == means[winner]).sum() > 1:
        return None, False
    others = [n for n in names if n != names[winner]]
    return winner, all(compare(scored, names[winner], n).verdict != ALIKE for n in others)
