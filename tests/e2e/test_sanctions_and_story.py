"""Sanctions and the story in a real browser, as a newcomer meets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.look import CANVAS, counts, option, wait_ready

OpenView = Callable[..., Page]


def question(page: Page, words: str) -> None:
    """Open a drawer: two clicks."""
    page.locator(".st-key-questions").get_by_role("button", name="Questions").click()
    page.get_by_role("menuitem", name=words).click()


def test_what_the_proposed_sanctions_would_hit_takes_three_clicks(open_view: OpenView) -> None:
    page = open_view()
    question(page, "What would sanctions hit?")
    page.get_by_role("button", name="proposed targets").click()
    drawer = page.locator(".st-key-sanctions")
    for rule in ("ofac", "eu"):
        verdict = drawer.locator(f".st-key-verdict_{rule}_zhenhua-data")
        expect(verdict).to_contain_text("hangs on 2 links of unknown size")
        expect(verdict).to_contain_text("Least certain step: alleged")
    expect(drawer.locator(".pg-undeterminable")).to_have_text(["?Cannot be determined1"] * 2)
    expect(drawer).to_contain_text("Not legal advice.")
    expect(drawer).not_to_contain_text("0–100")
    with page.expect_download() as waiting:
        drawer.get_by_role("button", name="Save table").click()
    table = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert table.count("Cannot be determined") == 2
    drawer.get_by_role("button", name="Show on canvas").first.click()
    expect(drawer).to_have_count(0)
    expect(page.locator(CANVAS)).to_have_attribute("data-node-count", "2")
    expect(page).to_have_url(re.compile(r"only=cetc"))


def test_the_story_is_told_by_keyboard_from_disclosure_to_proposals(open_view: OpenView) -> None:
    page = open_view(focus="cetc", hops=1)
    before = counts(page)
    question(page, "The long arm, in seven views")
    bar = page.locator(".st-key-story_bar")
    told = bar.locator(".pg-told")
    expect(told).to_contain_text("1 of 7")
    expect(told).to_contain_text("The disclosure")
    for hidden in ("filters", "inspector", "topbar"):
        expect(page.locator(f".st-key-{hidden}")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("2 of 7")
    # Space presses the button that has the focus, and goes on: one step all the same.
    bar.get_by_role("button", name="Next").click()
    expect(told).to_contain_text("3 of 7")
    expect(option(page, "cetc")).to_have_count(1)
    page.keyboard.press("Space")
    expect(told).to_contain_text("4 of 7")
    page.wait_for_timeout(500)
    expect(told).to_contain_text("4 of 7")
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("3 of 7")
    for place in range(4, 8):
        page.keyboard.press("ArrowRight")
        expect(told).to_contain_text(f"{place} of 7")
    expect(told).to_contain_text("What the author proposes")
    expect(page).to_have_url(re.compile(r"focus=author"))
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(page.locator(".st-key-filters")).to_be_visible()
    expect(page).to_have_url(re.compile(r"focus=cetc"))
    assert counts(page) == before


def test_a_named_view_is_saved_beside_the_data_and_opens_again(
    open_view: OpenView, start_app: Callable[[Path], str], tmp_path: Path
) -> None:
    for name in ("entities", "relations"):
        (tmp_path / f"{name}.csv").write_bytes(Path(f"data/{name}.csv").read_bytes())
    page = open_view(start_app(tmp_path), focus="cetc")
    question(page, "Saved views and their story")
    drawer = page.locator(".st-key-stories")
    drawer.get_by_label("Name").fill("Who owns CETC")
    drawer.get_by_role("button", name="Add it").click()
    expect(drawer).to_contain_text("not saved in views.json yet")
    save = drawer.get_by_role("button", name="Save", exact=True)
    expect(save).to_have_count(1)
    save.click()
    expect(drawer).to_contain_text("Saved in views.json")
    assert "Who owns CETC" in (tmp_path / "views.json").read_text(encoding="utf-8")
    page.goto(page.url.partition("?")[0])
    wait_ready(page)
    question(page, "Saved views and their story")
    drawer.get_by_role("button", name="Who owns CETC").click()
    expect(page).to_have_url(re.compile(r"focus=cetc"))
