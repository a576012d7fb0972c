"""Citations: all in the bibliography, and only of what was run."""

from westphalia.cli import dispatch
from westphalia.report.cite import everything

QUICK = ["--theory", "defensive", "--no-baselines", "--runs", "20"]


def test_every_source_is_in_the_bibliography():
    entries = everything().split("\n\n")
    assert not [e for e in entries if e.startswith("@misc") and "title" not in e]
    keys = [e.split("{", 1)[1].split(",")[0] for e in entries]
    assert len(keys) == len(set(keys))
    assert all(e.count("{") == e.count("}") for e in entries)


def test_cite_prints_what_was_run_and_no_more(tmp_path, capsys):
    target = str(tmp_path / "run")
    dispatch(
        ["run", "europe-1890", *QUICK, "--off", "caps", "--off", "inspections", "--out", target]
    )
    capsys.readouterr()
    assert dispatch(["cite", target]) == 0
    out = capsys.readouterr().out
    for key in ("westphalia", "walt1987", "leeds2002", "snyder1984offensive"):
        assert f"{{{key}," in out
    for key in ("mearsheimer2001", "christensen1990", "downs1990", "allison1971"):
        assert f"{{{key}," not in out
