"""What the start page offers: cases, theories, parameters, modules, limits."""

from functools import cache
from typing import Any

from westphalia import __version__
from westphalia.cases import case_names
from westphalia.page.view import states_of
from westphalia.runs.parse import spec_from_data
from westphalia.runs.switches import MODULES
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.parameters import ABOUT, Parameter
from westphalia.world.state import ABOUT_MODULES, Modules

#: The most runs per theory, and years, that a page may ask for.
MOST_RUNS, MOST_YEARS = 5000, 200
#: Parameters that the page shows first: those that the literature argues about.
MATTERS = (
    "defence_advantage",
    "distinguishability",
    "reach",
    "surprise",
    "decisiveness",
    "war_cost",
    "crisis_cost",
    "misjudgement",
    "accident",
    "annexation",
    "stake_size",
    "greedy_share",
    "greed",
    "reliability",
    "entrapment",
    "enforcement",
    "horizon",
    "trade_gain",
)
ABOUT_THEORIES = {
    "defensive": "States want to survive, expect others to balance, and learn from what they do.",
    "offensive": "States want power too, expect little help from others and the worst of them.",
    "liberal": "States want prosperity; trade, institutions and openness lower suspicion.",
    "constructivist": "What states are to each other, friends or enemies, decides what they fear.",
    "no-change": "Baseline: everything stays as it was at the start.",
    "base-rate": "Baseline: states act with the frequencies of two centuries, without reasons.",
    "random": "Baseline: every option is as likely as another.",
}


@cache
def offered() -> dict[str, Any]:
    """Everything in `Home` (the page's types) but the saved runs."""
    return {
        "version": __version__,
        "cases": [_case(name) for name in case_names()],
        "theories": [
            {
                "name": theory.name,
                "title": theory.title,
                "baseline": theory.name in BASELINES,
                "about": ABOUT_THEORIES.get(theory.name, ""),
                "numbers": [_parameter(number) for number in theory.parameters().values()],
            }
            for theory in (*THEORIES.values(), *BASELINES.values())
        ],
        "parameters": [_parameter(ABOUT[name]) for name in sorted(ABOUT, key=_place)],
        "modules": [
            {"name": name, "on": bool(getattr(Modules(), name)), "about": ABOUT_MODULES[name]}
            for name in MODULES
        ],
        "limits": {"runs": MOST_RUNS, "years": MOST_YEARS},
    }


def _case(name: str) -> dict[str, Any]:
    spec = spec_from_data({"case": name, "theories": ["defensive"], "runs": 1})
    case = spec.case
    return {
        "name": name,
        "title": case.title,
        "summary": case.summary,
        "start": case.start.year,
        "end": case.last_year,
        "states": states_of(spec),
    }


def _place(name: str) -> tuple[int, int]:
    first = MATTERS.index(name) if name in MATTERS else len(MATTERS)
    return first, list(ABOUT).index(name)


def _parameter(about: Parameter) -> dict[str, Any]:
    return {
        "name": about.name,
        "symbol": about.symbol,
        "unit": about.unit,
        "default": float(about.default),
        "low": about.low,
        "high": about.high,
        "least": about.least,
        "most": about.most,
        "meaning": f"{about.meaning}; {about.reason}" if about.reason else about.meaning,
        "source": about.source,
        "matters": about.name in MATTERS,
    }
