"""The lessons: their shape, their worlds, and that the simulation gives the answers they give."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from conftest import numbers  # noqa: F401  (installs the checks of shapes before anything else)

from westphalia.app.lessons import LESSONS, Cancelled, Lesson, described, lesson, taught, verdicts
from westphalia.app.lessons.balance_of_threat import NOTHING
from westphalia.app.lessons.lesson import Control, years_of
from westphalia.app.lessons.reassurance import MEANS
from westphalia.app.lessons.reassurance import NOTHING as UNASSURED
from westphalia.app.lessons.run_lesson import difference, sentence, simulated
from westphalia.app.lessons.verdicts import DATA, compile_verdicts, packaged
from westphalia.claims import CLAIMS
from westphalia.claims.judge import judge
from westphalia.claims.results import as_data
from westphalia.experiments import measures as m
from westphalia.experiments.arm import Arm, Measure, evaluate
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.effects import contrast
from westphalia.experiments.run import Outcome
from westphalia.measures.intervals import Interval
from westphalia.report.cite import entries
from westphalia.world.problems import UserError

# one worker: all lessons share one compiled program and remember their worlds
pytestmark = pytest.mark.xdist_group(name="lessons")

ROOT = Path(__file__).resolve().parent.parent
BY_CLAIM = {claim.id: claim for claim in CLAIMS}
EVERY = pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.id)
FEW = 32


# Their shape


def test_there_are_eight_and_they_cover_their_claims():
    assert len({one.id for one in LESSONS}) == len(LESSONS) == 8
    covered = {claim for one in LESSONS for claim in one.claims}
    assert covered == {7, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 24, 26, 29, 30, 31, 32, 33, 43}


@EVERY
def test_a_lesson_names_works_of_the_bibliography(one: Lesson):
    assert one.question.endswith("?")
    assert set(one.reading) | {one.control.source} <= set(entries())
    assert all(text == text.strip() and text[-1] in ".?" for text in one.story)


@EVERY
def test_a_lesson_describes_itself_as_the_page_expects(one: Lesson):
    data = described(one)
    assert json.loads(json.dumps(data)) == data | {
        "control": json.loads(json.dumps(data["control"])),
        "exercise": json.loads(json.dumps(data["exercise"])),
    }
    assert set(data) == names_of("Lesson")
    assert all(set(row) == names_of("Verdict") for row in data["claims"])
    assert [row["id"] for row in data["claims"]] == list(one.claims)


def test_a_result_is_as_the_page_expects():
    one = lesson("arms-control")
    data = taught(one, one.control.value, runs=FEW)
    first, last = one.picture.years
    assert set(data) == names_of("LessonResult")
    for world in data["worlds"]:
        assert {len(series) for series in world["series"].values()} == {last - first + 1}
        assert set(world["outcome"]) == {"value", "low", "high"}
    json.dumps(data, allow_nan=False)


def names_of(interface: str) -> set[str]:
    """The fields of an interface of the page, those of nested objects left out."""
    text = (ROOT / "web" / "src" / "types.ts").read_text(encoding="utf-8")
    body = re.search(rf"export interface {interface} {{\n(.*?)\n}}", text, re.S)
    assert body is not None
    return set(re.findall(r"^  (\w+):", body[1], re.M))


# Their worlds


def test_worlds_are_those_of_the_claims_where_they_fit():
    for name, position, claim, arm in (
        ("relative-gains", 0.99, 7, "feared"),
        ("relative-gains", 0.01, 7, "harmless"),
        ("buck-passing", 0.5, 11, "treatment"),
        ("buck-passing", 2.0, 11, "control"),
        ("moderate-power", 0.3, 20, "moderate"),
        ("moderate-power", 1.0, 20, "high"),
        ("arms-control", 0.9, 24, "treatment"),
        ("anarchy-is-what-states-make-of-it", 0.6, 43, "friends"),
    ):
        here = next(iter(lesson(name).worlds(position).values()))
        assert here.key == BY_CLAIM[claim].arms[arm].key, (name, position)


@EVERY
def test_all_lessons_share_one_compiled_program(one: Lesson):
    arms = [arm for value in one.control.values for arm in one.worlds(value).values()]
    shapes = {(arm.n, arm.years, arm.serial, arm.later, arm.program.rules) for arm in arms}
    assert shapes == {(8, 50, False, None, LESSONS[0].worlds(0.7)["free to arm"].program.rules)}


@EVERY
def test_the_control_does_something_or_the_sentence_says_that_nothing_can_be_told(one: Lesson):
    for value in (one.control.values[0], one.control.values[-1]):
        arms = one.worlds(value)
        found = simulated(one, arms, one.runs)
        gap = difference(found)
        said = taught(one, value)["sentence"]
        assert said == sentence(one, value, found, one.runs)
        if gap.low == gap.high == 0.0:
            assert "the same, run for run" in said
        elif gap.includes_zero:
            assert "cannot be told apart" in said
        else:
            assert ("higher by" in said) == (gap.value > 0)
    assert not pair(one, one.control.values[0], one.control.values[-1]).includes_zero


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    one = lesson("buck-passing")
    again = simulated(one, one.worlds(0.7), FEW)
    assert taught(one, 0.7, runs=FEW) == taught(one, 0.7, runs=FEW)
    assert taught(one, 0.7, runs=FEW, seed=2) != taught(one, 0.7, runs=FEW)
    many = simulated(one, one.worlds(0.7), 2 * FEW)
    for name, found in again.items():
        np.testing.assert_array_equal(found.total, many[name].total[:, :FEW])


def test_runs_are_those_of_the_ledger_at_the_default_point():
    """Run k of a lesson is run k of the defaults of the claims, whatever else they draw."""
    one = lesson("arms-control")
    arms = one.worlds(0.9)
    ledger = Design(draws=3, runs=5, seed=1, defaults=FEW, spans=ranges())
    total, weight = evaluate(
        arms["verified so"], ledger, [one.picture.measure], 15, 15 + FEW
    ).popitem()[1]
    found = simulated(one, arms, FEW)["verified so"]
    np.testing.assert_allclose(found.total_default, total)
    np.testing.assert_allclose(found.weight_default, weight)


def test_years_are_cut_out_of_every_record():
    records = {"alive": np.arange(10)[:, None] * np.ones(3), "war": np.arange(10)}
    assert years_of(records, 3, 5)["war"].tolist() == [2, 3, 4]
    assert years_of(records, 3, 5)["alive"].shape == (3, 3)


def synthetic(one: list[float], other: list[float]) -> dict[str, Outcome]:
    """Two worlds whose runs have these values."""
    return {
        name: Outcome(np.zeros((0, len(v))), np.zeros((0, len(v))), np.array(v), np.ones(len(v)))
        for name, v in (("one", one), ("other", other))
    }


def test_the_sentence_follows_the_numbers():
    arms = lesson("arms-control")
    base = [0.4, 0.5, 0.6, 0.5, 0.4, 0.6]
    higher = sentence(arms, 0.9, synthetic([v + 0.1 for v in base], base), 6)
    lower = sentence(arms, 0.9, synthetic([v - 0.2 for v in base], base), 6)
    unclear = sentence(arms, 0.9, synthetic(base[::-1], base), 6)
    same = sentence(arms, 0.9, synthetic(base, base), 6)
    assert "0.6 (one) and 0.5 (other): higher by 0.1 [0.1, 0.1]" in higher
    assert "lower by 0.2 [0.2, 0.2]" in lower
    assert "cannot be told apart" in unclear
    assert "the same, run for run" in same
    assert all("Where the chance that a cheat is found is 0.9, " in s for s in (higher, same))


# Refusals, progress, cancelling


def test_what_is_no_position_or_no_lesson_is_refused():
    with pytest.raises(UserError, match=r"cannot be put to 0\.6\. Its positions are 0, 0\.1"):
        taught(lesson("arms-control"), 0.6)
    with pytest.raises(UserError, match="Did you mean arms-control"):
        lesson("arms-controll")
    with pytest.raises(UserError, match="runs = 5 is outside its range: 16 to 4096"):
        taught(lesson("arms-control"), 0.9, runs=5)


def test_a_control_stands_at_one_of_its_positions_and_names_all_or_none():
    with pytest.raises(ValueError, match="not one of its positions"):
        Control("x", "", (0.0, 1.0), 0.5, "", "")
    with pytest.raises(ValueError, match="a name for each"):
        Control("x", "", (0.0, 1.0), 0.0, "", "", ("a",))


def test_progress_is_told_and_a_cancelled_lesson_ends():
    told: list[tuple[int, int]] = []
    one = lesson("relative-gains")
    taught(one, 0.9, runs=200, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 400), (128, 400), (200, 400), (328, 400), (400, 400)]
    with pytest.raises(Cancelled):
        taught(one, 0.9, runs=FEW, cancelled=lambda: True)


# The answers, from the simulation


def effect(arms: dict[str, Arm], measure: Measure, weights: dict[str, float], runs: int = 256):
    """A contrast of worlds, paired run by run, with its 95% interval."""
    design = Design(draws=2, runs=2, seed=1, defaults=runs, spans=ranges())
    found = {}
    for name in weights:
        total, weight = evaluate(arms[name], design, [measure], 4, 4 + runs)[measure.name]
        none = np.zeros((0, runs))
        found[name] = Outcome(none, none, total.astype(float), weight.astype(float))
    return contrast(found, weights).default


def right(name: str) -> str:
    """The answer that a lesson calls right."""
    exercise = lesson(name).exercise
    return exercise.answers[exercise.right]


def outcomes(one: Lesson, values: tuple[float, ...]) -> dict[float, Interval]:
    """The outcome of the first world at some positions of the control."""
    return {v: Interval(**taught(one, v)["worlds"][0]["outcome"]) for v in values}


def pair(one: Lesson, value: float, other: float) -> Interval:
    """The outcome at one position of the control less that at another, paired run by run."""
    first, second = (next(iter(one.worlds(v).values())) for v in (value, other))
    return difference(simulated(one, {"one": first, "other": second}, one.runs))


def test_security_dilemma_the_held_are_more_threatened():
    one = lesson("security-dilemma")
    assert right(one.id) == "Those that are held at 0.5%"
    arms = dict(one.worlds(0.7))
    free_less_held = {"free to arm": 1.0, "held at 0.5%": -1.0}
    assert difference(simulated(one, arms, one.runs)).high < -0.005
    # because: burdens rise, and suspicion falls
    assert effect(arms, m.burden(first=26), free_less_held).low > 0.3
    assert effect(arms, m.suspected(first=26), free_less_held).high < -0.05
    held = {name: arm.having(off=("learning",)) for name, arm in arms.items()}
    assert effect(held, m.threatened(first=26), free_less_held).includes_zero
    # easy offence and weapons that look alike
    assert pair(one, 0.7, 1.4).low > 0.05
    alike = {"free to arm": 1.0, "free to arm, weapons distinct": -1.0}
    assert effect(arms, m.threatened(first=26), alike).low > 0.05


def test_relative_gains_a_third_is_refused_and_less_in_the_end():
    one = lesson("relative-gains")
    assert right(one.id) == "In about a third, and less often in the end than at first"
    feared = taught(one, 0.99)["worlds"][0]
    assert feared["outcome"]["low"] > 0.27
    assert feared["outcome"]["high"] < 0.4
    by_year = feared["series"]
    assert by_year["low"][0] > 0.5  # most refuse at first
    assert by_year["high"][-1] < by_year["low"][0] - 0.2
    # because: the feared arm, and fear makes gains weigh more
    arms = {"feared": one.worlds(0.99)["this rival"], "not": one.worlds(0.01)["this rival"]}
    assert effect(arms, m.burden(of=(0,)), {"feared": 1.0, "not": -1.0}).low > 0.0
    weight = BY_CLAIM[7].parts[2].measure
    assert effect(arms, weight, {"feared": 1.0, "not": -1.0}).low > 0.5


def test_balance_of_threat_without_proximity_fewest_ally():
    one = lesson("balance-of-threat")
    found = outcomes(one, one.control.values[1:])
    values = list(found.values())
    lowest = min(range(len(values)), key=lambda k: values[k].value)
    assert lowest == one.exercise.right
    assert right(one.id) == "its proximity"
    assert all(values[lowest].high + 0.03 < v.low for k, v in enumerate(values) if k != lowest)
    # each of the four matters
    whole = outcomes(one, (float(NOTHING),))[NOTHING]
    assert all(v.high < whole.low for v in values)


def test_buck_passing_the_others_are_aloof():
    one = lesson("buck-passing")
    assert right(one.id).startswith("No: most see too little at stake")
    arms = {"defence": one.worlds(2.0)["judged so"], "offence": one.worlds(0.5)["judged so"]}
    alone = {"defence": 1.0}
    assert effect(arms, m.third_parties("aloof"), alone, one.runs).low > 0.9
    assert effect(arms, m.third_parties("buck-passing"), alone, one.runs).high < 0.02
    assert effect(arms, m.third_parties("obligation"), alone, one.runs).high < 0.05
    buck = effect(arms, m.third_parties("buck-passing"), {**alone, "offence": -1.0}, one.runs)
    assert buck.high < -0.005
    assert pair(one, 0.5, 2.0).low > 0.1  # wars are wider where offence is thought easy


def test_moderate_power_the_most_ambitious_ends_with_most():
    one = lesson("moderate-power")
    assert right(one.id) == "With the largest, 1"
    assert pair(one, 1.0, 0.3).low > 0.0
    assert pair(one, 1.0, 0.0).low > 0.0
    arms = {"most": one.worlds(1.0)["ambitious"], "moderate": one.worlds(0.3)["ambitious"]}
    more = {"most": 1.0, "moderate": -1.0}
    assert effect(arms, m.survives((0,)), more, one.runs).low > -0.005  # it is no less safe
    # because: it arms and fights more, and is less threatened than without any ambition
    assert effect(arms, m.burden((0,)), more).low > 1.0
    assert effect(arms, m.wars(by=(0,)), more).low > 0.0
    arms["none"] = one.worlds(1.0)["content"]
    less = effect(arms, m.threatened((0,)), {"most": 1.0, "none": -1.0}, one.runs)
    assert less.high < 0.0


def test_arms_control_unverified_caps_are_kept_more_often_than_not():
    one = lesson("arms-control")
    assert right(one.id) == "More than half"
    found = outcomes(one, one.control.values)
    assert found[0.0].low > 0.53
    assert found[0.0].high < 0.7
    assert all(np.diff([v.value for v in found.values()]) > 0.0)  # verification helps throughout
    # because: close to a toss-up, whether the cap is small or large
    for depth in (0.05, 1.0):
        arm = one.worlds(0.0)["never found"].having(set={"cap_depth": depth})
        kept = effect({"arm": arm}, one.picture.measure, {"arm": 1.0})
        assert kept.low > 0.45
        assert kept.high < 0.6


def test_reassurance_inspection_tells_best_and_does_not_bring_peace():
    one = lesson("reassurance")
    assert right(one.id) == "inspection"
    best = one.control.values[one.exercise.right]
    for value in one.control.values:
        assert value == best or pair(one, best, value).low > 0.015
    arms = {"it": MEANS["inspection"], "none": UNASSURED}
    gap = {"it": 1.0, "none": -1.0}
    assert effect(arms, m.wars(), gap, one.runs).high > 0.0  # wars are not fewer
    assert effect(arms, m.burden(), gap, one.runs).high < 0.0  # those who trust arm less
    assert difference(simulated(one, one.worlds(0.0), one.runs)) == (0.0, 0.0, 0.0)  # cheap talk
    assert pair(one, 2.0, 1.0).low > 0.0  # a larger sacrifice tells more


def test_culture_the_gap_in_war_is_larger_in_the_end():
    one = lesson("anarchy-is-what-states-make-of-it")
    assert right(one.id) == "It is larger than in the first ten years"
    found = simulated(one, one.worlds(0.6), one.runs)
    by_year = contrast(found, {"began so": -1.0, "began as enemies": 1.0})
    early, late = by_year.value[0], by_year.value[-1]
    half = 1.96 * (by_year.error[0] ** 2 + by_year.error[-1] ** 2) ** 0.5
    assert late - early > half
    assert early - 1.96 * by_year.error[0] > 0.0
    # because: quarrels come up as power shifts
    for name in found:
        series = contrast(found, {name: 1.0}).value
        assert series[-1] > series[0]


# The verdicts


def test_verdicts_are_those_of_the_page_of_claims():
    """Each row of the table in docs/claims.md: number, name, verdict, share."""
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| \[(.+?)\]\(.*?\) \| (\w+)( \(close\))? \|.*\| (.+) \|$", text,
                       re.M)  # fmt: skip
    assert len(table) == len(CLAIMS)
    for number, title, said, close, share in table:
        found = verdicts()[int(number)]
        assert (found["title"], found["verdict"], found["close"]) == (title, said, bool(close))
        if found["share"] is None:
            assert share == "-"
        else:
            value, low, high = (found["share"][end] for end in ("value", "low", "high"))
            assert share == f"{value:.0%} [{low:.0%}-{high:.0%}]"


def test_verdicts_are_on_the_claims_as_they_stand_and_say_where_they_are_from():
    for number, found in verdicts().items():
        claim = BY_CLAIM[number]
        assert (found["title"], found["sentence"]) == (claim.title, claim.sentence)
        assert claim.note in found["note"]
    path = ROOT / "src" / "westphalia" / "app" / "lessons" / DATA
    origin = json.loads(path.read_text(encoding="utf-8"))["from"]
    assert set(origin) == {
        "seed", "draws", "runs", "defaults", "date", "hash", "code_sha256", "versions",
    }  # fmt: skip


def test_a_ledger_is_reduced_to_what_a_lesson_shows():
    design = Design(draws=20, runs=4, seed=1, defaults=8, spans=ranges())
    claim = BY_CLAIM[6]
    shape, flat = (20, 4), np.ones(8)
    one = Outcome(np.ones(shape), np.ones(shape), flat, flat)
    measured = {arm: {x.name: one for x in claim.measures(arm)} for arm in claim.arms}
    rows = [as_data(judge(claim, measured, design)), as_data(judge(BY_CLAIM[44], {}, design))]
    tested, elsewhere = compile_verdicts({"claims": rows})
    assert (tested["id"], tested["verdict"], tested["draws"]) == (6, "holds", 20)
    assert tested["share"] == rows[0]["share"]
    assert tested["note"] == f"{rows[0]['reading']} {claim.note}"
    assert (elsewhere["verdict"], elsewhere["share"]) == ("elsewhere", None)
    manifest = {"date": "2026", "hash": "h", "code_sha256": "c", "versions": {}, "command": []}
    whole = packaged({"claims": rows, "about": {"design": design.described()}}, manifest)
    assert whole["from"]["draws"] == 20
    assert whole["verdicts"] == [tested, elsewhere]
