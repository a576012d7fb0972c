"""The verb `recover`: could a history of this size tell the theories apart?"""

from typing import Annotated

import typer

from westphalia.cli.history import Theories, run_and_print
from westphalia.cli.options import Json, Resumed, Seed, Who


def recover(
    theory: Theories = None,
    histories: Annotated[
        int,
        typer.Option(min=0, help="Histories per theory, scored at the parameters that made them."),
    ] = 20,
    estimated: Annotated[
        int,
        typer.Option(
            min=0,
            help="Histories per theory, scored with parameters estimated on their first half.",
        ),
    ] = 0,
    parameters: Annotated[
        int,
        typer.Option(
            min=0,
            help="Histories per theory from which parameters are estimated again (needs nutpie: "
            "pip install 'westphalia[bayes]').",
        ),
    ] = 0,
    seed: Seed = 1,
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Could a history of this size tell the theories apart? Score them on simulated histories."""
    from westphalia.report.history import studies
    from westphalia.report.history.question import HistoryOptions, parse_question

    question = parse_question(HistoryOptions(theory or (), seed=seed))
    run_and_print(studies.recover(question, histories, estimated, parameters), out, json, workers)
