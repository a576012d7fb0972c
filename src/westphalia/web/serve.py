"""`westphalia serve`: the dashboard, on this machine."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from westphalia.report.folder import discard_unfinished
from westphalia.web.app import make_app
from westphalia.web.guard import LOCAL
from westphalia.world.problems import UserError

#: Names under which a machine listens to everybody.
EVERYONE = ("0.0.0.0", "::")
#: Seconds that requests have to end when the server is stopped.
PATIENCE = 3


def serve(folder: Path, host: str, port: int, told: Callable[[str], None]) -> None:
    """Serve the page until interrupted.

    Args:
        folder: where run folders are read and saved.
        host: the address to listen at; every other than this machine's own has to be asked for.
        port: 0 for any free one.
        told: what to tell the user, line by line.

    Raises:
        UserError: the address or port cannot be had.
    """
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    hosts = _names(host)
    shown = "localhost" if hosts == LOCAL or host in EVERYONE else host
    told(f"Westphalia is at http://{shown}:{port}/ (stop it with Ctrl-C). Runs: {folder}/")
    if hosts != LOCAL:
        told("Anybody who can reach this address can simulate here and read and save runs.")
    config = uvicorn.Config(
        make_app(folder, hosts),
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


def _names(host: str) -> tuple[str, ...]:
    """The names that a server at an address answers to."""
    if host in (*LOCAL, "::1"):
        return LOCAL
    return ("*",) if host in EVERYONE else (*LOCAL, host.lower())


def _listening(host: str, port: int) -> socket.socket:
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
