"""Where results are kept while an experiment runs, so that it can be interrupted and resumed.

A store is a folder with one small file per finished piece of work. A file is written beside its
place and renamed when complete, so that a piece is there whole or not at all, whoever else (a
second process, another machine on the same disk) works in the folder.
"""

import contextlib
import os
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from westphalia.world.problems import UserError


class Store:
    """A folder of finished pieces, each a mapping of names to arrays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """The file of a piece."""
        return self.folder / f"{key}.npz"

    def has(self, key: str) -> bool:
        """Whether a piece is finished."""
        return self.path(key).is_file()

    def put(self, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Keep a finished piece."""
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
                os.replace(name, path)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(name)
        except OSError as error:
            raise UserError(f"{path}: cannot be written ({error.strerror}).") from error

    def get(self, key: str) -> dict[str, np.ndarray]:
        """A finished piece.

        Raises:
            UserError: the file is not there or is damaged; it can be removed and made again.
        """
        path = self.path(key)
        try:
            with np.load(path) as file:
                return {name: file[name] for name in file.files}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
            raise UserError(
                f"{path} is missing or damaged. Remove it and run the same command again "
                f"to recompute it."
            ) from error
