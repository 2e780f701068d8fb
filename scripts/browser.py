"""Find a Chromium on this machine, or install Debian's when allowed to.

``python -m scripts.browser`` prints its path; ``--install`` fetches it first where it can.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# Nothing but the page under test may reach for the network, and it must run as root in a container.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
)

HOW = """No Chromium was found, and the browser tests need one. Any of these will do:
  Debian, as root:  apt-get update && apt-get install -y --no-install-recommends chromium
  with Playwright:  .venv/bin/python -m playwright install --with-deps chromium
  one of your own:  LONGARM_BROWSER=/path/to/chrome make test"""


def find_browser(playwright: Playwright | None = None) -> str | None:
    """Path of a browser of the Chromium family; ``LONGARM_BROWSER`` names one by hand.

    A caller inside a Playwright session hands it in: two cannot run in one thread.
    """
    named = os.environ.get("LONGARM_BROWSER")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((place for place in PLACES if Path(place).exists()), None)
    if found:
        return found
    if playwright is None:
        with sync_playwright() as session:
            return find_browser(session)
    own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None


def install_browser() -> None:
    """Install Debian's package; does nothing where that is not possible."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing chromium with apt-get.", file=sys.stderr)
    _apt("chromium")


def install_fonts() -> None:
    """Install a small font for Chinese and Japanese, so that tests can look at such labels."""
    if find_font() or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing fonts-droid-fallback with apt-get.", file=sys.stderr)
    _apt("fonts-droid-fallback")


def find_font() -> bool:
    """Whether a font of this machine has Chinese characters."""
    from graph.picture.system_fonts import font_for

    return font_for("中") is not None


def _apt(package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (["apt-get", "update", "-qq"], install):
        if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
            print(f"{' '.join(command)} failed.", file=sys.stderr)
            return


def main(arguments: list[str]) -> int:
    """Print the path of a browser, or how to get one."""
    if "--install" in arguments:
        install_fonts()
    found = find_browser()
    if found is None and "--install" in arguments:
        install_browser()
        found = find_browser()
    if found is None:
        print(HOW, file=sys.stderr)
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
