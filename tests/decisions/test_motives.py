"""Motives: named by the strongest pull, in worlds made by hand and on the record."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, streams_of, switched
from hypothesis import given
from hypothesis import strategies as st

from decisions.sides import ATTACKER, ON_SIDE, OUT, TARGET, called
from westphalia.decisions.alignment import ALIGNMENT
from westphalia.decisions.challenge import CHALLENGE
from westphalia.decisions.context import Given, Rules
from westphalia.decisions.joining import JOINING
from westphalia.decisions.motives import (
    CODE,
    MOTIVES,
    strongest,
    strongest_of,
)
from westphalia.decisions.valuation import quantal, weights
from westphalia.experiments.condition import Condition
from westphalia.experiments.design import Design, ranges
from westphalia.mechanisms import alignment, joining, war
from westphalia.mechanisms.crisis import OUTCOMES
from westphalia.simulation.year import step
from westphalia.theories import BASELINES, weighted_sum

pytestmark = pytest.mark.xdist_group(name="experiments")

A, B, C = 0, 1, 2

NOISE = 0.0625


# By hand


def decided(decision, noise=NOISE, **terms):
    """Why a state wanted a pact or a challenge, from the terms of one option."""

    def by(*names):
        return jnp.full((1, 1, 1), sum(terms.get(k, 0.0) for k in names))

    return called(strongest_of(decision.kinds, by, jnp.full((1, 1, 1), noise)))


def test_a_pact_is_for_help_or_for_restraint_or_for_kin():
    assert decided(ALIGNMENT, survival=0.5, restraint=0.3, identity=0.1) == "balancing"
    assert decided(ALIGNMENT, survival=0.3, restraint=0.5, identity=0.1) == "bandwagoning"
    assert decided(ALIGNMENT, survival=0.3, restraint=0.4, identity=0.5) == "kinship"
    assert decided(ALIGNMENT, survival=0.3, restraint=0.3) == "balancing"  # no more restraint
    assert decided(ALIGNMENT, survival=NOISE, restraint=NOISE) == "chance"
    assert decided(ALIGNMENT, obligation=0.9, autonomy=-0.2) == "chance"


def test_a_challenge_is_for_security_profit_greed_or_prestige():
    assert decided(CHALLENGE, survival=0.3, response=0.3, greed=0.5) == "security"
    assert decided(CHALLENGE, survival=0.3, response=-0.3, greed=0.2) == "greed"
    assert decided(CHALLENGE, consumption=0.3, power=0.3, greed=0.5) == "profit"
    assert decided(CHALLENGE, consumption=0.3, power=-0.2, greed=0.5) == "greed"
    assert decided(CHALLENGE, identity=0.3, prestige=0.3, greed=0.5) == "prestige"
    assert decided(CHALLENGE, survival=0.01, greed=NOISE) == "chance"
    assert decided(CHALLENGE, opportunity=0.9) == "chance"


CLASSES = ("security", "profit", "greed", "prestige")
pull = st.floats(-2.0, 2.0, width=32)
pulls = st.fixed_dictionaries(dict.fromkeys(CLASSES, pull))
temperature = st.floats(2.0**-10, 1.0, width=32)


def named(values, noise):
    return called(strongest({k: jnp.float32(v) for k, v in values.items()}, jnp.float32(noise)))


@given(pulls, temperature)
def test_the_strongest_pull_above_the_noise_decides(values, noise):
    most = max(values.values())
    why = named(values, noise)
    assert why == ("chance" if most <= noise else next(k for k in values if values[k] == most))


@given(pulls, temperature, st.floats(0.0, 2.0, width=32))
def test_more_of_what_decided_changes_nothing(values, noise, more):
    why = named(values, noise)
    if why != "chance":
        assert named({**values, why: values[why] + more}, noise) == why
    for other in set(CLASSES) - {why}:  # nor does less of what did not
        assert named({**values, other: values[other] - more}, noise) == why


def test_every_class_has_a_code_of_its_own():
    assert len(set(MOTIVES)) == len(MOTIVES) < 256  # a byte
    for kinds in (JOINING.kinds, ALIGNMENT.kinds, CHALLENGE.kinds):
        assert set(kinds) <= set(MOTIVES)
        terms = [term for names in kinds.values() for term in names]
        assert len(terms) == len(set(terms))  # no term stands for two classes


# Through the mechanisms: A is the third state, B attacks C


class Told:
    """A chooser in which every state does as it is told."""

    def __init__(self, challenge, join, pacts):
        self.challenge, self.join, self.pacts = challenge, join, pacts

    def pick(self, decision, chances, u, war=None):
        first = jnp.zeros_like(chances).at[:, 0].set(1.0)
        return {"challenge": self.challenge, "join": self.join}.get(decision, first)

    def consent(self, decision, chance, u):
        return self.pacts if decision == "align" else jnp.zeros_like(chance)


@jax.jit
def _year(scene, growth, *told):
    n = scene.world.arms.shape[0]
    known = Given(scene.agents, jnp.zeros(n), scene.p, scene.mods, streams_of(5, 1), growth)
    return step(scene.world, known, Rules(Told(*told), (weighted_sum,)))[1]


def year(scene, challenge=(), join=(), pacts=(), growth=()):
    """The record of a year in which states do as told.

    `challenge`: (who, whom, "demand" or "total"). `join`: (who, out or target or attacker), the
    rest stay out. `pacts`: pairs that are or become allied. `growth`: (who, rate), the rest none.
    """
    n = scene.world.arms.shape[0]
    calm = scene.under(new_issues=0.0, type_turnover=0.0, accident=0.0, consideration=1.0)
    acts = np.zeros((n, 1 + 2 * n, 1))
    for i, j, aim in challenge:
        acts[i, 1 + j + n * (aim == "total")] = 1.0
    acts[:, 0] = 1.0 - acts.sum(1)
    sides = np.zeros((n, 3, 1))
    for k, side in join:
        sides[k, side] = 1.0
    sides[:, OUT] = 1.0 - sides[:, TARGET] - sides[:, ATTACKER]
    allied = np.zeros((n, n, 1))
    for i, k in pacts:
        allied[i, k] = allied[k, i] = 1.0
    rates = np.zeros((n, 1))
    for i, rate in growth:
        rates[i] = rate
    arrays = (jnp.asarray(x, float) for x in (rates, acts, sides, allied))
    return {k: np.asarray(v)[..., 0] for k, v in _year(calm, *arrays).items()}


def among(scene, name, figures):
    """The scene with some entries of one of its figures changed: {(i, j): value}."""
    array = np.array(getattr(scene.world, name))
    for place, value in figures.items():
        array[place] = value
    return scene.having(**{name: array})


def pair(i, j, value):
    return {(i, j): value, (j, i): value}


def would(scene):
    """What A is most likely to do when B attacks C."""
    world, agents, p, mods = scene
    seen = scene.assessment()
    front = joining.Front(jnp.array([B]), jnp.array([C]), jnp.zeros(1))
    side = joining.sides(world, front, p, mods)
    helped = alignment.helps(world, seen, p)
    offered = joining.options(world, seen, helped, front, side, p, mods)
    value = weighted_sum(offered.terms, weights(agents, p.greed * world.greedy))
    return int(quantal(value, offered.allowed, p.temperature_join)[A, :, 0].argmax())


def third_party(scene, does, allied=()):
    """Why A does as it does when B attacks C, on record."""
    record = year(scene, [(B, C, "total")], [(A, does)], [(A, k) for k in allied])
    role = {OUT: 0, TARGET: war.ROLES.index("joined target"), ATTACKER: 0}[does]
    assert record["war"][A, B] == role
    assert record["war"][B, C] == war.ROLES.index("initiator")
    assert not record["joining"][[B, C]].any()  # principals are no third parties
    return MOTIVES[record["joining"][A, B]]


def armed(scene, state, arms):
    return among(scene, "arms", {(state, 0): arms})


def in_doubt(scene):
    """A is next to B and all but sure that B is greedy."""
    return among(among(scene, "delivery", pair(A, B, 0.97)), "belief", {(A, B): 0.9})


def test_the_next_victim_of_a_strong_attacker_joins_the_target_to_balance():
    scene = armed(in_doubt(equals(3)), B, 1.2)
    assert would(scene) == TARGET
    assert third_party(scene, TARGET) == "balancing"


def test_a_threatened_state_without_an_ally_stays_out_and_passes_the_buck():
    scene = armed(in_doubt(equals(3)), B, 0.6)
    assert would(scene) == OUT
    assert third_party(scene, OUT) == "buck-passing"
    assert third_party(equals(3), OUT) == "aloof"  # without a danger there is no buck


def test_an_ally_far_away_joins_because_of_its_promise():
    far = among(among(equals(3), "delivery", pair(A, B, 0.2)), "belief", {(A, B): 0.02})
    free = far.under(breach=0.2)
    bound = among(free, "pact", pair(A, C, 1.0))
    assert would(free) == OUT
    assert would(bound) == TARGET
    assert third_party(bound, TARGET, allied=[C]) == "obligation"
    assert third_party(free, TARGET) == "chance"  # without a promise nothing pulls it there
    assert third_party(free, OUT) == "aloof"


def test_a_debt_to_the_attacker_keeps_a_frightened_ally_out():
    scene = among(armed(in_doubt(equals(3)), B, 0.6), "pact", pair(A, B, 1.0))
    assert would(scene) == OUT
    assert third_party(scene, OUT, allied=[B]) == "obligation"
    assert third_party(scene.under(breach=0.005), OUT, allied=[B]) == "buck-passing"


def test_a_greedy_neighbour_with_an_old_claim_on_the_victim_joins_the_attacker_for_profit():
    demand = among(equals(3), "stake", {(A, C): 0.02, (C, A): 0.98})
    greedy = among(demand, "greedy", {(A, 0): 1.0})
    assert would(demand) == OUT
    assert would(greedy) == ATTACKER
    assert third_party(greedy, ATTACKER) == "profit"


def test_kin_of_the_victim_join_it_for_kinship():
    near = among(armed(equals(3), B, 0.6), "identity", {(A, C): 1.0, (A, B): -1.0})
    cares = near._replace(agents=near.agents._replace(identity=0.0 * near.agents.identity + 10.0))
    assert third_party(near, TARGET) == third_party(near.having(identity=0.0), TARGET)
    assert third_party(cares, TARGET) == "kinship"


def test_a_pact_with_the_danger_is_bandwagoning_and_one_against_it_balancing():
    giant = armed(equals(3), A, 0.8)
    far_c = among(giant, "delivery", pair(A, B, 0.97) | pair(A, C, 0.6) | pair(B, C, 0.6))
    record = year(far_c, pacts=[(A, B), (B, C)])["alignment"]
    assert MOTIVES[record[B, A]] == "bandwagoning"
    assert MOTIVES[record[B, C]] == MOTIVES[record[C, B]] == "balancing"
    assert record[A, C] == record[C, A] == 0
    # the giant needs neither help nor restraint of the dwarf
    assert MOTIVES[record[A, B]] == "chance"
    # a pact that restrains nobody is not for restraint
    free = far_c.under(restraint=0.0)
    assert MOTIVES[year(free, pacts=[(A, B)])["alignment"][B, A]] == "chance"
    # only new pacts are on record
    kept = among(far_c, "pact", pair(A, B, 1.0))
    assert not year(kept, pacts=[(A, B)])["alignment"].any()


def test_who_challenges_to_get_what_it_can_is_greedy_and_who_fears_the_future_seeks_security():
    told = {"challenge": [(A, B, "demand"), (C, B, "total")]}
    demand = among(armed(equals(3), A, 0.8), "stake", {(A, B): 0.02, (B, A): 0.98})
    plain = year(demand, **told)["challenge"]
    greedy = year(among(demand, "greedy", {(A, 0): 1.0}), **told)["challenge"]
    assert MOTIVES[greedy[A, B]] == "greed"
    assert MOTIVES[plain[A, B]] == "profit"
    strong = armed(equals(3, modules=switched(response=0.0)), C, 0.6)
    rising = year(strong, growth=[(B, 0.2)], **told)["challenge"]
    steady = year(strong, **told)["challenge"]
    assert MOTIVES[rising[C, B]] == "security"
    assert MOTIVES[steady[C, B]] != "security"
    for record in (plain, greedy, rising):  # only where a challenge was made
        assert sorted(zip(*record.nonzero(), strict=True)) == [(A, B), (C, B)]


def test_no_state_that_chooses_by_habit_has_a_motive():
    scene = armed(in_doubt(equals(3)), B, 1.2)
    habit = scene._replace(agents=scene.agents._replace(habit=jnp.ones_like(scene.agents.habit)))
    told = {"challenge": [(B, C, "total")], "join": [(A, TARGET)], "pacts": [(A, C)]}
    free, bound = year(scene, **told), year(habit, **told)
    for name in ("joining", "alignment", "challenge"):
        assert (bound[name][free[name] > 0] == CODE["chance"]).all()
        assert ((bound[name] > 0) == (free[name] > 0)).all()
        assert (free[name][free[name] > 0] != CODE["chance"]).any() or name == "challenge"


# On the record

YEARS = 50
#: Outcomes of a challenge that are wars: by resistance, choice or accident.
WARS = [k for k, name in enumerate(OUTCOMES) if name.endswith("war")]


@pytest.fixture(scope="module")
def design():
    return Design(2, 48, 7, 32, ranges())


def figures(records, *names):
    return (np.asarray(records[name]) for name in names)


def before(record, first):
    """What stood at the end of the year before: `first` in the first year."""
    return np.concatenate([np.full_like(record[:1], first), record[:-1]])


RECORDS = {
    "at once": Condition(YEARS),
    "in turn": Condition(YEARS, states=4, serial=True),
    "by habit": Condition(YEARS, theory=BASELINES["random"]),
}


def test_states_that_decide_in_turn_decide_otherwise(design):
    """In the same worlds, with the same random numbers."""
    one, other = (Condition(YEARS, states=4, serial=s).chunk(design, 0) for s in (False, True))
    assert 0.0 < (one["pact"] != other["pact"]).mean() < 0.5


@pytest.fixture(scope="module", params=RECORDS)
def lived(request, design):
    """The kind of world and its records."""
    return request.param, RECORDS[request.param].chunk(design, 0)


def test_third_parties_on_record_are_living_states_outside_a_war_begun_that_year(lived):
    why, crises, alive = figures(lived[1], "joining", "crisis", "alive")
    lived_before = before(alive, True)
    n = why.shape[1]
    begun = np.isin(crises, WARS)  # [years, i, j, runs]
    assert begun.sum(2).max() == 1
    assert not why[~np.broadcast_to(begun.any(2)[:, None], why.shape)].any()
    principal = begun.swapaxes(1, 2) | (np.eye(n, dtype=bool)[None, :, :, None])
    assert not why[principal].any()
    assert not why[~np.broadcast_to(lived_before[:, :, None], why.shape)].any()
    # and every state that outlives such a war is a third party to it
    fought = (begun & alive[:, :, None] & alive[:, None]).any(2)
    should = fought[:, None] & alive[:, :, None] & ~principal
    assert should.sum() > 50
    assert (why[should] > 0).all()


def test_what_third_parties_did_fits_what_is_said_of_them(lived):
    kind, records = lived
    why, roles, crises = figures(records, "joining", "war", "crisis")
    there = why > 0
    begun = np.isin(crises, WARS).any(2)
    once = begun.sum(1) == 1  # years with a single war
    single = there & once[:, None, None]
    came = single & (roles == war.ROLES.index("joined target"))
    joined_attacker = (roles == war.ROLES.index("joined attacker")).any(2)
    went = single & joined_attacker[:, :, None]
    out = single & ~came & ~went
    for side, which in ((OUT, out), (TARGET, came), (ATTACKER, went)):
        assert which.any() or (side, kind) == (ATTACKER, "in turn")  # rare there
        said = {MOTIVES[k] for k in np.unique(why[which])}
        assert said <= ({"chance"} if kind == "by habit" else ON_SIDE[side])


def test_pacts_on_record_are_those_born_this_year(lived):
    kind, records = lived
    why, pact, roles, alive = figures(records, "alignment", "pact", "war", "alive")
    born = pact & ~before(pact, False)
    assert born.sum() > 100
    # whom an attacker took under its wing after its war decided on nothing but to fight beside it
    fights = roles > 0
    wing = (fights[:, :, None] & fights[:, None]).any(3)  # against the same state
    assert wing[born & (why == 0)].all()
    assert (why[born & ~wing] > 0).all()
    there = why > 0
    assert (there == there.swapaxes(1, 2)).all()
    # a pact born and not there at the end of its year was broken by war or a death
    gone = there & ~born
    dead = ~alive[:, :, None] | ~alive[:, None]
    assert (roles[gone] > 0)[~dead[gone]].all()
    said = {MOTIVES[k] for k in np.unique(why[there])}
    assert said <= ({"chance"} if kind == "by habit" else {"balancing", "bandwagoning", "chance"})
    assert kind == "by habit" or {"balancing", "bandwagoning"} <= said


def test_challenges_on_record_are_one_a_year_and_stand_behind_every_crisis(lived):
    kind, records = lived
    why, crises, alive = figures(records, "challenge", "crisis", "alive")
    assert (why[crises > 0] > 0).all()
    assert (why > 0).sum(2).max() == 1
    lived_before = before(alive, True)
    both = lived_before[:, :, None] & lived_before[:, None]
    assert not why[~both].any()
    # whoever is challenged answers in one way or another
    assert (crises[why > 0] > 0).all()
    said = {MOTIVES[k] for k in np.unique(why[why > 0])}
    assert said <= ({"chance"} if kind == "by habit" else {*CHALLENGE.kinds, "chance"})
    assert kind == "by habit" or "greed" in said


def test_codes_of_crises_are_those_of_the_wars_that_were_fought(lived):
    crises, roles, alive = figures(lived[1], "crisis", "war", "alive")
    opened = np.isin(crises, WARS)
    both = alive[:, :, None] & alive[:, None]
    assert (roles[opened & both] > 0).all()
    # an initiator has that role towards its target and all who come to help it
    began = (roles == war.ROLES.index("initiator")).any(2)
    assert opened.any(2)[began].all()
    target = (roles == war.ROLES.index("initiator")) & (
        roles.swapaxes(1, 2) == war.ROLES.index("target")
    )
    assert opened[target].all()
    assert target.sum() > 50
    assert (crises < len(OUTCOMES)).all()
    backed = crises == OUTCOMES.index("challenger backed down")
    assert backed.any() == (lived[0] != "by habit")  # who acts by habit stands firm
