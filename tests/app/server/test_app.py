"""What the server answers, and what it refuses."""

import contextlib
import json
import os
import socket

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import SMALL, done, finished

from westphalia.app.server.difference import Fate, Outcomes, Side
from westphalia.app.server.guard import LOCAL, Guard
from westphalia.app.server.serve import hosts_of
from westphalia.cli import dispatch
from westphalia.runs.options import spec_from_options
from westphalia.simulation.ensemble import Program
from westphalia.theories import NUMBERS
from westphalia.world.parameters import Forms

CHANGE = {"theories": {}, "parameters": {}, "modules": {}}


# What it answers


def test_home_offers_everything(client):
    home = client.get("/api/options").json()
    assert len(home["cases"]) == 5
    assert {t["name"] for t in home["theories"]} >= {"defensive", "no-change"}
    assert all(p["least"] <= p["low"] <= p["high"] <= p["most"] for p in home["parameters"])
    assert all(m["about"] for m in home["modules"])
    assert {p["name"]: p["usual"] for p in home["processes"]} == Forms()._asdict()
    for process in home["processes"]:
        assert process["usual"] in [form["name"] for form in process["forms"]]
    for theory in home["theories"]:
        names = [number["name"] for number in theory["numbers"]]
        whole = [] if theory["baseline"] else [f"{theory['name']}.{n}" for n in NUMBERS]
        assert names == whole
    assert [r["key"] for r in home["runs"]][-1] == "first"


def test_a_saved_run_is_shown(client):
    view = client.get("/api/runs/first").json()
    assert view["key"] == "first"
    assert view["saved"]
    assert view["live"]
    assert [line["label"] for line in view["lines"]] == ["defensive", "offensive"]


def test_any_run_and_its_reasons(client):
    asked = {"theory": "offensive", "run": 7}
    record = client.get("/api/runs/first/record", params=asked).json()
    assert record["run"] == 7
    why = client.get("/api/runs/first/why", params={**asked, "year": 1993}).json()
    assert {w["year"] for w in why} == {1993}
    assert any(w["decisions"] for w in why)


def test_a_change_is_beside_the_original(client):
    change = {**CHANGE, "theories": {"IRQ": "offensive"}, "parameters": {"beta": 1.2}}
    found = done(client, kind="change", key="first", theory="defensive", change=change)
    assert found["changes"] == ["IRQ defensive -> offensive", "defence_advantage 1 -> 1.2"]
    assert found["line"]["label"] == "IRQ=offensive,*=defensive"
    assert found["difference"]["paired"]
    assert found["difference"]["runs_changed"]["value"] > 0
    again = client.get(f"/api/runs/{found['key']}").json()
    assert again["parameters"] == {"defence_advantage": 1.2}
    # the changed simulation can be changed back: then nothing differs from the first
    back = {**CHANGE, "theories": {"IRQ": "defensive"}, "parameters": {"beta": 1.0}}
    label = found["line"]["label"]
    undone = done(client, kind="change", key=found["key"], theory=label, change=back)
    asked = {"other_key": undone["key"], "other_theory": "defensive"}
    same = done(client, kind="compare", key="first", theory="defensive", **asked)
    assert same["runs_changed"]["value"] == 0.0
    assert all(row["difference"]["value"] == 0 for row in same["wars"] + same["pacts"])


def test_a_changed_number_of_a_theory_is_that_of_a_scenario(client):
    """The change is said in the same words, and its outcome is the same, run by run."""
    chosen = {"parameters": {"offensive.omega": 0.9}, "forms": {"contest": "difference"}}
    asked = {"theory": "offensive", "change": {**CHANGE, **chosen}}
    found = done(client, kind="change", key="first", **asked)
    words = ["contest: ratio -> difference", "offensive.worst_case 0.7 -> 0.9"]
    assert found["changes"] == words
    assert found["difference"]["runs_changed"]["value"] > 0
    scenario = {**SMALL, "theories": ["offensive"], **chosen}
    view = client.get(f"/api/runs/{done(client, kind='simulate', scenario=scenario)['key']}").json()
    assert view["parameters"] == {"offensive.worst_case": 0.9}
    assert view["forms"] == {"contest": "difference"}
    assert view["lines"] == [found["line"]]


def test_a_number_of_a_theory_that_is_new_is_told(client):
    change = {**CHANGE, "theories": {"IRQ": "liberal"}, "parameters": {"liberal.worst_case": 0.9}}
    found = done(client, kind="change", key="first", theory="defensive", change=change)
    assert found["changes"] == ["IRQ defensive -> liberal", "liberal.worst_case = 0.9"]


def test_other_draws_are_compared_as_independent(client):
    other = done(client, kind="simulate", scenario={**SMALL, "seed": 2, "runs": 30})["key"]
    asked = {"other_key": other, "other_theory": "defensive"}
    found = done(client, kind="compare", key="first", theory="defensive", **asked)
    assert not found["paired"]
    assert found["runs"] == [20, 30]
    assert found["runs_changed"] is None
    saved = done(client, kind="save", key=other, name="other-draws")["key"]
    both = {"other_key": saved, "other_theory": "defensive"}
    assert done(client, kind="compare", key="first", theory="defensive", **both) == found


def test_what_a_state_has_that_lives_in_no_run_is_not_known():
    plan = spec_from_options("iraq-1990", ["defensive"], 4, 2, 1, None, None, None, False, False)
    side = Side(plan, plan.lines[0])
    records = next(Program(plan.setting(side.line)).chunks(4))
    gone = np.array(records["alive"])
    gone[-1, 0] = False
    outcomes = Outcomes(side)
    outcomes.add({**records, "alive": gone})
    assert outcomes.fate(0) == Fate(0.0, None, None)
    assert outcomes.fate(1).survival == 1.0
    assert outcomes.fate(1).power > 0


def test_other_states_cannot_be_compared(client):
    other = done(client, kind="simulate", scenario={**SMALL, "case": "europe-1890"})["key"]
    asked = {"other_key": other, "other_theory": "defensive"}
    body = {"kind": "compare", "key": "first", "theory": "defensive", **asked}
    job = finished(client, client.post("/api/jobs", json=body).json())
    assert job["status"] == "failed"
    assert "different states" in job["error"]


def test_a_simulation_is_saved_as_what_run_writes(client, folder, unsaved):
    saved = done(client, kind="save", key=unsaved, name="kept")
    assert saved["key"] == "kept"
    assert {"report.html", "results.nc", "manifest.json"} <= set(os.listdir(folder / "kept"))
    args = ["run", "iraq-1990", "--theory", "defensive", "--runs", "20", "--years", "5"]
    out = folder.parent / "by-command"
    assert dispatch([*args, "--no-baselines", "--out", str(out)]) == 0
    assert (out / "results.nc").read_bytes() == (folder / "kept" / "results.nc").read_bytes()
    refused = client.post("/api/jobs", json={"kind": "save", "key": unsaved, "name": "kept"})
    assert refused.status_code == 422
    assert "already" in refused.json()["error"]


def test_lessons(client):
    lessons = client.get("/api/lessons").json()
    assert len(lessons) == 8
    one = lessons[0]
    found = done(client, kind="lesson", lesson=one["id"], value=one["control"]["value"])
    assert found["worlds"]
    assert found["sentence"]


GAME = {"case": "iraq-1990", "players": ["IRQ"], "years": 2}


def test_a_game_goes_on_from_its_file(client):
    begun = client.post("/api/play", json={"game": GAME, "state": "IRQ"}).json()
    seat = begun["seat"]
    assert (seat["state"], seat["phase"]) == ("IRQ", "plan")
    choices = {}
    for question in seat["questions"]:
        if question["key"] is None:
            choices[question["field"]] = question["advised"]
        else:
            choices.setdefault(question["field"], {})[question["key"]] = question["advised"]
    asked = {"game": begun["game"], "state": "IRQ", "choices": choices}
    after = client.post("/api/play", json=asked).json()
    assert len(after["game"]["moves"]) == 1
    assert after["seat"]["year"] >= seat["year"]
    again = client.post("/api/play", json={"game": after["game"], "state": "IRQ"}).json()
    assert again == after
    missing = client.post("/api/play", json={**asked, "choices": {}})
    assert missing.status_code == 422
    assert "arms" in missing.json()["error"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"case": "examples/three-powers.yaml"}, "built-in case"),
        ({"case": "/etc/passwd"}, "built-in case"),
        ({"theories": "own.py:mine"}, "no built-in theory called"),
        ({"players": ["XXX"]}, "XXX"),
        ({"players": ["IRQ", "IRQ"]}, "twice"),
        ({"players": ["IRQ", "KUW", "USA"]}, "players"),
        ({"years": 10**6}, "years"),
        ({"moves": [{"year": 1, "state": "IRQ", "phase": "plan"}]}, "year"),
        ({"moves": [{"year": 1990, "state": "IRQ", "phase": "plan"}] * 5000}, "moves"),
        ({"cheat": True}, "cheat"),
    ],
)
def test_a_game_that_was_tampered_with_is_refused(client, change, told):
    answer = client.post("/api/play", json={"game": {**GAME, **change}, "state": "IRQ"})
    assert answer.status_code == 422
    assert told in answer.json()["error"]


# What it refuses


def test_to_everybody_it_answers_numbers_and_its_names_alone():
    names = hosts_of("0.0.0.0", ["lab.example"])
    guard = Guard(lambda *_: None, names)
    assert all(
        guard._is_own_name(n) for n in ("192.168.1.5", "[fe80::1]", "lab.example", "localhost")
    )
    assert not guard._is_own_name("evil.example")
    assert hosts_of("127.0.0.1", []) == LOCAL


def test_too_much_is_refused(client):
    answer = client.post(
        "/api/jobs", content=b"x" * 1_100_000, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413

    def stream():
        for _ in range(30):
            yield b"x" * 50_000

    kind = {"Content-Type": "application/json"}
    assert client.post("/api/jobs", content=stream(), headers=kind).status_code == 413


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "kind"),
        ([], "is not a mapping"),
        ({"kind": "simulate"}, "scenario"),
        ({"kind": "simulate", "scenario": {**SMALL, "runs": 10**9}}, "runs"),
        ({"kind": "simulate", "scenario": {**SMALL, "runs": 6000}}, "westphalia run"),
        ({"kind": "simulate", "scenario": {**SMALL, "runs": "20"}}, "runs"),
        ({"kind": "simulate", "scenario": {**SMALL, "case": "../../etc/passwd"}}, "iraq-1990"),
        ({"kind": "simulate", "scenario": {**SMALL, "case": "/etc/hosts.yaml"}}, "iraq-1990"),
        (
            {"kind": "simulate", "scenario": {**SMALL, "theories": ["/tmp/x.py:a"]}},
            "built-in theory",
        ),
        ({"kind": "simulate", "scenario": {**SMALL, "parameters": {"bta": 1.0}}}, "bta"),
        ({"kind": "simulate", "scenario": {**SMALL, "extra": 1}}, "extra"),
        (
            {"kind": "change", "key": "first", "theory": "defensive", "change": CHANGE},
            "changes nothing",
        ),
        (
            {
                "kind": "change",
                "key": "first",
                "theory": "defensive",
                "change": {**CHANGE, "theories": {"IRQ": "/tmp/own.py:mine"}},
            },
            "There is no theory",
        ),
        (
            {
                "kind": "change",
                "key": "first",
                "theory": "defensive",
                "change": {
                    "theories": {"XXX": "rndom"},
                    "parameters": {"y": 1.0},
                    "modules": {"z": True},
                },
            },
            ("There is no state called 'XXX'", "Did you mean random", "called 'y'"),
        ),
        ({"kind": "save", "key": "first", "name": "../x"}, "cannot name a run"),
        ({"kind": "save", "key": "first", "name": ".x"}, "cannot name a run"),
        ({"kind": "save", "key": "~gone", "name": "x"}, "has expired"),
        ({"kind": "lesson", "lesson": "nothing", "value": 1.0}, "no lesson"),
    ],
)
def test_mistakes_are_told(client, body, told):
    answer = client.post("/api/jobs", json=body)
    assert answer.status_code == 422
    for part in (told,) if isinstance(told, str) else told:
        assert part in answer.json()["error"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/runs/..",
        "/api/runs/%2e%2e",
        "/api/runs/..%2f..%2fetc",
        "/api/runs/first%2f..%2ffirst",
        "/api/runs/%00",
        "/api/runs/nothing",
        "/api/runs/~gone",
        "/api/runs/first/record?theory=none&run=1",
        "/api/runs/first/record?theory=defensive&run=20",
        "/api/runs/first/record?theory=defensive&run=-1",
        "/api/runs/first/record?theory=defensive&run=1e9",
        "/api/runs/first/why?theory=defensive&run=1&year=1066",
        "/api/jobs/nothing",
        "/static/../app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/app.py",
        "/nothing",
    ],
)
def test_nothing_outside_is_served(client, address):
    answer = client.get(address)
    assert answer.status_code in (404, 422)
    assert answer.json()["error"]


def test_links_out_of_the_folder_are_not_followed(client, folder):
    (folder / "link").symlink_to(folder / "first")
    try:
        assert "link" not in [r["key"] for r in client.get("/api/runs").json()]
        assert client.get("/api/runs/link").status_code == 422
    finally:
        (folder / "link").unlink()


def test_damaged_runs_are_listed_with_their_problem(client, folder):
    damaged = folder / "damaged"
    damaged.mkdir()
    try:
        for text in (
            "",
            "[]",
            "{}",
            "null",
            '{"resolved": {"case": 1}}',
            '{"resolved": []}',
            "[" * 200_000,
        ):
            (damaged / "manifest.json").write_text(text, encoding="utf-8")
            rows = {r["key"]: r for r in client.get("/api/runs").json()}
            assert rows["damaged"]["problem"], text
            assert rows["first"]["problem"] is None
            assert client.get("/api/runs/damaged").status_code == 422
            asked = {"theory": "defensive", "run": 0, "year": 1990}
            assert client.get("/api/runs/damaged/why", params=asked).status_code == 422
    finally:
        (damaged / "manifest.json").unlink()
        damaged.rmdir()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["kind", "key", "scenario", "theory", "change", "x"]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(body=json_values)
def test_any_json_is_answered(client, body):
    kind = {"Content-Type": "application/json"}
    answer = client.post("/api/jobs", content=json.dumps(body), headers=kind)
    assert answer.status_code in (422, 429)
    assert answer.json()["error"]


@settings(max_examples=40, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_leave_it_standing(client, raw):
    with socket.create_connection(("127.0.0.1", client.base_url.port), timeout=5) as connection:
        connection.sendall(raw + b"\r\n\r\n")
        connection.settimeout(0.05)
        with contextlib.suppress(TimeoutError):
            connection.recv(1000)
    assert client.get("/api/lessons").status_code == 200


def test_answers_forbid_what_the_page_does_not_need(client):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
