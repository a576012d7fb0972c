"""The run store: saved run folders, and simulations that are not saved."""

import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from westphalia.app.server.types import SavedRun
from westphalia.page.html import read_view
from westphalia.page.types import View
from westphalia.runs.change import changes_from_defaults
from westphalia.runs.folder import RunFolder, open_run
from westphalia.runs.manifest import read_manifest, spec_hash, usual_numbers
from westphalia.runs.spec import Spec
from westphalia.runs.writing import MANIFEST, REPORT, TABLE
from westphalia.world.problems import UserError, unknown

#: Unsaved simulations that are kept; the oldest are dropped first.
MOST_UNSAVED = 24
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
OTHER_CODE = (
    "{} was written by another version of the code: run it again, so that nothing differs but what "
    "you change."
)
OWN_CODE = (
    "{} has theories from a file, which are code: restart the server with --own-theories to run "
    "them."
)
UNSAVED = "~"


@dataclass(frozen=True)
class Unsaved:
    """An unsaved simulation. `folder`: where its theory files are, if it has any."""

    spec: Spec
    view: View
    folder: Path | None


class RunStore:
    """Every simulation that the page can open, by key. Thread-safe."""

    def __init__(self, folder: Path, own_theories: bool = False) -> None:
        """`folder`: of run folders, read and written; `own_theories`: run theory files in them."""
        self.folder, self._own_theories = folder, own_theories
        self._unsaved: OrderedDict[str, Unsaved] = OrderedDict()
        self._lock = threading.Lock()

    def keys(self) -> list[str]:
        """The names of the saved runs, newest first. Only a name in this list is ever opened."""
        found = [
            path.parent
            for path in self.folder.glob(f"*/{MANIFEST}")
            if not path.parent.name.startswith(".") and not path.parent.is_symlink()
        ]
        return [path.name for path in sorted(found, key=lambda p: -_modification_time(p))]

    def put(self, spec: Spec, view: View, folder: Path | None = None) -> str:
        """Keep a simulation unsaved; returns its key. `folder`: see `Unsaved`."""
        key = UNSAVED + spec_hash(spec)
        shown: View = {**view, "key": key, "saved": False, "live": True}
        with self._lock:
            self._unsaved[key] = Unsaved(spec, shown, folder)
            self._unsaved.move_to_end(key)
            while len(self._unsaved) > MOST_UNSAVED:
                self._unsaved.popitem(last=False)
        return key

    def find_unsaved(self, key: str) -> Unsaved | None:
        """An unsaved simulation; None if the key is not that of one."""
        with self._lock:
            if key in self._unsaved:
                self._unsaved.move_to_end(key)  # used now, so dropped last
            return self._unsaved.get(key)

    def folder_of(self, key: str) -> Path:
        """The folder of a saved run.

        Raises:
            UserError: there is no saved run of that name.
        """
        if key not in self.keys():
            raise unknown("saved run", key[:100], self.keys())
        return self.folder / key

    def view(self, key: str) -> View:
        """What the page shows of a simulation."""
        unsaved = self.find_unsaved(key)
        if unsaved is not None:
            return unsaved.view
        self._refuse_expired(key)
        folder = open_run(self.folder_of(key))
        if not (folder.path / REPORT).is_file():
            raise UserError(f"{key} has no report: run it again to open it.")
        reason = self._not_live_reason(folder)
        view = read_view(folder.path / REPORT)
        return {**view, "key": key, "saved": True, "live": not reason, "not_live_reason": reason}

    def _not_live_reason(self, folder: RunFolder) -> str:
        """Why the server cannot continue from a saved run; empty where it can."""
        lines = folder.resolved.get("theories", [])
        if not self._own_theories and any(line.get("files") for line in lines):
            return OWN_CODE.format(folder.path.name)
        return "" if folder.same_code else OTHER_CODE.format(folder.path.name)

    def spec(self, key: str) -> tuple[Spec, Path | None]:
        """The description of a simulation and the folder of its theory files, to continue from.

        Raises:
            UserError: the server cannot continue from it.
        """
        unsaved = self.find_unsaved(key)
        if unsaved is not None:
            return unsaved.spec, unsaved.folder
        self._refuse_expired(key)
        folder = open_run(self.folder_of(key))
        reason = self._not_live_reason(folder)
        if reason:
            raise UserError(reason)
        return folder.spec, folder.path

    def new_folder(self, name: str) -> Path:
        """Where a run of this name will be saved.

        Raises:
            UserError: the name is not valid, or taken.
        """
        if not NAME.fullmatch(name):
            raise UserError(
                f"'{name[:80]}' cannot name a run: use at most 80 letters, digits, '.', '_' and "
                f"'-', beginning with a letter or digit."
            )
        folder = self.folder / name
        if folder.exists() or folder.is_symlink():
            raise UserError(f"There is already a run called {name}: choose another name.")
        return folder

    def saved_runs(self) -> list[SavedRun]:
        """A summary of every saved run."""
        return [self._summary(self.folder / key) for key in self.keys()]

    def _summary(self, folder: Path) -> SavedRun:
        """A saved run as the page lists it; for one that cannot be opened, why."""
        row: SavedRun = {
            "key": folder.name, "title": folder.name, "case": "", "theories": [], "runs": 0,
            "seed": 0, "years": (0, 0), "date": "", "changes": [], "live": False, "problem": None,
        }  # fmt: skip
        try:
            about = read_manifest(folder)
            run = about["resolved"]
            table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
            first = int(table["first_year"])
            row.update(
                {
                    "title": str(table["title"]),
                    "case": str(run["case"]["name"]),
                    "theories": [str(line["label"]) for line in run["theories"]],
                    "runs": int(run["runs"]),
                    "seed": int(run["seed"]),
                    "years": (first, first + int(run["years"]) - 1),
                    "date": str(about["date"]),
                    "changes": changes_from_defaults(run, usual_numbers()),
                    "live": not self._not_live_reason(RunFolder(folder, about)),
                }
            )
            if not (folder / REPORT).is_file():
                row["problem"] = "It has no report: run it again to open it."
        except (UserError, OSError, ValueError) as error:
            row["problem"] = str(error)
        except (KeyError, TypeError, AttributeError, RecursionError):
            row["problem"] = "This is not the folder of a `westphalia run`."
        return row

    def _refuse_expired(self, key: str) -> None:
        if key.startswith(UNSAVED):
            raise UserError("This unsaved simulation has expired: run it again.")


def _modification_time(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0
