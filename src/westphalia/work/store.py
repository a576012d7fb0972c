"""Where the pieces of some work are kept while it goes on, so that it can be interrupted.

A store is a folder with one small file per finished piece. A file is written beside its place and
renamed when complete, so that a piece is there whole or not at all, whoever else (a second process,
another machine on the same disk) works in the folder. When all are there they are packed into one
file beside the folder.
"""

import secrets
import shutil
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

import numpy as np

from westphalia.world.problems import UserError


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
            with ZipFile(self.packed) as pack:
                self._keys = frozenset(name.removesuffix(".npz") for name in pack.namelist())
        return self._keys is not None and key in self._keys

    def pack(self, keys: Iterable[str]) -> None:
        """Put finished pieces into one file, and remove their own."""
        beside = self.packed.with_name(f".{self.packed.name}-unfinished")
        with ZipFile(beside, "w") as pack:
            for key in sorted(keys):
                pack.writestr(ZipInfo(f"{key}.npz"), self._bytes(key))
        beside.replace(self.packed)
        shutil.rmtree(self.folder, ignore_errors=True)

    def remove_damaged(self, keys: Iterable[str]) -> list[str]:
        """Remove files that are cut short or of another kind; returns the keys of these pieces."""
        found = [key for key in keys if self.path(key).is_file() and not is_zipfile(self.path(key))]
        for key in found:
            self.path(key).unlink()
        return found

    def _bytes(self, key: str) -> bytes:
        """The file of a piece."""
        if self.path(key).is_file():
            return self.path(key).read_bytes()
        with ZipFile(self.packed) as pack:
            return pack.read(f"{key}.npz")

    def put(self, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Keep a finished piece."""
        path = self.path(key)
        beside = path.with_name(f".unfinished-{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with beside.open("xb") as file:
                    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
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
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
            raise UserError(
                f"{path} is missing or damaged. Remove it and run the same command again "
                f"to recompute it."
            ) from error
