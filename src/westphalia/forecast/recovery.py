"""Recovery: could a history of this size tell the theories apart at all?

Histories of the same length and size are simulated under each theory and scored under all of
them. If the theory that made a history does not win there, its winning or losing in real history
means little.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from westphalia.forecast.blocks import ALIKE
from westphalia.forecast.contenders import TheoryContender
from westphalia.forecast.results import TOGETHER, RecoveryMatrix, RecoveryRow
from westphalia.forecast.tournament import Scored, compare, score_held_out
from westphalia.forecast.windows import Window
from westphalia.measures.intervals import share
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Panel
from westphalia.replay.estimate import OF_THEORY, OF_WORLD
from westphalia.replay.feed import RIVAL_IDENTITY
from westphalia.replay.replay import Replay
from westphalia.replay.simulated import histories
from westphalia.simulation.begin import given_start
from westphalia.simulation.ensemble import Program, Setting
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.start import Start


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
    )
    return start, there


def recover(
    panel: Panel,
    theories: Mapping[str, Theory],
    number: int = 20,
    seed: int = 1,
    estimated: bool = False,
    parameters: Parameters | None = None,
    progress: Callable[[str], None] = lambda what: None,
) -> RecoveryMatrix:
    """Simulate `number` histories under each theory, and score all theories on each.

    Without estimation every theory is scored at the parameters with which histories were made,
    on all years: what can be told apart at best. With it each is estimated on the first half
    of a history and scored on the second, as in real history. Shares of histories have Jeffreys'
    intervals.
    """
    start, _ = start_of(panel)
    names, kinds = tuple(t.name for t in theories.values()), (*KINDS, TOGETHER)
    # Histories in which a theory scored best, [made by, kind, wins]; and was told apart.
    best = np.zeros((len(names), len(kinds), len(names)), int)
    clear = np.zeros_like(best)
    window = _window(panel, estimated)
    near = np.zeros(len((*OF_WORLD, *OF_THEORY)))  # z = 0: the defaults
    for i, theory in enumerate(theories.values()):
        setting = Setting(
            given_start(start),
            (theory,) * start.n,
            years=len(panel.years),
            seed=seed,
            parameters=parameters or Parameters(),
        )
        made_up = histories(Program(setting), np.arange(number), first_year=int(panel.years[0]))
        for k, history in enumerate(made_up):
            progress(f"{theory.name}, history {k + 1} of {number}")
            replay = Replay(history)
            rivals = [
                TheoryContender(t, estimated, parameters, start=near) for t in theories.values()
            ]
            for scored in score_held_out(replay, [window], rivals):
                at = kinds.index(scored.kind)
                winner, sure = _winner(scored, names)
                if winner is not None:
                    best[i, at, winner] += 1
                    clear[i, at, winner] += sure
    rows = (
        RecoveryRow(
            kind,
            made,
            winner,
            share(int(best[i, k, j]), number),
            share(int(clear[i, k, j]), number),
        )
        for k, kind in enumerate(kinds)
        for i, made in enumerate(names)
        for j, winner in enumerate(names)
    )
    return RecoveryMatrix(names, kinds, number, estimated, tuple(rows))


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
