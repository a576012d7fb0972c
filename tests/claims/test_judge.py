"""How a verdict comes about, from effects made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from westphalia.claims.claim import Claim, Part, Without
from westphalia.claims.judge import NOBODY, judge
from westphalia.claims.results import as_data
from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.run import Outcome
from westphalia.measures.measure import Measure
from westphalia.world.problems import UserError

DESIGN = Design(200, 20, 3, 20, ranges())
MEASURE = Measure("thing", "things", lambda records: (records["x"], records["x"]))


def claim_of(*signs, without=None):
    conditions = {"treatment": Condition(50), "control": Condition(50)}
    parts = tuple(
        Part(f"part {k}", MEASURE._replace(name=f"thing {k}"), sign) for k, sign in enumerate(signs)
    )
    return Claim(1, "t", "S.", "Waltz 1979", "a", "b", conditions, parts, Without("nothing"))


def measured_of(effects, noise=0.5, seed=0, weight=1.0):
    """Outcomes whose treatment is above control by `effects` [parts, draws]."""
    rng = np.random.default_rng(seed)
    out: dict = {"treatment": {}, "control": {}}
    for k, effect in enumerate(np.atleast_2d(effects)):
        base = rng.normal(size=(DESIGN.draws, DESIGN.runs))
        more = base + effect[:, None] + noise * rng.normal(size=base.shape)
        ones = np.full_like(base, weight)
        for condition, value in (("treatment", more), ("control", base)):
            out[condition][f"thing {k}"] = Outcome(value, ones, value[0], ones[0])
    for condition in out:
        zero = np.zeros((DESIGN.draws, DESIGN.runs))
        out[condition][NOBODY] = Outcome(zero, zero + 1, zero[0], zero[0] + 1)
    return out


def test_a_claim_holds_if_all_its_parts_do_in_four_fifths_of_draws():
    up, down = np.ones(200), -np.ones(200)
    assert judge(claim_of("+"), measured_of(up), DESIGN).verdict == "holds"
    assert judge(claim_of("-"), measured_of(up), DESIGN).verdict == "fails"
    both = judge(claim_of("+", "-"), measured_of([up, down]), DESIGN)
    assert both.verdict == "holds"
    one = judge(claim_of("+", "-"), measured_of([up, up]), DESIGN)
    assert one.verdict == "fails"
    assert one.share.value == 0.0
    assert [f.share.value for f in one.findings] == [1.0, 0.0]


def test_parts_that_hold_alone_and_not_together_are_told_so():
    one, other = (np.where(np.arange(200) % 10 == k, -1.0, 1.0) for k in (1, 2))
    third = np.where(np.arange(200) % 10 == 3, -1.0, 1.0)
    found = judge(claim_of("+", "+", "+"), measured_of([one, other, third]), DESIGN)
    assert found.share.value == pytest.approx(0.7)
    assert [f.share.value for f in found.findings] == pytest.approx([0.9, 0.9, 0.9])
    assert found.verdict == "fails"
    assert "not all together" in as_data(found)["reading"]


def test_a_share_near_the_line_is_called_close():
    effect = np.where(np.arange(200) < 158, 1.0, -1.0)
    found = judge(claim_of("+"), measured_of(effect), DESIGN)
    assert found.share.value == pytest.approx(0.79)
    assert found.verdict != "holds"
    assert found.close
    assert found.share.low < 0.8 < found.share.high


def test_a_claim_depends_where_two_parameters_tell_where_it_holds():
    first, second = DESIGN.column("war_cost"), DESIGN.column("greed")

    def rank(v):
        return np.argsort(np.argsort(v)) / len(v)

    effect = 4.0 * (rank(first) + rank(second) - 1.0)
    found = judge(claim_of("+"), measured_of(effect, noise=0.1), DESIGN)
    assert found.verdict == "depends"
    assert set(found.deciders.names) == {"war_cost", "greed"}
    assert found.deciders.likely > 0.9 > 0.1 > found.deciders.unlikely


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_chance_is_not_called_a_dependence(share):
    """Signs by coin: in at most 2 of 30 such claims two parameters seem to tell."""
    verdicts = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        effect = np.where(rng.uniform(size=200) < share, 1.0, -1.0) * rng.uniform(0.5, 2.0, 200)
        verdicts.append(judge(claim_of("+"), measured_of(effect, seed=seed), DESIGN).verdict)
    assert verdicts.count("depends") <= 2
    assert verdicts.count("holds") <= 2


def test_a_draw_without_an_occasion_counts_against_and_is_counted():
    measured = measured_of(np.ones(200))
    weight = measured["control"]["thing 0"].weight
    weight[:50] = 0.0
    found = judge(claim_of("+"), measured, DESIGN)
    assert found.eventless == 50
    assert found.share.value == 0.75
    assert found.verdict != "holds"
    assert len(found.agrees) == 200


def test_draws_in_which_nobody_is_left_are_counted():
    measured = measured_of(np.ones(200))
    measured["treatment"][NOBODY].total[:3] = 1.0
    measured["treatment"][NOBODY].total[3, :-1] = 1.0  # all but one run
    assert judge(claim_of("+"), measured, DESIGN).dead == 3


def test_no_effect_is_a_prediction_that_an_effect_refutes():
    assert judge(claim_of("0"), measured_of(np.zeros(200), noise=0.0), DESIGN).verdict == "holds"
    refuted = judge(claim_of("0"), measured_of(np.ones(200), noise=0.0), DESIGN)
    assert refuted.verdict == "fails"
    assert "an effect is there" in as_data(refuted)["reading"]


def test_an_unknown_arm_in_a_contrast_is_refused():
    with pytest.raises(UserError, match="no condition called 'nobody' in claim 1"):
        replace(claim_of("+"), parts=(Part("p", MEASURE, "+", {"nobody": 1.0}),))
