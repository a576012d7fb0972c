"""The contest: Tullock (1980), Hirshleifer (1989)."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import PLAIN_FORMS, anything, switched
from hypothesis import given
from hypothesis import strategies as st
from limits import a, close, root
from simulation.worlds import MANY

from westphalia.mechanisms import contest, pledges, threat
from westphalia.theories import THEORIES
from westphalia.world.parameters import Forms, Parameters
from westphalia.world.problems import UserError

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


def win(own, rivals, p):
    return contest.chance(contest.log_odds(own, rivals, p))


def best_effort(value, rivals, cost, p):
    """The effort at which a contender's marginal gain equals its marginal cost."""
    slope = jax.jit(jax.grad(lambda own, other: value * win(own, other, p)))
    return root(lambda own: slope(a(own), a(rivals)) - cost, 1e-6, 2.0)


@EXACT
@pytest.mark.parametrize(
    ("n", "m", "expected"), [(2, 1.0, 0.25), (3, 1.0, 0.2222), (5, 1.0, 0.16), (2, 0.5, 0.125)]
)
def test_contest_symmetric_effort(n, m, expected):
    p = Parameters(decisiveness=m, defence_advantage=1.0)
    effort = m * (n - 1) / n**2
    assert effort == pytest.approx(expected, abs=5e-5)
    assert best_effort(1.0, (n - 1) * effort, 1.0, p) == close(effort)
    # in units: twice the value, a third of the cost
    assert best_effort(2.0, (n - 1) * 6 * effort, 1 / 3, p) == close(6 * effort)


@EXACT
def test_contest_unequal_values():
    p = Parameters(decisiveness=1.0, defence_advantage=1.0)
    strong, weak = 0.3, 0.3
    for _ in range(25):
        strong = best_effort(1.0, weak, 1.0, p)
        weak = best_effort(0.5, strong, 1.0, p)
    assert (strong, weak) == (close(2 / 9), close(1 / 9))
    assert (strong, weak) == pytest.approx((0.2222, 0.1111), abs=5e-5)


@EXACT
@pytest.mark.parametrize("m", [0.5, 1.0, 2.0])
def test_contest_someone_wins(m):
    p = Parameters(decisiveness=m, defence_advantage=1.0)
    x, y = jnp.meshgrid(jnp.logspace(-3, 2, 40), jnp.logspace(-3, 2, 40))
    assert (win(x, y, p) + win(y, x, p)) == close(np.ones_like(x), rel=1e-12)
    # the formula itself, and a defence advantage
    assert win(x, y, p) == close(x**m / (x**m + y**m))
    p = Parameters(decisiveness=m, defence_advantage=2.0)
    assert win(x, y, p) == close(x**m / (x**m + 2.0 * y**m))


@EXACT
def test_indistinguishable_arms_serve_both_ends():
    p = Parameters(distinguishability=0.0)
    arms, posture = jnp.ones((3, 1)), a([[0.0], [0.4], [1.0]])
    assert contest.offence(arms, posture, p).tolist() == arms.tolist()
    assert contest.defence(arms, posture, p).tolist() == arms.tolist()


def f32(*values):
    return [jnp.asarray(v, jnp.float32) for v in values]


@MANY
@given(st.floats(1e-4, 10.0), st.floats(1e-4, 10.0), st.floats(1.01, 3.0))
def test_strength_never_hurts_in_a_contest(own, rival, more):
    p = Parameters()
    now = contest.log_odds(*f32(own, rival), p)
    assert contest.log_odds(*f32(own * more, rival), p) > now
    assert contest.log_odds(*f32(own, rival * more), p) < now
    assert 0.0 <= contest.chance(now) <= 1.0


# The two forms (Hirshleifer 1989)

DIFFERENCE = Forms("difference")


def under(**values):
    return replace(Parameters(decisiveness=1.5, defence_advantage=2.0), **values)


@EXACT
def test_difference_form_is_logistic_in_the_difference():
    p = under(forms=DIFFERENCE, contest_scale=0.4)
    x, y = a([0.0, 0.1, 0.7]), a([0.3, 0.3, 0.2])
    assert win(x, y, p) == close(1.0 / (1.0 + 2.0 * np.exp(-1.5 * (x - y) / 0.4)))
    # the same difference is the same chance, however much both have
    assert win(x + 5.0, y + 5.0, p) == close(win(x, y, p))


@EXACT
def test_with_no_strength_there_is_a_chance_in_differences_and_none_in_ratios():
    nothing, something = a(0.0), a(0.3)
    none = win(nothing, something, under())
    some = win(nothing, something, under(forms=DIFFERENCE, contest_scale=0.3))
    assert none < 1e-8
    assert some == close(1.0 / (1.0 + 2.0 * np.exp(1.5)))
    # and nobody is sure of victory over the unarmed
    assert win(something, nothing, under()) > 1.0 - 1e-7
    assert win(something, nothing, under(forms=DIFFERENCE, contest_scale=0.3)) == close(
        1.0 / (1.0 + 2.0 * np.exp(-1.5))
    )


@EXACT
def test_arming_twofold_all_round_changes_differences_and_no_ratio():
    x, y = a(0.4), a(0.2)
    assert win(2 * x, 2 * y, under()) == close(win(x, y, under()))
    p = under(forms=DIFFERENCE)
    assert win(2 * x, 2 * y, p) > win(x, y, p)


@EXACT
@pytest.mark.parametrize("form", contest.CONTESTS.values(), ids=lambda form: form.name)
def test_slopes_of_a_form_are_its_derivatives(form):
    p, h = under(forms=Forms(form.name)), 1e-6
    x, y, g, k = a([0.1, 0.3, 0.9]), a([0.5, 0.3, 0.2]), a([0.02, 0.0, -0.01]), a([0.0, 0.01, 0.03])

    def slope(f):
        """d f / d ln x and d f / d ln y, by finite differences."""
        more, less = np.exp(h), np.exp(-h)
        return (
            (f(x * more, y) - f(x * less, y)) / (2 * h),
            (f(x, y * more) - f(x, y * less)) / (2 * h),
        )

    by_x, by_y = slope(lambda x, y: form.log_odds(x, y, p))
    assert form.by_attack(x, y, p) == close(by_x, rel=1e-7)
    assert -form.by_defence(x, y, p) == close(by_y, rel=1e-7)
    later_x, later_y = slope(lambda x, y: form.shift(x, y, g, k, 15.0, p))
    shift = form.shift_slopes(x, y, g, k, 15.0, p)
    rise, fall = (0.0 * x, 0.0 * x) if shift is None else shift
    assert rise == pytest.approx(np.asarray(later_x), abs=1e-8)
    assert -fall == pytest.approx(np.asarray(later_y), abs=1e-8)


@EXACT
@pytest.mark.parametrize("form", contest.CONTESTS.values(), ids=lambda form: form.name)
def test_a_shift_is_what_growth_does_to_the_odds(form):
    p, years = under(forms=Forms(form.name)), 15.0
    x, y, g, k = a(0.4), a(0.3), a(0.02), a(-0.01)
    grown = form.log_odds(x * jnp.exp(years * g), y * jnp.exp(years * k), p)
    assert form.shift(x, y, g, k, years, p) == close(grown - form.log_odds(x, y, p))


@EXACT
def test_the_forms_move_alike_at_the_scale_of_the_contest():
    p = under(contest_scale=0.3)
    at = a(0.3)
    for slope in ("by_attack", "by_defence"):
        ratio, difference = (getattr(f, slope)(at, at, p) for f in contest.CONTESTS.values())
        assert ratio == close(difference)


def test_an_unknown_form_gets_the_nearest_name():
    with pytest.raises(UserError, match="Did you mean ratio"):
        contest.contest_of(Parameters(forms=Forms("ratoi")))


@EXACT
@pytest.mark.parametrize("form", contest.CONTESTS)
def test_elasticities_of_threat_are_its_derivatives(form):
    """By finite differences in one state's offence, and in what attackers meet at another.

    Without misjudgement: what others cannot know is corrected to second order and is not derived.
    """
    scene = anything(4, 8, 3, THEORIES["defensive"], switched()).under(misjudgement=0.0)
    grows = jnp.linspace(-0.03, 0.03, 4)[:, None] * jnp.ones((4, 8))
    scene = scene.having(growth=grows, leader_confidence=1.0, alive=1.0)
    scene = scene._replace(p=replace(scene.p, forms=PLAIN_FORMS._replace(contest=form)))
    world, h = scene.world, 1e-5
    seen = scene.assessment()

    @jax.jit
    def threats(more_offence, more_met):
        """ln threat with strengths raised by some log points. [i, j] of i from j"""
        attack, defend = contest.offence, pledges.defended
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(threat, "offence", lambda *args: attack(*args) * jnp.exp(more_offence))
            patch.setattr(pledges, "defended", lambda *args: defend(*args) * jnp.exp(more_met))
            return jnp.log(threat.assess(world, scene.agents, scene.p, scene.mods).threat)

    for j in (0, 2):
        step = h * (jnp.arange(4) == j)[:, None]
        slope = (threats(step, 0.0) - threats(-step, 0.0)) / (2 * h)
        others = np.arange(4) != j
        np.testing.assert_allclose(
            seen.by_attack[others, j], slope[others, j], rtol=2e-4, atol=1e-6
        )
    # what j = 1 meets at i = 0 alone
    step = h * ((jnp.arange(4) == 1)[:, None] * (jnp.arange(4) == 0)[None, :])[:, :, None]
    slope = (threats(0.0, step) - threats(0.0, -step)) / (2 * h)
    np.testing.assert_allclose(seen.by_defence[0, 1], slope[0, 1], rtol=2e-4, atol=1e-6)
