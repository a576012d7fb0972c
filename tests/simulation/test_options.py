"""Options in figures: means and spreads over the runs in which each is there, counted by hand."""

import numpy as np
import pytest

from westphalia.simulation.options import means_of
from westphalia.simulation.reasons import Reasons
from westphalia.world.terms import REST

OPTIONS = 4


def reasons_in(runs, seed=0):
    """Made-up reasons. Option 2 is in no run; what is not there has no figures."""
    draw = np.random.default_rng(seed)
    terms = {name: draw.normal(size=(OPTIONS, runs)) for name in ("survival", "power")}
    value = sum(terms.values())
    value[3] += 0.5  # what no term holds
    there = draw.random((OPTIONS, runs)) < 0.6
    there[0], there[2], there[3, 0] = True, False, True
    chance, choice = draw.random((OPTIONS, runs)), draw.integers(0, 2, (OPTIONS, runs)) * 1.0
    for figures in (value, chance, *terms.values()):
        figures[~there] = np.nan
    return Reasons(terms, value, chance, choice, there * 1.0, draw.integers(0, 2, (OPTIONS, runs)))


@pytest.mark.parametrize("runs", [1, 2, 30])
def test_an_option_is_told_by_the_runs_in_which_it_is_there(runs):
    reasons = reasons_in(runs)
    means = means_of(reasons)
    for k in range(OPTIONS):
        there = [r for r in range(runs) if reasons.allowed[k, r]]
        option = means.option("a", k, runs, "did a")
        if not there:
            assert option is None
            continue
        assert (option.name, option.act, option.runs) == ("a", "did a", len(there))
        assert option.offered == len(there) / runs

        def close(figures, there=there, k=k):
            kept = [float(figures[k, r]) for r in there]
            mean = sum(kept) / len(kept)
            spread = (sum((x - mean) ** 2 for x in kept) / len(kept)) ** 0.5
            return pytest.approx(mean, abs=1e-12), pytest.approx(spread, abs=1e-7)

        assert (option.value, option.spread) == close(reasons.value)
        assert option.chance == close(reasons.chance)[0]
        assert option.chosen == close(reasons.choice)[0]
        for name, figures in reasons.terms.items():
            assert (option.terms[name], option.spreads[name]) == close(figures)
    assert means.option("a", 2, runs, "did a") is None


def test_what_no_term_holds_is_told_where_it_is_more_than_rounding():
    means = means_of(reasons_in(30))
    first, last = (means.option("a", k, 30, "did a") for k in (0, 3))
    assert list(first.terms) == ["survival", "power"]
    assert list(last.terms) == list(last.spreads) == ["survival", "power", REST]
    assert last.terms[REST] == pytest.approx(0.5)
    assert last.spreads[REST] == pytest.approx(0.0, abs=1e-7)
