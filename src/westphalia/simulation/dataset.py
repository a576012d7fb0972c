"""What a simulation records, as labelled arrays: dimensions, types, units, meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.mechanisms.war import ROLES
from westphalia.world.agreements import FLAGS

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Variable:
    """One recorded quantity: its dimensions after (run, year), stored type, unit and meaning."""

    dims: tuple[str, ...]
    dtype: str
    units: str
    long_name: str
    notes: Mapping[str, Any]


def _state(dtype: str, units: str, long_name: str, **notes: Any) -> Variable:
    return Variable(("state",), dtype, units, long_name, notes)


def _pair(dtype: str, units: str, long_name: str, **notes: Any) -> Variable:
    return Variable(("state", "other"), dtype, units, long_name, notes)


def _code(long_name: str, names: Sequence[str]) -> Variable:
    """A code: a position in some names."""
    values = np.arange(len(names), dtype="u1")
    meanings = " ".join(name.replace("-", "_").replace(" ", "_") for name in names)
    return _pair("u1", "code", long_name, flag_values=values, flag_meanings=meanings)


#: Every variable of a results file, by its name in the yearly record.
VARIABLES: dict[str, Variable] = {
    "resources": _state("f4", "mean of living states at the start of the year = 1", "resources R"),
    "arms": _state("f4", "mean resources of living states", "stock of arms M"),
    "burden": _state("f4", "share of resources per year", "military burden a"),
    "posture": _state("f4", "share of arms", "offensive share of arms o"),
    "alive": _state("bool", "1", "whether the state exists at the end of the year"),
    "threatened": _state(
        "f4", "1/year", "chance that the state is attacked and beaten, summed over others"
    ),
    "suspected": _state("f4", "probability", "mean belief of the others that the state is greedy"),
    "result": _state("i1", "wars", "wars won less wars lost in the year"),
    "size": _state(
        "f4",
        "usual wars, in mean resources",
        "size of the wars that the state began: 2 for a usual war of two average states",
    ),
    "pact": _pair("bool", "1", "whether the pair has a pact of help at the end of the year"),
    "war": _code("role in which state fought other in the year", ROLES),
    "crisis": _code("what state's challenge of other came to in the year", OUTCOMES),
    "agreements": _pair(
        "u1",
        "bit field",
        "agreements in force at the end of the year",
        flag_masks=np.array(sorted(FLAGS), dtype="u1"),
        flag_meanings=" ".join(FLAGS[bit] for bit in sorted(FLAGS)),
    ),
    "alignment": _code("why state made the pact with other that began in the year", MOTIVES),
    "challenge": _code("why state challenged other in the year", MOTIVES),
    "joining": _code("why state joined, or stayed out of, the war that other began", MOTIVES),
}

COORDINATES = {
    "theory": {"long_name": "theory that the states follow"},
    "run": {"long_name": "index of the run", "units": "1"},
    "year": {"long_name": "calendar year", "units": "year"},
    "state": {"long_name": "state, COW abbreviation"},
    "other": {"long_name": "the other state of a pair, COW abbreviation"},
}


def attributes(name: str, source: str) -> dict[str, Any]:
    """Unit, long name, source and flags of a variable."""
    about = VARIABLES[name]
    return {
        "units": about.units,
        "long_name": about.long_name,
        "source": source,
        **about.notes,
    }


def by_run(record: np.ndarray) -> np.ndarray:
    """A record [years, ..., runs] with the runs first: [runs, years, ...]."""
    return np.moveaxis(record, -1, 0)


def dataset(
    records: Mapping[str, np.ndarray], labels: Sequence[str], first_year: int, source: str
) -> "xr.Dataset":
    """Records with the runs last as an `xarray.Dataset` with dims run, year, state, other."""
    import xarray as xr

    known = {name: record for name, record in records.items() if name in VARIABLES}
    variables = {
        name: (
            ("run", "year", *VARIABLES[name].dims),
            by_run(record),
            attributes(name, source),
        )
        for name, record in known.items()
    }
    years, *_, runs = np.shape(next(iter(known.values())))
    coords = {
        "run": ("run", np.arange(runs), COORDINATES["run"]),
        "year": ("year", first_year + np.arange(years), COORDINATES["year"]),
        "state": ("state", list(labels), COORDINATES["state"]),
        "other": ("other", list(labels), COORDINATES["other"]),
    }
    return xr.Dataset(variables, coords, {"source": source})
