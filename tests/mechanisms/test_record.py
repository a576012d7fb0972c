"""The public record of a pair: how it is kept, and what it tells of the next dispute."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import anything, equals, switched
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import close
from traces import A, B, C

from mechanisms.assessments import dtypes, each_run
from westphalia.mechanisms import record
from westphalia.world.state import flip

#: Of tests in double precision, for limits that hold exactly.
EXACT = pytest.mark.usefixtures("x64")
N, RUNS = 4, 3
ON, OFF = switched(record=1.0), switched(record=0.0)
MANY = settings(max_examples=30, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)


def with_past(seed, **parameters):
    """Worlds whose pairs have a past."""
    rng = np.random.default_rng(seed)
    begun, foreseen = rng.uniform(0.0, 3.0, (N, N, RUNS)), rng.uniform(0.0, 3.0, (N, N, RUNS))
    return anything(N, RUNS, seed, **parameters).having(begun=begun, foreseen=foreseen)


def a_years(seed):
    """Disputes of a year, and the chances the public gave them."""
    rng = np.random.default_rng(seed)
    begun = jnp.asarray(rng.uniform(size=(N, N, RUNS)) < 0.3, float)
    return begun, jnp.asarray(rng.uniform(0.0, 0.5, (N, N, RUNS)), float)


@MANY
@given(seeds)
def test_off_nothing_is_recorded_and_the_record_tells_nothing(seed):
    scene = with_past(seed)
    assert (record.drawn(scene.world, scene.p, OFF) == 0.0).all()
    blank = scene.having(begun=0.0, foreseen=0.0)
    kept = record.kept(blank.world, *a_years(seed), scene.p, OFF)
    for name, value in kept._asdict().items():
        assert (value == getattr(blank.world, name)).all(), name


def test_a_pair_without_a_past_is_as_likely_to_dispute_as_foreseen():
    scene = equals(3)
    assert (record.frailty(scene.world, scene.p) == 1.0).all()
    assert (record.drawn(scene.world, scene.p, ON) == 0.0).all()


@EXACT
def test_frailty_is_that_of_loops_over_pairs():
    scene = with_past(1)
    found = record.frailty(scene.world, scene.p)
    told = record.drawn(scene.world, scene.p, ON)
    for _, w, m, add, q in each_run(RUNS, scene.world, found, told, scene.p):
        for i in range(N):
            for j in range(N):
                seen = q.record_prior + w.begun[i, j] + q.record_of_other * w.begun[j, i]
                due = q.record_prior + w.foreseen[i, j] + q.record_of_other * w.foreseen[j, i]
                assert m[i, j] == close(seen / due)
                assert add[i, j] == close(min(max(np.log(seen / due), -4.0), 4.0))


@EXACT
def test_by_hand_a_dispute_that_was_half_expected():
    """With a prior of 1/2, a dispute of A on B, foreseen at 1/2; the other side counts a fifth."""
    numbers = {"record_prior": 0.5, "record_of_other": 0.2, "record_memory": 0.9}
    scene = equals(3, **numbers)
    at = np.zeros((3, 3, 1))
    at[A, B] = 1.0
    world = record.kept(scene.world, jnp.asarray(at), jnp.asarray(0.5 * at), scene.p, ON)
    m = record.frailty(world, scene.p)
    assert m[A, B, 0] == close(1.5 / 1.0)
    assert m[B, A, 0] == close(0.7 / 0.6)
    assert m[A, C, 0] == m[C, B, 0] == 1.0
    nothing = jnp.zeros((3, 3, 1))
    later = record.kept(world, nothing, nothing, scene.p, ON)
    assert record.frailty(later, scene.p)[A, B, 0] == close((0.5 + 0.9) / (0.5 + 0.45))


@EXACT
@MANY
@given(seeds)
def test_a_year_is_added_to_what_is_left_of_the_past(seed):
    scene = with_past(seed)
    begun, chance = a_years(seed)
    kept = record.kept(scene.world, begun, chance, scene.p, ON)
    memory = float(scene.p.record_memory)
    assert kept.begun == close(memory * scene.world.begun + begun)
    assert kept.foreseen == close(memory * scene.world.foreseen + chance)
    changed = {k for k, v in kept._asdict().items() if v is not getattr(scene.world, k)}
    assert changed == {"begun", "foreseen"}


@EXACT
@MANY
@given(seeds)
def test_a_dispute_raises_the_record_and_a_quiet_year_that_was_foreseen_otherwise_lowers_it(seed):
    scene = with_past(seed)
    _, chance = a_years(seed)
    # as the rest of a year goes: what fades of the past is the same either way
    quiet = record.kept(scene.world, 0.0 * chance, chance, scene.p, ON)
    calm = record.kept(scene.world, 0.0 * chance, 0.0 * chance, scene.p, ON)
    stormy = record.kept(scene.world, jnp.ones_like(chance), chance, scene.p, ON)
    lower, none, upper = (record.frailty(w, scene.p) for w in (quiet, calm, stormy))
    assert (lower <= none).all()
    assert (lower < none)[np.asarray(chance + flip(chance)) > 0].all()
    assert (upper > lower).all()
    # without a past a dispute raises it above 1, and a quiet year lowers it below
    blank = scene.having(begun=0.0, foreseen=0.0)
    first = record.kept(blank.world, jnp.ones_like(chance), chance, scene.p, ON)
    none = record.kept(blank.world, 0.0 * chance, chance + 0.01, scene.p, ON)
    assert (record.frailty(first, scene.p) > 1.0).all()
    assert (record.frailty(none, scene.p) < 1.0).all()


@EXACT
@MANY
@given(seeds)
def test_where_both_sides_count_alike_a_pair_has_one_record(seed):
    scene = with_past(seed, record_of_other=1.0)
    m = record.frailty(scene.world, scene.p)
    assert m == close(flip(m))
    # where the other side does not count, its disputes tell nothing of one's own
    deaf = scene.under(record_of_other=0.0)
    upper = np.triu(np.ones((N, N)), 1)[:, :, None]
    other = scene.having(begun=scene.world.begun + upper)
    same = np.broadcast_to(upper.swapaxes(0, 1) > 0, m.shape)
    assert (record.frailty(other.world, deaf.p) == record.frailty(deaf.world, deaf.p))[same].all()


@EXACT
def test_a_larger_prior_trusts_the_record_less_and_what_it_adds_is_bounded():
    scene = with_past(3)
    near, far = (abs(record.drawn(scene.world, scene.under(record_prior=a).p, ON)) for a in (9, 1))
    assert (near < far).all()
    many = scene.having(begun=1e6, foreseen=0.0)
    none = scene.having(begun=0.0, foreseen=1e6)
    assert (record.drawn(many.world, scene.p, ON) == record.MOST).all()
    assert (record.drawn(none.world, scene.p, ON) == -record.MOST).all()


def test_single_precision_stays_single():
    scene = with_past(4)
    kept = record.kept(scene.world, *a_years(4), scene.p, ON)
    assert dtypes((kept, record.drawn(kept, scene.p, ON))) == {"float32"}
