"""A sweep as it lies in its folder, with the user's files beside it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from westphalia.cases import Case
from westphalia.experiments.sweeps.fields import CASE, THEORY, SweepFile
from westphalia.measures.measure import Measure
from westphalia.runs.draws import Draws
from westphalia.runs.lines import Line
from westphalia.runs.manifest import DRAWS, MEASURES, THEORIES, file_name, in_folder
from westphalia.simulation.begin import RandomWorld

#: Where the user's cases lie in the folder.
CASES = "cases"


def copied(
    file: SweepFile,
    levels: Mapping[str, Sequence[Any]],
    worlds: Mapping[str, Case | RandomWorld],
    lines: Mapping[tuple[str, str], Line],
    measures: Sequence[Measure],
    draws: Draws | None,
    folder: Path,
) -> tuple[dict[str, Any], dict[str, Path]]:
    """The fields of the file, with every file of the user's as it lies in the sweep's folder."""
    data = deepcopy(file.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True))
    files: dict[str, Path] = {}

    def place(path: Path, where: str) -> str:
        name = file_name(path, where)
        files[name] = path
        return name

    def world(value: Any) -> Any:
        found = worlds[str(value)]
        if not isinstance(found, Case) or not Path(str(value)).suffix:
            return value
        return place(folder / str(value), CASES)

    def theory(value: Any) -> str:
        line = next(line for (_, text), line in lines.items() if text == str(value))
        for own in line.files:
            place(own.path, THEORIES)
        return in_folder(line).text

    data["factors"] = dict(data.get("factors", {}))
    if file.case is not None:
        data[CASE] = world(file.case)
    if CASE in levels:
        data["factors"][CASE] = [world(value) for value in levels[CASE]]
    if THEORY in levels:
        data["factors"][THEORY] = [theory(value) for value in levels[THEORY]]
    else:
        data[THEORY] = theory(file.theory)
    data["measures"] = [
        m.reference.replace(str(m.file), place(m.file, MEASURES)) if m.file else m.name
        for m in measures
    ]
    if draws is not None:
        data["draws"] = place(draws.file, DRAWS)
    return {"sweep": 1, **data}, files
