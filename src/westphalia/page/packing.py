"""Arrays packed for the page: small integers in base64, a few bytes a number instead of twenty."""

import base64
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from westphalia.page.types import Packed

#: The integers of one and two bytes, and the one that stands for "not known" in each.
KINDS = {"u1": (np.dtype("u1"), 0xFF), "u2": (np.dtype("<u2"), 0xFFFF)}


def pack(values: ArrayLike, whole: bool = False) -> Packed:
    """Pack an array as integers, value = offset + scale * integer; NaN is missing.

    Args:
        values: any shape. whole: codes and flags from 0 to 254, exactly, in one byte; otherwise
            two bytes spread over the range of the values, exact to 1/65,534 of it.
    """
    array = np.asarray(values, float)
    kind: Literal["u1", "u2"] = "u1" if whole else "u2"
    dtype, hole = KINDS[kind]
    known = np.isfinite(array)
    offset, scale = 0.0, 1.0
    if not whole and known.any():
        offset, top = float(array[known].min()), float(array[known].max())
        scale = (top - offset) / (hole - 1) or 1.0
    integers = np.full(array.shape, hole, dtype)
    integers[known] = np.rint((array[known] - offset) / scale).astype(dtype)
    return Packed(
        shape=list(array.shape),
        kind=kind,
        offset=offset,
        scale=scale,
        missing=None if known.all() else hole,
        data=base64.b64encode(integers.tobytes()).decode("ascii"),
    )


def unpack(packed: Packed) -> np.ndarray:
    """Restore an array; NaN where missing."""
    dtype, _ = KINDS[packed["kind"]]
    integers = np.frombuffer(base64.b64decode(packed["data"]), dtype).reshape(packed["shape"])
    values = packed["offset"] + packed["scale"] * integers.astype(float)
    return np.where(integers == packed["missing"], np.nan, values)
