"""Are eight numbers of the world found again by a calibration to targets that they made?

    python tools/calibrate_known_world.py FOLDER

A random world of eight powers is simulated at numbers drawn from wide ranges; ten of its measures,
each with an error, become the targets; the ranges are calibrated to them. Printed is where each
true number lies among the draws. About two minutes on two cores.
"""

import sys
from pathlib import Path

import numpy as np

import westphalia as wp
from westphalia.experiments.sweeps.points import Span
from westphalia.measures.intervals import HALF
from westphalia.world.parameters import ABOUT

WORLD = {"random_world": 8, "years": 50}
NUMBERS = (
    "war_cost", "crisis_cost", "defence_advantage", "reach", "horizon", "treaty_cost",
    "misjudgement",
)  # fmt: skip
WORST_CASE = "defensive.worst_case"
MEASURES = (
    "wars", "burden", "allies", "threat", "suspicion", "concentration", "demands conceded",
    "hotline in force", "with an ally", "belligerents",
)  # fmt: skip
#: Factor on either side of a default; runs that make the targets and those of each point; a
#: target's sd as a share of its value, and in standard errors of the runs of a point.
WIDE, MAKING, RUNS, SHARE, ERRORS = 2.5, 2000, 100, 0.1, 3.0


def spans() -> dict[str, Span]:
    """The ranges, by name."""
    wide = {
        name: Span(max(row.default / WIDE, row.least), min(row.default * WIDE, row.most), True)
        for name, row in ABOUT.items()
        if name in NUMBERS
    }
    return {**wide, WORST_CASE: Span(0.02, 0.6)}


def made_targets(true: dict[str, float], rng: np.random.Generator) -> list[dict[str, object]]:
    """What the world gives at the true numbers, with an error."""
    found = wp.sweep({**WORLD, "runs": MAKING, "seed": 99, "parameters": true,
                      "measures": MEASURES}).table.set_index("measure")  # fmt: skip
    targets = []
    for name in MEASURES:
        row = found.loc[name]
        error = (row["high"] - row["low"]) / (2 * HALF) * (MAKING / RUNS) ** 0.5
        sd = float(max(SHARE * abs(row["value"]), ERRORS * error))
        value = float(row["value"] + sd * rng.normal())
        targets.append({"measure": name, "value": value, "sd": sd, "source": "made by the model"})
    return targets


def main(folder: Path) -> None:
    """Make the targets, calibrate to them, and print where the true numbers lie."""
    rng, ranges = np.random.default_rng(7), spans()
    true = {name: float(span.at(rng.uniform(0.2, 0.8))) for name, span in ranges.items()}
    data = {
        **WORLD, "runs": RUNS, "targets": made_targets(true, rng),
        "ranges": {
            name: {"from": s.low, "to": s.high, "scale": "log" if s.log else "linear"}
            for name, s in ranges.items()
        },
    }  # fmt: skip
    found = wp.calibrate(data, folder)
    print(found.verdict)
    draws = found.to_dataframe().astype(float)
    for name, value in true.items():
        below = (draws[name] < value).mean()
        low, high = draws[name].quantile([0.05, 0.95])
        inside = "inside" if low <= value <= high else "OUTSIDE"
        print(f"{name}: {value:.4g}, {below:.0%} of draws below; {inside} 90% {low:.4g}-{high:.4g}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
