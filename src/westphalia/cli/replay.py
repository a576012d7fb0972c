"""The verb `replay`: theories scored on real history, one year ahead."""

from typing import Annotated

import typer

from westphalia.cli.history import AllStates, Data, First, Last, Theories, run_and_print
from westphalia.cli.options import Form, Json, Off, On, Resumed, Seed, Serial, Set, Who


def replay(
    theory: Theories = None,
    first: First = None,
    last: Last = None,
    data: Data = None,
    all_states: AllStates = False,
    disputes: Annotated[str, typer.Option(help="Coding of disputes: gml or cow.")] = "gml",
    resources: Annotated[
        str, typer.Option(help="Coding of resources: material or gdp.")
    ] = "material",
    pacts: Annotated[
        str,
        typer.Option(
            help="Obligations that make a pact, separated by commas: defence, offence, neutrality, "
            "nonaggression, consultation."
        ),
    ] = "defence,offence",
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Estimate parameters by maximum likelihood.")
    ] = False,
    bayes: Annotated[
        bool,
        typer.Option(
            "--bayes",
            help="Also draw parameters from their posterior (needs nutpie: pip install "
            "'westphalia[bayes]').",
        ),
    ] = False,
    draws: Annotated[int, typer.Option(min=50, help="Posterior draws per chain.")] = 1000,
    set_: Set = None,
    off: Off = None,
    on: On = None,
    form: Form = None,
    serial: Serial = False,
    baselines: Annotated[bool, typer.Option(help="Also score forecasts without theory.")] = True,
    seed: Seed = 1,
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Score the theories on real history, one year ahead, beside baselines."""
    from westphalia.report.history import studies
    from westphalia.report.history.question import HistoryOptions, parse_question

    question = parse_question(
        HistoryOptions(
            theory or (),
            first,
            last,
            data,
            all_states,
            disputes,
            resources,
            pacts,
            set_ or (),
            off or (),
            on or (),
            form or (),
            seed,
        )
    )
    study = studies.replay(question, estimate, bayes, draws, baselines, serial)
    run_and_print(study, out, json, workers)
