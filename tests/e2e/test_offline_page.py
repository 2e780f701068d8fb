"""The exported page, opened from disk in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from graph.exports.html import render_html
from tests.scene_samples import HOSTILE, cetc_scene, cetc_view, sample_store


@pytest.fixture
def offline(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page without a network; nothing may be asked for and nothing may go wrong."""
    file = tmp_path / "view.html"
    file.write_text(
        render_html(cetc_scene(HOSTILE), cetc_view(name=HOSTILE), sample_store()), encoding="utf-8"
    )
    context = browser.new_context(viewport={"width": 1280, "height": 860}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("console", heard)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [file.as_uri()]
    assert wrong == []


def test_search_chooses_and_says_everything(offline: Page) -> None:
    offline.fill("#search", "ZHENHUA data")
    expect(offline.locator("#list [role=option]")).to_have_count(1)
    offline.keyboard.press("Enter")
    details = offline.locator("#details")
    expect(details.locator("h2")).to_have_text("Zhenhua Data")
    expect(details).to_contain_text("25–50.5 %")
    offline.fill("#search", "sanctions")
    offline.keyboard.press("Enter")
    expect(details).to_contain_text("Passage left out to protect a person")


def test_a_neighbour_can_be_followed(offline: Page) -> None:
    offline.locator("#list [role=option]", has_text="Chinese state").click()
    offline.locator("#details button.link").first.click()
    expect(offline.locator("#details h2")).to_contain_text("<script>alert(1)</script>")
    expect(offline.locator("[role=option][aria-selected=true]")).to_have_attribute(
        "data-id", "cetc"
    )


def test_a_click_in_the_drawing_chooses(offline: Page) -> None:
    place = offline.locator("#network").bounding_box()
    assert place is not None
    # The page fits the bounds 480 by 320 into the drawing with 24 px to spare, at most 1.6 times.
    scale = min((place["width"] - 24) / 480, (place["height"] - 24) / 320, 1.6)
    x = place["x"] + place["width"] / 2 + (100 - 280) * scale
    y = place["y"] + place["height"] / 2 + (40 - 160) * scale
    offline.mouse.click(x, y)
    expect(offline.locator("#details h2")).to_have_text("Chinese state")
    offline.mouse.click(x, y + 60 * scale)
    expect(offline.locator("#details h2")).to_have_text("Link")
    expect(offline.locator("#details")).to_contain_text("100 %")
    offline.mouse.click(place["x"] + 5, place["y"] + place["height"] - 5)
    expect(offline.locator("#details")).to_contain_text("Choose an entity")


def test_the_legend_switches_a_category_off(offline: Page) -> None:
    expect(offline.locator("#list [role=option]")).to_have_count(5)
    offline.locator("#legend button", has_text="State").click()
    expect(offline.locator("#list [role=option]")).to_have_count(4)
    expect(offline.locator("#found")).to_have_text(re.compile(r"4 of 5 entities · \d of \d links"))


def test_the_list_is_the_way_through_for_a_keyboard(offline: Page) -> None:
    offline.focus("#list")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home"):
        offline.keyboard.press(key)
    expect(offline.locator("[role=option]").first).to_have_attribute("aria-selected", "true")
    offline.keyboard.press("Escape")
    expect(offline.locator("[aria-selected=true]")).to_have_count(0)


def test_search_list_and_details_follow_each_other_by_keyboard(offline: Page) -> None:
    offline.focus("#search")
    offline.keyboard.press("ArrowDown")
    expect(offline.locator("#list")).to_be_focused()
    offline.keyboard.press("Enter")
    expect(offline.locator("#details")).to_be_focused()
    offline.keyboard.press("Tab")
    expect(offline.locator("#details button.link, #details a").first).to_be_focused()


@pytest.mark.parametrize("width", [1280, 640])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, width: int, theme: str) -> None:
    axe = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not installed: npm ci")
    file = tmp_path / "view.html"
    page_text = render_html(cetc_scene(), cetc_view(), sample_store(), theme=theme)
    file.write_text(page_text, encoding="utf-8")
    # Only so can the test's own script run beside the page's policy.
    context = browser.new_context(viewport={"width": width, "height": 860}, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.fill("#search", "zhenhua")
        page.keyboard.press("Enter")
        page.evaluate(axe.read_text("utf-8"))
        found = page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        context.close()
