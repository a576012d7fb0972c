"""The world in a browser: it opens with the network cut, plays, says why, saves and restores."""

import json
import re

import pytest
from playwright.sync_api import expect

from westphalia.cli import dispatch
from westphalia.runs.parse import read_spec

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]

SIZES = {"phone": (400, 800), "laptop": (1280, 800), "projector": (1920, 1080)}


def opened(page, site, selected="key=first"):
    """The page with a simulation open."""
    page.goto(f"{site}/#{selected}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wilhelmine Germany")
    return page


def state(page, name):
    """A state on the map."""
    return page.get_by_role("button", name=re.compile(rf"^{name}\b")).first


def year(page):
    """The year that is shown."""
    return int(page.locator(".timeline output").inner_text())


def test_start_page_offers_cases_and_saved_runs(page, site):
    page.goto(site)
    expect(page.get_by_role("heading", name="Run a case")).to_be_visible()
    assert page.get_by_role("radio").count() == 5
    expect(page.get_by_text("first", exact=True)).to_be_visible()


def test_a_case_is_simulated_and_saved(page, site, folder):
    page.goto(site)
    page.get_by_role("radio", name=re.compile("Iraq")).check()
    page.get_by_label("Runs").fill("20")
    page.get_by_role("button", name=re.compile("^Simulate")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Iraq", timeout=120_000)
    page.get_by_role("button", name="Save run").click()
    page.get_by_label("Name").fill("from the page")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved in")).to_be_visible(timeout=120_000)
    assert (folder / "from-the-page" / "report.html").is_file()


def test_a_long_simulation_tells_how_far_it_is_and_can_be_cancelled(page, site):
    page.goto(site)
    page.get_by_role("radio", name=re.compile("Wilhelmine")).check()
    page.get_by_label("Runs").fill("5000")
    page.get_by_role("button", name=re.compile("^Simulate")).click()
    expect(page.get_by_role("progressbar")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=60_000)
    expect(page.get_by_role("heading", name="Run a case")).to_be_visible()


def test_it_plays(page, site):
    opened(page, site, "key=first&year=1891")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".timeline output")).not_to_have_text("1891")
    assert page.evaluate("window.__westphaliaFrames") > 2  # drawn between two years, not timed
    page.get_by_role("button", name="Pause").click()
    stopped = year(page)
    page.wait_for_timeout(900)
    assert year(page) == stopped > 1891


def test_a_click_on_a_state_says_why(page, site):
    opened(page, site, "key=first&year=1905")
    state(page, "Germany").click()
    panel = page.get_by_role("region", name="Germany, 1905")
    expect(panel.locator(".headline")).to_contain_text("Germany", timeout=60_000)
    expect(panel).to_contain_text("Germany kept its pact with")  # history beside
    assert panel.locator("svg").count() > 0
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_history_stands_in_the_same_drawing(page, site):
    opened(page, site, "key=first&year=1914&show=both")
    figure = page.locator("figure").first
    expect(figure.locator(".legend, ul").first).to_contain_text(
        re.compile("history", re.IGNORECASE)
    )
    expect(page.get_by_text("World War I")).to_be_visible()


def test_all_runs_and_any_run(page, site):
    opened(page, site)
    run = page.get_by_label("Run", exact=True)
    run.select_option("all")
    expect(
        page.get_by_role("heading", name=re.compile("60 runs|all runs", re.IGNORECASE)).first
    ).to_be_visible()
    opened(page, site, "key=first&run=17&theory=offensive")
    expect(page.get_by_role("heading", name=re.compile("run 17")).first).to_be_visible()


def test_theories_stand_side_by_side(page, site):
    opened(page, site, "key=first&tab=theories")
    panel = page.get_by_role("tabpanel")
    for theory in ("Defensive", "Offensive", "Liberal", "Constructiv"):
        expect(panel).to_contain_text(theory)
    expect(panel).to_contain_text("cannot be told apart")
    assert panel.locator("figure").count() >= 3


def test_a_link_and_a_state_file_restore_the_view(page, site, context, tmp_path):
    opened(page, site, "key=first&theory=liberal&year=1903&state=RUS&show=both")
    with page.expect_download() as got:
        page.get_by_role("button", name="Save state").click()
    file = tmp_path / "state.json"
    got.value.save_as(file)
    assert "year=1903" in json.loads(file.read_text(encoding="utf-8"))["selection"]
    address = page.url
    other = context.new_page()
    other.goto(address)
    expect(other.get_by_role("region", name="Russia, 1903")).to_be_visible()
    assert year(other) == 1903
    third = opened(context.new_page(), site)
    third.get_by_label("State file").set_input_files(file)
    expect(third.get_by_role("region", name="Russia, 1903")).to_be_visible()


def test_figures_and_data_are_saved(page, site, tmp_path):
    opened(page, site)
    figure = page.locator("figure").first
    heads = {"SVG": b"<svg", "PNG": b"\x89PNG", "CSV": b"year"}
    for kind, head in heads.items():
        with page.expect_download() as got:
            figure.get_by_role("button", name=re.compile(f"as {kind}$")).click()
        file = tmp_path / f"figure.{kind}"
        got.value.save_as(file)
        data = file.read_bytes()
        assert head in data[:200], kind
        assert len(data) > 500
        if kind == "SVG":
            assert b"http" not in data.replace(b"http://www.w3.org", b"")


def test_the_scenario_is_what_run_takes(page, site, tmp_path):
    opened(page, site)
    with page.expect_download() as got:
        page.get_by_role("button", name="Scenario (YAML)").click()
    file = tmp_path / "scenario.yaml"
    got.value.save_as(file)
    plan = read_spec(file)
    assert (plan.case.name, plan.runs, plan.seed) == ("europe-1890", 60, 1)
    text = file.read_text(encoding="utf-8").replace("runs: 60", "runs: 4")
    file.write_text(text, encoding="utf-8")
    assert dispatch(["run", str(file), "--out", str(tmp_path / "again")]) == 0


def test_with_the_keyboard_alone(page, site):
    opened(page, site, "key=first&year=1900")
    page.keyboard.press("ArrowRight")
    assert year(page) == 1901
    page.keyboard.press("Home")
    assert year(page) == 1890
    page.keyboard.press("End")
    assert year(page) == 1914
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(document.activeElement.getAttribute('aria-label') "
                "|| document.activeElement.textContent || '').trim().slice(0, 40)"
            )
        )
        if page.evaluate("document.activeElement.closest('svg') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('svg') !== null"), reached
    page.keyboard.press("Enter")
    expect(page.locator("section.why")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("section.why")).to_have_count(0)
    page.get_by_role("tab", name="World").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Theories")).to_be_focused()


def test_every_control_has_a_name_and_every_figure_its_words(page, site):
    for tab in ("world", "theories", "change", "compare", "lessons", "play"):
        page.goto(f"{site}/#key=first&tab={tab}")
        expect(page.get_by_role("tabpanel")).to_be_visible()
        page.wait_for_timeout(600)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, [role=button]')]
              .filter(e => e.getClientRects().length)
              .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
                || e.textContent.trim() || (e.labels && e.labels.length)))
              .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert nameless == [], tab
        wordless = page.evaluate(
            """() => [...document.querySelectorAll('figure')]
              .filter(f => !(f.querySelector('figcaption')?.textContent.trim().length > 20))
              .map(f => f.outerHTML.slice(0, 120))"""
        )
        assert wordless == [], tab


@pytest.mark.parametrize(
    ("size", "scheme"),
    [("phone", "light"), ("laptop", "light"), ("projector", "light"), ("phone", "dark")],
)
def test_three_sizes(page, site, shots, size, scheme):
    """No sideways scrolling of the page at any size; pictures are kept for people to look at."""
    width, height = SIZES[size]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": height})
    places = {
        "start": "",
        "world": "key=first&year=1905&state=RUS",
        "all": "key=first&run=all&show=both&year=1914",
        "theories": "key=first&tab=theories",
        "change": "key=first&tab=change",
        "compare": "key=first&tab=compare",
        "lessons": "tab=lessons",
        "play": "tab=play",
    }
    for name, selected in places.items():
        page.goto("about:blank")
        page.goto(f"{site}/#{selected}")
        expect(page.get_by_role("tabpanel")).to_be_visible()
        if "state=" in selected:
            expect(page.locator("section.why .headline")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(700)
        page.screenshot(path=shots / f"{name}-{size}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"


def test_what_is_not_there_is_told(page, site, context):
    page.goto(f"{site}/#key=nothing")
    expect(page.get_by_role("alert")).to_contain_text("There is no saved run called 'nothing'")
    page.get_by_role("button", name="Choose another simulation").click()
    expect(page.get_by_role("heading", name="Run a case")).to_be_visible()
