"""A user's own measure from a Python file: `path/to/file.py:NAME`."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from westphalia.measures.measure import EXPECTED, Measure, Sums, sums_of
from westphalia.measures.quantities import Records
from westphalia.theories.load import line_in, load_object
from westphalia.world.problems import UserError, unknown


def is_reference(text: str) -> bool:
    """Whether a text stands for something in a Python file."""
    path, _, name = text.rpartition(":")
    return (path or name).endswith(".py")


def load_measure(reference: str) -> Measure:
    """The `Measure` called NAME in a Python file, given as `path/to/file.py:NAME`.

    Its function is guarded: an error names the file, the line and what was expected.

    Raises:
        UserError: the file is missing, does not run, or holds no measure of that name.
    """
    found = load_object(reference, Measure, "Measure(name, unit, function, meaning)")
    measure, path = found.value, found.path
    return measure._replace(sums=guarded(measure, path), reference=f"{path}:{found.name}")


def guarded(measure: Measure, path: Path) -> Callable[[Records], Sums]:
    """The function of a measure, whose errors name the file, the line and what was expected."""

    def sums(records: Records) -> Sums:
        try:
            total, weight = sums_of(measure, records)
        except UserError:
            raise
        except (Exception, SystemExit) as error:
            what = f"{type(error).__name__}: {error}"
            if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str):
                what = str(unknown("record", error.args[0], records))
            place = f"{path}{line_in(error, path)}"
            raise UserError(f"{place}: Measure '{measure.name}': {what}\n{EXPECTED}") from error
        missing = ~np.isfinite(total + weight) | (weight < 0)
        if missing.any():
            raise UserError(
                f"{path}: Measure '{measure.name}' gave a total or weight that is missing, "
                f"infinite or a negative weight in {missing.sum()} of {len(missing)} runs."
            )
        return total, weight

    return sums
