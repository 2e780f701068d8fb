"""The canvas by itself, in a real browser, on a page with nothing else but a log of its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from graph.picture.appearance import THEMES
from scripts.serving import serve
from tests.e2e.canvas_scene import HOSTILE, LINKS, NODES
from tests.e2e.look import CANVAS, LISTBOX, OPTION, counts, listed_ids, option, wait_ready

APP = "tests/e2e/canvas_app.py"
SIDE = ".st-key-side"
# One of the nodes is a ghost, which is drawn and listed and does not count.
STANDING = len(NODES) - 1

Point = tuple[float, float]
Open = Callable[[], Page]


@pytest.fixture(scope="module")
def canvas_url() -> Iterator[str]:
    with serve(APP) as server:
        yield server.address


@pytest.fixture
def opened(page: Page, canvas_url: str) -> Page:
    page.goto(canvas_url)
    wait_ready(page)
    return page


def hook(page: Page, call: str) -> Any:
    return page.evaluate(f"document.querySelector('{CANVAS}').longarm.{call}")


def point(page: Page, entity: str) -> Point:
    found = hook(page, f"pointOf('{entity}')")
    return found["x"], found["y"]


def nothing(page: Page) -> Point:
    """A place in the drawing where nothing is."""
    box = page.locator(".la-drawing").bounding_box()
    assert box is not None
    return box["x"] + box["width"] - 30, box["y"] + box["height"] - 30


def click(page: Page, entity: str, **how: Any) -> None:
    page.mouse.click(*point(page, entity), **how)


def drag(page: Page, start: Point, by: Point) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2)
    page.mouse.move(start[0] + by[0], start[1] + by[1])
    page.mouse.up()


def log(page: Page) -> Locator:
    return page.locator(SIDE).get_by_text("log:")


def chosen(page: Page) -> Locator:
    return page.locator(f'{OPTION}[aria-selected="true"]')


def expect_selected(page: Page, *ids: str) -> None:
    expect(chosen(page)).to_have_count(len(ids))
    expect(page.locator(SIDE).get_by_text("selected:")).to_have_text(f"selected: {','.join(ids)}")


def pixel(page: Page, entity: str, dx: float = 0, dy: float = 0) -> str:
    """Colour of the drawing at a node."""
    x, y = point(page, entity)
    red, green, blue = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector('.la-vis canvas');
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          const ctx = canvas.getContext('2d');
          return [...ctx.getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data];
        }""",
        [x + dx, y + dy],
    )[:3]
    return f"#{red:02X}{green:02X}{blue:02X}"


def test_says_what_it_draws_and_shows_hostile_text_as_text(opened: Page) -> None:
    assert counts(opened) == (STANDING, len(LINKS))
    assert listed_ids(opened) == {row[0] for row in NODES}
    expect(option(opened, "shell")).to_have_text(HOSTILE)
    assert opened.locator(f"{CANVAS} img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_draws_shapes_in_the_colours_of_the_theme(page: Page, canvas_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(canvas_url)
    wait_ready(page)
    assert pixel(page, "state") == THEMES[scheme].category("state")
    assert pixel(page, "state", dy=-40) == THEMES[scheme].ground


def test_follows_a_change_of_theme(opened: Page) -> None:
    opened.emulate_media(color_scheme="dark")
    opened.wait_for_timeout(500)
    assert pixel(opened, "state") == THEMES["dark"].category("state")


def test_click_selects_adds_and_clears(opened: Page) -> None:
    click(opened, "zhenhua")
    expect_selected(opened, "zhenhua")
    click(opened, "press")
    expect_selected(opened, "press")
    opened.keyboard.down("Control")
    click(opened, "database")
    opened.keyboard.up("Control")
    expect_selected(opened, "press", "database")
    opened.keyboard.down("Shift")
    click(opened, "press")
    opened.keyboard.up("Shift")
    expect_selected(opened, "database")
    opened.mouse.click(*nothing(opened))
    expect_selected(opened)


def test_a_press_longer_than_a_tap_is_still_a_click(opened: Page) -> None:
    click(opened, "zhenhua", delay=450)
    expect_selected(opened, "zhenhua")


def test_clicks_faster_than_reruns_all_arrive_once_and_the_last_wins(opened: Page) -> None:
    ids = ["cetc", "state", "party", "press", "motion", "taiwan"]
    for one in ids:
        option(opened, one).dispatch_event("click")
        option(opened, one).dispatch_event("dblclick")
    expect_selected(opened, "taiwan")
    expect(log(opened)).to_contain_text("expand taiwan")
    entries = (log(opened).text_content() or "").removeprefix("log: ").split(" | ")
    assert [one for one in entries if one.startswith("expand")] == [f"expand {one}" for one in ids]


def test_a_click_selects_before_python_answers(opened: Page) -> None:
    option(opened, "cetc").dispatch_event("click")
    assert option(opened, "cetc").get_attribute("aria-selected") == "true"


def test_double_click_expands_after_selecting(opened: Page) -> None:
    opened.mouse.dblclick(*point(opened, "cetc"))
    expect(log(opened)).to_contain_text("expand cetc")
    expect_selected(opened, "cetc")


def test_double_click_opens_a_closed_group(opened: Page) -> None:
    opened.mouse.dblclick(*point(opened, "mayors"))
    expect(log(opened)).to_contain_text("open mayors")


def test_a_click_on_a_line_selects_the_link(opened: Page) -> None:
    (ax, ay), (bx, by) = point(opened, "press"), point(opened, "database")
    opened.mouse.click(ax + (bx - ax) * 0.8, ay + (by - ay) * 0.8 + 4)
    expect(log(opened)).to_contain_text("link r8")


def test_dragging_moves_and_pins_and_the_place_stays(opened: Page) -> None:
    x, y = point(opened, "party")
    drag(opened, (x, y), (90, 50))
    expect(log(opened)).to_contain_text("pin party")
    opened.wait_for_timeout(600)
    assert point(opened, "party") == pytest.approx((x + 90, y + 50), abs=2)
    assert pixel(opened, "party") == THEMES["light"].category("party")
    expect_selected(opened)


def test_dragging_the_ground_pans_and_changes_nothing(opened: Page) -> None:
    x, y = point(opened, "party")
    drag(opened, nothing(opened), (-80, -60))
    assert point(opened, "party") == pytest.approx((x - 80, y - 60), abs=2)
    expect(log(opened)).to_have_text("log:")


def test_space_makes_a_drag_over_a_node_pan(opened: Page) -> None:
    before = point(opened, "zhenhua")
    opened.locator(".la-drawing").focus()
    opened.keyboard.down("Space")
    drag(opened, point(opened, "party"), (50, 40))
    opened.keyboard.up("Space")
    assert point(opened, "zhenhua") == pytest.approx((before[0] + 50, before[1] + 40), abs=2)
    expect(log(opened)).to_have_text("log:")


def test_the_wheel_zooms_at_the_pointer(opened: Page) -> None:
    x, y = point(opened, "database")
    scale = hook(opened, "camera()")["scale"]
    opened.mouse.move(x, y)
    opened.mouse.wheel(0, -240)
    opened.wait_for_timeout(200)
    assert hook(opened, "camera()")["scale"] > 1.2 * scale
    assert point(opened, "database") == pytest.approx((x, y), abs=2)


def test_zoom_places_and_selection_survive_what_python_changes(opened: Page) -> None:
    opened.mouse.move(*point(opened, "zhenhua"))
    opened.mouse.wheel(0, -120)
    click(opened, "press")
    expect_selected(opened, "press")
    before = hook(opened, "camera()"), point(opened, "database")
    click(opened, "party")
    expect_selected(opened, "party")
    opened.keyboard.press("h")
    expect(opened.locator(CANVAS)).to_have_attribute("data-node-count", str(STANDING - 1))
    assert (hook(opened, "camera()"), point(opened, "database")) == before
    assert "party" not in listed_ids(opened)


def test_a_choice_made_elsewhere_is_taken_over(opened: Page) -> None:
    click(opened, "zhenhua")
    expect_selected(opened, "zhenhua")
    opened.get_by_role("button", name="Choose the press").click()
    expect_selected(opened, "press")
    expect(option(opened, "press")).to_have_attribute("aria-selected", "true")


def toggle(page: Page) -> None:
    page.locator("[data-testid=stCheckbox]", has_text="Canvas").locator("label").click()


@pytest.mark.parametrize("forget", [False, True])
def test_taken_off_the_page_and_back_it_draws_and_counts_on(opened: Page, forget: bool) -> None:
    click(opened, "zhenhua")
    click(opened, "press")
    expect_selected(opened, "press")
    opened.locator('[data-tool="closer"]').click()
    opened.wait_for_timeout(400)
    scale = hook(opened, "camera()")["scale"]
    toggle(opened)
    expect(opened.locator(CANVAS)).to_have_count(0)
    if forget:
        opened.evaluate("globalThis.longarm.memory.clear()")
    toggle(opened)
    wait_ready(opened)
    assert counts(opened) == (STANDING, len(LINKS))
    expect_selected(opened, "press")
    assert (hook(opened, "camera()")["scale"] == pytest.approx(scale, rel=0.001)) is not forget
    click(opened, "party")
    expect_selected(opened, "party")


def test_the_box_selects_what_lies_inside(opened: Page) -> None:
    opened.locator('[data-tool="box"]').click()
    (left, top), (right, bottom) = point(opened, "state"), point(opened, "cetc")
    drag(opened, (left - 20, top - 20), (right - left + 40, bottom - top + 40))
    expect(chosen(opened)).to_have_count(2)
    expect(option(opened, "cetc")).to_have_attribute("aria-selected", "true")
    expect(opened.locator('[data-tool="box"]')).to_have_attribute("aria-pressed", "false")
    opened.keyboard.down("Shift")
    x, y = point(opened, "taiwan")
    drag(opened, (x - 25, y - 25), (50, 50))
    opened.keyboard.up("Shift")
    expect(chosen(opened)).to_have_count(3)


def test_hovering_dims_all_but_the_neighbours_and_says_what_is_hidden(opened: Page) -> None:
    opened.mouse.move(*point(opened, "database"))
    opened.wait_for_timeout(400)
    assert pixel(opened, "state") != THEMES["light"].category("state")
    assert pixel(opened, "zhenhua") == THEMES["light"].category("company")
    expect(opened.get_by_role("tooltip")).to_have_text("3 links, 1 hidden. Double-click expands.")
    opened.mouse.move(*nothing(opened))
    opened.wait_for_timeout(300)
    assert pixel(opened, "state") == THEMES["light"].category("state")
    expect(opened.get_by_role("tooltip")).to_be_hidden()


def test_the_menu_counts_before_it_expands(opened: Page) -> None:
    click(opened, "cetc", button="right")
    menu = opened.get_by_role("menu")
    expect(menu).to_contain_text("Surveillance+3")
    menu.get_by_role("menuitem", name="Surveillance").click()
    expect(log(opened)).to_contain_text("expand cetc")
    expect(menu).to_be_hidden()
    click(opened, "cetc", button="right")
    menu.get_by_role("menuitem", name="Focus on this").click()
    expect(log(opened)).to_contain_text("focus cetc")


def test_the_toolbar_acts_on_the_selection(opened: Page) -> None:
    hide = opened.locator('[data-tool="hide"]')
    expect(hide).to_have_attribute("aria-disabled", "true")
    click(opened, "press")
    expect(hide).to_have_attribute("aria-disabled", "false")
    hide.click()
    expect(opened.locator(CANVAS)).to_have_attribute("data-node-count", str(STANDING - 1))
    opened.get_by_label("Layout", exact=True).select_option("force")
    expect(log(opened)).to_contain_text("layout force")
    opened.locator('[data-tool="undo"]').click()
    expect(log(opened)).to_contain_text("undo")


def test_the_list_walks_by_keyboard_and_enter_selects(opened: Page) -> None:
    opened.locator(LISTBOX).focus()
    for name in ("ArrowDown", "ArrowDown", "Enter"):
        opened.keyboard.press(name)
    expect_selected(opened, NODES[2][0])
    active = opened.locator(LISTBOX).get_attribute("aria-activedescendant")
    assert opened.locator(f"#{active}").get_attribute("data-id") == NODES[2][0]
    opened.keyboard.press("Escape")
    expect_selected(opened)


def test_an_option_can_be_clicked_with_the_pointer(opened: Page) -> None:
    option(opened, "taiwan").click()
    expect_selected(opened, "taiwan")


def test_arrows_walk_from_node_to_linked_node(opened: Page) -> None:
    click(opened, "zhenhua")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    expect_selected(opened, "database")


def test_keys_stay_in_the_canvas_and_slash_goes_to_search(opened: Page) -> None:
    click(opened, "zhenhua")
    opened.keyboard.press("c")
    opened.keyboard.press("r")
    opened.wait_for_timeout(300)
    assert opened.get_by_role("dialog").count() == 0
    opened.keyboard.press("/")
    expect(opened.locator(".st-key-search input")).to_be_focused()


def test_an_empty_scene_says_so_and_offers_a_way_back(opened: Page) -> None:
    opened.locator(".la-drawing").focus()
    opened.keyboard.press("Control+a")
    expect(chosen(opened)).to_have_count(len(NODES))
    opened.keyboard.press("h")
    expect(opened.locator(CANVAS)).to_contain_text("Nothing is shown. Everything is hidden.")
    opened.get_by_role("button", name="Show all").click()
    expect(opened.locator(CANVAS)).to_have_attribute("data-node-count", str(STANDING))


def test_a_click_sends_little_and_the_library_once(page: Page, canvas_url: str) -> None:
    sizes: list[int] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))),
    )
    page.goto(canvas_url)
    wait_ready(page)
    page.wait_for_timeout(500)
    assert sum(size > 400_000 for size in sizes) == 1
    for one in ("zhenhua", "press", "party"):
        sizes.clear()
        click(page, one)
        expect_selected(page, one)
    assert sum(sizes) < 10_000


def test_fits_anew_when_the_window_changes_until_somebody_zooms(opened: Page) -> None:
    opened.set_viewport_size({"width": 900, "height": 800})
    opened.wait_for_timeout(400)
    box = opened.locator(".la-vis").bounding_box()
    assert box is not None
    assert all(
        box["x"] < point(opened, row[0])[0] < box["x"] + box["width"]
        and box["y"] < point(opened, row[0])[1] < box["y"] + box["height"]
        for row in NODES
    )
    opened.locator('[data-tool="closer"]').click()
    opened.wait_for_timeout(400)
    scale = hook(opened, "camera()")["scale"]
    opened.set_viewport_size({"width": 1200, "height": 800})
    opened.wait_for_timeout(400)
    assert hook(opened, "camera()")["scale"] == pytest.approx(scale, rel=0.01)
