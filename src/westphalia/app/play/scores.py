"""Which theory would have chosen as a player did: log-likelihoods, with intervals over years."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from westphalia.app.play.moves import Made
from westphalia.app.play.words import FOLLOWER, figure
from westphalia.measures.intervals import Interval, jackknife
from westphalia.theories import THEORIES
from westphalia.world.text import join_names

#: Smallest chance whose logarithm counts: one choice that a theory all but rules out does not
#: decide everything.
LEAST = 1e-4
NAMES = tuple(THEORIES)

#: Years from which an interval over years says anything.
FEWEST_YEARS = 5


def interval(found: Interval) -> dict[str, float | None]:
    """An interval ready for JSON; null where there is none."""
    parts = found._asdict().items()
    return {k: figure(v) if np.isfinite(v) else None for k, v in parts}


class Scores:
    """The decisions of one player held against the four theories.

    Every decision in which theories have a part counts once. Years are left out one at a time
    for the intervals (jackknife), for decisions of a year rest on one assessment.
    """

    def __init__(self, made: Sequence[Made]) -> None:
        kept = [m for m in made if m.option.theories is not None]
        chances = np.array([m.option.theories for m in kept], float).reshape(-1, len(NAMES))
        self._logs = np.log(np.maximum(chances, LEAST))
        self._agrees = np.array([likeliest(m) for m in kept]).reshape(-1, len(NAMES))
        self._years = np.array([m.year for m in kept])
        self.decisions = len(kept)

    def _mean(self, values: np.ndarray) -> Interval:
        """The mean over decisions, with its interval over years."""
        if not len(values):
            return Interval(float("nan"), float("nan"), float("nan"))
        years = np.unique(self._years)
        enough = len(years) >= FEWEST_YEARS
        without = [values[self._years != year] for year in years] if enough else []
        return jackknife(float(values.mean()), np.array([v.mean() for v in without]))

    def _likelihood(self, theory: int) -> Interval:
        """Mean ln of the chance that the theory gave to what was chosen, at most 0."""
        value, low, high = self._mean(self._logs[:, theory])
        return Interval(value, low, high if np.isnan(high) else min(high, 0.0))

    def _agreeing(self, theory: int) -> Interval:
        """The share of decisions in which the theory's likeliest option was chosen."""
        value, low, high = self._mean(self._agrees[:, theory].astype(float))
        return Interval(value, max(low, 0.0), min(high, 1.0))

    def theories(self) -> list[dict[str, Any]]:
        """Mean log-likelihood (nats a decision) and share agreeing, by theory, the best first."""
        rows = [
            {
                "name": name,
                "title": THEORIES[name].title,
                "loglik": interval(self._likelihood(k)),
                "agrees": interval(self._agreeing(k)),
            }
            for k, name in enumerate(NAMES)
        ]
        order = (
            np.argsort(-self._logs.mean(0), kind="stable") if self.decisions else range(len(rows))
        )
        return [rows[k] for k in order]

    def differences(self) -> list[dict[str, Any]]:
        """Every two theories: how much likelier the first makes the choices, nats each."""
        out = []
        for k, one in enumerate(NAMES):
            for m in range(k + 1, len(NAMES)):
                found = self._mean(self._logs[:, k] - self._logs[:, m])
                row = {"theories": [one, NAMES[m]], "difference": interval(found)}
                out.append(row | {"told_apart": not found.includes_zero})
        return out

    def sentence(self) -> str:
        """'You chose most like a liberal, not told apart from ... (9 decisions in 2 years).'"""
        if not self.decisions:
            return "Nothing was chosen yet in which the theories have a part."
        means = self._logs.mean(0)
        best = int(means.argmax())
        alike = [
            FOLLOWER[name]
            for k, name in enumerate(NAMES)
            if k != best and self._mean(self._logs[:, best] - self._logs[:, k]).includes_zero
        ]
        counted = f"{self.decisions} decisions in {len(np.unique(self._years))} years"
        if len(alike) == len(NAMES) - 1:
            near = FOLLOWER[NAMES[best]]
            return (
                f"You chose nearest to {near}, from whom no theory can be told apart ({counted})."
            )
        others = f", not told apart from {join_names(alike)}" if alike else ""
        return f"You chose most like {FOLLOWER[NAMES[best]]}{others} ({counted})."


def likeliest(made: Made) -> list[bool]:
    """Whether the option chosen is the one that each theory finds likeliest."""
    table = np.array([o.theories for o in made.question.options], float)
    chosen = made.question.options.index(made.option)
    return [bool(x) for x in table.argmax(0) == chosen]


def describe_choice(made: Made, labels: Sequence[str]) -> dict[str, Any]:
    """A decision as the result shows it."""
    theories = made.option.theories
    best = None
    if theories is not None:
        table = np.array([o.theories for o in made.question.options], float)
        best = [made.question.options[k].name for k in table.argmax(0)]
    return {
        "year": made.year,
        "state": labels[made.state],
        "field": made.question.field,
        "key": made.question.key,
        "title": made.question.title,
        "chosen": made.option.name,
        "act": made.option.act,
        "chances": None if theories is None else [figure(c) for c in theories],
        "likeliest": best,
    }
