"""The verbs about history: clear errors, JSON, whole run folders, a page made of numbers alone."""

import copy
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import history_fixture as made
import pandas as pd
import pytest
from rich.console import Console

from westphalia.cli import dispatch
from westphalia.experiments import tournament_study
from westphalia.forecast import replay_study as replayed
from westphalia.records.builtin import DATA, great_power_tables
from westphalia.records.compile.panel import panel_of
from westphalia.records.compile.tables import tables_of
from westphalia.records.folder import open_folder, remembered
from westphalia.records.tables import dyad_years
from westphalia.report.history import figures as history_figures
from westphalia.report.history import words
from westphalia.report.history.page import page
from westphalia.report.history.rows import tables as frames
from westphalia.report.history.table import show
from westphalia.report.manifest import read_manifest
from westphalia.report.records.data import NEEDED, ONE_OF, between

ROOT = Path(__file__).resolve().parent.parent
RAW = Path(os.environ.get("WESTPHALIA_DATA") or ROOT.parent / "shared" / "data")
needs_data = pytest.mark.skipif(
    not RAW.is_dir(), reason="no raw data; set WESTPHALIA_DATA to a folder that has them"
)
DRAW = history_figures.write_figures
OWN = f"{ROOT / 'examples' / 'own_theory.py'}:anxious"


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    """No remembered folder of the user's, and a place of its own for `runs/`."""
    monkeypatch.setenv("WESTPHALIA_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("WESTPHALIA_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def asked(monkeypatch):
    """Studies that answer at once with numbers made up; what they were asked."""
    calls = {}

    def answering(name, found):
        def study(*args, **options):
            calls[name] = (args, options)
            return copy.deepcopy(found)

        return study

    monkeypatch.setattr(history_figures, "write_figures", lambda found, folder: None)
    monkeypatch.setattr(replayed, "replay_study", answering("replay", made.replay()))
    monkeypatch.setattr(
        tournament_study, "tournament_study", answering("tournament", made.tournament())
    )
    return calls


@pytest.fixture
def drawn(asked, monkeypatch):
    """Figures are drawn, which takes longer than all the rest."""
    monkeypatch.setattr(history_figures, "write_figures", DRAW)
    return asked


def error(capsys, *args: str) -> str:
    assert dispatch(list(args)) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    return " ".join(out.err.split())


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def shown(found) -> str:
    console = Console(width=100, record=True, file=io.StringIO())
    show(found, console)
    return console.export_text()


# -------------------------------------------------------------------------------------- mistakes


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
        (["replay", "--pacts", ","], "--pacts needs an obligation"),
        (["replay", "--set", "betta=1"], "beta"),
        (["replay", "--off", "hotline"], "hotlines"),
        (["replay", "--seed", "-1"], "seed = -1"),
        (["replay", "--from", "1700"], "from 1700 to 2016: the tables go from 1816 to 2016"),
        (["replay", "--from", "1900", "--to", "1900"], "two years or more"),
        (["replay", "--all-states"], "westphalia data use FOLDER"),
        (["replay", "--data", "nowhere"], "nowhere"),
        (["tournament", "--theory", "ofensive"], "offensive"),
        (["recover", "--theory", "constructive"], "constructivist"),
        (["recover", "--histories", "0"], "Nothing is asked for"),
        (["data", "check", "nowhere"], "nowhere"),
        (["data", "use", "nowhere"], "nowhere"),
        (["data", "figures"], "none is remembered"),
        (["data", "tables", "out", "--format", "excel"], "no format of tables called 'excel'"),
        (["data", "tables", "out", "--from", "1800"], "these go from 1816 to 2016"),
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


# ------------------------------------------------------------------------------------ run folders


def test_the_folder_is_whole_and_never_overwritten(tmp_path, drawn, capsys):
    args = ["tournament", "--theory", OWN, "--out", str(tmp_path / "run")]
    assert dispatch(args) == 0
    there = files(tmp_path / "run")
    expected = {"manifest.json", "tables/study.json", "figures/recovery-estimated.png"}
    expected |= {f"figures/{f}-{w}.png" for f in ("calibration", "differences")
                 for w in ("1914-1945", "rolling")}  # fmt: skip
    tables = ("cells", "auc", "pairs", "calibration", "estimates", "stacking", "robustness",
              "orders", "recovery")  # fmt: skip
    expected |= {f"tables/{t}.{ending}" for t in tables for ending in ("csv", "parquet")}
    assert expected <= there
    assert not list(tmp_path.glob(".*unfinished*"))
    before = {name: (tmp_path / "run" / name).read_bytes() for name in there}
    capsys.readouterr()
    assert "is not overwritten" in error(capsys, *args)
    assert before == {name: (tmp_path / "run" / name).read_bytes() for name in there}


def test_the_manifest_says_what_was_run_and_on_what(tmp_path, asked):
    args = ["replay", "--theory", OWN, "--from", "1900", "--set", "beta=1.2", "--seed", "7"]
    assert dispatch([*args, "--out", str(tmp_path / "run")]) == 0
    found = read_manifest(tmp_path / "run")
    assert {"westphalia", "hash", "date", "command", "versions", "platform", "code_sha256"} < {
        *found
    }
    study = found["study"]
    assert (study["study"], study["seed"], study["panel"]["first"]) == ("replay", 7, 1900)
    assert study["parameters"]["defence_advantage"] == 1.2
    sha = sha256((DATA / "wars.csv").read_bytes()).hexdigest()
    assert study["panel"]["inputs"]["wars.csv"] == sha
    ((name, digest),) = study["theories"][0]["files"].items()
    assert sha256((tmp_path / "run" / name).read_bytes()).hexdigest() == digest
    assert study["theories"][0]["spec"] == f"{name}:anxious"


def test_the_study_is_asked_what_the_command_line_says(asked, tmp_path):
    args = ["--pacts", "defence", "--disputes", "cow", "--resources", "gdp", "--serial", "--bayes"]
    more = ["--from", "1900", "--to", "1920", "--draws", "60", "--no-baselines", "--off", "caps"]
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


def test_the_tournament_gets_every_coding_of_its_panel(asked, tmp_path):
    assert dispatch(["tournament", "--quick", "--out", str(tmp_path / "t")]) == 0
    (of_coding, theories), options = asked["tournament"]
    assert options["quick"]
    assert list(theories) == ["defensive", "offensive", "liberal", "constructivist"]
    usual, other = of_coding(panel_of.__defaults__[0]), of_coding(other_coding())
    assert usual.labels == other.labels
    assert (usual.pact > other.pact).any()


def other_coding():
    return panel_of.__defaults__[0]._replace(obligations=("defence",))


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
    given = getattr(made, verb)()
    assert found["cells"] == given["cells"]
    assert found["folder"] == str(tmp_path / "run")


def test_a_study_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError

    monkeypatch.setattr(replayed, "replay_study", broken)
    with pytest.raises(ZeroDivisionError):
        dispatch(["replay", "--out", str(tmp_path / "here" / "run")])
    assert list((tmp_path / "here").iterdir()) == []


ENDLESS = """
import time
from westphalia.evidence import replayed
from westphalia import cli
replayed.replay_study = lambda *args, **options: time.sleep(600)
cli.main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_leaves_nothing(tmp_path):
    line = [sys.executable, "-c", ENDLESS, "replay", "--out", str(tmp_path / "here" / "run")]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("here/.run-unfinished-*")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "nothing was written" in errors
    assert list((tmp_path / "here").iterdir()) == []


def test_cite_prints_what_was_run_and_no_more(tmp_path, asked, capsys):
    assert dispatch(["replay", "--theory", "liberal", "--out", str(tmp_path / "r")]) == 0
    assert dispatch(["tournament", "--theory", "liberal", "--out", str(tmp_path / "t")]) == 0
    capsys.readouterr()
    assert dispatch(["cite", str(tmp_path / "r")]) == 0
    replay = capsys.readouterr().out
    assert dispatch(["cite", str(tmp_path / "t")]) == 0
    tournament = capsys.readouterr().out
    for key in ("westphalia", "brier1950", "bremer1992", "leeds2002", "moravcsik1997", "polity5"):
        assert f"{{{key}," in replay
    for key in ("mearsheimer2001", "fariss2022", "palmer2022", "hoffman2014", "wolpert1992"):
        assert f"{{{key}," not in replay
    assert "{wolpert1992," in tournament
    assert "@misc{nuclear" not in replay


# ---------------------------------------------------------------------------------- what is shown


@pytest.mark.parametrize("found", [made.replay(), made.tournament(), made.recovered()])
def test_the_tables_are_legible_at_100_columns(found):
    text = shown(found)
    assert max(map(len, text.splitlines())) <= 100
    assert "nan" not in text
    assert "None" not in text


def test_the_replay_says_that_baselines_have_an_advantage():
    text = " ".join(shown(made.replay()).split())
    assert "an advantage to them; theories are estimated on the same years too" in text
    bare = {k: v for k, v in made.replay().items() if k not in ("estimates", "posterior", "notes")}
    assert "theories stand at their defaults" in " ".join(shown(bare).split())


def test_the_tournament_shows_the_wider_interval_and_who_is_told_apart():
    text = " ".join(shown(made.tournament()).split())
    assert "12.3 +" in text
    assert "[8.3, 16.3]" in text  # over decades, the wider of the two
    assert "defensive and offensive" not in words.verdict(made.tournament(), "rolling")
    assert "Told apart among the theories, 1 of 1 pairs: defensive over offensive." in text
    assert "Could a history of this size tell them apart?" in text
    assert "not uniform" in shown(made.recovered())


def test_a_missing_interval_is_no_interval():
    row = made.difference(0.1, 0.01, made.ALIKE) | {"pairs": [None, None]}
    assert words.wider(row) == (None, None)
    assert words.wider(made.difference(0.1, 0.01, "better")) == pytest.approx((0.09, 0.11))


def test_standings_are_turned_for_the_other_of_a_pair():
    found = made.tournament()
    assert words.standing(found, "rolling", "all", "offensive")["worse"] == ["defensive", "dyadic"]
    assert words.standing(found, "rolling", "all", "dyadic")["better"] == made.NAMES[:3]


def test_tables_have_a_row_for_each_line():
    found = frames(made.tournament())
    assert len(found["cells"]) == 2 * 6 * 4
    assert len(found["pairs"]) == 2 * 6 * 6
    assert len(found["auc"]) == 2 * (3 * 1 + 2 * 2) * 4
    assert found["posterior"].empty
    row = found["cells"].iloc[0]
    assert (row.against_base, row.decades_low) == pytest.approx((0.0123, 0.0083))
    assert {"decades", "pairs"}.isdisjoint(found["pairs"].columns)
    assert found["recovery"].share_high.max() == pytest.approx(0.98)
    assert len(frames(made.recovered())["ranks"]) == 2 * 20


# -------------------------------------------------------------------------------------- the page


def test_the_page_is_the_same_twice_and_made_of_its_numbers():
    given = made.tournament(), made.replay(), made.recovered(), made.TARGETS
    text = page(*given)
    assert text == page(*copy.deepcopy(given))
    assert "12.3 + [8.3, 16.3]" in text
    assert "90% [71%-98%]" in text
    assert "given \\| a rivalry | share | 1816-2007 | wars, states | 0.01234 | 4321 |" in text
    other = made.tournament()
    for row in other["cells"]:
        row["against_base"]["verdict"] = made.ALIKE
    assert "defensive better than the base rate" in text
    assert "defensive better than the base rate" not in page(other)
    assert "defensive and offensive not to be told apart from the base rate" in page(other)
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
    quick = made.tournament() | {"quick": True}
    monkeypatch.setattr(tournament_study, "tournament_study", lambda *a, **k: quick)
    assert dispatch(["tournament", "--quick"]) == 0
    monkeypatch.setattr(sys, "argv", ["write_history_page.py", "--to", str(tmp_path / "x.md")])
    with pytest.raises(SystemExit):
        runpy.run_path(str(ROOT / "tools" / "write_history_page.py"), run_name="__main__")
    assert "westphalia tournament` makes one" in capsys.readouterr().err
    assert not (tmp_path / "x.md").exists()


# ------------------------------------------------------------------------------------------ data


def test_data_tells_what_is_built_in(capsys):
    assert dispatch(["data"]) == 0
    text = capsys.readouterr().out
    assert "Built in: the great powers, 1816-2016" in text
    assert "none; name one with" in text
    assert dispatch(["data", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["built_in"]["states"]) == 9
    assert found["folder"] is None


def test_check_has_exit_code_1_where_there_are_problems(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "states.csv").write_text("stateabb,ccode,styear\n", encoding="utf-8")
    assert dispatch(["data", "check", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"] > 0


def test_a_folder_that_lacks_data_is_not_remembered(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    text = error(capsys, "data", "use", str(folder))
    for key in (*NEEDED, "mid_gml"):
        assert f"{key}: " in text
    assert remembered() is None


def test_tables_of_the_built_in_panel(tmp_path, capsys):
    out = tmp_path / "tables"
    args = ["data", "tables", str(out), "--format", "csv", "--from", "1900", "--to", "1920"]
    assert dispatch(args) == 0
    listed = capsys.readouterr().out.split()
    assert sorted(listed) == sorted(str(path) for path in out.iterdir())
    states = pd.read_csv(out / "state_years.csv")
    assert (states.year.min(), states.year.max()) == (1900, 1920)
    assert "is not overwritten" in error(capsys, *args)


def test_tables_cut_to_some_years_are_rows_of_the_whole():
    whole = great_power_tables()
    years = dyad_years(whole)
    cut = dyad_years(between(whole, 1900, 1950))
    expected = years[years.year.between(1900, 1950)].reset_index(drop=True)
    pd.testing.assert_frame_equal(cut.reset_index(drop=True), expected)


@needs_data
@pytest.mark.slow
def test_the_needed_data_sets_suffice_and_none_is_left_out(tmp_path):
    """A panel can be made from them alone, and from no fewer."""
    raw = open_folder(RAW)

    class Only:
        def __init__(self, *keys):
            self.keys = keys

        def has(self, key):
            return key in self.keys

        def table(self, key):
            if key not in self.keys:
                raise LookupError(key)
            return raw.table(key)

    panel = panel_of(tables_of(Only(*NEEDED, ONE_OF[0]), 1900, 1910, (200, 220, 255)))
    assert panel.member.all()
    for key in NEEDED:
        with pytest.raises(LookupError, match=key):
            tables_of(Only(*(k for k in NEEDED if k != key), ONE_OF[0]), 1900, 1910)


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
