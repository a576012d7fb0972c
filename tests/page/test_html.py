"""The report file: it gives the view back, and asks for nothing from outside."""

import json

import pytest

from westphalia.page.html import read_view, report_html
from westphalia.world.problems import UserError


def test_report_gives_the_view_back(view, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(report_html(view, {}), encoding="utf-8")
    assert read_view(file) == json.loads(json.dumps(view))


def test_report_asks_for_nothing_from_outside(view):
    text = report_html(view, {})
    policy = text[text.index("Content-Security-Policy") :][:300]
    assert "default-src 'none'" in policy
    head = text[: text.index("<style>")]
    assert "src=" not in head
    assert 'href="http' not in head


def test_title_is_escaped(view):
    case = {**view["case"], "title": "</title><script>alert(1)</script>"}
    assert "<script>alert" not in report_html({**view, "case": case}, {})[:2000]


def test_a_file_without_a_view_is_refused(tmp_path):
    file = tmp_path / "report.html"
    for text in ("", "<html>", '<script type="application/octet-stream" id="view">!!</script>'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UserError, match="not a report"):
            read_view(file)
    with pytest.raises(UserError, match="not a report"):
        read_view(tmp_path / "nothing.html")
