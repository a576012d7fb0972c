"""Terms and items: every mechanism reports under names that are known, and no name is idle."""

import jax.numpy as jnp
from conftest import anything, switched
from mechanisms.assessments import answers, assessment

from westphalia.decisions import AGREEMENTS
from westphalia.decisions.context import Given, Year
from westphalia.decisions.valuation import own_weights
from westphalia.mechanisms import (
    alignment,
    arming,
    brinkmanship,
    cooperation,
    crisis,
    joining,
    signals,
)
from westphalia.theories import weighted_sum
from westphalia.world.agreements import AGREEMENTS as ROWS
from westphalia.world.terms import TERMS, ByType, Options

N, RUNS = 3, 2


def every_decision():
    """The options of every decision of a year, by name."""
    world, agents, p, mods = anything(N, RUNS, 1)
    seen, answer = assessment(N, RUNS), answers(N, RUNS)
    pair, state = jnp.zeros((N, N, RUNS)), jnp.ones((N, RUNS))
    given = Given(agents, jnp.zeros(N), p, mods, None, None)
    year = Year(world, {}, seen, answer)
    wants, firm = own_weights(given, world), pair + 1.0
    front = joining.Front(jnp.zeros(RUNS, int), jnp.ones(RUNS, int), jnp.zeros(RUNS))
    side = joining.sides(world, front, p, mods)
    return {a.name: a.options(year, given, pair + 1.0) for a in AGREEMENTS} | {
        "arms": arming.options(world, seen, answer, agents, p, mods)[0],
        "signal": signals.options(world, seen, answer, p, mods),
        "pact": alignment.options(world, seen, pair, p, mods),
        "compliance": cooperation.compliance(world, seen, answer, p, mods),
        "challenge": crisis.options(world, seen, answer, wants, pair, state, firm, p, mods)[0],
        "stand": Options(brinkmanship.standing_firm(world, seen.ground, seen.odds, 1.0, p), firm),
        "join": joining.options(world, seen, pair, front, side, p, mods),
    }


def test_every_term_that_is_reported_is_known_and_every_known_one_is_reported():
    reported = {name: set(offered.terms) for name, offered in every_decision().items()}
    for name, terms in reported.items():
        assert terms <= set(TERMS), name
    assert set.union(*reported.values()) == set(TERMS)


def test_a_term_is_one_number_for_each_option_and_run():
    for name, offered in every_decision().items():
        shape = offered.allowed.shape
        assert shape[0] == N, name
        for term, value in offered.terms.items():
            for part in value if isinstance(value, ByType) else (value,):
                assert jnp.broadcast_shapes(part.shape, shape) == shape, (name, term)
                assert part.dtype == jnp.float32, (name, term)
                assert jnp.isfinite(part).all(), (name, term)


def test_every_term_counts_in_the_value_that_theories_share():
    class Wants:
        consumption, survival, power, identity, greed = 2.0, 3.0, 5.0, 7.0, 11.0

    weighed = {
        "consumption": 2.0,
        "survival": 3.0,
        "restraint": 3.0,
        "response": 3.0,
        "power": 5.0,
        "identity": 7.0,
        "greed": 11.0,
    }
    for name in TERMS:
        assert weighted_sum({name: 10.0}, Wants) == 10.0 * weighed.get(name, 1.0), name


def test_every_item_of_an_agenda_has_a_module_that_takes_it_off():
    world, _, p, mods = anything(N, RUNS, 2)
    for k, row in enumerate(ROWS):
        lot = jnp.full((N, N, RUNS), p.agenda * (k + 0.5) / len(ROWS))
        on = cooperation.agenda(world, lot, p, mods)
        off = cooperation.agenda(world, lot, p, switched(**{row.module: 0.0}))
        assert on[row.name].sum() == RUNS * N * (N - 1)
        assert all(on[other.name].sum() == 0.0 for other in ROWS if other != row)
        assert all(value.sum() == 0.0 for value in off.values()), row.name
