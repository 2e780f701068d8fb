"""Start a Streamlit script for a while, and a browser to look at it.

Browser tests, screenshots and benchmarks share these.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Playwright

from scripts.browser import ARGUMENTS, HOW, find_browser

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, and what it has printed."""

    address: str
    log: Path

    def printed(self) -> str:
        """Everything the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serve(script: Path | str = "app.py", *arguments: str) -> Iterator[Server]:
    """Run a Streamlit script with the project's own settings.

    Raises
    ------
    RuntimeError
        When the server does not answer in time or ends early, with what it printed.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", Path(log.name))
        try:
            if not _answers(f"{server.address}/_stcore/health", process):
                raise RuntimeError(f"{' '.join(command)} did not start:\n{server.printed()}")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with direct.open(address, timeout=2) as answer:
                if answer.status == 200:
                    return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def launch(playwright: Playwright) -> Browser:
    """A headless browser; says how to get one when there is none."""
    found = find_browser(playwright)
    if found is None:
        raise RuntimeError(HOW)
    return playwright.chromium.launch(executable_path=found, headless=True, args=list(ARGUMENTS))
