"""A crisis: whom to challenge, what came of it, what it tells and why it was made."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close
from mechanisms.assessments import each_run

from decisions.years import (
    HABIT,
    MINDS,
    RULES,
    RUNS,
    Dealt,
    N,
    a_year,
    plain,
    softmax,
    told,
    worth,
)
from westphalia.decisions.challenge import CHALLENGE, KINDS, first_of, judgement
from westphalia.decisions.motives import MOTIVES
from westphalia.mechanisms import propensity

OPTIONS = 1 + 2 * N
QUIET, DEMAND, TOTAL = 0, 1, 1 + N
NO_ERROR, MEAN_COST = jnp.zeros((N, N, RUNS)), jnp.ones((N, RUNS))
#: Of those that choose by a kind of terms.
WHY = {
    "security": ("survival", "response"),
    "profit": ("consumption", "power"),
    "greed": ("greed",),
    "prestige": ("prestige", "identity"),
}


def test_options_stand_in_one_row_a_quiet_year_then_demands_then_total_wars():
    assert [first_of(kind, N) for kind in KINDS] == [QUIET, DEMAND, TOTAL]
    assert [first_of(kind, 14) for kind in KINDS] == [0, 1, 15]


def test_a_challenge_is_made_by_its_value_and_by_who_comes_to_mind_or_by_habit():
    year, known = a_year(1)
    alive = jnp.ones((N, RUNS)).at[1, 0].set(0.0)
    world = year.world._replace(alive=alive)
    looks = propensity.attention(world, known.p, known.mods)
    year = year._replace(world=world, assessment=year.assessment._replace(attention=looks))
    found, _ = CHALLENGE.weigh_knowing(year, NO_ERROR, MEAN_COST, known, RULES)
    terms, usual = plain(found.terms, (N, OPTIONS, RUNS)), MINDS[HABIT].habits
    for run, w, m, q, s in each_run(RUNS, year.world, known.agents, known.p, year.assessment):
        living = [j for j in range(N) if w.alive[j]]
        for i in living:
            others = [j for j in living if j != i]
            # the smaller a crisis is, the smaller are the things that decide
            heat = q.temperature_crisis * w.leader_temperature[i] * np.ones(OPTIONS)
            heat[DEMAND:] *= np.tile(s.ground.scale[i], 2)
            looking = -heat[DEMAND:] * np.log(max(sum(w.delivery[i, j] for j in others), 0.5))
            there = np.zeros(OPTIONS)
            there[[QUIET, *(DEMAND + j for j in others), *(TOTAL + j for j in others)]] = 1
            values = np.asarray([worth(terms, (i, o, run), m, w, q) for o in range(OPTIONS)])
            values[DEMAND:] += looking
            assert found.value[i, :, run] == pytest.approx(values, rel=1e-3, abs=1e-5)
            assert found.allowed[i, :, run].tolist() == there.tolist()
            chance = softmax(values, there, heat)
            if i == HABIT:
                each = np.asarray([1 - usual.demand - usual.total])
                each = np.repeat([usual.demand, usual.total], N) / len(others)
                chance = there * [1 - usual.demand - usual.total, *each]
            assert found.chance[i, :, run] == pytest.approx(chance, rel=2e-3, abs=1e-5)


def test_switches_take_demands_or_total_wars_off():
    for module, first in (("limited_war", DEMAND), ("total_war", TOTAL)):
        year, known = a_year(2, mods=switched(**{module: 0.0}))
        found, _ = CHALLENGE.weigh_knowing(year, NO_ERROR, MEAN_COST, known, RULES)
        assert not found.allowed[:, first : first + N].any()
        assert not found.chance[:2, first : first + N].any()  # but for those with a habit
        assert found.allowed[:, QUIET].all()


def test_challengers_alone_know_their_errors_and_their_costs():
    _, known = a_year(3, misjudgement=0.4)
    drawn = jnp.asarray(np.random.default_rng(0).normal(size=(N, N, RUNS)), float)
    cost = jnp.asarray(np.random.default_rng(1).uniform(size=(N, RUNS)), float)
    dealt = known._replace(streams=Dealt(crisis_error=drawn, crisis_cost=cost))
    error, price = judgement(dealt, N)
    assert error == close(0.4 * np.asarray(drawn))
    assert price == close(2.0 * np.asarray(cost))


def test_a_years_errors_and_costs_enter_what_is_weighed():
    year, known = a_year(3)
    same, _ = CHALLENGE.weigh_knowing(year, *judgement(known, N), known, RULES)
    found = CHALLENGE.weigh(year, known, RULES)
    assert (found.value == same.value).all()
    calm, _ = CHALLENGE.weigh_knowing(year, NO_ERROR, MEAN_COST, known, RULES)
    assert (found.value != calm.value).any()


def opening(seed, resist, accident=1.0, **parameters):
    """A year of 0's demand on 1, 1's quiet and 2's total war on 0; war is cheap, and 0 holds
    little of what it disputes, so that its demand is credible."""
    year, known = a_year(seed, misjudgement=0.0, **parameters)
    ground = year.assessment.ground._replace(cost=jnp.full((N, N, RUNS), 1e-4))
    stake = year.world.stake.at[0, 1].set(0.02).at[1, 0].set(0.98)
    alive = jnp.ones((N, RUNS))
    year = year._replace(
        world=year.world._replace(stake=stake, alive=alive),
        assessment=year.assessment._replace(ground=ground),
    )
    draws = (jnp.full((N, RUNS), resist), jnp.full((N, RUNS), accident))
    return year, known._replace(streams=Dealt(known.streams, crisis_resist=draws))


CHOICES = [DEMAND + 1, QUIET, TOTAL + 0]


@pytest.mark.parametrize("resist", [0.0, 1.0])
def test_a_demand_is_resisted_or_conceded_and_a_total_war_is_war(resist):
    """A private cost of nothing makes the target resist, and the largest makes it concede."""
    year, known = opening(4, resist)
    after = CHALLENGE.take(year, known, told(challenge=CHOICES, explain=True))
    opened = after.opened
    only = np.zeros((N, N, RUNS))
    only[0, 1] = 1.0
    assert (opened.demanded == only).all()
    assert (opened.conceded == (only if resist else 0.0)).all()
    war = np.zeros((N, N, RUNS))
    war[2, 0] = 1.0
    assert (opened.total == war).all()
    assert (opened.war == (war if resist else war + only)).all()
    moved = np.asarray(opened.stake)
    if resist:
        assert (moved[0, 1] > 0.3).all()
        assert moved[0, 1] + moved[1, 0] == close(np.ones(RUNS), rel=1e-5)
    else:
        assert (moved == np.asarray(year.world.stake)).all()
    assert (after.taken["challenge"].choice.argmax(1)[:, 0] == np.asarray(CHOICES)).all()


def test_a_person_asked_may_resist_whatever_it_costs():
    year, known = opening(4, 1.0)
    after = CHALLENGE.take(year, known, told(challenge=CHOICES, resist=1.0))
    assert after.opened.war[0, 1].all()
    assert not after.opened.conceded.any()


def test_what_was_chosen_tells_of_the_type():
    year, known = opening(5, 1.0)
    after = CHALLENGE.take(year, known, told(challenge=CHOICES))
    seen = year.assessment
    by_hand = [seen.evidence_demand[0, 1], seen.evidence_quiet[1], seen.evidence_total[2, 0]]
    told_ = np.asarray(after.world.evidence - year.world.evidence)
    assert told_ == pytest.approx(np.asarray(by_hand), abs=1e-5)


def test_why_it_was_made_is_the_strongest_kind_of_its_terms():
    seen, found_out = set(), []
    for seed in range(5):
        year, known = opening(seed, 1.0, temperature_crisis=0.003)
        rules = told(challenge=CHOICES, explain=True, detail=True)
        after = CHALLENGE.take(year, known, rules)
        terms = plain(after.taken["challenge"].terms, (N, OPTIONS, RUNS))
        record = {k: np.asarray(v) for k, v in after.record.items()}
        assert record["challenge"].dtype == np.uint8
        for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
            for i, j in ((0, 1), (2, 0)):
                at = (i, CHOICES[i], run)
                pulls = {why: worth(terms, at, m, w, q, names) for why, names in WHY.items()}
                why = max(pulls, key=pulls.get)
                noise = 0.003 * w.leader_temperature[i]
                why = why if pulls[why] > noise and i != HABIT else "chance"
                assert MOTIVES[record["challenge"][i, j, run]] == why
                security = record["challenge_security"][i, j, run]
                assert security == pytest.approx(pulls["security"], rel=1e-3, abs=1e-6)
                seen.add(why)
        made = np.zeros((N, N), bool)
        made[0, 1] = made[2, 0] = True
        found_out.append(((record["challenge"] > 0) == made[:, :, None]).all())
    assert all(found_out)
    assert len(seen) > 2
    quiet = CHALLENGE.take(year, known, told(challenge=[QUIET] * N))
    assert not quiet.record["challenge"].any()
    assert "challenge_security" not in quiet.record
