"""The guide's data set and baseline run as they are printed."""

import re
import sys
from types import ModuleType

import numpy as np
import pytest
from forecast.histories import made_up
from places import ROOT
from records.folders import STATES, write

from westphalia.forecast.baseline import Baseline
from westphalia.records import catalogue
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder
from westphalia.records.observed_decisions import KINDS, observed_decisions

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
ENTRIES = ROOT / "src" / "westphalia" / "records" / "catalogue.yaml"


def blocks(section: str, language: str) -> list[str]:
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def extended(monkeypatch):
    """The catalogue with the guide's entry."""
    (entry,) = blocks("A data set", "yaml")
    head, tail = ENTRIES.read_text(encoding="utf-8").split("\nsets:\n")
    found = catalogue.parse_catalogue(f"{head}\nsets:\n{entry}\n{tail}")
    monkeypatch.setattr(catalogue, "catalogue", lambda: found)


def test_the_data_set_of_the_guide_is_recognised_checked_and_read(extended, tmp_path):
    rows = "case_id,ccode1,ccode2,start,end,imposed,cost\n1,2,200,1950,1955,1,-9\n"
    write(tmp_path, anything__csv=rows, states__csv=STATES)
    assert not [problem for report in check_folder(tmp_path) for problem in report.problems]
    table = open_folder(tmp_path).table("sanctions")
    assert table.caseid.tolist() == [1]
    assert table.cost.isna().all()
    write(tmp_path, anything__csv=rows.replace("1955", "1945"))
    texts = [s for r in check_folder(tmp_path) for p in r.problems for s in p.sentences()]
    assert texts == ["anything.csv:2: end is before start: 1950 1945"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_baseline_of_the_guide_forecasts_every_kind(kind, monkeypatch):
    new, imported, listed = blocks("A baseline", "python")
    module = ModuleType("westphalia.forecast.own_rates")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(new, "extending.md", "exec"), module.__dict__)
    scope = {"fit_own_rates": module.__dict__["fit_own_rates"], "Baseline": Baseline}
    baseline = eval(listed.split("\n", 1)[1].strip().rstrip(","), scope)
    panel = made_up()
    every = observed_decisions(panel)[kind]
    chances = baseline.fit(panel, every.where(every.year < 60))(panel, every)
    assert chances.shape == (every.size, len(KINDS[kind]))
    assert (chances > 0.0).all()
    np.testing.assert_allclose(chances.sum(1), 1.0)
    lines = (ROOT / "src/westphalia/forecast/baselines.py").read_text("utf-8").splitlines()
    for block in (imported, listed):
        place = re.match(r"# in src/westphalia/forecast/baselines.py, below: (.+)", block)
        assert [line.strip() for line in lines].count(place[1]) == 1
