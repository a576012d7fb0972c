"""`westphalia sweep`: one world at many points."""

import os
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import (
    Draws,
    Json,
    Resumed,
    Who,
    errors,
    print_folder,
    progress_bar,
    tables,
)


def sweep(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The .yaml file of a sweep.")],
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what it would take, in time and memory; run nothing."),
    ] = False,
    per_run: Annotated[
        bool, typer.Option("--per-run", help="Also write a table with a row for every run.")
    ] = False,
    draws: Draws = None,
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Run a world at many points: parameters, theories, modules and cases, by grid or sample."""
    from westphalia.experiments.sweeps.file import read_sweep
    from westphalia.experiments.sweeps.rehearsal import rehearse
    from westphalia.report.sweeps.folder import (
        SweepFolder,
        default_folder,
        found_of,
        run_sweep,
        write_runs,
    )
    from westphalia.report.sweeps.table import show, show_rehearsal
    from westphalia.runs.as_json import to_json
    from westphalia.runs.writing import ALREADY, resumable
    from westphalia.work.parse import workers_of

    who = workers_of(workers)
    asked = read_sweep(file, draws)
    if dry_run:
        found = rehearse(asked)
        if json:
            typer.echo(to_json(found._asdict()))
        else:
            show_rehearsal(found, os.cpu_count() or 1, tables())
        return
    to = SweepFolder(asked, out if out is not None else default_folder(asked))
    to.begin()
    what = ALREADY if to.is_complete else "written"
    with progress_bar(asked.size * asked.runs) as progress, resumable(to.folder):
        if not to.is_complete:
            run_sweep(to, who, lambda runs: progress("simulating", runs))
        if per_run:
            write_runs(to)
    made = found_of(to)
    if json:
        data = {
            "points": asked.size, "runs": asked.runs, "factors": asked.factors,
            "measures": [m.name for m in asked.measures],
            "failed": [one._asdict() for one in made.failed],
            "table": made.table.astype(object).where(made.table.notna(), None).to_dict("records"),
            "folder": str(to.folder),
        }  # fmt: skip
        typer.echo(to_json(data))
        print_folder(to.folder, what, errors())
        return
    console = tables()
    show(made, console)
    print_folder(to.folder, what, console)
