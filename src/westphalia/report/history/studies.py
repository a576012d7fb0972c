"""The studies of history: what each asks, and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from westphalia.world.problems import UserError

Progress = Callable[[str], None]
#: What each kind of study finds.
RESULTS: dict[str, type[Result]] = {
    "replay": ReplayResult,
    "tournament": TournamentResult,
    "recover": RecoveryResult,
}


@dataclass(frozen=True, eq=False)
class Study:
    """A study: `kind` of it, `options` that decide its numbers, and the function that runs it."""

    kind: str
    question: Question
    options: dict[str, Any]
    run: Callable[[Progress], Result]

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

    def run(progress: Progress) -> RecoveryResult:
        from westphalia.forecast.recovery import recover

        matrices = tuple(
            recover(
                question.panel, question.theories, number, question.seed, fitted, progress=progress
            )
            for number, fitted in ((histories, False), (estimated, True))
            if number
        )
        ranks = _ranks(question, parameters, progress) if parameters else ()
        return RecoveryResult(PanelSummary.of(question.panel), question.seed, matrices, ranks)

    return Study("recover", question, options, run)


def _ranks(question: Question, number: int, progress: Progress) -> tuple[RankRow, ...]:
    """Ranks of the true parameters of each theory's simulated histories."""
    from westphalia.replay.calibration import ranks

    rows = []
    for name, theory in question.theories.items():
        found = ranks(theory, number, seed=question.seed, progress=progress)
        rows.append(
            RankRow(
                name,
                found.names,
                tuple(map(tuple, found.ranks.T.tolist())),
                found.draws,
                len(found.ranks),
                tuple(map(tuple, found.bins.tolist())),
                tuple(found.uniform_p.tolist()),
                tuple(found.mean.tolist()),
            )
        )
    return tuple(rows)
