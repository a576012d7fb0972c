"""A user's own claim from a file: loaded, refused with what is wrong, run by whoever works."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from places import ROOT

import westphalia as wp
from westphalia.claims import CLAIMS
from westphalia.claims.ledger import select_claims
from westphalia.claims.load import load_claim
from westphalia.cli import dispatch
from westphalia.work.plan import read_plan
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="experiments")

EXAMPLE = ROOT / "examples" / "own_claim.py"


def written(tmp_path, *changes):
    """The example with changes, in a file of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_claim_is_chosen_beside_built_in_ones():
    found = select_claims(CLAIMS, ["29", f"{EXAMPLE}:DEAR_WARS", 7])
    assert [claim.id for claim in found] == [7, 29, 101]
    assert (found[-1].file, found[-1].name) == (EXAMPLE, "DEAR_WARS")
    assert [claim.id for claim in select_claims(CLAIMS, [str(EXAMPLE)])] == [101]


@pytest.mark.parametrize(
    ("changes", "name", "told"),
    [
        ([("id=101", "id=29")], "", "claim 29 has the number of a built-in one"),
        ([("id=101,", "")], "", r"mine\.py:5: TypeError.*'id'"),
        ([('"control": wp', '"contrl": wp')], "", r"mine\.py:5.*no condition called 'control'"),
        ([("war_cost", "war_costs")], "", r"mine\.py:\d+.*Did you mean war_cost"),
        ([("years=50,", "years=50")], "", r"mine\.py:\d+: SyntaxError"),
        ([], ":DEAR_WAR", "Did you mean DEAR_WARS"),
        ([("DEAR_WARS =", "_ ="), ("_ = wp.Claim", "_ = dict")], "", "holds no Claim"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path, changes, name, told):
    with pytest.raises(UserError, match=told):
        select_claims(CLAIMS, [f"{written(tmp_path, *changes)}{name}"])


def test_all_that_is_no_claim_is_told_at_once(tmp_path):
    with pytest.raises(UserError) as error:
        select_claims(CLAIMS, ["99", "wars", f"{tmp_path / 'none.py'}:X", f"{EXAMPLE}:WARS"])
    for part in ("no claim wars, 99: claims are 1 to", "no file", "Did you mean DEAR_WARS"):
        assert part in str(error.value)


def test_a_claim_made_in_python_is_run_by_threads_alone(tmp_path):
    claim = replace(load_claim(str(EXAMPLE)), id=102, file=None, name="")
    assert [c.id for c in select_claims(CLAIMS, [29, claim])] == [29, 102]
    with pytest.raises(UserError, match=r"^claim 29 has the number of another"):
        select_claims(CLAIMS, [29, replace(claim, id=29)])
    with pytest.raises(UserError, match="Claim 102 exists only in this session"):
        wp.run_claims(claim, draws=2, runs=2, folder=tmp_path / "out", workers="processes:1")
    assert not (tmp_path / "out").exists()
    found = wp.run_claims(claim, draws=2, runs=2, folder=tmp_path / "out")
    assert found.to_dataframe()["title"].tolist() == ["Dear wars"]


def test_two_claims_of_one_number_are_refused(tmp_path):
    with pytest.raises(UserError, match="claim 101 has the number of another"):
        select_claims(CLAIMS, [str(EXAMPLE), str(written(tmp_path))])


def test_an_error_in_its_own_measure_names_file_and_line(tmp_path):
    path = written(
        tmp_path,
        ("wp.measures.wars()", 'wp.Measure("mine", "wars", lambda records: records["wars"])'),
    )
    (part,) = load_claim(str(path)).parts
    with pytest.raises(UserError, match=r"mine\.py:\d+: Measure 'mine'.*no record called 'wars'"):
        part.measure.sums({"alive": np.ones((1, 2, 3), bool)})


@pytest.mark.slow
def test_it_is_run_from_the_folder_also_by_others(tmp_path, capsys):
    path, out = written(tmp_path), tmp_path / "out"
    command = ["claims", f"{path}:DEAR_WARS", "--draws", "4", "--runs", "16", "--out", str(out)]
    assert dispatch(command) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "101. Dear wars" in told
    assert "fewer wars begin" in told
    (row,) = json.loads((out / "ledger.json").read_text(encoding="utf-8"))["claims"]
    assert row["id"] == 101
    assert dispatch(["cite", str(out)]) == 0
    assert "Fearon" in capsys.readouterr().out
    path.unlink()  # the folder has its own copy
    shutil.rmtree(out / "claims" / "__pycache__", ignore_errors=True)
    plan = read_plan(out)
    assert all(plan.store.has(piece.key) for piece in plan.job.pieces())
    (copy,) = (out / "claims").glob("*.py")
    copy.write_text(copy.read_text() + "\n# changed\n")
    with pytest.raises(UserError, match="was changed"):
        read_plan(out)
