"""What the server answers is what the page's types say."""

from typing import Any

import pytest
from page_types import validate
from serving import SMALL, done, finished

from westphalia.app.lessons.types import LessonDescription
from westphalia.app.server.types import JobReport, Options, PlayAnswer, SavedRun
from westphalia.page.types import RunRecord, View, Why

CHANGE = {"theories": {}, "parameters": {"beta": 1.2}, "modules": {}}
ASKED = "theory=defensive&run=0"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("options", Options),
        ("runs", list[SavedRun]),
        ("runs/first", View),
        (f"runs/first/record?{ASKED}", RunRecord),
        (f"runs/first/why?{ASKED}&year=1992", list[Why]),
        ("lessons", list[LessonDescription]),
    ],
)
def test_an_answer_is_of_its_type(client, address: str, kind: Any):
    validate(kind, client.get(f"/api/{address}").text)


def test_a_job_is_of_its_type_at_every_stage(client):
    unsaved = done(client, kind="simulate", scenario=SMALL)["key"]
    line = {"key": "first", "theory": "defensive"}
    other = {"other_key": unsaved, "other_theory": "defensive"}
    for request in (
        {"kind": "simulate", "scenario": {**SMALL, "runs": 10}},
        {"kind": "change", **line, "change": CHANGE},
        {"kind": "compare", **line, **other},
        {"kind": "save", "key": unsaved, "name": "typed"},
        {"kind": "lesson", "lesson": "arms-control", "value": 0.9},
        {"kind": "save", "key": unsaved, "name": "typed-too"},
    ):
        answer = client.post("/api/jobs", json=request)
        validate(JobReport, answer.text)
        job = finished(client, answer.json())
        assert job["status"] == "done", job["error"]
        validate(JobReport, client.get(f"/api/jobs/{job['id']}").text)


def test_a_failed_job_is_of_its_type(client):
    europe = done(client, kind="simulate", scenario={**SMALL, "case": "europe-1890"})["key"]
    body = {"kind": "compare", "key": "first", "theory": "defensive"}
    body |= {"other_key": europe, "other_theory": "defensive"}
    job = finished(client, client.post("/api/jobs", json=body).json())
    assert job["status"] == "failed"
    validate(JobReport, client.get(f"/api/jobs/{job['id']}").text)


def test_a_changed_simulation_has_no_table(client):
    found = done(client, kind="change", key="first", theory="defensive", change=CHANGE)
    text = client.get(f"/api/runs/{found['key']}").text
    validate(View, text)
    assert '"table":null' in text


def test_a_damaged_run_is_listed_by_its_type(client, folder):
    damaged = folder / "damaged"
    damaged.mkdir()
    (damaged / "manifest.json").write_text("{}", encoding="utf-8")
    try:
        validate(list[SavedRun], client.get("/api/runs").text)
    finally:
        (damaged / "manifest.json").unlink()
        damaged.rmdir()


def test_a_game_is_of_its_type(client):
    game = {"case": "iraq-1990", "players": ["IRQ"], "years": 2}
    answer = client.post("/api/play", json={"game": game, "state": "IRQ"})
    validate(PlayAnswer, answer.text)
