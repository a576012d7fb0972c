"""Tables of a calibration: draws, targets, waves, conflicts, and every point that was simulated."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from westphalia.experiments.calibration.job import Calibration
from westphalia.experiments.calibration.predictive import check, pulls
from westphalia.experiments.calibration.schedule import Found
from westphalia.experiments.calibration.waves import CUT, Round


def tables_of(
    job: Calibration, found: Found, rounds: Sequence[Round]
) -> Mapping[str, pd.DataFrame]:
    """Every table, by name."""
    return {
        "calibrated": calibrated(job, found),
        "targets": targets(job, found, rounds),
        "waves": waves(found),
        "wave_targets": wave_targets(job, found),
        "conflicts": conflicts(job, found, rounds),
        "simulated": simulated(job, rounds),
    }


def calibrated(job: Calibration, found: Found) -> pd.DataFrame:
    """The draws: what `--draws` takes."""
    space = job.schedule.space
    values = space.values(found.draws.points) if found.draws else np.empty((0, len(space.names)))
    table = pd.DataFrame(values, columns=list(space.names))
    table.insert(0, "draw", np.arange(len(table)))
    return table


def targets(job: Calibration, found: Found, rounds: Sequence[Round]) -> pd.DataFrame:
    """A row for every target: can it be met, and do the draws meet it?"""
    aims, asked = job.schedule.aims, job.schedule.targets
    none = np.full(len(asked), np.nan)
    p, distance, mean, low, high = none, none, none, none, none
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of targets without any value
        error = np.nanmedian(np.concatenate([made.errors for made in rounds]), axis=0)
    if found.draws is not None:
        values = found.draws.values
        p, distance = check(values, aims)
        mean, low, high = np.quantile(values, [0.5, 0.025, 0.975], axis=0)
    alone = found.verdict.alone
    return pd.DataFrame(
        {
            "target": [target.name for target in asked],
            "measure": [place.reading.name for place in job.places],
            "unit": [place.reading.unit for place in job.places],
            "source": [target.source for target in asked],
            "value": aims.value,
            "sd": aims.sd,
            "error": error,
            "least_implausibility": alone,
            "can_be_met": pd.array([None if np.isnan(a) else a <= CUT for a in alone], "boolean"),
            "simulated": mean,
            "simulated_low": low,
            "simulated_high": high,
            "p": p,
            "distance": distance,
        }
    )


def waves(found: Found) -> pd.DataFrame:
    """A row for every wave: the share of the ranges that is left."""
    rows = [left.share._asdict() for left in found.left]
    table = pd.DataFrame(rows).rename(
        columns={"value": "share", "low": "share_low", "high": "share_high"}
    )
    table.insert(0, "wave", np.arange(1, len(table) + 1))
    return table


def wave_targets(job: Calibration, found: Found) -> pd.DataFrame:
    """A row for every wave and target: what it rules out, and how good its emulator is."""
    rows = []
    for k, (wave, left) in enumerate(zip(found.waves, found.left, strict=True)):
        for j, target in enumerate(job.schedule.targets):
            emulator = wave.emulators[j]
            quality = None if emulator is None else emulator.quality
            rows.append(
                {
                    "wave": k + 1,
                    "target": target.name,
                    "rules_out": left.alone[j],
                    "explained": np.nan if quality is None else quality.q2,
                    "outside": np.nan if quality is None else quality.outside,
                    "left_out_because": wave.flaws[j] or None,
                }
            )
    return pd.DataFrame(rows)


def conflicts(job: Calibration, found: Found, rounds: Sequence[Round]) -> pd.DataFrame:
    """A row for every two targets: can both be met, and do they go together over all waves?"""
    names = [target.name for target in job.schedule.targets]
    tried = np.concatenate([made.values for made in rounds[: job.schedule.waves]])
    pulled = pulls(tried, job.schedule.aims)
    return pd.DataFrame(
        [
            {
                "target1": names[i],
                "target2": names[j],
                "least_implausibility": found.verdict.together[i, j],
                "conflict": (i, j) in found.verdict.conflicts,
                "points": pulled.points,
                "met1": pulled.met[i],
                "met2": pulled.met[j],
                "met_both": pulled.both[i, j],
                "lift": pulled.lift[i, j],
                "correlation": pulled.correlation[i, j],
            }
            for i in range(len(names))
            for j in range(i + 1, len(names))
        ]
    )


def kind_of(job: Calibration, round_: int) -> str:
    """What a round is: a wave, a generation, or a move of half the population."""
    if round_ < job.schedule.waves:
        return "wave"
    return "generation" if round_ < job.schedule.before_moves else "move"


def simulated(job: Calibration, rounds: Sequence[Round]) -> pd.DataFrame:
    """A row for every point that was simulated and every target."""
    many = len(job.schedule.targets)
    names = [target.name for target in job.schedule.targets]
    frames = []
    for k, made in enumerate(rounds):
        values = job.schedule.space.values(made.points)
        frames.append(
            pd.DataFrame(
                {
                    "round": k + 1,
                    "kind": kind_of(job, k),
                    "point": np.repeat(np.arange(len(values)), many),
                    **{
                        name: np.repeat(values[:, i], many)
                        for i, name in enumerate(job.schedule.space.names)
                    },
                    "target": np.tile(names, len(values)),
                    "value": made.values.ravel(),
                    "error": made.errors.ravel(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
