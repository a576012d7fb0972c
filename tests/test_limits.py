"""The published limits of the model, at the printed digits, from the mechanisms themselves.

Wherever a mechanism of the simulation contains a published result, the result is computed with
that mechanism. Equations and figures: docs/model.md, "Limits that hold exactly".
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from westphalia.classics import balance_of_power, landscape, richardson
from westphalia.mechanisms import (
    arming,
    bargaining,
    contest,
    cooperation,
    crisis,
    learning,
    response,
    signals,
    threat,
)
from westphalia.simulation.values import Weights, yes
from westphalia.theories import weighted_sum
from westphalia.world.parameters import Parameters
from westphalia.world.state import Modules

pytestmark = pytest.mark.usefixtures("x64")


def close(value, rel=1e-6):
    return pytest.approx(np.asarray(value)[()], rel=rel)


def a(*values):
    """Numbers as an array in double precision."""
    return jnp.asarray(values[0] if len(values) == 1 else values, float)


def root(f, low, high, steps=60):
    """Where a falling function crosses zero."""
    for _ in range(steps):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return 0.5 * (low + high)


def weights(consumption=1.0, survival=1.0, power=0.0, identity=0.0, greed=0.0):
    return Weights(consumption, survival, power, identity, greed)


# 1. Richardson (1960)

RACE = richardson.Race(k=0.9, l=0.8, a=1.2, b=1.1, g=0.5, h=0.4)


def test_richardson_equilibrium_is_where_the_stocks_of_arms_come_to_rest():
    assert richardson.equilibrium(RACE) == pytest.approx((1.516667, 1.466667), abs=5e-7)
    path = richardson.run(0.0, 3.0, RACE, steps=200, years=0.5)
    assert path[-1] == pytest.approx((1.516667, 1.466667), abs=5e-7)


def test_richardson_is_stable_iff_fatigue_outweighs_reaction():
    assert richardson.stable(RACE)
    runaway = RACE._replace(k=2.5)  # 1.2 * 1.1 < 2.5 * 0.8
    assert not richardson.stable(runaway)
    start = np.add(richardson.equilibrium(runaway), 0.1)
    path = richardson.run(*start, runaway, steps=200, years=0.5)
    assert path[-1].min() > 10.0
    with pytest.raises(ValueError, match="no single equilibrium"):
        richardson.equilibrium(RACE._replace(k=1.65))


@pytest.mark.parametrize(("years", "settles"), [(0.5, True), (0.9, True), (1.1, False)])
def test_richardson_in_steps_settles_iff_the_spectral_radius_is_below_one(years, settles):
    radius = richardson.spectral_radius(RACE, years)
    matrix = np.eye(2) + years * np.array([[-RACE.a, RACE.k], [RACE.l, -RACE.b]])
    assert radius == close(np.abs(np.linalg.eigvals(matrix)).max())
    assert (radius < 1.0) == settles
    path = richardson.run(0.0, 3.0, RACE, steps=400, years=years)
    distance = np.abs(path[-1] - richardson.equilibrium(RACE)).max()
    assert (distance < 1e-3) == settles


def test_richardson_year_by_year_is_on_the_edge_at_the_printed_numbers():
    assert richardson.spectral_radius(RACE, 1.0) == close(1.0)


# 2. Fearon (1995), Powell (1996)


def test_fearon_the_best_demand_and_its_risk_of_war():
    made = bargaining.claim(a(0.55), a(0.4), a(0.05), a(0.3))
    assert made.demand == close(0.675)
    assert made.war == pytest.approx(0.416667, abs=5e-7)
    # no other demand is worth more to the challenger, by brute force over demands
    demands = np.linspace(0.0, 1.0, 100_001)
    resisted = np.clip((demands - 0.55) / 0.3, 0.0, 1.0)
    worth = (1 - resisted) * (demands - 0.4) + resisted * (0.55 - 0.05 - 0.4)
    assert made.gain == close(worth.max())
    assert demands[worth.argmax()] == close(0.675)


@pytest.mark.parametrize("cost", [0.3, 0.35, 1.0])
def test_fearon_there_is_no_war_if_it_costs_the_challenger_as_much_as_anyone(cost):
    made = bargaining.claim(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == 0.0
    assert made.demand == close(0.55)


@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2, 0.299])
def test_fearon_risk_of_war_falls_with_the_challengers_cost(cost):
    made = bargaining.claim(a(0.55), a(0.1), a(cost), a(0.3))
    assert made.war == close(0.5 * (1 - cost / 0.3))
    assert made.demand == close(0.55 + 0.5 * (0.3 - cost))


def test_fearon_a_crisis_ends_in_war_as_often_as_the_bargain_says(equals):
    scene = equals(n=2, accident=0.0)
    points = 1200
    seen = scene.seen()
    odds = jnp.full((2, 2, 1), jnp.log(0.55 / 0.45))
    ground = seen.ground._replace(target_top=jnp.full((2, 2, 1), 0.3))
    seen = seen._replace(odds=odds, bias=jnp.zeros((2, 1)), ground=ground)
    none = jnp.zeros((2, 2, 1))
    offered = crisis.options(
        scene.world, seen, scene.answer(), scene.mind, none, jnp.ones((2, 1)), scene.p, scene.mods
    )
    made = bargaining.claim(contest.chance(odds), none + 0.4, none + 0.05, none + 0.3)
    offered = offered._replace(prospects=offered.prospects._replace(claim=made))
    first_claims = none.at[0, 1].set(1.0)
    resist = jnp.broadcast_to((jnp.arange(points) + 0.5) / points, (2, 2, points))
    opened = crisis.resolve(
        scene.world, seen, offered, first_claims, none, resist, 1.0 + none, scene.p, scene.mods
    )
    assert opened.war[0, 1].mean() == pytest.approx(0.416667, abs=5e-7)
    assert opened.conceded[0, 1].mean() == pytest.approx(1 - 0.416667, abs=5e-7)
    assert opened.war[1, 0].sum() == 0.0


def test_fearon_nobody_challenges_a_share_inside_the_bargaining_range():
    p, cost_a, cost_b = 0.55, 0.05, 0.12
    shares = a(np.linspace(0.0, 1.0, 10_001) + 1e-9)
    by_a = bargaining.claim(a(p), shares, a(cost_a), a(0.3)).credible
    by_b = bargaining.claim(a(1 - p), 1 - shares, a(cost_b), a(0.3)).credible
    peace = shares[(by_a == 0) & (by_b == 0)]
    assert peace.min() == pytest.approx(p - cost_a, abs=1e-4)
    assert peace.max() == pytest.approx(p + cost_b, abs=1e-4)
    assert len(peace) == pytest.approx(10_000 * (cost_a + cost_b), abs=1)


def test_powell_a_state_challenges_only_what_war_would_better():
    shares = a(0.49, 0.499, 0.501, 0.6)
    made = bargaining.claim(a(0.55), shares, a(0.05), a(0.3))
    assert made.credible.tolist() == [1.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("patience", [0.5, 0.9, 1.0])
def test_fearon_preventive_war_iff_no_peace_outlasts_the_shift(cost, patience):
    now, later = jnp.meshgrid(jnp.linspace(0.01, 0.99, 50), jnp.linspace(0.015, 0.985, 50))
    fights = bargaining.preventive(now, later, a(cost), a(patience)) > 0
    # peace today and tomorrow at the best, (1 - delta) 1 + delta (p2 + 0), against war today
    war_today = now - (1 - patience) * cost
    best_peace = (1 - patience) * 1.0 + patience * later
    assert (fights == (war_today > best_peace)).all()
    assert 0 < fights.sum() < fights.size


# 3. Contest: Tullock (1980), Hirshleifer (1989); guns and butter


def win(own, rivals, p):
    return contest.chance(contest.log_odds(own, rivals, p))


def best_effort(value, rivals, cost, p):
    """The effort at which a contender's marginal gain equals its marginal cost."""
    slope = jax.jit(jax.grad(lambda own, other: value * win(own, other, p)))
    return root(lambda own: slope(a(own), a(rivals)) - cost, 1e-6, 2.0)


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


def test_contest_unequal_values():
    p = Parameters(decisiveness=1.0, defence_advantage=1.0)
    strong, weak = 0.3, 0.3
    for _ in range(25):
        strong = best_effort(1.0, weak, 1.0, p)
        weak = best_effort(0.5, strong, 1.0, p)
    assert (strong, weak) == (close(2 / 9), close(1 / 9))
    assert (strong, weak) == pytest.approx((0.2222, 0.1111), abs=5e-5)


@pytest.mark.parametrize("m", [0.5, 1.0, 2.0])
def test_contest_someone_wins(m):
    p = Parameters(decisiveness=m, defence_advantage=1.0)
    x, y = jnp.meshgrid(jnp.logspace(-3, 2, 40), jnp.logspace(-3, 2, 40))
    assert (win(x, y, p) + win(y, x, p)) == close(np.ones_like(x), rel=1e-12)
    # the formula itself, and a defence advantage
    assert win(x, y, p) == close(x**m / (x**m + y**m))
    p = Parameters(decisiveness=m, defence_advantage=2.0)
    assert win(x, y, p) == close(x**m / (x**m + 2.0 * y**m))


def test_indistinguishable_arms_serve_both_ends():
    p = Parameters(distinguishability=0.0)
    arms, posture = jnp.ones((3, 1)), a([[0.0], [0.4], [1.0]])
    assert contest.offence(arms, posture, p).tolist() == arms.tolist()
    assert contest.defence(arms, posture, p).tolist() == arms.tolist()


def arms_value(scene, rival, hazard, beta):
    """(value of a tiny raise) - (value of a tiny cut) of the burden, from the arms options."""
    scene = scene.under(
        decisiveness=1.0,
        defence_advantage=beta,
        unarmed_resistance=0.0,
        horizon=1.0,
        burden_step=1e-4,
        depreciation=1.0,
    )
    own = scene.world.arms
    odds = contest.log_odds(rival, own[0, 0], scene.p)
    apart = (1.0 - jnp.eye(2))[:, :, None]
    seen = scene.seen()._replace(
        defend=own,
        met=jnp.broadcast_to(own[None], (2, 2, 1)),
        threat=hazard * contest.chance(odds) * apart,
        by_defence=-scene.p.decisiveness * (1.0 - contest.chance(odds)) * apart,
        opening_greedy=0.0 * own,
        opening_secure=0.0 * own,
    )
    offered = arming.options(scene.world, seen, scene.answer(), scene.mind, scene.p, scene.mods)
    value = weighted_sum(offered.terms, weights(survival=3.0))
    return value[0, arming.OPTIONS.index("raise"), 0] - value[0, arming.OPTIONS.index("cut"), 0]


@pytest.fixture
def best_burden(equals):
    """The burden of a state that answers a rival's burden, by its own options."""
    scene = equals(n=2, modules=Modules(response=0.0))

    @jax.jit
    def slope(burden, rival, beta, hazard):
        at = scene.having(burden=burden, arms=burden)
        return arms_value(at, rival, hazard, beta)

    def best(rival, beta, hazard=0.4):
        return root(lambda burden: slope(burden, rival, beta, hazard), 0.01, 0.55, steps=36)

    return best


@pytest.mark.parametrize(("beta", "expected"), [(1.0, 0.272727), (2.0, 0.235294)])
def test_guns_and_butter(best_burden, beta, expected):
    k = 3.0 * {1.0: 0.125, 2.0: 0.4 * 2 / 9 / (1 - 0.4 / 3)}[beta]
    assert k / (1 + k) == pytest.approx(expected, abs=5e-7)
    # at the printed burden of both, each one's best burden is that burden
    assert best_burden(expected, beta) == close(expected, rel=3e-6)


@pytest.mark.parametrize(
    ("beta", "burden", "exact", "printed"),
    [(1.0, 3 / 11, 1 / 12, 0.0834), (2.0, 4 / 17, 1 / 4, 0.25)],
)
def test_the_security_dilemma_each_arms_because_the_other_does(
    best_burden, beta, burden, exact, printed
):
    step = 1e-3
    slope = (best_burden(burden + step, beta) - best_burden(burden - step, beta)) / (2 * step)
    assert slope == pytest.approx(exact, abs=2e-5)
    assert slope == pytest.approx(printed, abs=1e-4)


# 4. Kydd (1997, 2005)


def test_kydd_bayes():
    assert learning.bayes(a(0.3), jnp.log(a(0.9) / 0.3)) == close(0.5625)


@pytest.mark.parametrize("belief", [0.01, 0.3, 0.99])
def test_kydd_what_both_types_do_alike_says_nothing(belief):
    assert learning.bayes(a(belief), jnp.log(a(0.7) / 0.7)) == close(belief)
    assert response.shift(a(belief), jnp.log(a(0.7) / 0.7)) == pytest.approx(0.0, abs=1e-15)


def test_kydd_the_expected_belief_is_todays(anything):
    """Beliefs are a martingale: what is expected to be learned is nothing."""
    belief, gamma_g, gamma_s = np.random.default_rng(0).uniform(0.02, 0.98, (3, 500))
    chance = belief * gamma_g + (1 - belief) * gamma_s
    seen = learning.bayes(a(belief), jnp.log(a(gamma_g / gamma_s)))
    unseen = learning.bayes(a(belief), jnp.log(a((1 - gamma_g) / (1 - gamma_s))))
    assert chance * seen + (1 - chance) * unseen == close(belief)


def complies(trust, detection=0.0, discount=0.9, payoffs=(3.0, 0.0, 2.0, 1.0)):
    return cooperation.comply(a(trust), *(a(v) for v in payoffs), a(detection), a(discount))


def test_kydd_trust_threshold():
    assert complies(0.5) == pytest.approx(0.0, abs=1e-12)
    assert complies(0.501) > 0 > complies(0.499)
    r, s, t, p = 4.0, -1.0, 3.5, 0.7
    threshold = (p - s) / (r - t + p - s)
    assert complies(threshold, payoffs=(r, s, t, p)) == pytest.approx(0.0, abs=1e-12)


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


@pytest.mark.parametrize("opening", [(0.02, 0.01), (0.4, 0.0)])
def test_kydd_cheap_talk_says_nothing_and_a_costly_signal_reassures(equals, opening):
    scene = equals(n=3)
    one = jnp.ones((3, 1))
    seen = scene.seen()._replace(opening_greedy=opening[0] * one, opening_secure=opening[1] * one)
    silent, sent = 0, 1

    def said(cost):
        p = scene.under(signal_cost=cost).p
        return signals.options(scene.world, seen, scene.answer(), p, scene.mods)

    talk = said(0.0)
    assert (talk.said == 0.0).all()
    assert all((term == 0.0).all() for name, term in talk.terms.items() if name != "effort")
    costly = said(0.05).said
    assert (costly[:, sent] < 0.0).all()
    assert (costly[:, silent] > 0.0).all()
    assert (said(0.1).said[:, sent] < costly[:, sent]).all()
    # if greed makes no difference to what is given up, the signal says nothing either
    alike = seen._replace(opening_greedy=seen.opening_secure)
    p = scene.under(signal_cost=0.05).p
    nothing = signals.options(scene.world, alike, scene.answer(), p, scene.mods)
    assert (nothing.said == 0.0).all()


# 5. Relative gains: Grieco (1988), Snidal (1991)


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


def test_grieco_five_against_fifteen_billion_flips_at_one_half():
    # k = Psi / w_C between equals
    assert deal_value(5.0, 15.0, psi=0.5, consumption=1.0) == pytest.approx(0.0, abs=1e-12)
    assert deal_value(5.0, 15.0, psi=0.5001, consumption=1.0) < 0.0
    assert deal_value(5.0, 15.0, psi=0.4999, consumption=1.0) > 0.0
    assert deal_value(5.0, 15.0, psi=1.0, consumption=2.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("psi", "consumption"), [(0.3, 1.0), (0.8, 2.0)])
def test_grieco_utility_is_own_gain_less_k_times_the_gap(psi, consumption):
    k = psi / consumption
    for own, partner in ((5.0, 15.0), (1.0, 1.0), (4.0, 2.0)):
        value = deal_value(own, partner, psi, consumption)
        assert value / consumption == close(own - k * (partner - own))


def test_grieco_k_is_the_security_value_of_relative_power(equals):
    """Psi is minus the slope of ln S in ln M_j, for the survival that the model itself uses."""
    p = Parameters(horizon=14.0)
    base, eps = a([[[0.0], [0.02]], [[0.01], [0.0]]]), 0.7

    def log_survival(log_arms):
        return threat.log_survival(base * jnp.exp(eps * log_arms), p)[0, 0]

    psi = response.pressure(base, jnp.full((2, 2, 1), eps), p)
    assert psi[0, 1, 0] == close(-jax.grad(log_survival)(0.0))


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


@pytest.mark.parametrize("n", [2, 3, 5, 17])
def test_snidal_relative_gains_matter_less_among_many(n):
    total = 0.6
    lost = deal_value(0.0, 1.0, psi=total / (n - 1), consumption=1.0, psi_all=total)
    assert -lost == close(total / (n - 1))
    # the same from the mechanism: n - 1 equal rivals, of the same danger taken together
    odds_each = a(0.01) / (n - 1)
    share = jnp.full((n, n, 1), odds_each / (1.0 + odds_each)) * (1.0 - jnp.eye(n))[:, :, None]
    psi = response.pressure(share, jnp.ones_like(share), Parameters(horizon=60.0))
    assert psi.sum(1)[0, 0] == close(total)
    assert psi[0, 1, 0] == close(total / (n - 1))


# 6. Olson & Zeckhauser (1966)


@pytest.mark.parametrize(("n", "expected"), [(1, 1.0), (2, 0.5652), (5, 0.2453), (16, 0.0798)])
def test_olson_zeckhauser_provision_relative_to_the_optimum(equals, n, expected):
    w_good, w_consumption = 0.3, 1.0
    scene = equals(n=2, horizon=1.0)
    apart = (1.0 - jnp.eye(2))[:, :, None]
    own = jnp.ones((2, 1))

    def burden(share):
        """a* = K/(1 + K) of a member whose arms are `share` of all that an attacker meets."""
        seen = scene.seen()._replace(
            defend=own,
            met=jnp.full((2, 2, 1), 1.0 / share),
            threat=0.5 * apart,  # l / (1 - l) = 1, so that the weight of the good is w_S
            by_defence=-apart,
        )
        first, _ = arming.security_slope(seen, scene.p)
        k = w_good * first[0, 0] / w_consumption
        return k / (1.0 + k)

    ratio = burden(1.0 / n) / burden(1.0)
    assert ratio == pytest.approx(expected, abs=5e-5)
    assert ratio == close((w_good + w_consumption) / (w_good + n * w_consumption))


# 7. Niou, Ordeshook & Rose (1989)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((120, 100, 80), (0, 1, 2)),
        ((160, 80, 60), (0,)),
        ((100, 100, 90, 10), (0, 1, 2)),
        ((40, 25, 20, 15), (0, 1, 2, 3)),
        ((50, 30, 15, 5), (0, 1, 2, 3)),
    ],
)
def test_niou_ordeshook_rose_essential_states(resources, expected):
    assert balance_of_power.essential_states(resources) == expected


def test_niou_ordeshook_rose_refuses_what_is_not_a_distribution():
    with pytest.raises(ValueError, match="not all zero"):
        balance_of_power.essential_states((0, 0))
    with pytest.raises(ValueError, match="zero or more"):
        balance_of_power.essential_states((3, -1))


# 8. Arms control


@pytest.mark.parametrize("detection", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("payoffs", [(3.0, 0.0, 5.0, 1.0), (1.0, -2.0, 1.5, 0.0)])
def test_arms_control_holds_iff_the_future_matters_enough(detection, payoffs):
    r, _, t, p = payoffs
    threshold = (t - r) / ((t - r) + detection * (r - p))
    at = complies(1.0, detection, threshold, payoffs)
    assert at == pytest.approx(0.0, abs=1e-12)
    assert complies(1.0, detection, threshold + 1e-6, payoffs) > 0
    assert complies(1.0, detection, threshold - 1e-6, payoffs) < 0


# 9. Landscape theory: Axelrod & Bennett (1993)


def random_land(n, seed):
    rng = np.random.default_rng(seed)
    p = rng.normal(size=(n, n))
    return landscape.landscape(rng.uniform(0.2, 3.0, n), p + p.T)


@pytest.mark.parametrize("n", [2, 3, 6])
def test_landscape_has_two_to_the_n_minus_one_configurations(n):
    found = list(landscape.configurations(n))
    assert len(found) == len(set(found)) == 2 ** (n - 1)
    every = {c if c[0] == 0 else tuple(1 - x for x in c) for c in np.ndindex(*[2] * n)}
    assert set(found) == every


@pytest.mark.parametrize("seed", range(5))
def test_landscape_every_improving_flip_lowers_the_energy(seed):
    land = random_land(6, seed)
    flips = 0
    for blocs in landscape.configurations(6):
        for state in landscape.improving(land, blocs):
            after = landscape.flipped(blocs, state)
            relief = landscape.frustration(land, blocs) - landscape.frustration(land, after)
            fall = landscape.energy(land, blocs) - landscape.energy(land, after)
            assert fall > 0
            assert fall == close(2.0 * land.size[state] * relief[state])
            flips += 1
    assert flips > 0


def test_landscape_descent_ends_in_a_local_minimum():
    land = random_land(7, 3)
    stable = [c for _, c in landscape.minima(land)]
    for blocs in landscape.configurations(7):
        last = landscape.descend(land, blocs)[-1]
        last = last if last[0] == 0 else tuple(1 - x for x in last)
        assert last in stable
    energies = [landscape.energy(land, c) for c in landscape.configurations(7)]
    assert landscape.minima(land)[0][0] == close(min(energies))


def test_landscape_friends_end_up_together_and_enemies_apart():
    # two pairs of friends, hostile across: one way to sort them has no frustration at all
    p = [[0, 1, -1, -1], [1, 0, -1, -1], [-1, -1, 0, 1], [-1, -1, 1, 0]]
    land = landscape.landscape([1, 2, 3, 4], p)
    energy, blocs = landscape.minima(land)[0]
    assert blocs == (0, 0, 1, 1)
    assert energy == close(-2.0 * (1 + 2) * (3 + 4))
    with pytest.raises(ValueError, match="symmetric"):
        landscape.landscape([1, 1], [[0, 1], [2, 0]])
    with pytest.raises(ValueError, match="above 0"):
        landscape.landscape([1, 0], [[0, 1], [1, 0]])
