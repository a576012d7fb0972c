"""A counterfactual differs as the two runs do."""

import json

import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.counterfactual import contrast
from westphalia.runs.folder import open_run
from westphalia.runs.options import changes_from_options
from westphalia.world.parameters import ABOUT
from westphalia.world.problems import UserError


@pytest.fixture
def folder(explained):
    return explained


def test_a_counterfactual_needs_a_change_and_knows_names(folder):
    run = open_run(folder)
    for on in ([], ["hotlines"]):
        with pytest.raises(UserError, match="That changes nothing"):
            contrast(run, None, changes_from_options(run.spec, [], [], on))
    with pytest.raises(UserError, match="hotlines"):
        changes_from_options(run.spec, [], ["hotline"], [])


def test_a_counterfactual_differs_as_the_two_runs_do(folder):
    dear = ABOUT["treaty_cost"].high
    run = open_run(folder)
    found = contrast(run, None, changes_from_options(run.spec, [f"c_p={dear}"], [], []))
    assert [row.theory for row in found.theories] == ["defensive"]
    from_python = wp.counterfactual(wp.load(folder), set={"c_p": dear})
    assert from_python.data() == found.data()
    row = found.theories[0]
    case = wp.load_case("europe-1890")
    before = wp.simulate(case, "defensive", runs=70)
    after = wp.simulate(case, "defensive", runs=70, set={"treaty_cost": dear})
    for pair in row.pacts:
        one, other = (
            e.dataset.pact.sel(state=pair.states[0], other=pair.states[1], year=1914)
            for e in (before, after)
        )
        assert pair.before.value == pytest.approx(float(one.mean()))
        assert pair.after.value == pytest.approx(float(other.mean()))
        assert pair.runs_differing == int((one.values != other.values).sum())
        assert pair.difference.low <= pair.difference.value <= pair.difference.high
    reason = row.pacts[0].reason
    assert reason.terms["effort"] != 0.0  # a dearer pact; a new one also costs the making
    assert len(found.to_dataframe()) == len(row.pacts) + len(row.wars)


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
