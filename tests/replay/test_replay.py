"""Replay held to a recomputation by hand; what cannot matter to it."""

from dataclasses import fields, replace

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from replay.by_hand.panels import T, hand_made
from replay.by_hand.replay import replay_by_hand
from replay.histories import drawn, replay_of, told_of
from westphalia.records.observed_decisions import KINDS
from westphalia.records.panel import Panel, War
from westphalia.replay.replay import DRAWS, Replay
from westphalia.replay.world_of_history import FORMS, PARAMETERS, about
from westphalia.theories import THEORIES
from westphalia.world.parameters import ABOUT, Parameters
from westphalia.world.problems import UserError


def somewhere(seed: int) -> Parameters:
    """Parameters anywhere in their plausible ranges."""
    rng = np.random.default_rng(seed)
    rows = {name: about(name) for name in ABOUT}
    drawn = {name: rng.uniform(a.low, a.high) for name, a in rows.items()}
    return Parameters(**drawn, forms=FORMS)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("name", THEORIES)
def test_chances_are_those_worked_out_by_hand(name, seed, whole):
    panel, parameters = hand_made(seed, whole), somewhere(seed) if seed > 3 else PARAMETERS
    replay = Replay(panel)
    for kind, taken in replay.decisions.items():
        assert taken.outcome.any(), kind
    found = replay.chances(THEORIES[name], parameters)
    by_hand = replay_by_hand(panel, replay.decisions, THEORIES[name], parameters, drawn)
    for kind, rows in by_hand.forecasts.items():
        np.testing.assert_allclose(found.forecasts[kind], rows, rtol=5e-6, err_msg=kind)
    assert found.log_likelihood == pytest.approx(by_hand.log_likelihood, rel=1e-7)
    for (s, i), chance in by_hand.greedy.items():
        assert found.greedy[s, i] == pytest.approx(chance, rel=1e-6)


def test_what_cannot_be_replayed_is_refused():
    with pytest.raises(UserError, match="draws = 3: give an even number"):
        Replay(hand_made(), draws=3)
    many = replace(hand_made(), labels=tuple(map(str, range(33))))
    with pytest.raises(UserError, match=r"33 states .* at most 32"):
        Replay(many, serial=True)


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
    """Draws are by place, so that shares are known here, and disputes and what they tell of types
    are left out."""
    panel, place = hand_made(whole=True), np.argsort(order)
    other = renamed(panel, np.array(order))
    (one, decided), (two, _) = told_of(panel), told_of(other)
    moved = {
        kind: d._replace(who=place[d.who], whom=np.where(d.whom < 0, d.whom, place[d.whom]))
        for kind, d in decided.items()
    }
    for kind in ("pact formed", "pact ended"):  # of a pair, whichever comes first
        assert moved[kind].size == Replay(other).decisions[kind].size
    silent = {"watched": 0.0 * np.asarray(one.feed.watched)}
    for theory in THEORIES.values():
        found = replay_of((one._replace(feed=one.feed._replace(**silent)), decided), theory)
        again = replay_of((two._replace(feed=two.feed._replace(**silent)), moved), theory)
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
    history = told_of(hand_made())
    found = replay_of(history)
    again = replay_of(history, block=3)  # the last of them is not full
    for kind, rows in found.forecasts.items():
        np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10)
    assert again.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-12)


@pytest.mark.slow
def test_more_draws_come_closer():
    history = told_of(hand_made())
    best, few, many = (replay_of(history, draws=d) for d in (4096, DRAWS, 128))
    rows, *others = (
        np.concatenate([*map(np.ravel, f.forecasts.values())]) for f in (best, few, many)
    )
    off = [np.sqrt(np.mean((other - rows) ** 2)) for other in others]
    assert off[1] < off[0] / 2.0
    off = [abs(other.log_likelihood - best.log_likelihood) for other in (few, many)]
    assert off[1] < off[0] + 0.1
    known = told_of(hand_made(whole=True))
    few, many = (replay_of(known, draws=d).forecasts for d in (DRAWS, 128))
    for kind in set(KINDS) - {"dispute"}:  # only disputes depend on what is drawn
        at = known[1][kind].year == 1  # before disputes tell of types
        np.testing.assert_allclose(few[kind][at], many[kind][at], rtol=1e-12, err_msg=kind)
