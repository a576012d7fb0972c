"""A costly signal: sent by its value, never by habit, and it tells whether it is sent or not."""

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import switched
from limits import close
from mechanisms.assessments import each_run, logistic

from decisions.years import HABIT, RULES, RUNS, N, a_year, plain, told, worth
from westphalia.decisions.signal import SIGNAL
from westphalia.mechanisms import signals


def test_a_signal_is_sent_by_its_value_and_never_by_habit_or_by_the_dead():
    year, known = a_year(1)
    alive = jnp.ones((N, RUNS)).at[0, 0].set(0.0)
    year = year._replace(world=year.world._replace(alive=alive))
    found = SIGNAL.weigh(year, known, RULES)
    terms = plain(found.terms, (N, 1, RUNS))
    for run, w, m, q in each_run(RUNS, year.world, known.agents, known.p):
        for i in range(N):
            value = worth(terms, (i, 0, run), m, w, q)
            assert found.value[i, 0, run] == pytest.approx(value, rel=1e-4, abs=1e-7)
            chance = logistic(value / (q.temperature_deal * w.leader_temperature[i]))
            chance = 0.0 if i == HABIT or (i, run) == (0, 0) else chance
            assert found.chance[i, 0, run] == pytest.approx(chance, rel=1e-4)
            assert found.allowed[i, 0, run] == ((i, run) != (0, 0))


def evidence_by_hand(year, known, sends):
    """What sending, or silence, tells of a type by the public weights, by loops."""
    offered = signals.terms(year.world, year.assessment, known.p)
    typed = offered["opportunity"]
    shape = (N, 1, RUNS)
    survival, effort = (np.broadcast_to(offered[k], shape) for k in ("survival", "effort"))
    out = np.zeros((N, RUNS))
    for i, run in np.ndindex(N, RUNS):
        at = i, 0, run
        both = float(survival[at] + effort[at])
        chances = [
            logistic((both + float(part[at])) / float(known.p.temperature_deal)) for part in typed
        ]
        greedy, secure = chances if sends[i] else [1.0 - c for c in chances]
        out[i, run] = np.log(greedy) - np.log(secure)
    return out


def test_who_sends_scraps_offence_alone_and_both_answers_tell():
    year, known = a_year(2, signal_cost=0.2, temperature_deal=0.2)
    sends = [1, 0, 1]
    after = SIGNAL.take(year, known, told(signal=jnp.asarray(sends)[:, None, None]))
    was, now = year.world, after.world
    for i in range(N):
        left = 0.8 if sends[i] else 1.0
        assert now.arms[i] * now.posture[i] == close(left * was.arms[i] * was.posture[i], rel=1e-5)
        defence = was.arms[i] * (1 - was.posture[i])
        assert now.arms[i] * (1 - now.posture[i]) == close(defence, rel=1e-5)
    told_ = now.evidence - was.evidence
    by_hand = evidence_by_hand(year, known, sends)
    assert np.asarray(told_) == pytest.approx(by_hand, rel=1e-3, abs=1e-6)
    assert (told_[0] < 0.0).all()  # it costs the greedy more
    assert (told_[1] > 0.0).all()
    assert after.taken == {}


def test_without_the_module_there_is_no_signal_and_silence_tells_nothing():
    year, known = a_year(3, mods=switched(signals=0.0))
    after = SIGNAL.take(year, known, RULES)
    for name in ("arms", "posture", "evidence"):
        assert (getattr(after.world, name) == getattr(year.world, name)).all(), name
    assert not SIGNAL.weigh(year, known, RULES).allowed.any()


def test_a_signal_is_on_record_if_its_reasons_are_wanted():
    year, known = a_year(4)
    after = SIGNAL.take(year, known, told(explain=True, signal=1.0))
    assert list(after.taken) == ["signal"]
    assert (after.taken["signal"].choice == 1.0).all()
