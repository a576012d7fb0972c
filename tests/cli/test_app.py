"""The command line: what it prints, its mistakes, and that an interrupt leaves nothing."""

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest

import westphalia as wp
from westphalia.cli import dispatch

QUICK = ["--theory", "defensive", "--no-baselines", "--runs", "20"]


def error(capsys, *args: str) -> str:
    assert dispatch(list(args)) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    return out.err


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "the disk is full. Pieces of work that are finished are kept"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EROFS, "the disk may only be read"),
        (errno.EACCES, "you are not allowed to"),
        (errno.EPERM, "you are not allowed to"),
        (errno.EIO, "the disk reports an error"),
    ],
)
@pytest.mark.parametrize("file", [None, "runs/x/table.csv"])
def test_an_error_of_the_disk_is_one_sentence_with_the_file(
    monkeypatch, capsys, number, told, file
):
    def fails(args):
        raise OSError(number, os.strerror(number), file)

    monkeypatch.setattr(sys.modules["westphalia.cli.app"], "app", fails)
    text = " ".join(error(capsys, "cases").split())
    assert told in text
    assert (file or "A file") in text
    assert "the same command goes on from there when" in text


def test_another_error_of_the_system_is_not_hidden(monkeypatch):
    def fails(args):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys.modules["westphalia.cli.app"], "app", fails)
    with pytest.raises(OSError, match="Invalid argument"):
        dispatch(["cases"])


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom westphalia.cli import dispatch\nassert dispatch(['--help']) == 0\n"
        "heavy = {'jax', 'numpy', 'pandas', 'xarray', 'matplotlib', 'pydantic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - begin < 3  # 0.2 s on a free machine


def test_version(capsys):
    assert dispatch(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"westphalia {wp.__version__}"


def test_json_holds_everything_with_intervals(tmp_path, capsys):
    args = ["run", "europe-1890", *QUICK, "--theory", "liberal", "--json"]
    assert dispatch([*args, "--out", str(tmp_path / "run")]) == 0
    table = json.loads(capsys.readouterr().out)
    assert [row["theory"] for row in table["theories"]] == ["defensive", "liberal"]
    for row in table["theories"]:
        war = row["great_power_war"]["probability"]
        assert 0 <= war["low"] <= war["value"] <= war["high"] <= 1
        score = row["scores"]["alignments brier"]
        assert score["low"] <= score["value"] <= score["high"]
        assert score["pairs_low"] < score["pairs_high"]
        assert len(row["pacts"]) == len(row["wars"]) == 3
        assert -1 <= row["arms_growth"]["milex"]["value"] <= 1
        assert row["arms_growth"]["milex"]["last_year"] == 1913
    assert table["history"]["great_power_war"]["year"] == 1914
    assert {"told_apart", "difference"} <= set(table["comparisons"][0])


def test_the_table_is_legible_at_100_columns(tmp_path, capsys):
    assert dispatch(["run", "europe-1890", *QUICK, "--out", str(tmp_path / "run")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= max(100, len(str(tmp_path)) + 40)
    text = "\n".join(lines)
    for part in ("history", "1914", "Likeliest wars", "Run folder"):
        assert part in text


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["run", "europ-1890"], "europe-1890"),
        (["run", "europe-1890", "--theory", "defensiv"], "defensive"),
        (["run", "europe-1890", "--theory", "GMX=offensive,*=liberal"], "GMY"),
        (["run", "europe-1890", "--theory", "GMY=ofensive,*=liberal"], "offensive"),
        (["run", "europe-1890", "--theory", "GMY=offensive"], "*=theory"),
        (["run", "europe-1890", "--theory", "liberal", "--theory", "liberal"], "twice"),
        (["run", "europe-1890", "--theory", "nothing.py:x"], "no file nothing.py"),
        (["run", "europe-1890", "--set", "betta=1"], "beta"),
        (["run", "europe-1890", "--set", "beta=9"], "defence_advantage = 9 is outside its range"),
        (["run", "europe-1890", "--set", "beta"], "name=value"),
        (["run", "europe-1890", "--set", "beta=nan"], "range"),
        (["run", "europe-1890", "--off", "hotline"], "hotlines"),
        (["run", "europe-1890", "--off", "caps", "--on", "caps"], "both"),
        (["run", "europe-1890", "--runs", "0"], "--runs: 0 is outside its range"),
        (["run", "europe-1890", "--seed", "-1"], "--seed: -1 is outside its range"),
        (["run", "europe-1890", "--years", "5000"], "--years: 5000 is outside its range"),
        (["explain", "nowhere", "--state", "GMY", "--year", "1900"], "no run folder"),
        (["rates", "--theory", "defensiv"], "defensive"),
        (["rates", "--theory", "defensiv", "--off", "hotline"], "--off, --on: There is no module"),
        (["rates", "--seed", "-1"], "--seed: -1 is outside its range"),
        (["cite", "nowhere"], "no run folder"),
    ],
)
def test_errors_name_the_offender_and_the_nearest(capsys, args, told):
    assert told in " ".join(error(capsys, *args).split())


def test_all_problems_are_told_at_once(capsys):
    text = error(
        capsys, "run", "europe-1890", "--theory", "x", "--set", "y=1", "--set", "m=9", "--off", "z"
    )
    for part in ("theory called 'x'", "parameter called 'y'", "decisiveness = 9", "called 'z'"):
        assert part in text


SCENARIO = """scenario: 1
case: europe-1890
theories: [defensive]
runs: 2
years: 1
seed: 1
"""


@pytest.mark.parametrize(
    "option",
    [
        ("--runs", "500"),  # as by default, but said
        ("--seed", "1"),
        ("--baselines",),
        ("--theory", "liberal"),
        ("--form", "contest=difference"),
    ],
)
def test_options_that_describe_a_run_are_refused_beside_a_scenario(tmp_path, capsys, option):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    told = error(capsys, "run", str(file), *option, "--out", str(tmp_path / "run"))
    assert "scenario files define the whole run" in told
    assert not (tmp_path / "run").exists()


def test_a_scenario_runs_with_the_options_that_say_nothing_of_it(tmp_path, capsys):
    file, out = tmp_path / "scenario.yaml", tmp_path / "run"
    file.write_text(SCENARIO, encoding="utf-8")
    args = ["run", str(file), "--json", "--workers", "1", "--measure", "wars", "--out", str(out)]
    assert dispatch(args) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 2


def test_broken_facts_cost_no_simulation(tmp_path, capsys):
    text = wp.load_case("europe-1890").text.decode("utf-8")
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace("from: 1896, to: 1914", "from: 1896, to: x", 1), encoding="utf-8")
    told = error(capsys, "run", str(path), *QUICK, "--out", str(tmp_path / "run"))
    assert "broken.yaml:" in told
    assert not (tmp_path / "run").exists()


def test_a_case_without_facts_runs_without_scores(tmp_path, capsys):
    text = wp.load_case("europe-1890").text.decode("utf-8")
    path = tmp_path / "bare.yaml"
    path.write_text(text[: text.index("\nfacts:")] + "\n", encoding="utf-8")
    assert dispatch(["run", str(path), *QUICK, "--out", str(tmp_path / "run"), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["history"] is None
    assert table["theories"][0]["scores"] is None
    assert table["theories"][0]["wars"]


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing(tmp_path, number):
    line = [
        sys.executable,
        "-m",
        "westphalia",
        "run",
        "europe-1890",
        "--theory",
        "defensive",
    ]
    line += ["--no-baselines", "--runs", "200000", "--out", str(tmp_path / "here" / "run")]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("here/.run-unfinished-*/results.nc")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Interrupted" in errors
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize("verb", ["cases", "theories", "parameters"])
def test_lists(verb, capsys):
    assert dispatch([verb]) == 0
    out = capsys.readouterr().out
    expected = {"cases": "europe-1890", "theories": "defensive", "parameters": "defence_advantage"}
    assert expected[verb] in out


def test_rates_have_a_verdict_for_every_band(capsys):
    args = ["rates", "--states", "6", "--runs", "20", "--years", "8", "--json"]
    assert dispatch(args) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["rates"]) == 7
    assert {b["verdict"] for b in found["rates"]} <= {"inside", "outside", "at the edge", "unknown"}
