"""The examples of the documentation run as they are printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import westphalia as wp
from westphalia.cli import dispatch

ROOT = Path(__file__).resolve().parent.parent
EXTENDING = ROOT / "docs" / "extending.md"
README = ROOT / "README.md"
QUICK = ["--no-baselines", "--runs", "4", "--years", "2"]


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


def run(folder: Path, *args: str) -> None:
    assert dispatch(["run", *args, *QUICK, "--out", str(folder / "run")]) == 0


def test_the_theory_of_the_guide_runs_and_differs(tmp_path):
    (reference,) = theory_files(EXTENDING, "A theory", tmp_path)
    run(tmp_path, "europe-1890", "--theory", reference)
    theory = wp.load_theory(reference)
    terms = {"consumption": np.array([-1.0, 1.0]), "effort": np.array([-1.0, 1.0])}
    wants = next(iter([type("Wants", (), dict.fromkeys(WANTS, 1.0))]))
    assert np.asarray(theory.value(terms, wants)).tolist() == [-3.0, 2.0]


WANTS = ("consumption", "survival", "power", "identity", "greed")


def test_the_case_of_the_guide_is_the_example_and_runs_with_scores(tmp_path):
    (text,) = blocks(EXTENDING, "yaml", "A case")
    example = ROOT / "examples" / "three-powers.yaml"
    assert text == example.read_text(encoding="utf-8")
    experiment = wp.simulate(wp.load_case(example), "defensive", runs=4)
    assert experiment.dataset.sizes["state"] == 3
    assert len(wp.load_facts(example).wars) == 1
    run(tmp_path, str(example), "--theory", "defensive")


def grown(folder: Path) -> Path:
    """A copy of the package with the guide's mechanism added as its comments say."""
    shutil.copytree(
        ROOT / "src" / "westphalia",
        folder / "src" / "westphalia",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for code in blocks(EXTENDING, "python", "A mechanism"):
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


PROBE = """
import numpy as np, westphalia as wp
case = wp.load_case("examples/three-powers.yaml")
def records(**options):
    return wp.simulate(case, "defensive", runs=4, years=3, **options).records
off, on = records(), records(on=["investment"], parameters={"invest_cost": 0.005})
assert not np.array_equal(off["resources"], on["resources"])
np.savez(OUT, **off)
"""


def test_the_mechanism_of_the_guide_runs_and_off_is_the_identity(tmp_path):
    source = grown(tmp_path)
    out = tmp_path / "off.npz"
    done = subprocess.run(
        [sys.executable, "-c", PROBE.replace("OUT", repr(str(out)))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    case = wp.load_case(ROOT / "examples" / "three-powers.yaml")
    plain = wp.simulate(case, "defensive", runs=4, years=3).records
    with np.load(out) as off:
        for name, values in plain.items():
            np.testing.assert_allclose(off[name], values, rtol=1e-5, err_msg=name)


@pytest.mark.skipif(not README.is_file(), reason="there is no README yet")
def test_the_first_theory_of_the_readme_runs(tmp_path):
    references = theory_files(README, "own theory", tmp_path)
    assert references, "the README shows no theory under a heading with 'own theory'"
    for k, reference in enumerate(references):
        (tmp_path / str(k)).mkdir()
        run(tmp_path / str(k), "europe-1890", "--theory", reference)


def test_the_example_theory_runs(tmp_path):
    run(tmp_path, "europe-1890", "--theory", f"{ROOT / 'examples' / 'own_theory.py'}:anxious")


def test_links_between_pages_lead_somewhere():
    for page in (ROOT / "docs").glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
