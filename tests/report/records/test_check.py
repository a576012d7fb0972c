"""What `westphalia data check` prints."""

import io
import json

import pytest
from records.folders import NMC, STATES, write
from rich.console import Console

from westphalia.records.folder import open_folder, remember
from westphalia.report.records.check import check_data, overview, show, show_overview
from westphalia.world.problems import UserError


def test_all_problems_are_counted_and_few_printed(tmp_path):
    rows = "".join(f"2,{1816 + k},-1,1,1,1,1,1,0.1\n" for k in range(150))
    write(tmp_path, nmc_v7__csv=NMC.split("\n")[0] + "\n" + rows, states__csv=STATES)
    found = check_data(tmp_path)
    assert found["problems"] == 150
    (entry,) = [file for file in found["files"] if file["data_set"] == "nmc"]
    assert [p["line"] for p in entry["problems"]] == list(range(2, 152))
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    text = console.export_text()
    assert text.count("milex -1") == 5
    assert "and 145 more" in text
    assert "150 problems" in text
    with pytest.raises(UserError, match="150 problems"):
        open_folder(tmp_path).table("nmc")


def test_what_is_shown_is_json_and_fits_the_page(config, tmp_path):
    remember(write(tmp_path / "mine", nmc_v7__csv=NMC, states__csv=STATES))
    found, sets = check_data(tmp_path / "mine"), overview()
    assert json.loads(json.dumps(found)) == found
    assert json.loads(json.dumps(sets)) == sets
    assert {entry["key"] for entry in sets["sets"] if entry["held"]} == {"nmc", "states"}
    assert "trade" in found["lacking"]
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    show_overview(sets, console)
    text = console.export_text()
    assert "No problems" in text
    assert "1816-2022" in text
    assert max(map(len, text.splitlines())) <= 100
