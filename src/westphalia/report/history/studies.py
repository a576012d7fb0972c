"""The studies of history: what each asks, and of which function of `evidence`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from westphalia.replay.posterior import require_sampler
from westphalia.report.history.plan import Question
from westphalia.world.problems import UserError

Told = Callable[[str], None]
Found = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Study:
    """A study: `kind` of it, `options` that decide its numbers, and how it is carried out."""

    kind: str
    question: Question
    options: dict[str, Any]
    answer: Callable[[Told], Found]

    def described(self) -> dict[str, Any]:
        """Everything that decides the numbers. JSON-able."""
        return {"study": self.kind, **self.question.described(), "options": self.options}


def replay(
    asked: Question, estimate: bool, bayes: bool, draws: int, baselines: bool, serial: bool
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

    def answer(told: Told) -> Found:
        from westphalia.forecast.replay_study import replay_study

        return replay_study(
            asked.panel,
            asked.theories,
            estimate=estimate,
            bayes=bayes,
            draws=draws,
            baselines=baselines,
            serial=serial,
            parameters=asked.parameters,
            modules=asked.modules,
            seed=asked.seed,
            progress=told,
        )

    return Study("replay", asked, options, answer)


def tournament(asked: Question, quick: bool) -> Study:
    """Theories and baselines on years that are held out."""

    def answer(told: Told) -> Found:
        from westphalia.experiments.tournament_study import tournament_study

        return tournament_study(
            asked.panel_of, asked.theories, quick=quick, seed=asked.seed, progress=told
        )

    return Study("tournament", asked, {"quick": quick}, answer)


def recover(asked: Question, histories: int, estimated: int, parameters: int) -> Study:
    """Whether simulated histories tell the theories apart, and their parameters.

    `histories`: under each theory, scored at the parameters that made them; `estimated`: with
    parameters estimated on the first half; `parameters`: histories whose parameters are drawn.
    """
    if not (histories or estimated or parameters):
        raise UserError(
            "Nothing is asked for: --histories, --estimated and --parameters are all 0."
        )
    if parameters:
        require_sampler()
    options = {"histories": histories, "estimated": estimated, "parameters": parameters}

    def answer(told: Told) -> Found:
        from westphalia.experiments.tournament_study import told as matrix
        from westphalia.forecast import recovery
        from westphalia.forecast.replay_study import described

        found: Found = {"panel": described(asked.panel), "seed": asked.seed, "recovery": []}
        for number, fitted in ((histories, False), (estimated, True)):
            if number:
                made = recovery.recover(
                    asked.panel, asked.theories, number, asked.seed, fitted, progress=told
                )
                found["recovery"].append(matrix(made))
        if parameters:
            from westphalia.replay.calibration import ranks

            found["ranks"] = [
                {"theory": name, **ranks(t, parameters, seed=asked.seed, progress=told).data()}
                for name, t in asked.theories.items()
            ]
        return found

    return Study("recover", asked, options, answer)
