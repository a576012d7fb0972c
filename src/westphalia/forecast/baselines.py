"""Baselines: forecasts without a theory of politics, scored exactly as theories are.

Each is fitted to training decisions and forecasts any decisions of the same kind, both on what
stood the year before. How closely they follow the training decisions is settled on decades held
out among these: an overfitted baseline is not a fair benchmark.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from westphalia.forecast import logit
from westphalia.forecast.baseline import Baseline, Model, fit_base_rate, note_unseen
from westphalia.forecast.blocks import decades, folds
from westphalia.forecast.features import features
from westphalia.forecast.lagged import require_past
from westphalia.forecast.logit import base_rate, spread
from westphalia.measures.scoring import log_score
from westphalia.records.observed_decisions import KINDS, ObservedDecisions
from westphalia.records.panel import Panel


def _no_change(panel: Panel, decisions: ObservedDecisions) -> Model:
    """As last year, with the rates at which that was wrong in training: a Markov chain.

    After each of last year's outcomes the smoothed rates of the training decisions that followed
    it; the base rate where last year's is not known or never met. It varies for disputes and
    arms. Decisions of the other kinds all start alike (a pact in force is kept, a pair without
    one has none, a bystander stays out), so that one rate of error remains: the base rate.
    """
    classes = len(KINDS[decisions.kind])
    base = base_rate(decisions.outcome, classes)
    rates = np.tile(base, (classes + 1, 1))  # the last row: not known
    before = _last_year(panel, decisions)
    for state in range(classes):
        after = decisions.outcome[before == state]
        if len(after):
            rates[state] = base_rate(after, classes)
    alike = decisions.kind not in ("dispute", "arms")
    note = "the base rate, as all these decisions start from the same state" if alike else ""
    return Model(decisions.kind, lambda panel, ahead: rates[_last_year(panel, ahead)], note)


def _last_year(panel: Panel, decisions: ObservedDecisions) -> np.ndarray:
    """The outcome of the same decision a year earlier, -1 where it is not known. [N] int"""
    require_past(panel, decisions)
    before = decisions.year - 1
    if decisions.kind == "dispute":
        begun = panel.dispute[before, decisions.who, decisions.whom]
        return np.where(begun < 0, -1, begun > 0).astype(int)
    if decisions.kind == "arms":
        done = panel.arming[before, decisions.who]
        return np.where(np.isnan(done), -1, np.where(done < 0, 2, done > 0)).astype(int)
    return np.zeros(decisions.size, int)


def _logit(which: str) -> Callable[[Panel, ObservedDecisions], Model]:
    """A multinomial logit on a set of covariates, its ridge the best on decades held out."""

    def estimate(panel: Panel, decisions: ObservedDecisions) -> Model:
        _, x = features(panel, decisions, which)
        y, classes = decisions.outcome, len(KINDS[decisions.kind])
        ridge = logit.best_ridge(x, y, classes, folds(decades(panel, decisions)))
        fitted = logit.fit(x, y, classes, ridge)
        return Model(
            decisions.kind,
            lambda panel, ahead: fitted.chances(features(panel, ahead, which)[1]),
            note_unseen(decisions),
        )

    return estimate


#: Small trees and slow learning, for rare events. The library's own early stopping would hold out
#: decisions at random, not decades.
BOOSTING: dict[str, Any] = {
    "learning_rate": 0.05,
    "max_iter": 200,
    "max_depth": 3,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": 0,
}


def _boosting(panel: Panel, decisions: ObservedDecisions) -> Model:
    """Gradient-boosted trees (Friedman 2001) on everything known the year before, as many as did
    best on decades held out.
    """
    _, x = features(panel, decisions, "everything")
    y, classes = decisions.outcome, len(KINDS[decisions.kind])
    score = np.zeros(BOOSTING["max_iter"])
    for learn, held in folds(decades(panel, decisions)):
        if len(np.unique(y[learn])) > 1:
            stages = _trees(x[learn], y[learn], classes, BOOSTING["max_iter"])(x[held])
            score += [log_score(p, y[held]).sum() for p in stages]
    number = int(score.argmax()) + 1 if score.any() else BOOSTING["max_iter"]
    forecast = _trees(x, y, classes, number)

    def chances(panel: Panel, ahead: ObservedDecisions) -> np.ndarray:
        if not ahead.size:
            return np.empty((0, classes))
        stages = forecast(features(panel, ahead, "everything")[1])
        return deque(stages, maxlen=1).pop()

    return Model(decisions.kind, chances, note_unseen(decisions))


def _trees(
    x: np.ndarray, y: np.ndarray, classes: int, number: int
) -> Callable[[np.ndarray], Iterator[np.ndarray]]:
    """Trees fitted to covariates and outcomes: chances [N, K] after one tree, two and so on."""
    known = ~np.isnan(x).all(0)  # the library cannot take a covariate of which nothing is known
    options: dict[str, Any] = BOOSTING | {"max_iter": number}
    trees = HistGradientBoostingClassifier(**options)
    trees.fit(x[:, known], y)
    seen, base = np.unique(y), base_rate(y, classes)

    def stages(x: np.ndarray) -> Iterator[np.ndarray]:
        for chances in trees.staged_predict_proba(x[:, known]):
            yield spread(chances, seen, base)

    return stages


#: The baselines, from the least to the most that they learn.
BASELINES = (
    Baseline("base rate", "Each outcome as often as in training", fit_base_rate),
    Baseline("no change", "As last year, with the error rates of training", _no_change),
    Baseline("capability", "Logit on the balance of capabilities alone", _logit("capability")),
    Baseline("dyadic", "Logit on the standard dyadic covariates", _logit("dyadic")),
    Baseline("boosting", "Gradient-boosted trees on all covariates", _boosting),
)
