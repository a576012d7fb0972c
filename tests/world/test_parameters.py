"""Parameters: their limits, symbols and use."""

import ast
from pathlib import Path

import jax
import numpy as np
import pytest

import westphalia
from westphalia.programs.describe import describe_inputs
from westphalia.world.parameters import (
    ABOUT,
    DEFAULTS,
    SYMBOLS,
    Forms,
    Parameters,
    parameter_name,
    with_values,
)
from westphalia.world.problems import UserError

MECHANISMS = Path(westphalia.__file__).parent / "mechanisms"
FILES = sorted(MECHANISMS.rglob("*.py"))


#: Fixed in experiments: the dial that ends anarchy, and shares for which no range is known.
HELD = ("enforcement", "victors_loss", "institutions_lost")


@pytest.mark.parametrize("name", ABOUT)
def test_every_parameter_says_what_it_is_and_lies_where_it_should(name):
    about, default = ABOUT[name], DEFAULTS[name]
    assert about.symbol
    assert about.unit
    assert about.meaning
    assert about.source
    assert about.low <= default <= about.high
    assert about.least <= about.low
    assert about.high <= about.most
    assert about.low < about.high or name in HELD


def test_symbols_and_names_of_parameters_are_unique():
    assert len(SYMBOLS) == len(ABOUT)
    assert not {s for s in SYMBOLS if s in ABOUT and SYMBOLS[s] != s}
    assert all(parameter_name(symbol) == name for symbol, name in SYMBOLS.items())
    assert all(parameter_name(name) == name for name in ABOUT)


def test_every_parameter_is_used():
    """A number that changes nothing is no parameter."""
    parts = ("simulation", "decisions")
    source = [*FILES, *(p for d in parts for p in MECHANISMS.parent.glob(f"{d}/**/*.py"))]
    used = {
        node.attr
        for path in source
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    assert not set(ABOUT) - used


@pytest.mark.parametrize("name", ABOUT)
def test_values_are_accepted_up_to_their_limits_and_no_further(name):
    about = ABOUT[name]
    for value in (about.least, about.most, about.low, about.high):
        assert getattr(with_values({about.symbol: value}), name) == value
    step = 1e-3 * max(1.0, about.most)
    for value in (about.least - step, about.most + step, float("nan")):
        with pytest.raises(UserError, match=name):
            with_values({name: value})


def test_all_problems_with_values_are_reported_at_once():
    with pytest.raises(UserError) as error:
        with_values({"decisivenes": 1.0, "waste": 2.0, "beta": 1.0, "defence_advantage": 1.0})
    text = str(error.value)
    assert "Did you mean decisiveness" in text
    assert "waste = 2 is outside" in text
    assert "defence_advantage is set twice" in text


def test_plain_numbers_outside_their_limits_are_refused_all_at_once():
    with pytest.raises(UserError) as error:
        Parameters(accident=-3, waste="much", reach=float("nan"))  # type: ignore[arg-type]
    lines = str(error.value).splitlines()
    assert [line.split(" = ")[0] for line in lines] == ["reach", "accident", "waste"]
    assert "0 to 1" in lines[1]
    assert "'much' is not a number" in lines[2]


def test_arrays_tracers_and_whatever_jax_puts_into_a_tree_pass():
    assert Parameters(accident=np.array([-3.0, 0.5])).accident[0] == -3.0
    slope = jax.jit(jax.grad(lambda p: 100.0 * p.accident**2 - p.waste))(Parameters(accident=0.03))
    assert (float(slope.accident), float(slope.waste)) == (pytest.approx(6.0), -1.0)
    assert jax.tree.map(lambda v: -5.0, Parameters()).accident == -5.0
    assert len(jax.tree.leaves(Parameters())) == len(ABOUT)


def test_the_forms_are_part_of_what_is_compiled():
    usual, other = Parameters(), Parameters(forms=Forms("difference"))
    assert jax.tree.structure(usual) != jax.tree.structure(other)
    assert jax.tree.map(np.float32, other).forms.contest == "difference"
    assert describe_inputs(usual) != describe_inputs(other)
