"""What can be read off many runs: a measure, or a moment."""

from typing import Protocol

import numpy as np

from westphalia.measures.quantities import Records


class Reading(Protocol):
    """One number of a world, from sums over each of its runs.

    `name`: the same for the same reading. `needs`: the records that it must find, if not every run
    has them (see `moments.start`).
    """

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    def parts(self, records: Records, /) -> np.ndarray:
        """Sums over each run of the yearly records [years, ..., runs]. [k, runs]"""
        ...

    def estimates(self, parts: np.ndarray, /) -> tuple[np.ndarray, np.ndarray]:
        """The value over the runs of every row and its standard error; NaN where unknown. [rows]

        `parts`: [k, rows, runs], NaN for a run that is missing.
        """
        ...
