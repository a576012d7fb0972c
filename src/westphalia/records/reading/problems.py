"""Problems of a data file, each with its line; notes that are not problems."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class Problem(NamedTuple):
    """One kind of problem in a file, and everywhere it occurs.

    `message`: a sentence with {value} for what stands there. `lines`: lines of the decompressed
    text, or rows of a Parquet file; 0 for the file as a whole. `values`: one for each line.
    """

    file: str
    kind: str
    message: str
    lines: tuple[int, ...]
    values: tuple[str, ...]

    @property
    def total(self) -> int:
        """Number of places."""
        return len(self.lines)

    def sentences(self, most: int | None = None) -> list[str]:
        """A sentence for each place, after the most "and N more" of them."""
        shown = [
            f"{self.file}{f':{line}' if line else ''}: {self.message.replace('{value}', value)}"
            for line, value in zip(self.lines[:most], self.values[:most], strict=True)
        ]
        rest = self.total - len(shown)
        return [*shown, f"{self.file}: and {rest} more: {self.kind}"] if rest else shown


@dataclass
class Findings:
    """What reading and checking a file finds: problems and notes."""

    file: str
    found: dict[tuple[str, str], tuple[list[int], list[str]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def whole(self, kind: str, message: str) -> None:
        """A problem of the file as a whole."""
        self.add(kind, message, [0], [""])

    def add(
        self, kind: str, message: str, lines: Sequence[int] | np.ndarray, values: Sequence[object]
    ) -> None:
        """A problem at each of the lines, {value} in the sentence standing for the values."""
        if len(lines):
            places, texts = self.found.setdefault((kind, message), ([], []))
            places.extend(int(line) for line in lines)
            texts.extend(str(value) for value in values)

    def problems(self) -> tuple[Problem, ...]:
        """The problems, in order of their first place."""
        grouped = [
            Problem(self.file, kind, message, tuple(lines), tuple(values))
            for (kind, message), (lines, values) in self.found.items()
        ]
        return tuple(sorted(grouped, key=lambda problem: problem.lines[0]))
