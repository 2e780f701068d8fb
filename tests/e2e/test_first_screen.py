"""What stands on the page when it opens, without touching anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.look import CANVAS, INSPECTOR, OPTION, READY, counts, listed_ids, place_of

OpenView = Callable[..., Page]

HOOKS = (
    "search",
    "filters",
    "legend",
    "view_counts",
    "inspector",
    "paths",
    "ownership",
    "export",
    "load_report",
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_whole_data_set_is_drawn_and_listed(open_view: OpenView, root: Path) -> None:
    page = open_view()
    entities, relations = rows(root / "data/entities.csv"), rows(root / "data/relations.csv")
    assert counts(page) == (len(entities), len(relations))
    listed = page.locator(OPTION).evaluate_all("all => all.map(one => one.dataset.id)")
    assert sorted(listed) == sorted(row["id"] for row in entities)
    words = page.locator(".st-key-view_counts")
    expect(words).to_contain_text(f"{len(entities)} of {len(entities)}")
    expect(words).to_contain_text(f"{len(relations)} of {len(relations)}")


def test_hooks_are_on_the_page(open_view: OpenView) -> None:
    page = open_view()
    for key in HOOKS:
        expect(page.locator(f".st-key-{key}")).to_have_count(1)


@pytest.mark.parametrize("select", ["cetc", "cetc,ccp", "cetc,ccp,chinese-state"])
def test_hooks_stay_when_somebody_is_chosen(open_view: OpenView, select: str) -> None:
    page = open_view(select=select)
    for key in HOOKS:
        expect(page.locator(f".st-key-{key}")).to_have_count(1)


def test_a_table_is_saved_by_our_own_button_alone(open_view: OpenView) -> None:
    page = open_view(view="table")
    table = page.locator('[data-testid="stDataFrame"]').first
    table.hover()
    expect(page.get_by_role("button", name="Save these tables")).to_be_visible()
    # Attached, or the rule that hides it would hide nothing.
    bar = table.locator('[data-testid="stElementToolbar"]')
    expect(bar).to_be_attached()
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)


def test_one_canvas_with_a_picture_as_large_as_the_room(open_view: OpenView) -> None:
    page = open_view()
    expect(page.locator(CANVAS)).to_have_count(1)
    expect(page.locator(READY)).to_have_count(1)
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    assert box["width"] >= 0.55 * 1440
    assert box["height"] >= 0.75 * 900


def test_the_page_itself_does_not_scroll(open_view: OpenView) -> None:
    page = open_view()
    sizes = page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return [main.scrollWidth - main.clientWidth, main.scrollHeight - main.clientHeight] }"
    )
    assert sizes == [0, 0]


def test_nothing_is_asked_from_another_host(open_view: OpenView, watch) -> None:
    page = open_view()
    page.locator(OPTION).first.press("Enter")
    page.wait_for_timeout(500)
    assert len(watch.requests) > 5
    assert any(url.startswith("ws://127.0.0.1") for url in watch.requests)
    assert watch.foreign == []


def test_no_developer_menu_and_no_python_on_the_page(open_view: OpenView) -> None:
    page = open_view()
    expect(page.locator('[data-testid="stAppDeployButton"]')).to_have_count(0)
    text = page.locator("body").inner_text()
    assert not re.search(r"Traceback|\bNone\b|\bnan\b|ungraded", text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_theme_of_the_machine(page: Page, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(app_url)
    page.wait_for_selector(READY, state="attached")
    ground = page.locator('[data-testid="stApp"]').evaluate(
        "one => getComputedStyle(one).backgroundColor"
    )
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"focus": "cetc"},
        {"focus": "cetc", "hops": 2},
        {"layout": "force"},
        {"layout": "layered"},
        {"layout": "concentric"},
        {"layout": "grouped"},
    ],
    ids=str,
)
def test_a_view_opens_with_everything_in_sight(
    open_view: OpenView, query: dict[str, object]
) -> None:
    page = open_view(**query)
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    outside = {}
    for one in listed_ids(page):
        x, y = place_of(page, one)
        across = box["x"] <= x <= box["x"] + box["width"]
        if not (across and box["y"] <= y <= box["y"] + box["height"]):
            outside[one] = (x, y)
    assert outside == {}


def test_a_click_on_a_shape_fills_the_inspector(open_view: OpenView) -> None:
    page = open_view()
    page.mouse.click(*place_of(page, "cetc"))
    expect(page.locator(INSPECTOR)).to_contain_text("China Electronics Technology Group")
