"""The run folder of a ledger: made step by step, resumed after an interruption, never overwritten.

`plan.json` is written first; `parts/` fills up as pieces are done; tables and figures follow, and
`manifest.json` comes last: a folder that has one is complete. Then the pieces become one file.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from westphalia.claims.ablation import Ablation, ablation
from westphalia.claims.atlas import Map
from westphalia.claims.judge import Judgement, judge
from westphalia.claims.ledger import Ledger
from westphalia.claims.plan import LEDGERS, keep
from westphalia.claims.results import as_data, interval_data
from westphalia.report.claims.figures import (
    ablation_figure,
    claim_figure,
    deal_figure,
    map_figure,
    overview,
    save,
)
from westphalia.report.table_file import write_parquet
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import signature
from westphalia.runs.writing import MANIFEST, replace_file
from westphalia.work.executors import ONE_PER_CORE, Workers, carry_out
from westphalia.work.plan import Plan, begin_plan
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

LEDGER = "ledger.json"
TABLE, PREDICTIONS, DRAWS, POINTS = (
    "claims.parquet",
    "predictions.parquet",
    "draws.parquet",
    "points.parquet",
)
#: Fewer draws than this are called few.
ENOUGH_DRAWS = 100
#: The claim of the $5bn/$15bn deal, which has a figure of its own.
DEAL = 7
Row = dict[str, Any]


@dataclass(frozen=True)
class LedgerFolder:
    """A ledger to be run into a folder."""

    ledger: Ledger
    folder: Path

    @property
    def plan(self) -> Plan:
        """The work, in that folder."""
        return Plan(self.folder, self.ledger.job)


def ledger_hash(ledger: Ledger) -> str:
    """Ten letters that stand for a ledger, this code and this JAX."""
    return LEDGERS.mark(ledger.describe())


def default_folder(ledger: Ledger, every: int) -> Path:
    """Where a ledger is written unless the user says otherwise."""
    ids = [claim.id for claim in ledger.claims]
    what = "all" if len(ids) == every else "-".join(map(str, ids[:4]))
    more = "" if len(ids) <= 4 or len(ids) == every else "-and-more"
    return Path("runs") / f"claims-{what}{more}-{ledger_hash(ledger)}"


def prepare_folder(to: LedgerFolder) -> Row | None:
    """Make the folder ready: None to go on with it, or its ledger if it is complete.

    Raises:
        UserError: the folder holds something else; it is left as it is.
    """
    about = to.ledger.describe()
    begin_plan(to.plan, LEDGERS, about, lambda: keep(to.ledger, to.folder))
    return read_ledger(to.folder) if (to.folder / MANIFEST).is_file() else None


def read_ledger(folder: Path) -> Row:
    """The ledger of a complete folder, as data."""
    try:
        json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{folder} is not a complete ledger ({error}). Remove {folder / MANIFEST} and run the "
            f"same command again: finished work is kept."
        ) from error


def run_ledger(
    to: LedgerFolder,
    workers: Workers = ONE_PER_CORE,
    report: Report = lambda runs: None,
    command: list[str] | None = None,
) -> Row:
    """Run what is missing, judge, and write tables, figures and manifest.

    `report`: told of the runs that are done.
    """
    ledger, folder, store = to.ledger, to.folder, to.plan.store
    carry_out(to.plan, workers, report)
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    rows, found = [], []
    for claim in ledger.claims:
        measured = ledger.measured(claim, store)
        one = judge(claim, measured, ledger.design)
        row = as_data(one)
        if claim.causes is not None:
            row["ablation"] = _ablation(ablation(claim.causes, measured))
            save(ablation_figure(row), figures / f"claim-{claim.id:02d}-causes.png")
        maps = ledger.maps(claim, store)
        row["maps"] = {what: _map(m) for what, m in maps.items()}
        for k, (what, m) in enumerate(maps.items(), start=1):
            save(map_figure(what, m), figures / f"claim-{claim.id:02d}-map-{k}.png")
        if claim.id == DEAL:
            save(deal_figure(), figures / f"claim-{claim.id:02d}-deal.png")
        figure = claim_figure(one, ledger.design)
        if figure is not None:
            save(figure, figures / f"claim-{claim.id:02d}.png")
        rows.append(row)
        found.append(one)
    if len(rows) > 1:
        save(overview(rows), figures / "ledger.png")
    about = {
        "design": ledger.design.describe(),
        "names": len(ledger.design.names),
        "quick": ledger.design.draws < ENOUGH_DRAWS,
    }
    data = {"about": about, "claims": rows}
    write_tables(found, rows, ledger, folder)
    write_whole(folder / LEDGER, data)
    about = {**signature(ledger_hash(ledger), LEDGERS.code, command), "ledger": ledger.describe()}
    write_whole(folder / MANIFEST, about)
    store.pack(piece.key for piece in to.plan.job.pieces())
    return json.loads(to_json(data))


def write_tables(found: list[Judgement], rows: list[Row], ledger: Ledger, folder: Path) -> None:
    """One row per claim, per prediction, per claim and draw, and per draw."""
    write_parquet(pd.DataFrame([_claim_row(row) for row in rows]), folder / TABLE)
    parts = [
        {"id": row["id"], "predicted": kind == "parts", **_part_row(part)}
        for row in rows
        for kind in ("parts", "reported")
        for part in row[kind]
    ]
    if parts:
        write_parquet(pd.DataFrame(parts), folder / PREDICTIONS)
    draws = [
        pd.DataFrame(
            {
                "id": one.claim.id,
                "part": f.part.says,
                "draw": np.arange(len(f.agrees)),
                "effect": f.effect.value,
                "error": f.effect.error,
                "as_predicted": f.agrees,
            }
        )
        for one in found
        for f in one.findings
    ]
    if draws:
        write_parquet(pd.concat(draws), folder / DRAWS)
    design = ledger.design
    points = pd.DataFrame({name: design.column(name) for name in design.names})
    points.insert(0, "draw", np.arange(design.draws))
    write_parquet(points, folder / POINTS)


def _claim_row(row: Row) -> Row:
    first = row["parts"][0] if row["parts"] else {"default": {}, "says": None, "unit": None}
    return {
        **{k: row[k] for k in ("id", "title", "sentence", "source", "treatment", "control")},
        **{k: row[k] for k in ("verdict", "close", "draws", "agreeing", "eventless", "dead")},
        **{f"share_{k}" if k != "value" else "share": v for k, v in row["share"].items()},
        "measured": first["says"],
        "unit": first["unit"],
        "effect": first["default"].get("value"),
        "effect_low": first["default"].get("low"),
        "effect_high": first["default"].get("high"),
        "decided_by": "; ".join(row["deciders"]["names"]) if row["deciders"] else None,
        "reading": row["reading"],
        "without": row["without"],
        "note": row["note"] or None,
        "history": " ".join(f"{f['says']} ({f['source']})" for f in row["history"]) or None,
    }


def _part_row(part: Row) -> Row:
    return {
        **{k: part[k] for k in ("says", "sign", "measure", "unit", "holds", "clearly", "against")},
        "conditions": json.dumps({a: v["value"] for a, v in part["conditions"].items()}),
        **{
            f"{kind}_{end}": part[kind][end]
            for kind in ("default", "pooled", "share")
            for end in ("value", "low", "high")
        },
        "draws_low": part["over_draws"]["low"],
        "draws_high": part["over_draws"]["high"],
    }


def _ablation(found: Ablation) -> Row:
    return {
        kind: {name: interval_data(v) for name, v in getattr(found, kind).items()}
        for kind in Ablation._fields
    }


def _map(found: Map) -> Row:
    return {
        "axes": list(found.axes),
        "places": found.places.tolist(),
        "realised": {a: v.tolist() for a, v in found.realised.items()},
        "error": {a: v.tolist() for a, v in found.error.items()},
        "region": found.region.tolist(),
        "areas": {name: interval_data(v) for name, v in found.areas.items()},
        "by_axis": {str(k): v for k, v in found.by_axis.items()},
    }


def write_whole(path: Path, data: Row) -> None:
    """Write JSON that is whole at any time."""
    replace_file(path, (to_json(data) + "\n").encode())
