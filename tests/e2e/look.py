"""What a browser test sees of the page: the contract's hooks, and what went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page

CANVAS = '[data-testid="canvas"]'
READY = f'{CANVAS}[data-ready="true"]'
LISTBOX = '[role="listbox"]'
OPTION = f'{LISTBOX} [role="option"]'
INSPECTOR = ".st-key-inspector"
LOCAL_SCHEMES = ("data", "blob", "about", "chrome-error")


@dataclass
class Watch:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Take errors that match `pattern` as wanted by this test."""
        self.allowed.append(pattern)

    def follow(self, page: Page) -> None:
        """Write down everything `page` does from here on."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    @property
    def foreign(self) -> list[str]:
        """Requests that left 127.0.0.1."""
        parts = ((url, urlsplit(url)) for url in self.requests)
        return [
            url
            for url, part in parts
            if part.scheme not in LOCAL_SCHEMES and part.hostname != "127.0.0.1"
        ]

    @property
    def unwanted(self) -> list[str]:
        """Errors that the test did not allow."""
        return [text for text in self.errors if not any(re.search(p, text) for p in self.allowed)]


def wait_ready(page: Page) -> None:
    """Wait until the canvas has drawn."""
    page.wait_for_selector(READY, state="attached", timeout=30_000)


def counts(page: Page) -> tuple[int, int]:
    """Nodes and links that the canvas says it draws."""
    canvas = page.locator(CANVAS)
    nodes, edges = (canvas.get_attribute(name) for name in ("data-node-count", "data-edge-count"))
    return int(nodes or -1), int(edges or -1)


def option(page: Page, entity_id: str) -> Locator:
    """The list's entry of an entity."""
    return page.locator(f'[role="option"][data-id="{entity_id}"]')


def listed_ids(page: Page) -> set[str]:
    """Ids of the entities in the list beside the drawing."""
    ids: list[str] = page.locator(OPTION).evaluate_all("all => all.map(one => one.dataset.id)")
    return set(ids)


def place_of(page: Page, entity_id: str) -> tuple[float, float]:
    """Where an entity stands in the window."""
    find = "(root, id) => { const at = root.longarm.pointOf(id); return [at.x, at.y] }"
    x, y = page.locator(CANVAS).evaluate(find, entity_id)
    return x, y
