"""A user's own claim from a Python file: `path/to/file.py:NAME`."""

from dataclasses import replace
from pathlib import Path

from westphalia.claims.claim import Claim, Part
from westphalia.measures.load import guarded
from westphalia.measures.measure import Measure
from westphalia.theories.load import load_object


def load_claim(reference: str) -> Claim:
    """The `Claim` called NAME in a Python file, given as `path/to/file.py:NAME`.

    The measures that are written in that file are guarded: an error in one names file and line.

    Raises:
        UserError: the file is missing, does not run, or holds no claim of that name.
    """
    found = load_object(reference, Claim, "Claim(id=101, title=..., sentence=..., ...)")
    claim, path = found.value, found.path

    def guard(part: Part) -> Part:
        return replace(part, measure=_guarded(part.measure, path))

    return replace(
        claim,
        parts=tuple(map(guard, claim.parts)),
        reported=tuple(map(guard, claim.reported)),
        file=path,
        name=found.name,
    )


def _guarded(measure: Measure, path: Path) -> Measure:
    code = getattr(measure.sums, "__code__", None)
    if code is None or code.co_filename != str(path):
        return measure
    return measure._replace(sums=guarded(measure, path))
