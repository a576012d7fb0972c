"""One simulation, its summary and its view, for all tests of the page."""

import pytest

from page.plans import plan
from westphalia.cases import load_facts
from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.page.view import line_view, view_of
from westphalia.simulation.ensemble import Program


@pytest.fixture(scope="session")
def simulated():
    """A plan, its program and the records of its runs."""
    made = plan()
    program = Program(made.setting(made.lines[0]))
    return made, program, next(program.chunks(made.runs))


@pytest.fixture(scope="session")
def summary(simulated):
    made, _, records = simulated
    found = EnsembleSummary(len(made.labels), made.years)
    for first in range(0, made.runs, 16):  # the chunks' width must not matter
        found.add({k: v[..., first : first + 16] for k, v in records.items()})
    return found


@pytest.fixture(scope="session")
def view(simulated, summary):
    made, _, _ = simulated
    facts = load_facts(made.case.name)
    line = line_view(made, made.lines[0], summary)
    about = {"command": ["westphalia", "run"], "date": "", "hash": "x", "versions": {}}
    return view_of(made, {line["label"]: line}, None, facts, about)
