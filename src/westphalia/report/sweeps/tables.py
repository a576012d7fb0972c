"""Tables of a sweep: a row for every point and measure, or for every run of them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from westphalia.experiments.sweeps.sweep import Block
from westphalia.measures.intervals import intervals_over_runs
from westphalia.measures.measure import Measure

#: Names of the tables, and of their files.
POINTS, RUNS = "sweep", "sweep_runs"


def factor_columns(block: Block, names: Sequence[str]) -> dict[str, np.ndarray]:
    """What the points of a block are, by factor. [points]"""
    levels = {k: np.full(len(block.points), v) for k, v in block.group.levels.items()}
    return levels | {name: block.points[:, k] for k, name in enumerate(names)}


def point_rows(block: Block, names: Sequence[str], measures: Sequence[Measure]) -> pd.DataFrame:
    """A row for every point and measure: its value, interval, and runs."""
    points, many = len(block.points), len(measures)
    found = np.stack([intervals_over_runs(*block.sums[m.name]) for m in measures], axis=1)
    failed = np.stack([np.isnan(block.sums[m.name][0]).sum(-1) for m in measures], axis=1)
    runs = block.sums[measures[0].name].shape[-1]
    return pd.DataFrame(
        {
            "point": np.repeat(np.arange(block.first, block.first + points), many),
            **{k: np.repeat(v, many) for k, v in factor_columns(block, names).items()},
            "measure": np.tile([m.name for m in measures], points),
            "unit": np.tile([m.unit for m in measures], points),
            **{end: found[..., k].ravel() for k, end in enumerate(("value", "low", "high"))},
            "runs": runs - failed.ravel(),
            "missing": failed.ravel(),
        }
    )


def run_rows(block: Block, names: Sequence[str], measures: Sequence[Measure]) -> pd.DataFrame:
    """A row for every point, run and measure."""
    points, many = len(block.points), len(measures)
    sums = np.stack([block.sums[m.name] for m in measures], axis=-1)  # [2, points, runs, measures]
    total, weight = sums.reshape(2, -1)
    runs = sums.shape[2]
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(weight > 0, total / weight, np.nan)
    return pd.DataFrame(
        {
            "point": np.repeat(np.arange(block.first, block.first + points), runs * many),
            "run": np.tile(np.repeat(np.arange(runs), many), points),
            **{k: np.repeat(v, runs * many) for k, v in factor_columns(block, names).items()},
            "measure": np.tile([m.name for m in measures], points * runs),
            "unit": np.tile([m.unit for m in measures], points * runs),
            "value": value,
            "total": total,
            "weight": weight,
        }
    )
