"""The measurements, each in a page of its own, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median

from playwright.sync_api import Browser, Page

READY = '[data-testid="canvas"][data-ready="true"]'
CANVAS = '[data-testid="canvas"]'

# Clicks, and answers how long it took until `where` contained `wanted` and a frame was painted.
CLICK_TO_TEXT = """([target, where, wanted]) => new Promise((done) => {
  const begun = performance.now();
  const there = () => {
    const root = document.querySelector(where);
    return root !== null && root.textContent.includes(wanted);
  };
  const watch = new MutationObserver(() => {
    if (!there()) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - begun));
  });
  watch.observe(document.body, {subtree: true, childList: true, characterData: true});
  target.click();
})"""

# Clicks, and answers how long it took until an attribute of the canvas changed.
CLICK_TO_REDRAW = """([target, canvas]) => new Promise((done) => {
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - begun));
  });
  const counts = ["data-node-count", "data-edge-count"];
  watch.observe(canvas, {attributes: true, attributeFilter: counts});
  target.click();
})"""

RECORD_FRAMES = """() => {
  window.frames_seen = [];
  const note = (now) => { window.frames_seen.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """A fresh page of 1440 by 900, nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(120_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def wait_for_longarm(page: Page) -> None:
    """Until the canvas says that it has drawn."""
    page.wait_for_selector(READY, state="attached")


def wait_for_pyvis(page: Page) -> None:
    """Until the network in the iframe has settled and been drawn."""
    frame = page.frame_locator("iframe")
    frame.locator("body[data-drawn=true]").wait_for(state="attached")


def wait_for_bare(page: Page) -> None:
    """Until the bare page shows its line."""
    page.wait_for_selector(".st-key-answer")


def first_drawing(browser: Browser, address: str, wait: Callable[[Page], None]) -> float:
    """From opening the page to its complete drawing."""
    with opened(browser) as page:
        begun = time.perf_counter()
        page.goto(address, wait_until="commit")
        wait(page)
        return 1000 * (time.perf_counter() - begun)


def inspector_clicks(page: Page, targets: list[tuple[str, str]]) -> Iterator[float]:
    """From a click on an entity to the inspector that shows it, for (id, label) pairs."""
    for entity_id, label in targets:
        one = page.locator(f'[role="option"][data-id="{entity_id}"]').element_handle()
        yield page.evaluate(CLICK_TO_TEXT, [one, ".st-key-inspector h2", label])
        page.wait_for_timeout(250)


def bare_clicks(page: Page, times: int) -> Iterator[float]:
    """From a click on a bare button to the text after its rerun."""
    for number in range(1, times + 1):
        button = page.get_by_role("button", name="Count").element_handle()
        wanted = f"Counted {number} times"
        yield page.evaluate(CLICK_TO_TEXT, [button, ".st-key-answer", wanted])
        page.wait_for_timeout(250)


def filter_clicks(page: Page, rows: list[str], times: int) -> Iterator[float]:
    """From a click on a row of the filters to the canvas that has redrawn; each off and on."""
    for number in range(times):
        name = rows[(number // 2) % len(rows)]
        row = page.locator(".st-key-filters").get_by_role("checkbox", name=name).first
        canvas = page.locator(CANVAS).element_handle()
        yield page.evaluate(CLICK_TO_REDRAW, [row.element_handle(), canvas])
        page.wait_for_timeout(400)


def frame_times(page: Page, area: tuple[float, float, float, float]) -> list[float]:
    """Times between frames while the picture is dragged to and fro and zoomed with the wheel."""
    left, top, width, height = area
    middle = (left + width / 2, top + height / 2)
    page.mouse.move(*middle)
    page.evaluate(RECORD_FRAMES)
    page.keyboard.down("Space")
    page.mouse.down()
    for step in range(60):
        swing = 120 * (1 if (step // 15) % 2 else -1) * ((step % 15) / 15)
        page.mouse.move(middle[0] + swing, middle[1] + swing / 2)
    page.mouse.up()
    page.keyboard.up("Space")
    for step in range(30):
        page.mouse.wheel(0, -40 if step < 15 else 40)
    stamps: list[float] = page.evaluate("() => window.frames_seen")
    return [after - before for before, after in pairwise(stamps)]


def frames(browser: Browser, address: str, wait: Callable[[Page], None], holder: str) -> float:
    """Median time of a frame while the picture moves."""
    with opened(browser) as page:
        page.goto(address)
        wait(page)
        page.wait_for_timeout(1500)
        box = page.locator(holder).first.bounding_box()
        if box is None:
            raise RuntimeError(f"{holder} has no place on the page.")
        return median(frame_times(page, (box["x"], box["y"], box["width"], box["height"])))
