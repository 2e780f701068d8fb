"""Take the pictures of README and guide anew: ``make screenshots``."""

from __future__ import annotations

import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.serving import ROOT, launch, serve

OUT = ROOT / "docs" / "images"
READY = '[data-testid="canvas"][data-ready="true"]'


def open_figure(page: Page) -> None:
    page.locator(".st-key-export").get_by_role("button").first.click()
    page.get_by_role("dialog").locator("img").first.wait_for()


def open_owners(page: Page) -> None:
    page.get_by_role("tab", name="Owners").click()
    page.get_by_role("button", name="Chinese state → CETC → Zhenhua Data").click()
    page.locator(".pg-falls").wait_for()


def open_paths(page: Page) -> None:
    page.get_by_role("tab", name="Paths").click()
    page.locator(".st-key-paths input").first.fill("halsema")
    page.locator(".st-key-paths").get_by_role("button", name="Mayor of Amsterdam").click()
    page.locator(".st-key-path_0_go button").click()
    page.locator(".pg-beads").wait_for()


# Name, address, colour scheme, what waits for the picture to be whole, what to do before it.
PICTURES: tuple[tuple[str, str, str, str, Callable[[Page], None] | None], ...] = (
    ("first-screen-light", "", "light", READY, None),
    ("first-screen-dark", "", "dark", READY, None),
    ("inspector", "?focus=cetc&select=cetc", "light", READY, None),
    ("table", "?view=table", "light", '[data-testid="stDataFrame"]', None),
    ("owners", "?select=zhenhua-data", "light", READY, open_owners),
    ("paths", "?select=chinese-state", "light", READY, open_paths),
    ("figure", "?focus=cetc&select=cetc", "light", READY, open_figure),
)


def take(browser: Browser, address: str) -> None:
    """Take every picture from a running app."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, query, scheme, whole, prepare in PICTURES:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{address}/{query}")
        page.wait_for_selector(whole, state="attached", timeout=60_000)
        page.wait_for_timeout(1500)
        if prepare is not None:
            prepare(page)
            page.wait_for_timeout(1500)
        page.screenshot(path=OUT / f"{name}.png")
        print(f"docs/images/{name}.png")
        context.close()


def main() -> int:
    with serve("app.py") as server, sync_playwright() as playwright:
        browser = launch(playwright)
        take(browser, server.address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
