"""The table of a run from its tallies: what theories expect, and how that fits history."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from westphalia.cases import Case, Facts
from westphalia.measures.estimate import Estimate
from westphalia.measures.intervals import share
from westphalia.measures.quantities import pairs, pairs_among
from westphalia.measures.tallies import Tally
from westphalia.runs.history import ARMS_SERIES, History, great_indices, history_of
from westphalia.runs.lines import Line
from westphalia.runs.run_table import (
    ArmsRow,
    Comparison,
    GreatPowerWar,
    HistoryRows,
    HistoryWar,
    PairChance,
    PairYears,
    RunTable,
    ScoreRow,
    StateChance,
    StateYear,
    TheoryRow,
)
from westphalia.runs.scores import VERDICTS, Score, arms_score, difference, scores
from westphalia.runs.spec import Spec

MOST_LIKELY = 3
NOTES = (
    "Intervals are 95%. Over runs: a jackknife over 50 groups of runs, or Jeffreys' for shares.",
    "Over pairs: a bootstrap over pairs of states. History is one draw: one war in one window "
    "tells little, and pairs are not independent.",
    "Brier score: 0 is perfect. Log score: mean ln of the chance given to what happened, 0 is "
    "perfect. Changes: pairs whose alignment changed after the start.",
    "Arms: rank correlation over states between simulated and real growth (here of spending) up "
    "to the last year of peace and of one currency; below it, the interval over states.",
    "Not distinguishable: the paired difference includes zero, over runs or over pairs.",
)


def summarise(
    spec: Spec,
    tallies: Mapping[str, Tally],
    facts: Facts | None,
    measures: Sequence[Estimate] = (),
) -> RunTable:
    """The table of a run; `measures`: what was asked for beside it. Without facts no scores."""
    case = spec.case
    history = history_of(case, facts, spec.calendar) if facts is not None else None
    scored = {k: scores(t, history) for k, t in tallies.items()} if history is not None else {}
    years = history.years if history is not None else tuple(spec.calendar)
    return RunTable(
        case=case.name,
        title=case.title,
        runs=spec.runs,
        seed=spec.seed,
        first_year=spec.calendar[0],
        last_year=years[-1],
        states=dict(zip(spec.labels, case.names, strict=True)),
        great_powers=tuple(case.great_powers),
        history=_history(case, history) if history is not None else None,
        theories=tuple(
            _theory(case, line, tallies[line.label], years, history, scored.get(line.label))
            for line in spec.lines
        ),
        comparisons=_comparisons(scored),
        measures=tuple(measures),
        notes=(*NOTES, *_drawn(spec)),
    )


def _drawn(spec: Spec) -> Iterator[str]:
    """What is said of numbers that differ from run to run."""
    if spec.draws is not None:
        rows, names = len(spec.draws.values), ", ".join(spec.draws.names)
        used = "" if spec.runs >= rows else f" {spec.runs} runs use the first {spec.runs} alone."
        yield (
            f"Each run takes the next row of {spec.draws.file.name} ({rows:,} rows, from the first "
            f"again after the last): {names}.{used}"
        )


def _theory(
    case: Case,
    line: Line,
    tally: Tally,
    years: tuple[int, ...],
    history: History | None,
    scored: Mapping[str, Score] | None,
) -> TheoryRow:
    """What a theory expects: a great-power war, pacts and wars; and its scores."""
    k, runs, labels = len(years), tally.count, case.start.labels
    fought, formed = tally["fought"].sum(0)[:k], tally["formed"].sum(0)[:k]
    rows, columns = pairs(len(labels))
    allied = case.start.pact[rows, columns] > 0
    great = pairs_among(len(labels), great_indices(case))

    def likeliest(first: np.ndarray, among: np.ndarray, what: str) -> tuple[PairChance, ...]:
        return _likeliest(first, among, runs, labels, years, history, what)

    return TheoryRow(
        theory=line.label,
        title=line.title,
        baseline=line.baseline,
        great_power_war=_great_power_war(tally, labels, years, likeliest(fought, great, "fought")),
        pacts=likeliest(formed, ~allied, "pact"),
        wars=likeliest(fought, np.ones(len(rows), bool), "fought"),
        belligerents=tuple(
            StateChance(label, share(int(c), runs))
            for label, c in zip(labels, tally["belligerent"].sum(0), strict=True)
        ),
        scores=None if scored is None else {name: _score(s) for name, s in scored.items()},
        arms_growth=None if history is None else {m: _arms(tally, history, m) for m in ARMS_SERIES},
    )


def _great_power_war(
    tally: Tally, labels: tuple[str, ...], years: tuple[int, ...], fighting: tuple[PairChance, ...]
) -> GreatPowerWar:
    runs, great = tally.count, tally["great_war"].sum(0)[: len(years)]
    starters = tally["starters"].sum(0)
    by_year = tuple(share(int(c), runs) for c in np.cumsum(great))
    order = np.argsort(-starters, kind="stable")[:MOST_LIKELY]
    return GreatPowerWar(
        probability=by_year[-1],
        median_year=_median_year(great, years),
        years=years,
        by_year=by_year,
        starters=tuple(
            StateChance(labels[i], share(int(starters[i]), runs)) for i in order if starters[i] > 0
        ),
        pairs=fighting,
    )


def _likeliest(
    first: np.ndarray,
    among: np.ndarray,
    runs: int,
    labels: tuple[str, ...],
    years: tuple[int, ...],
    history: History | None,
    what: str,
) -> tuple[PairChance, ...]:
    """The pairs to which something most often happens, with history beside each."""
    rows, columns = pairs(len(labels))
    count = np.where(among, first.sum(0), -1)
    out = []
    for k in np.argsort(-count, kind="stable")[:MOST_LIKELY]:
        if count[k] <= 0:
            continue
        real = getattr(history, what)[:, k] if history is not None else None
        out.append(
            PairChance(
                states=(labels[rows[k]], labels[columns[k]]),
                probability=share(int(count[k]), runs),
                median_year=_median_year(first[:, k], years),
                happened=bool(real.any()) if real is not None else None,
                history=history.spells(real) if history is not None and real is not None else None,
            )
        )
    return tuple(out)


def _median_year(first: np.ndarray, years: tuple[int, ...]) -> int | None:
    """The median of first years, over the runs in which it happens at all."""
    total = first.sum()
    return years[int(np.searchsorted(np.cumsum(first), total / 2.0))] if total > 0 else None


def _score(score: Score) -> ScoreRow:
    over = score.by_pairs
    return ScoreRow(*map(float, (*score.by_runs, over.low, over.high)))


def _arms(tally: Tally, history: History, measure: str) -> ArmsRow:
    found = arms_score(tally, history, measure)
    by_states = found.by_states.low, found.by_states.high
    return ArmsRow(*found.by_runs, *by_states, found.states, history.years[0], history.arms_until)


def _comparisons(scored: Mapping[str, Mapping[str, Score]]) -> tuple[Comparison, ...]:
    """Paired differences of every two theories, and whether they can be told apart."""
    out = []
    for (a, one), (b, other) in combinations(scored.items(), 2):
        for name in (score.name for score in VERDICTS):
            by_runs, by_pairs = difference(one[name], other[name])
            apart = not (by_runs.includes_zero or by_pairs.includes_zero)
            out.append(Comparison((a, b), name, by_runs, by_pairs.low, by_pairs.high, apart))
    return tuple(out)


def _history(case: Case, history: History) -> HistoryRows:
    """What happened: great-power war, new pacts, wars."""
    labels = case.start.labels
    rows, columns = pairs(len(labels))
    states = [(labels[i], labels[j]) for i, j in zip(rows, columns, strict=True)]

    def where(series: np.ndarray, among: np.ndarray) -> tuple[PairYears, ...]:
        there = np.flatnonzero(series.any(0) & among)
        return tuple(PairYears(states[k], history.spells(series[:, k])) for k in there)

    return HistoryRows(
        great_power_war=HistoryWar(
            happened=history.great_war_year is not None,
            year=history.great_war_year,
            starters=tuple(StateYear(s, y) for s, y in history.starters.items()),
            pairs=where(history.fought, history.great),
        ),
        pacts=where(history.pact, ~history.allied),
        pacts_ended=tuple(states[k] for k in np.flatnonzero(history.allied & ~history.pact[-1])),
        wars=where(history.fought, np.ones(len(rows), bool)),
        pairs_changed=int(history.changed.sum()),
        pairs=len(rows),
    )
