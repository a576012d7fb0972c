"""The studies of history: what each asks, its work in pieces, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
from westphalia.work.job import Job, Together, all_made
from westphalia.work.store import Store
from westphalia.world.problems import UserError

if TYPE_CHECKING:
    from westphalia.replay.calibration import Ranks

#: What each kind of study finds.
RESULTS: dict[str, type[Result]] = {
    "replay": ReplayResult,
    "tournament": TournamentResult,
    "recover": RecoveryResult,
}


@dataclass(frozen=True, eq=False)
class Study:
    """A study: `kind` of it, `options` that decide its numbers, the work that anybody may do, and
    what comes of it. `unit`: what the sizes of pieces count.
    """

    kind: str
    question: Question
    options: dict[str, Any]
    job: Job
    gather: Callable[[Store], Result]
    unit: str = "steps"

    def describe(self) -> dict[str, Any]:
        """Everything that decides the numbers. JSON-able."""
        return {"study": self.kind, **self.question.describe(), "options": self.options}


def replay(
    question: Question,
    estimate: bool,
    bayes: bool,
    draws: int | None,
    baselines: bool,
    serial: bool,
) -> Study:
    """Theories and baselines on all years of a panel, one year ahead. `draws`: with `bayes`.

    Raises UserError, before anything is computed, where `bayes` lacks its sampler and where the
    panel holds no decision.
    """
    from westphalia.forecast.replay_study import ReplayStudy

    options = {
        "estimate": estimate, "bayes": bayes, "draws": draws if bayes else None,
        "baselines": baselines, "serial": serial,
    }  # fmt: skip
    study = ReplayStudy(
        question.panel,
        question.theories,
        estimate=estimate,
        bayes=bayes,
        draws=draws or 0,
        baselines=baselines,
        serial=serial,
        parameters=question.parameters,
        modules=question.modules,
        seed=question.seed,
    )
    return Study("replay", question, options, study.job, study.gather)


def tournament(question: Question, quick: bool) -> Study:
    """Theories and baselines on years that are held out."""
    from westphalia.experiments.tournament_study import Tournament

    study = Tournament(
        question.panel_of,
        question.theories,
        quick=quick,
        seed=question.seed,
        table=question.draws,
    )
    return Study("tournament", question, {"quick": quick}, study.job, study.gather)


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
            tuple(job.matrix(all_made(job, store)) for job in matrices),
            tuple(_rank_row(job.theory.name, job.ranks(all_made(job, store))) for job in rankings),
        )

    job = Together([*matrices, *rankings])
    return Study("recover", question, options, job, gather, "histories")


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


#: A study of each kind, from a question and its options.
STUDIES: dict[str, Callable[..., Study]] = {
    "replay": replay,
    "tournament": tournament,
    "recover": recover,
}
