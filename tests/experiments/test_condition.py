"""Conditions of an experiment: their keys, their mistakes, and what changes in them and when."""

from dataclasses import fields, replace
from itertools import pairwise

import jax
import numpy as np
import pytest

from experiments.small import MEASURES, ORDINARY, YEARS, same, small
from westphalia.experiments.condition import Condition, Later
from westphalia.experiments.design import ranges
from westphalia.experiments.evaluate import evaluate
from westphalia.measures.measure import Measure
from westphalia.theories import defensive, offensive
from westphalia.theories.theory import exactly
from westphalia.world.problems import UserError

pytestmark = pytest.mark.xdist_group(name="experiments")

# Conditions


def test_what_is_switched_off_is_no_longer_on_and_the_other_way_round():
    condition = ORDINARY.having(on=("regime",), off=("learning",))
    off = condition.having(off=("regime", "pacts"))
    assert (off.on, set(off.off)) == ((), {"learning", "regime", "pacts"})
    back = off.having(on=("learning", "capture"))
    assert (set(back.on), set(back.off)) == ({"learning", "capture"}, {"regime", "pacts"})
    modules = back.program.setting.modules
    assert (modules.learning, modules.capture, modules.regime, modules.pacts) == (1, 1, 0, 0)
    assert condition.having().key == condition.key


def test_a_condition_having_something_keeps_the_rest():
    condition = ORDINARY.having(set={"accident": 0.0, "surprise": 0.2}, given={"posture": 0.5})
    more = condition.having(set={"accident": 0.1}, given={"nuclear": 1.0}, theory=offensive)
    assert more.set == {"accident": 0.1, "surprise": 0.2}
    assert more.given == {"posture": 0.5, "nuclear": 1.0}
    assert (more.theory, more.years) == (offensive, YEARS)
    assert condition.set == {"accident": 0.0, "surprise": 0.2}  # the old one is as it was


LATER = Later(10, set={"accident": 0.0}, off=("pacts",), on=("regime",), given={"posture": 0.5})

#: For every field of a condition, conditions that give other numbers.
OTHER = {
    "years": [40],
    "states": [7],
    "case": ["europe-1890"],
    "theory": [
        offensive,
        (offensive, *[defensive] * 7),
        (defensive, offensive, *[defensive] * 6),
        replace(defensive, wants=replace(defensive.wants, survival=exactly(0.5))),
        replace(defensive, value=lambda terms, wants: 0.0 * sum(terms.values())),
    ],
    "set": [{"accident": 0.0}, {"accident": 0.01}, {"surprise": 0.0}],
    "off": [("pacts",), ("joining",), ("pacts", "joining")],
    "on": [("regime",), ("capture",)],
    "forms": [{"contest": "difference"}],
    "given": [
        {"posture": 0.5},
        {"posture": [0.5] + [np.nan] * 7},
        {"posture": [0.6] + [np.nan] * 7},
        {"posture": [np.nan] * 7 + [0.5]},
        {"openness": 0.5},
    ],
    "growth": [{0: 0.01}, {0: 0.02}, {1: 0.01}, {0: [0.01] * 49 + [0.02]}],
    "later": [
        LATER,
        replace(LATER, year=11),
        replace(LATER, set={}),
        replace(LATER, set={"accident": 0.1}),
        replace(LATER, off=()),
        replace(LATER, on=()),
        replace(LATER, given={}),
        replace(LATER, given={"posture": 0.6}),
    ],
    "serial": [True],
}


def test_the_key_of_a_condition_stands_for_everything_in_it():
    assert set(OTHER) == {f.name for f in fields(Condition)}
    assert {f.name for f in fields(Later)} == {"year", "set", "off", "on", "given"}
    conditions = [ORDINARY, *(ORDINARY.having(**{k: v}) for k, vs in OTHER.items() for v in vs)]
    assert len({condition.key for condition in conditions}) == len(conditions)
    again = [replace(condition) for condition in conditions]  # nothing kept from the first
    assert [condition.key for condition in again] == [condition.key for condition in conditions]


def test_the_key_does_not_hang_on_the_order_of_writing():
    one = Condition(YEARS, set={"accident": 0.0, "surprise": 0.1}, off=("pacts", "joining"))
    other = Condition(YEARS, set={"surprise": 0.1, "accident": 0.0}, off=("joining", "pacts"))
    assert one.key == other.key


def test_theories_of_one_name_are_told_apart_by_who_holds_them():
    other = replace(defensive, wants=replace(defensive.wants, survival=exactly(0.5)))
    first = ORDINARY.having(theory=(defensive, other, *[other] * 6))
    second = ORDINARY.having(theory=(defensive, other, *[defensive] * 6))
    assert first.key != second.key


def test_numbers_from_numpy_have_keys_too():
    plain = Later(10, set={"accident": 0.5})
    exact = Later(10, set={"accident": np.float32(0.5)})
    assert ORDINARY.having(later=plain).key == ORDINARY.having(later=exact).key


def test_a_misspelt_figure_gets_the_nearest_name():
    with pytest.raises(UserError, match=r"figure called 'belif'.*belief"):
        _ = ORDINARY.having(given={"belif": 0.5}).program
    with pytest.raises(UserError, match=r"'postur'.*posture"):
        ORDINARY.having(later=Later(5, given={"postur": 0.5})).chunk(small(), 0)


def test_a_misspelt_module_gets_the_nearest_name():
    with pytest.raises(UserError, match=r"'lerning'.*learning"):
        _ = ORDINARY.having(off=("lerning",)).program


def test_a_misspelt_parameter_of_a_condition_gets_the_nearest_name():
    with pytest.raises(UserError, match="crisis_cost"):
        ORDINARY.having(set={"crisis_cots": 0.5})
    with pytest.raises(UserError, match="crisis_cost"):
        Later(5, set={"crisis_cots": 0.5})
    assert ORDINARY.having(set={"c0": 0.5}).key == ORDINARY.having(set={"crisis_cost": 0.5}).key


def test_a_change_after_the_last_year_is_refused():
    for year in (0, 51):
        with pytest.raises(UserError, match="1 to 50"):
            ORDINARY.having(later=Later(year))


def test_a_theory_for_every_state_or_one_for_all():
    assert ORDINARY.theories == (defensive,) * 8
    with pytest.raises(UserError, match="3 theories for 8 states"):
        _ = ORDINARY.having(theory=(defensive,) * 3).theories


# What a condition gives


@pytest.mark.parametrize("cuts", [(0, 128, 300), (0, 100, 110, 300)])
def test_what_a_place_gives_does_not_depend_on_how_the_work_is_cut(ordinary, cuts):
    whole, _ = ordinary
    parts = [evaluate(ORDINARY, small(), MEASURES, *ends) for ends in pairwise(cuts)]
    same(whole, {k: np.concatenate([part[k] for part in parts], axis=1) for k in whole})
    assert whole["all of burden"].shape == (2, 300)
    assert len(np.unique(whole["all of burden"][0])) == 300  # no two places alike


def test_a_measure_must_give_one_number_per_run():
    wrong = Measure("wrong", "", lambda records: (records["burden"].sum(0), np.ones(128)))
    with pytest.raises(UserError, match="'wrong' gave shape"):
        evaluate(ORDINARY, small(), [wrong], 0, 128)


@pytest.mark.parametrize(
    "change",
    [
        {"set": {"mobilisation": 0.9}},  # only acts where organisations are on
        {"off": ("regime",)},  # is off anyhow
        {"given": {"posture": np.nan}},  # unknown, as before
    ],
)
def test_what_does_not_matter_changes_no_number(ordinary, change):
    other = ORDINARY.having(**change)
    assert other.key != ORDINARY.key
    same(ordinary[0], evaluate(other, small(), MEASURES, 0, 300))


def test_what_matters_changes_numbers_and_leaves_the_random_numbers_alone(ordinary):
    other = evaluate(ORDINARY.having(set={"war_cost": 0.041}), small(), MEASURES, 0, 300)
    plain = ordinary[0]
    assert (other["all of burden"][0] != plain["all of burden"][0]).mean() > 0.8
    r = np.corrcoef(other["burden"][0], plain["burden"][0])[0, 1]
    assert r > 0.5  # the same places, resources, shocks


def first_world(condition, design):
    """The world in which the first chunk begins, before anything has happened."""
    runs = design.indices(0, 128)
    p = design.parameters(0, 128, condition.set)
    agents = design.agents(condition.theories, 0, 128)
    p = jax.tree.map(lambda v: np.asarray(v, np.float32), p)
    start = condition.program.start(runs, design.seed)._replace(p=p, agents=agents)
    return jax.tree.map(np.asarray, condition.program.begin(start)[0].world)


def test_given_figures_hold_at_the_start_and_the_rest_is_drawn_as_before():
    nobody = np.full(8, np.nan)
    about_0 = np.full((8, 8), np.nan)
    about_0[1:, 0] = 0.7
    posture = np.r_[0.8, nobody[1:]]
    given = {"posture": posture, "greedy": np.r_[1.0, 0.0, nobody[2:]], "belief": about_0}
    given |= {"distance": np.where(about_0 > 0, 5.0, np.nan), "trade": 0.25}
    condition = ORDINARY.having(given=given)
    plain, world = first_world(ORDINARY, small()), first_world(condition, small())
    f = np.float32
    assert (world.posture[0] == f(0.8)).all()
    assert (world.posture[1:] == plain.posture[1:]).all()
    assert (world.greedy[:2] == [[1.0], [0.0]]).all()
    assert (world.greedy[2:] == plain.greedy[2:]).all()
    assert 0.0 < world.greedy[2:].mean() < 1.0
    assert (world.belief[1:, 0] == f(0.7)).all()
    assert (world.belief[:, 1:] == plain.belief[:, 1:]).all()
    assert (world.trade == f(0.25)).all()
    p = small().parameters(0, 128, {})
    reach = p.reach * np.maximum(world.resources[1:], 1.0) ** p.projection
    assert world.delivery[1:, 0] == pytest.approx(np.exp(-5.0 / reach), rel=1e-5)
    assert (world.delivery[:, 1:] == plain.delivery[:, 1:]).all()
    assert (world.resources == plain.resources).all()
    assert len(np.unique(world.resources[0])) > 100


def test_resources_given_to_all_hold_exactly():
    sizes = np.array([2.4] + [0.8] * 7)
    world = first_world(ORDINARY.having(given={"resources": sizes}), small())
    assert world.resources == pytest.approx(sizes[:, None] + np.zeros(128))


def test_figures_of_a_start_stay_where_nothing_moves_them():
    start = {"belief": 0.65, "greedy": 1.0}
    condition = ORDINARY.having(given=start, off=("learning",), set={"type_turnover": 0.0})
    records = condition.chunk(small(), 0)
    assert (records["belief"] == np.float32(0.65)).all()
    assert (records["greedy"] == 1.0).all()


@pytest.mark.parametrize(
    "later",
    [
        Later(21, set={"crisis_cost": 0.3}),
        Later(21, off=("joining", "learning")),
        Later(21, given={"posture": 0.9}),
    ],
    ids=["parameter", "module", "figure"],
)
def test_what_changes_later_acts_from_that_year_on_and_not_before(later):
    design = small()
    plain = ORDINARY.having(later=Later(21)).chunk(design, 0)
    turned = ORDINARY.having(later=later).chunk(design, 0)
    for name, record in plain.items():
        assert record[:20].tobytes() == turned[name][:20].tobytes(), name
    assert (
        (plain["resources"][20] != turned["resources"][20]).any()
        or (plain["burden"][20] != turned["burden"][20]).any()
        or (plain["threat"][20] != turned["threat"][20]).any()
    )
    if later.off:
        joined = turned["war"] % 2 == 0
        joined &= turned["war"] > 0
        assert joined[:20].any()
        assert not joined[20:].any()
        assert (np.diff(turned["belief"][20:], axis=0) == 0.0).all()
    if later.set:
        crises = [(r["challenge"][20:] > 0).sum() for r in (plain, turned)]
        assert crises[1] < 0.5 * crises[0]
    if later.given:
        assert turned["posture"][20].mean() > 0.8 > plain["posture"].mean()


def alike(one, other):
    """Whether runs are the same but for rounding, which may tip a choice once in a long while."""
    same_runs = np.ones(128, bool)
    for name in ("war", "pact", "alive", "crisis"):
        same_runs &= (one[name] == other[name]).all(tuple(range(one[name].ndim - 1)))
    burden = one["burden"][..., same_runs]
    return same_runs.mean() > 0.9 and np.allclose(burden, other["burden"][..., same_runs], 1e-3)


def test_what_a_condition_holds_stays_held_after_a_later_change():
    held = ORDINARY.having(set={"crisis_cost": 0.1}, off=("pacts",), on=("regime",))
    early, late = (held.having(later=Later(year)).chunk(small(), 0) for year in (2, YEARS))
    assert alike(early, late)
    assert not early["pact"].any()


def test_a_change_that_changes_nothing_gives_the_ordinary_numbers(ordinary):
    turned = (ORDINARY.having(later=Later(21, set=s)) for s in ({}, {"crisis_cost": 0.15}))
    assert [alike(condition.chunk(small(), 0), ordinary[1]) for condition in turned] == [
        True,
        False,
    ]


def test_a_condition_holds_numbers_of_theories_whatever_the_ranges():
    held = ORDINARY.having(set={"defensive.omega": 0.6})
    assert held.set == {"defensive.worst_case": 0.6}
    wide = small(spans={**ranges(), "defensive.worst_case": (0.0, 1.0)})
    for design in (small(), wide):
        agents = design.agents(held.theories, 0, 4, held.spec.numbers)
        assert np.asarray(agents.worst_case) == pytest.approx(0.6)
    assert held.key != ORDINARY.key
    with pytest.raises(UserError, match="offensive"):
        ORDINARY.having(set={"offensive.worst_case": 0.6})
