"""The studies of history: what each asks, and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from westphalia.forecast.results import (
    PanelSummary,
    RankRow,
    RecoveryResult,
    ReplayResult,
    Result,
    TournamentResult,
)
from westphalia.replay.posterior import require_sampler
from westphalia.report.history.question import Question
from westphalia.work.job import Job, Together
from westphalia.work.store import Store
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    from westphalia.replay.calibration import Ranks

Progress = Callable[[str], None]
#: What each kind of study finds.
RESULTS: dict[str, type[Result]] = {
    "replay": ReplayResult,
    "tournament": TournamentResult,
    "recover": RecoveryResult,
}


class InPieces(NamedTuple):
    """A study in pieces that anybody may make. `gather`: what it finds, from those that are."""

    job: Job
    gather: Callable[[Store], Result]


@dataclass(frozen=True, eq=False)
class Study:
    """A study: `kind` of it, `options` that decide its numbers, and what does it: a function, or
    work in pieces.
    """

    kind: str
    question: Question
    options: dict[str, Any]
    run: Callable[[Progress], Result] | InPieces

    def describe(self) -> dict[str, Any]:
        """Everything that decides the numbers. JSON-able."""
        return {"study": self.kind, **self.question.describe(), "options": self.options}


def replay(
    question: Question, estimate: bool, bayes: bool, draws: int, baselines: bool, serial: bool
) -> Study:
    """Theories and baselines on all years of a panel, one year ahead.

    Raises UserError, before anything is computed, where `bayes` lacks its sampler.
    """
    if bayes:
        require_sampler()
    options = {
        "estimate": estimate, "bayes": bayes, "draws": draws if bayes else None,
        "baselines": baselines, "serial": serial,
    }  # fmt: skip

    def run(progress: Progress) -> ReplayResult:
        from westphalia.forecast.replay_study import replay_study

        return replay_study(
            question.panel,
            question.theories,
            estimate=estimate,
            bayes=bayes,
            draws=draws,
            baselines=baselines,
            serial=serial,
            parameters=question.parameters,
            modules=question.modules,
            seed=question.seed,
            progress=progress,
        )

    return Study("replay", question, options, run)


def tournament(question: Question, quick: bool) -> Study:
    """Theories and baselines on years that are held out."""

    def run(progress: Progress) -> TournamentResult:
        from westphalia.experiments.tournament_study import tournament_study

        return tournament_study(
            question.panel_of,
            question.theories,
            quick=quick,
            seed=question.seed,
            progress=progress,
        )

    return Study("tournament", question, {"quick": quick}, run)


def recover(question: Question, histories: int, estimated: int, parameters: int) -> Study:
    """Whether simulated histories tell the theories apart, and their parameters.

    `histories`: under each theory, scored at the parameters that made them; `estimated`: with
    parameters estimated on the first half; `parameters`: histories whose parameters are drawn.

    Raises UserError, before anything is computed, where nothing is asked for and where
    `parameters` lacks its sampler.
    """
    if not (histories or estimated or parameters):
        raise UserError("Nothing to do: --histories, --estimated and --parameters are all 0.")
    if parameters:
        require_sampler()
    options = {"histories": histories, "estimated": estimated, "parameters": parameters}

    from westphalia.forecast.recovery import Recovery
    from westphalia.replay.calibration import Ranking

    theories, seed = question.theories, question.seed
    matrices = [
        Recovery(question.panel, theories, number, seed, fitted)
        for number, fitted in ((histories, False), (estimated, True))
        if number
    ]
    rankings = [
        Ranking(theory, parameters, seed=seed) for theory in theories.values() if parameters
    ]

    def gather(store: Store) -> RecoveryResult:
        return RecoveryResult(
            PanelSummary.of(question.panel),
            seed,
            tuple(job.matrix(_made(job, store)) for job in matrices),
            tuple(_rank_row(job.theory.name, job.ranks(_made(job, store))) for job in rankings),
        )

    job = Together([*matrices, *rankings])
    return Study("recover", question, options, InPieces(job, gather))


def _made(job: Job, store: Store) -> list[dict[str, np.ndarray]]:
    """What the pieces of a job gave."""
    return [store.get(piece.key) for piece in job.pieces()]


def _rank_row(theory: str, found: "Ranks") -> RankRow:
    """Ranks of the true parameters of a theory's simulated histories."""
    return RankRow(
        theory,
        found.names,
        tuple(map(tuple, found.ranks.T.tolist())),
        found.draws,
        len(found.ranks),
        tuple(map(tuple, found.bins.tolist())),
        tuple(found.uniform_p.tolist()),
        tuple(found.mean.tolist()),
    )
