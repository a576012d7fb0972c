"""Where the pieces of some work are kept while it goes on, so that it can be interrupted.

A store is a folder with one small file per finished piece. A file is written beside its place and
renamed when complete, so that a piece is there whole or not at all, whoever else (a second process,
another machine on the same disk) works in the folder. When all are there they are packed into one
file beside the folder.
"""

import shutil
import struct
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np

from westphalia.runs.writing import MANIFEST, beside
from westphalia.world.problems import UserError

#: What reading a damaged file of pieces may raise.
DAMAGE = (
    OSError, ValueError, KeyError, EOFError, RuntimeError, BadZipFile, zlib.error, LZMAError,
    struct.error,
)  # fmt: skip


class Store:
    """A folder of finished pieces, each a mapping of names to arrays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: frozenset[str] | None = None

    def path(self, key: str) -> Path:
        """The file of a piece."""
        return self.folder / f"{key}.npz"

    @property
    def leases(self) -> Path:
        """The folder of the leases of those who make pieces."""
        return self.folder / "leases"

    @property
    def packed(self) -> Path:
        """The file of all pieces, where they are packed."""
        return self.folder.with_name(f"{self.folder.name}.zip")

    def has(self, key: str) -> bool:
        """Whether a piece is finished."""
        return self.path(key).is_file() or self._is_packed(key)

    def _is_packed(self, key: str) -> bool:
        """Whether a piece is in the file of all pieces, which may appear at any time."""
        if self._keys is None and self.packed.is_file():
            try:
                with ZipFile(self.packed) as pack:
                    self._keys = frozenset(name.removesuffix(".npz") for name in pack.namelist())
            except DAMAGE as error:
                raise self._damaged_pack() from error
        return self._keys is not None and key in self._keys

    def pack(self, keys: Iterable[str]) -> None:
        """Put finished pieces into one file, and remove their own."""
        with beside(self.packed) as file, ZipFile(file, "w") as pack:
            for key in sorted(keys):
                pack.writestr(ZipInfo(f"{key}.npz"), self._bytes(key))
        shutil.rmtree(self.folder, ignore_errors=True)

    def remove_damaged(self, keys: Iterable[str]) -> list[str]:
        """Remove files that are damaged; returns the keys of these pieces.

        Raises:
            UserError: the file of all pieces is damaged.
        """
        if _is_damaged(self.packed):
            raise self._damaged_pack()
        found = [key for key in keys if _is_damaged(self.path(key))]
        for key in found:
            self.path(key).unlink(missing_ok=True)
        return found

    def _bytes(self, key: str) -> bytes:
        """The file of a piece, which may be packed at any time."""
        with suppress(FileNotFoundError):
            return self.path(key).read_bytes()
        with ZipFile(self.packed) as pack:
            return pack.read(f"{key}.npz")

    def _damaged_pack(self) -> UserError:
        manifest = self.folder.with_name(MANIFEST)
        return UserError(
            f"{self.packed} is damaged. Remove it, and {manifest} if it is there, and give the "
            f"command that wrote them again: it makes the pieces once more."
        )

    def put(self, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Keep a finished piece."""
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside(path) as unfinished, unfinished.open("xb") as file:
                np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        except OSError as error:
            raise UserError(f"{path}: cannot be written ({error.strerror}).") from error

    def get(self, key: str) -> dict[str, np.ndarray]:
        """A finished piece.

        Raises:
            UserError: the file is not there or is damaged; it can be removed and made again.
        """
        path = self.path(key)
        try:
            with np.load(BytesIO(self._bytes(key))) as file:
                return {name: file[name] for name in file.files}
        except DAMAGE as error:
            if self.packed.is_file() and not path.is_file():
                raise self._damaged_pack() from error
            raise UserError(
                f"{path} is missing or damaged. Remove it and run the same command again "
                f"to recompute it."
            ) from error


def _is_damaged(path: Path) -> bool:
    """Whether a zip file is there and cut short, of another kind or with another checksum."""
    try:
        with ZipFile(path) as pack:
            first = min((entry.header_offset for entry in pack.infolist()), default=0)
            return first > 0 or pack.testzip() is not None  # cut short it may end with a whole one
    except FileNotFoundError:
        return False
    except PermissionError:  # it may be whole, but is somebody else's
        raise
    except DAMAGE:
        return True
