"""Arithmetic and memory traffic of a year's step, beside what this machine can do."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from common import STATES, child, compiled, drain, grid, one_core, program, script, timed, years_for


def pieces(n: int) -> dict[str, Any]:
    """The step, and the two sums over third states by themselves, with what they are given."""
    import jax
    import jax.numpy as jnp

    from westphalia.mechanisms import alignment, pledges, threat
    from westphalia.simulation.ensemble import chunk_size
    from westphalia.simulation.year import Given, step
    from westphalia.world.streams import year_streams

    width = chunk_size(n)
    prepared = program(n, 1)
    world, keys, agents, owner, p, mods, growth, year, _ = prepared.begin(
        prepared.start(np.arange(width))
    )[0]
    agents = jax.tree.map(lambda v: jnp.broadcast_to(v, (n, width)), agents)
    streams = year_streams(keys, jnp.asarray(year))
    seen = jax.jit(threat.assess)(world, agents, p, mods)

    def year(world: Any, agents: Any, p: Any, mods: Any, streams: Any) -> Any:
        return step(world, Given(agents, owner, p, mods, streams, growth[0]), prepared.rules)

    def met(world: Any, seen: Any, p: Any, mods: Any) -> Any:
        rho = pledges.balancing_expected(world)
        return pledges.defended(world, seen.defend, rho, mods.response, p)

    return {
        "step": (year, (world, agents, p, mods, streams)),
        "met": (met, (world, seen, p, mods)),
        "helps": (alignment.helps, (world, seen, p)),
    }


def counted(work: Any, given: tuple[Any, ...]) -> np.ndarray:
    """Flops, transcendentals and bytes by the compiler's cost analysis. [3]"""
    import jax

    cost = jax.jit(work).lower(*given).compile().cost_analysis()
    cost = cost[0] if isinstance(cost, list) else cost
    return np.array([cost.get(k, 0.0) for k in ("flops", "transcendentals", "bytes accessed")])


def one(n: int, repeats: int) -> dict[str, Any]:
    """Counts and CPU time per ordered pair, run and year.

    The analysis counts the body of a loop once. The sums over third states are such loops, so
    the rest of their turns is added from an analysis of each by itself.
    """
    from westphalia.simulation.ensemble import chunk_size

    pairs = n * (n - 1) * chunk_size(n)
    block = next(b for b in range(10, 0, -1) if n % b == 0)
    cost = {name: counted(*piece) / pairs for name, piece in pieces(n).items()}
    whole = cost["step"] + (n / block - 1) * (cost["met"] + cost["helps"])
    years, width = years_for(n), chunk_size(n)
    prepared = program(n, years)
    drain(prepared, width, 1)
    time_of = timed(lambda: drain(prepared, 2 * width, 1), repeats)
    return {
        "states": n,
        "once": cost["step"].tolist(),
        "whole": whole.tolist(),
        "ns": time_of.cpu * 1e9 / (n * (n - 1) * years * 2 * width),
    }


def peak() -> dict[str, float] | None:
    """Measured peaks of one core; None without a C compiler."""
    with tempfile.TemporaryDirectory() as folder:
        built = compiled("peak.c", Path(folder))
        return None if built is None else json.loads(child([built], cores=one_core()).output)


def measure(cache: Path, quick: bool) -> dict[str, Any]:
    """The peaks of one core and one row per number of states."""
    sizes = (8, 32) if quick else STATES
    args = (2 if quick else 5,)
    rows = [script("roofline", n, *args, cache=cache, cores=one_core()) for n in sizes]
    return {"peak": peak(), "rows": rows}


def table(found: dict[str, Any]) -> Any:
    """Flops, bytes and shares of the peaks by number of states."""
    top = found["peak"]
    lines = []
    for r in found["rows"]:
        flops, hard, moved = r["whole"]
        shares = ("-", "-", "-")
        if top:
            rate = flops / r["ns"] / top["gflops"]
            shares = (f"{rate:.1%}", *(f"{moved / r['ns'] / top[k]:.0%}" for k in ("near", "far")))
        lines.append(
            (
                r["states"],
                f"{r['ns']:.0f}",
                f"{r['once'][0]:,.0f}",
                f"{flops:,.0f}",
                f"{hard:,.0f}",
                f"{moved:,.0f}",
                f"{flops / moved:.2f}",
                *shares,
            )
        )
    note = "No C compiler, so no measured peak. "
    if top:
        note = (
            f"One core at its best: {top['gflops']:.0f} GFLOP/s of multiply-adds; triad "
            f"{top['near']:.0f} GB/s in the cache and {top['far']:.0f} GB/s in memory. "
        )
    note += (
        "Counts are the compiler's, per ordered pair and year. It counts the body of a loop once; "
        "the column 'whole' adds the other turns of the sums over third states. The loop over "
        "a year's wars stays counted once. Bytes count every read and write of every fused "
        "kernel, wherever the data lie, so their share of a bandwidth can exceed 100%."
    )
    columns = ("states", "ns", "flops once", "whole", "exp, log...", "bytes", "flops a byte")
    columns += ("of peak flops", "of cache triad", "of memory triad")
    return grid("One year's step on one core", columns, lines, note)


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[1]), int(sys.argv[2]))))
