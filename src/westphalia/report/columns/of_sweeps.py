"""The columns of the tables of a sweep. Its factors are columns too, each by its name."""

from westphalia.mechanisms.forms import ABOUT_PROCESSES
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
    theory,
)
from westphalia.runs.settings import about
from westphalia.runs.switches import MODULES
from westphalia.theories import NUMBERS
from westphalia.world.parameters import ABOUT

_NO_OCCASION = "no run has an occasion, or all runs are missing"
_UNIT = "that in the column unit"
_POINT = Column("number of the point, 0 for the first", "index", source=RUN)
_MEASURE: Columns = {
    "measure": Column("what is measured", TEXT, source=RUN),
    "unit": Column("unit of the measure", TEXT, source=RUN),
}
_MEASURED = "runs of the simulation"
_REFUSED = "the analysis cannot be made (column note)"
_INDEX = "that in the column unit for mu*, mu and sigma; -1 to 1 for prcc; else share of variance"

OF_SWEEPS: dict[str, Columns] = {
    "sweep": {
        "point": _POINT,
        **_MEASURE,
        **sourced(
            _MEASURED,
            {
                "value": Column("the measure over the runs of the point", _UNIT, _NO_OCCASION),
                **ends("value", _UNIT, "over runs"),
                "runs": Column("runs that were measured", NUMBER),
                "missing": Column("runs in which the measure failed", NUMBER),
            },
        ),
    },
    "sweep_runs": {
        "point": _POINT,
        "run": Column(
            "number of the run, with the same random numbers at all points", "index", "", RUN
        ),
        **_MEASURE,
        **sourced(
            _MEASURED,
            {
                "value": Column("the measure in this run alone", _UNIT, "it had no occasion"),
                "total": Column(
                    "what is counted in the run",
                    "the measure's, times occasions",
                    "the measure failed",
                ),
                "weight": Column(
                    "occasions in the run: value = total / weight", NUMBER, "the measure failed"
                ),
            },
        ),
    },
    "sensitivity": sourced(
        "the table of the sweep",
        {
            **_MEASURE,
            "analysis": Column(
                "design: of the sample, saltelli or morris; factorial: of a full grid; ranks: of "
                "any points; surrogate: of a Gaussian process through them",
                TEXT,
            ),
            "factor": Column("what the measure may depend on", TEXT, _REFUSED),
            "kind": Column(
                "first-order: what the factor explains alone; total: with all others; mu*: mean "
                "size of its effect across its range; mu: mean effect; sigma: their standard "
                "deviation; prcc: partial rank correlation",
                TEXT,
                _REFUSED,
            ),
            "value": Column(
                "how much the measure depends on the factor",
                _INDEX,
                f"{_REFUSED}, or noise leaves no variance",
            ),
            **ends(
                "value",
                _INDEX,
                "over rows or trajectories (design), runs (factorial), points (ranks), or what the "
                "surrogate does not know",
                missing=f"{_REFUSED}, of mu and sigma, or the errors of the points are not known",
            ),
            "noise": Column(
                "share of the variance between points that is noise of the runs, at most",
                SHARE,
                "each point has one run, or the measure does not vary",
            ),
            "note": Column(
                "why the analysis cannot be made, or what it rests on", TEXT, "nothing to be said"
            ),
        },
    ),
}


def describe_factor(name: str) -> Column | None:
    """What differs from point to point, by its name."""
    if name in ABOUT or name.rpartition(".")[2] in NUMBERS:
        row = about(name)
        return Column(f"{row.meaning} ({row.symbol})", row.unit, source=row.source)
    if name in MODULES:
        return Column(f"whether the module {name} is on", FLAG, source=RUN)
    others = {
        "case": Column("the case, by its name or file", TEXT, source=RUN),
        "random_world": Column("number of states of a random world", NUMBER, source=RUN),
        "theory": theory(),
        "serial": Column("whether states ally and join in turn", FLAG, source=RUN),
        **{
            k: Column(f"form of the process: {v}", TEXT, source=RUN)
            for k, v in ABOUT_PROCESSES.items()
        },
    }
    return others.get(name)
