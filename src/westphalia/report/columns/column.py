"""What is said of a column of a table, and what many columns have in common."""

from collections.abc import Mapping
from typing import NamedTuple

Columns = dict[str, "Column"]

TEXT, YEAR, FLAG, NUMBER, SHARE = "text", "year", "flag (1 yes, 0 no)", "number", "share"
#: Why an end of an interval is missing.
NO_INTERVAL = "too few runs, pairs, decades or occasions for an interval"


class Column(NamedTuple):
    """What a column holds, in which unit, where it has no value ("": nowhere), and its source."""

    meaning: str
    unit: str
    missing: str = ""
    source: str = ""

    def described(self, word: str = "null") -> dict[str, str]:
        """All of it as text. `word`: how a missing value is written."""
        missing = f"{word} where: {self.missing}" if self.missing else "never"
        return {**self._asdict(), "missing": missing}


def sourced(source: str, columns: Mapping[str, Column]) -> Columns:
    """The columns with a source, where they have none of their own."""
    return {k: c if c.source else c._replace(source=source) for k, c in columns.items()}


def ends(of: str, unit: str, how: str, prefix: str = "", missing: str = NO_INTERVAL) -> Columns:
    """The two ends of a 95% interval of something, in the columns PREFIXlow and PREFIXhigh.

    `how`: over what it is, such as "over runs".
    """
    return {
        f"{prefix}{end}": Column(f"{which} end of the 95% interval of {of}, {how}", unit, missing)
        for end, which in (("low", "lower"), ("high", "upper"))
    }


def with_ends(name: str, column: Column, how: str, missing: str = NO_INTERVAL) -> Columns:
    """A column NAME and its 95% interval, in NAME_low and NAME_high. See `ends`."""
    return {name: column, **ends(name, column.unit, how, f"{name}_", missing)}


#: Where a column comes from that says which row it is.
RUN = "what was run (manifest.json)"
_COW = "the case file; the built-in cases follow the Correlates of War"


def theory(what: str = "theory that the states follow") -> Column:
    """The name of a theory, of a user's own, or of a mix such as "GMY=offensive,*=defensive"."""
    return Column(what, TEXT, source=RUN)


def state(which: str) -> Columns:
    """A state, by the abbreviation and the number of the Correlates of War. `which`: "1", "2"."""
    name = {"": "the state", "1": "the first state", "2": "the second state"}[which]
    return {
        f"state{which}": Column(f"abbreviation of {name}", TEXT, source=_COW),
        f"ccode{which}": Column(f"number of {name}", "COW code", source=_COW),
    }


THEORY_YEAR = {"theory": theory(), "year": Column("calendar year", YEAR, source=RUN)}
PAIR = {**state("1"), **state("2")}
