"""Scenario files: everything that decides a run folder's numbers, as YAML that `run` accepts."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from westphalia.cases import case_names, load_case
from westphalia.runs.plan import (
    MOST_RUNS,
    MOST_SEED,
    MOST_YEARS,
    Plan,
    forms_chosen,
    line_of,
    lines_of,
    modules_of,
    modules_switched,
    parameters_set,
    theories_in,
)
from westphalia.runs.settings import Settings, settings_of
from westphalia.theories import BASELINES, THEORIES
from westphalia.world.problems import Problems, UserError, unknown
from westphalia.world.state import Modules

#: What a case of the user's own is called in a run folder.
CASE = "case.yaml"
HEAD = "# A scenario of Westphalia. Run it with: westphalia run FILE\n"
Name = Annotated[str, Field(max_length=100)]


class Scenario(BaseModel):
    """What decides a simulation. `case`: a built-in name, or a .yaml path beside the file."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    scenario: Literal[1] = 1
    case: Annotated[str, Field(max_length=1000)]
    theories: list[Annotated[str, Field(max_length=5000)]] = Field([], max_length=50)
    baselines: bool = True
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 500
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    serial: bool = False
    parameters: dict[Name, float] = Field({}, max_length=500)
    forms: dict[Name, Name] = Field({}, max_length=100)
    modules: dict[Name, bool] = Field({}, max_length=100)


def plan_in(scenario: Scenario, folder: Path | None = None) -> Plan:
    """The plan that a scenario describes; every problem in it is told at once.

    `folder`: where relative paths of a case and theories start; None allows what is built in.
    """
    problems = Problems()
    if folder is None:
        _refuse_files(scenario)
    name = scenario.case
    if name not in case_names() and folder is not None and Path(name).suffix:
        name = str(folder / name)
    case = load_case(name)
    on = [k for k, v in scenario.modules.items() if v]
    off = [k for k, v in scenario.modules.items() if not v]
    lines = problems.tried(
        lambda: lines_of(scenario.theories, case.start.labels, scenario.baselines, folder)
    )
    settings = problems.tried(
        lambda: settings_of(scenario.parameters, theories_in(lines), scenario.forms)
    )
    settings = settings or Settings()
    modules = problems.tried(lambda: modules_of(off, on))
    plan = problems.tried(
        lambda: Plan(
            case,
            tuple(line.having(settings.numbers) for line in lines)
            if lines
            else (line_of("defensive", case.start.labels),),
            scenario.runs,
            scenario.years or 0,
            scenario.seed,
            settings.parameters,
            modules or Modules(),
            scenario.serial,
            settings.numbers,
        )
    )
    problems.refuse()
    return plan


def _refuse_files(scenario: Scenario) -> None:
    """Built-in cases and theories alone: a theory's file is code, and would be run."""
    if scenario.case not in case_names():
        raise unknown("built-in case", scenario.case[:100], case_names())
    known = {**THEORIES, **BASELINES}
    for text in scenario.theories:
        for part in text.split(","):
            name = part.rpartition("=")[2].strip()
            if name not in known:
                raise unknown("built-in theory", name[:100], known)


def scenario_of(plan: Plan, specs: Sequence[str] | None = None) -> Scenario:
    """The scenario of a plan, as it is run in its run folder: a case of one's own is `case.yaml`.

    `specs`: the texts of its lines, where their files have other names in the folder.
    """
    theories = list(specs) if specs is not None else [line.spec for line in plan.lines]
    first = len(theories) - len(BASELINES)
    whole = first > 0 and theories[first:] == list(BASELINES)
    return Scenario(
        case=plan.case.name if builtin(plan) else CASE,
        theories=theories[:first] if whole else theories,
        baselines=whole,
        runs=plan.runs,
        years=plan.years,
        seed=plan.seed,
        serial=plan.serial,
        parameters={**parameters_set(plan.parameters), **plan.numbers},
        forms=forms_chosen(plan.parameters),
        modules=modules_switched(plan.modules),
    )


def builtin(plan: Plan) -> bool:
    """Whether a plan's case is a built-in one, to the byte."""
    name = plan.case.name
    return name in case_names() and load_case(name).sha256 == plan.case.sha256


def scenario_text(plan: Plan, specs: Sequence[str] | None = None) -> str:
    """The scenario of a plan as YAML. See `scenario_of`."""
    out = StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 100
    yaml.dump(scenario_of(plan, specs).model_dump(), out)
    return HEAD + out.getvalue()


def is_scenario(path: str | Path) -> bool:
    """Whether a file is a scenario: it says so with `scenario:` at the start of a line."""
    file = Path(path)
    if file.suffix.lower() not in (".yaml", ".yml") or not file.is_file():
        return False
    with file.open("rb") as lines:
        return any(line.startswith(b"scenario:") for line in lines)


def read_scenario(path: str | Path) -> Plan:
    """The plan in a scenario file.

    Raises:
        UserError: naming the file, the field and what is wrong with it.
    """
    file = Path(path)
    try:
        data = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        scenario = Scenario.model_validate(data)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise UserError(f"{file} cannot be read: {error}.") from error
    except ValidationError as error:
        told = [f"{file}: {problem}" for problem in told_of(error)]
        raise UserError("\n".join(told)) from error
    try:
        return plan_in(scenario, file.parent)
    except UserError as error:
        raise UserError("\n".join(f"{file}: {line}" for line in str(error).split("\n"))) from error


def told_of(error: ValidationError) -> list[str]:
    """What is wrong with some data, a line for each problem: the field and the reason."""
    out = []
    for problem in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in problem["loc"]) or "the whole"
        out.append(f"{place}: {problem['msg']} (given: {str(problem['input'])[:60]}).")
    return out
