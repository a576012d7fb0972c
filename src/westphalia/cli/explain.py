"""`westphalia explain`: why a state of a run did what it did in a year."""

from typing import Annotated

import typer

from westphalia.cli.options import Folder, Json, errors, print_warnings, tables


def explain(
    run: Folder,
    state: Annotated[str, typer.Option(help="A state of the case, such as GMY.")],
    year: Annotated[int, typer.Option(help="A simulated year.")],
    theory: Annotated[
        str | None, typer.Option(help="A theory of the run.  [default: the first]")
    ] = None,
    number: Annotated[
        int | None, typer.Option("--run", help="One run.  [default: mean and spread over runs]")
    ] = None,
    json: Json = False,
) -> None:
    """What a state could do in a year, what each option was worth to it and why, what it chose."""
    from westphalia.report.explanation import explain_folder, show
    from westphalia.runs.as_json import to_json
    from westphalia.runs.folder import open_run

    opened = open_run(run)
    print_warnings(opened.warnings())
    with errors().status("simulating up to the year"):
        found = explain_folder(opened, state, year, theory, number)
    if json:
        typer.echo(to_json(found.data()))
    else:
        show(found, tables())
