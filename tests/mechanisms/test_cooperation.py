"""Cooperation: what items are worth, when they stand, and who keeps an arms cap."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from conftest import plain, switched
from limits import a, close, weights

from mechanisms.assessments import answers, assessment, each_run, pairs_of
from westphalia.decisions.valuation import weights as own_weights
from westphalia.mechanisms import arming, cooperation, response
from westphalia.theories import weighted_sum
from westphalia.world.agreements import AGREEMENTS

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")


# Kydd (1997, 2005)


def complies(trust, detection=0.0, discount=0.9, payoffs=(3.0, 0.0, 2.0, 1.0)):
    return cooperation.comply(a(trust), *(a(v) for v in payoffs), a(detection), a(discount))


@EXACT
def test_kydd_trust_threshold():
    assert complies(0.5) == pytest.approx(0.0, abs=1e-12)
    assert complies(0.501) > 0 > complies(0.499)
    r, s, t, p = 4.0, -1.0, 3.5, 0.7
    threshold = (p - s) / (r - t + p - s)
    assert complies(threshold, payoffs=(r, s, t, p)) == pytest.approx(0.0, abs=1e-12)


# Relative gains: Grieco (1988), Snidal (1991)


def deal_value(own, partner, psi, consumption, resources=(1.0, 1.0), psi_all=None):
    """What a deal of `own` and `partner` billion is worth to the first of two states."""

    def matrix(value):
        return jnp.full((2, 2, 1), value)

    all_rivals = jnp.full((2, 1), psi if psi_all is None else psi_all)
    terms = cooperation.deal(
        matrix(own / resources[0]),
        matrix(partner / resources[1]),
        matrix(psi),
        all_rivals,
        matrix(0.0),
    )
    return weighted_sum(terms, weights(consumption=consumption))[0, 1, 0]


@EXACT
def test_grieco_five_against_fifteen_billion_flips_at_one_half():
    # k = Psi / w_C between equals
    assert deal_value(5.0, 15.0, psi=0.5, consumption=1.0) == pytest.approx(0.0, abs=1e-12)
    assert deal_value(5.0, 15.0, psi=0.5001, consumption=1.0) < 0.0
    assert deal_value(5.0, 15.0, psi=0.4999, consumption=1.0) > 0.0
    assert deal_value(5.0, 15.0, psi=1.0, consumption=2.0) == pytest.approx(0.0, abs=1e-12)


@EXACT
@pytest.mark.parametrize(("psi", "consumption"), [(0.3, 1.0), (0.8, 2.0)])
def test_grieco_utility_is_own_gain_less_k_times_the_gap(psi, consumption):
    k = psi / consumption
    for own, partner in ((5.0, 15.0), (1.0, 1.0), (4.0, 2.0)):
        value = deal_value(own, partner, psi, consumption)
        assert value / consumption == close(own - k * (partner - own))


@EXACT
def test_grieco_k_is_the_security_value_of_relative_power(equals):
    """Psi is minus the slope of ln S in ln M_j, ln S_i = H sum_j ln(1 - l_ij)."""
    p = plain(horizon=14.0)
    base, eps = a([[[0.0], [0.02]], [[0.01], [0.0]]]), 0.7

    def log_survival(log_arms):
        risks = base * jnp.exp(eps * log_arms)
        return p.horizon * jnp.log1p(-risks).sum(1)[0, 0]

    psi = response.pressure(base, jnp.full((2, 2, 1), eps), p)
    assert psi[0, 1, 0] == close(-jax.grad(log_survival)(0.0))


@EXACT
@pytest.mark.parametrize("resources", [(2.0, 1.0), (1.0, 4.0)])
def test_grieco_between_unequals_k_grows_with_ones_own_size(resources):
    psi, consumption = 0.3, 1.5
    k = psi / consumption * resources[0] / resources[1]
    gained, lost = (
        deal_value(own, partner, psi, consumption, resources)
        for own, partner in ((1.0, 0.0), (0.0, 1.0))
    )
    # per billion of the partner, in billions of one's own consumption
    assert -lost * resources[0] / consumption == close(k)
    assert gained * resources[0] / consumption == close(1.0 + psi / consumption)


@EXACT
@pytest.mark.parametrize("n", [2, 3, 5, 17])
def test_snidal_relative_gains_matter_less_among_many(n):
    total = 0.6
    lost = deal_value(0.0, 1.0, psi=total / (n - 1), consumption=1.0, psi_all=total)
    assert -lost == close(total / (n - 1))
    # the same from the mechanism: n - 1 equal rivals, of the same danger taken together
    odds_each = a(0.01) / (n - 1)
    share = jnp.full((n, n, 1), odds_each / (1.0 + odds_each)) * (1.0 - jnp.eye(n))[:, :, None]
    psi = response.pressure(share, jnp.ones_like(share), plain(horizon=60.0))
    assert psi.sum(1)[0, 0] == close(total)
    assert psi[0, 1, 0] == close(total / (n - 1))


# Arms control


@EXACT
@pytest.mark.parametrize("detection", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("payoffs", [(3.0, 0.0, 5.0, 1.0), (1.0, -2.0, 1.5, 0.0)])
def test_arms_control_holds_iff_the_future_matters_enough(detection, payoffs):
    r, _, t, p = payoffs
    threshold = (t - r) / ((t - r) + detection * (r - p))
    at = complies(1.0, detection, threshold, payoffs)
    assert at == pytest.approx(0.0, abs=1e-12)
    assert complies(1.0, detection, threshold + 1e-6, payoffs) > 0
    assert complies(1.0, detection, threshold - 1e-6, payoffs) < 0


# The agenda, and arms caps


N, RUNS = 4, 3


def test_each_item_comes_up_as_often_as_any_other(anything):
    world, _, p, mods = anything(3, 1, 4)
    lots = jnp.asarray((np.arange(6000) + 0.5) / 6000, jnp.float32)
    lots = jnp.broadcast_to(lots, (3, 3, 6000))
    world = jax.tree.map(lambda v: jnp.broadcast_to(v, (*v.shape[:-1], 6000)), world)
    found = cooperation.agenda(world, lots, p, mods)
    for item, on_table in found.items():
        share = float(p.agenda) / len(AGREEMENTS)
        assert on_table[0, 1].mean() == pytest.approx(share, abs=5e-4), item
        assert on_table[0, 0].sum() == 0.0
    assert sum(found.values()).max() == 1.0  # a pair meets on one item a year


def test_a_cheat_who_is_found_ends_the_cap_and_one_who_is_not_goes_on(equals):
    scene = equals(3, detection=0.2, inspected_detection=0.9).having(cap=0.02)
    complies = jnp.ones((3, 3, 1)).at[0, 1].set(0.0)  # 0 cheats 1

    def after(found, transparency=0.0, mods=scene.mods):
        world = scene.having(transparency=transparency).world
        draws = jnp.full((3, 3, 1), found)
        return cooperation.keep_caps(world, complies, draws, scene.p, mods)

    for found, watched, stands in (
        (0.19, 0, False),
        (0.21, 0, True),
        (0.21, 1, False),
        (0.91, 1, True),
    ):
        world, ceiling, held = after(found, watched)
        assert (world.cap[0, 1, 0] > 0) == (world.cap[1, 0, 0] > 0) == stands
        assert world.cap[0, 2, 0] > 0
        assert world.cap[2, 1, 0] > 0
        assert held[0, 1, 0] == 0.0
        assert held[1, 0, 0] == 1.0
        assert ceiling[:, 0].tolist() == pytest.approx([0.02] * 3)
    world, ceiling, held = after(0.0, mods=switched(caps=0.0))
    assert (world.cap == scene.world.cap).all()
    assert (ceiling == 1.0).all()
    assert (held == 0.0).all()


@EXACT
def test_complying_is_worth_what_the_two_years_by_hand_say(anything):
    world, agents, p, _ = anything(N, RUNS, 5)
    cap = jnp.asarray(np.random.default_rng(1).uniform(0.01, 0.08, (N, N, RUNS)), float)
    world = world._replace(cap=cap)
    seen, answer = assessment(N, RUNS, 6), answers(N, RUNS, 7)
    offered = cooperation.compliance(world, seen, answer, p, switched())
    wants = own_weights(agents, 0.0 * world.greedy)
    found = weighted_sum(offered.terms, wants)
    slope, _ = arming.security_slope(seen, p)
    for run, w, m, told, q, s1 in each_run(RUNS, world, agents, answer, p, slope):
        for i, j in pairs_of(N):
            free, capped = w.cap[i, j] * np.exp(q.cap_depth), w.cap[i, j]
            saved = m.consumption[i] * (np.log(1.0 - capped) - np.log(1.0 - free))
            own = saved - m.survival[i] * s1[i] * q.cap_depth
            theirs = m.survival[i] * told.pressure[i, j] * q.cap_depth
            trust = 1.0 - w.belief[i, j]
            watched = q.inspected_detection if w.transparency[i, j] else q.detection
            # to comply gives `own` whatever the partner does; a cheat that is found ends the rest
            tomorrow = q.discount / (1.0 - q.discount) * watched * trust * (own + theirs)
            value = own + tomorrow + q.enforcement * q.sanction
            assert found[i, j, run] == close(value, rel=1e-5)
