"""What was run, so that the same folder gives the same numbers again."""

import json
import platform
import sys
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from westphalia.cases import Case
from westphalia.measures.measure import Measure
from westphalia.programs.environment import SIMULATING, code_digest, environment, versions
from westphalia.runs.draws import Draws
from westphalia.runs.lines import Line
from westphalia.runs.spec import Spec
from westphalia.runs.switches import module_values, parameter_values
from westphalia.runs.write import spec_data
from westphalia.runs.writing import MANIFEST, copy_whole
from westphalia.theories import Theory
from westphalia.world.parameters import Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

THEORIES, MEASURES, DRAWS = "theories", "measures", "draws"
#: Bytes of a manifest that are read.
MOST_BYTES = 50_000_000
#: Parts of the code that decide the numbers of a run folder.
DECISIVE = (
    "programs", "world", "mechanisms", "decisions", "theories", "simulation", "cases", "measures",
    "runs",
)  # fmt: skip


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def resolve(spec: Spec) -> dict[str, Any]:
    """A run with every number it has: what decides its results, and nothing else."""
    world = spec.world
    case = {"name": spec.name, "sha256": world.sha256} if isinstance(world, Case) else None
    return {
        "case": case,
        "random_world": None if isinstance(world, Case) else world._asdict(),
        "theories": [_line(spec, line) for line in spec.lines],
        "runs": spec.runs,
        "years": spec.years,
        "seed": spec.seed,
        "serial": spec.serial,
        "record": None if spec.record is None else list(spec.record),
        "parameters": parameter_values(spec.parameters),
        "numbers": spec.numbers,
        "forms": spec.parameters.forms._asdict(),
        "modules": module_values(spec.modules),
        **({} if spec.draws is None else {"draws": digest(spec.draws.file.read_bytes())}),
    }


def usual_numbers() -> dict[str, Any]:
    """The parameters and modules of a run in which nothing is changed."""
    return {
        "parameters": parameter_values(Parameters()),
        "forms": Parameters().forms._asdict(),
        "modules": module_values(Modules()),
    }


def spec_hash(spec: Spec) -> str:
    """Ten letters that stand for a run, this code and this JAX."""
    return hash_of(resolve(spec), DECISIVE)


def hash_of(what: Any, code: tuple[str, ...], packages: Collection[str] = SIMULATING) -> str:
    """Ten letters that stand for what is run, the code and the packages that decide its numbers."""
    decisive = {
        "what": what,
        "code": code_digest(code),
        "packages": {k: v for k, v in versions().items() if k in packages},
    }
    return digest(json.dumps(decisive, sort_keys=True).encode())[:10]


def manifest(spec: Spec, command: list[str] | None = None) -> dict[str, Any]:
    """The manifest of a run folder: how it was made, its description, and every number."""
    return {
        **signature(spec_hash(spec), DECISIVE, command),
        "spec": spec_data(
            replace(spec, lines=tuple(map(in_folder, spec.lines)), draws=_draws_in_folder(spec))
        ),
        "resolved": resolve(spec),
    }


def signature(mark: str, code: tuple[str, ...], command: list[str] | None = None) -> dict[str, Any]:
    """What every manifest says: versions, platform, command and the code that decided.

    `mark`: letters that stand for what was run; `code`: the parts of the code that decide it.
    """
    return {
        "westphalia": versions().get("westphalia"),
        "hash": mark,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command if command is not None else sys.argv,
        "versions": versions(),
        "platform": {
            "system": platform.platform(),
            "machine": platform.machine(),
        },
        "environment": environment(),
        "code_sha256": code_digest(code),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder."""
    path = folder / MANIFEST
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise ValueError("not a manifest")
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not a manifest")
        return found
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error


def file_name(path: Path, place: str = THEORIES) -> str:
    """Where a user's theory file, or with `place` another one, lies in a run folder."""
    mark = digest(path.read_bytes())[:8]
    name = path.name if path.name.startswith(f"{mark}-") else f"{mark}-{path.name}"
    return f"{place}/{name}"


def copy_file(path: Path, folder: Path, place: str = THEORIES) -> None:
    """Copy a user's file into a run folder. See `file_name`."""
    copy_whole(path, folder / file_name(path, place))


def in_folder(line: Line) -> Line:
    """A line with its files named as they lie in a run folder."""
    text = line.text
    for file in line.files:
        text = text.replace(file.named, file_name(file.path))
    return replace(line, text=text)


def measure_row(measure: Measure) -> dict[str, Any]:
    """A measure as the manifest describes it: its name, what loads it, and its file."""
    if measure.file is None:
        return {"name": measure.name, "text": measure.name, "files": {}}
    copy = file_name(measure.file, MEASURES)
    text = measure.reference.replace(str(measure.file), copy)
    return {"name": measure.name, "text": text, "files": {copy: digest(measure.file.read_bytes())}}


def numbers(theory: Theory) -> dict[str, list[float]]:
    """Every number of a theory: value and range."""
    return {
        name: [float(row.value), float(row.low), float(row.high)]
        for name, row in theory.numbers().items()
    }


def _line(spec: Spec, line: Line) -> dict[str, Any]:
    distinct = {theory.name: theory for theory in line.theories}
    return {
        "label": line.label,
        "text": in_folder(line).text,
        "states": dict(zip(spec.labels, (t.name for t in line.theories), strict=True)),
        "numbers": {name: numbers(theory) for name, theory in distinct.items()},
        "files": {file_name(path): digest(path.read_bytes()) for _, path in line.files},
    }


def _draws_in_folder(spec: Spec) -> Draws | None:
    """The draws of a run with their file named as it lies in a run folder."""
    draws = spec.draws
    return None if draws is None else draws._replace(file=Path(file_name(draws.file, DRAWS)))


def numbers_changed(line: Line, row: Mapping[str, Any]) -> list[str]:
    """The theories of a line that have other numbers now than a manifest's row says."""
    return [t.name for t in line.theories if numbers(t) != row["numbers"].get(t.name)]
