"""Plans: folders that say what is to be done, so that anybody who sees them can do some of it.

`plan.json` says which work it is, by which code, for which processor, under which settings; beside
it lies what the work is made of. From it a worker makes the work again, and refuses where it would
not give the same numbers to the bit. `parts/` has the pieces that are done.
"""

import json
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.programs.environment import SIMULATING, code_digest, differences
from westphalia.runs.as_json import to_json
from westphalia.runs.manifest import digest, hash_of, signature
from westphalia.runs.writing import PLAN, UNFINISHED, replace_file
from westphalia.work.job import Job
from westphalia.work.store import Store
from westphalia.world.problems import UserError

PARTS = "parts"
#: What makes the work of a plan again, by kind: a function of what the plan says and its folder.
KINDS = {
    "claims": "westphalia.claims.plan:job_of",
    "calibrate": "westphalia.experiments.calibration.folder:job_of",
    "sweep": "westphalia.experiments.sweeps.plan:job_of",
    **dict.fromkeys(("recover", "replay", "tournament"), "westphalia.report.history.folder:job_of"),
}


class Kind(NamedTuple):
    """A kind of work. `code`: the parts of the code that decide its numbers; `packages`, too."""

    name: str
    code: tuple[str, ...]
    packages: Collection[str] = SIMULATING

    def mark(self, about: Mapping[str, Any]) -> str:
        """Ten letters that stand for some work of this kind, this code and these packages."""
        return hash_of(about, self.code, self.packages)


class Plan(NamedTuple):
    """Some work and the folder that it is done in."""

    folder: Path
    job: Job

    @property
    def store(self) -> Store:
        """Where finished pieces are."""
        return Store(self.folder / PARTS)


def begin_plan(
    plan: Plan, kind: Kind, about: Mapping[str, Any], keep: Callable[[], None] = lambda: None
) -> None:
    """Make a folder ready for some work: begin it there, or go on with it if it was begun.

    Args:
        about: everything that decides the numbers. JSON-able. keep: writes what lies beside it,
            if it is not there.

    Raises:
        UserError: the folder holds something else, and is left as it is, its plan is damaged, or
            it cannot be written.
    """
    folder = plan.folder
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file. Choose another folder with --out.")
    if not _holds_any(folder):
        data = {
            **signature(kind.mark(about), kind.code),
            "kind": kind.name,
            "code": list(kind.code),
            "about": about,
            "pieces": names_of(plan.job),
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(folder / PLAN, (to_json(data) + "\n").encode())
        except OSError as error:
            raise UserError(f"{folder}: cannot be written ({error.strerror}).") from error
    else:
        there = _plan_in(folder)
        if there.get("hash") != kind.mark(about):
            raise UserError(
                f"{folder} holds something else (other work, or the same by another version) and "
                f"is not overwritten. Choose another folder with --out, or remove it first."
            )
        _refuse_foreign(folder, there, kind.code)
    keep()


def _holds_any(folder: Path) -> bool:
    """Whether there is anything in a folder; not what somebody who begins it is writing."""
    return folder.exists() and any(not p.name.startswith(UNFINISHED) for p in folder.iterdir())


def _plan_in(folder: Path) -> dict[str, Any]:
    """What the plan of a folder says; nothing if it has none.

    Raises:
        UserError: it is damaged.
    """
    path = folder / PLAN
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise UserError(
            f"{path} is damaged: nobody can tell from it which work the folder holds. Put a copy "
            f"of it there if you have one; else remove {folder} and give the command again, or "
            f"choose another folder with --out."
        )
    return found


def read_plan(folder: Path) -> Plan:
    """The work of a folder, made again.

    Raises:
        UserError: there is no plan, or this installation or machine would give other numbers.
    """
    path = folder / PLAN
    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
        makes, code, about = KINDS[plan["kind"]], tuple(plan["code"]), plan["about"]
    except FileNotFoundError:
        raise UserError(
            f"{folder} has no {PLAN}: it is not the folder of any work. The command that begins "
            f"the work makes it; name the same folder here."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is no plan of this version ({error!r}).") from error
    _refuse_foreign(folder, plan, code)
    module, _, name = makes.partition(":")
    job = getattr(import_module(module), name)(about, folder)
    if names_of(job) != plan.get("pieces"):
        raise UserError(
            f"The pieces of {folder} have other names here, perhaps because this is another "
            f"version of Python: it was begun under {plan['versions'].get('python')}; use the same."
        )
    return Plan(folder, job)


def _refuse_foreign(folder: Path, plan: Mapping[str, Any], code: tuple[str, ...]) -> None:
    """Refuse to go on with a plan where the numbers would not be the same to the bit."""
    others = differences(plan)
    if code_digest(code) != plan.get("code_sha256"):
        others.insert(0, "another version of Westphalia, or changed code")
    if others:
        raise UserError(
            f"Pieces of {folder} that are made here would not be the same to the bit: here is "
            f"{'; '.join(others)}. Use the installation that began the work, on a machine of the "
            f"same kind, or begin it anew in another folder."
        )


def names_of(job: Job) -> str:
    """Letters that stand for the names of all pieces."""
    return digest("\n".join(piece.key for piece in job.pieces()).encode())[:16]
