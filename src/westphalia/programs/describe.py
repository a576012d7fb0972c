"""What a program depends on, as text that is the same in every process.

The text tells one compiled program from another without tracing it, which takes longer than
reading the program from disk. Functions are named by their place in the package, whose code has
a hash of its own; a function of the user's may depend on anything, so there is no text for it.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import BuiltinFunctionType, FunctionType
from typing import Any

import jax
import numpy as np

PACKAGE = __name__.partition(".")[0]


class Foreign(Exception):
    """Something that only the code of the user's knows."""


def describe(thing: Any) -> str:
    """A value that a program is compiled for, in words.

    Raises:
        Foreign: it, or a part of it, is not the package's own.
    """
    if thing is None or isinstance(thing, bool | int | float | str | np.number):
        return repr(thing)
    if isinstance(thing, FunctionType | BuiltinFunctionType | type):
        return _named(thing)
    if isinstance(thing, dict):
        parts = [f"{describe(k)}: {describe(v)}" for k, v in thing.items()]
    elif is_dataclass(thing):
        parts = [describe(getattr(thing, field.name)) for field in fields(thing)]
    elif isinstance(thing, tuple | list):
        parts = [describe(part) for part in thing]
    elif not getattr(thing, "__dict__", True):
        parts = []
    else:
        raise Foreign(repr(thing))
    return f"{_named(type(thing))}({', '.join(parts)})"


def _named(thing: Any) -> str:
    """A function or a type by its place."""
    module, name = thing.__module__, thing.__qualname__
    if module.partition(".")[0] not in (PACKAGE, "builtins") or "<" in name:
        raise Foreign(f"{module}.{name}")
    return f"{module}.{name}"


def describe_inputs(inputs: Any) -> str:
    """The structure of a program's inputs, what is static in it, and the shapes of its arrays."""
    leaves, structure = jax.tree.flatten(inputs)
    arrays = (leaf if hasattr(leaf, "dtype") else np.asarray(leaf) for leaf in leaves)
    shapes = [f"{array.shape}{array.dtype}" for array in arrays]
    return f"{' '.join(_nodes(structure))} {' '.join(shapes)}"


def _nodes(structure: Any) -> Iterator[str]:
    """The nodes of a tree of inputs, from the top."""
    node = structure.node_data()
    if node is None:
        yield "*" if structure.num_leaves else "-"
        return
    kind, static = node
    yield f"{_named(kind)}[{describe(static)}]({structure.num_leaves}"
    for child in structure.children():
        yield from _nodes(child)
    yield ")"
