"""Work in pieces: a quick ledger of claims by threads, processes, and commands side by side, and a
quick tournament by such commands.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from common import child, cores, grid

#: Claims of the quick variant: worlds of 8 and of 4 states.
FEW = ("7", "14", "29", "31")
#: What is written into a folder so that commands can help: the ledger's plan, and how many pieces.
BEGIN = """
import sys
from pathlib import Path
from westphalia.report.claims.folder import prepare_folder
from westphalia.report.claims.job import ClaimsOptions, claims_run
ids = tuple(map(int, sys.argv[2:]))
to = claims_run(ClaimsOptions(ids, quick=True, out=Path(sys.argv[1]))).to
prepare_folder(to)
print(len(to.plan.job.pieces()))
"""
#: The same for a tournament.
BEGIN_TOURNAMENT = """
import sys
from pathlib import Path
from westphalia.report.history.folder import begin
from westphalia.report.history.question import HistoryOptions, parse_question
from westphalia.report.history.studies import tournament
study = tournament(parse_question(HistoryOptions()), quick=True)
print(len(begin(study, Path(sys.argv[1])).job.pieces()))
"""
#: One thread does all pieces: seconds in all, and seconds in the pieces themselves.
ALONE = """
import json, sys, time
from pathlib import Path
from westphalia.work import worker
from westphalia.work.plan import read_plan
plan, inside = read_plan(Path(sys.argv[1])), 0.0
make = type(plan.job).make
def timed(*given):
    global inside
    started = time.perf_counter()
    try:
        return make(*given)
    finally:
        inside += time.perf_counter() - started
type(plan.job).make = timed
started = time.perf_counter()
worker.work(plan.job, plan.store, threads=1)
print(json.dumps([time.perf_counter() - started, inside]))
"""
WESTPHALIA = [sys.executable, "-m", "westphalia"]


def begin(folder: Path, ids: tuple[str, ...], env: dict[str, str], script: str = BEGIN) -> int:
    """Begin a quick ledger or tournament in a folder; returns its number of pieces."""
    done = child([sys.executable, "-c", script, folder, *ids], env)
    return int(done.output.split()[-1])


def side_by_side(folder: Path, number: int, env: dict[str, str]) -> tuple[float, int]:
    """Seconds of some `westphalia work` of one thread each, and the pieces that they made."""
    command = [*WESTPHALIA, "work", str(folder), "--workers", "1"]
    started = time.perf_counter()
    alone = {"PJRT_NPROC": "1", **os.environ, **env}
    several = [
        subprocess.Popen(command, env=alone, stderr=subprocess.PIPE, text=True)
        for _ in range(number)
    ]
    said = [process.communicate()[1] for process in several]
    seconds = time.perf_counter() - started
    made = [re.search(r"(\d+) of \d+ pieces were made here", text) for text in said]
    return seconds, sum(int(found[1]) for found in made if found)


def measure(cache: Path, quick: bool) -> dict[str, Any]:
    """Seconds, pieces a second and peak memory by who works; what a piece costs beside its work."""
    env, ids, rows = {"XDG_CACHE_HOME": str(cache)}, FEW if quick else (), []
    with tempfile.TemporaryDirectory() as place:
        folders = (Path(place) / str(k) for k in range(99))
        claims = [*WESTPHALIA, "claims", *ids, "--quick", "--out"]
        cold = child([*claims, next(folders)], env)
        rows.append(("threads, nothing compiled before", cold.seconds, cold.cpu, cold.peak))
        for who in ("1", str(cores()), f"processes:{cores()}"):
            done = child([*claims, next(folders), "--workers", who], env)
            rows.append((f"--workers {who}", done.seconds, done.cpu, done.peak))
        commands = []
        for number in (1, 2):
            pieces = begin(folder := next(folders), ids, env)
            commands.append((number, *side_by_side(folder, number, env), pieces))
        tournament = []
        for number in () if quick else (1, 1, 2):  # the first compiles
            pieces = begin(folder := next(folders), (), env, BEGIN_TOURNAMENT)
            tournament.append((number, *side_by_side(folder, number, env), pieces))
        begin(folder := next(folders), ids, env)
        whole, inside = json.loads(child([sys.executable, "-c", ALONE, folder], env).output)
    return {
        "rows": rows, "claims": commands, "tournament": tournament[1:], "whole": whole,
        "inside": inside, "ids": ids,
    }  # fmt: skip


def table(found: dict[str, Any]) -> Any:
    """Seconds by who works."""
    rows = [(who, f"{s:.1f}", f"{cpu:.1f}", f"{peak:,.0f}") for who, s, cpu, peak in found["rows"]]
    told = ""
    for what in ("claims", "tournament"):
        if not (commands := found[what]):
            continue
        rows += [
            (f"{what}: {number} x westphalia work, one thread each", f"{seconds:.1f}", "", "")
            for number, seconds, _, _ in commands
        ]
        (_, one, _, _), (_, two, made, pieces) = commands
        told += (
            f"{what.capitalize()}: two commands are {one / two:.2f} times as fast as one; together "
            f"they made {made} pieces where there are {pieces}. "
        )
    note = (
        f"{told}Of one thread's time "
        f"{100.0 * (1.0 - found['inside'] / found['whole']):.1f}% is not in the pieces themselves. "
        "Peak memory: of the command itself."
    )
    what = f"claims {' '.join(found['ids'])} --quick".replace("  ", " ")
    return grid(f"Work: westphalia {what}", ("who", "seconds", "CPU s", "peak MB"), rows, note)
