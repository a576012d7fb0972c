"""The page: how much it loads, how soon it is ready, how smoothly it plays, how soon it answers.

Needs chromium and the developers' tools; the section is left out where there is no browser.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from common import child, grid
from memory import command

CASE = "cold-war-1947"  # 14 states
NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 4.0
CHANGE = {"theories": {"RUS": "offensive"}, "parameters": {"reach": 1.45}, "modules": {}}


def measure(cache: Path, quick: bool) -> list[dict[str, Any]]:
    """Rows of what was measured, beside what was to be reached."""
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        runs = Path(folder)
        env = {"XDG_CACHE_HOME": str(cache)}
        child([*command(), "run", CASE, "--out", str(runs / "one")], env)
        serve = [*command(), "serve", "--port", "0", "--folder", folder]
        server = subprocess.Popen(
            [str(x) for x in serve], env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[3].rstrip("/")
            rows = [_report(runs), *_answers(address, 1 if quick else 5)]
            return [*rows, *_browsed(browser, address, runs, 1 if quick else 5)]
        finally:
            server.terminate()
            server.wait()


def _row(what: str, value: float, unit: str, goal: str) -> dict[str, Any]:
    return {"what": what, "value": value, "unit": unit, "goal": goal}


def _report(runs: Path) -> dict[str, Any]:
    size = (runs / "one" / "report.html").stat().st_size
    return _row("report.html, a file of four theories and three baselines", size / 1e3, "kB", "-")


def _asked(address: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(address, data, {"Content-Type": "application/json"} if data else {})
    with urlopen(request) as answer:
        return json.load(answer)


def _job(address: str, body: Any) -> float:
    """Seconds from asking to the result."""
    started = time.perf_counter()
    job = _asked(f"{address}/api/jobs", body)
    while job["status"] in ("waiting", "running"):
        time.sleep(0.01)
        job = _asked(f"{address}/api/jobs/{job['id']}")
    assert job["status"] == "done", job["error"]
    return time.perf_counter() - started


def _answers(address: str, times: int) -> list[dict[str, Any]]:
    change = {"kind": "change", "key": "one", "theory": "defensive", "change": CHANGE}
    first = _job(address, change)
    again = statistics.median(_job(address, change) for _ in range(times))
    why = f"{address}/api/runs/one/why?theory=defensive&run=3&year="
    took = []
    for year in (1960, 1961):
        started = time.perf_counter()
        _asked(f"{why}{year}")
        took.append(time.perf_counter() - started)
    return [
        _row("one thing changed, 500 runs, the first time", first, "s", "-"),
        _row("one thing changed, 500 runs, again", again, "s", "< 5"),
        _row("why, a run's first year asked for", took[0], "s", "-"),
        _row("why, another year of it", took[1], "s", "-"),
    ]


def _browsed(browser: str, address: str, runs: Path, times: int) -> list[dict[str, Any]]:
    """A browser process of its own, so that this one stays small."""
    asked = [sys.executable, __file__, browser, address, str(runs / "one" / "report.html")]
    found = json.loads(child([*asked, str(times)]).output.splitlines()[-1])
    return [
        _row("the dashboard's page, over the wire", found["page"] / 1e3, "kB", "< 300"),
        _row("the dashboard's page and a run, over the wire", found["wire"] / 1e3, "kB", "-"),
        _row("the dashboard ready, with a run drawn", found["served"], "s", "< 1.5"),
        _row("the report ready, drawn, from disk", found["opened"], "s", "< 1.5"),
        _row("pictures a second while 14 states play", found["rate"], "1/s", "60"),
    ]


#: The tenth state on the map.
READY = "#app svg circle >> nth=9"


def browse(browser: str, address: str, report: str, times: int) -> dict[str, float]:
    """Load both deliveries and play, in a real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])

        def ready(url: str) -> tuple[float, list[tuple[str, int]], Any]:
            page = found.new_context(viewport={"width": 1280, "height": 800}).new_page()
            sizes: list[tuple[str, int]] = []
            page.on(
                "requestfinished",
                lambda r: sizes.append((r.url, r.sizes()["responseBodySize"])),
            )
            started = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.wait_for_selector(READY, state="attached")
            return time.perf_counter() - started, sizes, page

        dashboard = f"{address}/#key=one"
        served = [ready(dashboard) for _ in range(times)]
        opened = [ready(f"file://{report}")[0] for _ in range(times)]
        page = served[-1][2]
        page.wait_for_timeout(500)
        page.get_by_role("button", name="Play", exact=True).first.click()
        before = page.evaluate("window.__westphaliaFrames")
        page.wait_for_timeout(SECONDS * 1000)
        frames = page.evaluate("window.__westphaliaFrames") - before
        found.close()
    sizes = served[-1][1]
    return {
        "page": sum(size for url, size in sizes if "/api/runs" not in url),
        "wire": sum(size for _, size in sizes),
        "served": statistics.median(s[0] for s in served),
        "opened": statistics.median(opened),
        "rate": frames / SECONDS,
    }


def table(rows: list[dict[str, Any]]) -> Any:
    """What was measured, beside what was to be reached."""
    return grid(
        "The page" if rows else "The page: no chromium here",
        ("what", "measured", "unit", "to reach"),
        [(r["what"], f"{r['value']:.3g}", r["unit"], r["goal"]) for r in rows],
        f"Case {CASE}, 1280 x 800, headless chromium on the same machine as the server.",
    )


if __name__ == "__main__":
    print(json.dumps(browse(*sys.argv[1:4], int(sys.argv[4]))))
