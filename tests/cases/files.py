"""Cases for tests: the built-in ones, read once, and a small file of a user."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from westphalia.cases import Case, Facts, load_case, load_facts
from westphalia.world.problems import UserError
from westphalia.world.start import DYAD_FIELDS, STATE_FIELDS

SMALL = """\
schema: 1
name: small
title: Three states
summary: A case for tests.
start: 1900
end: 1902
sources: {made: invented}
inputs:
  states:
    year: 1900
    sources: {lat: made, lon: made, resources: made, arms_share: made, openness: made}
    rows:
      - {id: AAA, ccode: 1, name: A, capital: A, lat: 0, lon: 0, resources: 2, arms_share: 1}
      - {id: BBB, ccode: 2, name: B, capital: B, lat: 0, lon: 10, resources: 1, arms_share: 1}
      - {id: "NO", ccode: 3, name: N, capital: N, lat: 0, lon: 20, resources: 1, openness: 0.5}
  dyads:
    sources: {border: made, pact: made, stake: made, belief: made}
    rows:
      - {pair: [AAA, BBB], border: land, stake: 0.3, belief: [0.1, 0.2]}
      - {pair: [BBB, NO], pact: {obligations: [consultation], since: 1890}}
facts:
  - {kind: war, name: W, side_a: [AAA], side_b: [BBB], entered: {AAA: 1901, BBB: 1901},
     left: {AAA: 1901, BBB: 1901}, source: made}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, *changes: tuple[str, str], load=load_case) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(UserError) as caught:
        load(write(folder, text))
    return str(caught.value)


def same_start(one, two) -> bool:
    fields = [*STATE_FIELDS, *DYAD_FIELDS]
    if one.growth is not None:
        fields.append("growth")
    return (
        (one.growth is None) == (two.growth is None)
        and one.labels == two.labels
        and all(np.array_equal(getattr(one, f), getattr(two, f), equal_nan=True) for f in fields)
    )


BUILT_IN = ("cold-war-1947", "europe-1890", "europe-1930", "iraq-1990", "napoleon-1803")

#: Those whose figures come from data; napoleon-1803 is coded by hand and knows less.
FROM_DATA = BUILT_IN[:-1]


@cache
def case_of(name: str) -> Case:
    return load_case(name)


@cache
def facts_of(name: str) -> Facts:
    return load_facts(name)
