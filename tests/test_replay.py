"""Replay held to a recomputation by hand, and attacked: look-ahead, labels, gradients, the dead,
and calibration on histories that the model made itself.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import product
from typing import Any

import jax
import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given, settings
from hypothesis import strategies as st
from replay_by_hand import replay_by_hand

from westphalia.history.builtin import great_powers
from westphalia.history.chances import fronts, private
from westphalia.history.decisions import KINDS, Decisions, decisions
from westphalia.history.feed import feed
from westphalia.history.panel import Panel, War
from westphalia.history.replay import DRAWS, Chances, History, Replay, doubles, replayed
from westphalia.history.simulated import histories
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.ensemble import Program, Setting, mind_of
from westphalia.theories import THEORIES, Theory, defensive
from westphalia.world.parameters import ABOUT, DEFAULTS, Parameters
from westphalia.world.state import Modules

N, T = 4, 9


def pairs(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Symmetric figures of pairs, each year's a little different. [T, N, N]"""
    one = np.triu(rng.uniform(low, high, (T, N, N)), 1)
    return one + np.swapaxes(one, 1, 2)


def hand_made(seed: int = 3, whole: bool = False) -> Panel:
    """Four states over nine years, with one of everything that happens.

    D enters in year 3, C leaves in year 7. A and B ally in year 2 and part in 3; B and C are
    allied as long as C lasts. A picks two quarrels in year 2; B attacks A in 4, a war that C
    joins and that lasts until 5; D attacks A in 6 and B helps it. Disputes are unknown after 6,
    some of what was done about arms too. `whole`: postures and shares are known.
    """
    rng = np.random.default_rng(seed)
    member = np.ones((T, N), bool)
    member[:3, 3] = member[7:, 2] = False
    resources = np.where(member, 50.0 * np.exp(rng.normal(0.0, 0.4, (T, N))), np.nan)
    burden = np.where(member, rng.uniform(0.01, 0.08, (T, N)), np.nan)
    burden[4, 1] = np.nan
    arming = np.where(member, rng.integers(-1, 2, (T, N)), np.nan)
    arming[[0, 3, 6], [0, 3, 1]] = np.nan
    pact = np.zeros((T, N, N), int)
    for a, b, first, end in ((0, 1, 2, 3), (1, 2, 0, 7), (0, 3, 7, T)):
        pact[first:end, a, b] = pact[first:end, b, a] = 1
    dispute, attack, fought = (np.zeros((T, N, N), int) for _ in range(3))
    for t, i, j in ((1, 0, 1), (2, 0, 1), (2, 0, 2), (4, 1, 0), (5, 1, 2), (6, 3, 0)):
        dispute[t, i, j] = 1
    dispute[3, 2, 0] = 2
    attack[4, 1, 0] = attack[6, 3, 0] = 1
    for t, i, j in ((4, 1, 0), (5, 1, 0), (4, 2, 0), (5, 2, 0), (6, 3, 0), (6, 1, 3)):
        fought[t, i, j] = fought[t, j, i] = 1
    dispute[7:] = -1
    rival = np.where(pairs(rng, 0.0, 1.0) > 0.5, 1.0, 0.0)
    trade = np.round(pairs(rng, 0.0, 1.0))
    trade[1:3] = np.nan
    share = np.triu(rng.uniform(0.1, 0.9, (T, N, N)), 1)
    share += np.tril(1.0 - np.swapaxes(share, 1, 2), -1)
    wars = (
        War("one", 4, 5, 1, 0, (2,), (), (2, 3), np.nan, 1),
        War("two", 6, 6, 3, 0, (), (1,), (1, 2), 1.0, -1),
    )
    return Panel(
        labels=("A", "B", "C", "D"),
        codes=(1, 2, 3, 4),
        years=np.arange(1900, 1900 + T),
        member=member,
        resources=resources,
        growth=np.where(rng.uniform(size=(T, N)) < 0.2, np.nan, rng.normal(0.0, 0.02, (T, N))),
        arms=burden_or(burden) * resources * rng.uniform(5.0, 12.0, (T, N)),
        burden=burden,
        arming=arming,
        openness=np.where(rng.uniform(size=(T, N)) < 0.2, np.nan, rng.uniform(size=(T, N))),
        nuclear=(rng.uniform(size=N) < 0.6) * np.ones((T, 1)) * (np.arange(T)[:, None] > 4),
        major=np.ones((T, N)),
        distance=pairs(rng, 0.1, 2.0),
        contiguous=np.ones((T, N, N)),
        relevant=np.ones((T, N, N)),
        pact=pact,
        dispute=dispute,
        attack=attack,
        fought=fought,
        rival=rival,
        trade=trade,
        institutions=pairs(rng, 0.0, 0.8),
        peace_years=pairs(rng, 0.0, 50.0),
        wars=wars,
        covered=dict.fromkeys(("pact", "war", "arms"), (1900, 1908)) | {"dispute": (1900, 1906)},
        posture=np.clip(0.1 * rng.integers(0, 8, (T, N)), 0.0, 1.0) if whole else None,
        stake=share if whole else None,
    )


def burden_or(burden: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(burden), 0.03, burden)


def drawn(s: int) -> tuple[Any, ...]:
    """What states alone know in a year, as the replay draws it."""
    with jax.enable_x64(True):
        return tuple(private(s, N, DRAWS))


def replay_of(
    history: History,
    theory: Theory = defensive,
    parameters: Parameters | None = None,
    modules: Modules | None = None,
    block: int = T - 1,
    draws: int = DRAWS,
) -> Chances:
    """The chances of a history whose panel and decisions need not fit each other."""
    with jax.enable_x64(True):
        found = replayed(
            history,
            doubles(mind_of((theory,) * history.feed.alive.shape[1])),
            doubles(parameters or Parameters()),
            doubles(modules or Modules()),
            rules=Replay(hand_made()).rules(theory),
            block=block,
            draws=draws,
        )
        return jax.tree.map(np.asarray, found)


def told_of(panel: Panel, at: Panel | None = None) -> History:
    """A panel as the replay is given it, the decisions being those of another (as many)."""
    history = Replay(at or panel).history
    return history._replace(feed=feed(panel), fronts=fronts(panel))


# By hand


def somewhere(seed: int) -> Parameters:
    """Parameters anywhere in their plausible ranges."""
    rng = np.random.default_rng(seed)
    return Parameters(**{name: rng.uniform(a.low, a.high) for name, a in ABOUT.items()})


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("name", THEORIES)
def test_chances_are_those_worked_out_by_hand(name, seed, whole):
    panel, parameters = hand_made(seed, whole), somewhere(seed) if seed > 3 else Parameters()
    replay = Replay(panel)
    for kind, taken in replay.decisions.items():
        assert taken.outcome.any(), kind
    found = replay.chances(THEORIES[name], parameters)
    by_hand = replay_by_hand(panel, replay.decisions, THEORIES[name], parameters, drawn)
    for kind, rows in by_hand.forecasts.items():
        np.testing.assert_allclose(found.forecasts[kind], rows, rtol=2e-6, err_msg=kind)
    assert found.log_likelihood == pytest.approx(by_hand.log_likelihood, rel=1e-7)
    for (s, i), chance in by_hand.greedy.items():
        assert found.greedy[s, i] == pytest.approx(chance, rel=1e-6)


# What cannot matter


def test_chances_add_to_one():
    for seed in range(3, 8):
        for theory in THEORIES.values():
            found = Replay(hand_made(seed)).chances(theory)
            for kind, rows in found.forecasts.items():
                assert rows.shape[1] == len(KINDS[kind])
                np.testing.assert_allclose(rows.sum(1), 1.0, rtol=1e-12)
                assert (rows >= 0.0).all()
                assert (rows <= 1.0).all()
            assert np.isfinite(found.log_likelihood)
            assert found.log_likelihood < 0.0


def renamed(panel: Panel, order: np.ndarray) -> Panel:
    """The same history, place k being that of the state that stood at order[k]."""
    new = {}
    for f in fields(panel):
        value = getattr(panel, f.name)
        if isinstance(value, np.ndarray) and value.ndim > 1:
            for axis in range(1, value.ndim):
                value = value.take(order, axis)
            new[f.name] = value
    place = np.argsort(order)

    def moved(war: War) -> War:
        many = {k: tuple(int(place[i]) for i in getattr(war, k)) for k in GROUPS}
        one = {k: int(place[getattr(war, k)]) for k in ("attacker", "target")}
        return war._replace(**many, **one)

    return replace(panel, **new, wars=tuple(moved(war) for war in panel.wars))


GROUPS = ("with_attacker", "with_target", "third")


@pytest.mark.parametrize("order", [[3, 1, 0, 2], [1, 0, 3, 2]])
def test_names_do_not_matter(order):
    """Draws are by place, so that disputes and what they tell of types are left out."""
    panel, place = hand_made(), np.argsort(order).astype(np.int32)
    one = told_of(panel)
    two = told_of(renamed(panel, np.array(order)), panel)
    at = {
        kind: (s, place[who], np.where(whom < 0, whom, place[whom]), war, outcome)
        for kind, (s, who, whom, war, outcome) in one.at.items()
    }
    silent = {"watched": 0.0 * np.asarray(one.feed.watched)}
    for theory in THEORIES.values():
        found = replay_of(one._replace(feed=one.feed._replace(**silent)), theory)
        again = replay_of(two._replace(feed=two.feed._replace(**silent), at=at), theory)
        for kind in set(KINDS) - {"dispute"}:
            np.testing.assert_allclose(
                again.forecasts[kind], found.forecasts[kind], rtol=1e-9, err_msg=kind
            )
        np.testing.assert_allclose(again.greedy, found.greedy[:, order], rtol=1e-9)
        assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-10)


def test_units_of_resources_do_not_matter():
    panel = hand_made()
    units = 1000.0 ** np.random.default_rng(0).uniform(-1, 1, (T, 1))
    other = replace(panel, resources=units * panel.resources, arms=units * panel.arms)
    found, again = (replay_of(told_of(p)) for p in (panel, other))
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-5)


@pytest.mark.slow
def test_the_size_of_blocks_does_not_matter():
    history = Replay(hand_made()).history
    found = replay_of(history)
    for block in (1, 3):
        again = replay_of(history, block=block)
        for kind, rows in found.forecasts.items():
            np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10)
        assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-12)


@pytest.mark.slow
def test_more_draws_come_closer():
    history = Replay(hand_made()).history
    best = replay_of(history, draws=4096)
    off = [
        np.sqrt(np.mean((replay_of(history, draws=d).forecasts["dispute"] - best_rows) ** 2))
        for best_rows in [best.forecasts["dispute"]]
        for d in (8, 128)
    ]
    assert off[1] < off[0] / 2.0
    few, many = (replay_of(history, draws=d).log_likelihood for d in (128, 1024))
    assert abs(many - best.log_likelihood) < abs(few - best.log_likelihood) + 0.1
    for kind in ("pact formed", "pact ended"):
        again = replay_of(history, draws=128).forecasts[kind]
        np.testing.assert_allclose(again, best.forecasts[kind], rtol=1e-12)


# What is not known yet

YEARLY = tuple(
    f.name
    for f in fields(Panel)
    if isinstance(getattr(hand_made(whole=True), f.name), np.ndarray) and f.name != "years"
)


def scrambled(panel: Panel, t: int, names: Sequence[str], seed: int) -> Panel:
    """The panel with anything else at t and after. [arrays of `names`, and "wars"]

    Of a war that began in t or before, only who fought whom, with which aims, and who stood by
    is known in t: how long it lasts, who joins it and who wins is not.
    """
    rng = np.random.default_rng(seed)
    new = {}
    for name in names:
        if name == "wars":
            continue
        value = np.array(getattr(panel, name), float)
        tail = value[t:]
        if name in ("pact", "dispute", "attack"):
            drawn = rng.integers(-1, 3 if name == "dispute" else 2, tail.shape)
        elif name in ("member", "fought", "nuclear", "major", "contiguous", "relevant", "rival"):
            drawn = rng.integers(0, 2, tail.shape)
        elif name == "arming":
            drawn = rng.choice([-1.0, 0.0, 1.0, np.nan], tail.shape)
        else:
            known = np.nan_to_num(value[np.isfinite(value)], nan=1.0)
            drawn = rng.choice(known, tail.shape)
        if tail.ndim == 3 and name not in ("dispute", "attack", "stake"):
            drawn = np.triu(drawn, 1) + np.swapaxes(np.triu(drawn, 1), 1, 2)
        value[t:] = drawn
        new[name] = value.astype(getattr(panel, name).dtype)
    if "wars" in names:
        new["wars"] = tuple(_other_war(war, t, rng) for war in panel.wars)
    return replace(panel, **new)


def _other_war(war: War, t: int, rng: np.random.Generator) -> War:
    if war.ended < t:
        return war
    if war.year > t:
        attacker, target, *third = map(int, rng.permutation(N))
        war = war._replace(
            year=int(rng.integers(t + 1, T)), attacker=attacker, target=target, third=tuple(third)
        )
    side = rng.integers(0, 3, len(war.third))
    return war._replace(
        ended=int(rng.integers(max(t, war.year), T)),
        with_target=tuple(k for k, s in zip(war.third, side, strict=True) if s == 1),
        with_attacker=tuple(k for k, s in zip(war.third, side, strict=True) if s == 2),
        won=int(rng.integers(-1, 2)),
    )


def retold(panel: Panel, other: Panel) -> History:
    """Another panel, asked for the forecasts of the first one's decisions, with its own outcomes
    of who joined."""
    history = told_of(other, panel)
    s, who, whom, number, _ = history.at["joining"]
    sides = [
        1 * (k in other.wars[w].with_target) + 2 * (k in other.wars[w].with_attacker)
        for k, w in zip(who, number, strict=True)
    ]
    joining = (s, who, whom, number, np.array(sides, np.int32))
    return history._replace(at=history.at | {"joining": joining})


@cache
def _known(whole: bool) -> tuple[Panel, Chances]:
    return hand_made(whole=whole), replay_of(told_of(hand_made(whole=whole)))


@settings(max_examples=60, deadline=None)
@given(
    t=st.integers(1, T - 1),
    names=st.sets(st.sampled_from((*YEARLY, "wars")), min_size=1),
    seed=st.integers(0, 2**32 - 1),
    whole=st.booleans(),
)
def test_no_forecast_knows_what_comes(t, names, seed, whole):
    panel, found = _known(whole)
    names = sorted(names - (set() if whole else {"posture", "stake"}))
    again = replay_of(retold(panel, scrambled(panel, t, names, seed)))
    for kind, rows in found.forecasts.items():
        known = told_of(panel).at[kind][0] < t
        np.testing.assert_allclose(
            again.forecasts[kind][known], rows[known], rtol=1e-12, err_msg=f"{kind} {t} {names}"
        )
    np.testing.assert_allclose(again.greedy[:t], found.greedy[:t], rtol=1e-12)


def test_forecasts_know_what_came():
    """Else the test above could not fail: what happened in a year moves the next forecasts."""
    panel, found = _known(True)
    for t in range(1, T - 1):
        again = replay_of(retold(panel, scrambled(panel, t, (*YEARLY, "wars"), 1)))
        at = told_of(panel).at["arms"][0] == t
        assert not np.allclose(again.forecasts["arms"][at], found.forecasts["arms"][at], rtol=1e-3)


@pytest.mark.slow
def test_a_history_cut_short_gives_the_same_forecasts():
    panel, found = _known(True)
    for last in (5, 7):
        cut = {name: getattr(panel, name)[:last] for name in (*YEARLY, "years")}
        wars = tuple(w._replace(ended=min(w.ended, last - 1)) for w in panel.wars if w.year < last)
        short = Replay(replace(panel, **cut, wars=wars))
        again = short.chances(defensive)
        for kind, taken in short.decisions.items():
            rows = found.forecasts[kind][told_of(panel).at[kind][0] < last - 1]
            assert len(rows) == taken.size
            np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10, err_msg=kind)


# What is not there


def test_a_dispute_with_who_is_not_there_yet_tells_nothing():
    panel = hand_made()
    dispute = panel.dispute.copy()
    dispute[3, 1, 3] = 1  # D enters at the end of the year
    found, again = (
        replay_of(told_of(panel)),
        replay_of(told_of(replace(panel, dispute=dispute), panel)),
    )
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-8)


def test_shares_of_a_pair_add_to_one_when_each_beat_the_other():
    panel = hand_made()
    one, two = panel.wars
    two = two._replace(year=5, ended=5, attacker=0, target=1, won=1, third=(), with_target=())
    hidden = replay_of(told_of(replace(panel, wars=(one, two)), panel)).hidden
    stake = hidden.stake[5:, [0, 1], [1, 0], 0]
    np.testing.assert_allclose(stake.sum(1), 1.0, rtol=1e-6)


def test_an_unknown_pact_is_not_taken_to_have_ended():
    panel = hand_made()
    pact = panel.pact.copy()
    pact[4:7] = -1
    kept = panel.pact.copy()
    kept[4:7] = kept[3]
    one, two = (replay_of(told_of(replace(panel, pact=p), panel)) for p in (pact, kept))
    np.testing.assert_allclose(one.hidden.depth[:7], two.hidden.depth[:7], rtol=1e-9)
    np.testing.assert_allclose(one.hidden.threat[:7], two.hidden.threat[:7], rtol=1e-9)


def test_a_lone_state_and_a_war_with_a_newcomer_leave_everything_finite():
    panel = hand_made()
    member = panel.member.copy()
    member[5, 1:] = False
    early = panel.wars[0]._replace(year=3, ended=3, attacker=3, target=0, third=(1, 2))
    strange = replace(panel, member=member, wars=(early, panel.wars[1]))
    found = replay_of(told_of(strange, panel))
    assert all(np.isfinite(v).all() for v in jax.tree.leaves(found))


# Derivatives


@pytest.mark.slow
def test_gradients_are_those_of_finite_differences():
    """As elasticities, so that a step of 1e-7 is right for all. Between the likelihood's jumps,
    where a draw's claim becomes credible, that is: a step seldom meets one."""
    rules, step = Replay(hand_made()).rules(defensive), 1e-7
    with jax.enable_x64(True):

        def likelihood(mind, p, history):
            ready = (history, mind, p, doubles(Modules()))
            return replayed(*ready, rules=rules, block=T - 1, draws=DRAWS).log_likelihood

        slope = jax.jit(jax.grad(likelihood, argnums=(0, 1)))
        for theory, whole in product(THEORIES.values(), (False, True)):
            history = Replay(hand_made(whole=whole)).history
            mind, p = doubles(mind_of((theory,) * N)), doubles(Parameters())
            of_mind, of_p = slope(mind, p, history)
            for name, x in DEFAULTS.items():
                size = x or 1.0
                up, down = (
                    likelihood(mind, replace(p, **{name: np.float64(x + d * size)}), history)
                    for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert size * float(getattr(of_p, name)) == expected, name
            for name in theory.numbers():
                x = getattr(mind, name)
                up, down = (
                    likelihood(mind._replace(**{name: x + d}), p, history) for d in (step, -step)
                )
                expected = pytest.approx(float(up - down) / (2 * step), rel=1e-4, abs=1e-4)
                assert float(getattr(of_mind, name).sum()) == expected, name


@pytest.mark.slow
def test_gradients_of_the_great_powers_are_finite():
    replay = Replay(great_powers())
    with jax.enable_x64(True):

        def likelihood(mind, p):
            found = replayed(
                *(replay.history, mind, p, doubles(Modules())),
                **{"rules": replay.rules(defensive), "block": replay.block, "draws": DRAWS},
            )
            return found.log_likelihood, found

        slope = jax.jit(jax.value_and_grad(likelihood, argnums=(0, 1), has_aux=True))
        for theory in THEORIES.values():
            (_, found), gradient = slope(doubles(mind_of((theory,) * 9)), doubles(Parameters()))
            for value in jax.tree.leaves((found.forecasts, found.greedy, gradient)):
                assert np.isfinite(value).all(), theory.name


# Histories that the model made

STATES, YEARS, WARS = 6, 41, 24
#: What a replay cannot see: agreements and signals.
BARE = Modules(
    deals=0.0,
    inspections=0.0,
    hotlines=0.0,
    withdrawals=0.0,
    caps=0.0,
    institutions=0.0,
    signals=0.0,
)


@cache
def made(name: str, seed: int, runs: int = 64) -> list[Panel]:
    scene, theories = RandomWorld(STATES), (THEORIES[name],) * STATES
    program = Program(Setting(scene, theories, YEARS, seed=seed, modules=BARE))
    return histories(program, np.arange(runs), whole=True)


def filled(panel: Panel) -> tuple[History, dict[str, Decisions]]:
    """A panel with room for the most decisions there can be, so that one program does for all.

    What fills the room has the chance 1 of its outcome: a pact with oneself, joining one's own
    war. (Only `pact ended` has not; see `log_likelihood`.)
    """
    taken, steps = decisions(panel), len(panel.years) - 1
    pairs = STATES * (STATES - 1)
    room = dict.fromkeys(("pact formed", "pact ended"), pairs // 2 * steps) | {
        "dispute": pairs * steps,
        "joining": (STATES - 2) * WARS,
        "arms": STATES * steps,
    }

    def fill(values: np.ndarray, size: int, rest: int = 0) -> np.ndarray:
        more = np.full((size - len(values), *values.shape[1:]), rest, values.dtype)
        return np.concatenate([values, more])

    at = {}
    for kind, d in taken.items():
        columns = (d.year - 1, d.who, d.whom, d.war, d.outcome)
        at[kind] = tuple(
            fill(column.astype(np.int32), room[kind], rest)
            for column, rest in zip(columns, (0, 0, 0, WARS - 1, 0), strict=True)
        )
    assert len(panel.wars) < WARS
    wars = jax.tree.map(lambda values: fill(values, WARS), fronts(panel))
    return History(feed(panel), wars, at, np.ones(steps, np.float32)), taken


def forecasts_of(panel: Panel, theory: Theory) -> tuple[dict[str, np.ndarray], float]:
    """Forecasts of the panel's decisions, and the log-likelihood."""
    history, taken = filled(panel)
    found = replay_of(history, theory, modules=BARE, block=YEARS - 1)
    spare = len(history.at["pact ended"][0]) - taken["pact ended"].size
    kept = np.log(1.0 - DEFAULTS["consideration"])
    rows = {kind: found.forecasts[kind][: d.size] for kind, d in taken.items()}
    return rows, float(found.log_likelihood) - spare * kept


def departures(name: str, seed: int, runs: int = 64) -> dict[str, float]:
    """How many standard errors more often things happened than was forecast, by outcome."""
    parts = {}
    for panel in made(name, seed, runs):
        rows, _ = forecasts_of(panel, THEORIES[name])
        for kind, d in decisions(panel).items():
            for k, outcome in enumerate(KINDS[kind][1:], start=1):
                p = rows[kind][:, k]
                row = ((d.outcome == k).sum() - p.sum(), (p * (1.0 - p)).sum())
                parts.setdefault(f"{kind}: {outcome}", []).append(row)
    out = {}
    for what, found in parts.items():
        more, variance = np.array(found).T
        out[what] = more.sum() / np.sqrt(max((more**2).sum(), variance.sum()))
    return out


@pytest.mark.parametrize("seed", [1, 2])
def test_forecasts_of_the_models_own_histories_are_calibrated(seed):
    for what, z in departures("defensive", seed).items():
        assert abs(z) < 3.5, (what, z)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", THEORIES)
def test_forecasts_are_calibrated_under_every_theory(name, seed):
    for what, z in departures(name, seed, 512).items():
        assert abs(z) < 3.5, (what, z)


def _lead(name: str, other: str, runs: int) -> tuple[float, float]:
    """By how much the true theory is likelier than another, nats a history, with its error."""
    lead = [
        forecasts_of(p, THEORIES[name])[1] - forecasts_of(p, THEORIES[other])[1]
        for p in made(name, 1, runs)
    ]
    return float(np.mean(lead)), float(np.std(lead) / np.sqrt(len(lead)))


@pytest.mark.parametrize("other", [name for name in THEORIES if name != "defensive"])
def test_the_theory_that_made_a_history_is_the_likeliest(other):
    lead, error = _lead("defensive", other, 32)
    assert lead > 3.0 * error


@pytest.mark.slow
@pytest.mark.parametrize("name", THEORIES)
def test_every_theory_is_likeliest_where_it_made_history(name):
    for other in set(THEORIES) - {name}:
        lead, error = _lead(name, other, 64)
        assert lead > 3.0 * error, other


def test_every_war_of_a_made_history_began_with_a_challenge_of_its_target():
    some = [(panel, war) for panel in made("defensive", 1, 512) for war in panel.wars]
    assert sum(len(war.with_target) for _, war in some) > 0
    for panel, war in some:
        assert panel.dispute[war.year, war.attacker, war.target] > 0
        assert panel.fought[war.year, war.attacker, war.target] > 0
        mine = [w for w in panel.wars if (w.year, w.attacker) == (war.year, war.attacker)]
        assert len(mine) == 1


def test_what_was_shuffled_is_forecast_no_better_than_by_its_rate():
    """Replay of histories whose disputes and arming were dealt out anew: nothing of a year's
    outcome may have found its way into its forecast."""
    rng, gains = np.random.default_rng(5), {"dispute": [], "arms": []}
    panels = []
    for panel in made("defensive", 1):
        there = panel.relevant[:-1] > 0
        dispute, arming = panel.dispute.copy(), panel.arming.copy()
        dispute[1:][there] = rng.permutation(dispute[1:][there])
        known = np.isfinite(arming)
        arming[known] = rng.permutation(arming[known])
        attack = panel.attack * (dispute > 0)
        panels.append(replace(panel, dispute=dispute, attack=attack, arming=arming))
    outcomes = {
        kind: np.bincount(np.concatenate([decisions(p)[kind].outcome for p in panels]))
        for kind in gains
    }
    for panel in panels:
        rows, _ = forecasts_of(panel, defensive)
        for kind, gain in gains.items():
            taken = decisions(panel)[kind].outcome
            rate = outcomes[kind] / outcomes[kind].sum()
            told = rows[kind][np.arange(len(taken)), taken]
            gain.append(np.log(told).sum() - np.log(rate[taken]).sum())
    for kind, gain in gains.items():
        error = np.std(gain) * np.sqrt(len(gain))
        assert np.sum(gain) < 2.0 * error, kind
