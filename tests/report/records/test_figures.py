"""What `westphalia data figures` prints."""

from rich.console import Console

from westphalia.report.records.figures import recompute_figures, show


def test_an_empty_folder_computes_nothing_and_says_what_lacks(tmp_path):
    (tmp_path / "calibration_targets.csv").write_text("id,value,uncertainty,n\nelse,1.0,,3\n")
    found = recompute_figures(tmp_path)
    assert {row["verdict"] for row in found["figures"]} == {"not computed"}
    assert found["figures"][0]["lacking"] == ["nmc", "atop", "major_powers"]
    assert found["figures"][-1]["id"] == "else"
    console = Console(width=120, record=True)
    show(found, console)
    assert "no nmc, atop, major_powers" in console.export_text()
