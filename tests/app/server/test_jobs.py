"""Many at once: a queue that is bounded, and jobs that can be cancelled."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from serving import SMALL, finished

from westphalia.app.server import jobs as queue
from westphalia.app.server.jobs import Jobs, QueueFull

CHANGE = {"theories": {}, "parameters": {}, "modules": {}}


def test_a_hundred_at_once_wait_in_a_queue(client):
    def ask(k):
        change = {**CHANGE, "parameters": {"reach": 1.3 + k / 1000}}
        body = {"kind": "change", "key": "first", "theory": "defensive", "change": change}
        return client.post("/api/jobs", json=body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(100)))
    assert {a.status_code for a in answers} == {202}
    assert client.get("/api/options").status_code == 200  # and it still answers meanwhile
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
        with pytest.raises(QueueFull, match="try again"):
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
        assert "see the server log" in (broken.error or "")
        assert "ZeroDivisionError" in caplog.text
        assert {record.name for record in caplog.records} == {"westphalia.app.server.jobs"}
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
