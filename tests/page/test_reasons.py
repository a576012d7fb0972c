"""Why: reasons of a whole run, with history beside."""

import re

import pytest

from page.plans import plan
from westphalia.cases import load_facts
from westphalia.page.reasons import ROUTINE, headline
from westphalia.page.view import history_in_words, run_reasons
from westphalia.simulation.explain import explain


def test_why_has_every_state_and_history_beside(simulated):
    made, program, records = simulated
    told = history_in_words(made, load_facts(made.case.name))
    found = run_reasons(made, made.lines[0], 2, told).why(made.calendar[1])
    assert [w["state"] for w in found] == list(made.labels)
    for i, why in enumerate(found):
        one, _ = explain(
            program, made.labels, made.case.names, made.calendar[0],
            made.labels[i], made.calendar[1], "defensive", 2,
        )  # fmt: skip
        assert [d["name"] for d in why["decisions"]] == [d.name for d in one.decisions]
        main = {d.kind for d in one.decisions if d.kind not in ROUTINE}
        assert "arm" in main
        assert main <= {"arm", "align", "challenge", "resist", "stand", "join"}
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
    told = history_in_words(made, load_facts("europe-1890"))
    russia = made.labels.index("RUS")
    first = " ".join(told.year(russia, 1894))
    assert "France" in " ".join(told.year(russia, 1900))
    assert "Russia" in first
    japan = made.labels.index("JPN")
    assert any("Russo-Japanese" in s for s in told.year(japan, 1904))
    assert any("no facts for 1950" in s for s in told.year(japan, 1950))


def test_no_history_is_said_to_be_none(simulated):
    made, _, _ = simulated
    assert history_in_words(made, None) is None
    assert run_reasons(made, made.lines[0], 0, None).why(made.calendar[0])[0]["history"] == []
