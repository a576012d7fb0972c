"""Read a calibration from a file or from data: a world, ranges, targets.

    calibrate: 1
    random_world: 8
    years: 100
    runs: 50                                   # of each point
    ranges:
      war_cost: {from: .01, to: .15, scale: log}
      beta: {from: .5, to: 2}
    targets:
      - {measure: wars, low: 2, high: 10, source: "COW wars v4.0", first_year: 51}
      - {measure: burden, value: 4, sd: 1, source: "COW NMC v7.0"}
      - {moment: war given dispute}            # as it was in history

`targets: base rates` stands for those of the built-in measures, `targets: moments` for every moment
that history has an interval of.
"""

from pathlib import Path
from typing import Any

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
from westphalia.experiments.calibration.fields import (
    CalibrationFile,
    MeasureFile,
    TargetFile,
    WorldsFile,
)
from westphalia.experiments.calibration.job import Calibration, Place
from westphalia.experiments.calibration.schedule import Schedule
from westphalia.experiments.calibration.space import Space
from westphalia.experiments.calibration.target_files import place_of, target_of, targets_in
from westphalia.experiments.sweeps.fields import LEVELS
from westphalia.experiments.sweeps.file import other_kind, sweep_in
from westphalia.experiments.sweeps.numbers import checked_name, span_in
from westphalia.experiments.sweeps.points import Span
from westphalia.experiments.sweeps.sweep import Sweep
from westphalia.runs.parse import attempt
from westphalia.runs.settings import numbers_of
from westphalia.world.problems import UserError, unknown

#: Fields of a calibration that a sweep has too.
OF_SWEEP = (
    "case", "random_world", "theory", "factors", "years", "runs", "seed", "parameters", "forms",
    "modules", "serial",
)  # fmt: skip


def read_calibration(path: Path) -> Calibration:
    """The calibration that a file describes.

    Raises:
        UserError: every problem of the file, with its line, its field and the way out.
    """
    root, raw = parse(decode(file_bytes(path), path), path)
    found, findings = calibration_in(raw, path.parent)
    findings = [*repeated_names(root), *findings]
    if findings or found is None:
        raise UserError(report(path, (root, findings)))
    return found


def calibration_from_data(data: Any, folder: Path = Path()) -> Calibration:
    """The calibration that a mapping with the fields of a file describes. See `sweep_from_data`."""
    found, findings = calibration_in(data, folder)
    if findings or found is None:
        raise UserError(list_findings(findings))
    return found


def calibration_in(data: Any, folder: Path) -> tuple[Calibration | None, list[Finding]]:
    """The calibration that data describes, if it can be read, and every problem with its place."""
    if other := other_kind(data, "calibrate"):
        return None, [(("calibrate",), other)]
    file, findings = validate(data, CalibrationFile)
    raw = data if isinstance(data, dict) else {}
    targets = targets_in(raw.get("targets"), findings) if "targets" in raw else []
    if file is None:
        return None, findings
    findings += [
        (("factors", name), f"{unknown('factor', name[:100], LEVELS)} Numbers have ranges instead")
        for name in file.factors
        if name not in LEVELS
    ]
    sweep = None
    if not findings:
        sweep = _sweep(file, targets, data, folder, findings)
    if sweep is None:
        return None, findings
    space = _space(file, sweep, findings)
    texts = _texts(targets)
    measures = dict(zip(texts, sweep.measures, strict=True))
    in_folder = dict(zip(texts, sweep.data["measures"], strict=True))
    places = [place_of(target, k, measures, sweep, findings) for k, target in enumerate(targets)]
    aims = [target_of(target, k, sweep, findings) for k, target in enumerate(targets)]
    if findings:
        return None, findings
    problems: list[Finding] = []
    schedule = attempt(
        problems,
        "targets",
        lambda: Schedule(
            space, tuple(aim for aim in aims if aim is not None), file.waves, file.points,
            file.generations, file.particles, file.draws, file.moves, file.seed,
        ),
    )  # fmt: skip
    findings += [((what.partition(" ")[0],), what) for _, what in problems]
    if schedule is None:
        return None, findings
    named = [
        target.model_dump(exclude_none=True)
        | ({"measure": in_folder[target.measure]} if isinstance(target, MeasureFile) else {})
        | {"where": _where(target, place, file, sweep)}
        for target, place in zip(targets, places, strict=True)
    ]
    own = file.model_dump(by_alias=True, exclude_defaults=True, exclude={*OF_SWEEP, "targets"})
    rest = {k: v for k, v in sweep.data.items() if k in OF_SWEEP}
    asked = {"calibrate": 1, **rest, **own, "targets": named}
    return Calibration(
        schedule,
        sweep.groups,
        tuple(place for place in places if place),
        file.runs,
        asked,
        sweep.files,
    ), findings


def _where(
    target: TargetFile, place: Place | None, file: CalibrationFile, sweep: Sweep
) -> dict[str, Any]:
    """Where a target is, with files of the user's as they lie in the folder."""
    assert place is not None
    group, in_folder = sweep.groups[place.group], sweep.data["factors"]
    return {
        name: in_folder[name][file.factors[name].index(group.asked[name])] for name in target.where
    }


def _texts(targets: list[TargetFile]) -> list[str]:
    """The measures that targets name, each once."""
    return list(dict.fromkeys(t.measure for t in targets if isinstance(t, MeasureFile)))


def _sweep(
    file: CalibrationFile,
    targets: list[TargetFile],
    data: dict[str, Any],
    folder: Path,
    findings: list[Finding],
) -> Sweep | None:
    """The worlds and measures, as a sweep of one point."""
    texts = _texts(targets)
    fields = {k: v for k, v in data.items() if k in OF_SWEEP}
    found, wrong = sweep_in({**fields, "measures": texts}, folder, WorldsFile)
    for path, what in wrong:
        if path[0] == "measures" and len(path) > 1:
            text = texts[int(path[1])]
            k = next(k for k, t in enumerate(targets) if getattr(t, "measure", None) == text)
            path = ("targets", k, "measure")
        findings.append((path, what))
    if found is not None and len(found.measures) < len(texts):
        findings.append((("targets",), "two names stand for one measure; keep one of them"))
        return None
    return found


def _space(file: CalibrationFile, sweep: Sweep, findings: list[Finding]) -> Space:
    """The ranges, by full name."""
    theories = tuple({t for group in sweep.groups for t in group.spec.lines[0].theories})
    spans: dict[str, Span] = {}
    for name, given in file.ranges.items():
        path = ("ranges", name)
        full = checked_name(name, path, file, spans, theories, findings)
        span = span_in(given, path, findings)
        if full is None or span is None:
            continue
        for value in (span.low, span.high):
            attempt(findings, path, lambda f=full, v=value: numbers_of({f: v}, theories))
        spans[full] = span
    return Space(tuple(spans), tuple(spans.values()))
