"""Data as JSON: missing is null, never NaN; typed rows to mappings and back."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

T = TypeVar("T")


def to_json(data: Any) -> str:
    """JSON for people and machines to read."""
    return json.dumps(finite(data), indent=2, ensure_ascii=False, allow_nan=False)


def compact(data: Any) -> str:
    """JSON for machines alone."""
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError):  # NaN, or numbers of numpy
        return compact(finite(data))


def finite(data: Any) -> Any:
    """Data as JSON knows it: no NaN, no numpy."""
    if isinstance(data, dict):
        return {str(k): finite(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [finite(v) for v in data]
    if isinstance(data, np.generic):
        data = data.item()
    if isinstance(data, float) and not np.isfinite(data):
        return None
    return data


def as_data(rows: Any) -> Any:
    """Typed rows (dataclasses, named tuples) as mappings and lists, all the way down."""
    if is_dataclass(rows):
        return {f.name: as_data(getattr(rows, f.name)) for f in fields(rows)}
    if isinstance(rows, tuple) and (names := getattr(rows, "_fields", None)):
        return {name: as_data(getattr(rows, name)) for name in names}
    if isinstance(rows, list | tuple):
        return [as_data(value) for value in rows]
    if isinstance(rows, Mapping):
        return {name: as_data(value) for name, value in rows.items()}
    return rows


def from_data(kind: type[T], data: Any) -> T:
    """The typed rows that `as_data` made this of; a number that is null is NaN.

    Raises:
        ValueError: something is missing or of another kind.
    """
    try:
        return _read(kind, data, "")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is not a {kind.__name__}: {error}") from error


def _read(kind: Any, data: Any, place: str) -> Any:
    """`place`: where the data stand, such as ".cells.3", for an error."""
    inner = get_args(kind)
    if NoneType in inner:
        return None if data is None else _read(inner[0], data, place)
    if get_origin(kind) is dict:
        return {name: _read(inner[1], value, f"{place}.{name}") for name, value in data.items()}
    if get_origin(kind) is tuple:
        kinds = inner[:1] * len(data) if inner[-1] is Ellipsis else inner
        parts = enumerate(zip(kinds, data, strict=True))
        return tuple(_read(one, value, f"{place}.{k}") for k, (one, value) in parts)
    if hasattr(kind, "__dataclass_fields__") or hasattr(kind, "_fields"):
        types = get_type_hints(kind)
        return kind(**{name: _read(types[name], data[name], f"{place}.{name}") for name in types})
    if kind is float and data is None:
        return float("nan")
    if not isinstance(data, kind | int if kind is float else kind):
        raise TypeError(f"{place[1:]}: {data!r} is not of type {kind.__name__}")
    return data
