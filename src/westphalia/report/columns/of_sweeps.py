"""The columns of the tables of a sweep. Its factors are columns too, each by its name."""

from westphalia.mechanisms.forms import ABOUT_PROCESSES
from westphalia.report.columns.column import (
    FLAG,
    NUMBER,
    RUN,
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
                "total": Column("what is counted in the run", _UNIT, "the measure failed"),
                "weight": Column(
                    "occasions in the run: value = total / weight", NUMBER, "the measure failed"
                ),
            },
        ),
    },
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
