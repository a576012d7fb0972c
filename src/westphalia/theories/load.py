"""A user's own theory from a Python file: `path/to/file.py:NAME`."""

import importlib.util
from pathlib import Path
from types import ModuleType

from westphalia.theories.theory import Theory
from westphalia.world.problems import UserError, unknown


def load_theory(reference: str) -> Theory:
    """The `Theory` called NAME in a Python file, given as `path/to/file.py:NAME`.

    Raises:
        UserError: the file is missing, does not run, or holds no theory of that name.
    """
    path_text, _, name = reference.rpartition(":")
    if not path_text:
        path_text, name = reference, ""
    path = Path(path_text).expanduser()
    if not path.is_file():
        raise UserError(f"There is no file {path}. A theory is given as path/to/file.py:NAME.")
    module = run_file(path)
    found = {k: v for k, v in vars(module).items() if isinstance(v, Theory)}
    if not name:
        if len(found) == 1:
            return next(iter(found.values()))
        if not found:
            raise UserError(f"{path} holds no Theory.")
        raise UserError(f"Say which theory of {path}: {path}:NAME, with {', '.join(found)}.")
    if name not in found:
        raise unknown("theory", name, found or ["(none)"], where=str(path))
    return found[name]


def run_file(path: Path) -> ModuleType:
    """The module that a user's Python file makes; an error in it names file and line."""
    spec = importlib.util.spec_from_file_location(f"user_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UserError(f"{path} is not a Python file. Give it as file.py:NAME.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
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
