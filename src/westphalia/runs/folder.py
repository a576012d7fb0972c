"""Run folders opened: what was run, read again from its files, and what speaks against a rerun."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from westphalia.programs.environment import code_digest, differences
from westphalia.runs.manifest import DECISIVE, digest, numbers_changed, read_manifest
from westphalia.runs.parse import spec_from_data
from westphalia.runs.spec import Spec
from westphalia.runs.writing import CASE, MANIFEST, RESULTS
from westphalia.world.problems import UserError


@dataclass(frozen=True)
class RunFolder:
    """A complete folder of a run. Made by `open_run`; nothing in it is executed until `spec`."""

    path: Path
    manifest: dict[str, Any]

    @property
    def results(self) -> Path:
        """The file of all runs."""
        return self.path / RESULTS

    @property
    def resolved(self) -> dict[str, Any]:
        """What was run, with every number.

        Raises:
            UserError: it is not the manifest of a run.
        """
        found = self.manifest.get("resolved")
        if not isinstance(found, dict):
            raise UserError(f"{self.path / MANIFEST} does not describe a run of `westphalia run`.")
        return found

    @cached_property
    def spec(self) -> Spec:
        """What was run, read again from the folder. A theory's file in it is code, and is run.

        Raises:
            UserError: a file was changed since, or the manifest lacks something.
        """
        try:
            return self._spec()
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise UserError(
                f"{self.path / MANIFEST}: the description of the run is not complete ({error})."
            ) from error

    def _spec(self) -> Spec:
        rows = self.resolved["theories"]
        for name, sha in (item for row in rows for item in row["files"].items()):
            path = self.path / name
            if not path.is_file() or digest(path.read_bytes()) != sha:
                raise UserError(f"{path} is missing or was changed after the run.")
        drawn = self.manifest["spec"].get("draws")
        if drawn and digest((self.path / drawn).read_bytes()) != self.resolved["draws"]:
            raise UserError(f"{self.path / drawn} was changed after the run.")
        data, case = dict(self.manifest["spec"]), self.resolved["case"]
        if case is not None:
            data["case"] = CASE
        spec = spec_from_data(data, self.path)
        if case is not None and spec.case.sha256 != case["sha256"]:
            raise UserError(
                f"{self.path / CASE} was changed after the run, and its numbers differ."
            )
        for line, row in zip(spec.lines, rows, strict=True):
            if names := numbers_changed(line, row):
                raise UserError(
                    f"The numbers of theory '{names[0]}' differ from those in {self.path}: run it "
                    f"again."
                )
        return spec

    @property
    def same_code(self) -> bool:
        """Whether this code would give the numbers of the folder again."""
        return self.manifest.get("code_sha256") == code_digest(DECISIVE)

    def warnings(self) -> list[str]:
        """Why a rerun here may give other numbers than the folder has."""
        out = []
        if not self.same_code:
            out.append(f"{self.path} was written by another version of the code.")
        if found := differences(self.manifest):
            out.append(
                f"{self.path} was written in another environment; a rerun may differ in the last "
                f"digits. Here: {'; '.join(found)}."
            )
        return out


def open_run(folder: str | Path) -> RunFolder:
    """A complete folder of a run.

    Raises:
        UserError: there is none; names what is missing or near.
    """
    if not isinstance(folder, str | Path):
        raise UserError(f"{str(folder)[:60]} is not a folder: give the path of a run folder.")
    path = Path(folder)
    if not path.is_dir():
        raise UserError(f"There is no run folder {path}.{nearby(path)}")
    missing = [name for name in (MANIFEST, RESULTS) if not (path / name).is_file()]
    if missing:
        raise UserError(f"{path} is not a run folder: {', '.join(missing)} is missing.")
    found = RunFolder(path, read_manifest(path))
    if found.resolved.get("case") is not None and not (path / CASE).is_file():
        raise UserError(f"{path} is not a run folder: {CASE} is missing.")
    return found


def nearby(path: Path) -> str:
    """The end of an error about a run folder: those in the same place, newest first."""
    for place in (path.parent, Path("runs")):
        found = sorted(place.glob(f"*/{MANIFEST}"), key=lambda p: -p.stat().st_mtime)
        if found:
            names = ", ".join(str(p.parent) for p in found[:3])
            return f" Run folders found: {names}."
    return " `westphalia run CASE` writes one."
