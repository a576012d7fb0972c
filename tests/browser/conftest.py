"""A real browser for the page: Debian's chromium, with no way out to the network."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    expect,
    sync_playwright,
)
from serving import serving

from westphalia.cli import dispatch

# Machines are shared: what is expected may take its time.
expect.set_options(timeout=30_000)
#: Pictures of the page, for people to look at.
SHOTS = Path(__file__).parents[2] / "artefacts" / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no chromium here; install it (Debian: apt install chromium) to run these"


def chromium() -> str | None:
    """Where a browser is; WESTPHALIA_CHROMIUM names another."""
    named = os.environ.get("WESTPHALIA_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser."""
    place = chromium()
    if place is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A folder of run folders with one in it, written by the command."""
    place = tmp_path_factory.mktemp("browsed") / "runs"
    asked = ["run", "europe-1890", "--runs", "60", "--out", str(place / "first")]
    assert dispatch(asked) == 0
    return place


@pytest.fixture(scope="session")
def site(folder) -> Iterator[str]:
    """The address of a server."""
    with serving(folder) as client:
        yield str(client.base_url).rstrip("/")


class Watch:
    """What a page asked for from outside, and what went wrong in it."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self.allowed, self.outside, self.errors = allowed, [], []

    def guard(self, route: Route) -> None:
        """Let through what may be asked for, and stop and note the rest."""
        url = route.request.url
        if url.startswith(self.allowed):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def listen(self, page: Page) -> None:
        """Note the page's errors."""
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            # a refusal (422) is an answer like another; the browser notes it as an error
            lambda told: (
                self.errors.append(told.text)
                if told.type == "error" and "status of 422" not in told.text
                else None
            ),
        )


@pytest.fixture
def context(browser, site, tmp_path_factory) -> Iterator[BrowserContext]:
    """A fresh browser window that fails the test on any request to outside, and on any error."""
    watch = Watch((site, "file:///", "data:", "blob:"))
    found = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    found.route("**/*", watch.guard)
    found.on("page", watch.listen)
    yield found
    found.close()
    assert watch.outside == []
    assert watch.errors == []


@pytest.fixture
def page(context) -> Page:
    """A page of that window."""
    return context.new_page()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures go."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS
