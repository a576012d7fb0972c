"""The server: what it answers, what it refuses, and that a saved run outlives everything."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import SMALL, done, finished, serving

from westphalia.app.server import jobs as queue
from westphalia.app.server.difference import Seen, Side
from westphalia.app.server.guard import LOCAL, Guard
from westphalia.app.server.jobs import Full, Jobs
from westphalia.app.server.serve import hosts_of, sweep
from westphalia.cli import dispatch
from westphalia.measures.intervals import Interval, difference_of
from westphalia.runs.plan import plan_from
from westphalia.simulation.ensemble import Program

ROOT = Path(__file__).parents[1]
CHANGE = {"theories": {}, "parameters": {}, "modules": {}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with one saved run."""
    place = tmp_path_factory.mktemp("served") / "runs"
    texts = ["run", "iraq-1990", "--theory", "defensive", "--theory", "offensive"]
    small = ["--runs", "20", "--years", "5", "--no-baselines"]
    assert dispatch([*texts, *small, "--out", str(place / "first")]) == 0
    return place


@pytest.fixture(scope="module")
def client(folder):
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def unsaved(client):
    """The key of a simulation that is not saved."""
    return done(client, kind="simulate", scenario=SMALL)["key"]


# What it answers


def test_home_offers_everything(client):
    home = client.get("/api/home").json()
    assert len(home["cases"]) == 5
    assert {t["name"] for t in home["theories"]} >= {"defensive", "no-change"}
    assert all(p["least"] <= p["low"] <= p["high"] <= p["most"] for p in home["parameters"])
    assert all(m["about"] for m in home["modules"])
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
    plan = plan_from("iraq-1990", ["defensive"], 4, 2, 1, None, None, None, False, False)
    side = Side(plan, plan.lines[0])
    records = next(Program(plan.setting(side.line)).chunks(4))
    gone = np.array(records["alive"])
    gone[-1, 0] = False
    seen = Seen(side)
    seen.add({**records, "alive": gone})
    assert seen.fate(0) == {"survival": 0.0, "burden": None, "power": None}
    assert seen.fate(1)["survival"] == 1.0
    assert seen.fate(1)["power"] > 0


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
        ({"theories": "own.py:mine"}, "no theory from a file"),
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


def test_difference_of_independent_shares():
    """Zou & Donner (2008): as wide as the two halves that face each other."""
    found = difference_of(Interval(0.5, 0.4, 0.6), Interval(0.7, 0.6, 0.8))
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.2 - 0.02**0.5, 0.2 + 0.02**0.5))


# What it refuses


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "a@localhost", "[::2]"]
)
def test_another_host_is_refused(client, host):
    assert client.get("/api/home", headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8765"])
def test_its_own_names_are_answered(client, host):
    assert client.get("/api/home", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "file://"])
def test_another_origin_is_refused(client, origin):
    body = {"kind": "simulate", "scenario": SMALL}
    answer = client.post("/api/jobs", json=body, headers={"Origin": origin})
    assert answer.status_code == 403
    assert client.get("/api/home", headers={"Origin": origin}).status_code == 403


def test_another_sites_page_cannot_read(client):
    assert client.get("/api/home", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_link_from_another_site_opens_the_page(client):
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=followed).status_code == 200
    assert client.get("/api/home", headers=followed).status_code == 403


def test_code_in_a_run_folder_is_not_run_unasked(client, folder, tmp_path):
    """Whoever is given a run folder is given its theories, which are code."""
    own = tmp_path / "own.py"
    own.write_text((ROOT / "examples" / "own_theory.py").read_text(encoding="utf-8"))
    args = ["run", "iraq-1990", "--theory", f"{own}:anxious", "--runs", "4", "--years", "2"]
    assert dispatch([*args, "--no-baselines", "--out", str(folder / "own")]) == 0
    theory = next((folder / "own" / "theories").glob("*.py"))
    mark = tmp_path / "ran"
    theory.write_text(theory.read_text(encoding="utf-8") + f"\nopen({str(mark)!r}, 'w')\n")
    manifest = json.loads((folder / "own" / "manifest.json").read_text(encoding="utf-8"))
    for line in manifest["plan"]["theories"]:
        line["files"] = {k: hashlib.sha256(theory.read_bytes()).hexdigest() for k in line["files"]}
    (folder / "own" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    try:
        view = client.get("/api/runs/own").json()
        assert not view["live"]
        assert "--own-theories" in view["halted"]
        asked = {"theory": "anxious", "run": 0, "year": 1990}
        assert client.get("/api/runs/own/why", params=asked).status_code == 422
        time.sleep(0.3)
        assert not mark.exists()
        with serving(folder, own_theories=True) as trusting:
            assert trusting.get("/api/runs/own").json()["live"]
            assert trusting.get("/api/runs/own/why", params=asked).status_code == 200
            key, theory = "own", "anxious"
            for reach in (1.35, 1.45):  # a change of what was changed still finds the file
                change = {**CHANGE, "parameters": {"reach": reach}}
                found = done(trusting, kind="change", key=key, theory=theory, change=change)
                key, theory = found["key"], found["line"]["label"]
            saved = done(trusting, kind="save", key=key, name="own-changed")
            assert trusting.get(f"/api/runs/{saved['key']}").json()["live"]
        assert mark.exists()
    finally:
        shutil.rmtree(folder / "own")
        shutil.rmtree(folder / "own-changed", ignore_errors=True)


def test_to_everybody_it_answers_numbers_and_its_names_alone():
    names = hosts_of("0.0.0.0", ["lab.example"])
    guard = Guard(lambda *_: None, names)
    assert all(guard._goes_by(n) for n in ("192.168.1.5", "[fe80::1]", "lab.example", "localhost"))
    assert not guard._goes_by("evil.example")
    assert hosts_of("127.0.0.1", []) == LOCAL


def test_what_a_killed_process_left_is_swept_a_day_later(tmp_path):
    old, new = tmp_path / ".a-unfinished-x", tmp_path / ".b-unfinished-y"
    for left in (old, new):
        left.mkdir()
    os.utime(old, (time.time() - 2 * 24 * 3600,) * 2)
    sweep(tmp_path)
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [(["--folder", "file/sub"], "is a file"), (["--host", ""], "must name an address")],
)
def test_what_cannot_be_served_is_told(tmp_path, monkeypatch, capsys, args, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert dispatch(["serve", "--port", "0", *args]) == 2
    assert told in capsys.readouterr().err


def test_a_form_of_another_site_is_refused(client):
    """A form needs no permission to post, but it cannot post JSON."""
    kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
    for kind in kinds:
        answer = client.post("/api/jobs", content="{}", headers={"Content-Type": kind})
        assert answer.status_code == 415


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
        ([], "should be an object"),
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
        ({"kind": "change", "key": "first", "theory": "defensive", "change": CHANGE}, "Nothing"),
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
        ({"kind": "save", "key": "~gone", "name": "x"}, "no longer kept"),
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
            '{"plan": {"case": 1}}',
            '{"plan": []}',
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


# Many at once


def test_a_hundred_at_once_wait_in_a_queue(client):
    def ask(k):
        change = {**CHANGE, "parameters": {"reach": 1.3 + k / 1000}}
        body = {"kind": "change", "key": "first", "theory": "defensive", "change": change}
        return client.post("/api/jobs", json=body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(100)))
    assert {a.status_code for a in answers} == {202}
    assert client.get("/api/home").status_code == 200  # and it still answers meanwhile
    ended = [finished(client, a.json()) for a in answers]
    assert {job["status"] for job in ended} == {"done"}
    assert len({job["result"]["key"] for job in ended}) == 100


def test_a_waiting_and_a_running_job_can_be_cancelled(client):
    long = {"kind": "simulate", "scenario": {**SMALL, "runs": 5000}}
    running, waiting = (client.post("/api/jobs", json=long).json() for _ in range(2))
    for job in (waiting, running):
        client.delete(f"/api/jobs/{job['id']}")
        assert finished(client, job)["status"] == "cancelled"


def test_a_full_queue_says_so(monkeypatch):
    monkeypatch.setattr(queue, "MOST_WAITING", 3)
    line = Jobs()
    try:
        first = line.add("first", lambda job: job.stop.wait(5), 1)
        until = time.monotonic() + 5
        while first.status == "waiting" and time.monotonic() < until:
            time.sleep(0.001)
        for _ in range(3):
            line.add("next", lambda job: None, 1)
        with pytest.raises(Full, match="try again"):
            line.add("one too many", lambda job: None, 1)
    finally:
        line.close()


def test_a_job_that_breaks_does_not_break_the_queue(caplog):
    line = Jobs()
    try:
        broken = line.add("broken", lambda job: 1 / 0, 1)
        sound = line.add("sound", lambda job: {"x": 1}, 1)
        until = time.monotonic() + 5
        while sound.status != "done" and time.monotonic() < until:
            time.sleep(0.01)
        assert (broken.status, sound.status) == ("failed", "done")
        assert "not by your mistake" in (broken.error or "")
        assert "ZeroDivisionError" in caplog.text
    finally:
        line.close()


def test_finished_jobs_are_forgotten_at_last(monkeypatch):
    monkeypatch.setattr(queue, "MOST_KEPT", 5)
    line = Jobs()
    try:
        jobs = []
        for _ in range(20):
            jobs.append(line.add("x", lambda job: None, 1))
            while jobs[-1].status != "done":
                time.sleep(0.001)
        assert line.find(jobs[0].id) is None
        assert line.find(jobs[-1].id) is jobs[-1]
    finally:
        line.close()


# The command


@pytest.fixture
def command(tmp_path):
    """Start `westphalia serve` as a process of its own; returns it and its address."""
    started = []

    def start(*args):
        texts = [sys.executable, "-m", "westphalia", "serve", "--port", "0", *args]
        process = subprocess.Popen(texts, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        started.append(process)
        line = process.stdout.readline()
        assert "http://localhost:" in line, line
        return process, line.split()[3].rstrip("/")

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_killed_while_saving_nothing_is_lost(command, folder, tmp_path):
    place = tmp_path / "runs"
    place.mkdir()
    (folder / "first").rename(place / "first")
    try:
        before = {p.name: p.read_bytes() for p in (place / "first").iterdir() if p.is_file()}
        process, address = command("--folder", str(place))
        with httpx.Client(base_url=address, timeout=120) as client:
            key = done(client, kind="simulate", scenario={**SMALL, "runs": 2000})["key"]
            job = client.post("/api/jobs", json={"kind": "save", "key": key, "name": "late"}).json()
            while not list(place.glob(".late-unfinished-*")):
                assert client.get(f"/api/jobs/{job['id']}").json()["status"] != "done"
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not (place / "late").exists()
        after = {p.name: p.read_bytes() for p in (place / "first").iterdir() if p.is_file()}
        assert after == before
        _, address = command("--folder", str(place))
        assert [r["key"] for r in httpx.get(f"{address}/api/runs").json()] == ["first"]
    finally:
        (place / "first").rename(folder / "first")


def test_stopped_while_saving_it_cleans_up(command, tmp_path):
    process, address = command()
    with httpx.Client(base_url=address, timeout=120) as client:
        key = done(client, kind="simulate", scenario={**SMALL, "runs": 2000})["key"]
        client.post("/api/jobs", json={"kind": "save", "key": key, "name": "late"})
        while not list((tmp_path / "runs").glob(".late-unfinished-*")):
            time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)
    assert not list((tmp_path / "runs").glob(".late-unfinished-*"))


def test_it_listens_to_this_machine_alone(command):
    process, address = command()
    port = int(address.rpartition(":")[2])
    inodes = Path("/proc/net/tcp")
    if not inodes.is_file():
        pytest.skip("no /proc/net/tcp here")
    rows = [line.split() for line in inodes.read_text(encoding="utf-8").splitlines()[1:]]
    listening = [
        r[1].partition(":")[0] for r in rows if r[3] == "0A" and r[1].endswith(f":{port:04X}")
    ]
    assert listening == ["0100007F"]
    assert process.poll() is None


def test_a_port_in_use_is_told(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert dispatch(["serve", "--port", port]) == 2
    error = capsys.readouterr().err
    assert "Cannot listen" in error
    assert "--port" in error


def test_types_of_the_page_and_of_the_server_agree(client):
    """The names in the page's types are those that the server sends."""
    types = Path(__file__).parents[1] / "web" / "src" / "types.ts"
    text = types.read_text(encoding="utf-8")

    def fields(name):
        body = text[text.index(f"export interface {name} {{") :]
        depth, found = 0, set()
        for line in body[: body.index("\n}")].splitlines()[1:]:
            word = line.split("//")[0].strip()
            if depth == 0 and ":" in word and not word.startswith(("[", "/", "*")):
                found.add(word.partition(":")[0].strip())
            depth += word.count("{") - word.count("}")
        return found

    view = client.get("/api/runs/first").json()
    assert set(view) == fields("View")
    line = view["lines"][0]
    assert set(line) == fields("Line")
    assert set(line["ensemble"]) == fields("Ensemble")
    assert set(line["records"][0]) == fields("RunRecord")
    assert set(view["history"]) == fields("History")
    assert set(view["states"][0]) == fields("State")
    asked = {"theory": "defensive", "run": 0, "year": 1992}
    why = client.get("/api/runs/first/why", params=asked).json()[0]
    assert set(why) == fields("Why")
    assert set(why["decisions"][0]) == fields("Decision")
    assert set(why["decisions"][0]["options"][0]) == fields("Option")
    home = client.get("/api/home").json()
    assert set(home) == fields("Home")
    assert set(home["parameters"][0]) == fields("Parameter")
    assert set(home["runs"][0]) == fields("SavedRun")
    assert set(client.get("/api/lessons").json()[0]) == fields("Lesson")
    change = {**CHANGE, "parameters": {"beta": 1.2}}
    found = done(client, kind="change", key="first", theory="defensive", change=change)
    assert set(found) == fields("Changed")
    assert set(found["difference"]) == fields("Difference")
    job = client.post("/api/jobs", json={"kind": "simulate", "scenario": SMALL}).json()
    assert set(job) == fields("Job")
    assert json.loads(json.dumps(job))["kind"] == "simulate"
