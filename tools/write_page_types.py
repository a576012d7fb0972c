"""Write `web/src/types.ts`, the page's types, from the Python types of what the server answers.

Run it after a change of those types; a test checks that the file is up to date. Docstrings
become comments. Pydantic makes a JSON schema of the types, and this turns it into TypeScript.
"""

import textwrap
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from westphalia.app.lessons.types import LessonDescription
from westphalia.app.server.play import PlayRequest
from westphalia.app.server.requests import Request
from westphalia.app.server.types import (
    JobReport,
    JobResult,
    Options,
    PlayAnswer,
    SavedRun,
    Scenario,
)
from westphalia.page.types import RunRecord, View, Why

OUT = Path(__file__).parents[1] / "web" / "src" / "types.ts"
ANSWERS: dict[str, Any] = {
    "View": View,
    "RunRecord": RunRecord,
    "Why": Why,
    "Options": Options,
    "SavedRun": SavedRun,
    "JobReport": JobReport,
    "JobResult": JobResult,
    "LessonDescription": LessonDescription,
    "PlayAnswer": PlayAnswer,
    "Scenario": Scenario,
}
REQUESTS: dict[str, Any] = {"JobRequest": Request, "PlayRequest": PlayRequest}
CONFIG = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)
HEAD = """\
/** The types of the server's requests and answers. Generated: do not edit.
 *
 * `tools/write_page_types.py` writes this file from the Python types in `westphalia/page/types.py`
 * and `westphalia/app/{server,lessons,play}/types.py`, and from the requests in
 * `westphalia/app/server/{requests,play}.py`.
 */
"""
WIDTH = 100
Schema = dict[str, Any]


def adapter(kind: Any) -> TypeAdapter[Any]:
    """What validates `[data]` strictly: no key unknown or missing, no value converted.

    In a tuple, because an adapter hands its settings to the typed dictionaries inside a type only.
    """
    return TypeAdapter(tuple[kind], config=CONFIG)


def page_types() -> str:
    """The file's text.

    Raises:
        ValueError: two types have the same name.
    """
    inputs = [(name, "validation", adapter(kind)) for name, kind in REQUESTS.items()]
    outputs = [(name, "serialization", adapter(kind)) for name, kind in ANSWERS.items()]
    roots, schema = TypeAdapter.json_schemas([*inputs, *outputs])
    named = {_name(key): definition for key, definition in schema["$defs"].items()}
    for (name, _), root in roots.items():
        named.setdefault(name, root["prefixItems"][0])
    twice = [name for name in named if "__" in name]
    if twice:
        raise ValueError(f"Two types are called {twice[0].rpartition('__')[2]}: rename one.")
    return "\n".join([HEAD, *(_declaration(name, named[name]) for name in sorted(named))])


def _name(key: str) -> str:
    """A definition's name; a request and an answer of the same model differ in what is optional."""
    return key.removesuffix("-Output").replace("-Input", "Input")


def _declaration(name: str, schema: Schema) -> str:
    head = _comment(schema.get("description", ""), "")
    if "properties" not in schema:
        return f"{head}export type {name} = {_type(schema)};\n"
    required = schema.get("required", [])
    fields = [
        _comment(field.get("description", ""), "  ")
        + f"  {key}{'' if key in required else '?'}: {_type(field)};\n"
        for key, field in schema["properties"].items()
    ]
    return f"{head}export interface {name} {{\n{''.join(fields)}}}\n"


def _comment(text: str, indent: str) -> str:
    """A docstring's text as a comment, ending in a line break; empty where there is none."""
    words = " ".join(text.split())
    if not words:
        return ""
    lines = textwrap.wrap(
        words, WIDTH - len(indent) - len("/** "), break_on_hyphens=False, break_long_words=False
    )
    if len(lines) == 1 and len(words) + len(indent) + len("/**  */") <= WIDTH:
        return f"{indent}/** {words} */\n"
    return f"{indent}/** " + f"\n{indent} * ".join(lines) + f"\n{indent} */\n"


def _type(schema: Schema) -> str:
    """The TypeScript of a schema."""
    if "$ref" in schema:
        return _name(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return " | ".join(map(_literal, schema["enum"]))
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(map(_type, schema[union])))
    kind = schema.get("type")
    if kind == "array":
        return _array(schema)
    if kind == "object":
        named = schema.get("patternProperties", {})  # keys that must look like labels
        values = next(iter(named.values()), schema.get("additionalProperties"))
        return f"Record<string, {_type(values) if isinstance(values, dict) else 'unknown'}>"
    if kind is None:
        return "unknown"
    return {"integer": "number"}.get(kind, kind)


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(map(_type, schema['prefixItems']))}]"
    item = _type(schema["items"])
    return f"({item})[]" if " | " in item else f"{item}[]"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


if __name__ == "__main__":
    OUT.write_text(page_types(), encoding="utf-8")
    print(f"wrote {OUT}")
