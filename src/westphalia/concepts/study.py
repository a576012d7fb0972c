"""Concepts over runs of the usual world: what is simulated, and what comes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from westphalia.concepts.concept import Concept, Look, Trial
from westphalia.concepts.verdict import Verdict, verdict
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.effects import contrast
from westphalia.experiments.run import Outcome, Simulations, Work, outcomes, together
from westphalia.measures.intervals import HALF, Interval
from westphalia.work.store import Store
from westphalia.world.problems import UserError


class Found(NamedTuple):
    """One look at one trial of a concept, as measured. `on`, `off`: levels; `effect`: on - off."""

    concept: Concept
    trial: Trial
    look: Look
    on: Interval
    off: Interval
    effect: Interval
    verdict: Verdict


@dataclass(frozen=True)
class Study:
    """Concepts, each world with so many runs; run k is the same world with a mechanism and without.

    Numbers have their usual values.

    Raises:
        UserError: fewer runs than four, or an odd number.
    """

    concepts: tuple[Concept, ...]
    runs: int
    seed: int

    def __post_init__(self) -> None:
        if self.runs < 4 or self.runs % 2:
            raise UserError(f"--runs {self.runs}: give an even number, at least 4.")

    @cached_property
    def design(self) -> Design:
        """All runs at the usual numbers: two draws from ranges of one value."""
        return Design(2, self.runs // 2, self.seed, 0, ranges(widen=0.0), widen=0.0)

    @cached_property
    def job(self) -> Simulations:
        """What is to be simulated, every world once."""
        return Simulations(together(w for t in self._trials for w in self._works(t).values()))

    @property
    def _trials(self) -> Iterable[Trial]:
        return (trial for concept in self.concepts for trial in concept.trials)

    def _works(self, trial: Trial) -> dict[str, Work]:
        """The worlds of a trial with all that is measured in them."""
        measures = tuple(look.measure for look in trial.looks)
        worlds = {"on": trial.on, "off": trial.off}
        return {name: Work(world, measures, self.design) for name, world in worlds.items()}

    def gather(self, store: Store) -> tuple[Found, ...]:
        """What every look gave, in the order of the concepts."""
        return tuple(
            _found(concept, trial, look, measured)
            for concept in self.concepts
            for trial in concept.trials
            for measured in [{k: outcomes(w, store) for k, w in self._works(trial).items()}]
            for look in trial.looks
        )


def _found(
    concept: Concept, trial: Trial, look: Look, measured: Mapping[str, Mapping[str, Outcome]]
) -> Found:
    of_all = {name: _of_all(found[look.measure.name]) for name, found in measured.items()}
    on, off = (_effect(of_all, {name: 1.0}) for name in ("on", "off"))
    effect = _effect(of_all, {"on": 1.0, "off": -1.0})
    return Found(concept, trial, look, on, off, effect, verdict(effect, look.least))


def _of_all(outcome: Outcome) -> Outcome:
    """All runs as those of one draw. [1, runs]"""
    total, weight = (part.reshape(1, -1) for part in outcome[:2])
    return outcome._replace(total=total, weight=weight)


def _effect(conditions: Mapping[str, Outcome], weights: Mapping[str, float]) -> Interval:
    """A contrast over all runs, paired run by run, with its normal 95% interval.

    What never happened in any run has no interval: how rare it is, these runs do not say.
    """
    among = {name: conditions[name] for name in weights}
    found = contrast(among, weights)
    happened = any(outcome.total.any() for outcome in among.values())
    value, half = found.value.item(), HALF * found.error.item() if happened else float("nan")
    return Interval(value, value - half, value + half)
