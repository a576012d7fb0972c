"""The right answers of the lessons, from the simulation."""

import numpy as np
import pytest

from westphalia import measures as m
from westphalia.app.lessons import Lesson, lesson, run_lesson
from westphalia.app.lessons.balance_of_threat import (
    INTENTIONS,
    NOTHING,
    OFFENCE,
    POWER,
    PROXIMITY,
)
from westphalia.app.lessons.reassurance import MEANS
from westphalia.app.lessons.reassurance import NOTHING as UNASSURED
from westphalia.app.lessons.run_lesson import difference, simulate_worlds
from westphalia.claims import CLAIMS
from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.effects import contrast
from westphalia.experiments.evaluate import evaluate
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import Interval
from westphalia.measures.measure import Measure

# one worker: all lessons share one compiled program and remember their worlds
pytestmark = pytest.mark.xdist_group(name="experiments")

BY_CLAIM = {claim.id: claim for claim in CLAIMS}


def effect(
    conditions: dict[str, Condition], measure: Measure, weights: dict[str, float], runs: int = 256
):
    """A contrast of worlds, paired run by run, with its 95% interval."""
    design = Design(draws=2, runs=2, seed=1, defaults=runs, spans=ranges())
    found = {}
    for name in weights:
        total, weight = evaluate(conditions[name], design, [measure], 4, 4 + runs)[measure.name]
        none = np.zeros((0, runs))
        found[name] = Outcome(none, none, total.astype(float), weight.astype(float))
    return contrast(found, weights).default


def right(name: str) -> str:
    """The answer that a lesson calls right."""
    exercise = lesson(name).exercise
    return exercise.answers[exercise.right]


def outcomes(one: Lesson, values: tuple[float, ...]) -> dict[float, Interval]:
    """The outcome of the first world at some positions of the control."""
    return {v: Interval(**run_lesson(one, v)["worlds"][0]["outcome"]) for v in values}


def pair(one: Lesson, value: float, other: float) -> Interval:
    """The outcome at one position of the control less that at another, paired run by run."""
    first, second = (next(iter(one.worlds(v).values())) for v in (value, other))
    return difference(simulate_worlds(one, {"one": first, "other": second}, one.runs))


def test_security_dilemma_the_free_to_arm_are_more_threatened():
    one = lesson("security-dilemma")
    assert right(one.id).startswith("Those that are free to arm")
    conditions = dict(one.worlds(0.7))
    free_less_held = {"free to arm": 1.0, "held at 0.5%": -1.0}
    assert difference(simulate_worlds(one, conditions, one.runs)).low > 0.4
    # because: burdens and wars rise, though suspicion falls; without learning it is the same
    assert effect(conditions, m.burden(first=26), free_less_held).low > 3.0
    assert effect(conditions, m.wars(), free_less_held).low > 0.5
    assert effect(conditions, m.suspicion(first=26), free_less_held).high < -0.01
    held = {name: condition.having(off=("learning",)) for name, condition in conditions.items()}
    assert effect(held, m.threat(first=26), free_less_held).low > 0.4
    # easy offence and weapons that look alike
    whole = effect(conditions, m.threat(first=26), {"free to arm": 1.0}).high
    assert pair(one, 0.7, 1.4).low > 0.5 * whole
    alike = {"free to arm": 1.0, "free to arm, weapons distinct": -1.0}
    apart = effect(conditions, m.threat(first=26), alike)
    assert 0.15 * whole < apart.value < 0.35 * whole
    assert apart.low > 0.1
    assert 0.5 * whole < pair(one, 0.7, 1.4).value < 0.75 * whole


def test_relative_gains_a_tenth_is_refused_whatever_is_suspected():
    one = lesson("relative-gains")
    assert right(one.id).startswith("In about one in ten, and hardly more often than")
    feared, harmless = run_lesson(one, 0.99)["worlds"]
    assert feared["outcome"]["low"] > 0.07
    assert feared["outcome"]["high"] < 0.12
    assert abs(feared["outcome"]["value"] - harmless["outcome"]["value"]) < 0.03
    first = [world["series"]["mean"][0] for world in (feared, harmless)]
    assert first == pytest.approx([0.29, 0.16], abs=0.04)  # some refuse at first
    assert feared["series"]["low"][0] > harmless["series"]["high"][0]
    assert max(feared["series"]["high"][1:]) < feared["series"]["low"][0] - 0.05
    # because: the feared arm, and fear makes gains weigh more
    conditions = {"feared": one.worlds(0.99)["this rival"], "not": one.worlds(0.01)["this rival"]}
    assert effect(conditions, m.burden(of=(0,)), {"feared": 1.0, "not": -1.0}).low > 0.0
    weight = BY_CLAIM[7].parts[2].measure
    assert effect(conditions, weight, {"feared": 1.0, "not": -1.0}).low > 0.0


def test_balance_of_threat_far_away_fewest_ally():
    one = lesson("balance-of-threat")
    found = outcomes(one, one.control.values[1:])
    values = list(found.values())
    lowest = min(range(len(values)), key=lambda k: values[k].value)
    assert lowest == one.exercise.right
    assert right(one.id) == "its proximity"
    assert all(pair(one, PROXIMITY, v).high < 0.0 for v in (POWER, INTENTIONS, OFFENCE))
    # because: without its power more ally, and the other two make less difference
    assert pair(one, POWER, NOTHING).low > 0.1
    assert all(pair(one, v, NOTHING).high < 0.0 for v in (PROXIMITY, INTENTIONS, OFFENCE))


def test_buck_passing_the_others_are_aloof():
    one = lesson("buck-passing")
    assert right(one.id).startswith("No: most see too little at stake")
    conditions = {
        "defence": one.worlds(2.0)["this belief"],
        "offence": one.worlds(0.5)["this belief"],
    }
    alone = {"defence": 1.0}
    assert effect(conditions, m.third_parties("aloof"), alone, one.runs).low > 0.6
    assert effect(conditions, m.third_parties("buck-passing"), alone, one.runs).high < 0.02
    assert effect(conditions, m.third_parties("obligation"), alone, one.runs).high < 0.05
    buck = effect(conditions, m.third_parties("buck-passing"), {**alone, "offence": -1.0}, one.runs)
    assert buck.high < -0.005
    assert pair(one, 0.5, 2.0).low > 0.1  # wars are wider where offence is thought easy


def test_moderate_power_the_most_ambitious_ends_with_most():
    one = lesson("moderate-power")
    assert right(one.id) == "With the largest ambition, 1"
    assert pair(one, 1.0, 0.3).low > 0.0
    assert pair(one, 1.0, 0.0).low > 0.0
    conditions = {"most": one.worlds(1.0)["ambitious"], "moderate": one.worlds(0.3)["ambitious"]}
    more = {"most": 1.0, "moderate": -1.0}
    assert effect(conditions, m.survival((0,)), more, one.runs).low > -0.005  # it is no less safe
    # because: it arms and fights more, and is less threatened than without any ambition
    assert effect(conditions, m.burden((0,)), more).low > 1.0
    assert effect(conditions, m.wars(by=(0,)), more).low > 0.0
    conditions["none"] = one.worlds(1.0)["content"]
    less = effect(conditions, m.threat((0,)), {"most": 1.0, "none": -1.0}, one.runs)
    assert less.high < 0.0


def test_arms_control_unverified_caps_are_kept_more_often_than_not():
    one = lesson("arms-control")
    assert right(one.id) == "More than half"
    found = outcomes(one, one.control.values)
    assert found[0.0].low > 0.6
    assert found[0.0].high < 0.8
    assert all(np.diff([v.value for v in found.values()]) > 0.0)  # verification helps throughout
    # because: more often than not, whether the cap is small or large
    for depth in (0.05, 1.0):
        condition = one.worlds(0.0)["never verified"].having(set={"cap_depth": depth})
        kept = effect({"it": condition}, one.picture.measure, {"it": 1.0})
        assert kept.low > 0.55
        assert kept.high < 0.8


def test_reassurance_inspection_tells_best_and_does_not_bring_peace():
    one = lesson("reassurance")
    assert right(one.id) == "inspection"
    best = one.control.values[one.exercise.right]
    for value in one.control.values:
        if value not in (best, 2.0):
            assert pair(one, best, value).low > 0.0
    assert pair(one, best, 2.0).low > 0.0
    conditions = {"it": MEANS["inspection"], "none": UNASSURED}
    gap = {"it": 1.0, "none": -1.0}
    assert effect(conditions, m.wars(), gap, one.runs).high > 0.0  # wars are not fewer
    assert effect(conditions, m.burden(), gap, one.runs).high < 0.0  # those who trust arm less
    assert difference(simulate_worlds(one, one.worlds(0.0), one.runs)) == (
        0.0,
        0.0,
        0.0,
    )  # cheap talk
    # over the whole time even a large sacrifice tells less than half as much
    assert pair(one, 2.0, 0.0).value < 0.5 * pair(one, best, 0.0).value


def test_culture_the_gap_in_war_is_larger_in_the_end():
    one = lesson("anarchy-is-what-states-make-of-it")
    assert right(one.id) == "It is larger than in the first ten years"
    found = simulate_worlds(one, one.worlds(0.6), one.runs)
    by_year = contrast(found, {"this start": -1.0, "start as enemies": 1.0})
    early, late = by_year.value[0], by_year.value[-1]
    half = 1.96 * (by_year.error[0] ** 2 + by_year.error[-1] ** 2) ** 0.5
    assert late - early > half
    assert early - 1.96 * by_year.error[0] > 0.0
    # because: war stays as frequent among enemies and becomes rarer among friends
    change = {}
    for name in ("start as enemies", "this start"):
        series = contrast(found, {name: 1.0})
        spread = 1.96 * (series.error[0] ** 2 + series.error[-1] ** 2) ** 0.5
        change[name] = series.value[-1] - series.value[0], spread
    assert change["this start"][0] < -change["this start"][1]
    assert change["start as enemies"][0] > -change["start as enemies"][1]
