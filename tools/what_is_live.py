"""What each mechanism does: the world with it on against the world with it off.

    python tools/what_is_live.py [RUNS]

Both worlds have the same random numbers, run by run. Printed is a moment of either and the
difference, with a 95% interval over runs (paired jackknife), and whether it can be told from
nothing. Ordinary worlds are eight random powers over a century that follows fifty years of
settling. About ten minutes on two cores.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.measures.codes import AGREEMENTS
from westphalia.measures.moments import MOMENTS
from westphalia.measures.moments.moment import Moment, percent, ratio
from westphalia.measures.quantities import Records
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES
from westphalia.simulation.begin import RandomWorld, figures_of
from westphalia.simulation.ensemble import Program, Setting, assign, chunk_size
from westphalia.theories import defensive
from westphalia.world.parameters import Forms, with_values
from westphalia.world.state import Modules

STATES, SETTLE, YEARS, RUNS, GROUPS = 8, 50, 150, 4096, 32
CENTURY = 100.0
LEADER = 0


@dataclass(frozen=True)
class World:
    """What a world is that differs from the ordinary one."""

    set: dict[str, float] = field(default_factory=dict)
    modules: dict[str, float] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    states: int = STATES
    first: float = 0.0  # share of all resources that state 0 begins with; 0: as drawn
    settle: int = SETTLE
    years: int = YEARS

    def program(self) -> Program:
        """The world made ready to run."""
        given = None
        if self.first:
            rest = (1.0 - self.first) / (self.states - 1)
            given = figures_of(
                self.states,
                {"resources": np.array([self.first, *[rest] * (self.states - 1)]) * self.states},
            )
        return Program(
            Setting(
                RandomWorld(self.states), assign(defensive, self.states), self.years, 1,
                replace(with_values(self.set), forms=Forms()._replace(**self.forms)),
                replace(Modules(), **self.modules), given=given,
            )
        )  # fmt: skip


Parts = Callable[[Records], np.ndarray]


def moment(name: str, parts: Parts, value: Callable[[np.ndarray], np.ndarray] = ratio) -> Moment:
    """A moment that only this page prints. `parts`: sums over each run, [2, runs]"""
    return Moment(name, "", name, parts, value)


def per_run(flags: np.ndarray) -> np.ndarray:
    """How often something is so in each run."""
    return flags.reshape(-1, flags.shape[-1]).sum(0)


def yearly(name: str, variable: str) -> Moment:
    """A variable of states, % on average over the living."""
    return moment(
        f"{name}, %",
        lambda r: np.stack([per_run(r[variable] * r["alive"]), per_run(r["alive"])]),
        percent,
    )


def a_century(name: str, happens: Callable[[Records], np.ndarray]) -> Moment:
    """How often something happens in a century of a world."""

    def parts(records: Records) -> np.ndarray:
        found = per_run(happens(records))
        return np.stack([CENTURY * found, np.full(len(found), len(records["alive"]))])

    return moment(f"{name} a century", parts)


def of_third_parties(motive: str, whose: Callable[[Records], np.ndarray] | None = None) -> Moment:
    """The share of third parties' decisions that a motive decides, %. `whose`: which of them."""

    def parts(records: Records) -> np.ndarray:
        third = records["joining"] > 0
        third = third if whose is None else third & whose(records)
        return np.stack(
            [per_run(third & (records["joining"] == MOTIVES.index(motive))), per_run(third)]
        )

    return moment(f"{motive}, % of third parties", parts, percent)


def weak(records: Records) -> np.ndarray:
    """Third parties of less than half the mean resources. [years, k, i, runs]"""
    return (records["resources"] < 0.75)[:, :, None] & (records["joining"] > 0)


def strong(records: Records) -> np.ndarray:
    """Third parties of more than one and a third of the mean resources."""
    return (records["resources"] > 1.33)[:, :, None] & (records["joining"] > 0)


def on_leader(records: Records) -> np.ndarray:
    """Third parties to wars that state 0 began."""
    on = records["joining"] > 0
    return on & (np.arange(on.shape[2]) == LEADER)[None, None, :, None]


def allied_without_leader(records: Records) -> np.ndarray:
    """Others in a pact, but in none with state 0, and all others; per run. [2, runs]"""
    pact, alive = records["pact"], records["alive"]
    others = alive.copy()
    others[:, LEADER] = False
    among = pact.copy()
    among[:, :, LEADER] = among[:, LEADER] = False
    without = among.any(2) & ~pact[:, :, LEADER] & others
    return np.stack([per_run(without), per_run(others)])


def outcome(name: str) -> Callable[[Records], np.ndarray]:
    """Where a challenge came to something, see `crisis.OUTCOMES`."""
    return lambda records: records["crisis"] == OUTCOMES.index(name)


def grown(records: Records) -> np.ndarray:
    """Growth of resources over the `BEFORE` years that ended the year before, log points a year."""
    level = np.log(np.maximum(records["resources"], 1e-6))
    out = np.zeros(level.shape)
    out[BEFORE + 1 :] = (level[BEFORE:-1] - level[: -BEFORE - 1]) / BEFORE
    return out


def of_shift(happens: Callable[[Records], np.ndarray], shift: float) -> Callable:
    """Where it happens to i and j, of pairs in which i grows faster than j by more than `shift` a
    year; slower, if `shift` is below 0. [years, i, j, runs]"""

    def found(records: Records) -> np.ndarray:
        growth = grown(records)
        apart = growth[:, :, None] - growth[:, None]
        return happens(records) & (apart > shift if shift > 0 else apart < shift)

    return found


def won_by_attackers(records: Records) -> np.ndarray:
    """Wars that attackers won, and all wars; per run. [2, runs]"""
    began = (records["war"] == ROLES.index("initiator")).any(2)
    return np.stack([per_run(began & (records["result"] > 0)), per_run(began)])


def trading(records: Records) -> np.ndarray:
    """Pairs with a trade deal, and pairs; per run. [2, runs]"""
    alive = records["alive"]
    pairs = alive[:, :, None] & alive[:, None]
    return np.stack([per_run(records["agreements"] & AGREEMENTS["trade"] > 0), per_run(pairs)])


#: Years over which growth is seen, and log points a year by which it differs where power shifts.
BEFORE, SHIFT = 10, 0.015
UNSTEADY = {"growth_shock": 0.008}


def challenges(records: Records) -> np.ndarray:
    """Whether i challenges j."""
    return records["challenge"] > 0


SECURE = {"greedy_share": 0.0, "distinguishability": 0.0}
THREAT = yearly("threat to a state, chance a year", "threatened")
WARS = a_century("wars", lambda r: (r["crisis"] > 1) & (r["crisis"] < len(OUTCOMES) - 1))
WITHOUT = moment("allied without state 0, % of the others", allied_without_leader, percent)
BALANCING_AGAINST = of_third_parties("balancing", on_leader)
TRADE = moment("pairs that trade, % of pairs", trading, percent)
NOW = World()
#: What is switched, the world with it, the world without it, and what is looked at.
ROWS: tuple[tuple[str, World, World, tuple[Moment, ...]], ...] = (
    ("spiral: arming, all states secure, weapons alike", World(set=SECURE),
     World(set=SECURE, modules={"arming": 0.0}), (THREAT,)),
    ("preventive war", NOW, World(modules={"preventive_war": 0.0}),
     (a_century("challenges by decliners", of_shift(challenges, -SHIFT)),
      a_century("challenges by risers", of_shift(challenges, SHIFT)), WARS)),
    ("preventive war, where growth is twice as unsteady", World(set=UNSTEADY),
     World(set=UNSTEADY, modules={"preventive_war": 0.0}),
     (a_century("challenges by decliners", of_shift(challenges, -SHIFT)),
      a_century("challenges by risers", of_shift(challenges, SHIFT)), WARS)),
    ("hotlines", NOW, World(modules={"hotlines": 0.0}),
     (a_century("accidental wars", outcome("accidental war")), MOMENTS["disputes"])),
    ("relative gains: survival counts for 77 years or for 20", NOW,
     World(set={"horizon": 20.0}), (TRADE,)),
    ("joining", NOW, World(modules={"joining": 0.0}),
     (WARS, moment("attackers win, % of wars", won_by_attackers, percent))),
    ("pacts", NOW, World(modules={"pacts": 0.0}), (WARS, of_third_parties("balancing"))),
    ("expected help (hope)", NOW, World(set={"hope": 0.0}),
     (of_third_parties("buck-passing"), of_third_parties("balancing"))),
    ("many powers against few (12, 4)", World(states=12), World(states=4),
     (of_third_parties("buck-passing"),)),
    ("attackers spare who helps (appeasement)", NOW, World(set={"appeasement": 0.0}),
     (of_third_parties("bandwagoning"),)),
    ("a third of all power against a fifth: state 0", World(first=0.35, settle=0, years=30),
     World(first=0.2, settle=0, years=30), (WITHOUT, BALANCING_AGAINST)),
    ("half of all power against a fifth: state 0", World(first=0.5, settle=0, years=30),
     World(first=0.2, settle=0, years=30), (WITHOUT, BALANCING_AGAINST)),
    ("audience costs of openness (regime)", World(modules={"regime": 1.0}), NOW,
     (MOMENTS["disputes"], a_century("demands withdrawn", outcome("challenger backed down")))),
    ("gains felt for years (flows)", NOW, World(modules={"flows": 0.0}), (MOMENTS["disputes"],)),
    ("quarrels that differ (salience)", NOW, World(modules={"salience": 0.0}),
     (MOMENTS["concentration of disputes"], MOMENTS["disputes"])),
    ("backing down (crisis=brinkmanship)", NOW, World(forms={"crisis": "ultimatum"}),
     (MOMENTS["war given dispute"],)),
    ("the wars that may follow (joining=future)", NOW, World(forms={"joining": "present"}),
     (of_third_parties("balancing"), MOMENTS["joiners on the target's side"])),
    ("pacts that bind (pacts=binding)", NOW, World(forms={"pacts": "loose"}),
     (MOMENTS["pacts kept a year"], MOMENTS["allies"])),
    ("a past that tells (record)", World(modules={"record": 1.0}), NOW,
     (MOMENTS["concentration of disputes"], MOMENTS["recurrence of disputes"])),
)  # fmt: skip


def parts_of(world: World, runs: int, moments: tuple[Moment, ...]) -> list[np.ndarray]:
    """Sums over each run of every moment, [k, runs] each."""
    program, width = world.program(), chunk_size(world.states)
    found: list[list[np.ndarray]] = [[] for _ in moments]
    for start in range(0, runs, width):
        whole = program.chunk(np.arange(start, start + width))
        records = {k: v[world.settle :] for k, v in whole.items()}
        records["great"] = np.ones(world.states, bool)
        for k, one in enumerate(moments):
            found[k].append(one.parts(records))
    return [np.concatenate(chunks, -1) for chunks in found]


def compared(one: Moment, on: np.ndarray, off: np.ndarray) -> tuple[float, float, float, float]:
    """The moment of both worlds, the difference, and half its 95% interval over runs."""

    def value(parts: np.ndarray) -> float:
        return float(one.value(parts.sum(-1)))

    def without(parts: np.ndarray, group: int) -> np.ndarray:
        return parts[:, np.arange(parts.shape[1]) % GROUPS != group]

    left = [value(without(on, g)) - value(without(off, g)) for g in range(GROUPS)]
    spread = np.sqrt((GROUPS - 1) / GROUPS * np.sum((np.array(left) - np.mean(left)) ** 2))
    return value(on), value(off), value(on) - value(off), 2.04 * float(spread)


def main(runs: int = RUNS) -> None:
    """Print a row for every moment of every switch."""
    for name, on, off, moments in ROWS:
        pairs = zip(moments, parts_of(on, runs, moments), parts_of(off, runs, moments), strict=True)
        for one, with_it, without_it in pairs:
            a, b, difference, half = compared(one, with_it, without_it)
            told = "live" if abs(difference) > half else "cannot be told from nothing"
            print(f"{name:52s} | {one.name:44s} | {a:8.3f} | {b:8.3f} | {difference:+.3f} +- "
                  f"{half:.3f} | {told}", flush=True)  # fmt: skip
    whose = of_third_parties("bandwagoning", weak), of_third_parties("bandwagoning", strong)
    low, high = (one.value(p.sum(-1)) for one, p in zip(whose, parts_of(NOW, runs, whose),
                                                       strict=True))  # fmt: skip
    print(f"bandwagoning of the weak (R < 0.75) {low:.2f}%, of the strong (R > 1.33) {high:.2f}%")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
