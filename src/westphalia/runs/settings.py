"""What a user sets: numbers of the world and of theories, and forms of a process. One parser.

A number of the world is named by its name or symbol, `beta`; one of a theory by the theory and its
name or symbol, `offensive.worst_case`, and `*.worst_case` is that of every theory. They come as
texts `name=value` of a command line or as the mapping of a file, and all that is wrong with them is
reported together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from westphalia.mechanisms.forms import forms_of
from westphalia.theories import NUMBERS, THEORIES, Theory
from westphalia.theories.numbers import SYMBOLS as THEORY_SYMBOLS
from westphalia.theories.numbers import number_name
from westphalia.world.parameters import ABOUT, SYMBOLS, Parameter, Parameters
from westphalia.world.problems import Problems, UserError, unknown

#: Before a number's name: of every theory.
ALL = "*"
Given = Iterable[str] | Mapping[str, float]


@dataclass(frozen=True)
class Settings:
    """Numbers and forms, checked.

    `parameters`: of the world. `numbers`: what is set of theories, by full name.
    """

    parameters: Parameters = field(default_factory=Parameters)
    numbers: Mapping[str, float] = field(default_factory=dict)

    def apply(self, theories: Iterable[Theory]) -> tuple[Theory, ...]:
        """The theories with the numbers that are set; one object for one theory."""
        given = tuple(theories)
        changed = {theory: with_numbers(theory, self.numbers) for theory in dict.fromkeys(given)}
        return tuple(changed[theory] for theory in given)


def settings_of(
    given: Given = (),
    theories: Iterable[Theory] | None = None,
    forms: Iterable[str] | Mapping[str, str] = (),
    base: Parameters | None = None,
) -> Settings:
    """Settings from texts `name=value` or a mapping, on top of a base.

    Args:
        theories: those of the run, whose numbers may be set; None if they are not known.
        forms: texts `process=form` or a mapping.
        base: parameters for the rest; the defaults if None.

    Raises:
        UserError: all that is wrong, a line each.
    """
    problems, base = Problems(), base or Parameters()
    known = None if theories is None else tuple(dict.fromkeys(theories))
    numbers = problems.attempt(lambda: numbers_of(given, known))
    chosen = problems.attempt(lambda: forms_of(forms_named(forms), base.forms))
    problems.refuse()
    world = {name: value for name, value in numbers.items() if name in ABOUT}
    own = {name: value for name, value in numbers.items() if name not in ABOUT}
    return Settings(replace(base, **world, forms=chosen), _spelt_out(own, known))


def _spelt_out(numbers: Mapping[str, float], theories: Iterable[Theory] | None) -> dict[str, float]:
    """What is set of every theory said of each; what is set of one goes before it."""
    if theories is None:
        return dict(numbers)
    every = {n.removeprefix(f"{ALL}."): v for n, v in numbers.items() if n.startswith(f"{ALL}.")}
    spelt = {f"{theory.name}.{n}": v for theory in theories for n, v in every.items()}
    return spelt | {n: v for n, v in numbers.items() if not n.startswith(f"{ALL}.")}


def numbers_of(given: Given, theories: Iterable[Theory] | None = None) -> dict[str, float]:
    """The values that are set, by full name, all of them within their limits."""
    values: dict[str, float] = {}
    problems = Problems()
    known = None if theories is None else tuple(theories)
    for name, value in pairs_of(given, problems):
        full = problems.attempt(lambda name=name: full_name(name, known))
        if full is None:
            continue
        wrong = about(full, known).problem(value)
        if wrong is not None:
            problems.add(wrong)
        elif full in values:
            problems.add(f"{full} is set twice.")
        else:
            values[full] = float(value)
    problems.refuse()
    return values


def full_name(name: str, theories: Iterable[Theory] | None = None) -> str:
    """The full name for a name or symbol: that of the world's number, or `THEORY.number`.

    Raises:
        UserError: there is no such number; with the nearest, or with the theory that is missing.
    """
    name = name.strip()
    known = None if theories is None else list(dict.fromkeys(t.name for t in theories))
    if name in ABOUT:
        return name
    theory, dot, number = name.rpartition(".")
    if dot:
        if theory != ALL and known is not None and theory not in known:
            raise unknown("theory", theory, known, f"this run, of which '{name}' sets a number")
        return f"{theory}.{number_name(number, theory)}"
    if name in SYMBOLS:
        return SYMBOLS[name]
    if name in NUMBERS or name in THEORY_SYMBOLS:
        whose = "THEORY" if not known else " or ".join(known)
        raise UserError(
            f"'{name}' is a number of a theory: write THEORY.{name}, with {whose} for THEORY, "
            f"or {ALL}.{name} for every theory."
        )
    names = [*ABOUT, *SYMBOLS, *(f"{t}.{n}" for t in known or [] for n in NUMBERS)]
    raise unknown("parameter", name, names)


def about(full: str, theories: Iterable[Theory] | None = None) -> Parameter:
    """What is known of a number, by its full name."""
    if full in ABOUT:
        return ABOUT[full]
    for theory in (*(theories or ()), *THEORIES.values()):
        if full.rpartition(".")[0] == theory.name:
            return theory.parameters()[full]
    return replace(NUMBERS[full.rpartition(".")[2]], name=full)


def with_numbers(theory: Theory, numbers: Mapping[str, float]) -> Theory:
    """The theory with those numbers that are set of it, or of every theory."""
    own: dict[str, float] = {}
    for whose in (ALL, theory.name):  # what is set of one theory goes before what is set of all
        named = {k.rpartition("."): v for k, v in numbers.items()}
        own |= {number: v for (of, _, number), v in named.items() if of == whose}
    return theory.having(**own) if own else theory


def ranges_of(
    texts: Iterable[str], theories: Iterable[Theory] | None = None
) -> dict[str, tuple[float, float]]:
    """Ranges from texts `name=low:high`, by full name; every problem is reported together."""
    out: dict[str, tuple[float, float]] = {}
    problems = Problems()
    known = None if theories is None else tuple(theories)
    for text in texts:
        name, _, span = text.partition("=")
        low, _, high = span.partition(":")
        try:
            ends = float(low), float(high)
        except ValueError:
            problems.add(f"--range {text}: write it as name=low:high, such as beta=0.7:1.4.")
            continue
        if ends[0] > ends[1]:
            problems.add(f"--range {text}: {low} is above {high}; write the lower end first.")
        full = problems.attempt(lambda name=name: full_name(name, known))
        if full in out:
            problems.add(f"--range {name.strip()} is given twice.")
        out[full] = ends
    problems.refuse()
    return out


def pairs_of(given: Given, problems: Problems) -> list[tuple[str, float]]:
    """Names and values as they are given; a text that cannot be read is a problem."""
    if isinstance(given, Mapping):
        return list(given.items())
    pairs = []
    for text in given:
        name, equals, value = text.partition("=")
        try:
            pairs.append((name, float(value)))
        except ValueError:
            shown = f"'{value}' is not a number" if equals else "it has no '='"
            problems.add(f"--set {text}: {shown}; write it as name=value, such as beta=1.2.")
    return pairs


def forms_named(forms: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """Forms by process, from texts `process=form` or a mapping."""
    if isinstance(forms, Mapping):
        return dict(forms)
    out: dict[str, str] = {}
    problems = Problems()
    for text in forms:
        process, equals, name = (part.strip() for part in text.partition("="))
        if not equals:
            problems.add(f"--form {text}: write it as process=form, such as contest=difference.")
        elif process in out:
            problems.add(f"--form {process} is given twice.")
        out[process] = name
    problems.refuse()
    return out
