"""What acts tell about types: likelihood ratios of quantal response, by hand."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close

from westphalia.mechanisms import inference
from westphalia.world.terms import ByType, Weights

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, OPTIONS, RUNS = 2, 4, 3
KNOWN = Weights(consumption=2.0, survival=0.5, power=0.0, identity=0.0, greed=0.0)


def some_terms(seed=1, apart=0.3):
    """Terms that all can see, and one that depends on the type."""
    rng = np.random.default_rng(seed)
    common, power, greedy, secure = rng.normal(size=(4, N, OPTIONS, RUNS))
    terms = {
        "consumption": jnp.asarray(common, float),
        "power": jnp.asarray(power, float),
        "opportunity": ByType(
            jnp.asarray(apart * greedy, float), jnp.asarray(apart * secure, float)
        ),
    }
    values = [2.0 * common + apart * part for part in (greedy, secure)]
    return terms, values


@EXACT
def test_a_choice_tells_the_ratio_of_its_chances_under_the_two_types():
    terms, (greedy, secure) = some_terms()
    allowed = np.ones((N, OPTIONS, RUNS))
    allowed[0, 2] = 0.0
    told = inference.from_choice(terms, KNOWN, jnp.asarray(allowed), 0.7)

    def chances(value):
        weight = allowed * np.exp(value / 0.7)
        return weight / weight.sum(1, keepdims=True)

    there = allowed > 0
    ratio = chances(greedy)[there] / chances(secure)[there]
    assert np.asarray(told)[there] == close(np.log(ratio))
    assert (np.asarray(told)[~there] == 0.0).all()
    # a likelihood ratio is 1 on average under the type in its denominator
    mean = (chances(secure) * np.exp(told)).sum(1)
    assert mean == close(np.ones_like(mean))


@EXACT
def test_a_proposal_is_a_choice_between_it_and_nothing():
    terms, _ = some_terms(2)
    does, does_not = inference.from_proposal(terms, KNOWN, 0.7)

    def against_nothing(term):
        return jnp.stack([jnp.zeros(RUNS), term[0, 0]])[None]

    pair = {k: against_nothing(v) for k, v in terms.items() if k != "opportunity"}
    pair["opportunity"] = ByType(*(against_nothing(part) for part in terms["opportunity"]))
    told = inference.from_choice(pair, KNOWN, jnp.ones((1, 2, RUNS)), 0.7)
    assert told[0, 1] == close(does[0, 0])
    assert told[0, 0] == close(does_not[0, 0])


@EXACT
def test_an_answer_tells_to_first_order_what_the_proposal_does():
    terms, (greedy, secure) = some_terms(3, apart=1e-5)
    keen = inference.keenness(terms, KNOWN, terms["power"])
    assert keen == pytest.approx(greedy - secure, abs=1e-15)
    chance = 1.0 / (1.0 + np.exp(-0.5 * (greedy + secure) / 0.7))
    does, does_not = inference.from_proposal(terms, KNOWN, 0.7)
    for consent, exact in ((1.0, does), (0.0, does_not)):
        told = inference.from_answer(jnp.full_like(keen, consent), jnp.asarray(chance), keen, 0.7)
        assert np.asarray(told) == pytest.approx(np.asarray(exact), abs=1e-9)
        assert (np.abs(told) > 0.0).all()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.floats(0.0, 20.0))
def test_what_acts_tell_has_a_sign_and_a_bound(seed, apart):
    terms, _ = some_terms(seed, apart)
    swapped = terms | {"opportunity": ByType(*reversed(terms["opportunity"]))}
    allowed = jnp.ones((N, OPTIONS, RUNS))
    told = inference.from_choice(terms, KNOWN, allowed, 0.7)
    assert told.dtype == jnp.float32
    assert inference.from_choice(swapped, KNOWN, allowed, 0.7) == pytest.approx(
        -np.asarray(told), abs=1e-4
    )
    keen = inference.keenness(terms, KNOWN, allowed)
    yes, no = (
        inference.from_answer(jnp.full_like(keen, c), jnp.full_like(keen, 0.4), keen, 0.1)
        for c in (1.0, 0.0)
    )
    assert (yes * keen >= 0.0).all()
    assert (no * keen <= 0.0).all()
    assert jnp.maximum(jnp.abs(yes), jnp.abs(no)).max() <= inference.ANSWER_MAX


def test_what_both_types_value_alike_tells_nothing():
    terms, _ = some_terms(4)
    terms["opportunity"] = ByType(*[terms["opportunity"].greedy] * 2)
    told = inference.from_choice(terms, KNOWN, jnp.ones((N, OPTIONS, RUNS)), 0.7)
    assert (told == 0.0).all()
    assert all((part == 0.0).all() for part in inference.from_proposal(terms, KNOWN, 0.7))
