"""Westphalia: a laboratory for theories of international politics.

    import westphalia as wp

    e = wp.simulate("europe-1890", wp.theories.defensive, runs=1000, seed=1)
    e.dataset                                # xarray.Dataset: run, year, state, other
    print(e.explain(state="GMY", year=1912))
    wp.score(e).to_dataframe()               # against history, with intervals
    e.measure("burden")                      # its value and 95% interval; wp.measures.MEASURES
    print(wp.counterfactual(e, off=["hotlines"]))
    wp.save(e, "runs/mine")                  # wp.load("runs/mine") reads it again

    panel = wp.great_powers()                # two hundred years of history, year by year
    wp.Replay(panel).chances(wp.theories.defensive).forecasts

Names are loaded when first used, so that importing the package is quick.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# XLA's alarms about slow compilation are muted: what is compiled is told (see `programs`).
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

__version__ = "0.1.0"

if TYPE_CHECKING:
    from westphalia import measures, theories
    from westphalia.cases import Case, Facts, case_names, load_case, load_facts
    from westphalia.claims.claim import Claim, Part, Without
    from westphalia.experiments.condition import Condition, Later
    from westphalia.experiments.tournament_study import tournament_study
    from westphalia.forecast.replay_study import replay_study
    from westphalia.measures import Measure, load_measure
    from westphalia.records.builtin import great_powers
    from westphalia.records.folder import open_folder
    from westphalia.records.panel import Coding, Panel
    from westphalia.replay.replay import Replay
    from westphalia.report.calibration.python import calibrate
    from westphalia.report.cite import cite
    from westphalia.report.claims.python import list_claims, run_claims
    from westphalia.report.counterfactual import counterfactual
    from westphalia.report.save import load, save
    from westphalia.report.score import score
    from westphalia.report.sensitivity.python import sensitivity
    from westphalia.report.sweeps.python import sweep
    from westphalia.runs.experiment import Experiment, simulate
    from westphalia.runs.run_table import RunTable
    from westphalia.runs.spec import Spec
    from westphalia.simulation.begin import RandomWorld
    from westphalia.theories import (
        Expects,
        Habits,
        Learns,
        Theory,
        Wants,
        between,
        exactly,
        load_theory,
        weighted_sum,
    )
    from westphalia.world.parameters import Parameters
    from westphalia.world.problems import UserError

_PLACES = {
    "measures": "",
    "theories": "",
    "Measure": "measures",
    "RunTable": "runs.run_table",
    "load_measure": "measures",
    "Claim": "claims.claim",
    "Part": "claims.claim",
    "Without": "claims.claim",
    "Condition": "experiments.condition",
    "Later": "experiments.condition",
    "Case": "cases",
    "Facts": "cases",
    "case_names": "cases",
    "load_case": "cases",
    "load_facts": "cases",
    "Experiment": "runs.experiment",
    "simulate": "runs.experiment",
    "Spec": "runs.spec",
    "RandomWorld": "simulation.begin",
    "score": "report.score",
    "sweep": "report.sweeps.python",
    "sensitivity": "report.sensitivity.python",
    "counterfactual": "report.counterfactual",
    "save": "report.save",
    "load": "report.save",
    "calibrate": "report.calibration.python",
    "cite": "report.cite",
    "list_claims": "report.claims.python",
    "run_claims": "report.claims.python",
    "replay_study": "forecast.replay_study",
    "tournament_study": "experiments.tournament_study",
    "great_powers": "records.builtin",
    "open_folder": "records.folder",
    "Coding": "records.panel",
    "Panel": "records.panel",
    "Replay": "replay.replay",
    "Expects": "theories",
    "Habits": "theories",
    "Learns": "theories",
    "Theory": "theories",
    "Wants": "theories",
    "between": "theories",
    "exactly": "theories",
    "load_theory": "theories",
    "weighted_sum": "theories",
    "Parameters": "world.parameters",
    "UserError": "world.problems",
}

__all__ = [
    "Case",
    "Claim",
    "Coding",
    "Condition",
    "Expects",
    "Experiment",
    "Facts",
    "Habits",
    "Later",
    "Learns",
    "Measure",
    "Panel",
    "Parameters",
    "Part",
    "RandomWorld",
    "Replay",
    "RunTable",
    "Spec",
    "Theory",
    "UserError",
    "Wants",
    "Without",
    "__version__",
    "between",
    "calibrate",
    "case_names",
    "cite",
    "counterfactual",
    "exactly",
    "great_powers",
    "list_claims",
    "load",
    "load_case",
    "load_facts",
    "load_measure",
    "load_theory",
    "measures",
    "open_folder",
    "replay_study",
    "run_claims",
    "save",
    "score",
    "sensitivity",
    "simulate",
    "sweep",
    "theories",
    "tournament_study",
    "weighted_sum",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'westphalia' has no attribute '{name}'")
    place = _PLACES[name]
    module = import_module(f"westphalia.{place or name}")
    return getattr(module, name) if place else module


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
