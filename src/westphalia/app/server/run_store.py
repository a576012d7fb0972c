"""The run store: run folders that are saved, and simulations that are not yet."""

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from westphalia.page.html import view_in
from westphalia.runs.change import changes_from_defaults
from westphalia.runs.folder import RunFolder, open_run
from westphalia.runs.manifest import read_manifest, spec_hash, usual_numbers
from westphalia.runs.spec import Spec
from westphalia.runs.writing import MANIFEST, REPORT, TABLE
from westphalia.world.problems import UserError, unknown

#: Simulations kept unsaved; the oldest go first.
MOST_UNSAVED = 24
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
OTHER_CODE = (
    "{} was written by another version of the code: run it again, so that only what you change "
    "differs."
)
OWN_CODE = (
    "{} has theories from a file, which are code: the server runs it only if it was started with "
    "--own-theories."
)
UNSAVED = "~"


@dataclass(frozen=True)
class Held:
    """An unsaved simulation. `folder`: where the theory files lie that its texts name, if any."""

    spec: Spec
    view: Mapping[str, Any]
    folder: Path | None


class RunStore:
    """Every simulation that the page can open, by key. Safe to use from several threads."""

    def __init__(self, folder: Path, own_theories: bool = False) -> None:
        """`folder`: where run folders are read and saved; `own_theories`: run files in them."""
        self.folder, self._own_theories = folder, own_theories
        self._unsaved: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def keys(self) -> list[str]:
        """The saved runs, newest first. Nothing but a name listed here is ever opened."""
        found = [
            path.parent
            for path in self.folder.glob(f"*/{MANIFEST}")
            if not path.parent.name.startswith(".") and not path.parent.is_symlink()
        ]
        return [path.name for path in sorted(found, key=lambda p: -_when(p))]

    def put(self, spec: Spec, view: Mapping[str, Any], folder: Path | None = None) -> str:
        """Keep a simulation unsaved; its key. `folder`: see `Held`."""
        key = UNSAVED + spec_hash(spec)
        shown = {**view, "key": key, "saved": False, "live": True}
        with self._lock:
            self._unsaved[key] = Held(spec, shown, folder)
            self._unsaved.move_to_end(key)
            while len(self._unsaved) > MOST_UNSAVED:
                self._unsaved.popitem(last=False)
        return key

    def held(self, key: str) -> Held | None:
        """An unsaved simulation."""
        with self._lock:
            if key in self._unsaved:
                self._unsaved.move_to_end(key)  # what is in use is not the oldest
            return self._unsaved.get(key)

    def place(self, key: str) -> Path:
        """The folder of a saved run.

        Raises:
            UserError: there is none of that name.
        """
        if key not in self.keys():
            raise unknown("saved run", key[:100], self.keys())
        return self.folder / key

    def view(self, key: str) -> Mapping[str, Any]:
        """What the page shows of a simulation."""
        held = self.held(key)
        if held is not None:
            return held.view
        self._gone(key)
        folder = open_run(self.place(key))
        if not (folder.path / REPORT).is_file():
            raise UserError(f"{key} was written without a report: run it again to open it.")
        halted = self._halted(folder)
        seen = {"key": key, "saved": True, "live": not halted, "halted": halted}
        return {**view_in(folder.path / REPORT), **seen}

    def _halted(self, folder: RunFolder) -> str:
        """Why a saved run cannot be gone on from; empty where it can."""
        lines = folder.resolved.get("theories", [])
        if not self._own_theories and any(line.get("files") for line in lines):
            return OWN_CODE.format(folder.path.name)
        return "" if folder.same_code else OTHER_CODE.format(folder.path.name)

    def spec(self, key: str) -> tuple[Spec, Path | None]:
        """The description of a simulation and the folder of its theory files, to go on from.

        Raises:
            UserError: it was written by another version of the code.
        """
        held = self.held(key)
        if held is not None:
            return held.spec, held.folder
        self._gone(key)
        folder = open_run(self.place(key))
        halted = self._halted(folder)
        if halted:
            raise UserError(halted)
        return folder.spec, folder.path

    def new_place(self, name: str) -> Path:
        """Where a run of this name is saved.

        Raises:
            UserError: the name is no name, or taken.
        """
        if not NAME.fullmatch(name):
            raise UserError(
                f"'{name[:80]}' cannot name a run: use letters, digits, '.', '_' and '-', 80 at "
                f"most, a letter or digit first."
            )
        place = self.folder / name
        if place.exists() or place.is_symlink():
            raise UserError(f"There is a run called {name} already; it is not overwritten.")
        return place

    def listed(self) -> list[dict[str, Any]]:
        """Every saved run in a few words."""
        return [self._described(self.folder / key) for key in self.keys()]

    def _described(self, folder: Path) -> dict[str, Any]:
        """A saved run as the page lists it; one that cannot be opened says why."""
        row = {
            "key": folder.name, "title": folder.name, "case": "", "theories": [], "runs": 0,
            "seed": 0, "years": [0, 0], "date": "", "changes": [], "live": False, "problem": None,
        }  # fmt: skip
        try:
            about = read_manifest(folder)
            run = about["resolved"]
            table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
            row |= {
                "title": str(table["title"]),
                "case": str(run["case"]["name"]),
                "theories": [str(line["label"]) for line in run["theories"]],
                "runs": int(run["runs"]),
                "seed": int(run["seed"]),
                "years": [first := int(table["first_year"]), first + int(run["years"]) - 1],
                "date": str(about["date"]),
                "changes": changes_from_defaults(run, usual_numbers()),
                "live": not self._halted(RunFolder(folder, about)),
            }
            if not (folder / REPORT).is_file():
                row["problem"] = "It was written without a report: run it again to open it."
        except (UserError, OSError, ValueError) as error:
            row["problem"] = str(error)
        except (KeyError, TypeError, AttributeError, RecursionError):
            row["problem"] = "This is not the folder of a `westphalia run`."
        return row

    def _gone(self, key: str) -> None:
        if key.startswith(UNSAVED):
            raise UserError("This simulation was not saved and is no longer kept: run it again.")


def _when(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0
