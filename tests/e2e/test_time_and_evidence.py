"""Timeline, evidence and overview in a real browser, within three clicks of the first screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.look import CANVAS, Watch, counts, option, wait_ready

OpenView = Callable[..., Page]


def question(page: Page, words: str) -> None:
    """Open a drawer: two clicks."""
    page.locator(".st-key-questions").get_by_role("button", name="Questions").click()
    page.get_by_role("menuitem", name=words).click()


def test_what_remains_without_paragraph_13_takes_three_clicks(open_view: OpenView) -> None:
    page = open_view()
    question(page, "What rests on which source?")
    page.get_by_text("Leave out ¶13").click()
    expect(page.locator(".st-key-evidence_result")).to_contain_text(
        "13 of 121 links fall, 5 of 78 entities are cut off. 108 links still stand."
    )
    # The drawer stays open while the canvas behind it follows.
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "108")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-evidence")).to_have_count(0)
    expect(page.locator(".st-key-view_counts")).to_contain_text("13 links left out")
    assert counts(page) == (73, 108)
    # A ghost is still there to be clicked.
    expect(option(page, "meng-ya-ping")).to_contain_text("(left out)")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "121")


def test_nodes_are_coloured_by_cluster_and_a_click_selects_its_members(open_view: OpenView) -> None:
    page = open_view()
    question(page, "The whole at a glance")
    drawer = page.locator(".st-key-overview")
    drawer.get_by_role("tab", name="Measures").click()
    drawer.get_by_text("Clusters", exact=True).click()
    drawer.get_by_text("Colour nodes by cluster").click()
    expect(page).to_have_url(re.compile("size=community"))
    drawer.get_by_role("button", name="Cluster 7").click()
    expect(page.locator('[role="option"][aria-selected="true"]')).to_have_count(5)
    expect(drawer).to_be_visible()


def test_two_dates_are_compared_and_a_row_lights_its_link(open_view: OpenView) -> None:
    page = open_view(asof="2020-09-16", against="2020-09-14")
    page.get_by_role("button", name="Timeline").click()
    strip = page.locator(".st-key-timeline")
    expect(strip).to_contain_text("+ 3 appeared")
    expect(strip.get_by_role("img", name="Timeline of 4 dated links")).to_be_visible()
    table = strip.locator('[data-testid="stDataFrame"]')
    expect(table.locator("canvas").first).to_be_visible()
    table.click(position={"x": 16, "y": 47})
    expect(page).to_have_url(re.compile("lit="))
    assert counts(page) == (78, 121)


def test_play_goes_from_date_to_date_and_stops_by_itself(
    browser: Browser, app_url: str, watch: Watch
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    watch.follow(page)
    page.goto(app_url)
    wait_ready(page)
    page.get_by_role("button", name="Timeline").click()
    strip = page.locator(".st-key-timeline")
    strip.get_by_role("button", name="Play").click()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "118")
    expect(strip.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "121")
    expect(strip.get_by_role("button", name="Play")).to_be_visible()
    assert "asof=2020-09-16" in page.url
    context.close()
    assert watch.foreign == []
    assert watch.unwanted == []


def test_nothing_plays_for_those_who_want_less_motion(open_view: OpenView) -> None:
    page = open_view()
    page.get_by_role("button", name="Timeline").click()
    strip = page.locator(".st-key-timeline")
    expect(strip.get_by_role("button", name="Later")).to_be_visible()
    expect(strip.get_by_role("button", name="Play")).to_be_hidden()
    strip.get_by_role("button", name="Later").click()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "118")
