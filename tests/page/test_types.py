"""What the page is given is what its types say, and its TypeScript is written from them."""

import json

import pytest
from page_types import TOOL, validate
from pydantic import ValidationError

from page.plans import plan
from westphalia.cases import load_facts
from westphalia.page.table_types import Table
from westphalia.page.types import RunRecord, View, Why
from westphalia.page.view import history_in_words, run_reasons, run_records
from westphalia.report.run import sum_up
from westphalia.runs.as_json import compact
from westphalia.runs.simulate import simulate_spec
from westphalia.runs.summary import summarise


def test_the_typescript_is_fresh():
    written = TOOL["OUT"].read_text(encoding="utf-8")
    assert written == TOOL["page_types"](), "run `python tools/write_page_types.py`"


def test_the_typescript_has_docstrings_and_what_may_be_left_out():
    text = TOOL["page_types"]()
    body = text[text.index("export interface Packed {") :].partition("\n}")[0]
    assert '  kind: "u1" | "u2";' in body
    assert "  /** Base64. */\n  data: string;" in body
    assert "  missing: number | null;" in body
    assert "export type JobRequest = SimulateRequest | ChangeRequest" in text
    assert "  case: string;\n" in text[text.index("export interface GameInput {") :]
    assert "  seed?: number;\n" in text[text.index("export interface GameInput {") :]
    assert "  seed: number;\n" in text[text.index("export interface Game {") :]


def test_a_view_is_of_its_type(view):
    validate(View, compact(view))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda v: v.pop("seed"), "seed"),
        (lambda v: v.update(extra=1), "extra"),
        (lambda v: v.update(runs="40"), "runs"),
        (lambda v: v["lines"][0]["records"][0].pop("pact"), "records.0.pact"),
        (lambda v: v["states"][0].update(x=1), "states.0.x"),
    ],
)
def test_a_view_with_another_key_or_kind_is_refused(view, change, problem):
    changed = json.loads(compact(view))
    change(changed)
    with pytest.raises(ValidationError) as error:
        validate(View, json.dumps(changed))
    places = [".".join(map(str, e["loc"][1:])) for e in error.value.errors()]
    assert len(places) == 1
    assert places[0].endswith(problem)


@pytest.mark.parametrize("runs", [1, 20])
def test_a_table_is_of_its_type(runs):
    """Also with a single run, over which there are no intervals."""
    made = plan(runs=runs, theories=("defensive", "no-change"))
    tallies, _ = sum_up(made, simulate_spec(made, 1))
    for facts in (load_facts(made.case.name), None):
        validate(Table, compact(summarise(made, tallies, facts).data()))


def test_records_and_reasons_are_of_their_types(simulated):
    made, program, _ = simulated
    history = history_in_words(made, load_facts(made.case.name))
    validate(list[RunRecord], compact(run_records(program, [3, 0])))
    why = run_reasons(made, made.lines[0], 3, history).why(made.calendar[-1])
    validate(list[Why], compact(why))
