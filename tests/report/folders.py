"""Run folders of every kind, made without simulating where that takes long."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from experiments.calibration import made as calibrations
from experiments.sweeps.made import made

from report.history import made_up
from westphalia.claims import CLAIMS
from westphalia.claims.claim import Claim
from westphalia.claims.judge import NOBODY, judge
from westphalia.claims.ledger import Ledger, select_claims
from westphalia.claims.results import as_data
from westphalia.cli import dispatch
from westphalia.experiments.calibration.schedule import finish, next_points
from westphalia.experiments.calibration.waves import Round
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.run import Outcome
from westphalia.experiments.sweeps.file import sweep_from_data
from westphalia.experiments.sweeps.sweep import Block
from westphalia.report.calibration.tables import tables_of
from westphalia.report.claims import folder as ledgers
from westphalia.report.history import folder as studies
from westphalia.report.sensitivity.analysis import analyse
from westphalia.report.sensitivity.table import NAME, frame_of
from westphalia.report.sweeps import tables as sweep_tables
from westphalia.report.sweeps.folder import read_found
from westphalia.report.sweeps.tables import point_rows, run_rows
from westphalia.report.table_file import TableWriter, write_tables

#: A claim with predictions, and one that is tested elsewhere.
TESTED, ELSEWHERE = 6, next(claim.id for claim in CLAIMS if not claim.parts)
DESIGN = Design(4, 8, 5, 6, ranges())


def run(target: Path) -> Path:
    """A small run of two theories beside history, with a measure that some runs lack."""
    theories = ["--theory", "defensive", "--theory", "liberal", "--no-baselines", "--runs", "10"]
    measures = ["--measure", "wars", "--measure", "third parties that balance"]
    assert dispatch(["run", "europe-1890", *theories, *measures, "--out", str(target)]) == 0
    return target


def ledger(target: Path, *ids: int) -> Path:
    """A ledger of claims whose conditions gave numbers made up."""
    claims = select_claims(CLAIMS, ids)
    found = [judge(claim, _measured(claim), DESIGN) for claim in claims]
    made = Ledger(claims, DESIGN, DESIGN)
    target.mkdir()
    ledgers.write_tables(found, [as_data(one) for one in found], made, target)
    return _finished(target)


def study(target: Path, found) -> Path:
    """A study of history that found this."""
    target.mkdir()
    studies.write_tables(found, target / "tables")
    return _finished(target)


def sweep(target: Path) -> Path:
    """A sweep whose runs gave numbers made up, some of them nothing."""
    (target / "tables").mkdir(parents=True)
    made_up_sweep, rng = made(), np.random.default_rng(2)
    shape = 2, len(made_up_sweep.points), made_up_sweep.runs
    sums = {m.name: rng.gamma(2.0, size=shape) for m in made_up_sweep.measures}
    sums["wars"][:, 0, 3:], sums["wars"][:, 1] = np.nan, 0.0
    with (
        TableWriter(target / "tables", sweep_tables.POINTS) as points,
        TableWriter(target / "tables", sweep_tables.RUNS) as runs,
    ):
        for k, group in enumerate(made_up_sweep.groups):
            block = Block(group, k * shape[1], made_up_sweep.points, sums, {})
            for table, rows in ((points, point_rows), (runs, run_rows)):
                table.add(rows(block, made_up_sweep.names, made_up_sweep.measures))
    return _finished(target)


def calibration(target: Path) -> Path:
    """A calibration whose simulations are a formula; its second target is good for nothing."""
    job, rounds = calibrations.made(), []
    while len((ask := next_points(job.schedule, rounds)).points):
        a, b = ask.points.T
        values = np.stack([4.0 * a + 2.0 * b, np.sin(90.0 * a * b)], axis=1)
        values[::7, 1] = np.nan
        rounds.append(Round(*ask, values, np.full(values.shape, 0.1)))
    target.mkdir()
    found = finish(job.schedule, rounds)
    write_tables(tables_of(job, found, rounds), target / "tables")
    return _finished(target)


def sweep_of(
    target: Path,
    data: Mapping[str, Any],
    function: Callable[[np.ndarray, Mapping[str, Any]], np.ndarray],
    noise: float = 0.0,
    beside: Path = Path(),
) -> Path:
    """The complete folder of a sweep whose first measure is a function, the others all 0.

    `function`: of the points' values [points, numbers] and a group's levels; `noise`: standard
    deviation of a run about it.
    """
    asked = sweep_from_data({"random_world": 8, "years": 5, **data}, beside)
    rng = np.random.default_rng(6)
    shape = len(asked.points), asked.runs
    (target / "tables").mkdir(parents=True)
    with TableWriter(target / "tables", sweep_tables.POINTS) as table:
        for k, group in enumerate(asked.groups):
            sums = {m.name: np.stack([np.zeros(shape), np.ones(shape)]) for m in asked.measures}
            value = function(asked.points, group.levels)[:, None]
            total = value + noise * rng.standard_normal(shape)
            sums[asked.measures[0].name] = np.where(np.isnan(total), 0, [total, np.ones(shape)])
            block = Block(group, k * len(asked.points), asked.points, sums, {})
            table.add(point_rows(block, asked.names, asked.measures))
    for name, path in asked.files.items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_bytes(path.read_bytes())
    about = {"sweep": asked.describe(), "failed": []}
    (target / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    return target


def sensitivity(target: Path) -> Path:
    """A sensitivity analysis of a made-up sweep with levels, one measure of which does not vary."""
    data = {
        "factors": {"theory": ["defensive", "offensive"], "beta": {"from": 0.5, "to": 2}},
        "sample": {"method": "morris", "points": 4},
        "runs": 3,
        "measures": ["burden", "wars"],
    }
    made_of = sweep_of(target / "of", data, lambda points, levels: points[:, 0], noise=0.1)
    write_tables({NAME: frame_of(analyse(read_found(made_of)))}, target / "tables")
    return _finished(target)


def of_every_kind(place: Path) -> dict[str, Path]:
    """A folder of every kind, by kind."""
    return {
        "run": run(place / "run"),
        "ledger": ledger(place / "ledger", TESTED, ELSEWHERE),
        "replay": study(place / "replay", made_up.replay()),
        "tournament": study(place / "tournament", made_up.tournament()),
        "recovery": study(place / "recovery", made_up.recovered()),
        "sweep": sweep(place / "sweep"),
        "calibration": calibration(place / "calibration"),
        "sensitivity": sensitivity(place / "sensitivity"),
    }


def _finished(folder: Path) -> Path:
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return folder


def _measured(claim: Claim) -> dict[str, dict[str, Outcome]]:
    """Outcomes of every condition; in the first draw there was no occasion to measure."""
    rng = np.random.default_rng(1)
    out: dict[str, dict[str, Outcome]] = {}
    for condition in claim.conditions:
        names = [measure.name for measure in claim.measures(condition)]
        out[condition] = {name: _outcome(rng, 1.0) for name in names} | {NOBODY: _outcome(rng, 0.0)}
        for name in names:
            out[condition][name].weight[0] = 0.0
    return out


def _outcome(rng: np.random.Generator, scale: float) -> Outcome:
    total = scale * rng.normal(size=(DESIGN.draws, DESIGN.runs))
    default = scale * rng.normal(size=DESIGN.defaults)
    return Outcome(total, np.ones_like(total), default, np.ones_like(default))
