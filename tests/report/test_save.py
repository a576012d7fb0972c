"""Experiments saved and loaded: the same records, the same description, theories of a session."""

from dataclasses import replace

import numpy as np
import pytest

import westphalia as wp
from westphalia.runs.folder import open_run
from westphalia.runs.manifest import numbers
from westphalia.runs.theory_file import theory_text
from westphalia.simulation.dataset import VARIABLES
from westphalia.theories import between, weighted_sum

CASE = "examples/three-powers.yaml"


@pytest.fixture(scope="module")
def plain():
    return wp.simulate(CASE, "defensive", runs=8, years=3, seed=5)


def same_records(one, other):
    """A folder holds all that a results file has, and no more."""
    assert set(one.records) == set(other.records) & set(VARIABLES)
    for name, values in one.records.items():
        np.testing.assert_array_equal(values, other.records[name], err_msg=name)


def same_scores(one, other):
    return one.to_dataframe().equals(other.to_dataframe())


def test_what_is_saved_is_loaded(plain, tmp_path):
    other = wp.simulate(CASE, {"NOR": "offensive", "*": "liberal"}, runs=8, years=3, seed=5)
    folder = wp.save([plain, other], tmp_path / "run")
    first, second = wp.load(folder), wp.load(folder, "NOR=offensive,*=liberal")
    same_records(first, plain)
    same_records(second, other)
    assert first.line.label == "defensive"
    assert (folder / "report.html").is_file()
    assert (folder / "scenario.yaml").read_text("utf-8").startswith("# A scenario of Westphalia")
    assert same_scores(wp.score([first, second]), wp.score([plain, other]))
    assert "walt1987" in wp.cite(folder)
    assert wp.cite(first) == wp.cite(plain)
    with pytest.raises(wp.UserError, match="exists and is not overwritten"):
        wp.save(plain, folder)
    with pytest.raises(wp.UserError, match="There is no theory called 'liberl'"):
        wp.load(folder, "liberl")


def test_a_theory_of_the_session_is_written_as_a_file(tmp_path):
    own = replace(
        wp.theories.defensive,
        name="bolder",
        wants=replace(wp.theories.defensive.wants, power=between(0.0, 0.1, 0.3)),
    )
    made = wp.simulate(CASE, {"NOR": own, "*": "defensive"}, runs=4, years=2)
    again = wp.load(wp.save(made, tmp_path / "run"))
    same_records(again, made)
    assert numbers(again.line.theories[0]) == numbers(own)
    with_value = replace(own, value=lambda terms, wants: weighted_sum(terms, wants))
    other = replace(
        made, spec=replace(made.spec, lines=(replace(made.line, theories=(with_value,) * 3),))
    )
    with pytest.raises(wp.UserError, match="has a value function of its own"):
        wp.save(other, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    suspects = replace(own, expects=replace(own.expects, suspicion=lambda w, e, learn: e.prior))
    with pytest.raises(wp.UserError, match="has a rule of suspicion of its own"):
        theory_text(suspects)


def test_a_random_world_is_saved_without_a_map(tmp_path):
    made = wp.simulate(wp.RandomWorld(3), "defensive", runs=4, years=2, record=["pact", "burden"])
    assert set(made.records) == {"pact", "burden"}
    assert set(made.dataset.data_vars) == {"pact", "burden"}
    folder = wp.save(made, tmp_path / "run")
    again = wp.load(folder)
    same_records(again, made)
    assert again.spec.world == wp.RandomWorld(3)
    assert {p.name for p in folder.iterdir()} == {"manifest.json", "results.nc", "scenario.yaml"}
    for needs_a_case in (wp.score, lambda e: e.case):
        with pytest.raises(wp.UserError, match="A random world has no history"):
            needs_a_case(again)


def test_what_is_not_recorded_is_simulated_again_for_scores(plain):
    few = wp.simulate(CASE, "defensive", runs=8, years=3, seed=5, record=["burden"])
    assert same_scores(wp.score(few), wp.score(plain))


def test_experiments_print_in_a_line(plain):
    assert repr(plain) == "<Experiment three-powers: defensive; 8 runs, 1901-1903, seed 5>"
    assert "<th>world</th><td>Two rivals and an island</td>" in plain._repr_html_()
    assert len(repr(plain.spec)) < 200
    changed = wp.counterfactual(plain, off="arming")
    assert repr(changed) == "<Contrast three-powers: arming off>"
    assert "Two rivals and an island: arming off" in str(changed)


def test_other_circumstances_are_warned_of(plain, tmp_path):
    folder = wp.save(plain, tmp_path / "run")
    text = (folder / "manifest.json").read_text("utf-8")
    jax = open_run(folder).manifest["versions"]["jax"]
    (folder / "manifest.json").write_text(text.replace(f'"jax": "{jax}"', '"jax": "0.1"'), "utf-8")
    with pytest.warns(UserWarning, match=f"Here: jax {jax} instead of 0.1"):
        wp.load(folder)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda e: e.explain("NOX", 1902), "There is no state called 'NOX'"),
        (lambda e: e.explain(5, 1902), "state: 5 is not text"),
        (lambda e: e.explain("NOR", "1902"), "year: '1902' is not a simulated year"),
        (lambda e: e.explain("NOR", 1902, run="x"), "run: there is no run 'x'; runs are 0 to 7"),
        (lambda e: wp.counterfactual(e), "That changes nothing"),
        (lambda e: wp.counterfactual(e, workers=0), "workers: 0 is not a number of threads"),
        (lambda e: wp.score(e, facts="x"), "facts: x is not Facts"),
        (lambda e: wp.save(e, 5), "folder: 5 is not a folder"),
    ],
)
def test_what_cannot_be_asked_of_an_experiment_is_told(plain, call, told):
    with pytest.raises(wp.UserError) as error:
        call(plain)
    assert told in str(error.value)
