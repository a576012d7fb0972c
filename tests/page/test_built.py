import gzip
import hashlib
import re

import pytest
from places import ROOT

from westphalia.page import html

SOURCE = ROOT / "web"
BUILT = ROOT / "src" / "westphalia" / "page" / "built"
FILES = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "svelte.config.js")

#: Bytes of the page, script and style, as they go over the wire (gzip), and unpacked.
MOST_SENT, MOST = 150_000, 350_000


def source_hash() -> str:
    """One hash over all that goes into the build, as `web/tools/hash.mjs` makes it."""
    paths = [
        *FILES,
        *(p.relative_to(SOURCE).as_posix() for p in (SOURCE / "src").rglob("*") if p.is_file()),
    ]
    total = hashlib.sha256()
    for path in sorted(paths, key=str.encode):
        total.update(path.encode() + b"\0" + (SOURCE / path).read_bytes() + b"\0")
    return total.hexdigest()


def test_built_page_is_fresh():
    written = (BUILT / "source.sha256").read_text(encoding="utf-8").strip()
    assert written == source_hash(), "web/ was changed after the build: run `make page`"


def test_page_is_small():
    files = [(BUILT / name).read_bytes() for name in ("page.js", "page.css")]
    assert sum(map(len, files)) < MOST
    assert sum(len(gzip.compress(data, 6)) for data in files) < MOST_SENT


@pytest.mark.parametrize("name", ["page.js", "page.css"])
def test_page_names_no_address_outside(name):
    """Names of XML's grammars and pointers to the framework's error texts are never asked for."""
    found = set(re.findall(r"https?://[a-z0-9.]+", html.built_file(name)))
    assert found <= {"http://www.w3.org", "https://svelte.dev"}


def test_lock_names_no_registry():
    text = (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
