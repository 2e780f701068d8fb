"""A Spark Connect server of one's own on this machine, out of the pip package.

Listens on 127.0.0.1 alone, and ends with whoever started it:

    .venv-spark/bin/python -m scripts.spark_server
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

PATIENCE = 120
"""Seconds a server may take to come up."""

PORT = 15002


def lacking() -> str:
    """What a server needs and is not here; blank when all is."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "Java 17 is not installed"
    return ""


class Server:
    """A server, as a context: started, ended, and started again in between if wanted."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._folder = folder
        self.port = port or _free_port()
        self.address = f"sc://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": str(self.port),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(self._folder / "warehouse"),
        }
        options = [part for key, value in settings.items() for part in ("--conf", f"{key}={value}")]
        home = _home()
        script = [str(home / "sbin" / "start-connect-server.sh"), "--wait"]
        with (self._folder / "server.log").open("ab") as log:
            # A group of its own: the script starts Java, and both are to end.
            self._process = subprocess.Popen(
                ["bash", *script, "--master", "local[2]", "--driver-memory", "1g", *options],
                cwd=self._folder,
                env=os.environ
                | {
                    "SPARK_HOME": str(home),
                    "SPARK_LOCAL_IP": "127.0.0.1",
                    "SPARK_LOG_DIR": str(self._folder),
                    "SPARK_PID_DIR": str(self._folder),
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """End it; nothing of it goes on."""
        process, self._process = self._process, None
        if process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, how)
                process.wait(timeout=20)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        while _answers(self.port):
            time.sleep(0.1)

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while not _answers(self.port):
            if self._process is None or self._process.poll() is not None:
                self._fail("ended at once")
            if time.monotonic() > until:
                self._fail(f"does not answer after {PATIENCE} seconds")
            time.sleep(0.2)

    def _fail(self, what: str) -> None:
        self.stop()
        log = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"The Spark Connect server {what}:\n{log[-2_000:]}")


def _home() -> Path:
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        raise RuntimeError(lacking())
    return Path(found.origin).parent


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    """Serve until Ctrl+C."""
    missing = lacking()
    if missing:
        print(f"{missing}; run: sh scripts/spark_venv.sh", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="spark-") as folder, Server(Path(folder), PORT) as server:
        print(f"Spark Connect listens on {server.address}; Ctrl+C ends it.", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
