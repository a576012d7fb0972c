"""Experiments: designs, arms, pieces of work and what is read off them, against plain loops."""

from dataclasses import fields, replace
from functools import partial
from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.experiments import measures, run
from westphalia.experiments.arm import Arm, Later, Measure, evaluate
from westphalia.experiments.deciders import SLICES, deciders, first_order
from westphalia.experiments.design import FIRST_DEFAULT, OF_THEORY, Design, ranges
from westphalia.experiments.effects import HALF, contrast, ratio
from westphalia.experiments.measures import AGREEMENTS
from westphalia.experiments.run import Outcome, Work
from westphalia.experiments.store import Store
from westphalia.mechanisms.war import ROLES
from westphalia.simulation.begin import begin
from westphalia.simulation.ensemble import figures_in
from westphalia.simulation.motives import MOTIVES
from westphalia.theories import THEORIES, defensive, offensive
from westphalia.theories.theory import LIMITS, exactly
from westphalia.world.parameters import ABOUT, DEFAULTS
from westphalia.world.problems import UserError
from westphalia.world.streams import run_keys, year_streams

YEARS = 50
ORDINARY = Arm(YEARS)


def small(**changes):
    """A design of 300 places: 5 draws of 50 runs, 50 runs at the default point."""
    known = {"draws": 5, "runs": 50, "seed": 3, "defaults": 50, "spans": ranges()}
    return Design(**known | changes)


# Designs


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
        if high > low and draws > 16:
            assert np.ptp(drawn) > 0.7 * (high - low), name


def test_widening_moves_both_ends_away_from_the_default_up_to_the_limits():
    plain, wide = ranges(), ranges(1.5)
    at_limit = 0
    for name, about in ABOUT.items():
        assert plain[name] == (about.low, about.high)
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
    with pytest.raises(UserError, match="tell apart"):
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
    mind = design.minds(theories, 250, 300)
    for name in LIMITS:
        values = [np.float32(t.numbers()[name].value) for t in theories]
        assert (getattr(mind, name) == np.array(values)[:, None]).all(), name


def test_theories_side_by_side_stand_at_the_same_position():
    design = small()
    theories = tuple(THEORIES.values())
    mind = design.minds(theories, 0, 250)
    moved = 0
    for name in LIMITS:
        position = design.column(OF_THEORY + name).repeat(50)
        for theory, values in zip(theories, getattr(mind, name), strict=True):
            _, low, high = theory.numbers()[name]
            assert values == pytest.approx(low + (high - low) * position, rel=1e-5)
            moved += high > low
    assert moved > len(theories)
    assert (mind.habit == 0.0).all()


def test_what_is_fixed_is_so_in_every_place():
    design = small(fixed={"crisis_cost": 0.2, "accident": 0.0})
    p = design.parameters(0, 300, {"accident": 0.5})
    assert (p.crisis_cost == np.float32(0.2)).all()
    assert (p.accident == 0.5).all()  # an arm's word is the last
    assert not {"crisis_cost", "accident"} & set(design.names)
    assert {"crisis_cost", "accident"} <= set(small().names)


# Arms


def test_what_is_switched_off_is_no_longer_on_and_the_other_way_round():
    arm = ORDINARY.having(on=("regime",), off=("learning",))
    off = arm.having(off=("regime", "pacts"))
    assert (off.on, set(off.off)) == ((), {"learning", "regime", "pacts"})
    back = off.having(on=("learning", "capture"))
    assert (set(back.on), set(back.off)) == ({"learning", "capture"}, {"regime", "pacts"})
    modules = back.program.setting.modules
    assert (modules.learning, modules.capture, modules.regime, modules.pacts) == (1, 1, 0, 0)
    assert arm.having().key == arm.key


def test_an_arm_having_something_keeps_the_rest():
    arm = ORDINARY.having(set={"accident": 0.0, "surprise": 0.2}, given={"posture": 0.5})
    more = arm.having(set={"accident": 0.1}, given={"nuclear": 1.0}, theory=offensive)
    assert more.set == {"accident": 0.1, "surprise": 0.2}
    assert more.given == {"posture": 0.5, "nuclear": 1.0}
    assert (more.theory, more.years) == (offensive, YEARS)
    assert arm.set == {"accident": 0.0, "surprise": 0.2}  # the old one is as it was


LATER = Later(10, set={"accident": 0.0}, off=("pacts",), on=("regime",), given={"posture": 0.5})
#: For every field of an arm, arms that give other numbers.
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


def test_the_key_of_an_arm_stands_for_everything_in_it():
    assert set(OTHER) == {f.name for f in fields(Arm)}
    assert {f.name for f in fields(Later)} == {"year", "set", "off", "on", "given"}
    arms = [ORDINARY, *(ORDINARY.having(**{k: v}) for k, vs in OTHER.items() for v in vs)]
    assert len({arm.key for arm in arms}) == len(arms)
    again = [replace(arm) for arm in arms]  # nothing kept from the first
    assert [arm.key for arm in again] == [arm.key for arm in arms]


def test_the_key_does_not_hang_on_the_order_of_writing():
    one = Arm(YEARS, set={"accident": 0.0, "surprise": 0.1}, off=("pacts", "joining"))
    other = Arm(YEARS, set={"surprise": 0.1, "accident": 0.0}, off=("joining", "pacts"))
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


def test_a_misspelt_parameter_of_an_arm_gets_the_nearest_name():
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


# What an arm gives


def total_of(name):
    """A measure that knows every number of a record."""

    def sums(records):
        value = records[name].astype(float)
        weight = np.arange(value.size // value.shape[-1]).reshape(value.shape[:-1])
        return (value * weight[..., None]).sum(tuple(range(value.ndim - 1))), np.ones(1)

    return Measure(f"all of {name}", "", sums)


MEASURES = (
    *map(total_of, ("burden", "war", "pact", "belief", "joining")),
    measures.wars(),
    measures.burden(),
    measures.balances(),
)


@pytest.fixture(scope="module")
def ordinary():
    """Measures and records of the ordinary arm."""
    design = small()
    return evaluate(ORDINARY, design, MEASURES, 0, 300), ORDINARY.chunk(design, 0)


def same(one, other):
    assert one.keys() == other.keys()
    for name in one:
        assert one[name].tobytes() == other[name].tobytes(), name


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


@partial(jax.jit, static_argnames="random_scene")
def _start(scene, mind, p, modules, seed, runs, random_scene):
    streams = year_streams(run_keys(seed, runs), jnp.asarray(0))
    return begin(figures_in(scene, random_scene, streams), streams, mind, p, modules)


def first_world(arm, design):
    """The world in which the first chunk begins, before anything has happened."""
    runs = design.indices(0, 128)
    p = design.parameters(0, 128, arm.set)
    minds = design.minds(arm.theories, 0, 128)
    modules = jax.tree.map(np.float32, arm.program.setting.modules)
    scene, random_scene = arm.program.inputs(runs)[0], arm.program.random_scene
    world = _start(scene, minds, p, modules, np.uint32(design.seed), runs, random_scene)
    return jax.tree.map(np.asarray, world)


def test_given_figures_hold_at_the_start_and_the_rest_is_drawn_as_before():
    nobody = np.full(8, np.nan)
    about_0 = np.full((8, 8), np.nan)
    about_0[1:, 0] = 0.7
    posture = np.r_[0.8, nobody[1:]]
    given = {"posture": posture, "greedy": np.r_[1.0, 0.0, nobody[2:]], "belief": about_0}
    given |= {"distance": np.where(about_0 > 0, 5.0, np.nan), "trade": 0.25}
    arm = ORDINARY.having(given=given)
    plain, world = first_world(ORDINARY, small()), first_world(arm, small())
    f = np.float32
    assert (world.posture[0] == f(0.8)).all()
    assert (world.posture[1:] == plain.posture[1:]).all()
    assert (world.greedy[:2] == [[1.0], [0.0]]).all()
    assert (world.greedy[2:] == plain.greedy[2:]).all()
    assert 0.0 < world.greedy[2:].mean() < 1.0
    assert (world.belief[1:, 0] == f(0.7)).all()
    assert (world.belief[:, 1:] == plain.belief[:, 1:]).all()
    assert (world.trade == f(0.25)).all()
    reach = small().parameters(0, 128, {}).reach
    assert world.delivery[1:, 0] == pytest.approx(np.exp(-5.0 / reach) + np.zeros((7, 128)))
    assert (world.delivery[:, 1:] == plain.delivery[:, 1:]).all()
    assert (world.resources == plain.resources).all()
    assert len(np.unique(world.resources[0])) > 100


def test_resources_given_to_all_hold_exactly():
    sizes = np.array([2.4] + [0.8] * 7)
    world = first_world(ORDINARY.having(given={"resources": sizes}), small())
    assert world.resources == pytest.approx(sizes[:, None] + np.zeros(128))


def test_figures_of_a_start_stay_where_nothing_moves_them():
    start = {"belief": 0.65, "greedy": 1.0}
    arm = ORDINARY.having(given=start, off=("learning",), set={"type_turnover": 0.0})
    records = arm.chunk(small(), 0)
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


def test_what_an_arm_holds_stays_held_after_a_later_change():
    held = ORDINARY.having(set={"crisis_cost": 0.1}, off=("pacts",), on=("regime",))
    early, late = (held.having(later=Later(year)).chunk(small(), 0) for year in (2, YEARS))
    assert alike(early, late)
    assert not early["pact"].any()


def test_a_change_that_changes_nothing_gives_the_ordinary_numbers(ordinary):
    turned = (ORDINARY.having(later=Later(21, set=s)) for s in ({}, {"crisis_cost": 0.15}))
    assert [alike(arm.chunk(small(), 0), ordinary[1]) for arm in turned] == [True, False]


# Pieces of work and where they are kept


def counted(name="places", factor=1.0):
    return Measure(name, "", lambda records: (factor * records["place"], np.ones(1)))


@pytest.fixture
def quick(monkeypatch):
    """Work without a simulation, in pieces of 64 places; lists what was done."""
    done = []

    def instead(arm, design, wanted, first, last):
        done.append((arm.key, first, last))
        records = {"place": np.arange(first, last, dtype=float)}
        return {
            m.name: np.stack(np.broadcast_arrays(*m.sums(records))).astype(np.float32)
            for m in wanted
        }

    monkeypatch.setattr(run, "evaluate", instead)
    monkeypatch.setattr(run, "PIECE", 64)
    return done


def test_pieces_cover_every_place_once(quick):
    works = [Work(ORDINARY, MEASURES, small()), Work(Arm(40), MEASURES, small(defaults=0))]
    parts = run.pieces(works)
    assert len({p.key for p in parts}) == len(parts)
    for work in works:
        mine = [p for p in parts if p.work is work]
        places = [k for p in mine for k in range(p.first, p.last)]
        assert sorted(places) == list(range(work.design.size))
        assert max(p.last - p.first for p in mine) == 64


def test_outcomes_stand_where_their_place_is(quick, tmp_path):
    store, work = Store(tmp_path), Work(ORDINARY, (counted(), counted("twice", 2.0)), small())
    run.run([work], store, workers=2)
    out = run.outcomes(work, store)
    place = np.arange(250.0).reshape(5, 50)
    for name, factor in (("places", 1.0), ("twice", 2.0)):
        assert (out[name].total == factor * place).all()
        assert (out[name].total_default == factor * np.arange(250.0, 300.0)).all()
        assert (out[name].weight == np.ones((5, 50))).all()
        assert out[name].weight_default.shape == (50,)


def test_an_arm_that_many_want_is_run_once_with_all_that_is_measured_in_it(quick, tmp_path):
    design, other = small(), ORDINARY.having(off=("pacts",))
    one = Work(ORDINARY, (counted(),), design)
    two = Work(Arm(YEARS), (counted(), counted("twice", 2.0)), design)
    three = Work(other, (counted(),), design)
    works = run.together([one, two, three])
    assert [w.arm.key for w in works] == [ORDINARY.key, other.key]
    assert [m.name for m in works[0].measures] == ["places", "twice"]
    run.run(works, Store(tmp_path))
    assert len(quick) == len(set(quick)) == 10
    for work in (one, two, three):
        assert set(run.outcomes(work, Store(tmp_path))) == {m.name for m in work.measures}


def test_a_run_that_was_stopped_goes_on_where_it_was(quick, tmp_path, monkeypatch):
    work = Work(ORDINARY, (counted(),), small())
    run.run([work], Store(tmp_path / "whole"))
    whole, instead = run.outcomes(work, Store(tmp_path / "whole")), run.evaluate
    quick.clear()

    def fails(arm, design, wanted, first, last):
        if first >= 192:
            raise RuntimeError("power cut")
        return instead(arm, design, wanted, first, last)

    monkeypatch.setattr(run, "evaluate", fails)
    store = Store(tmp_path / "half")
    with pytest.raises(RuntimeError, match="power cut"):
        run.run([work], store, workers=1)
    half = [store.has(p.key) for p in run.pieces([work])]
    assert half == [True, True, True, False, False]
    with pytest.raises(UserError, match="run the same command again"):
        run.outcomes(work, store)
    monkeypatch.setattr(run, "evaluate", instead)
    quick.clear()
    told = []
    run.run([work], store, progress=lambda done, total: told.append((done, total)))
    assert [first for _, first, _ in sorted(quick)] == [192, 256]
    assert told[0] == (192, 300)
    assert told[-1] == (300, 300)
    quick.clear()
    run.run([work], store)
    assert quick == []  # nothing is left to do
    for got, want in zip(run.outcomes(work, store)["places"], whole["places"], strict=True):
        assert got.tobytes() == want.tobytes()


def test_workers_do_not_change_what_comes_out(ordinary, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PIECE", 128)
    work = Work(ORDINARY, MEASURES, small())
    run.run([work], Store(tmp_path), workers=3)
    parts = [Store(tmp_path).get(p.key) for p in run.pieces([work])]
    same(ordinary[0], {k: np.concatenate([p[k] for p in parts], axis=1) for k in parts[0]})


def test_what_is_stored_comes_back_to_the_bit(tmp_path):
    store, rng = Store(tmp_path), np.random.default_rng(1)
    arrays = {"a name, % of x": rng.normal(size=(2, 7)).astype(np.float32), "none": np.zeros(0)}
    assert not store.has("arm/piece")
    store.put("arm/piece", arrays)
    assert store.has("arm/piece")
    same(arrays, store.get("arm/piece"))
    store.put("arm/piece", {"other": np.ones(1)})  # written again, replaced whole
    assert list(store.get("arm/piece")) == ["other"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch, stop):
    store = Store(tmp_path)

    def half(file, **arrays):
        file.write(b"PK half of a file")
        file.flush()
        assert len(list(tmp_path.rglob(".unfinished-*"))) == 1
        raise stop

    monkeypatch.setattr(np, "savez_compressed", half)
    expected = UserError if isinstance(stop, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as told:
        store.put("arm/piece", {"x": np.ones(3)})
    if expected is UserError:
        assert "No space left on device" in str(told.value)
        assert "piece.npz" in str(told.value)
    assert not store.has("arm/piece")
    assert [f for f in tmp_path.rglob("*") if f.is_file()] == []


def damage(whole, kind):
    middle = len(whole) // 2
    return {
        "empty": b"",
        "of another kind": b"not a file of numbers at all",
        "cut short": whole[:middle],
        "garbled": whole[:60] + bytes(byte ^ 255 for byte in whole[60:middle]) + whole[middle:],
    }[kind]


@pytest.mark.parametrize("kind", ["empty", "of another kind", "cut short", "garbled"])
def test_a_damaged_file_is_named_with_the_remedy(tmp_path, kind):
    store = Store(tmp_path)
    store.put("arm/piece", {"x": np.random.default_rng(1).normal(size=1000)})
    path = tmp_path / "arm" / "piece.npz"
    path.write_bytes(damage(path.read_bytes(), kind))
    with pytest.raises(UserError) as told:
        store.get("arm/piece")
    assert str(path) in str(told.value)
    assert "Remove it and run the same command again" in str(told.value)


def test_a_missing_piece_is_named(tmp_path):
    with pytest.raises(UserError, match=r"piece\.npz"):
        Store(tmp_path).get("arm/piece")


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        Store(tmp_path / "file").put("arm/piece", {"x": np.ones(1)})


# Effects


def an_outcome(rng, draws, runs, defaults=40, occasions=True):
    """Sums of a made-up measure: counts of occasions, and what happened at each."""

    def part(*shape):
        weight = rng.poisson(3.0, shape).astype(float) if occasions else np.ones(shape)
        return weight * 0.3 + rng.normal(0.0, 0.5, shape), weight

    total, weight = part(draws, runs)
    at_default = part(defaults)
    return Outcome(total, weight, *at_default)


def test_a_difference_of_means_is_that_of_pairs():
    rng = np.random.default_rng(2)
    arms = {k: an_outcome(rng, 6, 30, occasions=False) for k in ("with", "without")}
    found = contrast(arms, {"with": 1.0, "without": -1.0})
    for draw in range(6):
        pairs = [arms["with"].total[draw, k] - arms["without"].total[draw, k] for k in range(30)]
        assert found.value[draw] == pytest.approx(np.mean(pairs))
        assert found.error[draw] == pytest.approx(np.std(pairs, ddof=1) / 30**0.5)
    mean, error = np.mean(found.value), np.std(found.value, ddof=1) / 6**0.5
    ends = (mean, mean - HALF * error, mean + HALF * error)
    assert found.pooled == pytest.approx(ends)
    pairs = arms["with"].total_default - arms["without"].total_default
    mean, error = pairs.mean(), pairs.std(ddof=1) / 40**0.5
    assert found.default == pytest.approx((mean, mean - HALF * error, mean + HALF * error))
    assert pytest.approx(1.96, abs=0.01) == HALF


def test_a_ratio_and_its_error_are_those_of_the_jackknife():
    rng = np.random.default_rng(3)
    runs = 400
    arms = {k: an_outcome(rng, 5, runs) for k in ("a", "b", "c")}
    arms["b"] = arms["b"]._replace(total=arms["b"].total + 0.8 * arms["a"].total)  # paired
    weights = {"a": 1.0, "b": -1.0, "c": 0.5}

    def effect(draw, keep):
        parts = ((c, arms[k].total[draw, keep], arms[k].weight[draw, keep]) for k, c in
                 weights.items())  # fmt: skip
        return sum(c * t.sum() / w.sum() for c, t, w in parts)

    found = contrast(arms, weights)
    for draw in range(5):
        assert found.value[draw] == pytest.approx(effect(draw, np.arange(runs)))
        left_out = np.array([effect(draw, np.arange(runs) != k) for k in range(runs)])
        jackknife = ((runs - 1) / runs * ((left_out - left_out.mean()) ** 2).sum()) ** 0.5
        assert found.error[draw] == pytest.approx(jackknife, rel=0.1)


def test_errors_tell_how_far_effects_stray():
    rng = np.random.default_rng(4)
    shared = rng.normal(0.0, 5.0, (2000, 50))  # luck that both arms share
    arms = {k: an_outcome(rng, 2000, 50, occasions=False) for k in ("a", "b")}
    arms = {k: o._replace(total=o.total + shared) for k, o in arms.items()}
    found = contrast(arms, {"a": 1.0, "b": -1.0})
    assert found.error.mean() == pytest.approx(found.value.std(), rel=0.1)
    inside = np.abs(found.value) < HALF * found.error
    assert 0.92 < inside.mean() < 0.97


def test_an_arm_against_itself_has_no_effect_and_no_error():
    arms = {"a": an_outcome(np.random.default_rng(5), 4, 20)}
    arms["b"] = arms["a"]
    found = contrast(arms, {"a": 1.0, "b": -1.0})
    assert (found.value == 0.0).all()
    assert (found.error == 0.0).all()
    assert tuple(found.pooled) == tuple(found.default) == (0.0, 0.0, 0.0)


def test_without_an_occasion_there_is_no_effect():
    rng = np.random.default_rng(6)
    arms = {k: an_outcome(rng, 5, 30) for k in ("a", "b")}
    arms["b"].weight[2] = 0.0
    arms["b"].total[2] = 0.0
    found = contrast(arms, {"a": 1.0, "b": -1.0})
    assert np.isnan(found.value).tolist() == np.isnan(found.error).tolist() == [0, 0, 1, 0, 0]
    rest = found.value[[0, 1, 3, 4]]
    assert found.pooled.value == pytest.approx(rest.mean())
    assert np.isfinite(found.default).all()
    arms["b"].weight[1:], arms["b"].total[1:] = 0.0, 0.0
    arms["b"].weight_default[:], arms["b"].total_default[:] = 0.0, 0.0
    found = contrast(arms, {"a": 1.0, "b": -1.0})
    assert found.pooled.value == found.value[0]
    assert np.isnan(found.pooled[1:]).all()  # one draw says nothing of the others
    assert np.isnan(found.default).all()


def test_what_runs_add_to_the_error_of_a_ratio_adds_up_to_nothing():
    outcome = an_outcome(np.random.default_rng(7), 8, 25)
    value, part = ratio(outcome.total, outcome.weight)
    assert (value * outcome.weight.sum(1)) == pytest.approx(outcome.total.sum(1))
    assert part.sum(1) == pytest.approx(np.zeros(8), abs=1e-9)


# Deciders

COLUMNS = tuple(f"x{k}" for k in range(20))


def sample(seed, draws=512):
    return np.random.default_rng(seed).random((draws, len(COLUMNS)))


@pytest.mark.parametrize(
    "surface",
    [
        lambda x: (x[:, 3] + 0.5) * (x[:, 7] + 0.5),
        lambda x: -(x[:, 3] + 0.5) * (x[:, 7] + 0.5),
        lambda x: np.exp(5.0 * x[:, 3] + 4.0 * x[:, 7]),  # only the order matters
    ],
    ids=["product", "negative", "steep"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_two_parameters_that_decide_are_found(surface, seed):
    x = sample(seed)
    y = surface(x)
    noisy = y + 0.1 * y.std() * np.random.default_rng(seed).normal(size=len(y))
    found = deciders(COLUMNS, x, noisy, noisy > np.median(noisy))
    assert set(found.names) == {"x3", "x7"}
    assert min(found.indices) > 0.2
    assert found.second
    assert found.likely > 0.8
    assert found.unlikely < 0.2
    assert found.draws == 170


def test_a_threshold_in_two_parameters_is_found():
    x = sample(5)
    holds = (x[:, 3] > 0.6) & (x[:, 7] > 0.4)
    found = deciders(COLUMNS, x, holds.astype(float), holds)
    assert found.names == ("x3", "x7")
    assert found.likely > 0.6 > 0.3 > holds.mean()
    assert found.unlikely < 0.02


def test_the_larger_decider_comes_first():
    x = sample(3)
    y = 2.0 * x[:, 11] + x[:, 5]
    assert deciders(COLUMNS, x, y, y > 1.5).names == ("x11", "x5")
    assert deciders(COLUMNS, x, -y, y > 1.5).names == ("x11", "x5")


def test_an_index_is_the_share_of_variance_between_slices():
    x = sample(4, 600)
    y = 2.0 * x[:, 0] + x[:, 1] + 0.3 * x[:, 2]
    found = first_order(x, y)
    parts = np.array([4.0, 1.0, 0.09]) / 5.09
    # slices of a straight line hold 1 - 1/k^2 of its variance
    assert found[:3] == pytest.approx(parts * (1.0 - SLICES**-2.0), abs=0.06)
    assert found[3:].max() < 0.05
    order = np.argsort(x[:, 1])
    groups = [y[part] for part in np.split(order, SLICES)]
    between = sum(len(g) * (g.mean() - y.mean()) ** 2 for g in groups)
    inside = sum(((g - g.mean()) ** 2).sum() for g in groups) / (len(y) - SLICES)
    omega = (between - (SLICES - 1) * inside) / (between + inside * (len(y) - SLICES + 1))
    assert found[1] == pytest.approx(omega)


def test_noise_has_no_deciders():
    gaps, indices = [], []
    for seed in range(20):
        x, rng = sample(seed, 256), np.random.default_rng(100 + seed)
        y = rng.normal(size=256)
        found = deciders(COLUMNS, x, y, y > 0.0)
        gaps.append(found.likely - found.unlikely)
        indices.append(first_order(x, y).mean())
    # two shares of 85 draws differ by 0.08 (standard deviation) for nothing
    assert abs(np.mean(gaps)) < 0.07
    assert np.mean(np.abs(gaps) < 0.2) >= 0.8
    assert np.mean(indices) < 0.02


def test_what_never_changes_is_decided_by_nothing():
    found = deciders(COLUMNS, sample(1, 64), np.ones(64), np.ones(64, bool))
    assert found.indices == (0.0, 0.0)
    assert found.likely == found.unlikely == 1.0


# Measures, against plain loops

T, STATES, RUNS = 12, 5, 24
ROLE = {name: code for code, name in enumerate(ROLES)}


def some_records(seed=1):
    """A record drawn at random, with one war at most in a year, and the list of those wars.

    A war is (year, run, initiator, target, joined attacker, joined target).
    """
    rng = np.random.default_rng(seed)
    pair, state = (T, STATES, STATES, RUNS), (T, STATES, RUNS)
    alive = np.logical_and.accumulate(rng.random(state) < 0.97, axis=0)
    pact = np.triu(rng.random((T, RUNS, STATES, STATES)) < 0.3, 1)
    pact = np.moveaxis(pact | pact.swapaxes(2, 3), 1, 3)
    pact = pact & alive[:, :, None] & alive[:, None]
    roles, joining = np.zeros(pair, np.uint8), np.zeros(pair, np.uint8)
    listed = []
    for year in range(T):
        for k in range(RUNS):
            there = [s for s in range(STATES) if alive[year, s, k]]
            if rng.random() < 0.5 or len(there) < 2:
                continue
            a, t, *others = rng.permutation(there).tolist()
            side = {s: int(rng.integers(3)) for s in others}
            with_a = [s for s in others if side[s] == 2]
            with_t = [s for s in others if side[s] == 1]
            for i in (a, *with_a):
                for j in (t, *with_t):
                    roles[year, i, j, k] = ROLE["initiator" if i == a else "joined attacker"]
                    roles[year, j, i, k] = ROLE["target" if j == t else "joined target"]
            for s in others:
                joining[year, s, a, k] = rng.integers(1, len(MOTIVES))
            listed.append((year, k, a, t, with_a, with_t))
    records = {
        "alive": alive,
        "pact": pact,
        "war": roles,
        "joining": joining,
        "burden": rng.random(state),
        "threatened": rng.random(state),
        "suspected": rng.random(state),
        "resources": rng.random(state) * alive,
        "crisis": rng.integers(0, 5, pair).astype(np.uint8),
        "agreements": rng.integers(0, 64, pair).astype(np.uint8),
        "volunteers": rng.random((T, 2, RUNS)),
    }
    assert 10 < len(listed) < T * RUNS
    return records, listed


RECORDS, WARS = some_records()
ALL = tuple(range(STATES))
WINDOWS = [(1, None), (3, 5)]


def agrees(measure, each):
    """Holds a measure to `each(run)`, which gives the total and the weight in plain Python."""
    total, weight = np.broadcast_arrays(*measure.sums(RECORDS))
    for k in range(RUNS):
        want_total, want_weight = each(k)
        if want_weight == 0:
            assert weight[k] == 0.0
        else:
            value = want_total / want_weight
            assert total[k] / weight[k] == pytest.approx(value), (measure.name, k)
            # runs count by their occasions, up to a factor that all share
            assert weight[k] > 0.0
    with_occasion = [k for k in range(RUNS) if each(k)[1]]
    scale = {round(weight[k] / each(k)[1], 9) for k in with_occasion}
    assert len(scale) == 1
    assert len({round(float(total[k]), 9) for k in with_occasion}) > 1  # it tells runs apart


def span(first, last):
    return range(first - 1, T if last is None else last)


def living(k, years, of):
    return [(y, s) for y in years for s in of if RECORDS["alive"][y, s, k]]


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (1, 3)])
@pytest.mark.parametrize(
    ("make", "record", "scale"),
    [
        (measures.burden, "burden", 100.0),
        (measures.threatened, "threatened", 100.0),
        (measures.suspected, "suspected", 1.0),
    ],
)
def test_means_over_living_states(make, record, scale, of, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return scale * sum(RECORDS[record][y, s, k] for y, s in at), len(at)

    agrees(make(of, first, last), each)


@pytest.mark.parametrize(("first", "last"), WINDOWS)
@pytest.mark.parametrize("of", [None, (0, 2)])
@pytest.mark.parametrize("among", [None, (1, 2, 4)])
def test_allies_are_counted(of, among, first, last):
    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(sum(RECORDS["pact"][y, s, a, k] for a in among or ALL) for y, s in at), len(at)

    agrees(measures.allies(of, among, first, last), each)


@pytest.mark.parametrize(("of", "among", "without"), [
    (None, None, None), ((0, 2), (1, 3), None), ((0, 2), (1, 3), (4,)), (None, (1,), (4, 0)),
])  # fmt: skip
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_states_with_an_ally_among_some_and_none_among_others(of, among, without, first, last):
    def has(y, s, k):
        friends = {a for a in ALL if RECORDS["pact"][y, s, a, k]}
        return bool(friends & set(among or ALL)) and not friends & set(without or ())

    def each(k):
        at = living(k, span(first, last), of or ALL)
        return sum(has(y, s, k) for y, s in at), len(at)

    agrees(measures.with_ally(of, among, without, first, last), each)


@pytest.mark.parametrize("by", [None, (0, 1), (3,)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_wars_are_counted_by_who_begins_them(by, first, last):
    def each(k):
        years = span(first, last)
        mine = [w for w in WARS if w[0] in years and w[1] == k and w[2] in (by or ALL)]
        return 100.0 * len(mine), len(years)

    agrees(measures.wars(by, None, first, last), each)


@pytest.mark.parametrize(("by", "against"), [(None, (0,)), ((1, 2), (0, 4)), (None, (2, 3, 4))])
def test_wars_against_a_state_are_those_begun_against_it_and_not_those_it_joins(by, against):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[2] in (by or ALL) and w[3] in against]
        return 100.0 * len(mine), T

    agrees(measures.wars(by, against), each)


@pytest.mark.parametrize("among", [None, (0, 1, 4)])
@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_pairs_that_fight(among, first, last):
    def each(k):
        pairs = fighting = 0
        for y in span(first, last):
            for i in among or ALL:
                for j in among or ALL:
                    if i < j and RECORDS["alive"][y, i, k] and RECORDS["alive"][y, j, k]:
                        pairs += 1
                        fighting += RECORDS["war"][y, i, j, k] > 0
        return 100.0 * fighting, pairs

    agrees(measures.fought(among, first, last), each)


def test_peace_is_no_war_at_all():
    for first, last in WINDOWS:
        total, weight = measures.peaceful(first, last).sums(RECORDS)
        bloody = {w[1] for w in WARS if w[0] in span(first, last)}
        assert total.tolist() == [float(k not in bloody) for k in range(RUNS)]
        assert weight.tolist() == [1.0] * RUNS
        assert (first, last) == (1, None) or 0 < len(bloody) < RUNS


@pytest.mark.parametrize("by", [None, (2,)])
@pytest.mark.parametrize(
    "code", [measures.CONCEDED, measures.LIMITED, measures.TOTAL, measures.ACCIDENT]
)
def test_challenges_are_counted_by_what_came_of_them(code, by):
    def each(k):
        found = 0
        for y in span(2, 6):
            for i in by or ALL:
                for j in ALL:
                    found += RECORDS["crisis"][y, i, j, k] == code
        return 100.0 * found, 5

    agrees(measures.challenges(code, "some", by, 2, 6), each)


@pytest.mark.parametrize("of", [None, (0, 3)])
def test_survivors_are_those_alive_at_the_end(of):
    who = of or ALL
    agrees(
        measures.survives(of), lambda k: (sum(RECORDS["alive"][-1, s, k] for s in who), len(who))
    )


@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_shares_of_resources_and_their_concentration(first, last):
    years = span(first, last)

    def shares(y, k):
        held = [float(RECORDS["resources"][y, s, k]) for s in ALL]
        return [h / sum(held) for h in held]

    def held(k):
        return sum(shares(y, k)[1] + shares(y, k)[4] for y in years), len(years)

    def squared(k):
        return sum(sum(x * x for x in shares(y, k)) for y in years), len(years)

    agrees(measures.resources((1, 4), first, last), held)
    agrees(measures.concentration(first, last), squared)


@pytest.mark.parametrize("kind", AGREEMENTS)
@pytest.mark.parametrize("among", [None, (0, 2, 3)])
def test_agreements_in_force(kind, among):
    bit = ["inspection", "hotline", "withdrawal", "cap", "trade", "kept"].index(kind)

    def each(k):
        pairs = agreed = 0
        for y in span(2, 6):
            at = [s for s in among or ALL if RECORDS["alive"][y, s, k]]
            for i in at:
                for j in at:
                    if i != j:
                        pairs += 1
                        agreed += (int(RECORDS["agreements"][y, i, j, k]) >> bit) % 2
        return agreed, pairs

    agrees(measures.agreed(kind, among, 2, 6), each)


def third(k, first, last):
    """(why, side) of every third party to a war of run k; side is a role or none."""
    for year, at, a, _, with_a, with_t in WARS:
        if at == k and year in span(first, last):
            for s in ALL:
                why = MOTIVES[RECORDS["joining"][year, s, a, k]]
                if why != "none":
                    yield why, 2 if s in with_a else 4 if s in with_t else 0


@pytest.mark.parametrize("side", [None, measures.JOINED_ATTACKER, measures.JOINED_TARGET])
@pytest.mark.parametrize("code", ["profit", "obligation", "aloof"])
def test_third_parties_by_motive_and_side(code, side):
    def each(k):
        every = list(third(k, 1, None))
        return sum(why == code and side in (None, on) for why, on in every), len(every)

    agrees(measures.third_parties(code, side), each)


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_balancers_against_buck_passers(first, last):
    def each(k):
        every = [why for why, _ in third(k, first, last)]
        came = every.count("balancing")
        return came, came + every.count("buck-passing")

    agrees(measures.balances(first, last), each)


def test_threatened_third_parties_come_or_stay_out():
    def sums(which):
        def each(k):
            came, out = (float(RECORDS["volunteers"][1:6, x, k].sum()) for x in (0, 1))
            return (came, out)[which], came + out

        return each

    agrees(measures.joins_target(2, 6), sums(0))
    agrees(measures.not_with_target(2, 6), sums(1))


@pytest.mark.parametrize(("first", "last"), [(1, None), (2, 6)])
def test_belligerents_per_war(first, last):
    def each(k):
        mine = [w for w in WARS if w[1] == k and w[0] in span(first, last)]
        return sum(2 + len(w[4]) + len(w[5]) for w in mine), len(mine)

    agrees(measures.sides(first, last), each)


def test_measures_of_different_things_have_different_names():
    made = [
        measures.burden(), measures.burden((1,)), measures.burden((2,)),
        measures.burden(None, 2), measures.burden(None, 2, 5), measures.burden((1,), 2, 5),
        measures.threatened(), measures.suspected(),
        measures.allies(), measures.allies((1,)), measures.allies(None, (1,)),
        measures.allies((2,), (1,)), measures.with_ally((1,), (2,)),
        measures.with_ally((1,), (2,), (3,)), measures.with_ally((1,), (2,), (3,), 2),
        measures.wars(), measures.wars((1,)), measures.wars(None, (1,)),
        measures.wars((2,), (1,)), measures.fought(), measures.fought((1, 2)),
        measures.peaceful(), measures.peaceful(2), measures.survives(), measures.survives((1,)),
        measures.resources((1,)), measures.resources((1, 2)), measures.concentration(),
        measures.agreed("cap"), measures.agreed("kept"), measures.agreed("cap", (1, 2)),
        measures.third_parties("profit"), measures.third_parties("balancing"),
        measures.third_parties("profit", None, 2), measures.not_with_target(),
        measures.joins_target(), measures.sides(), measures.balances(), measures.balances(2),
    ]  # fmt: skip
    names = [m.name for m in made]
    assert len(set(names)) == len(names)
    again = measures.burden((1,), 2, 5)
    assert again.name in names


def test_the_side_is_part_of_the_name_of_third_parties():
    names = {
        measures.third_parties("profit", side).name
        for side in (None, measures.JOINED_ATTACKER, measures.JOINED_TARGET)
    }
    assert len(names) == 3
