"""YAML as it is read and written here: version 1.2, by libyaml where it is there.

In version 1.2 `no` and `on` are text, 1:30 is no number of minutes, and a date is text. Of what
came before, a mapping may still take the names of another (`<<: *another`).
"""

import re
from typing import Any, ClassVar

import yaml

#: What plain text stands for: tag, pattern and the characters that it can begin with.
_PLAIN = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
)


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """A reader of version 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


class _Dumper(yaml.SafeDumper):
    """A writer of what that reader reads."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # pyright: ignore


def _whole(loader: Any, node: Any) -> int:
    text = node.value.replace("_", "")
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


for _tag, _pattern, _first in _PLAIN:
    for _class in (_Loader, _Dumper):
        _class.add_implicit_resolver(
            f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first
        )
_Loader.add_constructor("tag:yaml.org,2002:int", _whole)


def _text(dumper: Any, text: str) -> Any:
    """Text; what other versions of YAML take for the end of a line is escaped."""
    style = '"' if re.search("[\\x85\\u2028\\u2029]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def read_yaml(text: str) -> Any:
    """The data in a YAML text.

    Raises:
        yaml.YAMLError: it is not YAML.
    """
    return yaml.load(text, _Loader)


def compose_yaml(text: str) -> tuple[Any, Any]:
    """The nodes of a YAML text, which know their lines, and the data they hold.

    Of a name that is given twice the data have the last.

    Raises:
        yaml.YAMLError, ValueError: it is not YAML, or a value is not what it is tagged as.
    """
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def write_yaml(data: Any) -> str:
    """Data as YAML: the innermost lists and mappings in one line, names in the given order."""
    return yaml.dump(
        data, Dumper=_Dumper, default_flow_style=None, width=100, sort_keys=False,
        allow_unicode=True,
    )  # fmt: skip
