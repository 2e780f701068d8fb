"""A visit to the app on a machine without any network: ``python -m tests.e2e.away FOLDER``.

Started by a test in a network namespace of its own, where even the loopback is down at first.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import sys

from playwright.sync_api import sync_playwright

from scripts.serving import launch, serve
from tests.e2e.look import OPTION, counts, wait_ready

SET_FLAGS, UP = 0x8914, 0x1


def loopback_up() -> None:
    """Bring up the loopback of this namespace, as there may be no tool to do it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def main(folder: str) -> None:
    if [name for _, name in socket.if_nameindex() if name != "lo"]:
        raise SystemExit("This is for a namespace without a network.")
    loopback_up()
    with serve("app.py", "--data", folder) as server, sync_playwright() as playwright:
        page = launch(playwright).new_page()
        page.goto(server.address)
        wait_ready(page)
        page.locator(OPTION).first.dispatch_event("click")
        page.locator(".st-key-make_figure button").click()
        page.get_by_role("dialog").locator("img").first.wait_for(timeout=60_000)
        assert "Traceback" not in server.printed(), server.printed()
        sys.stdout.write(f"drawn {counts(page)[0]}\n")


if __name__ == "__main__":
    main(sys.argv[1])
