"""What was run, so that the same folder gives the same numbers again."""

import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from westphalia.cases import load_case
from westphalia.mechanisms.forms import forms_of
from westphalia.report.folder import CASE, MANIFEST
from westphalia.runs.plan import MODULES, Line, Plan, line_of, module_values, parameter_values
from westphalia.theories import Theory
from westphalia.world.parameters import ABOUT, Parameters
from westphalia.world.problems import UserError
from westphalia.world.state import Modules

THEORIES = "theories"
#: Bytes of a manifest that are read.
MOST_BYTES = 50_000_000
#: Packages whose versions can change a number or a file.
PACKAGES = (
    "westphalia", "jax", "jaxlib", "numpy", "scipy", "pandas", "xarray", "netCDF4",
    "scikit-learn", "nutpie",
)  # fmt: skip
#: Parts of the code that decide the numbers of a run folder.
DECISIVE = ("world", "mechanisms", "theories", "simulation", "cases", "measures", "runs")


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return sha256(data).hexdigest()


@cache
def code_digest(parts: tuple[str, ...] = DECISIVE) -> str:
    """One hash over the source files that decide a simulation's numbers."""
    root = Path(__file__).resolve().parent.parent
    total = sha256()
    for part in parts:
        for path in sorted((root / part).rglob("*.py")):
            total.update(path.relative_to(root).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Python and the packages that can change a number."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def described(plan: Plan) -> dict[str, Any]:
    """A plan as data: everything that decides its numbers, and nothing else."""
    return {
        "case": {"name": plan.case.name, "sha256": plan.case.sha256},
        "theories": [_line(plan, line) for line in plan.lines],
        "runs": plan.runs,
        "years": plan.years,
        "seed": plan.seed,
        "serial": plan.serial,
        "parameters": parameter_values(plan.parameters),
        "numbers": dict(plan.numbers),
        "forms": plan.parameters.forms._asdict(),
        "modules": module_values(plan.modules),
    }


def plan_hash(plan: Plan) -> str:
    """Ten letters that stand for a plan, this code and this JAX."""
    decisive = {
        "plan": described(plan),
        "code": code_digest(),
        "jax": {k: v for k, v in versions().items() if k.startswith("jax")},
    }
    return digest(json.dumps(decisive, sort_keys=True).encode())[:10]


def manifest(plan: Plan, command: list[str] | None = None) -> dict[str, Any]:
    """The manifest of a run folder."""
    return {**signed(plan_hash(plan), DECISIVE, command), "plan": described(plan)}


def signed(mark: str, code: tuple[str, ...], command: list[str] | None = None) -> dict[str, Any]:
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
        "code_sha256": code_digest(code),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder."""
    path = folder / MANIFEST
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise ValueError("it is no file of this kind")
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or not isinstance(found.get("plan", {}), dict):
            raise ValueError("it is no manifest")
        return found
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error


def plan_of(folder: Path) -> Plan:
    """The plan of a run folder, from its manifest, case file and theory files.

    Raises:
        UserError: a file was changed since, or the manifest lacks something.
    """
    described = read_manifest(folder).get("plan", {})
    case = load_case(folder / CASE)
    try:
        if case.sha256 != described["case"]["sha256"]:
            raise UserError(f"{folder / CASE} was changed after the run; its numbers are others.")
        numbers = described["numbers"]
        lines = tuple(
            _reread(row, case.start.labels, folder, numbers) for row in described["theories"]
        )
        world = _known(described["parameters"], ABOUT, folder)
        return Plan(
            case,
            lines,
            runs=described["runs"],
            years=described["years"],
            seed=described["seed"],
            parameters=replace(Parameters(), **world, forms=forms_of(described["forms"])),
            modules=Modules(**_known(described["modules"], MODULES, folder)),
            serial=described["serial"],
            numbers=numbers,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UserError(f"{folder / MANIFEST}: the plan is not complete ({error}).") from error


def same_code(folder: Path) -> bool:
    """Whether this code would give the numbers of the folder again."""
    written = read_manifest(folder)
    return written.get("code_sha256") == code_digest()


def file_name(path: Path) -> str:
    """Where a user's theory file lies in a run folder."""
    mark = digest(path.read_bytes())[:8]
    name = path.name if path.name.startswith(f"{mark}-") else f"{mark}-{path.name}"
    return f"{THEORIES}/{name}"


def _line(plan: Plan, line: Line) -> dict[str, Any]:
    spec = line.spec
    files = {}
    for path in line.files:
        name = file_name(path)
        spec = spec.replace(str(path), name)
        files[name] = digest(path.read_bytes())
    distinct = {theory.name: theory for theory in line.theories}
    return {
        "label": line.label,
        "spec": spec,
        "states": dict(zip(plan.labels, (t.name for t in line.theories), strict=True)),
        "numbers": {name: numbers(theory) for name, theory in distinct.items()},
        "files": files,
    }


def numbers(theory: Theory) -> dict[str, list[float]]:
    """Every number of a theory: value and range."""
    return {
        name: [float(row.value), float(row.low), float(row.high)]
        for name, row in theory.numbers().items()
    }


def _reread(
    row: Mapping[str, Any], labels: tuple[str, ...], folder: Path, set_: Mapping[str, float]
) -> Line:
    for name, sha in row["files"].items():
        path = folder / name
        if not path.is_file() or digest(path.read_bytes()) != sha:
            raise UserError(f"{path} is missing or was changed after the run.")
    line = line_of(row["spec"], labels, folder).having(set_)
    for theory in line.theories:
        if numbers(theory) != row["numbers"].get(theory.name):
            raise UserError(
                f"The theory '{theory.name}' has other numbers now than in {folder}: run it again."
            )
    return Line(row["label"], row["spec"], line.theories, line.files)


def _known(given: Mapping[str, float], names: Any, folder: Path) -> dict[str, float]:
    strange = [name for name in given if name not in names]
    if strange:
        raise UserError(f"{folder / MANIFEST} names {', '.join(strange)}, unknown to this version.")
    return dict(given)
