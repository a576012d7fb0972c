"""Whether JSON is what the page's types say: strictly, no key unknown or missing."""

import runpy
from typing import Any

from places import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "write_page_types.py"))


def validate(kind: Any, text: str) -> None:
    """Fail where the JSON text is not of the type, with the place of every difference."""
    TOOL["adapter"](kind).validate_json(f"[{text}]")
