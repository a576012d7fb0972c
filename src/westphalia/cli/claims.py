"""`westphalia claims`: the theory's claims, put to the test or listed."""

from typing import Annotated

import typer

from westphalia.cli.options import (
    Form,
    Json,
    Off,
    On,
    Resumed,
    Seed,
    Set,
    Who,
    errors,
    print_folder,
    progress_bar,
    tables,
)


def claims(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLAIM]...",
            help="Numbers of claims, or your own as path/to/file.py:NAME.  [default: all]",
        ),
    ] = None,
    draws: Annotated[
        str | None,
        typer.Option(
            help="Number of parameter draws, or a table of them, CSV or Parquet.  [default: 200]"
        ),
    ] = None,
    runs: Annotated[int | None, typer.Option(min=2, help="Runs per draw.  [default: 100]")] = None,
    seed: Seed = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="32 draws of 16 runs: minutes, wide intervals.")
    ] = False,
    widen: Annotated[
        float, typer.Option(min=0.0, max=100.0, help="Factor by which all ranges are widened.")
    ] = 1.0,
    range_: Annotated[
        list[str] | None,
        typer.Option("--range", help="Draw a number from another range, name=low:high."),
    ] = None,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    list_: Annotated[bool, typer.Option("--list", help="List the claims and run nothing.")] = False,
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Put the theory's claims to the test: each an experiment over draws of all parameters."""
    if list_:
        from westphalia.report.lists import claims as claims_table

        tables().print(claims_table())
        return
    from westphalia.report.claims.job import ClaimsOptions, claims_run, draws_of, show
    from westphalia.runs.as_json import to_json
    from westphalia.work.parse import workers_of

    who = workers_of(workers)
    job = claims_run(
        ClaimsOptions(
            ids or (), draws_of(draws), runs, seed, quick, widen, range_ or (), set_ or (),
            off or (), on or (), form or (), out,
        )
    )  # fmt: skip
    with progress_bar(job.size) as progress:
        data, what = job.result(who, progress)
    if json:
        typer.echo(to_json({**data, "folder": str(job.to.folder)}))
        print_folder(job.to.folder, what, errors())
        return
    console = tables()
    show(data, console, whole=bool(ids))
    console.print()
    print_folder(job.to.folder, what, console)
