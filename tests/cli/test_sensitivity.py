"""`westphalia sensitivity`, from the folder of a sweep to its own."""

import json

from report.folders import sweep_of

from westphalia.cli import dispatch

DATA = {
    "runs": 4,
    "factors": {
        "theory": ["defensive", "offensive"],
        "war_cost": {"from": 0.02, "to": 0.1},
        "beta": {"from": 0.5, "to": 2},
    },
    "sample": {"method": "saltelli", "points": 32},
    "measures": ["burden", "wars"],
}


def test_it_prints_what_matters_and_writes_a_folder_once(tmp_path, capsys):
    folder = sweep_of(tmp_path / "sweep", DATA, lambda x, _: 30 * x[:, 0] + 0.1 * x[:, 1])
    assert dispatch(["sensitivity", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "burden, % of resources: offensive" in told
    assert "war_cost decides most of it (total 1.0" in told
    assert "wars is 0 at every point" in told
    assert f"Run folder: {folder}/sensitivity (written)" in told
    assert (folder / "sensitivity/figures/burden-phase.png").is_file()
    assert dispatch(["sensitivity", str(folder)]) == 2
    assert "exists and is not overwritten. Choose another" in capsys.readouterr().err
    again = ["sensitivity", str(folder), "--measure", "burden", "--out", str(tmp_path / "other")]
    assert dispatch([*again, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["found"]
    assert [(one["measure"], one["label"]) for one in found] == [
        ("burden", "defensive"),
        ("burden", "offensive"),
    ]
    assert found[0]["indices"][0]["factor"] == "war_cost"
