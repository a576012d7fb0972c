"""What a model accepts, in words, and where a field stands in it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

#: What labels of states and names of cases are made of, and how to say it.
LABEL, NAME = r"^[A-Z][A-Z0-9]{1,7}$", r"^[a-z0-9][a-z0-9-]*$"
PATTERNS = {
    LABEL: "two to eight capital letters and digits, a letter first",
    NAME: "small letters, digits and hyphens",
}
#: A place in a file, as names and positions, and a problem found there.
Path = tuple[str | int, ...]
Finding = tuple[Path, str]


def accepted_values(field: FieldInfo) -> str:
    """The accepted values of a field in words, such as "0 to 1"; empty if any will do."""
    low = high = ""
    choices: list[str] = []
    for part in (field, *_inner(field.annotation)):
        for bound in getattr(part, "metadata", ()):
            low = _format(bound.ge) if hasattr(bound, "ge") else low
            low = f"above {_format(bound.gt)}" if hasattr(bound, "gt") else low
            high = _format(bound.le) if hasattr(bound, "le") else high
        if get_origin(part) is Literal:
            choices += [str(choice) for choice in get_args(part)]
    if choices:
        return ", ".join(choices)
    return f"{low} to {high}" if low and high else low or high


def _format(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:g}"


def _inner(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it: Annotated metadata, unions, lists."""
    yield annotation
    if get_origin(annotation) is Annotated:
        _, *extras = get_args(annotation)
        yield from (extra for extra in extras if isinstance(extra, FieldInfo))
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            if not isinstance(part, FieldInfo):
                yield from _inner(part)


def field_at(model: type[BaseModel], path: Path) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The innermost model and field that a path of names and indices leads to."""
    current: type[BaseModel] | None = model
    field: FieldInfo | None = None
    inside: list[Any] = []
    for part in path:
        fields = _by_name(current) if current else {}
        if part in fields:
            field = fields[part]
            models = [m for m in _inner(field.annotation) if isinstance(m, type)]
            models = [m for m in models if issubclass(m, BaseModel)]
            current = models[0] if len(models) == 1 else current if not models else None
            inside = models
        elif field is not None and isinstance(part, str):
            current = next((m for m in inside if _tag(m) == part), current)
    return current, field


def _by_name(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _tag(model: type[BaseModel]) -> str | None:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation)[0] if kind is not None else None


def field_names(model: type[BaseModel]) -> list[str]:
    """The names of a model's fields as they are spelled in the file."""
    return list(_by_name(model))
