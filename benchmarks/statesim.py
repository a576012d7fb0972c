"""StateSim (B. Horvath 2020, after Cusack & Stoll 1990) beside this package, on one core.

    python benchmarks/statesim.py FOLDER          # the folder of a copy of StateSim
    python benchmarks/statesim.py FOLDER --turns 300

StateSim is the nearest simulation of states that others wrote in Python. It is not installed with
this package: the folder is the user's own copy, and it needs networkx and matplotlib besides.
"""

import argparse
import contextlib
import importlib
import io
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from common import grid, one_core, script
from rich.console import Console

#: The middle of the values in StateSim's own study.
SETTINGS = {
    "seed": 1804,
    "network_n": 98,
    "network_p": 8,
    "power_dist_mu": 10.0,
    "power_dist_sigma": 3.33,
    "misperception_sigma": 0.2,
    "victory_sigma": 3.0,
    "max_war_cost": 0.1,
    "war_cost_disp": 0.1,
    "reparations": 0.2,
    "growth_mu": 0.01,
    "growth_sigma": 0.025,
    "versailles": False,
}
THEIRS = "one state picks its weakest neighbour; both look for allies; war or not; growth"
OURS = (
    "every state judges every other, then decides on agreements, signals, pacts, arms, "
    "challenges, resistance and wars to join; growth, learning, and a record of all of it"
)
#: Numbers of states at which this package is timed.
STATES = (8, 100)


class Timed(NamedTuple):
    """How many steps of one state took so many CPU seconds."""

    name: str
    states: str
    steps: float
    cpu: float
    does: str


def theirs(folder: Path, turns: int) -> Timed:
    """StateSim's turns: a state-turn is a state that is there in a turn.

    Raises:
        SystemExit: the folder holds no StateSim, or one that does not run here.
    """
    if not (folder / "statesim" / "sim.py").exists():
        sys.exit(f"{folder} holds no copy of StateSim: statesim/sim.py is not there.")
    sys.path.insert(0, str(folder))
    try:
        simulation = importlib.import_module("statesim.sim").Simulation
    except ImportError as error:
        sys.exit(f"{folder}: StateSim cannot be imported from here ({error}).")
    import numpy as np

    np.random.seed(SETTINGS["seed"])  # noqa: NPY002 - the generator that it draws from
    run = simulation(config={**SETTINGS, "niter": turns + 1})
    started = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):  # it prints every proposal
        run.run()
    cpu = time.process_time() - started
    alive = _in_every_turn(run.system, run.world.turn)
    return Timed("StateSim", f"{alive[0]} to {alive[-1]}", float(sum(alive[1:])), cpu, THEIRS)


def _in_every_turn(system: Any, last: int) -> list[int]:
    """How many states there are from turn 0 on; a turn without a record is as the one before."""
    known = dict(zip(system["turn"], system["n"], strict=True))
    found: list[int] = []
    for turn in range(last + 1):
        found.append(int(known.get(turn, found[-1] if found else 0)))
    return found


def ours(n: int, cache: Path) -> Timed:
    """This package's years: a state-year is a state in a year of one run."""
    row = script("speed", n, 3, 1, cache=cache, cores=one_core())
    of_a_year = row["ns"] * n * (n - 1) / 1e9
    return Timed("Westphalia", str(n), n, of_a_year, OURS)


def main() -> None:
    """Time both and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="that holds the package `statesim`")
    parser.add_argument("--turns", type=int, default=1000, help="of StateSim (default: 1,000)")
    chosen = parser.parse_args()
    if chosen.turns < 1:
        parser.error(f"--turns {chosen.turns}: time at least one turn")
    with tempfile.TemporaryDirectory() as cache:
        found = [theirs(chosen.folder, chosen.turns), *(ours(n, Path(cache)) for n in STATES)]
    rows = [(t.name, t.states, f"{t.steps / t.cpu:,.0f}", t.does) for t in found]
    columns = ("program", "states", "states a CPU second", "what a step does")
    note = "States times turns, or times years and runs, a second of CPU time on one core."
    Console(width=120).print(grid("Beside StateSim", columns, rows, note))


if __name__ == "__main__":
    main()
