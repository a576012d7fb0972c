"""Files and folders of results: written beside their place, and renamed when complete."""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from westphalia.world.problems import UserError

CASE, MANIFEST, RESULTS, TABLE = "case.yaml", "manifest.json", "results.nc", "tables/table.json"
SCENARIO, REPORT = "scenario.yaml", "report.html"
#: In the folder of a ledger of claims, the first file written.
PLAN = "plan.json"
#: Of a folder that was written before by the same code, with the same numbers.
ALREADY = "already exists; nothing was recomputed"
#: How the name of a file begins that is half-written, or was when its process was killed.
UNFINISHED = ".unfinished-"
#: What is wrong where nothing can be written, by the number of the error, and what would help.
TROUBLES = {
    errno.ENOSPC: ("cannot be written: the disk is full", "there is room"),
    errno.EDQUOT: ("cannot be written: your share of the disk is used up", "there is room"),
    errno.EROFS: ("cannot be written: the disk may only be read", "it may be written"),
    errno.EACCES: ("cannot be read or written: you are not allowed to", "you are"),
    errno.EPERM: ("cannot be read or written: you are not allowed to", "you are"),
    errno.EIO: ("cannot be read or written: the disk reports an error", "it works again"),
}

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
    except OSError as error:
        _name(error, folder, target)
        raise
    finally:
        _discard(folder)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file of a name of its own, beside `path`, to write; it becomes `path` if all goes well."""
    file = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    _unfinished.add(file)
    try:
        yield file
        file.replace(path)
    except OSError as error:
        _name(error, file, path)
        raise
    finally:
        _discard(file)


def _name(error: OSError, unfinished: Path, path: Path) -> None:
    """Name in an error of the disk what was to be written, not what lies beside it."""
    if error.errno in TROUBLES:
        named = str(error.filename or unfinished)
        error.filename = named.replace(str(unfinished), str(path))


def trouble_of(error: OSError) -> str:
    """An error of the disk, one of `TROUBLES`, in a sentence for the user."""
    what, remedy = TROUBLES[error.errno or 0]
    return (
        f"{error.filename or 'A file'} {what}. Pieces of work that are finished are kept: the same "
        f"command goes on from there when {remedy}."
    )


def discard_unfinished() -> bool:
    """Remove what is half-written (on an interrupt); whether there was any."""
    found = list(_unfinished)
    for path in found:
        _discard(path)
    return bool(found)


def _discard(path: Path) -> None:
    """Remove a half-written file or folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
    _unfinished.discard(path)


@contextmanager
def resumable(folder: Path) -> Iterator[None]:
    """While work goes on in a folder that keeps what is done, whatever interrupts it."""
    _resumable.add(folder)
    try:
        yield
    except OSError as error:
        _name(error, folder, folder)
        raise
    finally:
        _resumable.discard(folder)


def discard_interrupted() -> str:
    """Remove what is half-written, and say what is left of the work."""
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
    with beside(path) as file:
        file.write_bytes(content)


def copy_whole(path: Path, copy: Path) -> None:
    """Copy a file, unless the copy is there and whole."""
    content = path.read_bytes()
    if not copy.is_file() or copy.read_bytes() != content:
        copy.parent.mkdir(exist_ok=True)
        replace_file(copy, content)
