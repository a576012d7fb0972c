"""What the record of states shows about claims: descriptive figures, compiled from public data."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ruamel.yaml import YAML


class Fact(NamedTuple):
    """A descriptive figure in a sentence, and where it is from."""

    says: str
    source: str


@cache
def _all() -> dict[int, tuple[Fact, ...]]:
    text = files("westphalia.claims").joinpath("history.yaml").read_text(encoding="utf-8")
    rows = YAML(typ="safe").load(text) or {}
    return {int(k): tuple(Fact(**fact) for fact in facts) for k, facts in rows.items()}


def facts(claim: int) -> tuple[Fact, ...]:
    """The figures that bear on a claim; none where no data set does."""
    return _all().get(claim, ())
