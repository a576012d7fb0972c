"""`westphalia serve`: the dashboard in a browser."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; by default only this machine is served.")
    ] = "127.0.0.1",
    folder: Annotated[Path, typer.Option(help="Where run folders are read and saved.")] = Path(
        "runs"
    ),
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name by which others reach this machine, for use with --host."),
    ] = None,
    own_theories: Annotated[
        bool,
        typer.Option(
            "--own-theories", help="Run theory files found in run folders; they are code."
        ),
    ] = False,
) -> None:
    """The dashboard in a browser: see it happen, ask why, change one thing, play a state."""
    from westphalia.app.server.serve import serve as start

    start(folder, host, port, name or [], own_theories, lambda line: typer.echo(line))
