"""Concepts over runs: the same draws on and off, and a word for what comes of it."""

import numpy as np
import pytest

from westphalia import measures as m
from westphalia.concepts.concept import Concept, Look, Trial, without
from westphalia.concepts.study import Study
from westphalia.experiments import run
from westphalia.experiments.condition import Condition
from westphalia.work.worker import work_at_once
from westphalia.world.parameters import DEFAULTS
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="experiments")

USUAL = Condition(50)
BURDEN = Look(m.burden(), 0.2, "")
WARS = Look(m.wars(), 0.8, "")


def concept(*trials):
    return Concept("made up", "A", None, "on, against off", "", trials)


def found(*trials, runs=64):
    study = Study((concept(*trials),), runs, 1)
    return work_at_once(study.job, study.gather)


def test_what_does_nothing_is_inert_and_what_is_necessary_live():
    idle = without("idle", USUAL, BURDEN, set={"capture_gain": 0.0})  # its module is off
    held = without("held", USUAL.having(given={"burden": 0.005}), BURDEN, off=("arming",))
    nothing, something = found(idle, held)
    assert tuple(nothing.effect) == (0.0, 0.0, 0.0)
    assert nothing.on == nothing.off
    assert nothing.verdict == "inert"
    assert something.effect.low > 0.5
    assert something.verdict == "live"
    assert something.effect.value == pytest.approx(something.on.value - something.off.value)


def test_a_measure_without_an_occasion_is_unclear():
    peace = USUAL.having(off=("limited_war", "total_war", "accidents"))
    (one,) = found(Trial("peace", peace, peace, (Look(m.belligerents(), 0.1, ""),)))
    assert np.isnan(one.effect.value)
    assert one.verdict == "unclear"


def test_what_never_happens_is_not_certain_to_be_nothing():
    peace = USUAL.having(off=("limited_war", "total_war", "accidents"))
    (one,) = found(without("peace", peace, WARS, off=("pacts",)), runs=8)
    assert (one.on.value, one.off.value, one.effect.value) == (0.0, 0.0, 0.0)
    assert np.isnan(one.effect.low)
    assert one.verdict == "unclear"


def test_numbers_have_their_usual_values_in_every_run_and_runs_are_the_same():
    study = Study((concept(without("", USUAL, BURDEN, off=("pacts",))),), 64, 3)
    drawn = study.design.parameters(0, 64, {})
    for name, value in DEFAULTS.items():
        assert np.allclose(getattr(drawn, name), np.float32(value)), name
    agents = study.design.agents(USUAL.theories, 0, 64)
    for name, number in USUAL.theories[0].numbers().items():
        assert np.allclose(getattr(agents, name), np.float32(number.value)), name
    assert list(study.design.indices(0, 64)) == list(range(64))


def test_a_world_that_several_concepts_need_is_run_once(monkeypatch):
    made = []
    evaluate = run.evaluate
    monkeypatch.setattr(
        run, "evaluate", lambda c, *rest: (made.append(c.key), evaluate(c, *rest))[1]
    )
    rows = found(
        without("", USUAL, BURDEN, WARS, off=("pacts",)),
        without("", USUAL, WARS, off=("joining",)),
        runs=8,
    )
    assert len(rows) == 3
    assert len(made) == len(set(made)) == 3


@pytest.mark.parametrize("runs", [2, 7])
def test_runs_are_even_and_some(runs):
    with pytest.raises(UserError, match="even number"):
        Study((), runs, 1)
