"""A real browser in front of a real server.

One server and one browser serve the whole run: every test here is in one xdist group. A page
keeps a watch: when its test ends, nothing may have been asked from another host, and neither the
browser's console nor the page may have shown an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.serving import Server, launch, serve
from tests.e2e.look import Watch, wait_ready

HERE = Path(__file__).parent

expect.set_options(timeout=15_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("browser"))


class Apps:
    """The servers of a run, ended together."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._read: dict[Server, int] = {}

    def start(self, *arguments: str) -> str:
        """Start a server; gives its address."""
        server = self._stack.enter_context(serve("app.py", *arguments))
        self._read[server] = 0
        return server.address

    def news(self) -> str:
        """What the servers have printed since this was last asked."""
        fresh = ""
        for server, read in self._read.items():
            printed = server.printed()
            fresh += printed[read:]
            self._read[server] = len(printed)
        return fresh


@pytest.fixture(scope="session")
def apps() -> Iterator[Apps]:
    with ExitStack() as stack:
        yield Apps(stack)


@pytest.fixture(scope="session")
def start_app(apps: Apps) -> Callable[[Path], str]:
    """A factory: the address of a server of its own for a data folder."""
    return lambda data: apps.start("--data", str(data))


@pytest.fixture(scope="session")
def app_url(apps: Apps) -> str:
    """The address of a server with the default data."""
    return apps.start()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch, apps: Apps) -> Iterator[Page]:
    """An empty page of 1440 by 900 that is watched."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    opened = context.new_page()
    watch.follow(opened)
    yield opened
    broken = opened.locator('[data-testid="stException"]').count()
    context.close()
    printed = apps.news()
    assert "Traceback" not in printed, f"the server printed an error:\n{printed}"
    assert watch.foreign == [], "requests left 127.0.0.1"
    assert watch.unwanted == [], "errors in the browser's console"
    assert broken == 0, "an exception stands on the page"


@pytest.fixture
def open_view(page: Page, app_url: str) -> Callable[..., Page]:
    """Open a view: ``open_view(focus="cetc", hops=2)``; waits until it is drawn."""

    def open_it(url: str = "", **query: object) -> Page:
        words = urlencode({key: str(value) for key, value in query.items()})
        page.goto(f"{url or app_url}/?{words}" if words else url or app_url)
        wait_ready(page)
        return page

    return open_it
