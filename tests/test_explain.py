"""Explanations are those of the stored runs; counterfactuals change what they say and no more."""

import json

import numpy as np
import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.counterfactual import contrast
from westphalia.report.explanation import explain_folder
from westphalia.simulation.counterfactual import Differences, divergences
from westphalia.simulation.explain import decisions_of, sentence
from westphalia.simulation.reasons import Path
from westphalia.world.parameters import ABOUT
from westphalia.world.problems import UserError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("runs") / "run"
    theories = ["--theory", "defensive", "--theory", "base-rate"]
    args = ["run", "europe-1890", *theories, "--no-baselines", "--runs", "70"]
    assert dispatch([*args, "--out", str(target)]) == 0
    return target


def test_the_plain_sentence_is_of_a_partner_that_was_said_yes_to():
    """The best partner is not always the one chosen: choices are noisy."""
    case = wp.load_case("europe-1890")
    path = Path(wp.simulate(case, "defensive", runs=1, years=24).program, 0)
    labels, names, against_value = case.start.labels, case.names, 0
    for year in range(24):
        for i in range(len(labels)):
            made = decisions_of(i, labels, names, path.of(year, i), 1)
            for decision in (d for d in made if d.name == "pacts reviewed"):
                wanted = [o for o in decision.options if o.chosen]
                shown = wanted[0] if wanted else decision.options[0]
                assert names[labels.index(shown.name)] in decision.plain
                assert ("wanted no pact" in decision.plain) == (not wanted)
                against_value += bool(wanted) and not decision.options[0].chosen
    assert against_value > 0


@pytest.mark.parametrize("year", [1891, 1912])
@pytest.mark.parametrize("theory", ["defensive", "base-rate"])
def test_the_explained_year_is_the_stored_one(folder, theory, year):
    found = explain_folder(folder, "GMY", year, theory, None)
    assert found.agrees == 1
    assert found.runs == 70
    assert found.by_habit == (theory == "base-rate")


def test_one_run_chooses_one_option_of_each_decision(folder):
    found = explain_folder(folder, "GMY", 1900, None, 66)
    assert found.agrees == 1
    arms = next(d for d in found.decisions if d.name == "arms and posture")
    assert sum(o.chosen for o in arms.options) == 1
    assert sum(o.chance for o in arms.options) == pytest.approx(1, abs=1e-5)
    assert (
        sum(o.chosen for o in next(d for d in found.decisions if d.name == "crisis").options) == 1
    )


def test_terms_add_up_to_the_value(folder):
    for run in (None, 3):
        found = explain_folder(folder, "RUS", 1905, "defensive", run)
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


def test_a_sentence_names_the_two_terms_that_mattered_most():
    terms = {"survival": 0.004, "consumption": -0.002, "power": 0.0001}
    assert sentence("Germany", "raised its burden", terms, 1, 0.6, 1) == (
        "Germany raised its burden: survival +0.004 outweighed consumption -0.002."
    )
    told = sentence("Germany", "cut its burden", {"survival": -0.004, "power": 0.001}, 1, 0.1, 1)
    assert told == (
        "Germany cut its burden although survival -0.004 outweighed power +0.001: "
        "a choice with a chance of 10%."
    )


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
        explain_folder(folder, *args)


def test_the_command_prints_tables_and_json(folder, capsys):
    args = ["explain", str(folder), "--state", "GMY", "--year", "1912"]
    assert dispatch([*args, "--run", "17"]) == 0
    out = capsys.readouterr().out
    assert "Germany" in out
    assert "agrees with results.nc" in out
    assert max(map(len, out.splitlines())) <= 100
    assert dispatch([*args, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] == 1


def test_a_counterfactual_needs_a_change_and_knows_names(folder):
    with pytest.raises(UserError, match="Nothing is changed"):
        contrast(folder, None, [], [], [])
    with pytest.raises(UserError, match="Nothing is changed"):
        contrast(folder, None, [], [], ["hotlines"])
    with pytest.raises(UserError, match="hotlines"):
        contrast(folder, None, [], ["hotline"], [])


def test_a_counterfactual_differs_as_the_two_runs_do(folder):
    dear = ABOUT["treaty_cost"].high
    found = contrast(folder, None, [f"c_p={dear}"], [], [])
    assert [row["theory"] for row in found.theories] == ["defensive"]
    row = found.theories[0]
    case = wp.load_case("europe-1890")
    before = wp.simulate(case, "defensive", runs=70)
    after = wp.simulate(case, "defensive", runs=70, parameters={"treaty_cost": dear})
    for pair in row["pacts"]:
        one, other = (
            e.dataset.pact.sel(state=pair["states"][0], other=pair["states"][1], year=1914)
            for e in (before, after)
        )
        assert pair["before"]["value"] == pytest.approx(float(one.mean()))
        assert pair["after"]["value"] == pytest.approx(float(other.mean()))
        assert pair["runs_differing"] == int((one.values != other.values).sum())
        assert (
            pair["difference"]["low"] <= pair["difference"]["value"] <= pair["difference"]["high"]
        )
    reason = row["pacts"][0]["reason"]
    assert reason["terms"]["effort"] < 0


def test_a_counterfactual_writes_only_when_asked(folder, tmp_path, capsys):
    names = set(folder.parent.iterdir())
    args = ["counterfactual", str(folder), "--off", "hotlines", "--json"]
    assert dispatch(args) == 0
    assert set(folder.parent.iterdir()) == names
    first = json.loads(capsys.readouterr().out)
    assert first["changes"] == ["hotlines off"]
    assert dispatch([*args, "--out", str(tmp_path / "changed")]) == 0
    assert (tmp_path / "changed" / "counterfactual.json").is_file()
    assert dispatch([*args, "--out", str(tmp_path / "changed")]) == 2


def blank(runs: int = 2) -> dict[str, np.ndarray]:
    pair, state = (3, 2, 2, runs), (3, 2, runs)
    out = {k: np.zeros(pair, np.uint8) for k in ("agreements", "crisis", "war")}
    return out | {"pact": np.zeros(pair, bool)} | {k: np.ones(state) for k in ("burden", "posture")}


def test_the_first_divergence_is_found_and_its_order_is_that_of_the_year():
    before, after = blank(), blank()
    after["war"][2, 0, 1, 0] = 1
    after["burden"][1, 1, 0] = 1.2
    after["crisis"][1, 0, 1, 0] = 2
    first, second = divergences(before, after)
    assert (first.year, first.kind, first.states) == (1, "burden", (1,))
    assert second is None
    found = Differences()
    found.add(before, after)
    assert found.whole("first_war")[0, 1].tolist() == [2, -1]
    assert found.whole("begun")[0, 1].tolist() == [True, False]


def test_what_was_switched_is_no_consequence():
    before, after = blank(), blank()
    before["agreements"][0, 0, 1] = 2
    assert divergences(before, after)[0] is not None
    assert divergences(before, after, ignored=2) == [None, None]
