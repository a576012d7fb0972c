"""`westphalia serve`: the dashboard on this machine."""

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

#: Addresses that only this machine can reach, and those that listen on all interfaces.
HERE = (*LOCAL, "::1")
EVERYONE = ("0.0.0.0", "::")
#: Age, s, at which an unfinished run folder counts as abandoned.
ABANDONED = 24 * 3600
#: Seconds that open requests have to end when the server is stopped.
SHUTDOWN_TIMEOUT = 3


def serve(
    folder: Path,
    host: str,
    port: int,
    names: Sequence[str],
    own_theories: bool,
    say: Callable[[str], None],
) -> None:
    """Serve the page until interrupted.

    Args:
        folder: where run folders are read and saved.
        host: the address to listen on.
        port: 0 for any free port.
        names: further names under which others reach this machine.
        own_theories: whether theory files in run folders, which are code, are run.
        say: called with each line of output.

    Raises:
        UserError: the address, port or folder cannot be used.
    """
    _refuse_file(folder)
    listener = _listen(host, port)
    port = listener.getsockname()[1]
    hosts = hosts_of(host, names)
    address = f"http://{_public_name(host)}:{port}/"
    say(f"Westphalia is at {address} (stop it with Ctrl-C). Runs: {folder}/")
    if host not in HERE:
        say("Anyone who can reach this address can simulate here, and read and save runs.")
    remove_abandoned(folder)
    config = uvicorn.Config(
        make_app(folder, hosts, own_theories),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT,
        h11_max_incomplete_event_size=64_000,
        limit_concurrency=500,
        server_header=False,
    )
    try:
        uvicorn.Server(config).run([listener])
    finally:
        discard_unfinished()


def hosts_of(host: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that a server on this address answers to."""
    own = (socket.gethostname().lower(), NUMBERS) if host in EVERYONE else (host.lower(),)
    own = () if host in HERE else own
    return tuple(dict.fromkeys((*LOCAL, *own, *(name.lower() for name in names))))


def _public_name(host: str) -> str:
    """The host in the address given to the user."""
    if host in EVERYONE:
        return socket.gethostname()
    return "localhost" if host in HERE else host


def _refuse_file(folder: Path) -> None:
    """Refuse a path that is, or leads through, a file, before anything is simulated."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise UserError(
            f"{there} is a file; --folder must name a folder, which is created if missing."
        )


def remove_abandoned(folder: Path) -> None:
    """Remove unfinished run folders that a killed process left more than a day ago."""
    for left in folder.glob(".*-unfinished-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)


def _listen(host: str, port: int) -> socket.socket:
    if not host.strip():
        raise UserError("--host must name an address; leave it out to serve this machine only.")
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((name, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UserError(
            f"Cannot listen on {host}:{port}: {error}. Choose another port with --port, or 0 for "
            f"any free one."
        ) from error
    return listener
