"""How an option's terms changed between two simulations: means over the runs where both have it."""

from types import SimpleNamespace

import numpy as np
import pytest
from limits import close

from westphalia.simulation import counterfactual
from westphalia.simulation.counterfactual import change_of_terms
from westphalia.simulation.reasons import Reasons

WIDTH = 128  # runs in a chunk of few states
OPTIONS = 3


class Simulated:
    """What simulations say of a decision: terms of [options, runs], and the chunks asked for."""

    def __init__(self):
        rng = np.random.default_rng(0)
        self.terms = {
            name: {k: rng.normal(size=(OPTIONS, 3 * WIDTH)) for k in ("survival", "effort")}
            for name in ("before", "after")
        }
        self.value = {k: rng.normal(size=(OPTIONS, 3 * WIDTH)) for k in ("before", "after")}
        self.asked = []

    def reasons_of(self, program, year, first, last, state):
        self.asked.append((program.name, year, first, last, state))
        keep = slice(first, last)
        terms = {k: v[:, keep] for k, v in self.terms[program.name].items()}
        value = self.value[program.name][:, keep]
        return {"arm": Reasons(terms, value, value, value, value, value)}, {}


@pytest.fixture
def simulated(monkeypatch):
    found = Simulated()
    monkeypatch.setattr(counterfactual, "reasons_of", found.reasons_of)
    return found


BEFORE, AFTER = (SimpleNamespace(n=3, name=name) for name in ("before", "after"))


def change(runs, **other):
    return change_of_terms(BEFORE, AFTER, "arm", 2, 1, 7, np.asarray(runs), **other)


def by_hand(simulated, runs, option=1):
    """Mean over runs of later less earlier, by term, and of the value."""
    out = {}
    for name in ("survival", "effort"):
        one, two = (simulated.terms[k][name] for k in ("before", "after"))
        out[name] = sum(two[option, r] - one[option, r] for r in runs) / len(runs)
    one, two = simulated.value["before"], simulated.value["after"]
    return out, sum(two[option, r] - one[option, r] for r in runs) / len(runs)


def test_terms_change_by_their_mean_over_the_runs_that_are_asked_about(simulated):
    runs = [3, 17, 100]
    terms, value, count = change(runs)
    wanted, wanted_value = by_hand(simulated, runs)
    assert count == 3
    assert terms == {k: close(v) for k, v in wanted.items()}
    assert value == close(wanted_value)
    assert simulated.asked == [("before", 7, 0, WIDTH, 2), ("after", 7, 0, WIDTH, 2)]


def test_runs_of_several_chunks_are_looked_up_in_whole_chunks_and_in_no_more_than_allowed(
    simulated,
):
    runs = [5, WIDTH + 1, 2 * WIDTH + 2]
    terms, _, count = change(runs)
    assert count == 2  # of two chunks
    assert terms == {k: close(v) for k, v in by_hand(simulated, runs[:2])[0].items()}
    assert [first for name, _, first, _, _ in simulated.asked if name == "after"] == [0, WIDTH]
    assert change(runs, most_chunks=3)[2] == 3
    assert change(runs, most_chunks=1)[2] == 1


def test_a_run_in_which_the_option_is_missing_does_not_count(simulated):
    simulated.value["after"][1, 17] = np.nan
    simulated.value["before"][1, 3] = -np.inf
    terms, value, count = change([3, 17, 100])
    wanted, wanted_value = by_hand(simulated, [100])
    assert count == 1
    assert terms == {k: close(v) for k, v in wanted.items()}
    assert value == close(wanted_value)


def test_an_option_that_is_nowhere_has_no_change(simulated):
    simulated.value["after"][1] = np.nan
    assert change([3, 17]) is None
    assert change([]) is None
