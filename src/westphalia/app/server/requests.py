"""What jobs do: simulate, change something, compare, save, run a lesson."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from westphalia.app.lessons import Cancelled as LessonCancelled
from westphalia.app.lessons import LessonResult, lesson, run_lesson
from westphalia.app.server.difference import Side, compared
from westphalia.app.server.jobs import Cancelled, Job, Jobs
from westphalia.app.server.options import MOST_RUNS, MOST_YEARS
from westphalia.app.server.run_store import RunStore
from westphalia.app.server.types import Changed, Difference, Saved, Simulated
from westphalia.page.view import line_view, view_of
from westphalia.report.manifest import manifest
from westphalia.report.run import simulated, study
from westphalia.runs.counterfactual import changes_between, switched
from westphalia.runs.history import facts_of
from westphalia.runs.plan import Line, Plan, line_of, modules_of
from westphalia.runs.scenario import Scenario, plan_in
from westphalia.runs.settings import settings_of
from westphalia.runs.summary import summarise
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.problems import Problems, UserError, unknown

Key = Annotated[str, Field(min_length=1, max_length=200)]
Label = Annotated[str, Field(min_length=1, max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class StrictRequest(BaseModel):
    """A request without unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Change(StrictRequest):
    """What is changed: theories by state, parameters, modules."""

    theories: dict[Name, Name] = Field({}, max_length=100)
    parameters: dict[Name, float] = Field({}, max_length=200)
    modules: dict[Name, bool] = Field({}, max_length=100)


class SimulateRequest(StrictRequest):
    """Simulate a scenario of a built-in case."""

    kind: Literal["simulate"]
    scenario: Scenario

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        plan = plan_in(self.scenario)
        _refuse_huge(plan)
        return jobs.add("simulate", lambda job: _simulate(plan, store, job), _total(plan))


class ChangeRequest(StrictRequest):
    """Simulate a line again, under the same draws, with something changed."""

    kind: Literal["change"]
    key: Key
    theory: Label
    change: Change

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        plan, folder = store.plan(self.key)
        before = Side(plan, plan.line(self.theory))
        after = changed(before, self.change, folder)
        return jobs.add(
            "change", lambda job: _change(before, after, folder, store, job), 2 * plan.runs
        )


class CompareRequest(StrictRequest):
    """Compare a line of one simulation with a line of another, or of the same."""

    kind: Literal["compare"]
    key: Key
    theory: Label
    other_key: Key
    other_theory: Label

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        sides = []
        for key, theory in ((self.key, self.theory), (self.other_key, self.other_theory)):
            plan, _ = store.plan(key)
            sides.append(Side(plan, plan.line(theory)))
        one, other = sides

        def work(job: Job) -> Difference:
            ignored = switched(one.plan, other.plan)
            found = compared(one, other, ignored, job.progress)[0]
            return cast(Difference, found.data())

        return jobs.add("compare", work, one.plan.runs + other.plan.runs)


class SaveRequest(StrictRequest):
    """Write a simulation as a run folder."""

    kind: Literal["save"]
    key: Key
    name: Name

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        plan, _ = store.plan(self.key)
        folder = store.new_folder(self.name)
        command = ["westphalia", "serve", "(saved from the page)"]

        def work(job: Job) -> Saved:
            study(plan, folder, progress=job.progress, command=command)
            return Saved(key=folder.name, folder=str(folder))

        return jobs.add("save", work, _total(plan))


class LessonRequest(StrictRequest):
    """A lesson's worlds at one position of its control."""

    kind: Literal["lesson"]
    lesson: Name
    value: float

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        one = lesson(self.lesson)

        def work(job: Job) -> LessonResult:
            def report(done: int, total: int) -> None:
                job.total = total
                job.progress("simulating", done - job.done)

            try:
                return run_lesson(one, self.value, progress=report, cancelled=job.stop.is_set)
            except LessonCancelled as error:
                raise Cancelled from error

        return jobs.add("lesson", work, 1)


Request = Annotated[
    SimulateRequest | ChangeRequest | CompareRequest | SaveRequest | LessonRequest,
    Field(discriminator="kind"),
]


def _total(plan: Plan) -> int:
    return len(plan.lines) * plan.runs


def _refuse_huge(plan: Plan) -> None:
    problems = [
        f"{name} = {value}: the page simulates at most {most:,}; `westphalia run` simulates more."
        for name, value, most in (
            ("runs", plan.runs, MOST_RUNS),
            ("years", plan.years, MOST_YEARS),
        )
        if value > most
    ]
    if problems:
        raise UserError("\n".join(problems))


def _simulate(plan: Plan, store: RunStore, job: Job) -> Simulated:
    facts = facts_of(plan.case)
    tallies, summaries = simulated(plan, None, job.progress)
    job.progress("writing the table", 0)
    table = summarise(plan, tallies, facts)
    lines = {line.label: line_view(plan, line, summaries[line.label]) for line in plan.lines}
    view = view_of(plan, lines, table.data(), facts, manifest(plan, ["westphalia", "serve"]))
    return Simulated(key=store.put(plan, view))


def _change(before: Side, after: Side, folder: Path | None, store: RunStore, job: Job) -> Changed:
    facts = facts_of(after.plan.case)
    ignored = switched(before.plan, after.plan)
    difference, summary = compared(before, after, ignored, job.progress)
    line = line_view(after.plan, after.line, summary)
    about = manifest(after.plan, ["westphalia", "serve"])
    view = view_of(after.plan, {after.line.label: line}, None, facts, about)
    return Changed(
        key=store.put(after.plan, view, folder),
        changes=changes_in_words(before, after),
        line=line,
        difference=cast(Difference, difference.data()),
    )


def changed(before: Side, change: Change, folder: Path | None) -> Side:
    """One line of a plan with something changed, as a plan of its own.

    Raises:
        UserError: an unknown name or a value outside its range (all at once), or no change.
    """
    plan, problems = before.plan, Problems()
    on = [k for k, v in change.modules.items() if v]
    off = [k for k, v in change.modules.items() if not v]
    modules = problems.tried(lambda: modules_of(off, on, plan.modules))
    line = problems.tried(lambda: mixed(before.line, change.theories, plan.labels, folder))
    theories = None if line is None else line.theories
    settings = problems.tried(
        lambda: settings_of(change.parameters, theories, base=plan.parameters)
    )
    problems.refuse()
    assert line is not None  # what could not be made was refused
    numbers = {**plan.numbers, **settings.numbers}
    line = line.having(numbers)
    after = Side(
        replace(
            plan, lines=(line,), parameters=settings.parameters, modules=modules, numbers=numbers
        ),
        line,
    )
    if not changes_in_words(before, after):
        raise UserError("This changes nothing: move a control first.")
    return after


def mixed(
    line: Line, theories: Mapping[str, str], labels: tuple[str, ...], folder: Path | None
) -> Line:
    """A line with the theories of some states replaced."""
    if not theories:
        return line
    parts = dict(part.split("=", 1) for part in line.spec.split(",") if "=" in part)
    there = parts or {"*": line.spec}
    known = {*THEORIES, *BASELINES, *there.values()}  # no file but those the line has already
    problems = Problems()
    for state, theory in theories.items():
        if state not in labels:
            problems.add(str(unknown("state", state, labels)))
        if theory not in known:
            problems.add(str(unknown("theory", theory, known)))
    problems.refuse()
    given = {k.strip(): v.strip() for k, v in {**there, **theories}.items()}
    usual = given.pop("*", None)
    named = {k: v for k, v in given.items() if v != usual}
    if not named and usual is not None:
        return line_of(usual, labels, folder)
    everyone = {} if usual is None else {"*": usual}
    return line_of(",".join(f"{k}={v}" for k, v in (named | everyone).items()), labels, folder)


def changes_in_words(before: Side, after: Side) -> list[str]:
    """What differs between two sides, in words."""
    theories = [
        f"{label} {one.name} -> {other.name}"
        for label, one, other in zip(
            before.plan.labels, before.line.theories, after.line.theories, strict=True
        )
        if one.name != other.name
    ]
    return [*theories, *changes_between(before.plan, after.plan)]
