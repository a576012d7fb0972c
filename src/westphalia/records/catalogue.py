"""The catalogue of data sets that can be read from a user's folder: names, columns, units, codes.

What the sets are stands in catalogue.yaml; none of their data is in this package. A file is
recognised by its columns; its name decides between sets whose columns are alike.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from westphalia.cases.fields import Finding
from westphalia.cases.reading import parse, report, validate
from westphalia.world.problems import UserError, unknown
from westphalia.world.yaml_text import read_yaml

#: What a column may be.
Kind = Literal["state", "year", "month", "day", "whole", "number", "flag", "code", "date", "text"]
_FEWEST_COUNTED = 20
_ENDINGS = (".csv", ".csv.gz", ".txt", ".txt.gz", ".parquet")


@dataclass(frozen=True)
class Column:
    """A column: what its values are and which are allowed.

    `low`, `high`: bounds, both allowed. `codes`: the only values allowed. `special`: codes
    allowed besides the bounds. `odd`: values outside the bounds that the release itself holds.
    `gaps`: may be empty. `optional`: may be absent. `also`: other names. `made`: the year, month
    and day it is made of. `counted`: it counts the columns that are 1, apart from these and the
    set's own; None of other columns. `about`: unit or meaning.
    """

    name: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    codes: tuple[float, ...] = ()
    special: tuple[float, ...] = ()
    odd: tuple[float, ...] = ()
    gaps: bool = False
    optional: bool = False
    also: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    counted: tuple[str, ...] | None = None
    about: str = ""


@dataclass(frozen=True)
class DataSet:
    """A data set: what it holds, whom to cite, the names its files come under, its columns.

    `names`: names of files without endings, with the version each holds. `missing`: codes of the
    original files that mean "not known". `key`: columns that no two rows may share. `spans`:
    columns of a start and an end, in order. `ordered`: ccode1 is always the smaller code.
    """

    key: str
    title: str
    version: str
    holds: str
    unit: str
    cite: str
    terms: str
    site: str
    years: tuple[int, ...]
    names: dict[str, str]
    columns: dict[str, Column]
    keys: tuple[str, ...] = ()
    missing: tuple[float, ...] = ()
    spans: tuple[tuple[str, ...], ...] = ()
    ordered: bool = False


@dataclass(frozen=True)
class Unread:
    """Files that are known and not read: how their names begin, columns that mark them, why."""

    begins: tuple[str, ...]
    marks: tuple[str, ...]
    why: str


class Catalogue(NamedTuple):
    """The data sets that can be read, by key, and the files that are known and not read."""

    sets: dict[str, DataSet]
    unread: tuple[Unread, ...]


class ColumnEntry(BaseModel):
    """A column as an entry of the catalogue has it. See `Column`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Annotated[Kind, Field(alias="is")]
    low: Annotated[float | None, Field(alias="from")] = None
    high: Annotated[float | None, Field(alias="to")] = None
    codes: list[float] = []
    special: list[float] = []
    odd: list[float] = []
    gaps: bool = False
    optional: bool = False
    also: list[str] = []
    made: list[str] = []
    counted: list[str] | None = None
    about: str = ""


class Entry(BaseModel):
    """A data set as the catalogue has it. See `DataSet`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str
    version: str
    holds: str
    unit: str
    cite: str
    site: str
    years: list[int]
    files: dict[str, str]
    columns: dict[str, ColumnEntry]
    terms: str | None = None
    key: list[str] = []
    missing: list[float] = []
    spans: list[list[str]] = []
    ordered: bool = False


class CatalogueFile(BaseModel):
    """The file of the catalogue."""

    model_config = ConfigDict(extra="forbid", strict=True)

    terms: str
    sets: dict[str, Entry]
    unread: list[dict[str, Any]]


def parse_catalogue(text: str, path: Path = Path("catalogue.yaml")) -> Catalogue:
    """A catalogue from its YAML; `catalogue.yaml` says at its head what an entry holds.

    Raises:
        UserError: every problem of an entry, with its line and field.
    """
    raw = read_yaml(text)
    file, findings = validate(raw, CatalogueFile)
    findings += () if file is None else _unknown_columns(file)
    if findings:
        raise UserError(report(path, (parse(text, path)[0], findings)))
    sets = {key: _data_set(key, entry, raw["terms"]) for key, entry in raw["sets"].items()}
    unread = (
        Unread(tuple(u["begins"]), tuple(u.get("marks", ())), u["why"]) for u in raw["unread"]
    )
    return Catalogue(sets, tuple(unread))


@cache
def catalogue() -> Catalogue:
    """The catalogue of this package."""
    text = files("westphalia.records").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return parse_catalogue(text)


def _unknown_columns(file: CatalogueFile) -> Iterator[Finding]:
    """Columns that a set's key and spans name and that it does not have."""
    for key, entry in file.sets.items():
        columns = [name for names in entry.columns for name in names.split()]
        named = [("key", k, name) for k, name in enumerate(entry.key)]
        named += [("spans", k, name) for k, span in enumerate(entry.spans) for name in span]
        for field, k, name in named:
            if name not in columns:
                yield ("sets", key, field, k), str(unknown("column", name, columns))


def _data_set(key: str, raw: dict[str, Any], terms: str) -> DataSet:
    columns = {
        name: _column(name, spec)
        for names, spec in raw["columns"].items()
        for name in names.split()
    }
    return DataSet(
        key=key,
        **{k: raw[k] for k in ("title", "version", "holds", "unit", "cite", "site")},
        terms=raw.get("terms", terms),
        years=tuple(raw["years"]),
        names=raw["files"],
        columns=columns,
        keys=tuple(raw.get("key", ())),
        missing=tuple(raw.get("missing", ())),
        spans=tuple(tuple(span) for span in raw.get("spans", ())),
        ordered=raw.get("ordered", False),
    )


def _column(name: str, raw: dict[str, Any]) -> Column:
    rest = {k: v for k, v in raw.items() if k not in ("is", "from", "to")}
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in rest.items()}
    return Column(name=name, kind=raw["is"], low=raw.get("from"), high=raw.get("to"), **fields)


def data_sets() -> dict[str, DataSet]:
    """All data sets by key, in the order of the catalogue."""
    return catalogue().sets


def data_set(key: str) -> DataSet:
    """A data set by key; UserError with the nearest keys if there is none of the name."""
    if key not in data_sets():
        raise unknown("data set", key, data_sets())
    return data_sets()[key]


def stem(name: str) -> str:
    """The name of a file without folder and ending."""
    base = re.split(r"[/\\]", name)[-1]
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if base.lower().endswith(ending):
            return base[: -len(ending)]
    return base


def is_readable(name: str) -> bool:
    """Whether the ending of a name is one that is read."""
    return name.lower().endswith(_ENDINGS)


def _plain(name: str) -> str:
    """Letters and digits alone, in lower case."""
    return re.sub(r"[^a-z0-9]", "", stem(name).lower())


def _letters(name: str) -> str:
    """Letters alone, without what looks like a version: "NMC-60-abridged" -> "nmcabridged"."""
    return re.sub(r"[^a-z]", "", re.sub(r"v?\d+", "", stem(name).lower()))


def find_by_name(name: str) -> DataSet | None:
    """The data set that a file of this name should hold; None if the name says nothing."""
    for form in (_plain, _letters):
        for entry in data_sets().values():
            if any(form(name) == form(known) for known in entry.names):
                return entry
    return None


def find_by_columns(header: Sequence[str]) -> list[DataSet]:
    """The data sets whose columns a header has; those with the most, several if they are alike."""
    fitting = [
        entry
        for entry in data_sets().values()
        if not any(c.counted is not None for c in entry.columns.values())
        and not lacking_columns(entry, header)
    ]
    most = max((_count_required(entry) for entry in fitting), default=0)
    return [entry for entry in fitting if _count_required(entry) == most]


def _count_required(entry: DataSet) -> int:
    """Number of columns that a file of the set must have."""
    return sum(not column.optional for column in entry.columns.values())


def source_columns(column: Column, header: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file that a column is read from; () if they are not there.

    Its own name first, then its other names, then the parts it is made of.
    """
    there = {name.strip().lower(): name for name in header}
    choices = [(column.name,), *((name,) for name in column.also), column.made]
    for names in choices:
        if names and all(name.lower() in there for name in names):
            return tuple(there[name.lower()] for name in names)
    return ()


def lacking_columns(entry: DataSet, header: Sequence[str]) -> list[Column]:
    """The columns that a file of the set must have and this header has not."""
    return [
        column
        for column in entry.columns.values()
        if not (
            column.optional
            or source_columns(column, header)
            or counted_columns(entry, column, header)
        )
    ]


def counted_columns(entry: DataSet, column: Column, header: Sequence[str]) -> list[str]:
    """The columns that a counting column counts: all but the set's own and those it names.

    None if they are but a few: the original has hundreds, and a misspelt name is none of them.
    """
    if column.counted is None or source_columns(column, header):
        return []
    known = {*entry.columns, *column.counted}
    rest = [name for name in header if name.strip().lower() not in known]
    return rest if len(rest) >= _FEWEST_COUNTED else []


def version_of(entry: DataSet, name: str) -> str:
    """The version that the name of a file tells; "" if it tells none."""
    bare = re.sub(r"\(\d+\)", "", stem(name))  # browsers number copies: "data (1).csv"
    for known, version in entry.names.items():
        if _plain(known) == _plain(bare):
            return version
    found = re.findall(r"\d+(?:[._]\d+)*", bare)
    return found[-1].replace("_", ".") if found else ""


def why_not_read(name: str, header: Iterable[str]) -> str | None:
    """Why a known file is not read; None if it is not one of those.

    A name that belongs to a data set is never one, nor is one with the columns of a data set
    that the marks do not give away.
    """
    columns = {column.strip().lower() for column in header}
    for entry in catalogue().unread:
        if columns.intersection(entry.marks):
            return entry.why
    begins = [
        (b, u.why) for u in catalogue().unread for b in u.begins if _plain(name).startswith(b)
    ]
    if find_by_name(name) is not None or not begins:
        return None
    return max(begins, key=lambda pair: len(pair[0]))[1]
