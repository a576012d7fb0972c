"""`westphalia concepts`: what each mechanism of the theory does, on against off."""

from typing import Annotated

import typer

from westphalia.cli.options import Json, Seed, Workers, progress_bar, tables


def concepts(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Names of concepts, or their numbers, such as spiral or 29.  [default: all]",
        ),
    ] = None,
    runs: Annotated[int, typer.Option(min=4, help="Runs of each world, an even number.")] = 2048,
    seed: Seed = 1,
    list_: Annotated[
        bool, typer.Option("--list", help="List the concepts and run nothing.")
    ] = False,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Switch each concept on and off: is it live, weak or inert? Ten minutes for all."""
    from westphalia.report.concepts.table import listing, show

    if list_:
        tables().print(listing())
        return
    from westphalia.concepts import CONCEPTS
    from westphalia.concepts.select import select_concepts
    from westphalia.concepts.study import Study
    from westphalia.report.concepts.data import measured
    from westphalia.runs.as_json import to_json

    study = Study(select_concepts(CONCEPTS, names or ()), runs, seed)
    with progress_bar(sum(piece.size for piece in study.job.pieces())) as progress:
        data = measured(study, workers, lambda done: progress("simulating", done))
    if json:
        typer.echo(to_json(data))
    else:
        show(data, tables())
