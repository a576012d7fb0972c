"""A lesson run: the control acts, the same seed gives the same numbers."""

import numpy as np
import pytest

from westphalia.app.lessons import LESSONS, Cancelled, Lesson, lesson, run_lesson
from westphalia.app.lessons.run_lesson import difference, sentence, simulate_worlds
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.evaluate import evaluate
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import Interval

# one worker: all lessons share one compiled program and remember their worlds
pytestmark = pytest.mark.xdist_group(name="experiments")

EVERY = pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.id)

FEW = 32


#: Lessons whose control has no clear effect from one end to the other: a withdrawal tells as little
#: of types as cheap talk.
ALIKE = {"reassurance"}


@EVERY
def test_the_control_does_something_or_the_sentence_says_that_nothing_can_be_told(one: Lesson):
    for value in (one.control.values[0], one.control.values[-1]):
        conditions = one.worlds(value)
        found = simulate_worlds(one, conditions, one.runs)
        gap = difference(found)
        said = run_lesson(one, value)["sentence"]
        assert said == sentence(one, value, found, one.runs)
        if gap.low == gap.high == 0.0:
            assert "the same in every run" in said
        elif gap.includes_zero:
            assert "no clear difference" in said
        else:
            assert ("higher by" in said) == (gap.value > 0)
    ends = pair(one, one.control.values[0], one.control.values[-1])
    assert ends.includes_zero == (one.id in ALIKE)


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    one = lesson("buck-passing")
    again = simulate_worlds(one, one.worlds(0.7), FEW)
    assert run_lesson(one, 0.7, runs=FEW) == run_lesson(one, 0.7, runs=FEW)
    assert run_lesson(one, 0.7, runs=FEW, seed=2) != run_lesson(one, 0.7, runs=FEW)
    many = simulate_worlds(one, one.worlds(0.7), 2 * FEW)
    for name, found in again.items():
        np.testing.assert_array_equal(found.total, many[name].total[:, :FEW])


def test_runs_are_those_of_the_ledger_at_the_default_point():
    """Run k of a lesson is run k of the defaults of the claims, whatever else they draw."""
    one = lesson("arms-control")
    conditions = one.worlds(0.9)
    ledger = Design(draws=3, runs=5, seed=1, defaults=FEW, spans=ranges())
    total, weight = evaluate(
        conditions["verified"], ledger, [one.picture.measure], 15, 15 + FEW
    ).popitem()[1]
    found = simulate_worlds(one, conditions, FEW)["verified"]
    np.testing.assert_allclose(found.total_default, total)
    np.testing.assert_allclose(found.weight_default, weight)


def synthetic(one: list[float], other: list[float]) -> dict[str, Outcome]:
    """Two worlds whose runs have these values."""
    return {
        name: Outcome(np.zeros((0, len(v))), np.zeros((0, len(v))), np.array(v), np.ones(len(v)))
        for name, v in (("one", one), ("other", other))
    }


def test_the_sentence_follows_the_numbers():
    one = lesson("arms-control")
    base = [0.4, 0.5, 0.6, 0.5, 0.4, 0.6]
    higher = sentence(one, 0.9, synthetic([v + 0.1 for v in base], base), 6)
    lower = sentence(one, 0.9, synthetic([v - 0.2 for v in base], base), 6)
    unclear = sentence(one, 0.9, synthetic(base[::-1], base), 6)
    same = sentence(one, 0.9, synthetic(base, base), 6)
    assert "0.6 (one) and 0.5 (other): higher by 0.1 [0.1, 0.1]" in higher
    assert "lower by 0.2 [0.2, 0.2]" in lower
    assert "no clear difference" in unclear
    assert "the same in every run" in same
    assert all("Where the chance that cheating is detected is 0.9, " in s for s in (higher, same))


def test_progress_is_told_and_a_cancelled_lesson_ends():
    told: list[tuple[int, int]] = []
    one = lesson("relative-gains")
    run_lesson(one, 0.9, runs=200, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 400), (128, 400), (200, 400), (328, 400), (400, 400)]
    with pytest.raises(Cancelled):
        run_lesson(one, 0.9, runs=FEW, cancelled=lambda: True)


def pair(one: Lesson, value: float, other: float) -> Interval:
    """The outcome at one position of the control less that at another, paired run by run."""
    first, second = (next(iter(one.worlds(v).values())) for v in (value, other))
    return difference(simulate_worlds(one, {"one": first, "other": second}, one.runs))
