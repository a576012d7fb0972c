"""Lines: a theory for every state, from a name, a text, a mapping or `Theory` objects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from westphalia.runs.settings import Settings
from westphalia.theories import BASELINES, THEORIES, Theory, load_theory
from westphalia.world.problems import Problems, UserError, unknown

#: What a theory may be given as.
Theories = Theory | str | Mapping[str, Theory | str] | Sequence[Theory | str]


class OwnFile(NamedTuple):
    """A user's own file: how a text names it, and where it is."""

    named: str
    path: Path


#: A theory, and the user's file that it is from.
Found = tuple[Theory, OwnFile | None]


@dataclass(frozen=True)
class Line:
    """One simulation of a run: a theory for every state, and what the user called it.

    `text` is what `line_of` reads; `files` are the user's own theory files in it.
    """

    label: str
    text: str
    theories: tuple[Theory, ...]
    files: tuple[OwnFile, ...] = ()

    @property
    def title(self) -> str:
        """What it is called where people read it: its theory's title, or the label of a mix."""
        return self.theories[0].title if len(set(self.theories)) == 1 else self.label

    @property
    def baseline(self) -> bool:
        """Whether no state reasons: all choose by habit."""
        return all(theory.habits is not None for theory in self.theories)

    def having(self, numbers: Mapping[str, float]) -> "Line":
        """The same with the numbers that are set of its theories, by full name."""
        return replace(self, theories=Settings(numbers=numbers).apply(self.theories))


def theories_in(lines: Iterable[Line]) -> list[Theory]:
    """The theories of some lines, each once."""
    return list(dict.fromkeys(theory for line in lines for theory in line.theories))


def theory_of(name: str, folder: Path | None = None) -> Found:
    """A built-in theory by name, or the user's as `path/to/file.py:NAME`, and its file.

    `folder`: where a relative path starts.
    """
    known = {**THEORIES, **BASELINES}
    name = name.strip()
    if name in known:
        return known[name], None
    if ".py" in name:
        named = name if name.endswith(".py") else name.rpartition(":")[0]
        path = (folder or Path()) / Path(named).expanduser()
        return load_theory(f"{path}{name.removeprefix(named)}"), OwnFile(named, path)
    raise unknown("theory", name[:100], known)


def line_of(what: Any, labels: Sequence[str] | None, folder: Path | None = None) -> Line:
    """The line that is asked for.

    Args:
        what: a theory or its name; a mapping of states to theories, with "*" for the rest, or its
            text, `GMY=offensive,*=defensive`; or one theory per state.
        labels: the states; None where they are not known, and then only the theories are checked.
        folder: where relative paths of theories start.

    Raises:
        UserError: every unknown theory and state, states without a theory, two theories of a name.
    """
    if (isinstance(what, str) and "=" not in what) or isinstance(what, Theory):
        theory, file = _find_theory(what, folder)
        text = what.strip() if isinstance(what, str) else theory.name
        return Line(theory.name, text, (theory,) * len(labels or ()), (file,) if file else ())
    pairs = list(_pairs(what, labels))
    chosen: dict[str, Found] = {}
    problems: list[str] = []
    for state, theory in pairs:
        try:
            if state in chosen:
                raise UserError(f"{state} is given two theories; keep one of them.")
            if state != "*" and labels is not None and state not in labels:
                problems.append(str(unknown("state", state[:100], labels)))
            chosen[state] = _find_theory(theory, folder)
        except UserError as error:
            problems.append(str(error))
    if not problems and labels is not None:
        problems += _gaps(chosen, labels)
    if problems:
        raise UserError("\n".join(problems))
    theories = tuple(chosen.get(label, chosen.get("*"))[0] for label in labels or ())  # type: ignore[index]
    _refuse_namesakes(theories)
    files = tuple(dict.fromkeys(file for _, file in chosen.values() if file))
    label = ",".join(f"{state}={theory.name}" for state, (theory, _) in chosen.items())
    text = ",".join(f"{state}={_text(theory)}" for state, theory in pairs)
    return Line(label, text, theories, files)


def lines_of(
    asked: Iterable[Any],
    labels: Sequence[str],
    baselines: bool = True,
    folder: Path | None = None,
) -> tuple[Line, ...]:
    """The lines asked for (the four theories if none is), then the baselines not among them.

    `folder`: where relative paths of theories start.
    """
    problems = Problems()
    lines = [
        problems.attempt(lambda what=what: line_of(what, labels, folder))
        for what in list(asked) or list(THEORIES)
    ]
    problems.refuse()
    present = {line.label for line in lines}
    if baselines:
        lines += [line_of(name, labels) for name in BASELINES if name not in present]
    return tuple(lines)


def _pairs(what: Any, labels: Sequence[str] | None) -> Iterable[tuple[str, Any]]:
    """States and what each is given."""
    if isinstance(what, str):
        parts = (part.partition("=") for part in what.split(","))
        return [(state.strip(), name.strip()) for state, _, name in parts]
    if isinstance(what, Mapping):
        return [(str(state), theory) for state, theory in what.items()]
    if not isinstance(what, Sequence):
        raise UserError(_no_theory(what))
    if labels is not None and len(what) != len(labels):
        raise UserError(
            f"{len(what)} theories for {len(labels)} states: give one, one per state, or a mapping "
            f'such as {{"{labels[0]}": "offensive", "*": "defensive"}}.'
        )
    return list(zip(labels or map(str, range(len(what))), what, strict=True))


def _find_theory(theory: Any, folder: Path | None) -> Found:
    if isinstance(theory, Theory):
        return theory, None
    if not isinstance(theory, str):
        raise UserError(_no_theory(theory))
    return theory_of(theory, folder)


def _no_theory(what: Any) -> str:
    return (
        f"{str(what)[:60]} is not a theory: give a name ({', '.join(THEORIES)}), a file as "
        f"path/to/file.py:NAME, or a Theory."
    )


def _text(theory: Theory | str) -> str:
    return theory.strip() if isinstance(theory, str) else theory.name


def _gaps(chosen: Mapping[str, Found], labels: Sequence[str]) -> list[str]:
    left_out = [label for label in labels if label not in chosen]
    if not left_out or "*" in chosen:
        return []
    return [f"No theory is given to {', '.join(left_out)}: add *=theory for the rest."]


def _refuse_namesakes(theories: Iterable[Theory]) -> None:
    by_name: dict[str, Theory] = {}
    for theory in theories:
        if by_name.setdefault(theory.name, theory) is not theory:
            raise UserError(
                f"Two different theories are called {theory.name}: give one of them another name."
            )
