"""`westphalia calibrate`: which parameters history does not rule out."""

from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import Json, Resumed, Who, errors, print_folder, progress_bar, tables


def calibrate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The .yaml file of a calibration.")],
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Find the parameters that targets do not rule out, and draw from them."""
    from westphalia.experiments.calibration.file import read_calibration
    from westphalia.report.calibration.folder import (
        CalibrationFolder,
        default_folder,
        read_about,
        read_table,
        run_calibration,
    )
    from westphalia.report.calibration.table import show
    from westphalia.runs.as_json import to_json
    from westphalia.runs.writing import ALREADY, resumable
    from westphalia.work.parse import workers_of

    who = workers_of(workers)
    job = read_calibration(file)
    to = CalibrationFolder(job, out if out is not None else default_folder(job))
    to.begin()
    what = ALREADY if to.is_complete else "written"
    size = sum(piece.size for piece in job.pieces())
    with progress_bar(size) as progress, resumable(to.folder):
        if not to.is_complete:
            run_calibration(to, who, lambda runs: progress("simulating", runs))
    about = read_about(to)
    if json:
        said = ("verdict", "draws", "effective", "distinct", "missing", "failed")
        rows = {
            name: frame.astype(object).where(frame.notna(), None).to_dict("records")
            for name in ("targets", "waves", "conflicts")
            if (frame := read_table(to, name)) is not None
        }
        typer.echo(to_json({**{k: about[k] for k in said}, **rows, "folder": str(to.folder)}))
        print_folder(to.folder, what, errors())
        return
    console = tables()
    show(to, about, console)
    print_folder(to.folder, what, console)
