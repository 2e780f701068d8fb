"""Owners and paths as a new user asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.look import INSPECTOR, option

OpenView = Callable[..., Page]


def test_through_which_chain_the_state_reaches_zhenhua_and_how_sure_that_is(
    open_view: OpenView,
) -> None:
    page = open_view()
    inspector = page.locator(INSPECTOR)
    option(page, "zhenhua-data").dispatch_event("click")
    inspector.get_by_role("tab", name="Owners").click()
    ownership = page.locator(".st-key-ownership")
    expect(ownership).to_contain_text("The article gives no share in Zhenhua Data.")
    ownership.get_by_role("button", name="Chinese state → CETC → Zhenhua Data").click()
    expect(page).to_have_url(re.compile(r"lit=r\d+(,|%2C)r\d+"))
    for words in ("owns 100 %", "size unknown", "Least certain step: alleged", "¶3", "¶13"):
        expect(ownership).to_contain_text(words)
    expect(ownership).to_contain_text("Falls without ¶3 or ¶13.")
    expect(ownership).not_to_contain_text("0–100")


def test_both_hooks_are_on_the_page_with_any_tab_open(open_view: OpenView) -> None:
    page = open_view(select="cetc")
    for hook in (".st-key-ownership", ".st-key-paths"):
        expect(page.locator(hook)).to_have_count(1)
    page.locator(INSPECTOR).get_by_role("tab", name="Paths").click()
    for hook in (".st-key-ownership", ".st-key-paths"):
        expect(page.locator(hook)).to_have_count(1)


def test_the_sheet_draws_the_chains_and_shows_them_on_the_canvas(open_view: OpenView) -> None:
    page = open_view(select="zhenhua-data")
    page.locator(INSPECTOR).get_by_role("tab", name="Owners").click()
    page.get_by_role("button", name="Open the sheet").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Who owns Zhenhua Data?")
    drawing = sheet.locator(".pg-drawing img")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 100")
    traced = sheet.locator("details").filter(has_text="One chain").first
    traced.locator("summary").first.click()
    expect(traced).to_have_attribute("open", "")
    sheet.get_by_role("button", name="Show on canvas").click()
    expect(sheet).to_have_count(0)
    expect(page).to_have_url(re.compile(r"lit=r\d+"))


def test_a_path_is_found_lit_and_can_be_copied(open_view: OpenView) -> None:
    page = open_view(select="chinese-state")
    page.locator(INSPECTOR).get_by_role("tab", name="Paths").click()
    paths = page.locator(".st-key-paths")
    paths.locator("input").first.fill("halsema")
    paths.get_by_role("button", name="Mayor of Amsterdam").first.click()
    paths.get_by_role("button", name=re.compile("Chinese state.*CETC.*Zhenhua")).first.click()
    expect(page).to_have_url(re.compile(r"lit=r"))
    expect(paths.locator(".pg-beads")).to_contain_text("owns CETC wholly (the article says, ¶3).")
    expect(paths).to_contain_text("Stands without ¶13.")
    paths.get_by_role("button", name="Copy with citations").click()
    expect(page.locator('[data-testid="stCode"]').last).to_contain_text(
        "1. Chinese state owns CETC wholly (the article says, ¶3)."
    )


def test_enter_in_the_search_chooses_the_first_hit(open_view: OpenView) -> None:
    page = open_view()
    page.keyboard.press("Control+k")
    field = page.locator(".st-key-search input")
    expect(field).to_be_focused()
    page.keyboard.type("zhenhua data")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"select=zhenhua-data"))
    expect(page.locator(INSPECTOR)).to_contain_text("Shenzhen Zhenhua Data")
