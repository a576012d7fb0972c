"""What can be chosen on the page: cases, theories, parameters, forms, modules, limits."""

from functools import cache

from westphalia import __version__
from westphalia.app.server.types import (
    CaseOption,
    Choosable,
    FormOption,
    Limits,
    ModuleOption,
    ProcessOption,
)
from westphalia.cases import case_names
from westphalia.mechanisms.forms import ABOUT_PROCESSES, FORMS
from westphalia.page.meanings import meanings
from westphalia.page.numbers import parameter_option, theory_option
from westphalia.page.view import states_of
from westphalia.runs.parse import spec_from_data
from westphalia.runs.switches import MODULES
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.parameters import ABOUT, Forms
from westphalia.world.state import ABOUT_MODULES, Modules

#: The most runs per theory, and years, that a page may ask for.
MOST_RUNS, MOST_YEARS = 5000, 200
#: Parameters that the page shows first: those that the literature debates.
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


@cache
def choosable() -> Choosable:
    """Everything that can be chosen."""
    return Choosable(
        version=__version__,
        cases=[_case(name) for name in case_names()],
        theories=[theory_option(theory) for theory in (*THEORIES.values(), *BASELINES.values())],
        parameters=[
            parameter_option(ABOUT[name], name in MATTERS) for name in sorted(ABOUT, key=_rank)
        ],
        processes=[_process(name) for name in FORMS],
        modules=[
            ModuleOption(name=name, on=bool(getattr(Modules(), name)), about=ABOUT_MODULES[name])
            for name in MODULES
        ],
        limits=Limits(runs=MOST_RUNS, years=MOST_YEARS),
        meanings=meanings(),
    )


def _case(name: str) -> CaseOption:
    spec = spec_from_data({"case": name, "theories": ["defensive"], "runs": 1})
    case = spec.case
    return CaseOption(
        name=name,
        title=case.title,
        summary=case.summary,
        start=case.start.year,
        end=case.last_year,
        states=states_of(spec),
    )


def _rank(name: str) -> tuple[int, int]:
    first = MATTERS.index(name) if name in MATTERS else len(MATTERS)
    return first, list(ABOUT).index(name)


def _process(name: str) -> ProcessOption:
    return ProcessOption(
        name=name,
        about=ABOUT_PROCESSES[name],
        usual=Forms()._asdict()[name],
        forms=[
            FormOption(name=form.name, about=form.about, source=form.source)
            for form in FORMS[name].values()
        ],
    )
