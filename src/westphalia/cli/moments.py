"""`westphalia moments`: a simulated world beside history, number by number."""

from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.options import (
    Form,
    Json,
    Off,
    On,
    Seed,
    Serial,
    Set,
    Workers,
    errors,
    progress_bar,
    tables,
)
from westphalia.world.problems import UserError

STATES, YEARS = 8, 100


def moments(
    case: Annotated[
        str | None,
        typer.Argument(
            help="A built-in case, or the .yaml of a case.  [default: a random world]",
            show_default=False,
        ),
    ] = None,
    states: Annotated[
        int | None,
        typer.Option(min=2, max=100, help="States of the random world.  [default: 8]"),
    ] = None,
    runs: Annotated[int, typer.Option(min=2, help="Runs.")] = 256,
    years: Annotated[
        int | None,
        typer.Option(min=4, max=1000, help="Years.  [default: 100, or to the end of the case]"),
    ] = None,
    theory: Annotated[str, typer.Option(help="A theory or path/to/file.py:NAME.")] = "defensive",
    seed: Seed = 1,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    serial: Serial = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="CSV file to write; it must not exist.")
    ] = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Disputes, wars, pacts and arms of a simulated world beside those of history."""
    if case is not None and states is not None:
        raise UserError(f"{case} says which states there are; leave out --states.")
    from westphalia.report.moments import moments_of, show, write
    from westphalia.runs.as_json import to_json
    from westphalia.runs.options import spec_from_options
    from westphalia.runs.writing import refuse_existing

    if out is not None:
        refuse_existing(out)
    spec = spec_from_options(
        states or STATES if case is None else case,
        [theory], runs, years or (YEARS if case is None else None), seed, set_, off, on, serial,
        baselines=False, form=form,
    )  # fmt: skip
    with progress_bar(runs) as progress:
        found = moments_of(spec, workers, progress)
    if json:
        typer.echo(to_json(found.data()))
    else:
        show(found, tables())
    if out is not None:
        write(found, out)
        errors().print(f"Table: {out}", highlight=False, soft_wrap=True)
