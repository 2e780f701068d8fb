"""The measurements, each in a page of its own, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median

from playwright.sync_api import Browser, ElementHandle, Page

READY = '[data-testid="canvas"][data-ready="true"]'
CANVAS = '[data-testid="canvas"]'

# Waits for the pointer to go up and answers how long it took from there until `done` and a frame
# was painted. The promise is kept on the window, so that the click can follow.
ARM = """([kind, where, wanted]) => {
  const done = {
    text: () => {
      const root = document.querySelector(where);
      return root !== null && root.textContent.includes(wanted);
    },
    redraw: (records) => records.some((one) => one.attributeName?.startsWith("data-")),
  }[kind];
  window.measured = new Promise((answer) => {
    let begun = 0;
    const note = () => { begun = performance.now(); };
    addEventListener("pointerup", note, {capture: true, once: true});
    const watch = new MutationObserver((records) => {
      if (!begun || !done(records)) return;
      watch.disconnect();
      requestAnimationFrame(() => answer(performance.now() - begun));
    });
    const all = {subtree: true, childList: true, characterData: true};
    const counts = {attributes: true, attributeFilter: ["data-node-count", "data-edge-count"]};
    watch.observe(document.body, kind === "text" ? all : {subtree: true, ...counts});
  });
}"""

PLACE = "(root, id) => { const at = root.longarm.pointOf(id); return [at.x, at.y] }"

# Drags the ground and then turns the wheel, one event before every frame, so that no frame is idle.
MOVE = """(canvas) => new Promise((answer) => {
  const box = canvas.getBoundingClientRect();
  const [left, top] = [box.left + box.width - 40, box.top + 40];
  const common = {bubbles: true, composed: true, cancelable: true};
  const mouse = {pointerId: 1, pointerType: "mouse", isPrimary: true};
  const point = (type, x, y, button, buttons) => canvas.dispatchEvent(new PointerEvent(
    type, {...common, ...mouse, clientX: x, clientY: y, button, buttons}));
  const [cos, sin] = [(frame) => Math.cos(frame / 8), (frame) => Math.sin(frame / 8)];
  const place = (frame) => [left - 150 + 150 * cos(frame), top + 100 * sin(frame)];
  const dragged = 120, turned = 60, stamps = [];
  let frame = 0;
  const step = (now) => {
    stamps.push(now);
    frame += 1;
    if (frame === 1) point("pointerdown", left, top, 0, 1);
    else if (frame <= dragged) point("pointermove", ...place(frame), -1, 1);
    else if (frame === dragged + 1) point("pointerup", ...place(frame), 0, 0);
    else if (frame <= dragged + turned) canvas.dispatchEvent(new WheelEvent("wheel", {
      ...common, clientX: left, clientY: top, deltaY: frame < dragged + turned / 2 ? -50 : 50}));
    else return answer(stamps);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


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


def pause(page: Page) -> None:
    """Let the page come to rest between two measurements."""
    page.wait_for_timeout(400)


def inspector_clicks(page: Page, targets: list[tuple[str, str]]) -> Iterator[float]:
    """From a click on a shape to the inspector that shows it, for (id, label) pairs."""
    for entity_id, label in targets:
        x, y = page.locator(CANVAS).evaluate(PLACE, entity_id)
        page.evaluate(ARM, ["text", ".st-key-inspector h2", label])
        page.mouse.click(x, y)
        yield page.evaluate("() => window.measured")
        pause(page)


def bare_clicks(page: Page, times: int) -> Iterator[float]:
    """From a click on a bare button to the text after its rerun."""
    for number in range(1, times + 1):
        page.evaluate(ARM, ["text", ".st-key-answer", f"Counted {number} times"])
        page.get_by_role("button", name="Count").click()
        yield page.evaluate("() => window.measured")
        pause(page)


def filter_clicks(page: Page, rows: list[str], times: int) -> Iterator[float]:
    """From a click on a row of the filters to the canvas that has redrawn; each off and on."""
    for number in range(times):
        name = rows[(number // 2) % len(rows)]
        row = page.locator(".st-key-filters").get_by_role("checkbox", name=name).first
        page.evaluate(ARM, ["redraw", "", ""])
        row.locator("xpath=ancestor::label").click()
        yield page.evaluate("() => window.measured")
        pause(page)


def longarm_canvas(page: Page) -> ElementHandle:
    """The element that Longarm draws on."""
    return page.locator(f"{CANVAS} canvas").first.element_handle()


def pyvis_canvas(page: Page) -> ElementHandle:
    """The element that pyvis draws on."""
    return page.frame_locator("iframe").locator("canvas").first.element_handle()


def frames(
    browser: Browser,
    address: str,
    wait: Callable[[Page], None],
    canvas: Callable[[Page], ElementHandle],
) -> float:
    """Median time between frames while the picture is dragged and zoomed.

    Raises
    ------
    RuntimeError
        When nothing moved, so that the figure would mean nothing.
    """
    with opened(browser) as page:
        page.goto(address)
        wait(page)
        page.wait_for_timeout(1500)
        drawn = canvas(page)
        before = drawn.screenshot()
        stamps: list[float] = drawn.evaluate(MOVE)
        if drawn.screenshot() == before:
            raise RuntimeError(f"The picture at {address} did not move.")
        return median(later - sooner for sooner, later in pairwise(stamps))
