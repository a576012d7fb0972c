"""Folders of results: written beside their place under another name, renamed when complete."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from westphalia.world.problems import UserError

CASE, MANIFEST, RESULTS, TABLE = "case.yaml", "manifest.json", "results.nc", "tables/table.json"
SCENARIO, REPORT = "scenario.yaml", "report.html"
#: In the folder of a ledger of claims, the first file written.
PLAN = "plan.json"
#: Of a folder that was written before by the same code, with the same numbers.
ALREADY = "already exists; nothing was recomputed"

_unfinished: set[Path] = set()
_resumable: set[Path] = set()


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """A temporary sibling of `target` to write in; it becomes `target` if all goes well.

    Raises:
        UserError: `target` exists (it is never overwritten) or cannot be written.
    """
    refuse_existing(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{target.name}-unfinished-"
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise UserError(f"{target}: cannot be written ({error.strerror}).") from error
    _unfinished.add(folder)
    try:
        yield folder
        folder.chmod(0o777 & ~_umask())
        refuse_existing(target)
        os.rename(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unfinished.discard(folder)


def discard_unfinished() -> bool:
    """Remove half-written folders (on an interrupt); whether there were any."""
    found = list(_unfinished)
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return bool(found)


@contextmanager
def resumable(folder: Path) -> Iterator[None]:
    """While work goes on in a folder that keeps what is done, whatever interrupts it."""
    _resumable.add(folder)
    try:
        yield
    finally:
        _resumable.discard(folder)


def discard_interrupted() -> str:
    """Remove half-written folders, and say what is left of the work."""
    discard_unfinished()
    for folder in _resumable:
        return f"finished work is kept in {folder}; run the same command to continue."
    return "nothing was written."


def refuse_existing(target: Path) -> None:
    """A run folder is never overwritten."""
    if target.exists() or target.is_symlink():
        raise UserError(
            f"{target} exists and is not overwritten. Choose another folder with --out, "
            f"or remove it first."
        )


def holds_other(folder: Path, what: str) -> UserError:
    """The error for a folder where a run would be written that holds another or half of one."""
    return UserError(
        f"{folder} exists but is not a complete run of this {what}, and is not overwritten. "
        f"Choose another folder with --out, or remove it first."
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that it is whole at any time."""
    beside = path.with_name(f".{path.name}-unfinished")
    beside.write_bytes(content)
    beside.replace(path)
