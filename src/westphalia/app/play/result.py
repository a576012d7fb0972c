"""How a player's state fared, beside history and beside runs in which theories played it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from westphalia.app.play.game import Game, spec_of
from westphalia.app.play.position import Position
from westphalia.app.play.scores import interval
from westphalia.app.play.words import figure, spans
from westphalia.measures.intervals import share
from westphalia.mechanisms.war import ROLES
from westphalia.page.history import HistoryInWords
from westphalia.page.view import allied as allied_at_start
from westphalia.runs.history import facts_of
from westphalia.simulation.ensemble import Program

#: Runs of the same world in which theories play all states.
RUNS = 128
#: What is compared over the runs: name -> unit.
MEASURES = {
    "power": "share of the living states' resources in the last year",
    "war_years": "years in which it fought",
    "begun": "wars begun, years",
    "burden": "mean share of resources spent on arms",
}
_KEPT = ("resources", "burden", "alive", "war")


@lru_cache(maxsize=4)
def _simulate(head: str) -> dict[str, np.ndarray]:
    """Records of the same world without people, [years, ..., runs]."""
    spec, _ = spec_of(Game.model_validate_json(head))
    chunks = list(Program(spec.setting(spec.lines[0])).chunks(RUNS))
    return {k: np.concatenate([c[k] for c in chunks], -1) for k in _KEPT}


def outcomes(records: Mapping[str, np.ndarray], i: int) -> dict[str, np.ndarray]:
    """How state i fared in each run: survival and `MEASURES`. `records`: [years, ..., runs]"""
    alive = records["alive"].astype(float)
    power = records["resources"][-1] * alive[-1]
    roles = records["war"][:, i]
    return {
        "survived": alive[-1, i],
        "power": power[i] / np.maximum(power.sum(0), 1e-9),
        "war_years": (roles > 0).any(1).sum(0).astype(float),
        "begun": (roles == ROLES.index("initiator")).any(1).sum(0).astype(float),
        "burden": (records["burden"][:, i] * alive[:, i]).sum(0)
        / np.maximum(alive[:, i].sum(0), 1.0),
    }


def beside_runs(game: Game, position: Position, i: int) -> dict[str, Any] | None:
    """The state's fortunes as percentiles of the runs in which theories played it."""
    years = len(position.records)
    if years == 0:
        return None
    bare = game.model_copy(update={"moves": [], "advisers": {}, "players": game.players[:1]})
    runs = {k: v[:years] for k, v in _simulate(bare.model_dump_json()).items()}
    own = {k: np.stack([r[k] for r in position.records])[..., None] for k in _KEPT}
    theirs, ours = outcomes(runs, i), outcomes(own, i)
    lived = int(theirs["survived"].sum())
    rows = []
    for name, unit in MEASURES.items():
        value, others = float(ours[name][0]), theirs[name]
        below = (others < value - 1e-6).sum() + 0.5 * (np.abs(others - value) <= 1e-6).sum()
        low, middle, high = (figure(q) for q in np.quantile(others, [0.05, 0.5, 0.95]))
        spread = {"low": low, "median": middle, "high": high}
        rank = {"value": figure(value), "percentile": figure(100.0 * below / RUNS)}
        rows.append({"name": name, "unit": unit, **rank, **spread})
    survival = interval(share(lived, RUNS))
    return {"runs": RUNS, "theories": game.theories, "survival": survival, "measures": rows}


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
