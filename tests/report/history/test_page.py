"""docs/history.md is made of numbers alone."""

import runpy
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from places import ROOT

from report.history import made_up as made
from westphalia.cli import dispatch
from westphalia.experiments import tournament_study
from westphalia.report.history.page import page
from westphalia.work.job import Together

pytestmark = pytest.mark.usefixtures("own_place")


def test_the_page_is_the_same_twice_and_made_of_its_numbers():
    given = made.tournament(), made.replay(), made.recovered(), made.TARGETS
    text = page(*given)
    assert text == page(*given)
    assert "12.3 + [8.3, 16.3]" in text
    assert "90% [71%-98%]" in text
    assert "given \\| a rivalry | share | 1816-2007 | wars, states | 0.01234 | 4321 |" in text
    alike = [
        replace(cell, against_base=replace(cell.against_base, verdict=made.ALIKE))
        for cell in made.tournament().cells
    ]
    other = replace(made.tournament(), cells=tuple(alike))
    assert "defensive better than the base rate" in text
    assert "defensive better than the base rate" not in page(other)
    assert "defensive and offensive not distinguishable from the base rate" in page(other)
    assert "{" not in text


def test_the_tool_writes_the_page_and_its_figures(tmp_path, drawn, monkeypatch):
    for verb in ("tournament", "replay"):
        assert dispatch([verb]) == 0
    texts = []
    for name in ("one", "two"):
        to = tmp_path / name / "history.md"
        to.parent.mkdir()
        monkeypatch.setattr(sys, "argv", ["write_history_page.py", "--to", str(to)])
        runpy.run_path(str(ROOT / "tools" / "write_history_page.py"), run_name="__main__")
        texts.append(to.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    links = [
        line.split("](")[1].rstrip(")") for line in texts[0].splitlines() if "](images" in line
    ]
    assert len(links) == 6
    assert all((tmp_path / "one" / link).is_file() for link in links)


def test_the_tool_wants_a_full_tournament(tmp_path, asked, monkeypatch, capsys):
    quick = made.tournament(quick=True)
    study = SimpleNamespace(job=Together([]), gather=lambda store: quick)
    monkeypatch.setattr(tournament_study, "Tournament", lambda *a, **k: study)
    assert dispatch(["tournament", "--quick"]) == 0
    monkeypatch.setattr(sys, "argv", ["write_history_page.py", "--to", str(tmp_path / "x.md")])
    with pytest.raises(SystemExit):
        runpy.run_path(str(ROOT / "tools" / "write_history_page.py"), run_name="__main__")
    assert "westphalia tournament` makes one" in capsys.readouterr().err
    assert not (tmp_path / "x.md").exists()
