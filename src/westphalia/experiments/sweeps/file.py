"""Read a sweep from a file or from data: a run, what differs from point to point, what is measured.

    sweep: 1
    random_world: 8
    years: 50
    runs: 100                             # of each point
    factors:
      theory: [defensive, offensive]      # worlds, theories, modules, forms: each that is listed
      war_cost: {from: .05, to: .4, steps: 8}
      beta: {from: .5, to: 2}             # without steps it is sampled
    sample: {method: sobol, points: 64}
    measures: [wars, survival]

The other fields are those of a scenario file.
"""

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from westphalia.cases import Case
from westphalia.cases.fields import Finding
from westphalia.cases.reading import (
    decode,
    file_bytes,
    list_findings,
    parse,
    repeated_names,
    report,
    validate,
)
from westphalia.experiments.sweeps.copies import copied
from westphalia.experiments.sweeps.fields import (
    CASE,
    LEVELS,
    SERIAL,
    SWITCHES,
    THEORY,
    WORLD,
    SweepFile,
)
from westphalia.experiments.sweeps.group import Group
from westphalia.experiments.sweeps.numbers import draws_in, numbers_in, points_in
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.measures.load import is_reference
from westphalia.measures.measure import Measure, unique
from westphalia.measures.registry import measure_of
from westphalia.mechanisms.forms import FORMS, forms_of
from westphalia.runs.lines import Line, line_of, theories_in
from westphalia.runs.parse import attempt, build_spec, value_findings, world_in
from westphalia.runs.spec import labels_of
from westphalia.runs.switches import MODULES
from westphalia.simulation.begin import RandomWorld
from westphalia.world.problems import UserError

#: Combinations of worlds, theories and switches at most.
MOST_GROUPS = 1000


def read_sweep(path: Path, draws: Path | None = None) -> Sweep:
    """The sweep that a file describes. `draws`: a table of draws, if the file names none.

    Raises:
        UserError: every problem of the file, with its line, its field and the way out.
    """
    root, raw = parse(decode(file_bytes(path), path), path)
    if draws is not None:
        if raw.get("draws") is not None:
            raise UserError(f"{path} names a table of draws too; keep one of the two.")
        raw["draws"] = str(draws.resolve())
    found, findings = sweep_in(raw, path.parent)
    findings = [*repeated_names(root), *findings]
    if findings or found is None:
        raise UserError(report(path, (root, findings)))
    return found


def sweep_from_data(data: Any, folder: Path = Path()) -> Sweep:
    """The sweep that a mapping with the fields of a file describes.

    `folder`: where relative paths of cases, theories, measures and draws start.

    Raises:
        UserError: every problem, with its field.
    """
    found, findings = sweep_in(data, folder)
    if findings or found is None:
        raise UserError(list_findings(findings))
    return found


def sweep_in(
    data: Any, folder: Path, fields: type[SweepFile] = SweepFile
) -> tuple[Sweep | None, list[Finding]]:
    """The sweep that data describes, if it can be read, and every problem with its place."""
    if other := other_kind(data, "sweep"):
        return None, [(("sweep",), other)]
    file, findings = validate(data, fields)
    if file is None:
        return None, findings
    if file.record is not None:
        findings.append((("record",), "of a sweep the measures alone are kept; remove this line"))
    levels = _levels(file, findings)
    worlds = _worlds(file, levels, folder, findings)
    lines = _lines(file, levels, worlds, folder, findings)
    theories = tuple(theories_in(lines.values()))
    raw = {"parameters": file.parameters, "forms": file.forms, "modules": file.modules}
    findings += value_findings(raw, theories)
    numbers = numbers_in(file, theories, findings)
    draws = draws_in(file, theories, folder, findings)
    points = points_in(file, numbers, draws, findings)
    measures = _measures(file, folder, findings)
    if findings:
        return None, findings
    groups = [
        group
        for chosen in product(*levels.values())
        if (group := _group(file, dict(zip(levels, chosen, strict=True)), worlds, lines, findings))
    ]
    if findings or points is None:
        return None, findings
    names = (*numbers.grid, *numbers.sampled, *(draws.names if draws else ()))
    data, files = copied(file, levels, worlds, lines, measures, draws, folder)
    method = file.sample.method if file.sample else None
    shape = names, points, numbers.spans, method, file.runs
    return Sweep(groups, *shape, measures, data, files), findings


def other_kind(data: Any, kind: str) -> str:
    """What a file is, if it says that it is of another kind."""
    commands = {"scenario": "run", "sweep": "sweep", "calibrate": "calibrate"}
    if isinstance(data, dict) and kind not in data:
        for name, command in commands.items():
            if name in data:
                return f"this file is for another command: westphalia {command} FILE"
    return ""


def _levels(file: SweepFile, findings: list[Finding]) -> dict[str, list[Any]]:
    """What groups differ in, by factor: everything but numbers."""
    found: dict[str, list[Any]] = {}
    for name, given in file.factors.items():
        if name not in LEVELS:
            continue
        path = ("factors", name)
        if not isinstance(given, list) or not given:
            findings.append((path, f"'{given}' is not a list of values; write {_example(name)}"))
            continue
        if any(given.count(value) > 1 for value in given):
            findings.append((path, "a value is given twice; keep one"))
        for k, value in enumerate(given):
            if name in SWITCHES and not isinstance(value, bool):
                findings.append(((*path, k), f"'{value}' is not true or false; write one of these"))
            if name == CASE and not isinstance(value, str):
                findings.append(((*path, k), f"'{value}' is not the name or file of a case"))
            if name in FORMS:
                attempt(findings, (*path, k), lambda n=name, v=value: forms_of({n: str(v)}))
        alone = {THEORY, SERIAL} & file.model_fields_set
        if name in (*file.modules, *file.forms, *alone):
            findings.append((path, f"{name} is also set in the file; keep one of the two"))
        found[name] = given
    count = int(np.prod([len(values) for values in found.values()], dtype=float))
    if count > MOST_GROUPS:
        findings.append(
            (
                ("factors",),
                f"{count:,} combinations of worlds, theories and switches are more than "
                f"{MOST_GROUPS:,}: give fewer values",
            )
        )
    return found


def _example(name: str) -> str:
    values = {CASE: "[europe-1890, europe-1930]", WORLD: "[6, 8]", THEORY: "[defensive, offensive]"}
    values |= {process: f"[{', '.join(forms)}]" for process, forms in FORMS.items()}
    return f"{name}: {values.get(name, '[true, false]')}"


def _worlds(
    file: SweepFile, levels: Mapping[str, list[Any]], folder: Path, findings: list[Finding]
) -> dict[str, Case | RandomWorld]:
    """The worlds, by what the file says of each."""
    raw = {CASE: file.case, WORLD: file.random_world}
    given = [(("factors", name), name) for name in raw if name in levels]
    given += [((name,), name) for name, value in raw.items() if value is not None]
    if len(given) > 1:
        findings.append((given[0][0], f"{given[1][1]} is given too; keep one of the two"))
        return {}
    if len(given) == 1 and given[0][1] in levels:
        name = given[0][1]
        asked = [((*given[0][0], k), {name: value}) for k, value in enumerate(levels[name])]
    else:
        asked = [((CASE,) if not given else given[0][0], raw)]
    found: dict[str, Case | RandomWorld] = {}
    for path, world in asked:
        here: list[Finding] = []
        one = world_in(world, folder, here)
        findings += [(path, what) for _, what in here]
        if one is not None:
            found[str(next(v for v in world.values() if v is not None))] = one
    return found


def _lines(
    file: SweepFile,
    levels: Mapping[str, list[Any]],
    worlds: Mapping[str, Case | RandomWorld],
    folder: Path,
    findings: list[Finding],
) -> dict[tuple[str, str], Line]:
    """A theory for every state, by what the file says of the world and of the theory."""
    asked = [(("factors", THEORY, k), what) for k, what in enumerate(levels.get(THEORY, ()))]
    found: dict[tuple[str, str], Line] = {}
    for path, what in asked or [((THEORY,), file.theory)]:
        for world, place in worlds.items():
            before = len(findings)
            line = attempt(findings, path, lambda w=what, p=place: line_of(w, labels_of(p), folder))
            if len(findings) > before:
                break
            found[world, str(what)] = line
    return found


def _measures(file: SweepFile, folder: Path, findings: list[Finding]) -> tuple[Measure, ...]:
    """The measures; a path of the user's starts in the folder."""
    found = []
    for k, text in enumerate(file.measures):
        where = str(folder / Path(text).expanduser()) if is_reference(text) else text
        found.append(attempt(findings, ("measures", k), lambda w=where: measure_of(w)))
    known = [measure for measure in found if measure is not None]
    return attempt(findings, "measures", lambda: unique(known)) or ()


def _group(
    file: SweepFile,
    chosen: dict[str, Any],
    worlds: Mapping[str, Case | RandomWorld],
    lines: Mapping[tuple[str, str], Line],
    findings: list[Finding],
) -> Group | None:
    """The points with one combination of worlds, theories and switches."""
    given = chosen.get(CASE, chosen.get(WORLD))
    world = next(iter(worlds)) if given is None else str(given)
    line = lines[world, str(chosen.get(THEORY, file.theory))]
    numbers = file.model_copy(
        update={
            "modules": {**file.modules, **{k: v for k, v in chosen.items() if k in MODULES}},
            "forms": {**file.forms, **{k: v for k, v in chosen.items() if k in FORMS}},
            "serial": chosen.get(SERIAL, file.serial),
        }
    )
    spec = build_spec(findings, numbers, worlds[world], (line,), theories_in(lines.values()))
    levels = {k: line.label if k == THEORY else _level(v) for k, v in chosen.items()}
    return None if spec is None else Group(levels, spec, chosen)


def _level(value: Any) -> Any:
    """A level of a factor as it stands in a table."""
    return value if isinstance(value, bool | int | str) else str(value)
