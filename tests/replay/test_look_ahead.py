"""No forecast knows what comes."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)
from hypothesis import given, settings
from hypothesis import strategies as st

from replay.by_hand.panels import N, T, hand_made
from replay.histories import Decided, replay_of, told_of
from westphalia.records.panel import Panel, War
from westphalia.replay.replay import (
    Chances,
    History,
    Replay,
)
from westphalia.theories import defensive

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


def retold(panel: Panel, other: Panel) -> tuple[History, Decided]:
    """Another panel, asked for the forecasts of the first one's decisions, with its own outcomes
    of who joined."""
    history, decided = told_of(other, panel)
    d, sides = decided["joining"], np.zeros_like(history.sides)
    for k, number in zip(d.who, d.war, strict=True):
        war = other.wars[number]
        sides[number, k, 1 * (k in war.with_target) + 2 * (k in war.with_attacker)] = 1.0
    return history._replace(sides=sides), decided


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
        known = told_of(panel)[1][kind].year <= t
        np.testing.assert_allclose(
            again.forecasts[kind][known], rows[known], rtol=1e-12, err_msg=f"{kind} {t} {names}"
        )
    np.testing.assert_allclose(again.greedy[:t], found.greedy[:t], rtol=1e-12)


def test_forecasts_know_what_came():
    """Else the test above could not fail: what happened in a year moves the next forecasts."""
    panel, found = _known(True)
    for t in range(1, T - 1):
        again = replay_of(retold(panel, scrambled(panel, t, (*YEARLY, "wars"), 1)))
        at = told_of(panel)[1]["arms"].year == t + 1
        assert not np.allclose(again.forecasts["arms"][at], found.forecasts["arms"][at], rtol=1e-3)


@pytest.mark.slow
def test_a_history_cut_short_gives_the_same_forecasts():
    panel, found = _known(True)
    last = 6
    cut = {name: getattr(panel, name)[:last] for name in (*YEARLY, "years")}
    wars = tuple(w._replace(ended=min(w.ended, last - 1)) for w in panel.wars if w.year < last)
    short = Replay(replace(panel, **cut, wars=wars))
    again = short.chances(defensive)
    for kind, taken in short.decisions.items():
        rows = found.forecasts[kind][told_of(panel)[1][kind].year < last]
        assert len(rows) == taken.size
        np.testing.assert_allclose(again.forecasts[kind], rows, rtol=1e-10, err_msg=kind)
