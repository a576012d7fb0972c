"""What a decision is: weighed in one way, chosen under one key, and on record as it was made."""

import jax.numpy as jnp
import numpy as np
import pytest
from limits import close
from mechanisms.assessments import each_run, logistic

from decisions.years import HABIT, RULES, RUNS, N, a_year, plain, worth
from westphalia.decisions import AGREEMENTS, DECISIONS, IN_TURN
from westphalia.decisions.decision import Decision, Weighed, weigh_proposal
from westphalia.decisions.resistance import RESISTANCE
from westphalia.decisions.standing import STANDING
from westphalia.world.terms import ByType, Options


def drawn(*shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).uniform(-0.1, 0.1, shape), float)


def an_offer(width):
    """A proposal with a term of every kind, one of them different for the greedy."""
    shape = (N, width, RUNS)
    terms = {name: drawn(*shape, seed=k) for k, name in enumerate(("consumption", "survival"))}
    terms["greed"] = drawn(*shape, seed=3)
    terms["opportunity"] = ByType(drawn(*shape, seed=4), drawn(*shape, seed=5))
    terms["effort"] = jnp.full((N, 1, 1), -0.02)
    return Options(terms, jnp.ones((N, width, 1)))


@pytest.mark.parametrize("width", [1, N])
def test_a_proposal_is_accepted_by_its_value_to_the_states_own_type(width):
    year, known = a_year(1)
    offered, noise = an_offer(width), drawn(N, 1, RUNS, seed=6) + 0.2
    usual = jnp.full((N, 1, 1), 0.35)
    found = weigh_proposal(offered, noise, usual, year, known, RULES)
    shape = (N, width, RUNS)
    assert found.allowed.shape == found.value.shape == found.chance.shape == shape
    typed = offered.terms["opportunity"]
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i, j in np.ndindex(N, width):
            own = {**offered.terms, "opportunity": typed[0] if w.greedy[i] else typed[1]}
            value = worth(plain(own, shape), (i, j, run), m, w, q)
            assert found.value[i, j, run] == pytest.approx(value, rel=1e-4, abs=1e-7)
            chance = 0.35 if i == HABIT else logistic(value / float(noise[i, 0, run]))
            assert found.chance[i, j, run] == pytest.approx(chance, rel=1e-4)
    assert found.evidence == 0.0


def test_a_pull_is_the_value_of_the_terms_that_are_named_alone():
    year, known = a_year(2)
    found = weigh_proposal(an_offer(N), 0.1, jnp.zeros((N, 1, 1)), year, known, RULES)
    pull = found.pulls(year, known, RULES)
    terms = plain(found.terms, (N, N, RUNS))
    for names in (("survival",), ("survival", "greed"), ("greed", "prestige")):
        pulled = pull(*names)
        for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
            for i, j in np.ndindex(N, N):
                by_hand = worth(terms, (i, j, run), m, w, q, only=names)
                assert pulled[i, j, run] == pytest.approx(by_hand, rel=1e-4, abs=1e-7)
    assert not pull("prestige").any()
    assert pull("prestige").shape == (N, N, RUNS)


def test_a_decision_is_on_record_with_its_choice():
    weighed = Weighed({"effort": 1.0}, 2.0, 3.0, 4.0, 5.0)
    taken = weighed.taken(6.0)
    assert taken == ({"effort": 1.0}, 2.0, 3.0, 6.0, 4.0, 0.0)
    assert (taken.choice, taken.allowed) == (6.0, 4.0)


def test_a_decision_must_be_weighed_and_taken():
    class Half(Decision):
        name = "half"

        def weigh(self, year, given, rules):
            return "weighed"

    with pytest.raises(TypeError, match="take"):
        Half()

    class Whole(Half):
        def take(self, year, given, rules):
            return year

    assert Whole().chosen_as == "half"
    assert Whole().phase == "plan"
    assert Whole().foresee(None, None, None) == "weighed"


def test_names_of_decisions_are_their_own_and_those_in_turn_are_among_them():
    names = [decision.name for decision in DECISIONS]
    assert len(set(names)) == len(names)
    # standing firm comes up within the crises that states open
    assert (*AGREEMENTS, *IN_TURN) == tuple(d for d in DECISIONS if d not in (RESISTANCE, STANDING))
    assert names[-3:] == ["resist", "stand", "join"]
    assert [d.chosen_as for d in IN_TURN] == [d.name for d in IN_TURN]
    stages = [d.stage for d in IN_TURN]
    assert len(set(stages)) == len(stages)


def test_an_option_that_is_not_there_is_marked_and_valued_all_the_same():
    year, known = a_year(3)
    offered = an_offer(N)._replace(allowed=jnp.zeros((N, N, 1)))
    found = weigh_proposal(offered, 0.1, jnp.zeros((N, 1, 1)), year, known, RULES)
    assert not found.allowed.any()
    same = weigh_proposal(an_offer(N), 0.1, jnp.zeros((N, 1, 1)), year, known, RULES)
    assert found.value == close(same.value)
