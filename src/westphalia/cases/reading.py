"""Read YAML into a model; every problem is told at once, with its line and what would be right."""

import re
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from westphalia.cases.schema import Finding, Path, accepted, field_at, field_names
from westphalia.world.problems import UserError, unknown


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


def read(text: str, path: FilePath, model: type[BaseModel], crosscheck: Any) -> Any:
    """A validated model of a YAML text; UserError with every problem and its line."""
    raw = _parse(text, path)
    if not isinstance(raw, dict):
        raise UserError(f"{path}:1: a case file is a mapping, `schema: 1` first.")
    findings: list[Finding] = []
    file = None
    try:
        file = model.model_validate(raw)
    except ValidationError as error:
        findings += [_finding(model, e, raw) for e in error.errors(include_url=False)]
    findings += crosscheck(raw)
    if findings or file is None:
        raise UserError(_report(text, path, findings))
    return file


def _parse(text: str, path: FilePath) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = (error.problem or "not valid YAML").splitlines()[0]
        raise UserError(f"{place}: not valid YAML: {problem}.") from error
    except (YAMLError, ValueError) as error:
        raise UserError(f"{path}: not valid YAML: {str(error).splitlines()[0]}.") from error


def _finding(model: type[BaseModel], error: Any, raw: Any) -> Finding:
    """A pydantic error as (path, message): what is wrong, what would be right."""
    path: Path = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        owner, _ = field_at(model, path[:-1])
        names = field_names(owner or model)
        return path, str(unknown("field", str(path[-1]), names))
    if error["type"] == "missing":
        return path, "this field is required and missing"
    _, field = field_at(model, path)
    accepts = accepted(field) if field is not None else ""
    given = repr(error["input"])
    given = given if len(given) <= 60 else given[:57] + "..."
    tail = f"; accepted: {accepts}" if accepts else ""
    return path, f"{given}: {error['msg'][0].lower()}{error['msg'][1:]}{tail}"


def _report(text: str, path: FilePath, findings: list[Finding]) -> str:
    """One readable message: a line of text per problem, in the order of the file."""
    root = YAML(typ="rt", pure=True).compose(StringIO(text))
    told = {(line_of(root, where), _dotted(where), what): None for where, what in findings}
    count = "1 problem" if len(told) == 1 else f"{len(told)} problems"
    lines = [f"  {path.name}:{line}: {where}: {what}" for line, where, what in sorted(told)]
    return "\n".join([f"{path} has {count}:", *lines])


def _dotted(path: Path) -> str:
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
                line = hit[0][0].start_mark.line + 1
                node = hit[0][1]
    return line
