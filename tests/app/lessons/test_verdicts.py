"""The verdicts that a lesson shows are those of the ledger."""

import json
import re

import numpy as np
import pytest
from places import ROOT

from westphalia.app.lessons import verdicts
from westphalia.app.lessons.verdicts import DATA, compile_verdicts, packaged_verdicts
from westphalia.claims import CLAIMS
from westphalia.claims.judge import judge
from westphalia.claims.results import as_data
from westphalia.experiments.design import Design, ranges
from westphalia.experiments.run import Outcome

# one worker: all lessons share one compiled program and remember their worlds
pytestmark = pytest.mark.xdist_group(name="experiments")

BY_CLAIM = {claim.id: claim for claim in CLAIMS}


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
    measured = {
        condition: {x.name: one for x in claim.measures(condition)}
        for condition in claim.conditions
    }
    rows = [as_data(judge(claim, measured, design)), as_data(judge(BY_CLAIM[44], {}, design))]
    tested, elsewhere = compile_verdicts({"claims": rows})
    assert (tested["id"], tested["verdict"], tested["draws"]) == (6, "holds", 20)
    assert tested["share"] == rows[0]["share"]
    assert tested["note"] == f"{rows[0]['reading']} {claim.note}"
    assert (elsewhere["verdict"], elsewhere["share"]) == ("elsewhere", None)
    manifest = {"date": "2026", "hash": "h", "code_sha256": "c", "versions": {}, "command": []}
    whole = packaged_verdicts({"claims": rows, "about": {"design": design.describe()}}, manifest)
    assert whole["from"]["draws"] == 20
    assert whole["verdicts"] == [tested, elsewhere]
