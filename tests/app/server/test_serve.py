"""The command `serve`: swept, killed, stopped, and of this machine alone."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from serving import SMALL, done

from westphalia.app.server.serve import remove_abandoned
from westphalia.cli import dispatch


def test_what_a_killed_process_left_is_swept_a_day_later(tmp_path):
    old, new = tmp_path / ".a-unfinished-x", tmp_path / ".b-unfinished-y"
    for left in (old, new):
        left.mkdir()
    os.utime(old, (time.time() - 2 * 24 * 3600,) * 2)
    remove_abandoned(tmp_path)
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
