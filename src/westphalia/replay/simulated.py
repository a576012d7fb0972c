"""Histories made by the model, as panels: to see what a replay can learn from a history.

A simulated year is kept as its decisions found it (after the year's shocks), so that a replay of
the panel stands where the simulated states stood.
"""

from functools import partial

import numpy as np
from jaxtyping import Array

from westphalia.decisions.context import Given, Rules, Year
from westphalia.mechanisms.war import ROLES
from westphalia.programs import SCAN, compiled
from westphalia.records.panel import Panel, War
from westphalia.simulation.driver import Ahead, run_years
from westphalia.simulation.ensemble import Program, chunk_size
from westphalia.simulation.year import go_through, parts
from westphalia.world.state import World

_SHOCKS, _THE_REST = parts("observe and learn")
#: What is kept of a year as its decisions find it.
STOOD = (
    "resources",
    "growth",
    "arms",
    "burden",
    "posture",
    "openness",
    "nuclear",
    "alive",
    "pact",
    "identity",
    "trade",
    "institutions",
    "peace_years",
    "stake",
)
#: Thousand km within which simulated states count as neighbours.
NEIGHBOURS = 1.0


def histories(
    program: Program, runs: np.ndarray, whole: bool = False, first_year: int = 1
) -> list[Panel]:
    """A panel of each run, one year shorter than the program's runs.

    Args:
        program: what is simulated. runs: indices of runs.
        whole: also keep what nobody records of real history, postures and shares.
        first_year: calendar year of the start.
    """
    width, panels = chunk_size(program.n), []
    for place in range(0, len(runs), width):
        some = np.asarray(runs[place : place + width])
        start = program.start(np.pad(some, (0, width - len(some)), mode="edge"))
        ahead, figures = program.begin(start)
        through = partial(_made, rules=program.rules)
        records = program.go(ahead, program.setting.years, through)[1]
        distance = np.asarray(figures["distance"])
        records["distance"] = np.broadcast_to(distance, records["pact"].shape)
        panels += [
            _panel({k: v[..., r] for k, v in records.items()}, whole, first_year)
            for r in range(len(some))
        ]
    return panels


@compiled("a simulated history", 8, SCAN)
def _made(ahead: Ahead, *, rules: Rules) -> tuple[World, dict[str, Array]]:
    """What stood and what was done in every year. [room, ..., runs]"""

    def observe(world: World, given: Given) -> tuple[World, dict[str, Array]]:
        shaken = go_through(_SHOCKS, Year(world, {}), given, rules)
        year = go_through(_THE_REST, shaken, given, rules)
        kept = {name: getattr(shaken.world, name) for name in STOOD}
        done = {
            "challenged": year.opened.demanded + year.opened.attacked,
            "attacked": year.opened.attacked,
            "total": year.opened.total,
            "roles": year.fought.roles,
            "taken": year.fought.taken,
        }
        return year.world, kept | done

    return run_years(ahead, observe)


def _panel(record: dict[str, np.ndarray], whole: bool, first_year: int) -> Panel:
    """One run as a panel: entry t holds what the decisions of year t + 1 found."""
    years, n = record["alive"].shape
    alive = record["alive"] > 0
    both = alive[:, :, None] & alive[:, None, :] & ~np.eye(n, dtype=bool)
    calendar = np.arange(first_year, first_year + years)

    def done(name: str) -> np.ndarray:
        """What was done in the year of an entry; nothing is known of the first."""
        values = record[name]
        return np.concatenate([np.zeros_like(values[:1]), values[:-1]])

    burden = record["burden"]
    steps = np.log(np.maximum(burden[1:], 1e-9) / np.maximum(burden[:-1], 1e-9))
    arming = np.where(np.abs(steps) < 1e-3, 0.0, np.sign(steps))
    arming = np.concatenate([np.full((1, n), np.nan), np.where(alive[1:], arming, np.nan)])
    near = (record["distance"] < NEIGHBOURS) & both
    return Panel(
        labels=tuple(f"S{k + 1}" for k in range(n)),
        codes=tuple(range(1, n + 1)),
        years=calendar,
        member=alive,
        resources=np.where(alive, record["resources"], np.nan),
        growth=record["growth"],
        arms=record["arms"],
        burden=burden,
        arming=arming,
        openness=record["openness"],
        nuclear=record["nuclear"],
        major=np.ones((years, n)),
        distance=record["distance"],
        contiguous=near.astype(float),
        relevant=both.astype(float),
        pact=(record["pact"] > 0).astype(int),
        dispute=done("challenged").astype(int),
        attack=done("attacked").astype(int),
        fought=(done("roles") > 0).astype(int),
        rival=np.where(record["identity"] < 0, 1.0, 0.0),
        trade=record["trade"],
        institutions=record["institutions"],
        peace_years=record["peace_years"],
        wars=_wars(done("roles"), done("total"), done("taken"), alive),
        covered={kind: (int(calendar[1]), int(calendar[-1])) for kind in EVENTS},
        posture=record["posture"] if whole else None,
        stake=record["stake"] if whole else None,
    )


def _wars(
    roles: np.ndarray, total: np.ndarray, taken: np.ndarray, alive: np.ndarray
) -> tuple[War, ...]:
    """The wars of a run, from the roles in which states fought each other."""
    role = {name: k for k, name in enumerate(ROLES)}
    wars = []
    begun = (roles == role["initiator"]) & (roles.swapaxes(1, 2) == role["target"])
    for t, a, b in np.argwhere(begun):
        third = set(np.flatnonzero(alive[t - 1])) - {a, b}
        beside = set(np.flatnonzero(roles[t, :, b] == role["joined attacker"])) & third
        against = set(np.flatnonzero(roles[t, :, a] == role["joined target"])) & third
        wars.append(
            War(
                name=f"war {len(wars) + 1}",
                year=int(t),
                ended=int(t),
                attacker=int(a),
                target=int(b),
                with_attacker=tuple(map(int, sorted(beside))),
                with_target=tuple(map(int, sorted(against))),
                third=tuple(map(int, sorted(third))),
                total=float(total[t, a, b]),
                won=int(taken[t, a, b] > taken[t, b, a]) - int(taken[t, b, a] > taken[t, a, b]),
            )
        )
    return tuple(wars)


#: Kinds of events that a panel covers.
EVENTS = ("pact", "dispute", "war", "arms")
