"""The replay of history: chances, gradients, the sampler, a whole data set, the two studies."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from common import Child, child, grid, script, timed
from memory import command

#: Length of the sampling that is asked for, and of the one that stands for it.
CHAINS, DRAWS, SHORT = 4, 1000, 50


def panel_of(data: str) -> Any:
    """The built-in panel, or all states of a folder of data."""
    from westphalia.records.panel import Coding
    from westphalia.report.records.source import FIRST, LAST, record_of

    record = record_of(Path(data) if data else None, bool(data), FIRST, LAST)
    return record.panel(Coding(), FIRST, LAST)


def gradient() -> dict[str, Any]:
    """The log-likelihood of the built-in panel with its gradient: first, in double, in single."""
    import numpy as np

    from westphalia.replay.estimate import Likelihood
    from westphalia.replay.replay import Replay
    from westphalia.theories import defensive

    double = Likelihood(Replay(panel_of("")), defensive)
    z = np.zeros(len(double.spans.names))
    row: dict[str, Any] = {}
    for name, one in (("double", double), ("single", double.single())):
        started = time.perf_counter()
        one(z)
        row[name] = {"first": time.perf_counter() - started}
        time_of = timed(lambda one=one: one(z), 5)
        row[name] |= {"median": time_of.median, "cpu": time_of.cpu}
    return row


def forward(data: str) -> dict[str, Any]:
    """The chances of all decisions of a panel."""
    from westphalia.replay.replay import Replay
    from westphalia.theories import defensive

    started = time.perf_counter()
    replay = Replay(panel_of(data))
    made = time.perf_counter() - started
    started = time.perf_counter()
    replay.chances(defensive)
    first = time.perf_counter() - started
    time_of = timed(lambda: replay.chances(defensive), 2 if data else 5)
    return {
        "states": replay.panel.n,
        "years": len(replay.panel.years) - 1,
        "decisions": sum(d.size for d in replay.decisions.values()),
        "panel": made,
        "first": first,
        "median": time_of.median,
        "cpu": time_of.cpu,
    }


def sampler(draws: int) -> dict[str, Any]:
    """Four chains of the posterior of the built-in panel; `mode` is part of the seconds."""
    import numpy as np

    from westphalia.replay.estimate import Likelihood
    from westphalia.replay.posterior import mode, sample
    from westphalia.replay.replay import Replay
    from westphalia.theories import defensive

    likelihood = Likelihood(Replay(panel_of("")), defensive)
    for one in (likelihood, likelihood.single()):
        one(np.zeros(len(one.spans.names)))
    started = time.perf_counter()
    mode(likelihood)
    found_mode = time.perf_counter() - started
    started = time.perf_counter()
    found = sample(likelihood, draws, CHAINS)
    seconds = time.perf_counter() - started
    return {
        "draws": draws,
        "seconds": seconds,
        "mode": found_mode,
        "gradients": found.gradients / (CHAINS * draws),
        "rhat": float(found.rhat.max()),
        "ess": float(found.ess.min()),
        "divergent": found.divergent,
    }


def extrapolated(short: dict[str, Any], shorter: dict[str, Any]) -> float:
    """Seconds of the whole sampling, from two short ones that differ in their draws alone."""
    per_draw = (short["seconds"] - shorter["seconds"]) / (short["draws"] - shorter["draws"])
    return short["seconds"] + per_draw * (DRAWS - short["draws"])


def study(cache: Path, *verb: str) -> Child:
    """A study of the command line, its programs compiled by an earlier process."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "study"
        return child([*command(), *verb, "--out", out], {"XDG_CACHE_HOME": str(cache)})


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """One row per job: wall and CPU seconds, peak memory, and what else is to be said.

    The sampler in full without `quick`; all states where WESTPHALIA_DATA names a folder of data.
    """
    rows = []

    def row(job: str, seconds: float, cpu: float | None, peak: float, note: str = "") -> None:
        found = {"job": job, "seconds": seconds, "cpu": cpu, "peak": peak, "note": note}
        rows.append(found)

    script("replay", "gradient", cache=cache)  # compiles
    warm = script("replay", "gradient", cache=cache)
    for name in ("double", "single"):
        t = warm[name]
        note = f"first call {t['first']:.1f} s"
        row(f"likelihood with gradient, {name}", t["median"], t["cpu"], warm["peak"], note)
    script("replay", "forward", cache=cache)
    whole = {"built-in panel": ""}
    if data := os.environ.get("WESTPHALIA_DATA", ""):
        whole["all states of the folder"] = data
    for name, where in whole.items():
        t = script("replay", "forward", where, cache=cache)
        note = f"{t['states']} states, {t['years']} years, {t['decisions']:,} decisions; "
        note += f"first call {t['first']:.1f} s, panel {t['panel']:.1f} s"
        row(f"chances, {name}", t["median"], t["cpu"], t["peak"], note)
    shorter, short = (script("replay", "sampler", d, cache=cache) for d in (SHORT, 3 * SHORT))
    note = f"from {CHAINS} x {SHORT} and {CHAINS} x {3 * SHORT}: {short['gradients']:.1f} "
    note += f"gradients a draw, R-hat {short['rhat']:.3f}, mode {short['mode']:.1f} s"
    job = f"posterior, {CHAINS} x {DRAWS:,} draws"
    row(f"{job}, extrapolated", extrapolated(short, shorter), None, short["peak"], note)
    if not quick:
        t = script("replay", "sampler", DRAWS, cache=cache)
        note = f"{t['gradients']:.1f} gradients a draw, R-hat {t['rhat']:.3f}, "
        note += f"effective draws {t['ess']:,.0f}, divergent {t['divergent']}"
        row(f"{job}, measured", t["seconds"], None, t["peak"], note)
    studies = (("recover", "--histories", "2"), ("tournament", "--quick"))
    for verb in studies[:1] if quick else studies:
        study(cache, *verb)
        done = study(cache, *verb)
        row(f"westphalia {' '.join(verb)}", done.seconds, done.cpu, done.peak, "four theories")
    return rows


def table(rows: list[dict[str, Any]]) -> Any:
    """Seconds and memory by job."""
    return grid(
        "Replay of history: the built-in panel under one theory, unless said otherwise",
        ("job", "s", "CPU s", "peak MB", "note"),
        [
            (
                r["job"],
                f"{r['seconds']:.3g}",
                "" if r["cpu"] is None else f"{r['cpu']:.3g}",
                f"{r['peak']:,.0f}",
                r["note"],
            )
            for r in rows
        ],
        "Compiled by an earlier process. Likelihoods and chances: median of repeated calls; "
        "first call: tracing and loading included. Peak: of the whole process.",
    )


#: What a process of its own measures, by the name it is called with.
PARTS = {
    "gradient": lambda *_: gradient(),
    "forward": lambda *data: forward(data[0] if data else ""),
    "sampler": lambda *draws: sampler(int(draws[0])),
}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
