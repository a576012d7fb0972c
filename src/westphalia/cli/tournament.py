"""The verb `tournament`: theories and baselines on years of history that are held out."""

from typing import Annotated

import typer

from westphalia.cli.history import AllStates, Data, Theories, run_and_print
from westphalia.cli.options import Draws, Json, Resumed, Seed, Who


def tournament(
    theory: Theories = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer windows and cases: minutes instead of an hour.")
    ] = False,
    data: Data = None,
    draws: Draws = None,
    all_states: AllStates = False,
    seed: Seed = 1,
    out: Resumed = None,
    json: Json = False,
    workers: Who = None,
) -> None:
    """Estimate the theories on some years of history and score them on years held out."""
    from westphalia.report.history import studies
    from westphalia.report.history.question import HistoryOptions, parse_question

    options = HistoryOptions(theory or (), data=data, all_states=all_states, seed=seed, draws=draws)
    run_and_print(studies.tournament(parse_question(options), quick), out, json, workers)
