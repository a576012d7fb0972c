"""Change and compare, lessons, a game, and the report from disk, in a browser."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]


def number(page, parameter):
    """The field of a parameter's number."""
    return page.get_by_label(parameter, exact=True).and_(page.locator("[type=number]"))


def test_one_thing_is_changed_and_compared(page, site):
    page.goto(f"{site}/#key=first&tab=change")
    number(page, "defence advantage").fill("1.3")
    page.get_by_role("button", name="Run again, same draws").click()
    outcome = page.get_by_role("region", name="What differs")
    expect(outcome).to_contain_text("defence advantage 1 → 1.3", timeout=120_000)
    expect(outcome).to_contain_text("95%")
    assert outcome.locator("figure").count() >= 2
    page.goto(f"{site}/#key=first&tab=compare")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("tabpanel")).to_contain_text("run by run", timeout=120_000)


def test_a_number_of_a_theory_is_changed(page, site):
    page.goto(f"{site}/#key=first&tab=change&theory=offensive")
    page.get_by_role("heading", name="Numbers of the theories").click()
    number(page, "worst case").fill("0.9")
    page.get_by_role("button", name="Run again, same draws").click()
    outcome = page.get_by_role("region", name="What differs")
    expect(outcome).to_contain_text("offensive.worst case 0.7 → 0.9", timeout=120_000)
    assert "offensive.worst_case=0.9" in page.url


def test_mistakes_are_shown_at_the_field(page, site):
    page.goto(f"{site}/#key=first&tab=change")
    field = number(page, "reach")
    field.fill("99")
    page.get_by_role("button", name="Run again, same draws").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("form", name="What to change")).to_contain_text("Correct first: reach")


def test_a_lesson_is_taken(page, site):
    page.goto(f"{site}/#tab=lessons")
    page.get_by_role("button", name=re.compile("Relative gains")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("When is a deal refused")
    sentence = page.locator("p.sentence[role=status]")
    expect(sentence).to_contain_text(re.compile(r"\d"), timeout=120_000)
    before = sentence.inner_text()
    page.get_by_role("slider", name="Suspicion of the rival").focus()
    page.keyboard.press("End")
    expect(sentence).not_to_contain_text(before, timeout=120_000)
    page.get_by_label(re.compile("In about a third, and less often")).check()
    page.get_by_role("button", name="Check").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("In the first year fear does make more states refuse")
    expect(panel).to_contain_text("fails")  # the verdict on claim 7


def test_a_game_is_played_to_its_end(page, site, tmp_path):
    page.goto(f"{site}/#tab=play")
    page.get_by_label("Case").select_option("iraq-1990")
    page.get_by_label("Your state").select_option("IRQ")
    page.get_by_label("Years").fill("2")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Iraq, 1990", timeout=240_000)
    expect(
        page.get_by_role("heading", name=re.compile("The others, as you see them"))
    ).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download the game file").click()
    begun = tmp_path / "game.json"
    got.value.save_as(begun)
    over = page.get_by_text(re.compile("^Your choices are closest"))
    decide = page.get_by_role("button", name=re.compile("^Decide"))
    for _ in range(12):
        expect(decide.or_(over).first).to_be_visible(timeout=120_000)
        if over.count():
            break
        page.get_by_role("button", name=re.compile("^Follow the staff")).click()
        decide.click()
    expect(over.first).to_be_visible(timeout=120_000)
    panel = page.get_by_role("tabpanel")
    for theory in ("Defensive", "Offensive", "Liberal", "Constructiv"):
        expect(panel).to_contain_text(theory)
    expect(panel).to_contain_text("history")
    page.get_by_role("button", name="Leave the game").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    page.get_by_label("Game file").set_input_files(begun)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Iraq, 1990", timeout=60_000)


def test_two_players_do_not_see_each_other(page, site):
    page.goto(f"{site}/#tab=play")
    page.get_by_label("Case").select_option("iraq-1990")
    page.get_by_label("Your state").select_option("IRQ")
    page.get_by_label("Second player").select_option("KUW")
    page.get_by_label("Years").fill("1")
    page.get_by_role("button", name="Begin").click()
    ready = page.get_by_role("button", name=re.compile("is ready"))
    expect(ready).to_be_visible(timeout=240_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pass the machine")
    assert page.get_by_role("table").count() == 0
    ready.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Iraq|Kuwait"))


def test_a_report_opens_from_disk(context, folder, shots):
    page = context.new_page()
    page.goto((folder / "first" / "report.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wilhelmine Germany")
    page.keyboard.press("Home")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".timeline output")).not_to_have_text("1890")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name=re.compile("^Russia")).first.click()
    expect(page.locator("section.why .headline")).to_contain_text("Russia")
    expect(page.locator("section.why")).to_contain_text("pact with France")
    page.screenshot(path=shots / "report.png", full_page=True)
    page.get_by_role("tab", name="Theories").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("cannot be told apart")
    for tab in ("Change", "Compare", "Lessons", "Play"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel")).to_contain_text("westphalia serve")


def test_a_report_cut_off_says_so(context, folder, tmp_path):
    text = (folder / "first" / "report.html").read_text(encoding="utf-8")
    at = text.index('id="view">') + 2000
    broken = tmp_path / "report.html"
    end = text.index("</script>", at)
    broken.write_text(text[:at] + text[end:], encoding="utf-8")
    page = context.new_page()
    page.goto(broken.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("Cannot show this")


def test_thirty_saved_runs_are_listed_and_found(page, site, folder):
    copies = [folder / f"run-{k:02d}" for k in range(30)]
    for copy in copies:
        shutil.copytree(folder / "first", copy)
    try:
        page.goto(site)
        expect(page.get_by_role("button", name=re.compile("^Show all 3"))).to_be_visible()
        page.get_by_role("searchbox").first.fill("run-17")
        expect(page.get_by_text("run-17", exact=True)).to_be_visible()
        expect(page.get_by_text("run-29", exact=True)).to_have_count(0)
        page.get_by_text("run-17", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Wilhelmine Germany")
        assert "key=run-17" in page.url
    finally:
        for copy in copies:
            shutil.rmtree(copy)


def test_a_server_that_is_gone_is_told(browser, tmp_path):
    from serving import serving

    with serving(tmp_path) as client:
        page = browser.new_page()
        page.goto(str(client.base_url))
        expect(page.get_by_role("heading", name="Run a case")).to_be_visible()
        expect(page.get_by_text(re.compile("None yet"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Simulate")).click()
    expect(page.get_by_role("alert").first).to_contain_text(
        re.compile("server|reach", re.IGNORECASE)
    )
    page.close()


def test_the_game_file_is_what_it_says(page, site):
    """What is not a game is refused in words, and nothing is lost."""
    page.goto(f"{site}/#tab=play")
    for text in ("", "{}", json.dumps({"game": 1, "case": "nowhere", "players": ["GMY"]})):
        file = {"name": "game.json", "mimeType": "application/json", "buffer": text.encode()}
        page.get_by_label("Game file").set_input_files(file)
        expect(page.get_by_role("alert").first).to_contain_text(re.compile(r"\w"))
