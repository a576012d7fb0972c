"""The verb `replay`: clear errors, JSON, whole run folders."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from places import RAW, ROOT, needs_data
from report.history import made_up as made
from report.history.commands import error

from westphalia.cli import dispatch
from westphalia.forecast.baselines import BASELINES
from westphalia.forecast.contenders import Learnt, TheoryContender
from westphalia.forecast.results import write_result
from westphalia.records.folder import open_folder
from westphalia.records.observed_decisions import KINDS
from westphalia.replay.world_of_history import FORMS
from westphalia.report.records.data import NEEDED, ONE_OF
from westphalia.runs.manifest import read_manifest

pytestmark = pytest.mark.usefixtures("own_place")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["replay", "--theory", "defensiv"], "defensive"),
        (["replay", "--theory", "random"], "no theory called 'random'"),
        (["replay", "--theory", "GMY=offensive,*=liberal"], "each with its own --theory"),
        (["replay", "--theory", "liberal", "--theory", "liberal"], "given twice"),
        (["replay", "--theory", "nothing.py:x"], "no file nothing.py"),
        (["replay", "--disputes", "gmll"], "Did you mean gml?"),
        (["replay", "--resources", "materiel"], "Did you mean material?"),
        (["replay", "--pacts", "defense"], "Did you mean defence or offence?"),
        (["replay", "--pacts", ","], "--pacts needs at least one obligation"),
        (["replay", "--set", "betta=1"], "beta"),
        (["replay", "--off", "hotline"], "hotlines"),
        (["replay", "--form", "contest=diference"], "Did you mean difference?"),
        (["replay", "--form", "contst=difference"], "Did you mean contest or"),
        (["replay", "--form", "contest"], "write it as process=form"),
        (["replay", "--seed", "-1"], "seed = -1"),
        (["replay", "--from", "1700"], "from 1700 to 2016: the tables cover 1816-2016"),
        (["replay", "--from", "1900", "--to", "1900"], "a later last year in that range"),
        (["replay", "--all-states"], "westphalia data use FOLDER"),
        (["replay", "--data", "nowhere"], "nowhere"),
        (["tournament", "--theory", "ofensive"], "offensive"),
        (["recover", "--theory", "constructive"], "constructivist"),
        (["recover", "--histories", "0"], "Nothing to do"),
        (["data", "check", "nowhere"], "nowhere"),
        (["data", "use", "nowhere"], "nowhere"),
        (["data", "figures"], "none is remembered"),
        (["data", "tables", "out", "--format", "excel"], "no format of tables called 'excel'"),
        (["data", "tables", "out", "--from", "1800"], "these cover 1816-2016"),
    ],
)
def test_errors_name_the_offender_and_the_nearest(capsys, tmp_path, args, told):
    assert told in error(capsys, *args)
    assert list(tmp_path.iterdir()) == []


def test_all_problems_are_told_at_once(capsys):
    args = ["--theory", "x", "--disputes", "y", "--set", "qqq=1", "--off", "q", "--from", "1700"]
    text = error(capsys, "replay", *args)
    for part in ("theory called 'x'", "disputes called 'y'", "parameter called 'qqq'",
                 "module called 'q'", "from 1700"):  # fmt: skip
        assert part in text


def test_a_theory_may_not_take_the_name_of_a_baseline(tmp_path, capsys):
    text = (ROOT / "examples" / "own_theory.py").read_text(encoding="utf-8")
    (tmp_path / "mine.py").write_text(text.replace('name="anxious"', 'name="dyadic"'), "utf-8")
    assert "name of a baseline" in error(capsys, "replay", "--theory", "mine.py:anxious")


def test_the_study_is_asked_what_the_command_line_says(asked, tmp_path):
    args = ["--pacts", "defence", "--disputes", "cow", "--resources", "gdp", "--serial", "--bayes"]
    more = ["--from", "1900", "--to", "1920", "--draws", "60", "--no-baselines", "--off", "caps"]
    more += ["--form", "contest=difference"]
    assert (
        dispatch(["replay", "--theory", "liberal", *args, *more, "--out", str(tmp_path / "r")]) == 0
    )
    (panel, theories), options = asked["replay"]
    assert panel.coding == (("defence",), "cow", "gdp")
    assert panel.years[[0, -1]].tolist() == [1900, 1920]
    assert list(theories) == ["liberal"]
    assert {k: options[k] for k in ("estimate", "bayes", "draws", "baselines", "serial")} == {
        "estimate": False, "bayes": True, "draws": 60, "baselines": False, "serial": True,
    }  # fmt: skip
    assert options["modules"].caps == 0.0
    assert options["parameters"].forms.contest == "difference"
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["study"]["forms"] == {**FORMS._asdict(), "contest": "difference"}


def test_the_same_study_is_read_and_not_run_again(tmp_path, asked, capsys):
    assert dispatch(["replay", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    asked.clear()
    assert dispatch(["replay", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert not asked
    assert dispatch(["replay", "--seed", "2"]) == 0
    assert asked
    (tmp_path / first["folder"] / "manifest.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert "not a complete run of this study" in error(capsys, "replay")


@pytest.mark.parametrize("verb", ["replay", "tournament"])
def test_json_is_json_with_every_number(verb, asked, capsys, tmp_path):
    assert dispatch([verb, "--json", "--out", str(tmp_path / "run")]) == 0
    found = json.loads(capsys.readouterr().out)
    given = json.loads(write_result(getattr(made, verb)()))
    assert found == {**given, "folder": str(tmp_path / "run")}


@pytest.fixture
def forgetful(monkeypatch):
    """Theories that know nothing: what learns in every call; an error once it is asked for."""
    calls = []

    def learn(self, replay, window):
        calls.append(self.name)
        if calls[-1] == "liberal" and calls.count("liberal") == 1:
            raise ZeroDivisionError
        kinds = replay.decisions.items()
        return Learnt({k: np.full((d.size, len(KINDS[k])), 1.0 / len(KINDS[k])) for k, d in kinds})

    monkeypatch.setattr(TheoryContender, "learn", learn)
    return calls


def test_a_study_that_fails_goes_on_where_it_was(tmp_path, forgetful, capsys):
    args = ["replay", "--theory", "defensive", "--theory", "liberal", "--no-baselines"]
    args += ["--workers", "1", "--out", str(tmp_path / "run")]
    with pytest.raises(ZeroDivisionError):
        dispatch(args)
    assert forgetful == ["defensive", "liberal"]
    assert "is not finished" in error(capsys, "cite", str(tmp_path / "run"))
    assert dispatch(args) == 0
    assert forgetful == ["defensive", "liberal", "liberal"]
    assert "(written)" in capsys.readouterr().out


ENDLESS = """
import time
from westphalia import cli
from westphalia.forecast.contenders import TheoryContender
TheoryContender.learn = lambda *args: time.sleep(600)
cli.main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_says_how_to_go_on(tmp_path):
    line = [sys.executable, "-c", ENDLESS, "replay", "--out", str(tmp_path / "run")]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("run/parts/leases/*.json")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "run the same command to continue" in errors
    assert (tmp_path / "run" / "plan.json").is_file()


@needs_data
@pytest.mark.slow
def test_a_whole_folder_is_remembered_and_read(tmp_path, asked, capsys):
    assert dispatch(["data", "use", str(RAW)]) == 0
    assert "Remembered:" in capsys.readouterr().out
    args = ["replay", "--all-states", "--from", "1990", "--to", "1995"]
    assert dispatch([*args, "--out", str(tmp_path / "run")]) == 0
    panel = asked["replay"][0][0]
    assert panel.n > 150
    inputs = read_manifest(tmp_path / "run")["study"]["panel"]["inputs"]
    assert inputs["nmc"] == open_folder(RAW).sha256("nmc")
    assert {*NEEDED, *ONE_OF} <= set(inputs)


@pytest.mark.slow
def test_a_real_replay_of_a_few_years(tmp_path, capsys):
    args = ["replay", "--theory", "defensive", "--from", "1900", "--to", "1914", "--no-baselines"]
    assert dispatch([*args, "--json", "--out", str(tmp_path / "run")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["contender"] for row in found["cells"]} == {"defensive"}
    assert all(row["log"] <= 0 for row in found["cells"] if row["log"] is not None)


@pytest.mark.parametrize("args", [["replay", "--bayes"], ["recover", "--parameters", "10"]])
def test_what_lacks_a_library_ends_before_it_starts(args, capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nutpie", None)
    message = error(capsys, *args, "--out", str(tmp_path / "run"))
    assert "pip install 'westphalia[bayes]'" in message
    assert list(tmp_path.iterdir()) == []


#: Modules of the packages that a plain installation does not bring.
EXTRAS = """
import sys
for name in ("nutpie", "arviz", "hypothesis", "pytest", "beartype", "httpx", "playwright"):
    sys.modules[name] = None
from westphalia import cli
cli.main()
"""


@pytest.mark.slow
def test_no_default_needs_an_extra(tmp_path):
    line = ["replay", "--theory", "defensive", "--from", "1900", "--to", "1914", "--json"]
    command = [sys.executable, "-c", EXTRAS, *line, "--out", str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    names = {row["contender"] for row in json.loads(done.stdout)["cells"]}
    assert names == {"defensive", *(baseline.name for baseline in BASELINES)}
