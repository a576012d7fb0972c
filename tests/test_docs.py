"""The examples of the documentation run as they are printed."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import PLAIN, PLAIN_FORMS
from places import ROOT

import westphalia as wp
from westphalia.claims import CLAIMS
from westphalia.claims.ledger import Ledger, select_claims
from westphalia.cli import dispatch
from westphalia.experiments.design import Design, ranges
from westphalia.work.store import Store
from westphalia.work.worker import work

EXTENDING = ROOT / "docs" / "extending.md"
README = ROOT / "README.md"
CASE = ROOT / "examples" / "three-powers.yaml"


def blocks(path: Path, language: str, section: str = "") -> list[str]:
    """The code blocks of a page, or of the section whose heading holds some words."""
    lines, inside, depth = [], not section, 0
    fenced = False
    for line in path.read_text(encoding="utf-8").splitlines():
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else re.match(r"(#+) (.*)", line)
        if heading and section:
            if section.lower() in heading[2].lower():
                inside, depth = True, len(heading[1])
            elif inside and len(heading[1]) <= depth:
                inside = False
        if inside:
            lines.append(line)
    text = "\n".join(lines) + "\n"
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def theory_files(path: Path, section: str, folder: Path) -> list[str]:
    """Every example of a theory, written to its own file: `file.py:NAME` of each."""
    found = []
    for k, code in enumerate(blocks(path, "python", section)):
        names = re.findall(r"^(\w+) = (?:\w+\.)?Theory\(", code, flags=re.MULTILINE)
        if names:
            file = folder / f"example_{k}.py"
            file.write_text(code, encoding="utf-8")
            found += [f"{file}:{name}" for name in names]
    return found


def run(folder: Path, theory: str) -> None:
    args = ["--theory", theory, "--no-baselines", "--runs", "4", "--out", str(folder / "run")]
    assert dispatch(["run", str(CASE), *args]) == 0


@pytest.mark.usefixtures("compiled_quickly")
def test_the_theory_of_the_guide_runs_and_differs(tmp_path):
    (reference,) = theory_files(EXTENDING, "A theory", tmp_path)
    run(tmp_path, reference)
    theory = wp.load_theory(reference)
    terms = {"consumption": np.array([-1.0, 1.0]), "effort": np.array([-1.0, 1.0])}
    wants = SimpleNamespace(consumption=1.0, survival=1.0, power=0.0, identity=0.0, greed=0.0)
    assert np.asarray(theory.value(terms, wants)).tolist() == [-3.0, 2.0]


def test_the_case_of_the_guide_is_the_example_and_runs_with_scores(tmp_path):
    (text,) = blocks(EXTENDING, "yaml", "A case")
    assert text == CASE.read_text(encoding="utf-8")
    assert wp.load_case(CASE).start.n == 3
    assert len(wp.load_facts(CASE).wars) == 1
    run(tmp_path, "defensive")


def test_the_measures_of_the_guide_are_the_example_and_run(tmp_path, monkeypatch):
    example, in_python = blocks(EXTENDING, "python", "A measure")
    assert example == (ROOT / "examples" / "own_measure.py").read_text(encoding="utf-8")
    monkeypatch.chdir(ROOT)
    exec(compile(in_python, "extending.md", "exec"), {})
    reference = f"{ROOT / 'examples' / 'own_measure.py'}:STRONGEST"
    args = ["--theory", "defensive", "--no-baselines", "--runs", "4", "--measure", reference]
    assert dispatch(["run", str(CASE), *args, "--out", str(tmp_path / "run")]) == 0
    (row,) = wp.RunTable.from_data(
        json.loads((tmp_path / "run" / "tables" / "table.json").read_text(encoding="utf-8"))
    ).measures
    assert row.measure == "arms of the strongest"
    assert 0.0 < row.low < row.value < row.high


def grown(folder: Path, *sections: str) -> Path:
    """A copy of the package with what sections of the guide add, as their comments say."""
    shutil.copytree(
        ROOT / "src" / "westphalia",
        folder / "src" / "westphalia",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for code in (code for section in sections for code in blocks(EXTENDING, "python", section)):
        where, body = code.split("\n", 1)
        if new := re.fullmatch(r"# new file (\S+)", where):
            (folder / new[1]).write_text(body, encoding="utf-8")
            continue
        place = re.fullmatch(r"# in (\S+), below: (.+)", where)
        assert place, f"a block of the guide does not say where it belongs: {where}"
        file = folder / place[1]
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        at = [i for i, line in enumerate(lines) if line.strip() == place[2]]
        assert len(at) == 1, f"{place[1]} has {len(at)} lines '{place[2]}'"
        lines.insert(at[0] + 1, body)
        file.write_text("".join(lines), encoding="utf-8")
    return folder / "src"


@pytest.mark.slow
def test_the_claim_of_the_guide_is_the_example_and_vanishes_without_its_mechanism(tmp_path):
    (code,) = blocks(EXTENDING, "python", "A claim")
    assert code == (ROOT / "examples" / "own_claim.py").read_text(encoding="utf-8")
    (claim,) = select_claims(CLAIMS, [f"{ROOT / 'examples' / 'own_claim.py'}:DEAR_WARS"])
    bare = replace(claim, conditions=claim.without.applied(claim.conditions))
    design = Design(8, 32, 1, 0, ranges())
    effects = []
    for one in (claim, bare):
        ledger = Ledger((one,), design, design)
        store = Store(tmp_path / str(len(effects)))
        work(ledger.job, store)
        effects.append(ledger.judged(store)[0].findings[0].effect.value)
    assert np.abs(effects[0]).min() > 0.0
    assert not effects[1].any()


PROBE = """
import numpy as np, westphalia as wp
case = wp.load_case("examples/three-powers.yaml")
def records(on=(), set=None):
    given = dict(set=NUMBERS | (set or {}), forms=FORMS, off=["flows", "salience"], on=on)
    return wp.simulate(case, "defensive", runs=4, **given).records
off, on = records(), records(on=["investment"], set={"invest_cost": 0.005})
assert not np.array_equal(off["resources"], on["resources"])
np.savez(OUT, **off)
from westphalia.app import play
game = play.read_game({"case": "examples/three-powers.yaml", "players": ["NOR"], "years": 1,
                       "modules": {"investment": True}})
asked = {q["field"]: q for q in play.seat(game, "NOR")["questions"] if q["key"] is None}
assert asked["invest"]["heading"] == "Investment"
choices = {field: q["advised"] for field, q in asked.items()} | {"invest": True}
for q in play.seat(game, "NOR")["questions"]:
    if q["key"] is not None:
        choices.setdefault(q["field"], {})[q["key"]] = q["advised"]
mine = play.seat(play.move(game, "NOR", choices), "NOR")["yours"]
assert ("Investment", "invest") in [(choice["title"], choice["act"]) for choice in mine]
"""


#: At numbers and forms at which no choice of these years is so close that rounding decides it.
SIMPLE = f"NUMBERS, FORMS = {PLAIN!r}, {PLAIN_FORMS._asdict()!r}\n"
#: The same without what the guide adds, compiled alike.
ALONE = PROBE.split("off, on =")[0] + "np.savez(OUT, **records())\n"


@pytest.mark.slow
def test_the_mechanism_of_the_guide_runs_and_off_is_the_identity(tmp_path):
    source = grown(tmp_path, "A mechanism")
    out = tmp_path / "off.npz"
    probe(source, SIMPLE + PROBE.replace("OUT", repr(str(out))))
    without = tmp_path / "plain.npz"
    probe(ROOT / "src", SIMPLE + ALONE.replace("OUT", repr(str(without))))
    with np.load(out) as off, np.load(without) as plain:
        for name, values in plain.items():
            np.testing.assert_allclose(off[name], values, rtol=1e-5, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("section", ["An agreement", "A term", "A score"])
def test_what_is_added_takes_at_most_four_files_and_forty_lines(section):
    codes = [code.split("\n", 1) for code in blocks(EXTENDING, "python", section)]
    files = {re.match(r"# (?:in|new file) ([^\s,]+)", where)[1] for where, _ in codes}
    assert 0 < len(files) <= 4
    assert sum(len(body.splitlines()) for _, body in codes) <= 40


ADDED = """
from pathlib import Path
import numpy as np, westphalia as wp
from westphalia.app import play
from westphalia.page.ensemble_summary import EnsembleSummary
from westphalia.page.view import line_view, view_of
from westphalia.runs.parse import spec_from_data
from westphalia.world.agreements import RECORDED

case = wp.load_case("examples/three-powers.yaml")
e = wp.simulate(case, "defensive", runs=8, set={"agenda": 0.9})
about = e.dataset["agreements"].attrs
(bit,) = [row.bit for row in RECORDED if row.name == "quiet press"]
assert "quiet_press" in about["flag_meanings"] and bit in about["flag_masks"]
assert (e.dataset["agreements"].values & bit).any()
off = wp.simulate(case, "defensive", runs=8, off=["quiet_presses"], set={"agenda": 0.9})
assert not (off.dataset["agreements"].values & bit).any()
spec = spec_from_data({"case": "examples/three-powers.yaml", "theories": ["defensive"],
                       "baselines": False, "runs": 8, "parameters": {"agenda": 0.9}}, Path())
summary = EnsembleSummary(len(spec.labels), spec.years)
summary.add(e.records)
line = line_view(spec, spec.lines[0], summary)
known = view_of(spec, {line["label"]: line}, None, None, {})["meanings"]
truce = {"name": "quiet press", "bit": 64, "noun": "a truce on propaganda", "keeping": None}
assert truce in known["agreements"], known["agreements"]
honour = {"name": "honour", "meaning": "what a demand is worth as a matter of honour, utils"}
assert honour in known["terms"]
texts = "".join(str(e.explain("NOR", year)) for year in range(1901, 1905))
assert "truce on propaganda" in texts and "honour" in texts, texts
game = play.read_game({"case": "examples/three-powers.yaml", "players": ["NOR"],
                       "parameters": {"agenda": 0.9}})
titles, terms = "", set()
for _ in range(12):
    seat = play.seat(game, "NOR")
    if seat["over"]:
        break
    titles += "".join(q["title"] for q in seat["questions"])
    terms |= {t for q in seat["questions"] for o in q["options"] for t in o["terms"]}
    choices = {}
    for q in seat["questions"]:
        if q["key"] is None:
            choices[q["field"]] = q["advised"]
        else:
            choices.setdefault(q["field"], {})[q["key"]] = q["advised"]
    game = play.move(game, "NOR", choices)
assert "truce on propaganda" in titles and "honour" in terms, (titles, terms)
(row,) = wp.score(e, wp.load_facts("examples/three-powers.yaml")).theories
assert 0.0 < row.scores["wars absolute"].value < 1.0
assert "wars absolute" in [score["name"] for score in known["scores"]], known["scores"]
assert "Pacts" in str(known["scores"]) and "absolute error" in str(known["scores"])
"""


QUICKLY = """
from westphalia.programs.compiled import FAST, QUICK
FAST.update(QUICK)
"""


def probe(source: Path, code: str) -> None:
    """Run some code with another copy of the package, whose programs are compiled quickly."""
    done = subprocess.run(
        [sys.executable, "-c", QUICKLY + code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_what_the_guide_adds_appears_everywhere(tmp_path):
    probe(grown(tmp_path, "An agreement", "A term", "A score"), ADDED)


@pytest.mark.skipif(not README.is_file(), reason="there is no README")
def test_the_theory_of_the_readme_is_the_example_and_runs(tmp_path):
    (reference,) = theory_files(README, "", tmp_path)
    wp.simulate(wp.load_case(CASE), wp.load_theory(reference), runs=4)
    example = wp.load_theory(f"{ROOT / 'examples' / 'own_theory.py'}:anxious")
    assert wp.load_theory(reference).numbers() == example.numbers()


@pytest.mark.slow
@pytest.mark.skipif(not README.is_file(), reason="there is no README")
def test_the_python_of_the_readme_runs(capsys):
    (code,) = (b for b in blocks(README, "python") if "wp.simulate(" in b)
    fewer = re.sub(r"runs=\d+", "runs=4", code)
    assert fewer != code
    exec(compile(fewer, "README.md", "exec"), {})
    assert "1912" in capsys.readouterr().out


def test_links_between_pages_lead_somewhere():
    for page in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
