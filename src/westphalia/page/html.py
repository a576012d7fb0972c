"""`report.html`: the built page with its data inside, one file that opens from disk.

Nothing in it asks for anything from outside, and its content security policy forbids that it
could. The data are JSON, deflated and in base64.
"""

import base64
import html
import json
import zlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from westphalia.runs.as_json import compact
from westphalia.world.problems import UserError

#: The opening tags of the data; what follows, up to the next "<", is base64.
DATA = '<script type="application/octet-stream" id="view">'
WHY = '<script type="application/octet-stream" id="why">'
#: The version of what is inside, and the most bytes of it that are read.
FORMAT, MOST = 1, 300_000_000
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


def built(name: str) -> str:
    """One of the built page's files: page.js or page.css."""
    return (files("westphalia.page") / "built" / name).read_text(encoding="utf-8")


def shell(title: str, head: str, body: str) -> str:
    """The page around its parts. `title` is plain text, `head` and `body` are HTML."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
{head}
</head>
<body>
<noscript>This page draws its figures with JavaScript, which is switched off here.</noscript>
<div id="app"></div>
{body}
</body>
</html>
"""


def report(view: Mapping[str, Any], why: Mapping[str, Any]) -> str:
    """The whole report as one HTML file.

    Args:
        why: by line, the reasons of its typical run, [years][states]. They lie apart from the
            view, so that they are unpacked only when they are asked for.
    """
    script = built("page.js").replace("</script", "<\\/script")
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    head += f"<style>{built('page.css')}</style>"
    data = f"{DATA}{_deflated(view)}</script>\n{WHY}{_deflated(why)}</script>"
    # the script first: it runs once all is read, and tells of data that are cut off
    body = f'<script type="module">{script}</script>\n{data}'
    return shell(f"{view['case']['title']} - Westphalia", head, body)


def _deflated(data: Any) -> str:
    return base64.b64encode(zlib.compress(compact(data).encode(), 6)).decode("ascii")


def write_report(view: Mapping[str, Any], why: Mapping[str, Any], path: Path) -> None:
    """Write the report of a view and its reasons."""
    path.write_text(report(view, why), encoding="utf-8")


def view_in(path: Path) -> dict[str, Any]:
    """The view inside a report file.

    Raises:
        UserError: the file cannot be read or holds no view.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = text[text.index(DATA) + len(DATA) :].partition("<")[0]
        inflated = zlib.decompressobj().decompress(base64.b64decode(data, validate=True), MOST)
        view = json.loads(inflated)
        if view["format"] != FORMAT:
            raise ValueError(f"format {view['format']!r} and not {FORMAT}")
        return view
    except (OSError, ValueError, zlib.error, KeyError, TypeError, RecursionError) as error:
        raise UserError(f"{path} is not a report of this kind ({error}).") from error
