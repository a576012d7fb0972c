"""The columns of the tables of a calibration. Its numbers are columns too, each by its name."""

from westphalia.report.columns.column import (
    FLAG,
    NUMBER,
    RUN,
    SHARE,
    TEXT,
    Column,
    Columns,
    ends,
    sourced,
    with_ends,
)

_SIMULATED = "runs of the simulation"
_JUDGED = "computed from the runs of all rounds"
_UNIT = "that in the column unit"
_SDS = "standard deviations of the target"
_NO_EMULATOR = "the target has no emulator that is good enough"
_NO_DRAWS = "no point of the ranges is left"
_NO_FIT = "too few points have a value"
_TARGET = Column("name of the target", TEXT, source=RUN)


def _count(meaning: str) -> Column:
    return Column(meaning, NUMBER)


OF_CALIBRATIONS: dict[str, Columns] = {
    "calibrated": {"draw": Column("number of the draw, 0 for the first", "index", source=RUN)},
    "targets": sourced(
        _JUDGED,
        {
            "target": _TARGET,
            "measure": Column("the measure, or the moment, and its years", TEXT, source=RUN),
            "unit": Column("its unit; log: of its natural logarithm", TEXT, source=RUN),
            "source": Column("how the target is known", TEXT, source=RUN),
            "value": Column("what it should be", _UNIT, source=RUN),
            "sd": Column("how surely that is known: its standard deviation", _UNIT, source=RUN),
            "error": Column(
                "its standard error at a point, from the runs there (median of all points)",
                _UNIT,
                "no point has a value",
            ),
            "least_implausibility": Column(
                "least distance of any point of the ranges from it", _SDS, _NO_EMULATOR
            ),
            "can_be_met": Column("1 if that is at most 3", FLAG, _NO_EMULATOR),
            "simulated": Column("median over the draws", _UNIT, _NO_DRAWS),
            **ends("the values simulated at draws", _UNIT, "over draws", "simulated_", _NO_DRAWS),
            "p": Column(
                "chance that draws give something as far from it (posterior predictive)",
                "probability",
                _NO_DRAWS,
            ),
            "distance": Column(
                "of the target from what draws give", "standard deviations", _NO_DRAWS
            ),
        },
    ),
    "waves": sourced(
        _JUDGED,
        {
            "wave": _count("number of the wave"),
            **with_ends(
                "share", Column("share of the ranges that is not ruled out", SHARE), "Monte Carlo",
                "",
            ),
        },
    ),
    "wave_targets": sourced(
        _JUDGED,
        {
            "wave": _count("number of the wave"),
            "target": _TARGET,
            "rules_out": Column(
                "share of what was left before that the target alone rules out", SHARE,
                "it is left out of the wave",
            ),
            "explained": Column(
                "share of the variance that its emulator predicts at points left out",
                "share, negative where it predicts worse than the mean", _NO_FIT,
            ),
            "outside": Column(
                "share of the emulator's errors beyond two standard deviations", SHARE, _NO_FIT
            ),
            "left_out_because": Column(
                "why it rules nothing out in the wave", TEXT, "it is not left out"
            ),
        },
    ),
    "conflicts": sourced(
        _JUDGED,
        {
            "target1": _TARGET,
            "target2": _TARGET,
            "least_implausibility": Column(
                "the larger of the two where it is least", _SDS, _NO_EMULATOR
            ),
            "conflict": Column("1 if each can be met but never both", FLAG),
            "points": _count("points of all waves with a value for every target"),
            "met1": _count("points within the 95% interval of the first"),
            "met2": _count("points within that of the second"),
            "met_both": _count("points within both"),
            "lift": Column(
                "share that meets both by the product of the two shares: below 1 they pull apart",
                "ratio",
                "one of them is never met",
            ),
            "correlation": Column(
                "of the two over those points", "-1 to 1", "one of them does not vary"
            ),
        },
    ),
    "simulated": sourced(
        _SIMULATED,
        {
            "round": Column("number of the round", NUMBER, source=RUN),
            "kind": Column("wave or generation", TEXT, source=RUN),
            "point": Column("number of the point in its round, from 0", "index", source=RUN),
            "target": _TARGET,
            "value": Column("what the target aims at, at the point", "the target's", "no occasion"),
            "error": Column(
                "its standard error over runs", "the target's", "no occasion, or one run alone"
            ),
        },
    ),
}  # fmt: skip
