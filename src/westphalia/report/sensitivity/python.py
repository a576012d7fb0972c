"""Sensitivity analysis from Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from westphalia.report.sensitivity.analysis import analyse
from westphalia.report.sensitivity.table import frame_of
from westphalia.report.sensitivity.words import sentences
from westphalia.report.sweeps.folder import read_found


@dataclass(frozen=True, repr=False)
class SensitivityTable:
    """What a sensitivity analysis found: a row for every index, and what they say in sentences."""

    table: pd.DataFrame
    sentences: tuple[str, ...]

    def to_dataframe(self) -> pd.DataFrame:
        """The table."""
        return self.table

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return self.table.to_html(index=False, max_rows=40)


def sensitivity(folder: str | Path, measures: Sequence[str] = ()) -> SensitivityTable:
    """Which factors of a sweep its measures depend on, by every analysis that its design allows.

    Args:
        folder: of a complete sweep.
        measures: names of those that are analysed; all if there are none.

    Raises:
        UserError: it is not such a folder, a measure is unknown, or nothing differs in the sweep.
    """
    found = analyse(read_found(Path(folder)), measures)
    said = []
    for part in found.parts:
        name = ", ".join(filter(None, (part.measure, found.label(part))))
        said += [f"{name}: {sentence}" for sentence in sentences(found, part)]
    return SensitivityTable(frame_of(found), tuple(said))
