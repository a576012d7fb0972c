"""What the tests of every item of an agenda share: loops over pairs, and a meeting made by hand."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything
from limits import close
from mechanisms.assessments import answers, assessment, each_run, pairs_of

from decisions.years import given_by
from westphalia.decisions import AGREEMENTS
from westphalia.decisions.context import Year
from westphalia.theories import THEORIES
from westphalia.world.terms import of_own_type

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3


def holds(item, by_hand):
    """Hold the terms of an item in a drawn world against those of a loop over pairs.

    `by_hand`: (world, agents, assessment, answer, parameters, i, j) -> term by name, all of them
    plain numbers, for states whose types are known to themselves.
    """
    world, agents, p, mods = anything(N, RUNS, 1, tuple(THEORIES.values()))
    seen, answer = assessment(N, RUNS, 2), answers(N, RUNS, 3)
    year = Year(world, {}, seen, answer)
    terms = of_own_type(item.terms_of(year, given_by(agents, p, mods)), world.greedy)
    found = {k: np.broadcast_to(np.asarray(v), (N, N, RUNS)) for k, v in terms.items()}
    for run, w, m, s, told, q in each_run(RUNS, world, agents, seen, answer, p):
        for i, j in pairs_of(N):
            wanted = by_hand(w, m, s, told, q, i, j)
            assert found.keys() == wanted.keys()
            for name, value in wanted.items():
                assert found[name][i, j, run] == close(value), name


def trade(w, q, one, other):
    """The yearly gain from normal trade of one with another, as a share of its resources."""
    both = w.resources[one] + w.resources[other]
    return q.trade_gain * w.delivery[one, other] * 2.0 * w.resources[other] / both


def revealed(w, q, i, j):
    """How far j's belief about i moves when it sees what i is."""
    known = w.belief[j, i]
    return q.tempering * (1.0 - known if w.greedy[i] else -known)


def after_meeting(scene, world, item, both):
    """The world after 0 and 1 have met on an item, to which both agree or not."""
    n = world.arms.shape[0]
    none = jnp.zeros((n, n, 1))
    met = none.at[0, 1].set(1.0).at[1, 0].set(1.0)
    on_table = {a.name: met if a is item else none for a in AGREEMENTS}
    return item.after(world, on_table, float(both) * met, given_by(*scene[1:]))


def stands_where_both_want_it(item):
    """Where a pair met and both agreed it stands, where one refused it ends, and nobody else's
    agreement moves."""
    name = item.about.variable
    for before in (0.0, 1.0):
        for both in (0, 1):
            scene = anything(3, 1, 4).having(**{name: before})
            found = after_meeting(scene, scene.world, item, both)
            now = np.asarray(getattr(found, name))[:, :, 0]
            assert now[0, 1] == now[1, 0] == both
            assert (now[2] == before).all()
            assert (now[:2, 2] == before).all()
            for other in set(found._fields) - {name}:
                assert getattr(found, other) is getattr(scene.world, other), other
