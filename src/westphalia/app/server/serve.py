"""`westphalia serve`: the dashboard, on this machine."""

import contextlib
import shutil
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from westphalia.app.server.app import make_app
from westphalia.app.server.guard import LOCAL, NUMBERS
from westphalia.runs.writing import discard_unfinished
from westphalia.world.problems import UserError

#: Addresses of this machine alone, and those under which it listens to everybody.
HERE = (*LOCAL, "::1")
EVERYONE = ("0.0.0.0", "::")
#: Seconds after which a half-written folder is nobody's any more.
LEFT = 24 * 3600
#: Seconds that requests have to end when the server is stopped.
PATIENCE = 3


def serve(
    folder: Path,
    host: str,
    port: int,
    names: Sequence[str],
    own_theories: bool,
    told: Callable[[str], None],
) -> None:
    """Serve the page until interrupted.

    Args:
        folder: where run folders are read and saved.
        host: the address to listen at; every other than this machine's own has to be asked for.
        port: 0 for any free one.
        names: further names by which others reach this machine.
        own_theories: whether theory files in run folders, which are code, are run.
        told: what to tell the user, line by line.

    Raises:
        UserError: the address, port or folder cannot be had.
    """
    _refuse_file(folder)
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    hosts = hosts_of(host, names)
    told(f"Westphalia is at http://{_shown(host)}:{port}/ (stop it with Ctrl-C). Runs: {folder}/")
    if host not in HERE:
        told("Anybody who can reach this address can simulate here and read and save runs.")
    sweep(folder)
    config = uvicorn.Config(
        make_app(folder, hosts, own_theories),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=PATIENCE,
        h11_max_incomplete_event_size=64_000,
        limit_concurrency=500,
        server_header=False,
    )
    try:
        uvicorn.Server(config).run([listening])
    finally:
        discard_unfinished()


def hosts_of(host: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that a server at an address answers to."""
    own = (socket.gethostname().lower(), NUMBERS) if host in EVERYONE else (host.lower(),)
    own = () if host in HERE else own
    return tuple(dict.fromkeys((*LOCAL, *own, *(name.lower() for name in names))))


def _shown(host: str) -> str:
    """The host in the address that is told."""
    if host in EVERYONE:
        return socket.gethostname()
    return "localhost" if host in HERE else host


def _refuse_file(folder: Path) -> None:
    """A folder that cannot be one is told before anything is simulated."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UserError(f"{there} is a file; --folder must name a folder, or where to make one.")


def sweep(folder: Path) -> None:
    """Remove half-written folders that were left, by a process that was killed, a day ago."""
    for left in folder.glob(".*-unfinished-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT:
                shutil.rmtree(left, ignore_errors=True)


def _listening(host: str, port: int) -> socket.socket:
    if not host.strip():
        raise UserError("--host must name an address; leave it out to serve this machine alone.")
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((name, port))
        listening.listen(512)
    except (OSError, OverflowError) as error:
        listening.close()
        raise UserError(
            f"Cannot listen at {host}:{port}: {error}. Choose another port with --port, or 0 for "
            f"any that is free."
        ) from error
    return listening
