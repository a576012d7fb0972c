"""Which theory would have chosen as a player did: log-likelihoods, with intervals over years."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from westphalia.app.play.moves import Made
from westphalia.app.play.words import figure
from westphalia.measures.intervals import Interval, jackknife
from westphalia.measures.scoring import log_score
from westphalia.theories import THEORIES
from westphalia.world.text import join_names

#: The floor of the log score. It is higher than that of forecasts: a game has few choices, and one
#: that a theory all but rules out is not to decide everything.
LEAST = 1e-4
NAMES = tuple(THEORIES)

#: Years from which an interval over years says anything.
FEWEST_YEARS = 5


def interval(found: Interval) -> dict[str, float | None]:
    """An interval ready for JSON; null where there is none."""
    parts = found._asdict().items()
    return {k: figure(v) if np.isfinite(v) else None for k, v in parts}


class Scores:
    """The decisions of one player held against the theories.

    Every decision in which theories have a part counts once. Years are left out one at a time
    for the intervals (jackknife), for decisions of a year rest on one assessment.
    """

    def __init__(self, made: Sequence[Made]) -> None:
        kept = [m for m in made if m.option.theories is not None]
        self._logs = np.array([log_scores(m) for m in kept]).reshape(-1, len(NAMES))
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
        """'Your choices are closest to a liberal's, but ... (9 decisions in 2 years).'"""
        if not self.decisions:
            return "No decisions yet that the theories predict."
        means = self._logs.mean(0)
        best = int(means.argmax())
        near = THEORIES[NAMES[best]].follower
        alike = [
            THEORIES[name].follower
            for k, name in enumerate(NAMES)
            if k != best and self._mean(self._logs[:, best] - self._logs[:, k]).includes_zero
        ]
        counted = f"{self.decisions} decisions in {len(np.unique(self._years))} years"
        others = f", but {join_names(alike)} cannot be ruled out" if alike else ""
        if len(alike) == len(NAMES) - 1:
            others = ", but no theory can be ruled out"
        return f"Your choices are closest to {near}'s{others} ({counted})."


def chances_of(made: Made) -> np.ndarray:
    """The chances that each theory gives to the options. [theories, options]"""
    return np.array([o.theories for o in made.question.options], float).T


def _chosen(made: Made) -> np.ndarray:
    """The position of the option chosen, once for each theory."""
    return np.full(len(NAMES), made.question.options.index(made.option))


def log_scores(made: Made) -> np.ndarray:
    """ln of the chance that each theory gave to what was chosen. [theories]"""
    return log_score(chances_of(made), _chosen(made), LEAST)


def likeliest(made: Made) -> np.ndarray:
    """Whether the option chosen is the one that each theory finds likeliest. [theories]"""
    return chances_of(made).argmax(1) == _chosen(made)


def describe_choice(made: Made, labels: Sequence[str]) -> dict[str, Any]:
    """A decision as the result shows it."""
    theories = made.option.theories
    best = None
    if theories is not None:
        best = [made.question.options[k].name for k in chances_of(made).argmax(1)]
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
