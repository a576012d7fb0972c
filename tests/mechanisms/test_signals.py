"""Costly signals: Kydd (1997, 2005)."""

import jax.numpy as jnp
import pytest
from conftest import equals
from limits import a, close
from traces import REALIST_OR_NOT, A, B, among, value_of

from westphalia.decisions.valuation import yes
from westphalia.mechanisms import signals
from westphalia.world.terms import of_own_type

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


@EXACT
@pytest.mark.parametrize(
    ("cost", "separates"), [(0.9, False), (1.1, True), (1.9, True), (2.1, False)]
)
def test_kydd_a_signal_separates_iff_only_the_secure_can_afford_it(cost, separates):
    gain_greedy, gain_secure, cold = 1.0, 2.0, 1e-4
    sends_g, sends_s = (
        yes(a([[[gain - cost]]]), a([[[cold]]]))[0, 0, 0] for gain in (gain_greedy, gain_secure)
    )
    assert ((sends_g == 0.0) & (sends_s == 1.0)) == separates
    # the greedy one at the margin does not separate for sure; the secure one is indifferent
    assert yes(a([[[0.0]]]), a([[[cold]]]))[0, 0, 0] == close(0.5)


@EXACT
@pytest.mark.parametrize("opening", [(0.02, 0.01), (0.4, 0.0)])
def test_kydd_cheap_talk_says_nothing_and_a_costly_signal_reassures(equals, opening):
    scene = equals(n=3)
    one = jnp.ones((3, 1))
    seen = scene.seen()._replace(opening_greedy=opening[0] * one, opening_secure=opening[1] * one)

    def evidence(cost, seen=seen):
        """What sending and not sending tell of a state's type."""
        p = scene.under(signal_cost=cost).p
        return signals.evidence(signals.terms(scene.world, seen, p), p)

    assert all((part == 0.0).all() for part in evidence(0.0))
    free = scene.under(signal_cost=0.0).p
    talk = signals.options(scene.world, seen, scene.answer(), free, scene.mods)
    own = of_own_type(talk.terms, scene.world.greedy)
    assert all((term == 0.0).all() for name, term in own.items() if name != "effort")
    sent, silent = evidence(0.05)
    assert (sent < 0.0).all()
    assert (silent > 0.0).all()
    assert (evidence(0.1)[0] < sent).all()
    # if greed makes no difference to what is given up, the signal says nothing either
    alike = seen._replace(opening_greedy=seen.opening_secure)
    assert all((part == 0.0).all() for part in evidence(0.05, alike))


@pytest.mark.parametrize("theory", REALIST_OR_NOT)
def test_a_greedy_state_signals_less(theory):
    scene = equals(3, theory)
    greedy = among(scene, "greedy", {(A, 0): 1.0})

    def sends(at):
        offered = signals.options(at.world, at.seen(), at.answer(), at.p, at.mods)
        return yes(value_of(at, offered.terms), at.p.heat_arms)[:, 0, 0]

    assert sends(greedy)[A] < sends(scene)[A]
    assert sends(greedy)[B] == pytest.approx(float(sends(scene)[B]), rel=1e-5)
