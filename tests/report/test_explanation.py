"""An explanation of a stored year is of that year."""

import json

import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.explanation import explain_folder
from westphalia.runs.folder import open_run
from westphalia.world.problems import UserError


@pytest.fixture
def folder(explained):
    return explained


@pytest.mark.parametrize("year", [1891, 1912])
@pytest.mark.parametrize("theory", ["defensive", "base-rate"])
def test_the_explained_year_is_the_stored_one(folder, theory, year):
    found = explain_folder(open_run(folder), "GMY", year, theory, None)
    assert found.agrees == 1
    assert found.runs == 70
    assert found.by_habit == (theory == "base-rate")


def test_one_run_chooses_one_option_of_each_decision(folder):
    found = explain_folder(open_run(folder), "GMY", 1900, None, 66)
    assert found.agrees == 1
    arms = next(d for d in found.decisions if d.name == "arms and posture")
    assert sum(o.chosen for o in arms.options) == 1
    assert sum(o.chance for o in arms.options) == pytest.approx(1, abs=1e-5)
    assert (
        sum(o.chosen for o in next(d for d in found.decisions if d.name == "crisis").options) == 1
    )


def test_terms_add_up_to_the_value(folder):
    for run in (None, 3):
        found = explain_folder(open_run(folder), "RUS", 1905, "defensive", run)
        for decision in found.decisions:
            for option in decision.options:
                assert sum(option.terms.values()) == pytest.approx(option.value, abs=2e-5)


def test_the_choice_in_words_is_the_choice_in_the_results(folder):
    case = wp.load_case("europe-1890")
    e = wp.simulate(case, "defensive", runs=70)
    burden = e.dataset.burden.sel(state="GMY")
    for run in range(5):
        found = e.explain("GMY", 1901, run)
        arms = next(d for d in found.decisions if d.name == "arms and posture")
        chosen = next(o.name for o in arms.options if o.chosen)
        change = float(burden.sel(run=run, year=1901) / burden.sel(run=run, year=1900))
        if chosen == "raise":
            assert change > 1 or "cap" in str(found)
        elif chosen == "cut":
            assert change < 1
        assert chosen in str(found)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("GM", 1900, None, None), "GMY"),
        (("GMY", 1850, None, None), "1891 to 1914"),
        (("GMY", 1900, "defensiv", None), "defensive"),
        (("GMY", 1900, None, 70), "0 to 69"),
        (("GMY", 1900, None, -1), "0 to 69"),
    ],
)
def test_errors(folder, args, told):
    with pytest.raises(UserError, match=told):
        explain_folder(open_run(folder), *args)


def test_the_command_prints_tables_and_json(folder, capsys):
    args = ["explain", str(folder), "--state", "GMY", "--year", "1912"]
    assert dispatch([*args, "--run", "17"]) == 0
    out = capsys.readouterr().out
    assert "Germany" in out
    assert "agrees with results.nc" in out
    assert out.count("Consumption: change of ln consumption") == 1
    assert max(map(len, out.splitlines())) <= 100
    assert dispatch([*args, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] == 1
