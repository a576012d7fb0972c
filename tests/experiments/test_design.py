"""Designs: where their points are, and which run indices they use."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.small import small
from westphalia.experiments.design import FIRST_DEFAULT, OF_THEORY, Design, ranges
from westphalia.theories import NUMBERS, THEORIES
from westphalia.world.parameters import ABOUT, DEFAULTS
from westphalia.world.problems import UserError


def test_a_seed_gives_one_design():
    assert (small().points == small().points).all()
    assert (small().points != small(seed=4).points).any(0).all()
    # more runs, or more at the default point, move no draw
    assert (small().points == small(runs=7, defaults=0).points).all()


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 3.0), st.integers(2, 40), st.integers(0, 1000))
def test_every_draw_is_inside_its_range_and_all_draws_fill_it(widen, draws, seed):
    spans = ranges(widen)
    design = Design(draws, 2, seed, 3, spans, widen)
    p = design.parameters(0, design.size, {})
    for name, (low, high) in spans.items():
        about = ABOUT[name]
        assert about.least <= low <= DEFAULTS[name] <= high <= about.most, name
        value = getattr(p, name)
        assert value.shape == (design.size,)
        assert (np.float32(low) <= value).all(), name
        assert (value <= np.float32(high)).all(), name
        drawn = value[: 2 * draws].reshape(draws, 2)
        assert (drawn[:, 0] == drawn[:, 1]).all()  # the runs of a draw are one world
        if high > low and draws > 16 and not about.form:  # not of a form that is not usual
            assert np.ptp(drawn) > 0.7 * (high - low), name


def test_a_form_is_that_of_every_draw_and_its_own_numbers_are_drawn():
    usual, other = small(), small(forms={"contest": "difference"})
    assert "contest_scale" not in usual.names
    assert np.ptp(other.parameters(0, 250, {}).contest_scale) > 0
    assert other.parameters(0, 9, {}).forms.contest == "difference"
    assert usual.parameters(0, 9, {}).forms.contest == "ratio"
    assert usual.parameters(0, 9, {}, {"contest": "difference"}).forms.contest == "difference"
    assert other.key != usual.key
    with pytest.raises(UserError, match="Did you mean difference"):
        small(forms={"contest": "diference"})


def test_widening_moves_both_ends_away_from_the_default_up_to_the_limits():
    plain, wide = ranges(), ranges(1.5)
    at_limit = 0
    for name, about in ABOUT.items():
        assert plain[name] == pytest.approx((about.low, about.high))
        for end, limit, k in (("low", about.least, 0), ("high", about.most, 1)):
            free = DEFAULTS[name] + 1.5 * (getattr(about, end) - DEFAULTS[name])
            outside = free < limit if k == 0 else free > limit
            at_limit += outside
            assert wide[name][k] == pytest.approx(limit if outside else free), name
    assert 0 < at_limit < len(ABOUT)
    for name, span in ranges(0.0).items():
        assert span == (DEFAULTS[name], DEFAULTS[name])


def test_ranges_may_be_given_by_name_or_symbol():
    symbol = ABOUT["crisis_cost"].symbol
    for key in ("crisis_cost", symbol):
        spans = ranges(given={key: (0.1, 0.2)})
        assert spans["crisis_cost"] == (0.1, 0.2)
        assert {k: v for k, v in spans.items() if k != "crisis_cost"} == {
            k: v for k, v in ranges().items() if k != "crisis_cost"
        }
    held = small(spans=ranges(given={"crisis_cost": (0.1, 0.2)}))
    cost = held.parameters(0, 250, {}).crisis_cost
    assert cost.min() < 0.14
    assert cost.max() > 0.16
    assert cost.max() <= 0.2


def test_a_range_of_one_value_is_that_value():
    design = small(spans=ranges(given={"crisis_cost": (0.2, 0.2)}))
    assert design.parameters(0, 250, {}).crisis_cost == pytest.approx(0.2)


def test_impossible_ranges_are_all_named_with_their_limits():
    with pytest.raises(UserError) as told:
        ranges(given={"accident": (0.5, 1.5), "surprise": (0.3, 0.1), "posture_cost": (0, 1)})
    assert "posture_cost" in str(told.value)  # no such parameter: nothing else is said
    with pytest.raises(UserError) as told:
        ranges(given={"accident": (0.5, 1.5), "surprise": (0.3, 0.1), "new_issues": (0.1, 0.2)})
    lines = str(told.value).splitlines()
    assert len(lines) == 2
    assert "accident from 0.5 to 1.5" in lines[0]
    assert "0 to 1" in lines[0]
    assert "surprise from 0.3 to 0.1" in lines[1]


def test_a_misspelt_parameter_gets_the_nearest_name():
    with pytest.raises(UserError, match="crisis_cost"):
        ranges(given={"crisis_cots": (0.1, 0.2)})


def test_too_few_of_anything_is_told_at_once():
    with pytest.raises(UserError) as told:
        small(draws=1, runs=1, defaults=-1, seed=-1)
    for name in ("draws", "runs", "defaults", "seed"):
        assert f"{name} = " in str(told.value)
    with pytest.raises(UserError, match="exceeds the number of run indices"):
        small(draws=FIRST_DEFAULT, runs=2)


@given(st.integers(2, 60), st.integers(2, 60), st.integers(0, 60))
def test_no_two_places_share_a_run_index(draws, runs, defaults):
    design = Design(draws, runs, 1, defaults, {})
    assert design.size == draws * runs + defaults
    padded = design.size + 127  # a chunk may reach beyond the end
    index = design.indices(0, padded)
    assert len(set(index.tolist())) == padded
    default = design.parameters(0, padded, {}).crisis_cost == np.float32(DEFAULTS["crisis_cost"])
    assert (index[: draws * runs] < FIRST_DEFAULT).all()
    assert (index[draws * runs :] >= FIRST_DEFAULT).all()
    assert default[draws * runs :].all()
    # however it is cut
    assert (np.concatenate([design.indices(0, 3), design.indices(3, padded)]) == index).all()


def test_default_places_have_the_defaults_of_world_and_theories():
    design = small()
    p = design.parameters(250, 300, {})
    for name, value in DEFAULTS.items():
        assert (getattr(p, name) == np.float32(value)).all(), name
    theories = (*THEORIES.values(), *THEORIES.values())
    agents = design.agents(theories, 250, 300)
    for name in NUMBERS:
        values = [np.float32(t.numbers()[name].value) for t in theories]
        assert (getattr(agents, name) == np.array(values)[:, None]).all(), name


def test_theories_side_by_side_stand_at_the_same_position():
    design = small()
    theories = tuple(THEORIES.values())
    agents = design.agents(theories, 0, 250)
    moved = 0
    for name in NUMBERS:
        position = design.column(OF_THEORY + name).repeat(50)
        for theory, values in zip(theories, getattr(agents, name), strict=True):
            low, high = theory.numbers()[name].low, theory.numbers()[name].high
            assert values == pytest.approx(low + (high - low) * position, rel=1e-5)
            moved += high > low
    assert moved > len(theories)
    assert (agents.habit == 0.0).all()


def test_what_is_fixed_is_so_in_every_place():
    design = small(fixed={"crisis_cost": 0.2, "accident": 0.0})
    p = design.parameters(0, 300, {"accident": 0.5})
    assert (p.crisis_cost == np.float32(0.2)).all()
    assert (p.accident == 0.5).all()  # a condition's value is the last
    assert not {"crisis_cost", "accident"} & set(design.names)
    assert {"crisis_cost", "accident"} <= set(small().names)
