"""`results.nc`: every run of every theory, written chunk by chunk as netCDF4."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import netCDF4
import numpy as np

from westphalia.simulation.dataset import COORDINATES, VARIABLES, attributes, by_run

COMPRESSION = {"zlib": True, "complevel": 1, "shuffle": True}


class Results:
    """A results file being written: dims theory, run, year, state, other.

    Its memory does not grow with the number of runs. `xarray.open_dataset` reads it.
    """

    def __init__(
        self,
        path: Path,
        theories: Sequence[str],
        runs: int,
        years: Sequence[int],
        labels: Sequence[str],
        width: int,
        source: str,
        names: Sequence[str] = tuple(VARIABLES),
    ) -> None:
        """`width`: runs per chunk, as they come from the simulation; `names`: what is kept."""
        self._names = tuple(names)
        self._file = netCDF4.Dataset(path, "w", format="NETCDF4")
        self._file.setncatts({"source": source, "Conventions": "CF-1.11"})
        coordinates = {
            "theory": np.array(theories, object),
            "run": np.arange(runs, dtype="i4"),
            "year": np.asarray(years, "i4"),
            "state": np.array(labels, object),
            "other": np.array(labels, object),
        }
        for name, values in coordinates.items():
            self._file.createDimension(name, len(values))
            kind = str if values.dtype == object else values.dtype
            variable = self._file.createVariable(name, kind, (name,))
            variable[:] = values
            variable.setncatts(COORDINATES[name])
        shape = {name: len(values) for name, values in coordinates.items()}
        for name in self._names:
            about = VARIABLES[name]
            dims = ("theory", "run", "year", *about.dims)
            chunk = (1, min(width, runs), *(shape[d] for d in dims[2:]))
            stored = "i1" if about.dtype == "bool" else about.dtype
            variable = self._file.createVariable(
                name, stored, dims, chunksizes=chunk, fill_value=False, **COMPRESSION
            )
            if about.dtype == "bool":
                variable.setncattr("dtype", "bool")  # how xarray knows
            variable.setncatts(attributes(name, source))
            variable.set_auto_maskandscale(False)

    def write(self, theory: int, first_run: int, records: Mapping[str, np.ndarray]) -> None:
        """One chunk of records [years, ..., runs] of the theory at this position."""
        for name in self._names:
            values = by_run(records[name])
            stored = values.astype("i1") if values.dtype == bool else values
            self._file[name][theory, first_run : first_run + len(values)] = stored

    def close(self) -> None:
        """Finish the file."""
        if self._file.isopen():
            self._file.close()

    def __enter__(self) -> "Results":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_runs(path: Path, theory: int, runs: slice, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Records [years, ..., runs] of some runs of one theory, as the simulation gave them.

    Also in memory, so that what is summed over them is the same to the bit.
    """
    with netCDF4.Dataset(path) as file:
        file.set_auto_maskandscale(False)
        out = {}
        for name in names:
            values = np.ascontiguousarray(np.moveaxis(file[name][theory, runs], 0, -1))
            out[name] = values.astype(bool) if VARIABLES[name].dtype == "bool" else values
        return out
