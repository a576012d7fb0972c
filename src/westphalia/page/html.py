"""`report.html`: the built page with its data inside, one file that opens from disk.

It requests nothing from outside, and its content security policy forbids it. The data are JSON,
deflated, in base64.
"""

import base64
import html
import json
import zlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from westphalia.page.types import View, Why
from westphalia.runs.as_json import compact
from westphalia.world.problems import UserError

#: By line, [years][states].
Reasons = Mapping[str, list[list[Why]]]
#: The opening tags of the data; what follows, up to the next "<", is base64.
DATA = '<script type="application/octet-stream" id="view">'
WHY = '<script type="application/octet-stream" id="why">'
#: The version of the data inside a report.
FORMAT = 4
#: The most bytes that are read of a report's inflated data.
MOST = 300_000_000
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


def built_file(name: str) -> str:
    """One of the built page's files: page.js or page.css."""
    return (files("westphalia.page") / "built" / name).read_text(encoding="utf-8")


def page_html(title: str, head: str, body: str) -> str:
    """The page's HTML. `title` is plain text, `head` and `body` are HTML."""
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
<noscript>This page needs JavaScript, which is switched off.</noscript>
<div id="app"></div>
{body}
</body>
</html>
"""


def report_html(view: View, why: Reasons) -> str:
    """The whole report as one HTML file.

    Args:
        why: by line, the reasons of its typical run, [years][states]. They are stored apart from
            the view, so that they are unpacked only when requested.
    """
    script = built_file("page.js").replace("</script", "<\\/script")
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    head += f"<style>{built_file('page.css')}</style>"
    data = f"{DATA}{_deflate(view)}</script>\n{WHY}{_deflate(why)}</script>"
    # the script first: a module runs once the document is parsed, and reports truncated data
    body = f'<script type="module">{script}</script>\n{data}'
    return page_html(f"{view['case']['title']} - Westphalia", head, body)


def _deflate(data: Any) -> str:
    return base64.b64encode(zlib.compress(compact(data).encode(), 6)).decode("ascii")


def write_report(view: View, why: Reasons, path: Path) -> None:
    """Write the report of a view and its reasons."""
    path.write_text(report_html(view, why), encoding="utf-8")


def read_view(path: Path) -> View:
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
            raise ValueError(f"format {view['format']!r} instead of {FORMAT}")
        return view
    except (OSError, ValueError, zlib.error, KeyError, TypeError, RecursionError) as error:
        raise UserError(
            f"{path} is not a report of this version ({error}): run it again."
        ) from error
