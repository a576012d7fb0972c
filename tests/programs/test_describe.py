"""Texts that tell programs apart, and are the same in every process."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Rules
from westphalia.mechanisms import suspicion
from westphalia.programs.describe import Foreign, describe, describe_inputs
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import agents_of
from westphalia.theories import defensive, liberal
from westphalia.world.terms import weighted_sum

ROOT = Path(__file__).resolve().parents[2]
RULES = Rules(Draw(), (weighted_sum,))


def test_rules_and_scenes_are_told_apart():
    others = replace(RULES, serial=True), replace(RULES, explain=True), RandomWorld(8), None
    texts = [describe(x) for x in (RULES, *others, RandomWorld(9), RandomWorld(8, 3.0))]
    assert len(set(texts)) == len(texts)
    assert describe(replace(RULES)) == describe(RULES)


def test_inputs_differ_by_shape_type_structure_and_rules():
    one = agents_of((defensive,) * 3), np.zeros(3, np.float32)
    others = (
        (agents_of((defensive,) * 4), one[1]),
        (one[0], one[1].astype(np.float64)),
        (one[0], one[1][:2]),
        (one[0], None),
        (one[0], {"a": one[1]}),
        (one[0], {"b": one[1]}),
    )
    same = agents_of((liberal,) * 3), one[1]
    assert describe_inputs(same) == describe_inputs(one)
    texts = {describe_inputs(x) for x in (one, *others)}
    assert len(texts) == 1 + len(others)
    numbers = one[0]._replace(survival=one[0].survival + 1.0), one[1]
    assert describe_inputs(numbers) == describe_inputs(one)


def test_what_is_not_the_packages_own_has_no_text():
    def own(terms, wants):
        return weighted_sum(terms, wants)

    class Own(NamedTuple):
        n: int = 3

    for thing in (own, lambda: 1, Own(), replace(RULES, values=(own,)), object(), np.zeros(3)):
        with pytest.raises(Foreign):
            describe(thing)
    theory = replace(
        defensive, expects=replace(defensive.expects, suspicion=lambda w, e, learn: learn(e.prior))
    )
    with pytest.raises(Foreign):
        describe_inputs(agents_of((theory,) * 3))


def test_a_text_is_the_same_in_another_process():
    code = (
        "from programs.test_describe import *;"
        "print(describe(RULES), describe_inputs(agents_of((liberal,) * 3)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "tests", capture_output=True, text=True, check=True
    )
    here = f"{describe(RULES)} {describe_inputs(agents_of((liberal,) * 3))}"
    assert done.stdout.strip() == here
    assert suspicion.assured_prior.__qualname__ in here
