"""Choosing an entity: by keyboard, by list, by address, by search."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.look import INSPECTOR, LISTBOX, OPTION, counts, option, wait_ready

OpenView = Callable[..., Page]

CETC = "China Electronics Technology Group Corporation"


def test_arrows_move_and_enter_selects(open_view: OpenView) -> None:
    page = open_view()
    page.locator(LISTBOX).focus()
    first = page.evaluate(ACTIVE)
    page.keyboard.press("ArrowDown")
    moved = page.evaluate(ACTIVE)
    assert moved
    assert moved != first
    page.keyboard.press("Enter")
    expect(option(page, moved)).to_have_attribute("aria-selected", "true")
    name = (option(page, moved).text_content() or "").strip()
    assert name
    expect(page.locator(INSPECTOR)).to_contain_text(name)


# The element with focus, or the one the listbox says is active, through shadow roots.
ACTIVE = """() => {
  let here = document.activeElement;
  while (here && here.shadowRoot) here = here.shadowRoot.activeElement;
  const id = here && here.getAttribute('aria-activedescendant');
  const one = id ? here.getRootNode().getElementById(id) : here;
  return (one && one.dataset && one.dataset.id) || '';
}"""


def test_options_have_names_of_their_own_and_one_is_selected_at_a_time(open_view: OpenView) -> None:
    page = open_view(select="cetc")
    names = page.locator(OPTION).all_text_contents()
    assert all(name.strip() for name in names)
    assert sorted(set(names)) == sorted(names)
    chosen = page.locator(f'{OPTION}[aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_attribute("data-id", "cetc")


def test_a_selection_fills_the_inspector_and_the_address(open_view: OpenView) -> None:
    page = open_view()
    option(page, "cetc").dispatch_event("click")
    expect(page.locator(INSPECTOR)).to_contain_text(CETC)
    expect(page.locator(INSPECTOR)).to_contain_text("Chinese state")
    expect(page).to_have_url(re.compile(r"select=cetc"))


def test_a_selection_moves_nothing_and_hides_nothing(open_view: OpenView) -> None:
    page = open_view()
    before = counts(page)
    option(page, "cetc").dispatch_event("click")
    expect(page.locator(INSPECTOR)).to_contain_text(CETC)
    assert counts(page) == before


def test_a_neighbour_in_the_inspector_is_the_next_selection(open_view: OpenView) -> None:
    page = open_view(select="cetc")
    page.locator(INSPECTOR).get_by_role("button", name="Chinese state").first.click()
    expect(page).to_have_url(re.compile(r"select=chinese-state"))
    expect(option(page, "chinese-state")).to_have_attribute("aria-selected", "true")


def test_search_forgives_case_and_order_and_selects(open_view: OpenView) -> None:
    page = open_view()
    field = page.locator(".st-key-search input").first
    field.fill("halsema FEMKE")
    page.locator(".st-key-search").get_by_role("button", name="Mayor of Amsterdam").click()
    expect(page.locator(INSPECTOR)).to_contain_text("Femke Halsema")
    expect(page).to_have_url(re.compile(r"select=mayor-amsterdam"))


def test_search_without_a_hit_names_the_nearest(open_view: OpenView) -> None:
    page = open_view()
    found = page.locator(".st-key-search")
    page.locator(".st-key-search input").first.fill("Zenwa data")
    expect(found).to_contain_text("No entity matches “Zenwa data”")
    found.get_by_role("button", name="Nearest: ").click()
    expect(page).to_have_url(re.compile(r"select=zhenhua-data"))


def test_search_for_what_is_like_no_name_says_only_that(open_view: OpenView) -> None:
    page = open_view()
    page.locator(".st-key-search input").first.fill("zzzzqqqq")
    expect(page.locator(".st-key-search")).to_contain_text("No entity matches “zzzzqqqq”")
    expect(page.get_by_role("button", name="Nearest: ")).to_have_count(0)


def test_back_and_undo_return_to_the_selection_before(open_view: OpenView) -> None:
    page = open_view(select="cetc")
    option(page, "chinese-state").dispatch_event("click")
    expect(page).to_have_url(re.compile(r"select=chinese-state"))
    page.go_back()
    wait_ready(page)
    expect(option(page, "cetc")).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(r"select=cetc"))
