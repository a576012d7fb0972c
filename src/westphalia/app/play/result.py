"""How a player's state fared, beside history and beside runs in which theories played it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from westphalia.app.play.game import Game, spec_of
from westphalia.app.play.position import Position
from westphalia.app.play.scores import interval
from westphalia.app.play.words import figure
from westphalia.measures.arms import burden
from westphalia.measures.codes import INITIATOR
from westphalia.measures.estimate import over_runs
from westphalia.measures.measure import Measure, Sums, ones, sums_of, years_of
from westphalia.measures.quantities import Records
from westphalia.measures.survival import resources, survival
from westphalia.measures.war import CENTURY, years_at_war
from westphalia.page.history import HistoryInWords
from westphalia.page.view import allied as allied_at_start
from westphalia.runs.history import facts_of
from westphalia.simulation.ensemble import Program
from westphalia.world.text import spans

#: Runs of the same world in which theories play all states.
RUNS = 128
_KEPT = ("resources", "burden", "alive", "war")


@lru_cache(maxsize=4)
def _simulate(head: str) -> dict[str, np.ndarray]:
    """Records of the same world without people, [years, ..., runs]."""
    spec, _ = spec_of(Game.model_validate_json(head))
    chunks = list(Program(spec.setting(spec.lines[0])).chunks(RUNS))
    return {k: np.concatenate([c[k] for c in chunks], -1) for k in _KEPT}


class Fortune(NamedTuple):
    """What is compared over the runs. `share`: whether it is one, shown in per cent.

    `times`: from the unit of the measure to this one.
    """

    title: str
    unit: str
    share: bool
    measure: Measure
    times: float = 1.0


def fortunes(i: int, years: int) -> tuple[Fortune, ...]:
    """How state i fared in so many years. A state that is extinct holds a share of 0."""
    return (
        Fortune(
            "Power at the end",
            "share of the living states' resources in the last year",
            True,
            resources((i,), first=years),
        ),
        Fortune(
            "Years at war",
            "years in which it fought",
            False,
            years_at_war((i,)),
            years / CENTURY,
        ),
        Fortune(
            "Years in which it began a war",
            "wars begun, years",
            False,
            _begun(i),
        ),
        Fortune(
            "Burden",
            "mean share of resources spent on arms",
            True,
            burden((i,)),
            0.01,
        ),
    )


def _begun(i: int) -> Measure:
    """Years in which state i began a war.

    They are not those of `wars`: of two states that attack each other in one year the record holds
    the later war alone, but the earlier one still shows towards whoever joined it.
    """

    def sums(records: Records) -> Sums:
        begun = (records["war"][:, i] == INITIATOR).any(1)
        return begun.sum(0).astype(float), ones(records)

    return Measure("years of wars begun", "years", sums)


def by_run(fortune: Fortune, records: Records) -> np.ndarray:
    """A state's fortune in each run; 0 where it lived through no year. [runs]"""
    total, weight = sums_of(fortune.measure, records)
    return fortune.times * total / np.maximum(weight, 1.0)


def beside_runs(game: Game, position: Position, i: int) -> dict[str, Any] | None:
    """The state's fortunes as percentiles of the runs in which theories played it."""
    years = len(position.records)
    if years == 0:
        return None
    bare = game.model_copy(update={"moves": [], "advisers": {}, "players": game.players[:1]})
    runs = years_of(_simulate(bare.model_dump_json()), 1, years)
    own = {k: np.stack([r[k] for r in position.records])[..., None] for k in _KEPT}
    rows = []
    for fortune in fortunes(i, years):
        value, others = float(by_run(fortune, own)[0]), by_run(fortune, runs)
        below = (others < value - 1e-6).sum() + 0.5 * (np.abs(others - value) <= 1e-6).sum()
        low, middle, high = (figure(q) for q in np.quantile(others, [0.05, 0.5, 0.95]))
        spread = {"low": low, "median": middle, "high": high}
        rank = {"value": figure(value), "percentile": figure(100.0 * below / RUNS)}
        about = {k: getattr(fortune, k) for k in ("title", "unit", "share")}
        rows.append({**about, **rank, **spread})
    lived = interval(over_runs(*sums_of(survival((i,)), runs)))
    return {"runs": RUNS, "theories": game.theories, "survival": lived, "measures": rows}


def beside_history(position: Position, i: int) -> dict[str, Any] | None:
    """What the state did in history in the years gone by; None where the case has no facts.

    Pacts partner by partner, played and historical; years in which history is not known count
    for neither. `same`: share of pair-years with the same alignment as in history.
    """
    spec = position.table.spec
    facts = facts_of(spec.case)
    years = spec.calendar[: len(position.records)]
    if facts is None or not years:
        return None
    allied, fought = (m[:, i] for m in facts.matrices(years))
    record = position.records
    played = np.stack([r["pact"][i] for r in record]) > 0
    war = np.stack([r["war"][i] for r in record]) > 0
    known = ~np.isnan(allied)
    rows = []
    for j in (j for j in range(len(spec.labels)) if j != i):
        row = {
            "state": spec.labels[j],
            "pact": _spells(years, played[:, j]),
            "pact_history": _spells(years, allied[:, j] == 1),
            "war": _spells(years, war[:, j]),
            "war_history": _spells(years, fought[:, j] == 1),
            "unknown": _spells(years, ~known[:, j]),
        }
        if any(row[k] for k in row if k not in ("state", "unknown")):
            rows.append(row)
    said = HistoryInWords(facts, spec.case.names, allied_at_start(spec))
    same, pair_years = int((played == (allied == 1))[known].sum()), int(known.sum())
    return {
        "pairs": rows,
        "same": {
            "share": figure(same / pair_years) if pair_years else None,
            "pair_years": pair_years,
        },
        "years": [{"year": y, "told": said.year(i, y)} for y in years],
    }


def _spells(years: Sequence[int], there: np.ndarray) -> str:
    return spans([year for year, yes in zip(years, there, strict=True) if yes])


def year_of_death(position: Position, i: int) -> int | None:
    """The calendar year in which the state ceased to exist."""
    for k, record in enumerate(position.records):
        if not record["alive"][i]:
            return position.table.spec.calendar[k]
    return None
