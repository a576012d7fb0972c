"""`westphalia rates`: base rates of a random world against what is known."""

from typing import Annotated

import typer

from westphalia.cli.options import Form, Json, Off, On, Seed, Set, Workers, progress_bar, tables


def rates(
    states: Annotated[int, typer.Option(min=2, max=100, help="States of the random world.")] = 8,
    runs: Annotated[int, typer.Option(min=2, help="Runs.")] = 1024,
    years: Annotated[int, typer.Option(min=4, max=1000, help="Years.")] = 100,
    theory: Annotated[str, typer.Option(help="A theory or path/to/file.py:NAME.")] = "defensive",
    seed: Seed = 1,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Base rates of a random world against target ranges: wars, allies, burdens, deaths."""
    from westphalia.report.rates import rates_of, show
    from westphalia.runs.as_json import to_json
    from westphalia.runs.options import spec_from_options

    spec = spec_from_options(
        states, [theory], runs, years, seed, set_, off, on, serial=False, baselines=False, form=form
    )
    with progress_bar(runs) as progress:
        found = rates_of(spec, workers, progress)
    if json:
        typer.echo(to_json(found.data()))
    else:
        show(found, tables())
