"""SLURM, with stand-ins for its commands that run an array of jobs here, one after the other."""

import os
import sys

import pytest
from places import ROOT

from westphalia.work import slurm
from westphalia.work.executors import Threads, carry_out
from westphalia.work.slurm import Slurm, script_of, seconds_in
from westphalia.world.problems import UserError
from work.ledgers import begun
from work.toy import files

pytestmark = pytest.mark.xdist_group(name="experiments")

SBATCH = """#!/bin/bash
[ "$1" = --parsable ] || exit 1
array=$(sed -n 's/^#SBATCH --array=1-//p' "$2")
echo "$array" >> "$(dirname "$0")/submitted"
(for task in $(seq "$array"); do SLURM_ARRAY_TASK_ID=$task {bash} "$2"; done) >&2 &
echo "4711;cluster"
"""
SQUEUE = """#!/bin/bash
cat "$(dirname "$0")/queue" 2> /dev/null
exit 0
"""


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """A folder with stand-ins for sbatch and squeue, before all others."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, text in (("sbatch", SBATCH.replace("{bash}", "bash")), ("squeue", SQUEUE)):
        (place / name).write_text(text)
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setattr(slurm, "LOOK", 0.1)
    return place


@pytest.mark.slow
def test_the_script_does_the_work_in_an_array_of_jobs(commands, tmp_path, capsys):
    alone, array = begun(tmp_path / "alone"), begun(tmp_path / "a folder's name")
    carry_out(alone, Threads(1))
    carry_out(array, Slurm({"array": "2", "partition": "short"}))
    assert files(array.store) == files(alone.store)
    assert (commands / "submitted").read_text().split() == ["2"]
    assert "SLURM job 4711 works in" in capsys.readouterr().err
    carry_out(array, Slurm())  # nothing is left to do
    assert (commands / "submitted").read_text().split() == ["2"]


def test_the_script_says_what_was_asked_for():
    text = script_of(ROOT, {**slurm.USUAL, "array": "50", "time": "2:00:00", "partition": "short"})
    lines = text.splitlines()
    assert lines[0] == "#!/bin/bash"
    assert {"#SBATCH --array=1-50", "#SBATCH --time=2:00:00", "#SBATCH --partition=short"} <= {
        *lines
    }
    assert lines[-1].startswith(f"exec {sys.executable} -m westphalia work {ROOT} --until 6480s")


def test_jobs_that_are_at_work_already_are_followed_and_their_end_is_told(
    commands, tmp_path, monkeypatch
):
    plan = begun(tmp_path / "plan")
    (plan.folder / slurm.JOB).write_text("4711")
    (commands / "queue").write_text("4711 R")
    monkeypatch.setattr(slurm, "ASK", 0.0)
    asked = []
    is_left = slurm._is_left

    def until_the_third(job):
        asked.append(job)
        if len(asked) == 3:
            (commands / "queue").unlink()
        return is_left(job)

    monkeypatch.setattr(slurm, "_is_left", until_the_third)
    with pytest.raises(UserError, match="ended before all was done"):
        carry_out(plan, Slurm())
    assert asked == ["4711"] * 3
    assert not (commands / "submitted").exists()


def test_where_there_is_no_slurm_it_is_told(tmp_path, monkeypatch):
    plan = begun(tmp_path / "plan")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="no command 'sbatch'"):
        carry_out(plan, Slurm())


def test_what_sbatch_refuses_is_told(commands, tmp_path):
    (commands / "sbatch").write_text("#!/bin/bash\necho 'invalid partition' >&2\nexit 1\n")
    with pytest.raises(UserError, match=r"sbatch refuses .*slurm\.sh: invalid partition"):
        carry_out(begun(tmp_path / "plan"), Slurm({"partition": "shrot"}))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 1800), ("1:30", 90), ("2:00:00", 7200), ("1-0", 86400), ("1-2:30", 95400),
        ("0-0:0:5", 5),
    ],
)  # fmt: skip
def test_times_are_those_of_slurm(text, seconds):
    assert seconds_in(text) == seconds


@pytest.mark.parametrize("text", ["soon", "1h", "1:2:3:4", "-5", ""])
def test_other_times_are_refused(text):
    with pytest.raises(UserError, match="is not a time"):
        seconds_in(text)
