"""The two hottest mechanisms beside a C version of them, both on one core.

The C version (`reference.c`) computes the same figures, which is checked on random worlds before
anything is timed. It runs 16 worlds in SIMD lanes; the package runs its chunk of worlds.
"""

import ctypes
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from common import STATES, compiled, grid, one_core, script, timed

LANES = 16
STATE_RANGES = {
    "resources": (0.3, 2.5),
    "growth": (-0.03, 0.03),
    "arms": (0.1, 1.0),
    "posture": (0.0, 1.0),
    "openness": (0.0, 1.0),
    "capture": (0.0, 1.0),
    "perceived_defence": (0.7, 1.4),
    "nuclear": (0.0, 0.1),
    "alive": (0.0, 0.95),
    "joined": (0.5, 5.0),
    "abstained": (0.5, 5.0),
    "fear": (0.0, 0.5),
    "leader_confidence": (0.7, 1.4),
}
MIND_RANGES = {"worst_case": (0.0, 0.5), "good_news": (0.0, 1.0)}
PAIR_RANGES = {
    "delivery": (0.05, 1.0),
    "pact": (0.0, 0.2),
    "belief": (0.01, 0.9),
    "trade": (0.0, 1.0),
    "transparency": (0.0, 0.3),
    "hotline": (0.0, 0.3),
    "withdrawal": (0.0, 0.3),
    "stake": (0.0, 1.0),
    "threat": (0.0, 0.02),
}
FLAGS = ("nuclear", "transparency", "hotline", "withdrawal")
SEEN_STATE = ("attack", "defend", "bias", "opening_greedy", "opening_secure", "evidence_quiet")
SEEN_PAIR = ("met", "odds", "threat", "by_defence", "by_attack", "by_belief", "by_doubt")
SEEN_PAIR += ("evidence_demand", "evidence_total", "crisis", "helped")
# in the order of `Numbers` in reference.c
PHYSICS = """decisiveness defence_advantage distinguishability surprise unarmed_resistance
    stake_size war_cost nuclear_cost crisis_cost total_cost misjudgement accident annexation waste
    shift_years patience sanction enforcement temperature_crisis horizon restraint depreciation
    reliability greedy_share greed breach volunteers agenda trade_gain discount audience
    capture_gain prestige"""
SWITCHES = """response limited_war total_war preventive_war annexation accidents hotlines
    withdrawals regime capture goals"""
# what the C version computes: the simplest form of every process, what is won counted for a year
FORMS = {"contest": "ratio", "crisis": "ultimatum", "joining": "present", "pacts": "loose"}
LEFT_OUT = ("flows", "salience", "record")
# and numbers at which chances are not so small in these forms that they drown in rounding
NUMBERS = {
    "stake_size": 0.14,
    "war_cost": 0.038,
    "crisis_cost": 0.157,
    "total_cost": 0.85,
    "misjudgement": 0.16,
    "accident": 0.03,
    "temperature_crisis": 0.043,
    "horizon": 32.0,
    "restraint": 0.5,
    "volunteers": 0.5,
}

Arrays = dict[str, np.ndarray]


def random_figures(n: int, width: int) -> Arrays:
    """Random worlds: the fields that the two mechanisms read, runs last."""
    draw = np.random.default_rng(n)
    out: Arrays = {}
    for ranges, shape in (
        (STATE_RANGES | MIND_RANGES, (n, width)),
        (PAIR_RANGES, (n, n, width)),
    ):
        for name, (low, high) in ranges.items():
            out[name] = draw.uniform(low, high, shape)
    for name in FLAGS:
        out[name] = draw.uniform(size=out[name].shape) < STATE_RANGES.get(name, (0, 0.2))[1]
    out["alive"] = draw.uniform(size=(n, width)) < 0.95
    pact = np.where(draw.uniform(size=(n, n, width)) < 0.2, 0.75, 0.0)
    out["pact"] = np.maximum(pact, np.swapaxes(pact, 0, 1)) * (1.0 - np.eye(n))[..., None]
    return {k: np.ascontiguousarray(v, np.float32) for k, v in out.items()}


def package(figures: Arrays) -> tuple[dict[str, Callable[[int], Any]], tuple[Any, ...]]:
    """The mechanisms as the package has them, each a function of how often to run it."""
    import jax

    from westphalia.mechanisms import alignment, pledges, threat
    from westphalia.mechanisms.suspicion import constant_prior
    from westphalia.world.parameters import Forms, Parameters
    from westphalia.world.state import Agents, Chosen, Modules

    agents = fields_of(Agents, figures, "arms")
    agents = agents._replace(suspicion=Chosen(agents.suspicion, (constant_prior,)))
    world, agents = jax.device_put((world_of(figures), agents))
    simple = Parameters(**NUMBERS, forms=Forms(**FORMS))
    p, mods = (jax.tree.map(np.float32, tree) for tree in (simple, everything(Modules)))

    def assess(given: Any, p: Parameters, mods: Modules) -> Any:
        return threat.assess(*given, p, mods)._replace(ground=None)

    def met(given: Any, p: Parameters, mods: Modules) -> Any:
        rho = pledges.balancing_expected(given[0])
        return pledges.defended(given[0], given[1].defend, rho, mods.response, p)

    def helps(given: Any, p: Parameters, mods: Modules) -> Any:
        return alignment.helps(*given, p)

    seen = repeated(assess, (world, agents), p, mods)(1)
    given = {"assess": (world, agents), "helps": (world, seen), "met": (world, seen)}
    work = {"assess": assess, "helps": helps, "met": met}
    return {k: repeated(work[k], given[k], p, mods) for k in work}, (p, mods)


def repeated(work: Callable[..., Any], given: Any, p: Any, mods: Any) -> Callable[[int], Any]:
    """Run a mechanism several times within one compiled program, as the scan over years does.

    One call costs 0.1-0.2 ms to dispatch, too much beside 8 states. What is given passes through
    `once`, as in the year, so that the compiler cannot compute once what does not change.
    """
    import jax
    import jax.numpy as jnp

    from westphalia.world.once import once

    def loop(given: Any, p: Any, mods: Any, turns: Any) -> Any:
        def again(last: Any, turn: Any) -> Any:
            fresh = once(lambda: given, turn)
            return once(lambda: work(fresh, p, mods), turn), None

        shapes = jax.eval_shape(work, given, p, mods)
        first = jax.tree.map(lambda s: jnp.zeros(s.shape, s.dtype), shapes)
        return jax.lax.scan(again, first, turns)[0]

    compiled_loop = jax.jit(loop)
    return lambda calls: jax.block_until_ready(
        compiled_loop(given, p, mods, np.zeros(calls, np.int32))
    )


def fields_of(kind: type, figures: Arrays, like: str) -> Any:
    """A named tuple of arrays: the random figures, zero for what is not among them."""
    return kind(*(figures.get(name, np.zeros_like(figures[like])) for name in kind._fields))


def world_of(figures: Arrays) -> Any:
    """A world of random figures, all quarrels of the usual size; what is not read is zero."""
    from westphalia.world.state import World

    pairs = World._fields[World._fields.index("delivery") :]
    world = fields_of(World, figures, "arms")
    figures = {**figures, "salience": np.ones_like(figures["pact"])}
    return world._replace(**{k: figures.get(k, np.zeros_like(figures["pact"])) for k in pairs})


def everything(modules: type) -> Any:
    """Every module on but those that the C version does not know."""
    from dataclasses import fields

    return modules(**{field.name: float(field.name not in LEFT_OUT) for field in fields(modules)})


def blocks(array: np.ndarray) -> np.ndarray:
    """[..., runs] cut into blocks of 16 worlds, [blocks, ..., 16]. The runs stay last."""
    cut = array.reshape(*array.shape[:-1], -1, LANES)
    return aligned(np.moveaxis(cut, -2, 0))


def whole(array: np.ndarray) -> np.ndarray:
    """The inverse of `blocks`."""
    out = np.moveaxis(array, 0, -2)
    return out.reshape(*out.shape[:-2], -1)


def aligned(values: np.ndarray) -> np.ndarray:
    """A copy that starts on a cache line."""
    room = np.empty(values.size + 16, np.float32)
    start = (-room.ctypes.data // 4) % 16
    out = room[start : start + values.size].reshape(values.shape)
    out[...] = values
    return out


def pointers(arrays: Sequence[np.ndarray]) -> Any:
    """A C structure of pointers."""
    return (ctypes.c_void_p * len(arrays))(*(a.ctypes.data for a in arrays))


def by_hand(
    library: Path, figures: Arrays, p: Any, mods: Any
) -> tuple[dict[str, Callable[[], object]], Arrays]:
    """The C version: functions to call, and the arrays they write, in blocks."""
    code = ctypes.CDLL(str(library))
    n, width = figures["arms"].shape
    many = width // LANES
    given = [blocks(figures[k]) for k in (*STATE_RANGES, *MIND_RANGES, *PAIR_RANGES)]
    out = {k: aligned(np.zeros((many, n, LANES), np.float32)) for k in SEEN_STATE}
    out |= {k: aligned(np.zeros((many, n, n, LANES), np.float32)) for k in SEEN_PAIR}
    numbers = np.array(
        [getattr(p, k) for k in PHYSICS.split()] + [getattr(mods, k) for k in SWITCHES.split()],
        np.float32,
    )
    code.scratch_floats.restype = ctypes.c_size_t
    scratch = aligned(np.zeros(code.scratch_floats(n), np.float32))
    world, seen = pointers(given), pointers(list(out.values()))

    def caller(name: str) -> Callable[[], object]:
        function = getattr(code, name)
        at = ctypes.c_void_p
        # the arrays are named here so that they outlive the calls
        return lambda: (
            function(world, at(numbers.ctypes.data), seen, n, many, at(scratch.ctypes.data)),
            given,
        )

    return {name: caller(name) for name in ("assess", "helps", "met")}, out


def apart(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Differences, relative to a figure's size or to the root mean square, if that is larger."""
    scale = np.maximum(np.abs(ours), np.sqrt(np.mean(np.square(ours, dtype=np.float64))))
    return np.abs(ours - theirs) / np.maximum(scale, 1e-12)


def agreement(seen: Any, helped: np.ndarray, out: Arrays) -> tuple[float, float]:
    """The largest difference (99.99th percentile) of any field and the share above 1e-4.

    A derivative jumps where a demand or a chance meets its bound; a world that stands on such
    a kink by rounding may fall on either side of it.
    """
    worst, beyond = 0.0, 0.0
    for name, blocked in out.items():
        ours = np.asarray(helped if name == "helped" else getattr(seen, name))
        far = apart(ours, whole(blocked))
        if not np.isfinite(far).all():
            raise SystemExit(f"The C version's `{name}` is not finite.")
        worst = max(worst, float(np.quantile(far, 0.9999)))
        beyond = max(beyond, float((far > 1e-4).mean()))
        if worst > 1e-4:
            raise SystemExit(f"The C version disagrees in `{name}` by {worst:.1e}.")
    return worst, beyond


def one(n: int, library: Path, repeats: int) -> dict[str, Any]:
    """Check, then time both in turn. ns per ordered pair and run, and their ratio."""
    from westphalia.simulation.ensemble import chunk_size

    figures = random_figures(n, chunk_size(n))
    ours, (p, mods) = package(figures)
    theirs, out = by_hand(library, figures, p, mods)
    for name in ("assess", "helps"):
        theirs[name]()
    worst, beyond = agreement(ours["assess"](1), ours["helps"](1), out)
    row: dict[str, Any] = {"states": n, "worst": worst, "beyond": beyond}
    pairs = n * (n - 1) * figures["arms"].shape[1]
    for name in ours:
        calls = max(1, int(2e6 / pairs / (1 + n / 20)))
        mine, hand = pair_of_times(ours[name], theirs[name], calls, repeats)
        row[name] = {
            "jax": statistics.median(mine) * 1e9 / pairs,
            "c": statistics.median(hand) * 1e9 / pairs,
            "ratio": statistics.median(a / b for a, b in zip(mine, hand, strict=True)),
        }
    return row


def pair_of_times(
    ours: Callable[[int], Any], theirs: Callable[[], Any], calls: int, repeats: int
) -> tuple[list[float], list[float]]:
    """Seconds a call of each, measured turn by turn, so that both meet the same noise."""
    mine, hand = [], []
    ours(calls)  # compiles
    for _ in range(repeats):
        mine.append(timed(lambda: ours(calls), 1).best / calls)
        hand.append(timed(lambda: [theirs() for _ in range(calls)], 1).best / calls)
    return mine, hand


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """One row per number of states; none without a C compiler."""
    with tempfile.TemporaryDirectory() as folder:
        library = compiled("reference.c", Path(folder), "-shared", "-fPIC")
        if library is None:
            return []
        sizes = (8, 32) if quick else STATES
        args = (library, 5 if quick else 15)
        return [script("reference", n, *args, cache=cache, cores=one_core()) for n in sizes]


def table(rows: list[dict[str, Any]]) -> Any:
    """ns per ordered pair and run for each mechanism: the package, the C version, the ratio."""
    if not rows:
        return "Reference: skipped, for there is no C compiler (cc, gcc or clang) on the path."
    names = {"assess": "yearly assessment", "met": "of which pledges", "helps": "worth of pacts"}
    lines = [
        (
            what,
            row["states"],
            *(f"{row[name][k]:.1f}" for k in ("jax", "c", "ratio")),
            f"{row['worst']:.0e}",
        )
        for name, what in names.items()
        for row in rows
    ]
    return grid(
        "Two hottest mechanisms, one core, ns per ordered pair of states",
        ("mechanism", "states", "Westphalia", "C", "ratio", "apart"),
        lines,
        "ratio: median over turns, so it need not be the quotient of the two medians. "
        "apart: 99.99th percentile of relative differences, checked before timing.",
    )


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
