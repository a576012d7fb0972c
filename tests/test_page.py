"""What the page is given: packed numbers, the typical run, reasons, history, the report file."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from westphalia.cases import load_facts
from westphalia.page.ensemble_summary import Gathered
from westphalia.page.html import report, view_in
from westphalia.page.packed import packed, unpacked
from westphalia.page.reasons import headline
from westphalia.page.view import line_view, reasons, records, states_of, told_of, view_of
from westphalia.runs.plan import plan_from
from westphalia.simulation.ensemble import Program
from westphalia.simulation.explain import explain
from westphalia.simulation.reasons import Path, reasons_of
from westphalia.world.problems import UserError


def plan(case="cold-war-1947", theories=("defensive",), runs=40, years=6, **other):
    return plan_from(
        case, list(theories), runs, years, other.pop("seed", 3), None, None, None, False, False
    )


@pytest.fixture(scope="module")
def simulated():
    """A plan, its program and the records of its runs."""
    made = plan()
    program = Program(made.setting(made.lines[0]))
    return made, program, next(program.chunks(made.runs))


@pytest.fixture(scope="module")
def gathered(simulated):
    made, _, records = simulated
    found = Gathered(len(made.labels), made.years)
    for first in range(0, made.runs, 16):  # the chunks' width must not matter
        found.add({k: v[..., first : first + 16] for k, v in records.items()})
    return found


@pytest.fixture(scope="module")
def view(simulated, gathered):
    made, _, _ = simulated
    facts = load_facts(made.case.name)
    line = line_view(made, made.lines[0], gathered)
    about = {"command": ["westphalia", "run"], "date": "", "hash": "x", "versions": {}}
    table = {"theories": [], "comparisons": [], "history": None}
    return view_of(made, {line["label"]: line}, table, facts, about)


# Packed numbers

finite = st.floats(-1e6, 1e6, width=32)
arrays = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=5), elements=finite)


@given(arrays)
def test_packed_numbers_are_exact_to_their_range(values):
    width = values.max() - values.min()
    assert np.abs(unpacked(packed(values)) - values).max() <= width / 65534 * 0.51 + 1e-9


@given(hnp.arrays(np.uint8, hnp.array_shapes(max_dims=3), elements=st.integers(0, 254)))
def test_packed_codes_are_exact(values):
    assert (unpacked(packed(values, whole=True)) == values).all()


def test_missing_stays_missing():
    values = np.array([[0.5, np.nan], [1.5, 2.5]])
    for whole in (False, True):
        there = unpacked(packed(np.round(values) if whole else values, whole))
        assert (np.isnan(there) == np.isnan(values)).all()
    assert packed(np.array([1.0, 2.0]))["missing"] is None
    assert np.isnan(unpacked(packed(np.array([np.nan])))).all()


# Many runs


def test_typical_run_is_the_medoid(simulated, gathered):
    _, _, records = simulated
    rows, columns = np.triu_indices(records["alive"].shape[1], 1)
    war = np.logical_or.accumulate(records["war"] > 0, axis=0)[:, rows, columns]
    flags = [records["pact"][:, rows, columns], war, records["alive"]]
    flat = np.concatenate([f.reshape(-1, f.shape[-1]) for f in flags]).astype(int)
    distance = np.abs(flat[:, :, None] - flat[:, None, :]).sum(0)
    assert distance.sum(0)[gathered.typical()] == distance.sum(0).min()


def test_chances_and_quantiles_are_those_of_the_records(simulated, gathered):
    made, _, records = simulated
    shown = gathered.ensemble()
    rows, columns = np.triu_indices(len(made.labels), 1)
    pact = records["pact"][:, rows, columns].mean(-1)
    assert np.allclose(unpacked(shown["pact"]), pact, atol=1e-4)
    assert np.allclose(unpacked(shown["threat"]), records["threat"].mean(-1), atol=1e-4)
    alive = records["alive"]
    power = records["resources"] * alive
    power = np.where(alive, power / power.sum(1, keepdims=True), np.nan)
    middle = unpacked(shown["power"])[2]
    assert np.allclose(middle, np.nanmedian(power, axis=-1), atol=1e-4)
    assert shown["runs"] == shown["sample"] == made.runs


def test_quantiles_are_of_a_bounded_sample(simulated):
    made, _, records = simulated
    small = Gathered(len(made.labels), made.years)
    small.sample = 10
    small.add(records)
    shown = small.ensemble()
    assert (shown["runs"], shown["sample"]) == (made.runs, 10)
    assert small.typical() < 10


@settings(max_examples=5, deadline=None)
@given(run=st.integers(0, 39))
def test_a_run_is_the_run_of_the_ensemble(simulated, run):
    _, program, ensemble = simulated
    shown, other = records(program, [run, 0])
    assert other["run"] == 0
    assert (unpacked(shown["war"]) == ensemble["war"][..., run]).all()
    assert (unpacked(shown["crisis"]) == ensemble["crisis"][..., run]).all()
    alive = ensemble["alive"][..., run]
    posture = np.where(alive, ensemble["posture"][..., run], np.nan)
    assert np.allclose(unpacked(shown["posture"]), posture, atol=1e-4, equal_nan=True)
    assert shown["run"] == run


# Why


@pytest.mark.parametrize("case", ["cold-war-1947", "europe-1890"])
def test_reasons_of_a_whole_run_are_those_of_its_years(case):
    made = plan(case, years=5)
    program = Program(made.setting(made.lines[0]))
    whole = Path(program, 7)
    for year, state in ((1, 0), (5, 3)):
        alone, _ = reasons_of(program, year, 7, 8, state)
        for name, reason in alone.items():
            there = whole.of(year - 1, state)[name]
            assert (there.choice == reason.choice).all(), name
            assert np.allclose(there.chance, reason.chance, atol=1e-5), name
            for term, values in reason.terms.items():
                assert np.allclose(there.terms[term], values, atol=1e-5), (name, term)


def test_why_has_every_state_and_history_beside(simulated):
    made, program, records = simulated
    told = told_of(made, load_facts(made.case.name))
    found = reasons(made, made.lines[0], 2, told).why(made.calendar[1])
    assert [w["state"] for w in found] == list(made.labels)
    for i, why in enumerate(found):
        one, _ = explain(
            program, made.labels, made.case.names, made.calendar[0],
            made.labels[i], made.calendar[1], "defensive", 2,
        )  # fmt: skip
        assert [d["name"] for d in why["decisions"]] == [d.name for d in one.decisions]
        assert why["headline"] == headline(one.decisions, made.case.names[i])
        assert why["history"]
        assert not why["by_habit"]
        for decision in why["decisions"]:
            assert not re.search(r"[+-]\d", decision["plain"])
            for option in decision["options"]:
                assert sum(option["terms"].values()) == pytest.approx(option["value"], abs=1e-4)
    assert records["alive"][1, :, 2].all()


def test_history_in_words():
    made = plan("europe-1890", years=24)
    told = told_of(made, load_facts("europe-1890"))
    russia = made.labels.index("RUS")
    first = " ".join(told.year(russia, 1894))
    assert "France" in " ".join(told.year(russia, 1900))
    assert "Russia" in first
    japan = made.labels.index("JPN")
    assert any("Russo-Japanese" in s for s in told.year(japan, 1904))
    assert any("not in this case's facts" in s for s in told.year(japan, 1950))


def test_no_history_is_said_to_be_none(simulated):
    made, _, _ = simulated
    assert told_of(made, None) is None
    assert reasons(made, made.lines[0], 0, None).why(made.calendar[0])[0]["history"] == []


# The view and its file


def test_report_gives_the_view_back(view, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(report(view, {}), encoding="utf-8")
    assert view_in(file) == json.loads(json.dumps(view))


def test_report_asks_for_nothing_from_outside(view):
    text = report(view, {})
    policy = text[text.index("Content-Security-Policy") :][:300]
    assert "default-src 'none'" in policy
    head = text[: text.index("<style>")]
    assert "src=" not in head
    assert 'href="http' not in head


def test_title_is_escaped(view):
    case = {**view["case"], "title": "</title><script>alert(1)</script>"}
    assert "<script>alert" not in report({**view, "case": case}, {})[:2000]


def test_a_file_without_a_view_is_refused(tmp_path):
    file = tmp_path / "report.html"
    for text in ("", "<html>", '<script type="application/octet-stream" id="view">!!</script>'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UserError, match="not a report"):
            view_in(file)
    with pytest.raises(UserError, match="not a report"):
        view_in(tmp_path / "nothing.html")


def test_view_has_what_the_page_reads(view, simulated):
    made, _, _ = simulated
    assert view["years"] == made.calendar
    assert [s["id"] for s in view["states"]] == list(made.labels)
    assert sum(view["start"]["power"]) == pytest.approx(1.0, abs=1e-4)
    n = len(made.labels)
    assert len(view["start"]["pact"]) == n * (n - 1) // 2
    assert view["history"]["pact"]["shape"] == [made.years, n * (n - 1) // 2]
    assert states_of(made)[0]["great_power"]


def test_a_view_names_what_was_changed(simulated, gathered):
    made, _, _ = simulated
    changed = replace(
        made,
        parameters=replace(made.parameters, reach=1.45),
        modules=replace(made.modules, regime=1.0),
    )
    line = line_view(changed, changed.lines[0], gathered)
    table = {"theories": [], "comparisons": [], "history": None}
    view = view_of(changed, {line["label"]: line}, table, None, {})
    assert view["parameters"] == {"reach": 1.45}
    assert view["modules"] == {"regime": True}
    assert view["history"] is None
