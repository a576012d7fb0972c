"""Read the description of a run from a scenario file or from data.

A command line (`runs.options`) and Python's arguments (`runs.arguments`) come to the same mapping
and the same checks; they differ in what a problem's place is called.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from westphalia.cases import Case, case_names, load_case
from westphalia.cases.fields import Finding
from westphalia.cases.reading import (
    decode,
    file_bytes,
    list_findings,
    parse,
    repeated_names,
    report,
    sentence,
    validate,
)
from westphalia.mechanisms.forms import forms_of
from westphalia.runs.draws import Draws, read_draws
from westphalia.runs.lines import Line, line_of, lines_of, theories_in
from westphalia.runs.settings import numbers_of, settings_of
from westphalia.runs.spec import (
    MOST_RUNS,
    MOST_SEED,
    MOST_STATES,
    MOST_YEARS,
    Spec,
    labels_of,
)
from westphalia.runs.switches import MODULES
from westphalia.simulation.begin import RandomWorld
from westphalia.simulation.dataset import VARIABLES
from westphalia.theories import BASELINES, THEORIES, Theory
from westphalia.world.parameters import ABOUT
from westphalia.world.problems import UserError, unknown

Name = Annotated[str, Field(max_length=100)]


class Numbers(BaseModel):
    """What decides a run beside its world and its theories."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = 500
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    serial: bool = False
    parameters: Annotated[dict[Name, float], Field(max_length=500)] = {}
    forms: Annotated[dict[Name, Name], Field(max_length=100)] = {}
    modules: Annotated[dict[Name, bool], Field(max_length=100)] = {}
    record: Annotated[list[Name], Field(min_length=1, max_length=100)] | None = None


class RandomFigures(BaseModel):
    """A random world by its figures; see `RandomWorld`."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    n: Annotated[int, Field(ge=2, le=MOST_STATES)]
    side: Annotated[float, Field(gt=0, le=100)] = RandomWorld(2).side
    spread: Annotated[float, Field(ge=0, le=5)] = RandomWorld(2).spread


class SpecFile(Numbers):
    """A scenario file. `case`: a built-in name, or a .yaml path beside the file.

    `theories`: each a name, `file.py:NAME`, a mix `GMY=offensive,*=defensive`, or the same as a
    mapping. `random_world`: a number of states, or the figures of `RandomWorld`. `draws`: a table
    beside the file.
    """

    scenario: Literal[1] = 1
    case: Annotated[str, Field(max_length=1000)] | None = None
    random_world: Any = None
    theories: Annotated[list[Any], Field(max_length=50)] = []
    baselines: bool = True
    draws: Annotated[str, Field(max_length=1000)] | None = None


def is_scenario(path: str | Path) -> bool:
    """Whether a file is a scenario: it says so with `scenario:` at the start of a line."""
    file = Path(path)
    if file.suffix.lower() not in (".yaml", ".yml") or not file.is_file():
        return False
    with file.open("rb") as lines:
        return any(line.startswith(b"scenario:") for line in lines)


def read_spec(path: str | Path) -> Spec:
    """The run that a scenario file describes.

    Raises:
        UserError: every problem of the file, with its line, its field and the way out.
    """
    file = Path(path)
    text = decode(file_bytes(file), file)
    root, raw = parse(text, file)
    spec, findings = spec_in(raw, file.parent)
    findings = [*repeated_names(root), *findings]
    if findings or spec is None:
        raise UserError(report(file, (root, findings)))
    return spec


def spec_from_data(data: Any, folder: Path | None = None) -> Spec:
    """The run that a mapping with the fields of a scenario file describes.

    `folder`: where relative paths of a case and theories start; None allows what is built in
    alone: a theory's file is code, and would be run.

    Raises:
        UserError: every problem, with its field.
    """
    spec, findings = spec_in(data, folder)
    if findings or spec is None:
        raise UserError(list_findings(findings))
    return spec


class Changes(NamedTuple):
    """What changes a run: values by full name, forms by process, switches by module."""

    values: dict[str, float]
    forms: dict[str, str]
    switches: dict[str, bool]


def changes_from_data(spec: Spec, parameters: Any, forms: Any, modules: Any) -> Changes:
    """Values, forms and switches that change a run, checked.

    Raises:
        UserError: every problem, with its field.
    """
    found, findings = changes_in(spec, parameters, forms, modules)
    if findings:
        raise UserError(list_findings(findings))
    return found


def changes_in(
    spec: Spec, parameters: Any, forms: Any, modules: Any
) -> tuple[Changes, list[Finding]]:
    """Values, forms and switches that change a run, and every problem in them with its place."""
    data = {"parameters": parameters, "forms": forms, "modules": modules}
    file, findings = validate(data, Numbers)
    findings += value_findings(data, theories_in(spec.lines))
    if findings or file is None:
        return Changes({}, {}, {}), findings
    return Changes(file.parameters, file.forms, file.modules), findings


def spec_in(
    data: Any, folder: Path | None, also: Iterable[Theory] = ()
) -> tuple[Spec | None, list[Finding]]:
    """The run that data describes, if it can be read, and every problem in it with its place.

    `folder`: see `spec_from_data`. `also`: theories beside those of the run whose numbers may be
    set.
    """
    file, findings = validate(data, SpecFile)
    raw = data if isinstance(data, dict) else {}
    world = world_in(raw, folder, findings)
    lines = _lines_in(raw, world, folder, findings)
    theories = None if lines is None else [*theories_in(lines), *also]
    findings += value_findings(raw, theories)
    draws = None
    if file is not None and file.draws is not None and theories is not None:
        named = file.draws
        draws = attempt(findings, "draws", lambda: draws_of(named, folder, raw, theories))
    return build_spec(findings, file, world, lines, theories, draws), findings


def draws_of(
    named: str, folder: Path | None, raw: Mapping[str, Any], theories: Iterable[Theory]
) -> Draws:
    """The draws in a file, whose numbers are not among the parameters that are set.

    `folder`: see `spec_from_data`. `raw`: the fields of the file.
    """
    if folder is None:
        raise UserError("a table of draws is a file, and cannot be read here")
    draws = read_draws(folder / Path(named).expanduser(), tuple(theories))
    both = [name for name in draws.names if name in numbers_of(raw.get("parameters") or {})]
    if both:
        raise UserError(f"{', '.join(both)} is also set; keep the value or the column")
    return draws


def build_spec(
    findings: list[Finding],
    file: Numbers | None,
    world: Case | RandomWorld | None,
    lines: tuple[Line, ...] | None,
    theories: Iterable[Theory] | None,
    draws: Draws | None = None,
) -> Spec | None:
    """The run, where nothing is wrong with its parts. `theories`: whose numbers may be set."""
    if isinstance(world, RandomWorld) and file is not None and file.years is None:
        findings.append((("years",), "a random world has no last year; give a number of years"))
    if findings or file is None or world is None or lines is None:
        return None
    settings = settings_of(file.parameters, theories, file.forms)
    values = {**world_values(file.parameters), **settings.numbers}
    return attempt(
        findings,
        "theories",
        lambda: Spec(
            world,
            tuple(line.having(settings.numbers) for line in lines),
            file.years or 0,
            file.runs,
            file.seed,
            values,
            dict(file.forms),
            dict(file.modules),
            file.serial,
            None if file.record is None else tuple(dict.fromkeys(file.record)),
            draws,
        ),
    )


def world_values(values: Mapping[str, float]) -> dict[str, float]:
    """What of the values is set of the world, by full name."""
    return {name: value for name, value in numbers_of(values).items() if name in ABOUT}


def value_findings(raw: Mapping[str, Any], theories: Iterable[Theory] | None) -> list[Finding]:
    """What is wrong with the values, the forms, and the names of modules and of what is kept.

    `theories`: those whose numbers may be set; None if they are not known.
    """
    findings: list[Finding] = []
    known = None if theories is None else tuple(theories)
    given = raw.get("parameters")
    numbers = {
        k: v
        for k, v in (given.items() if isinstance(given, dict) else ())
        if isinstance(k, str) and isinstance(v, int | float) and not isinstance(v, bool)
    }
    for name, value in numbers.items():
        if np.isfinite(value):
            path = ("parameters", name)
            attempt(findings, path, lambda n=name, v=value: numbers_of({n: v}, known))
    if not findings:
        attempt(findings, "parameters", lambda: numbers_of(numbers, known))
    forms = raw.get("forms")
    for process, form in forms.items() if isinstance(forms, dict) else ():
        if isinstance(process, str) and isinstance(form, str):
            attempt(findings, ("forms", process), lambda p=process, f=form: forms_of({p: f}))
    return [*findings, *_name_findings(raw)]


def _name_findings(raw: Mapping[str, Any]) -> Iterator[Finding]:
    modules = raw.get("modules")
    for name in modules if isinstance(modules, dict) else ():
        if name not in MODULES:
            yield ("modules", str(name)), str(unknown("module", str(name)[:100], MODULES))
    record = raw.get("record")
    for k, name in enumerate(record if isinstance(record, list) else ()):
        if isinstance(name, str) and name not in VARIABLES:
            yield ("record", k), str(unknown("quantity", name[:100], VARIABLES))


def world_in(
    raw: Mapping[str, Any], folder: Path | None, findings: list[Finding]
) -> Case | RandomWorld | None:
    case, random = raw.get("case"), raw.get("random_world")
    if case is not None and random is not None:
        findings.append((("random_world",), "the file also names a case; keep one of the two"))
        return None
    if random is not None:
        figures = random if isinstance(random, dict) else {"n": random}
        found, wrong = validate(figures, RandomFigures)
        findings += [(("random_world", *path), what) for path, what in wrong]
        return None if found is None else RandomWorld(found.n, found.side, found.spread)
    if case is None:
        names = ", ".join(case_names())
        message = f"required field is missing; built-in cases: {names}"
        findings.append((("case",), message))
        return None
    if not isinstance(case, str):
        return None  # its type is reported already
    return attempt(findings, "case", lambda: _case(case, folder))


def _case(name: str, folder: Path | None) -> Case:
    if folder is None and name not in case_names():
        raise unknown("built-in case", name[:100], case_names())
    if folder is not None and name not in case_names() and Path(name).suffix:
        name = str(folder / name)
    return load_case(name)


def _lines_in(
    raw: Mapping[str, Any],
    world: Case | RandomWorld | None,
    folder: Path | None,
    findings: list[Finding],
) -> tuple[Line, ...] | None:
    """The lines; where the world is not known, the theories alone are checked."""
    asked = raw.get("theories") or []
    if not isinstance(asked, list):
        return None  # its type is reported already
    labels = None if world is None else labels_of(world)
    before = len(findings)
    for k, what in enumerate(asked):
        attempt(findings, ("theories", k), lambda what=what: _line(what, labels, folder))
    if len(findings) > before or labels is None:
        return None
    return lines_of(asked, labels, raw.get("baselines") is not False, folder)


def _line(what: Any, labels: Sequence[str] | None, folder: Path | None) -> Line:
    if folder is None:
        refuse_files(what)
    return line_of(what, labels, folder)


def refuse_files(what: Any) -> None:
    """Built-in theories alone: a theory's file is code, and would be run."""
    known = {**THEORIES, **BASELINES}
    names = what.values() if isinstance(what, Mapping) else str(what).split(",")
    for part in names:
        name = str(part).rpartition("=")[2].strip()
        if name not in known:
            raise unknown("built-in theory", name[:100], known)


def attempt(
    findings: list[Finding], field: str | tuple[str | int, ...], make: Callable[[], Any]
) -> Any:
    """What `make` gives; None, and its problems kept with their place, where it cannot."""
    path = (field,) if isinstance(field, str) else field
    try:
        return make()
    except UserError as error:
        text = str(error)
        parts = [text] if "\n  " in text else text.split("\n")
        findings += [(path, part) for part in parts]


def join_findings(findings: Iterable[Finding], name: Callable[[str], str]) -> str:
    """The problems, a line each, with their place in the words of whoever asked."""
    lines = []
    for path, what in findings:
        place, text = name(str(path[0])), sentence(what)
        lines.append(text if text.startswith(place) else f"{place}: {text}")
    return "\n".join(dict.fromkeys(lines))
