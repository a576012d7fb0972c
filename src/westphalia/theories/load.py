"""A user's own theory from a Python file: `path/to/file.py:NAME`."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Generic, NamedTuple, TypeVar

from westphalia.theories.theory import Theory
from westphalia.world.problems import UserError, unknown

T = TypeVar("T")


def load_theory(reference: str) -> Theory:
    """The `Theory` called NAME in a Python file, given as `path/to/file.py:NAME`.

    Raises:
        UserError: the file is missing, does not run, or holds no theory of that name.
    """
    return load_object(reference, Theory, 'Theory("name", ...)').value


class Loaded(NamedTuple, Generic[T]):
    """An object of a user's Python file: what it is called there, and the file."""

    value: T
    name: str
    path: Path


def load_object(reference: str, kind: type[T], example: str) -> Loaded[T]:
    """The object of some kind called NAME in a Python file, given as `path/to/file.py:NAME`.

    NAME may be left out where the file holds one alone. `example`: how one is written.

    Raises:
        UserError: the file is missing, does not run, or holds no such object of that name.
    """
    path_text, _, name = reference.rpartition(":")
    if not path_text.endswith(".py"):
        path_text, name = reference, ""
    path, what = Path(path_text).expanduser(), kind.__name__.lower()
    if not path.is_file():
        raise UserError(f"There is no file {path}. A {what} is given as path/to/file.py:NAME.")
    found = {k: v for k, v in vars(run_file(path)).items() if isinstance(v, kind)}
    if not found:
        raise UserError(f"{path} holds no {kind.__name__}. Write NAME = {example}.")
    if not name and len(found) > 1:
        raise UserError(
            f"{path} holds more than one {what}: give {path}:NAME, one of {', '.join(found)}."
        )
    name = name or next(iter(found))
    if name not in found:
        raise unknown(what, name, found, where=str(path))
    return Loaded(found[name], name, path)


def run_file(path: Path) -> ModuleType:
    """The module that a user's Python file makes; an error in it names file and line."""
    spec = importlib.util.spec_from_file_location(f"user_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UserError(f"{path} is not a Python file. Give it as file.py:NAME.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except UserError as error:
        raise UserError(f"{path}{line_in(error, path)}: {error}") from error
    except (Exception, SystemExit) as error:
        line = line_in(error, path)
        raise UserError(f"{path}{line}: {type(error).__name__}: {error}") from error
    return module


def line_in(error: BaseException, path: Path) -> str:
    """':12' where the user's file failed, if it did."""
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    trace, line = error.__traceback__, ""
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = f":{trace.tb_lineno}"
        trace = trace.tb_next
    return line
