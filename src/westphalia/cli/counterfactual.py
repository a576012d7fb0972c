"""`westphalia counterfactual`: the same draws with something changed."""

from typing import Annotated

import typer

from westphalia.cli.options import (
    Folder,
    Form,
    Json,
    Off,
    On,
    Out,
    Set,
    Workers,
    print_folder,
    print_warnings,
    progress_bar,
    tables,
)


def counterfactual(
    run: Folder,
    theory: Annotated[
        str | None, typer.Option(help="One theory of the run.  [default: all but baselines]")
    ] = None,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    out: Out = None,
    json: Json = False,
    workers: Workers = None,
) -> None:
    """Run the same draws with something changed: which wars and pacts differ, and why."""
    from westphalia.report.counterfactual import contrast, save, show
    from westphalia.runs.as_json import to_json
    from westphalia.runs.folder import open_run
    from westphalia.runs.options import changes_from_options
    from westphalia.runs.writing import refuse_existing

    if out is not None:
        refuse_existing(out)
    opened = open_run(run)
    changes = changes_from_options(opened.spec, set_ or [], off or [], on or [], form or [])
    print_warnings(opened.warnings())
    with progress_bar(0) as progress:
        found = contrast(opened, theory, changes, workers, progress)
        if out is not None:
            save(found, out, workers, progress)
    if json:
        typer.echo(to_json(found.data()))
        return
    console = tables()
    show(found, console)
    if out is not None:
        console.print()
        print_folder(out, "written", console)
