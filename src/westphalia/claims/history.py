"""What the record of states shows about claims: descriptive figures, compiled from public data."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from westphalia.world.yaml_text import read_yaml


class Fact(NamedTuple):
    """A descriptive figure in a sentence, and where it is from."""

    says: str
    source: str


@cache
def _all() -> dict[int, tuple[Fact, ...]]:
    text = files("westphalia.claims").joinpath("history.yaml").read_text(encoding="utf-8")
    rows = read_yaml(text) or {}
    return {int(k): tuple(Fact(**fact) for fact in facts) for k, facts in rows.items()}


def facts(claim: int) -> tuple[Fact, ...]:
    """The figures that bear on a claim; none where no data set does."""
    return _all().get(claim, ())
