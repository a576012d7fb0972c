"""What came of concepts as plain data: what is printed, and written into the documentation."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from westphalia.claims import CLAIMS
from westphalia.concepts.concept import PARTS, Concept, switched
from westphalia.concepts.study import Found, Study
from westphalia.concepts.verdict import VERDICTS
from westphalia.measures.intervals import Interval
from westphalia.work.worker import work_at_once

Row = Mapping[str, Any]
#: Numbers of the claims of the ledger.
NUMBERS = {claim.id for claim in CLAIMS}


def measured(
    study: Study, threads: int | None = None, report: Callable[[int], None] = lambda size: None
) -> dict[str, Any]:
    """Concepts, simulated now. `threads`, `report`: as for `work.worker.work`."""
    found = work_at_once(study.job, study.gather, threads, report)
    rows = [row_of(one) for one in found]
    return {
        "runs": study.runs,
        "seed": study.seed,
        "counts": {v: sum(row["verdict"] == v for row in rows) for v in VERDICTS},
        "rows": rows,
        "no_trial": [about(c) | {"why": c.no_trial} for c in study.concepts if c.no_trial],
    }


def about(concept: Concept) -> dict[str, Any]:
    """What a concept is. `claim`: the number of its claim in the ledger, None without one."""
    return {
        "name": concept.name,
        "number": concept.number,
        "claim": concept.number if concept.number in NUMBERS else None,
        "part": f"{concept.part}. {PARTS[concept.part]}",
        "mechanism": concept.mechanism,
        "source": concept.source,
    }


def row_of(found: Found) -> dict[str, Any]:
    """One look at one trial. `without`: what the world without the mechanism has instead."""
    measure = found.look.measure
    return {
        **about(found.concept),
        "where": found.trial.where,
        "without": list(switched(found.trial.on, found.trial.off)),
        "measure": measure.name,
        "unit": measure.unit,
        "least": found.look.least,
        "why": found.look.why,
        "on": interval(found.on),
        "off": interval(found.off),
        "difference": interval(found.effect),
        "verdict": found.verdict,
    }


def interval(value: Interval) -> dict[str, float]:
    """An interval as plain numbers, by name."""
    return dict(zip(("value", "low", "high"), map(float, value), strict=True))


def never_live(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Concepts without a live row, with the verdicts that they have."""
    by_name: dict[str, list[str]] = {}
    for row in rows:
        by_name.setdefault(row["name"], []).append(row["verdict"])
    return {name: sorted(set(v)) for name, v in by_name.items() if "live" not in v}


def there_and_inert(rows: Iterable[Row]) -> int:
    """How many effects are inert and told from nothing all the same: there, and too small."""
    return sum(
        row["verdict"] == "inert"
        and (row["difference"]["low"] > 0.0 or row["difference"]["high"] < 0.0)
        for row in rows
    )


def title(row: Row) -> str:
    """'29. spiral', or the name alone of what the list does not number."""
    return row["name"] if row["number"] is None else f"{row['number']}. {row['name']}"
