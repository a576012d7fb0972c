"""The page on files names every table and no other, and its Python runs."""

import re

from places import ROOT
from report.folders import run

from westphalia.report.columns import TABLES
from westphalia.report.export import export

PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def test_every_table_is_on_the_page_in_order():
    section = PAGE.split("\n## The tables\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(TABLES)


def test_the_python_of_the_page_runs(tmp_path, capsys):
    export(run(tmp_path / "run"))
    capsys.readouterr()
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    exec(code.replace("FOLDER", str(tmp_path / "run")), {})
    shown = capsys.readouterr().out
    for piece in ("defensive", "liberal", "buck-passing third parties", "b'% of resources'"):
        assert piece in shown
