"""What jobs do: simulate, change something, compare, save, run a lesson."""

from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from westphalia.app.lessons import Cancelled as LessonCancelled
from westphalia.app.lessons import LessonResult, lesson, run_lesson
from westphalia.app.server.difference import Side, compare
from westphalia.app.server.jobs import Cancelled, Job, Jobs
from westphalia.app.server.options import MOST_RUNS, MOST_YEARS
from westphalia.app.server.run_store import RunStore
from westphalia.app.server.types import Changed, Difference, Saved, Scenario, Simulated
from westphalia.page.view import line_view, view_of
from westphalia.report.run import run_into, sum_up
from westphalia.runs.change import changes_between, switched_bits, with_changes, with_theories
from westphalia.runs.history import facts_of
from westphalia.runs.manifest import manifest
from westphalia.runs.parse import changes_from_data, spec_from_data
from westphalia.runs.simulate import simulate_spec
from westphalia.runs.spec import Spec
from westphalia.runs.summary import summarise
from westphalia.world.problems import Problems, UserError

Key = Annotated[str, Field(min_length=1, max_length=200)]
Label = Annotated[str, Field(min_length=1, max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class StrictRequest(BaseModel):
    """A request without unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Change(StrictRequest):
    """What is changed: theories by state, numbers of the world and of theories, forms, modules."""

    theories: dict[Name, Name] = Field({}, max_length=100)
    parameters: dict[Name, float] = Field({}, max_length=200)
    forms: dict[Name, Name] = Field({}, max_length=100)
    modules: dict[Name, bool] = Field({}, max_length=100)


class SimulateRequest(StrictRequest):
    """Simulate a scenario of a built-in case."""

    kind: Literal["simulate"]
    scenario: SkipValidation[Scenario]  # checked, with better words, by `spec_from_data`

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        spec = spec_from_data(self.scenario)
        _refuse_huge(spec)
        return jobs.add("simulate", lambda job: _simulate(spec, store, job), _total(spec))


class ChangeRequest(StrictRequest):
    """Simulate a line again, under the same draws, with something changed."""

    kind: Literal["change"]
    key: Key
    theory: Label
    change: Change

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        spec, folder = store.spec(self.key)
        before = Side(spec, spec.line(self.theory))
        after = change_side(before, self.change, folder)
        return jobs.add(
            "change", lambda job: _change(before, after, folder, store, job), 2 * spec.runs
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
            spec, _ = store.spec(key)
            sides.append(Side(spec, spec.line(theory)))
        one, other = sides

        def work(job: Job) -> Difference:
            ignored = switched_bits(one.plan, other.plan)
            found = compare(one, other, ignored, job.progress)[0]
            return cast(Difference, found.data())

        return jobs.add("compare", work, one.plan.runs + other.plan.runs)


class SaveRequest(StrictRequest):
    """Write a simulation as a run folder."""

    kind: Literal["save"]
    key: Key
    name: Name

    def start(self, store: RunStore, jobs: Jobs) -> Job:
        """Put it in the queue."""
        spec, _ = store.spec(self.key)
        folder = store.new_folder(self.name)
        command = ["westphalia", "serve", "(saved from the page)"]

        def work(job: Job) -> Saved:
            run_into(spec, folder, progress=job.progress, command=command)
            return Saved(key=folder.name, folder=str(folder))

        return jobs.add("save", work, _total(spec))


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


def _total(spec: Spec) -> int:
    return len(spec.lines) * spec.runs


def _refuse_huge(spec: Spec) -> None:
    problems = [
        f"{name} = {value}: the page simulates at most {most:,}; `westphalia run` simulates more."
        for name, value, most in (
            ("runs", spec.runs, MOST_RUNS),
            ("years", spec.years, MOST_YEARS),
        )
        if value > most
    ]
    if problems:
        raise UserError("\n".join(problems))


def _simulate(spec: Spec, store: RunStore, job: Job) -> Simulated:
    facts = facts_of(spec.case)
    tallies, summaries = sum_up(spec, simulate_spec(spec, None, job.progress))
    job.progress("writing the table", 0)
    table = summarise(spec, tallies, facts)
    lines = {line.label: line_view(spec, line, summaries[line.label]) for line in spec.lines}
    view = view_of(spec, lines, table.data(), facts, manifest(spec, ["westphalia", "serve"]))
    return Simulated(key=store.put(spec, view))


def _change(before: Side, after: Side, folder: Path | None, store: RunStore, job: Job) -> Changed:
    facts = facts_of(after.plan.case)
    ignored = switched_bits(before.plan, after.plan)
    difference, summary = compare(before, after, ignored, job.progress)
    line = line_view(after.plan, after.line, summary)
    about = manifest(after.plan, ["westphalia", "serve"])
    view = view_of(after.plan, {after.line.label: line}, None, facts, about)
    return Changed(
        key=store.put(after.plan, view, folder),
        changes=changes_in_words(before, after),
        line=line,
        difference=cast(Difference, difference.data()),
    )


def change_side(before: Side, change: Change, folder: Path | None) -> Side:
    """One line of a run with something changed, as a run of its own.

    Raises:
        UserError: an unknown name or a value outside its range (all at once), or no change.
    """
    problems = Problems()
    line = problems.attempt(
        lambda: with_theories(before.line, change.theories, before.plan.labels, folder)
    )
    spec = before.plan.only(before.line if line is None else line.having(before.plan.numbers))
    found = problems.attempt(
        lambda: changes_from_data(spec, change.parameters, change.forms, change.modules)
    )
    problems.refuse()
    after = with_changes(spec, found)
    line = after.lines[0]
    if not changes_in_words(before, Side(after, line)):
        raise UserError("This changes nothing: move a control first.")
    return Side(after, line)


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
