"""Theories made in a session, as Python files that a run folder can hold."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from westphalia.mechanisms import suspicion
from westphalia.runs.lines import Line, OwnFile
from westphalia.runs.spec import Spec
from westphalia.runs.write import unnamed_theories
from westphalia.theories import Theory, weighted_sum
from westphalia.world.problems import UserError

TEXT = '''"""{title}, as it was when its run was saved."""

from westphalia.mechanisms.suspicion import {rule}
from westphalia.theories import Expects, Habits, Learns, Range, Theory, Wants

theory = Theory(
    name={theory.name!r},
    title={theory.title!r},
    about={theory.about!r},
    follower={theory.follower!r},
    wants={theory.wants!r},
    expects=Expects({expects}),
    learns={theory.learns!r},
    sources={theory.sources!r},
    habits={theory.habits!r},
)
'''


def theory_text(theory: Theory) -> str:
    """A theory as a Python file, in which it is called `theory`.

    Raises:
        UserError: it adds up its terms, or suspects others, by a function of its own: by code.
    """
    if theory.value is not weighted_sum:
        raise UserError(
            f"Theory '{theory.name}' has a value function of its own, which cannot be saved from "
            f"a session: put the theory into a file and give it as path/to/file.py:NAME."
        )
    rule = theory.expects.suspicion
    if getattr(suspicion, getattr(rule, "__name__", ""), None) is not rule:
        raise UserError(
            f"Theory '{theory.name}' has a rule of suspicion of its own, which cannot be saved "
            f"from a session: put the theory into a file and give it as path/to/file.py:NAME."
        )
    rows = {**vars(theory.expects), "suspicion": None}
    numbers = [f"{name}={row!r}" for name, row in rows.items() if row is not None]
    return TEXT.format(
        theory=theory,
        title=theory.title.replace('"', "'"),
        rule=rule.__name__,
        expects=", ".join([*numbers, f"suspicion={rule.__name__}"]),
    )


def with_theory_files(spec: Spec, folder: Path) -> Spec:
    """The same run, with its session's theories written to files in a folder and named by them."""
    return replace(
        spec, lines=tuple(_with_files(line, folder, spec.numbers) for line in spec.lines)
    )


def _with_files(line: Line, folder: Path, numbers: Mapping[str, float]) -> Line:
    own = unnamed_theories(line, numbers)
    files = {name: folder / f"{_file_stem(name)}.py" for name in own}
    for name, path in files.items():
        path.write_text(theory_text(own[name]), encoding="utf-8")
    own_files = [OwnFile(str(path), path) for path in files.values()]
    parts = []
    for part in line.text.split(","):
        state, equals, name = part.rpartition("=")
        named = f"{files[name]}:theory" if name in files else name
        parts.append(f"{state}{equals}{named}")
    return replace(line, text=",".join(parts), files=(*line.files, *own_files))


def _file_stem(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
