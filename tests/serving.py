"""A server for tests: on a free port of this machine, in a thread, gone when the test ends."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from westphalia.app.server.app import make_app

#: A simulation that takes little: what `POST /api/jobs` is sent.
SMALL = {
    "case": "iraq-1990",
    "theories": ["defensive"],
    "baselines": False,
    "runs": 20,
    "years": 5,
    "seed": 1,
    "parameters": {},
    "modules": {},
    "serial": False,
}


@contextmanager
def serving(folder: Path, own_theories: bool = False) -> Iterator[httpx.Client]:
    """A client of a server that reads and saves run folders in `folder`."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        make_app(folder, own_theories=own_theories), log_level="warning", lifespan="on"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        with httpx.Client(base_url=address, timeout=120) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def finished(client: httpx.Client, job: dict[str, Any], seconds: float = 240) -> dict[str, Any]:
    """The job once it has ended."""
    until = time.monotonic() + seconds
    while job["status"] in ("waiting", "running"):
        assert time.monotonic() < until, f"{job['kind']} did not end"
        time.sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").json()
    return job


def done(client: httpx.Client, **asked: Any) -> Any:
    """The result of a job that must succeed."""
    answer = client.post("/api/jobs", json=asked)
    assert answer.status_code == 202, answer.text
    job = finished(client, answer.json())
    assert job["status"] == "done", job["error"]
    return job["result"]
