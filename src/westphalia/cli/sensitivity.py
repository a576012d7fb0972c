"""`westphalia sensitivity`: which factors of a sweep its measures depend on."""

from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import Json, errors, print_folder, show_status, tables


def sensitivity(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a sweep.")],
    measure: Annotated[
        list[str] | None,
        typer.Option(help="Analyse this measure. May be given more than once.  [default: all]"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write; it must not exist.  [default: sensitivity in that of the sweep]"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Tell which factors of a sweep matter, alone and together, and how sure that is."""
    from westphalia.report.sensitivity.folder import data_of, default_folder, write_sensitivity
    from westphalia.report.sensitivity.table import show
    from westphalia.runs.as_json import to_json

    target = out if out is not None else default_folder(folder)
    with show_status("reading") as status:
        found = write_sensitivity(folder, target, measure or (), status)
    if json:
        typer.echo(to_json({"folder": str(target), "found": data_of(found)}))
        print_folder(target, "written", errors())
        return
    console = tables()
    show(found, console)
    print_folder(target, "written", console)
