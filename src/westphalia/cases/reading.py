"""Read data into a model: every problem at once, with its place and what would be right.

Case files, scenario files, games and requests of the page are all read here: from YAML with the
file and line of each problem (`parse`, `validate`, `report`), or from data without lines
(`read_data`).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from yaml import MarkedYAMLError, YAMLError

from westphalia.cases.fields import PATTERNS, Finding, Path, accepted_values, field_at, field_names
from westphalia.world.problems import UserError, unknown
from westphalia.world.yaml_text import compose_yaml

Model = TypeVar("Model", bound=BaseModel)

#: The longest value that is repeated in a message, characters.
LONGEST = 60
#: Kinds of pydantic's errors about types, and what the value should have been.
KINDS = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "string": "text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping of names to values",
    "model": "a mapping of names to values",
}
BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")


def split_facts(text: str) -> tuple[str, str]:
    """The text without its top-level `facts`, and the facts alone; line numbers stay the same."""
    inputs, facts = [], []
    inside = False
    for line in text.splitlines():
        if re.match(r"[^\s#-]", line):
            inside = re.match(r"""(facts|"facts"|'facts')\s*:""", line) is not None
        inputs.append("" if inside else line)
        facts.append(line if inside else "")
    return "\n".join(inputs) + "\n", "\n".join(facts) + "\n"


def file_bytes(path: FilePath) -> bytes:
    """The bytes of a file; UserError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}).") from error


def decode(data: bytes, path: FilePath) -> str:
    """The text of a file's bytes; UserError if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8.") from error


def read_data(data: Any, model: type[Model]) -> Model:
    """A validated model of data that has no lines.

    Raises:
        UserError: every problem, each with its field.
    """
    found, findings = validate(data, model)
    if findings or found is None:
        raise UserError(list_findings(findings))
    return found


def parse(text: str, path: FilePath) -> tuple[Any, dict[str, Any]]:
    """The nodes of a YAML text, which know their lines, and the data they hold: a mapping.

    A name that is given twice is no error here: `repeated_names` finds it.
    """
    try:
        root, raw = compose_yaml(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = (error.problem or "not valid YAML").splitlines()[0]
        raise UserError(f"{place}: not valid YAML: {problem}.") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise UserError(f"{path}: not valid YAML: {str(error).splitlines()[0]}.") from error
    if not isinstance(raw, dict):
        raise UserError(f"{path}:1: the file is not a mapping; write it as `name: value` lines.")
    return root, raw


def repeated_names(node: Any, path: Path = ()) -> Iterator[Finding]:
    """Names that a mapping has twice."""
    if node is None or isinstance(node.value, str):
        return
    if node.id == "sequence":
        for i, item in enumerate(node.value):
            yield from repeated_names(item, (*path, i))
        return
    seen: dict[str, tuple[int, str]] = {}
    for key, value in node.value:
        here, line = (*path, str(key.value)), key.start_mark.line + 1
        given = value.value if isinstance(value.value, str) else value.id
        if here[-1] in seen:
            first, other = seen[here[-1]]
            yield (
                here,
                f"{here[-1]} is given twice, as {other} in line {first} and as {given} in line "
                f"{line}; keep one of the two lines",
            )
        seen.setdefault(str(key.value), (line, given))
        yield from repeated_names(value, here)


def validate(raw: Any, model: type[Model]) -> tuple[Model | None, list[Finding]]:
    """The model of some data, if it can be made, and what is wrong with single fields."""
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        return None, findings_of(error, model)


def findings_of(error: ValidationError, model: type[BaseModel] | None = None) -> list[Finding]:
    """Pydantic's errors as (path, message): what is wrong, and what would be right."""
    return [_finding(model, e) for e in error.errors(include_url=False)]


def _finding(model: type[BaseModel] | None, error: Any) -> Finding:
    path: Path = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        owner, _ = field_at(model, path[:-1]) if model is not None else (None, None)
        owner = owner or model
        names = [] if owner is None else field_names(owner)
        return path, str(unknown("field", str(path[-1])[:LONGEST], names))
    if error["type"] == "missing":
        return path, "required field is missing"
    _, field = field_at(model, path) if model is not None else (None, None)
    accepts = accepted_values(field) if field is not None else ""
    tail = f"; accepted: {accepts}" if accepts else ""
    return path, f"{_wrong(error)}{tail}"


def _wrong(error: Any) -> str:
    """What is wrong with a value: 'many' is not a whole number."""
    given = repr(error["input"])
    given = given if len(given) <= LONGEST else given[: LONGEST - 3] + "..."
    kind = error["type"].partition("_")[0]
    if error["type"] in BOUNDS:
        return f"{given} is outside its range"
    if error["type"] in ("too_short", "too_long"):
        context = error.get("ctx", {})
        if error["type"] == "too_short":
            return f"{given} has too few entries; give at least {context.get('min_length', 1)}"
        return f"{given} has too many entries; give at most {context.get('max_length')}"
    if error["type"] == "string_pattern_mismatch":
        return f"{given} is not written in {PATTERNS[error['ctx']['pattern']]}"
    if error["type"] == "union_tag_invalid":
        tags = [tag.strip(" '") for tag in error["ctx"]["expected_tags"].split(",")]
        return str(unknown("kind", error["ctx"]["tag"], tags))
    if error["type"] == "literal_error":
        return f"{given} is not an accepted value"
    if kind in KINDS and error["type"] != "string_too_long":
        return f"{given} is not {KINDS[kind]}"
    return f"{given}: {error['msg'][0].lower()}{error['msg'][1:]}"


def report(path: FilePath, *parts: tuple[Any, Iterable[Finding]]) -> str:
    """One readable message: a line of text per problem, in the order of the file.

    `parts`: nodes of the file, and the problems in them.
    """
    problems = {
        (line_of(root, where), dotted_path(where), sentence(what))
        for root, findings in parts
        for where, what in findings
    }
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"  {path.name}:{line}: {where}: {what}" for line, where, what in sorted(problems)]
    return "\n".join([f"{path} has {count}:", *lines])


def list_findings(findings: Iterable[Finding]) -> str:
    """One readable message for data without lines: a line of text per problem, with its field."""
    lines = (f"{dotted_path(where)}: {sentence(what)}" for where, what in findings)
    return "\n".join(dict.fromkeys(lines))


def sentence(text: str) -> str:
    """The text with a full stop at its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def dotted_path(path: Path) -> str:
    """A place as it is written: inputs.states.rows[2].openness."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) and part < 1000 else f".{part}"
    return text.lstrip(".") or "the file"


def line_of(root: Any, path: Path) -> int:
    """The line (from 1) of the deepest node that a path of keys and indices leads to."""
    node, line = root, 1
    for part in path:
        if node is None or isinstance(node.value, str):
            break
        if isinstance(part, int) and node.id == "sequence":
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line + 1
        elif node.id == "mapping":
            hit = [(k, v) for k, v in node.value if str(k.value) == str(part)]
            if hit:  # a path may hold names that are not in the file, such as the kind of a fact
                line = hit[-1][0].start_mark.line + 1
                node = hit[-1][1]
    return line
