"""A counterfactual differs as the two runs do."""

import json

import pytest

import westphalia as wp
from westphalia.cli import dispatch
from westphalia.report.counterfactual import contrast
from westphalia.world.parameters import ABOUT
from westphalia.world.problems import UserError


@pytest.fixture
def folder(explained):
    return explained


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
    assert [row.theory for row in found.theories] == ["defensive"]
    row = found.theories[0]
    case = wp.load_case("europe-1890")
    before = wp.simulate(case, "defensive", runs=70)
    after = wp.simulate(case, "defensive", runs=70, parameters={"treaty_cost": dear})
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
    assert reason.terms["effort"] < 0
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
