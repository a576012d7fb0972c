"""Data as JSON: missing is null, never NaN."""

import json
from typing import Any

import numpy as np


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
