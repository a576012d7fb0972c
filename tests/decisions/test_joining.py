"""Joining a war of others: who comes, on which side, and what decided it."""

from dataclasses import replace
from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import PLAIN_FORMS, equals, switched
from hypothesis import given
from hypothesis import strategies as st
from limits import close
from mechanisms.assessments import each_run
from mechanisms.wars import by_forms

from decisions.sides import ATTACKER, ON_SIDE, OUT, TARGET, called
from decisions.years import (
    HABIT,
    MINDS,
    RULES,
    RUNS,
    Dealt,
    N,
    a_year,
    given_by,
    plain,
    softmax,
    told,
    worth,
)
from westphalia.decisions.context import Year
from westphalia.decisions.joining import JOINING
from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms import alignment, crisis, joining, war

NOISE = 0.0625
#: Attacker, target and third state of the war of every run.
WARS = np.asarray([(0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1)])
RUN = np.arange(RUNS)


def a_war(seed, mods=None, **parameters):
    """A year with one war in every run, total in every other, and what it looks like."""
    year, known = a_year(seed, mods=mods, **parameters)
    begun = np.zeros((N, N, RUNS))
    begun[WARS[:, 0], WARS[:, 1], RUN] = 1.0
    none, begun = jnp.zeros((N, N, RUNS)), jnp.asarray(begun, float)
    total = begun * (RUN % 2)
    opened = crisis.Opened(none, total, none, begun, total, *[none] * 3, year.world.stake)
    helped = jnp.asarray(np.random.default_rng(seed).uniform(0.0, 0.2, (N, N, RUNS)), float)
    year = year._replace(world=year.world._replace(alive=none[0] + 1.0))
    year = year._replace(opened=opened, helped=helped)
    front = joining.Front(*jnp.asarray(WARS[:, :2].T), jnp.asarray(RUN % 2, float))
    return year, known, front, joining.sides(year.world, front, known.p, known.mods)


def test_wars_are_weighed_one_by_one():
    year, known, _, _ = a_war(1)
    with pytest.raises(TypeError, match="weigh_war"):
        JOINING.weigh(year, known, RULES)


def test_third_states_join_by_value_or_by_habit_and_principals_have_no_choice():
    year, known, front, side = a_war(1)
    found = JOINING.weigh_war(year, front, side, known, RULES)
    terms, usual = plain(found.terms, (N, 3, RUNS)), MINDS[HABIT].habits
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        third = WARS[run, 2]
        for k in range(N):
            values = [worth(terms, (k, o, run), m, w, q) for o in range(3)]
            assert found.value[k, :, run] == pytest.approx(values, rel=1e-3, abs=1e-6)
            heat = q.temperature_join * w.leader_temperature[k]
            chance = softmax(np.asarray(values), np.ones(3), heat)
            if k == HABIT:
                rest = 1.0 - usual.join_target - usual.join_attacker
                chance = [rest, usual.join_target, usual.join_attacker]
            chance = chance if k == third else [1.0, 0.0, 0.0]
            assert found.chance[k, :, run] == pytest.approx(chance, rel=1e-3, abs=1e-6)
            assert found.allowed[k, :, run].tolist() == ([1, 1, 1] if k == third else [1, 0, 0])


def test_who_decides_in_turn_counts_those_who_have_joined():
    year, known, front, side = a_war(2)
    came = (jnp.full((N, RUNS), 0.5), jnp.full((N, RUNS), 0.1))
    found = JOINING.weigh_war(year, front, side, known, RULES, came)
    alone = JOINING.weigh_war(year, front, side, known, RULES)
    survival = plain(found.terms, (N, 3, RUNS))["survival"]
    before = np.asarray(alone.terms["survival"])
    assert (survival[WARS[:, 2], 1, RUN] != before[WARS[:, 2], 1, RUN]).all()
    seen = (year.world, year.assessment, year.helped, front, side, known.p, known.mods, came)
    wanted = np.asarray(joining.options(*seen).terms["survival"])
    assert survival == pytest.approx(wanted)


def test_without_the_module_nobody_joins_even_by_habit():
    year, known, front, side = a_war(1, mods=switched(joining=0.0))
    chance = np.asarray(JOINING.weigh_war(year, front, side, known, RULES).chance)
    assert (chance[:, 0] == 1.0).all()
    assert not chance[:, 1:].any()


# What decided it


def joined(option, noise=NOISE, defending=None, **terms):
    """Why a state chose one of out, target, attacker, from terms (out, target, attacker).

    `defending`: what its own defence is worth, alone and with the help that it expects.
    """
    table = {k: jnp.asarray(v, float).reshape(1, 3, 1) for k, v in terms.items()}

    def by(*names):
        return sum((table[k] for k in names if k in table), jnp.zeros((1, 3, 1)))

    choice = jnp.zeros((1, 3, 1)).at[0, option].set(1.0)
    worth = defending and tuple(jnp.full((1, 1), value) for value in defending)
    return called(JOINING.motives(choice, by, jnp.full((1, 1), noise), worth))


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"greed": (0, 0.5, 0), "survival": (0, 0.3, 0)}, "profit"),  # a jackal on either side
        ({"greed": (0, 0.3, 0), "survival": (0, 0.5, 0)}, "balancing"),
        ({"consumption": (0, 0.2, 0), "power": (0, 0.2, 0), "survival": (0, 0.3, 0)}, "profit"),
        ({"survival": (0, 0.2, 0), "response": (0, 0.2, 0), "greed": (0, 0.3, 0)}, "balancing"),
        ({"obligation": (-0.5, 0, -1), "survival": (0, 0.3, 0)}, "obligation"),
        ({"obligation": (-0.2, 0, -1), "survival": (0, 0.3, 0)}, "balancing"),
        ({"identity": (0, 0.5, 0), "survival": (0, 0.3, 0)}, "kinship"),
        ({"survival": (0, NOISE, 0)}, "chance"),  # no more than the noise
        ({"survival": (0, -0.5, 0.9)}, "chance"),  # the other side's pull is not its own
        ({"effort": (0, 0.9, 0)}, "chance"),  # what it costs is no motive
    ],
)
def test_who_joins_the_target_is_named_by_the_strongest_pull(terms, why):
    assert joined(TARGET, **terms) == why


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"survival": (0, 0, 0.5), "greed": (0, 0, 0.3)}, "bandwagoning"),
        ({"survival": (0, 0, 0.3), "greed": (0, 0, 0.5)}, "profit"),
        ({"survival": (0, 0.9, -0.3), "power": (0, 0, 0.2)}, "profit"),  # afraid, and yet a jackal
        ({"obligation": (-0.5, 0, 0), "greed": (0, 0, 0.3)}, "obligation"),
        ({"identity": (0, 0, 0.5)}, "kinship"),
        ({"survival": (0, 0.9, 0.05)}, "chance"),
    ],
)
def test_who_joins_the_attacker_for_safety_bandwagons(terms, why):
    assert joined(ATTACKER, **terms) == why


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"survival": (0, 0.5, 0)}, "buck-passing"),
        ({"survival": (0, 0.5, 0), "consumption": (0, -0.9, 0)}, "buck-passing"),
        ({"survival": (0, NOISE, 0)}, "aloof"),
        ({"survival": (0, -0.5, 0.5)}, "aloof"),  # pulled to the attacker is not passing the buck
        ({"survival": (0, 0.3, 0), "obligation": (0, -0.5, 0)}, "obligation"),
        ({"survival": (0, 0.5, 0), "obligation": (0, -0.3, 0)}, "buck-passing"),
        ({"survival": (0, 0.01, 0), "obligation": (0, -0.5, 0)}, "aloof"),
        ({"survival": (0, 0.3, 0), "obligation": (-0.5, 0, 0)}, "buck-passing"),  # debt to victim
    ],
)
def test_who_stays_out_passes_the_buck_only_if_it_is_afraid(terms, why):
    assert joined(OUT, **terms) == why


@pytest.mark.parametrize(
    ("defending", "debt", "why"),
    [
        ((0.5, 0.0), 0.0, "buck-passing"),  # others will do
        ((0.5, NOISE), 0.0, "buck-passing"),
        ((0.5, 0.3), 0.0, "aloof"),  # it would pay, and it stays out all the same
        ((NOISE, 0.0), 0.0, "aloof"),
        ((-0.5, -0.6), 0.0, "aloof"),  # it pulls, and costs more
        ((0.5, 0.0), -0.4, "buck-passing"),
        ((0.5, 0.0), -0.6, "obligation"),
        ((0.5, 0.3), -0.6, "obligation"),
        ((0.0, -0.1), -0.6, "aloof"),
    ],
)
def test_who_reckons_with_others_passes_the_buck_only_if_they_do_what_it_would(
    defending, debt, why
):
    terms = {"survival": (0, 0.9, 0), "obligation": (0, debt, 0)}
    assert joined(OUT, defending=defending, **terms) == why
    assert joined(TARGET, defending=defending, **terms) == "balancing"  # as ever


def passing(hope, others=3):
    """Why states stay out of a limited war of 0 on 1 among equals, weighed by the future, and what
    their own defence is worth, alone and with the help that they expect."""
    n = 2 + others
    cheap = {"temperature_join": 0.002, "join_cost": 0.015, "crisis_cost": 0.015, "horizon": 100}
    scene = equals(n, modules=switched(flows=1.0), hope=hope, **cheap)
    scene = by_forms(scene, joining="future")
    scene = scene.having(arms=0.4, belief=0.1)
    world, p, mods = scene.world, scene.p, scene.mods
    seen = scene.assessment()
    year = Year(world, {}, seen, helped=alignment.helps(world, seen, p))
    known = given_by(scene.agents, p, mods)
    front = joining.Front(jnp.array([0]), jnp.array([1]), jnp.zeros(1))
    side = joining.sides(world, front, p, mods)
    weighed = JOINING.weigh_war(year, front, side, known, RULES)
    offered = JOINING.offered(year, front, side, known)
    worth = JOINING.own_defence(year, front, offered, known, RULES)
    out = jnp.zeros((n, 3, 1)).at[:, OUT].set(1.0)
    noise = jnp.full((n, 1), float(p.temperature_join))
    why = JOINING.motives(out, weighed.pulls(year, known, RULES), noise, worth)
    return [MOTIVES[int(code)] for code in np.asarray(why)[2:, 0]], worth


def test_the_buck_is_passed_where_help_is_expected():
    nobody, (alone, aided) = passing(hope=0.0)
    assert nobody == ["aloof"] * 3  # nobody to pass it to
    assert aided == close(alone)
    many, (same, helped) = passing(hope=2.0)
    assert many == ["buck-passing"] * 3
    assert same == close(alone)
    assert (helped[2:] < alone[2:]).all()
    # and who has nobody beside it has nobody to pass it to
    assert passing(hope=2.0, others=1)[0] == ["aloof"]


def test_the_simplest_form_knows_of_no_help_that_is_expected():
    year, known, front, side = a_war(1)
    offered = JOINING.offered(year, front, side, known)
    assert JOINING.own_defence(year, front, offered, known, RULES) is None


def test_what_its_own_defence_is_worth_to_a_state_counts_the_price():
    """Survival less effort and what fighting costs, by the state's own theory."""
    year, known, front, side = a_war(2, mods=switched(flows=1.0))
    known = known._replace(p=replace(known.p, forms=PLAIN_FORMS._replace(joining="future")))
    offered = JOINING.offered(year, front, side, known)
    alone, aided = JOINING.own_defence(year, front, offered, known, RULES)
    terms = plain(offered.terms, (N, 3, RUNS))
    paid = np.asarray(joining.price(year.world, front, known.p, known.mods))
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        k = WARS[run, 2]
        value = worth(terms, (k, TARGET, run), m, w, q, ("survival", "effort"))
        assert aided[k, run] == pytest.approx(value - m.consumption[k] * paid[k, run], rel=1e-4)
        assert alone[k, run] == pytest.approx(float(aided[k, run]), rel=1e-4)  # a lone third state


pull = st.floats(-2.0, 2.0, width=32)
temperature = st.floats(2.0**-10, 1.0, width=32)
offers = st.fixed_dictionaries(
    {
        term: st.tuples(pull, pull, pull)
        for term in ("survival", "consumption", "power", "greed", "obligation", "identity")
    }
)


@given(offers, st.sampled_from((OUT, TARGET, ATTACKER)), temperature, st.integers(-8, 8))
def test_the_units_of_value_do_not_matter(terms, option, noise, power):
    why = joined(option, noise, **terms)
    assert why in ON_SIDE[option]
    scale = 2.0**power
    scaled = {k: tuple(scale * x for x in v) for k, v in terms.items()}
    assert joined(option, scale * noise, **scaled) == why


def test_the_motives_of_third_states_are_those_that_can_be_told():
    assert {*JOINING.kinds, *JOINING.further} == set().union(*ON_SIDE.values())


KINDS = {
    "balancing": ("survival", "response"),
    "profit": ("consumption", "power", "greed"),
    "obligation": ("obligation",),
    "kinship": ("identity",),
}


def why_by_hand(terms, at, m, w, q):
    """Why k joined the target of a war, by its strongest pull against staying out."""
    k, _, run = at
    pulls = {
        why: worth(terms, at, m, w, q, names) - worth(terms, (k, 0, run), m, w, q, names)
        for why, names in KINDS.items()
    }
    why = max(pulls, key=pulls.get)
    heat = q.temperature_join * w.leader_temperature[k]
    return why if pulls[why] > heat and k != HABIT else "chance"


def test_wars_are_fought_with_those_who_join_and_why_is_on_record():
    year, known, front, side = a_war(3, temperature_join=0.002)
    none = jnp.zeros((N, RUNS))
    streams = Dealt(known.streams, war_priority=(none, none), war_outcome=(none, none))
    known = known._replace(streams=streams)
    after = JOINING.take(year, known, told(join=[TARGET] * N))
    roles = np.asarray(after.fought.roles)
    terms = plain(JOINING.weigh_war(year, front, side, known, RULES).terms, (N, 3, RUNS))
    seen = set()
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        a, t, k = WARS[run]
        assert war.ROLES[int(roles[a, t, run])] == "initiator"
        assert war.ROLES[int(roles[t, a, run])] == "target"
        assert war.ROLES[int(roles[k, a, run])] == "joined target"
        assert roles[k, t, run] == roles[t, k, run] == 0
        why = np.asarray(after.fought.motives)[:, :, run]
        assert MOTIVES[int(why[k, a])] == why_by_hand(terms, (k, TARGET, run), m, w, q)
        assert (why > 0).sum() == 1
        seen.add(MOTIVES[int(why[k, a])])
    assert len(seen) > 1
    assert after.world is after.fought.world
    assert (after.world.resources < year.world.resources).any()


@pytest.mark.parametrize("serial", [False, True])
def test_states_join_all_at_once_or_in_a_random_order(monkeypatch, serial):
    year, known, _, _ = a_war(4)
    names = ("war_order", "war_priority", "war_outcome", "war_size")
    numbers = {name: jnp.full((N, RUNS), 0.1 * k) for k, name in enumerate(names)}
    pairs = {name: (numbers[name], numbers[name] + 0.05) for name in names[1:3]}
    streams = Dealt(known.streams, **numbers | pairs)
    asked = []

    def waged(*args):
        asked.append(args)
        return SimpleNamespace(world="after")

    monkeypatch.setattr(war, "wage", waged)
    after = JOINING.take(year, known._replace(streams=streams), told(serial=serial))
    assert after.world == "after"
    ((world, opened, _, order, draws, p, mods),) = asked
    assert (world, opened, p, mods) == (year.world, year.opened, known.p, known.mods)
    assert (order is numbers["war_order"]) if serial else (order is None)
    firsts = [float(numbers_[0, 0]) for numbers_ in draws]
    assert firsts == pytest.approx([0.1, 0.15, 0.2, 0.25, 0.3])


def test_each_war_of_a_year_is_on_record_with_who_joined_it():
    year, known, front, side = a_war(5)
    joins, size = np.zeros((N, N, RUNS)), np.zeros((N, RUNS))
    did = [TARGET, ATTACKER, OUT, TARGET]
    for run, (a, _, k) in enumerate(WARS):
        joins[k, a, run], size[a, run] = did[run], 1.0
    fought = SimpleNamespace(joins=jnp.asarray(joins, float), size=jnp.asarray(size, float))
    taken = JOINING.weigh_each(year, fought, known, RULES)
    one = JOINING.weigh_war(year, front, side, known, RULES)
    choice, allowed = np.asarray(taken.choice), np.asarray(taken.allowed)
    assert choice.shape == (N, N, 3, RUNS)
    there = np.zeros((N, N, 3, RUNS))
    for run, (a, _, k) in enumerate(WARS):
        there[a, k, :, run] = 1.0
        assert choice[a, k, :, run].argmax() == did[run]
        assert choice[a, k, :, run].sum() == 1.0
        for field in ("value", "chance"):
            found = np.asarray(getattr(taken, field))[a, k, :, run]
            wanted = np.asarray(getattr(one, field))[k, :, run]
            assert found == pytest.approx(wanted, rel=1e-4, abs=1e-7)
    assert (allowed == there).all()
