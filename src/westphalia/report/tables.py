"""`tables/*.parquet`: tidy tables for R, Stata and pandas, keyed by COW codes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from westphalia.cases import Facts
from westphalia.measures.estimate import Sampled, to_dataframe
from westphalia.measures.intervals import shares
from westphalia.measures.quantities import pairs
from westphalia.measures.tallies import Tally
from westphalia.report.table_file import write_parquet
from westphalia.runs.run_table import RunTable
from westphalia.runs.spec import Spec


def write_tables(
    spec: Spec,
    tallies: Mapping[str, Tally],
    sampled: Mapping[str, Sampled],
    table: RunTable,
    facts: Facts | None,
    folder: Path,
) -> None:
    """Write every table of a run as Parquet. `tallies`, `sampled`: of every line, by its label."""
    folder.mkdir(exist_ok=True)
    frames = {
        "dyad_years": dyad_years(spec, tallies, facts),
        "dyads": dyads(spec, tallies, facts),
        "state_years": state_years(spec, tallies),
        "great_power_war": great_power_war(table),
        "scores": scores(table),
        "comparisons": comparisons(table),
        "measures": to_dataframe(table.measures),
        "runs": runs(sampled),
    }
    for name, frame in frames.items():
        if len(frame):
            write_parquet(frame, folder / f"{name}.parquet")


def dyad_years(spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> pd.DataFrame:
    """Chance of a pact and of a first war by theory, year and pair, with history."""
    years, keys = spec.calendar, _pair_columns(spec)
    wide = (len(years), len(keys["state1"]))
    real = _real(facts, years)
    parts = []
    for label, tally in tallies.items():
        pact = shares(tally["pact"].sum(0), tally.count)
        war = shares(tally["fought"].sum(0), tally.count)
        part = {"theory": np.full(wide, label), "year": np.repeat(years, wide[1]).reshape(wide)}
        part |= {k: np.broadcast_to(v, wide) for k, v in keys.items()}
        part |= {"pact": pact[0], "pact_low": pact[1], "pact_high": pact[2]}
        part |= {"first_war": war[0], "first_war_low": war[1], "first_war_high": war[2]}
        parts.append(pd.DataFrame({k: np.ravel(v) for k, v in (part | real).items()}))
    return pd.concat(parts, ignore_index=True)


def dyads(spec: Spec, tallies: Mapping[str, Tally], facts: Facts | None) -> pd.DataFrame:
    """Chance that a pair ever makes a new pact or fights, by theory and pair."""
    keys = _pair_columns(spec)
    rows, columns = pairs(len(spec.labels))
    real = _real(facts, spec.calendar)
    parts = []
    for label, tally in tallies.items():
        part: dict[str, Any] = {"theory": np.full(len(rows), label), **keys}
        for name, what in (("pact_formed", "formed"), ("fought", "fought")):
            value, low, high = shares(tally[what].sum((0, 1)), tally.count)
            part |= {name: value, f"{name}_low": low, f"{name}_high": high}
        if real:
            allied = spec.case.start.pact[rows, columns] > 0
            part["pact_at_start"] = allied
            part["pact_formed_history"] = (real["pact_history"] == 1).any(0) & ~allied
            part["fought_history"] = (real["war_history"] == 1).any(0)
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def state_years(spec: Spec, tallies: Mapping[str, Tally]) -> pd.DataFrame:
    """Means over the runs in which a state lives, by theory, year and state."""
    years, n = spec.calendar, len(spec.labels)
    wide = (len(years), n)
    parts = []
    for label, tally in tallies.items():
        alive = tally["alive"].sum(0)
        part = {
            "theory": np.full(wide, label),
            "year": np.repeat(years, n).reshape(wide),
            "state": np.broadcast_to(spec.labels, wide),
            "ccode": np.broadcast_to(spec.case.ccodes, wide),
            "alive": alive / tally.count,
        }
        for name in ("burden", "arms", "resources"):
            with np.errstate(invalid="ignore", divide="ignore"):
                part[name] = tally[name].sum(0) / np.where(alive > 0, alive, np.nan)
        parts.append(pd.DataFrame({k: np.ravel(v) for k, v in part.items()}))
    return pd.concat(parts, ignore_index=True)


def great_power_war(table: RunTable) -> pd.DataFrame:
    """Chance that great powers have fought, by theory and year."""
    rows = [
        (row.theory, year, *chance)
        for row in table.theories
        for year, chance in zip(row.great_power_war.years, row.great_power_war.by_year, strict=True)
    ]
    return pd.DataFrame(rows, columns=["theory", "year", "probability", "low", "high"])


def scores(table: RunTable) -> pd.DataFrame:
    """Every score with both intervals."""
    rows = [
        {"theory": row.theory, "score": name, **score._asdict()}
        for row in table.theories
        for name, score in (row.scores or {}).items()
    ]
    rows += [
        {
            "theory": row.theory,
            "score": f"arms growth, rank correlation with {measure}",
            **{"value": arms.value, "low": arms.low, "high": arms.high},
        }
        for row in table.theories
        for measure, arms in (row.arms_growth or {}).items()
    ]
    return pd.DataFrame(rows)


def comparisons(table: RunTable) -> pd.DataFrame:
    """Paired differences between theories."""
    rows = [
        {
            "theory1": c.theories[0],
            "theory2": c.theories[1],
            "score": c.score,
            **c.difference._asdict(),
            "pairs_low": c.pairs_low,
            "pairs_high": c.pairs_high,
            "told_apart": c.told_apart,
        }
        for c in table.comparisons
    ]
    return pd.DataFrame(rows)


def runs(sampled: Mapping[str, Sampled]) -> pd.DataFrame:
    """Every measure in every single run, by theory and run; NaN where a run has no occasion."""
    parts = []
    for label, one in sampled.items():
        values = {measure.name: one.by_run(measure.name) for measure in one.measures}
        part = pd.DataFrame(values)
        part.insert(0, "theory", label)
        part.insert(1, "run", np.arange(len(part)))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _pair_columns(spec: Spec) -> dict[str, np.ndarray]:
    rows, columns = pairs(len(spec.labels))
    labels, codes = np.asarray(spec.labels), np.asarray(spec.case.ccodes)
    return {
        "state1": labels[rows],
        "ccode1": codes[rows],
        "state2": labels[columns],
        "ccode2": codes[columns],
    }


def _real(facts: Facts | None, years: list[int]) -> dict[str, np.ndarray]:
    """What happened [years, pairs]: 1, 0, or NaN where it is not known."""
    if facts is None:
        return {}
    rows, columns = pairs(len(facts.labels))
    pact, war = (m[:, rows, columns] for m in facts.matrices(years))
    return {"pact_history": pact, "war_history": war}
