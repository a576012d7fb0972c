"""The numbers that every theory has: what each means, and how a theory gives it a value.

A number of a theory is a `Parameter` as the world's are. What it means, its unit and its limits
are the same for all theories and stand in `NUMBERS`; its value, the range it is drawn from, and
why, are the theory's own: `between(low, value, high, reason, source)`.
"""

from dataclasses import dataclass

from westphalia.world.parameters import Parameter
from westphalia.world.problems import UserError, unknown

CHOICE = "modelling choice"


@dataclass(frozen=True)
class Range:
    """A number of a theory: its value, the range [low, high] it is drawn from, and why.

    `reason`: one line on why the theory has this value. `source`: author and year, as in the
    bibliography, or that it is a choice.
    """

    value: float
    low: float
    high: float
    reason: str = ""
    source: str = CHOICE


def between(low: float, value: float, high: float, reason: str = "", source: str = CHOICE) -> Range:
    """A number and its range, low <= value <= high.

    Raises:
        UserError: the value is not between the two.
    """
    if not low <= value <= high:
        raise UserError(f"The value {value:g} is not between {low:g} and {high:g}.")
    return Range(value, low, high, reason, source)


def exactly(value: float, reason: str = "", source: str = CHOICE) -> Range:
    """A number that the theory fixes."""
    return Range(value, value, value, reason, source)


def _weight(name: str, symbol: str, span: tuple[float, float, float], what: str) -> Parameter:
    low, default, high = span
    return Parameter(name, symbol, "weight", default, low, high, 0, 100, what, CHOICE)


def _share(
    name: str, symbol: str, span: tuple[float, float, float], what: str, source: str
) -> Parameter:
    low, default, high = span
    return Parameter(name, symbol, "share", default, low, high, 0, 1, what, source)


_SURE = (0.001, 0.999)
_COUNT = (0.01, 1000)

# The plausible range is the one that the theories span together.
_ROWS = (
    _weight("consumption", "w_C", (1, 1, 2.5), "weight of ln consumption"),
    _weight("survival", "w_S", (0.5, 1, 1.2), "weight of ln survival over the horizon"),
    _weight("power", "w_P", (0, 0, 0.7), "weight of ln power share"),
    _weight("identity", "w_I", (0, 0, 0.8), "weight of the welfare of those identified with"),
    _share("worst_case", "omega", (0, 0.15, 1), "weight on the worst case behind a belief",
           "Mearsheimer 2001"),
    Parameter("balancing", "u_0", "cases", 5, 1, 10, *_COUNT,
              "third states expected to join a target, as cases seen (Beta prior)", "Walt 1987"),
    Parameter("passing", "v_0", "cases", 5, 1, 10, *_COUNT,
              "third states expected to stay out, as cases seen (Beta prior)", "Mearsheimer 2001"),
    Parameter("prior", "B_0", "chance", 0.25, 0.1, 0.35, *_SURE,
              "belief that another state is greedy before it has done anything", "Kydd 2005"),
    _share("assurance", "as", (0, 0, 1),
           "suspicion that joint openness and institutions lift (used by the rule `assured_prior`)",
           "Oneal & Russett 1997"),
    _share("good_news", "gn", (0, 1, 1), "weight of reassuring evidence; 1 = as of bad news",
           "Glaser 2010"),
    _share("identification", "f_I", (0, 0, 1),
           "how far suspicion follows identity and not evidence (used by the rule `identity`)",
           "Wendt 1999"),
    Parameter("identity_learning", "eta", "1/year", 0.05, 0.02, 0.2, 0, 1,
              "speed at which identity follows acts", "Wendt 1999"),
)  # fmt: skip
#: What each number of a theory is, by name; the default is that of a theory nobody knows.
NUMBERS: dict[str, Parameter] = {row.name: row for row in _ROWS}
#: The symbols, accepted wherever a name is.
SYMBOLS: dict[str, str] = {row.symbol: row.name for row in _ROWS}


def number_name(name: str, theory: str) -> str:
    """The full name for a name or symbol of a theory's number.

    Raises:
        UserError: there is no such number; with the nearest.
    """
    if name in NUMBERS:
        return name
    if name in SYMBOLS:
        return SYMBOLS[name]
    raise unknown("number of a theory", name, [*NUMBERS, *SYMBOLS], f"'{theory}.{name}'")
