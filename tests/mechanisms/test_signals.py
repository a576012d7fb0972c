"""Costly signals: Kydd (1997, 2005)."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import equals, switched
from limits import a, close
from traces import REALIST_OR_NOT, A, B, among, value_of

from mechanisms.assessments import answers, assessment, dtypes, each_run
from westphalia.decisions.valuation import yes
from westphalia.mechanisms import signals
from westphalia.world.state import World
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
    seen = scene.assessment()._replace(
        opening_greedy=opening[0] * one, opening_secure=opening[1] * one
    )

    def evidence(cost, assessment=seen):
        """What sending and not sending tell of a state's type."""
        p = scene.under(signal_cost=cost).p
        return signals.evidence(signals.terms(scene.world, assessment, p), p)

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
        offered = signals.options(at.world, at.assessment(), at.answer(), at.p, at.mods)
        return yes(value_of(at, offered.terms), at.p.temperature_arms)[:, 0, 0]

    assert sends(greedy)[A] < sends(scene)[A]
    assert sends(greedy)[B] == pytest.approx(float(sends(scene)[B]), rel=1e-5)


N, RUNS = 4, 3


@EXACT
@pytest.mark.parametrize("cost", [0.0, 0.1, 0.5])
def test_a_signal_scraps_offence_and_not_one_gun_of_defence(anything, cost):
    world, _, p, _ = anything(N, RUNS, 1, signal_cost=cost)
    arms, posture = signals.reduction(world, p)
    assert arms * posture == close((1.0 - cost) * world.arms * world.posture)
    assert arms * (1.0 - posture) == close(world.arms * (1.0 - world.posture))


def test_only_who_sends_gives_something_up(anything):
    world, _, p, _ = anything(N, RUNS, 2, signal_cost=0.2)
    sends = jnp.zeros((N, RUNS)).at[1].set(1.0)
    after = signals.resolve(world, sends, p)
    changed = np.asarray(after.arms != world.arms)
    assert changed.tolist() == np.asarray(sends > 0).tolist()
    assert np.asarray(after.posture < world.posture).tolist() == changed.tolist()
    for name in set(World._fields) - {"arms", "posture"}:
        assert (getattr(after, name) == getattr(world, name)).all(), name


@EXACT
def test_terms_of_a_signal_are_those_of_loops_over_states(anything):
    world, _, p, mods = anything(N, RUNS, 3)
    seen = assessment(N, RUNS, 4)
    offered = signals.options(world, seen, answers(N, RUNS, 5), p, mods)
    found = of_own_type(offered.terms, world.greedy)
    for run, w, s, q in each_run(RUNS, world, seen, p):
        for i in range(N):
            offence, shield = w.arms[i] * w.posture[i], w.arms[i] * (1.0 - w.posture[i])
            then = (1.0 - q.signal_cost) * offence
            mass = np.log((then + shield) / w.arms[i])
            fit = q.distinguishability
            # E = (1 - d) M + d (the part of M that serves the role)
            attack = np.log(
                ((1.0 - fit) * (then + shield) + fit * then)
                / ((1.0 - fit) * w.arms[i] + fit * offence)
            )
            defend = np.log(
                ((1.0 - fit) * (then + shield) + fit * shield)
                / ((1.0 - fit) * w.arms[i] + fit * shield)
            )
            first = bend = 0.0
            for j in (k for k in range(N) if k != i):
                part, steep = s.defend[i] / s.met[j, i], -s.by_defence[i, j]
                danger = s.threat[i, j]
                each = q.horizon * danger / (1.0 - danger) * steep * part
                first += each
                bend += each * (steep * part / (1.0 - danger) - (1.0 - part))
            rate = np.clip(bend / first, -0.5, 3.0)
            opening = s.opening_greedy[i] if w.greedy[i] else s.opening_secure[i]
            by_hand = {
                "survival": first * (1.0 - np.exp(-rate * defend)) / rate,
                "power": q.military_share * mass,
                "opportunity": q.horizon * opening * attack,
                "effort": -q.agreement_cost,
            }
            for name, value in by_hand.items():
                assert found[name][i, 0, run] == close(value), name


def test_nobody_signals_with_the_module_off_and_the_dead_never(anything):
    world, _, p, mods = anything(N, RUNS, 6)
    world = world._replace(alive=world.alive.at[0].set(0.0))
    seen, answer = assessment(N, RUNS), answers(N, RUNS)
    allowed = signals.options(world, seen, answer, p, mods).allowed
    assert (allowed[:, 0] == world.alive).all()
    off = signals.options(world, seen, answer, p, switched(signals=0.0))
    assert (off.allowed == 0.0).all()
    assert dtypes(off) == {"float32"}
