"""Workers that SLURM begins: an array of jobs, each of them `westphalia work`.

It needs no library, only the command `sbatch` and a folder that all machines see: the store is the
queue. The jobs go on when the command that began them is stopped; given again, it looks on.
"""

import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from westphalia.work.plan import Plan
from westphalia.work.watch import Watch
from westphalia.work.worker import Report
from westphalia.world.problems import UserError

SCRIPT, JOB, LOGS = "slurm.sh", "slurm-job.txt", "logs"
#: What is asked for where the user says nothing: jobs, cores and time of each.
USUAL = {"array": "10", "cpus-per-task": "1", "time": "1:00:00"}
#: Share of a job's time after which it begins no piece.
ENOUGH = 0.9
#: Seconds between two looks at what is done, and between two questions whether jobs are left.
LOOK, ASK = 2.0, 60.0


@dataclass(frozen=True)
class Slurm:
    """An array of jobs. `options`: of sbatch, by name without dashes, such as partition."""

    options: Mapping[str, str] = field(default_factory=dict)

    def run(self, plan: Plan, report: Report) -> None:
        """See `Workers`."""
        watch = Watch(plan, report)
        if not watch.look():
            return
        job = _at_work(plan.folder) or submit(plan.folder, {**USUAL, **self.options})
        told = f"SLURM job {job} works in {plan.folder}; stopping this command does not stop it."
        print(told, file=sys.stderr)
        asked = time.monotonic()
        while watch.look():
            time.sleep(LOOK)
            if time.monotonic() > asked + ASK:
                asked = time.monotonic()
                if not _is_left(job) and watch.look():
                    raise UserError(
                        f"The jobs of SLURM have ended before all was done (see "
                        f"{plan.folder / LOGS}). What was made is kept: give the same command "
                        f"again, with more time or more jobs."
                    )


def require_sbatch() -> None:
    """Refuse to go on where jobs cannot be handed to SLURM."""
    if shutil.which("sbatch") is None:
        raise UserError(
            "There is no command 'sbatch' here: give the command on a machine from which jobs are "
            "handed to SLURM."
        )


def submit(folder: Path, options: Mapping[str, str]) -> str:
    """Write the script of an array of jobs and hand it to SLURM; returns the job's number.

    Raises:
        UserError: there is no sbatch here, or it refuses.
    """
    require_sbatch()
    script = folder / SCRIPT
    (folder / LOGS).mkdir(exist_ok=True)
    script.write_text(script_of(folder.resolve(), options), encoding="utf-8")
    done = subprocess.run(
        ["sbatch", "--parsable", str(script)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UserError(f"sbatch refuses {script}: {done.stderr.strip()}")
    job = done.stdout.strip().partition(";")[0]
    (folder / JOB).write_text(job, encoding="utf-8")
    return job


def _at_work(folder: Path) -> str | None:
    """The number of the jobs that work in a folder already; None if there are none."""
    path = folder / JOB
    job = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    return job if job and _is_left(job) else None


def script_of(folder: Path, options: Mapping[str, str]) -> str:
    """The script of an array of jobs."""
    array = options["array"]
    asked = {**options, "array": f"1-{array}" if array.isdecimal() else array}
    lines = [f"#SBATCH --{name}={value}" for name, value in asked.items()]
    until = int(ENOUGH * seconds_in(options["time"]))
    python, place = shlex.quote(sys.executable), shlex.quote(str(folder))
    return "\n".join(
        [
            "#!/bin/bash",
            "#SBATCH --job-name=westphalia",
            f"#SBATCH --output={folder / LOGS}/%A-%a.txt",
            *lines,
            f"exec {python} -m westphalia work {place} --until {until}s --workers "
            '"${SLURM_CPUS_PER_TASK:-1}"',
            "",
        ]
    )


def seconds_in(text: str) -> float:
    """Seconds in a time as SLURM takes it: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S.

    Raises:
        UserError: it is none.
    """
    if not re.fullmatch(r"\d+|\d+:\d+(:\d+)?|\d+-\d+(:\d+){0,2}", text):
        raise UserError(f"slurm: time={text} is not a time: write 1:30:00, or 2-0 for two days.")
    days, _, rest = text.rpartition("-")
    parts = [int(part) for part in rest.split(":")]
    if days:
        hours, minutes, seconds = [*parts, 0, 0][:3]
        return 86400.0 * int(days) + 3600.0 * hours + 60.0 * minutes + seconds
    if len(parts) < 3:  # minutes, and perhaps seconds
        parts = [0, *parts, 0][:3]
    return 3600.0 * parts[0] + 60.0 * parts[1] + parts[2]


def _is_left(job: str) -> bool:
    """Whether jobs of an array wait or run; True where SLURM does not tell."""
    try:
        done = subprocess.run(
            ["squeue", "--noheader", "--jobs", job], capture_output=True, text=True, check=False
        )
    except OSError:
        return True
    return bool(done.stdout.strip()) if done.returncode == 0 else "Invalid job" not in done.stderr
