"""What is said of workers on a command line."""

import re

from westphalia.work.dask import Dask
from westphalia.work.executors import Processes, Threads, Workers
from westphalia.work.slurm import Slurm, require_sbatch, seconds_in
from westphalia.work.worker import Share
from westphalia.world.problems import UserError, unknown

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_KINDS = ("threads", "processes", "dask", "slurm")


def workers_of(text: str | None) -> Workers:
    """Who works, from a text such as 4, threads:4, processes, processes:2, dask, dask:2,
    dask:tcp://10.0.0.1:8786, slurm or slurm:array=50,time=2:00:00,partition=short.

    Raises:
        UserError: there are no such workers, or not from here.
    """
    kind, _, rest = (text or "threads").partition(":")
    if kind.isdecimal() and not rest:
        kind, rest = "threads", kind
    match kind:
        case "threads":
            return Threads(_number(text, rest))
        case "processes":
            return Processes(_number(text, rest))
        case "dask":
            return Dask(rest) if ":" in rest else Dask(None, _number(text, rest))
        case "slurm":
            options = _options(rest)
            require_sbatch()
            return Slurm(options)
    raise unknown("kind of workers", kind, _KINDS)


def _number(text: str | None, rest: str) -> int | None:
    """The number of workers; None if none is given."""
    if not rest:
        return None
    if not rest.isdecimal() or int(rest) < 1:
        raise UserError(f"Workers '{text}': '{rest}' is not a whole number of at least 1.")
    return int(rest)


def _options(text: str) -> dict[str, str]:
    """The options of sbatch, from a text such as array=50,time=2:00:00."""
    options = {}
    for part in filter(None, text.split(",")):
        name, equals, value = part.partition("=")
        if not equals or not re.fullmatch(r"[a-z][a-z-]*", name.strip()) or not value.strip():
            raise UserError(
                f"Workers 'slurm': '{part}' is not an option of sbatch: write name=value, such as "
                f"partition=short."
            )
        options[name.strip()] = value.strip()
    seconds_in(options.get("time", "1"))
    return options


def share_of(text: str) -> Share:
    """A share of the pieces, from a text such as 3/50.

    Raises:
        UserError: it is no share.
    """
    found = re.fullmatch(r"(\d+)/(\d+)", text.strip())
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise UserError(f"--share {text} is not a share: write 3/50 for the third of fifty.")
    return Share(int(found[1]), int(found[2]))


def seconds_of(text: str) -> float:
    """Seconds, from a text such as 55m, 1.5h or 90s.

    Raises:
        UserError: it is no time.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", text.strip())
    if not found:
        raise UserError(f"--until {text} is not a time: write 90s, 55m, 11h or 2d.")
    return float(found[1]) * _SECONDS[found[2]]
