"""The table of a run as plain data: what theories expect, history beside it, intervals all over."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from westphalia.cases import Case, Facts
from westphalia.measures.intervals import Interval, share
from westphalia.measures.tallies import Tally, pairs
from westphalia.runs.history import MEASURES, History, history
from westphalia.runs.scores import Score, arms_score, difference, scores
from westphalia.runs.spec import Spec

MOST_LIKELY = 3
#: The scores by which theories are told apart.
VERDICTS = ("alignments brier", "changes brier", "wars log")
NOTES = (
    "Intervals are 95%. Over runs: a jackknife over 50 groups of runs, or Jeffreys' for shares.",
    "Over pairs: a bootstrap over pairs of states. History is one draw: one war in one window "
    "tells little, and pairs are not independent.",
    "Brier score: 0 is perfect. Log score: mean ln of the chance given to what happened, 0 is "
    "perfect. Changes: pairs whose alignment changed after the start.",
    "Arms: rank correlation over states of simulated with real growth (here spending) up to the "
    "last year of peace and of one currency; below it, the interval over states.",
    "Cannot be told apart: the paired difference includes zero, over runs or over pairs.",
)


def summarise(plan: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> dict[str, Any]:
    """Everything the table shows, ready for JSON. Without facts nothing is scored."""
    case = plan.case
    past = history(case, facts, plan.calendar) if facts is not None else None
    scored = {k: scores(t, past) for k, t in tallies.items()} if past is not None else {}
    years = past.years if past is not None else plan.calendar
    return {
        "case": case.name,
        "title": case.title,
        "runs": plan.runs,
        "seed": plan.seed,
        "first_year": plan.calendar[0],
        "last_year": years[-1],
        "states": dict(zip(plan.labels, case.names, strict=True)),
        "great_powers": list(case.great_powers),
        "history": _history(case, past) if past is not None else None,
        "theories": [
            {
                "theory": line.label,
                "title": line.theories[0].title if len(set(line.theories)) == 1 else "mixed",
                "baseline": line.baseline,
                **_expected(case, tallies[line.label], list(years), past),
                **_scored(tallies[line.label], scored.get(line.label), past),
            }
            for line in plan.lines
        ],
        "comparisons": _comparisons(scored),
        "notes": list(NOTES),
    }


def plain(interval: Interval) -> dict[str, float]:
    """An interval as data."""
    return {k: float(v) for k, v in interval._asdict().items()}


def _expected(case: Case, tally: Tally, years: list[int], past: History | None) -> dict[str, Any]:
    """What a theory expects: a great-power war, pacts and wars."""
    k, runs, labels = len(years), tally.count, case.start.labels
    great = tally["great_war"].sum(0)[:k]
    starters = tally["starters"].sum(0)
    by_year = [plain(share(int(c), runs)) for c in np.cumsum(great)]
    fought = tally["fought"].sum(0)[:k]
    formed = tally["formed"].sum(0)[:k]
    both = np.isin(np.arange(len(labels)), [labels.index(g) for g in case.great_powers])
    rows, columns = pairs(len(labels))
    great_pairs = both[rows] & both[columns]
    allied = case.start.pact[rows, columns] > 0
    order = np.argsort(-starters, kind="stable")[:MOST_LIKELY]
    return {
        "great_power_war": {
            "probability": by_year[-1],
            "median_year": _median_year(great, years),
            "years": years,
            "by_year": by_year,
            "starters": [
                {"state": labels[i], "probability": plain(share(int(starters[i]), runs))}
                for i in order
                if starters[i] > 0
            ],
            "pairs": _likeliest(fought, great_pairs, runs, labels, years, past, "fought"),
        },
        "pacts": _likeliest(formed, ~allied, runs, labels, years, past, "pact"),
        "wars": _likeliest(fought, np.ones(len(rows), bool), runs, labels, years, past, "fought"),
        "belligerents": [
            {"state": label, "probability": plain(share(int(c), runs))}
            for label, c in zip(labels, tally["belligerent"].sum(0), strict=True)
        ],
    }


def _likeliest(
    first: np.ndarray,
    among: np.ndarray,
    runs: int,
    labels: tuple[str, ...],
    years: list[int],
    past: History | None,
    what: str,
) -> list[dict[str, Any]]:
    """The pairs to which something most often happens, with history beside each."""
    rows, columns = pairs(len(labels))
    count = np.where(among, first.sum(0), -1)
    order = np.argsort(-count, kind="stable")[:MOST_LIKELY]
    out = []
    for k in order:
        if count[k] <= 0:
            continue
        real = getattr(past, what)[:, k] if past is not None else None
        out.append(
            {
                "states": [labels[rows[k]], labels[columns[k]]],
                "probability": plain(share(int(count[k]), runs)),
                "median_year": _median_year(first[:, k], years),
                "happened": bool(real.any()) if real is not None else None,
                "history": past.spells(real) if past is not None and real is not None else None,
            }
        )
    return out


def _median_year(first: np.ndarray, years: list[int]) -> int | None:
    """The median of first years, over the runs in which it happens at all."""
    total = first.sum()
    return years[int(np.searchsorted(np.cumsum(first), total / 2.0))] if total > 0 else None


def _scored(
    tally: Tally, scored: Mapping[str, Score] | None, past: History | None
) -> dict[str, Any]:
    if scored is None or past is None:
        return {"scores": None, "arms_growth": None}
    arms = {m: arms_score(tally, past, m) for m in MEASURES}
    return {
        "scores": {
            name: {**plain(s.by_runs), "pairs_low": over.low, "pairs_high": over.high}
            for name, s in scored.items()
            for over in [s.by_pairs]
        },
        "arms_growth": {
            m: {
                **plain(a.by_runs),
                "states_low": a.by_states.low,
                "states_high": a.by_states.high,
                "states": a.states,
                "first_year": past.years[0],
                "last_year": past.arms_until,
            }
            for m, a in arms.items()
        },
    }


def _comparisons(scored: Mapping[str, Mapping[str, Score]]) -> list[dict[str, Any]]:
    """Paired differences of every two theories, and whether they can be told apart."""
    out = []
    for (a, one), (b, other) in combinations(scored.items(), 2):
        for name in VERDICTS:
            by_runs, by_pairs = difference(one[name], other[name])
            out.append(
                {
                    "theories": [a, b],
                    "score": name,
                    "difference": plain(by_runs),
                    "pairs_low": by_pairs.low,
                    "pairs_high": by_pairs.high,
                    "told_apart": not (by_runs.includes_zero or by_pairs.includes_zero),
                }
            )
    return out


def _history(case: Case, past: History) -> dict[str, Any]:
    """What happened: great-power war, new pacts, wars."""
    labels = case.start.labels
    rows, columns = pairs(len(labels))

    def listed(series: np.ndarray, among: np.ndarray) -> list[dict[str, Any]]:
        return [
            {"states": [labels[rows[k]], labels[columns[k]]], "years": past.spells(series[:, k])}
            for k in np.flatnonzero(series.any(0) & among)
        ]

    return {
        "great_power_war": {
            "happened": past.great_war_year is not None,
            "year": past.great_war_year,
            "starters": [{"state": s, "year": y} for s, y in past.starters.items()],
            "pairs": listed(past.fought, past.great),
        },
        "pacts": listed(past.pact, ~past.allied),
        "pacts_ended": [
            [labels[rows[k]], labels[columns[k]]]
            for k in np.flatnonzero(past.allied & ~past.pact[-1])
        ],
        "wars": listed(past.fought, np.ones(len(rows), bool)),
        "pairs_changed": int(past.changed.sum()),
        "pairs": len(rows),
    }
