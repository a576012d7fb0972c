"""Run folders of every kind, made without simulating where that takes long."""

from pathlib import Path

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
from westphalia.experiments.sweeps.sweep import Block
from westphalia.report.calibration.tables import tables_of
from westphalia.report.claims import folder as ledgers
from westphalia.report.history import folder as studies
from westphalia.report.sweeps import tables as sweep_tables
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
