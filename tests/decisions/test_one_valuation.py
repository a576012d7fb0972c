"""A term moves what a state chooses, what others expect of it and what they learn, alike.

Each test adds a term that the package does not know to the options of one decision, as a mechanism
would report it, and looks at all who weigh the option.
"""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, streams_of
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.decisions import AGREEMENTS
from westphalia.decisions.arming import ARMING
from westphalia.decisions.challenge import CHALLENGE, first_of
from westphalia.decisions.choosers import Draw
from westphalia.decisions.context import Given, Rules, Year
from westphalia.decisions.signal import SIGNAL
from westphalia.mechanisms import arming, crisis, propensity, signals, threat
from westphalia.theories import weighted_sum
from westphalia.world.terms import TERMS, ByType, Weights, public_weights

N, A, B = 3, 0, 1
DELTA = 0.05
RULES = Rules(Draw(), (weighted_sum,))


@pytest.fixture(autouse=True)
def new_term(monkeypatch):
    monkeypatch.setitem(TERMS, "honour", "a term that is added")


def situation(scene):
    """A year at its assessment, and what it is given. (Not compiled: terms are added later.)"""
    year = Year(scene.world, {}, threat.assess(*scene), scene.answer())
    growth = jnp.full((N, 1), jnp.nan)
    return year, Given(scene.agents, jnp.zeros(N), scene.p, scene.mods, streams_of(3, 1), growth)


def weigh(decision, scene):
    year, known = situation(scene)
    return decision.weigh(year, known, RULES)


def add(monkeypatch, place, name, extra):
    """A mechanism's terms, with one more."""
    plain = getattr(place, name)
    monkeypatch.setattr(place, name, lambda *args: {**plain(*args), "honour": extra})


weight = st.floats(0.1, 3.0)
wants = st.builds(Weights, weight, weight, weight, weight, weight)
figures = st.floats(-1.0, 1.0)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(list(TERMS)), figures), figures, wants, weight)
def test_a_term_without_a_weight_counts_for_all_as_it_stands(terms, extra, own, greed):
    for weights in (own, public_weights(greed), public_weights(0.0)):
        more = weighted_sum({**terms, "honour": extra}, weights)
        assert more - weighted_sum(terms, weights) == pytest.approx(extra, abs=1e-9)


def test_arms_what_greed_gains_is_chosen_by_the_greedy_and_tells_of_them(monkeypatch):
    scene = equals(N).having(greedy=0.0)
    greedy = scene.having(greedy=1.0)
    before, before_greedy = weigh(ARMING, scene), weigh(ARMING, greedy)
    raised = arming.OPTIONS.index("raise")
    bonus = jnp.zeros((N, 5, 1)).at[:, raised].set(DELTA)
    add(monkeypatch, arming, "terms", ByType(bonus, 0.0 * bonus))
    after, after_greedy = weigh(ARMING, scene), weigh(ARMING, greedy)
    gained = (after_greedy.value - before_greedy.value)[:, raised]
    response = after_greedy.terms["response"] - before_greedy.terms["response"]
    own = scene.agents.survival * response[:, raised]
    np.testing.assert_allclose(gained, DELTA + own, rtol=1e-4)
    assert (after_greedy.chance[:, raised] > before_greedy.chance[:, raised]).all()
    # the secure are not tempted, and others learn from who is
    assert "honour" in after.terms
    assert not np.asarray(after.terms["honour"]).any()
    told = after.evidence - before.evidence
    assert (told[:, raised] > 0).all()
    others = [k for k in range(5) if k != raised]
    assert (told[:, others] < 0).all()
    # exactly the change of the log odds of a softmax: greedy less secure
    expected = DELTA / scene.p.temperature_arms
    np.testing.assert_allclose(told[:, raised] - told[:, 0], expected, rtol=1e-4)


def test_arms_what_both_types_gain_moves_both_and_tells_nothing_of_the_option(monkeypatch):
    scene = equals(N)
    before = weigh(ARMING, scene)
    raised = arming.OPTIONS.index("raise")
    add(monkeypatch, arming, "terms", jnp.zeros((N, 5, 1)).at[:, raised].set(DELTA))
    after = weigh(ARMING, scene)
    assert (after.chance[:, raised] > before.chance[:, raised]).all()
    # ratios between options stay what they were
    told = (after.evidence - before.evidence) - (after.evidence - before.evidence)[:, :1]
    np.testing.assert_allclose(told, 0.0, atol=1e-5)


def test_a_signal_that_costs_the_greedy_more_is_sent_less_by_them_and_reassures(monkeypatch):
    scene = equals(N, modules=None)
    p = scene.p
    plain = signals.evidence(signals.terms(scene.world, scene.assessment(), p), p)
    greedy = scene.having(greedy=1.0)
    before = weigh(SIGNAL, greedy)
    cost = jnp.full((N, 1, 1), -DELTA)
    add(monkeypatch, signals, "terms", ByType(cost, 0.0 * cost))
    after = weigh(SIGNAL, greedy)
    assert (after.chance < before.chance).all()
    sent, silent = signals.evidence(signals.terms(scene.world, scene.assessment(), p), p)
    assert (sent < plain[0]).all()
    assert (silent > plain[1]).all()


def test_a_crisis_a_term_moves_the_challenger_those_who_fear_it_and_those_who_watch(monkeypatch):
    scene = equals(N)
    before, seen = weigh(CHALLENGE, scene), threat.assess(*scene)
    plain = propensity.prospects

    def proud(*args):
        found = plain(*args)
        extra = DELTA * jnp.ones_like(found.demand_terms["effort"])
        return found._replace(total_terms={**found.total_terms, "honour": extra})

    monkeypatch.setattr(propensity, "prospects", proud)
    monkeypatch.setattr(crisis, "prospects", proud)
    feared = threat.assess(*scene)
    apart = ~np.eye(N, dtype=bool)
    assert (np.asarray(feared.threat > seen.threat)[..., 0][apart]).all()
    after = weigh(CHALLENGE, scene)
    at = first_of("total war", N) + B
    response = (after.terms["response"] - before.terms["response"])[A, at]
    gained = (after.value - before.value)[A, at]
    np.testing.assert_allclose(gained, DELTA + scene.agents.survival[A] * response, rtol=1e-3)
    assert after.chance[A, at] > before.chance[A, at]
    # a war that all would like more tells less of greed
    assert (feared.evidence_total < seen.evidence_total)[A, B]


@pytest.mark.parametrize("item", AGREEMENTS, ids=lambda item: item.name)
def test_agreements_what_repels_the_greedy_is_refused_by_them_and_tells(monkeypatch, item):
    scene = equals(N, modules=None).under(agenda=1.0)
    greedy = scene.having(greedy=1.0)
    year, known = situation(scene)
    table = jnp.ones((N, N, 1))
    plain = item.terms_of
    cost = -DELTA * table

    def keen(scene):
        year, known = situation(scene)
        offered = item.options(year, known, table)
        weighed = item.weigh_offered(offered, year, known, RULES)
        return item.keenness(offered, known), weighed.value

    (told, secure_value), (_, greedy_value) = keen(scene), keen(greedy)
    monkeypatch.setattr(
        item, "terms_of", lambda y, g: {**plain(y, g), "honour": ByType(cost, 0.0 * cost)}
    )
    (told_now, secure_now), (_, greedy_now) = keen(scene), keen(greedy)
    np.testing.assert_allclose(told_now - told, -DELTA, rtol=1e-4)
    np.testing.assert_allclose(greedy_now - greedy_value, -DELTA, rtol=1e-3)
    np.testing.assert_array_equal(secure_now, secure_value)
    assert year.n == N
    assert known.p.agenda == 1.0
