"""Drawing a large figure in a process of its own, so that it can be stopped half way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from graph.errors import ExportError, LongarmError
from graph.progress import Tick

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_EVERY: Final = 0.1


def drawn_apart(
    svg: str, fmt: str, *, scale: float = 2.0, title: str = "", tick: Tick | None = None
) -> bytes | None:
    """An SVG as PNG or PDF, drawn by another process.

    Parameters
    ----------
    svg : str
        The figure.
    fmt : str
        ``png`` or ``pdf``.
    scale : float, optional
        Pixels of a PNG for each px of the drawing.
    title : str, optional
        Title of a PDF.
    tick : callable, optional
        Told the seconds gone by; ``False`` or an exception ends the process.

    Returns
    -------
    bytes or None
        ``None`` when it was stopped.

    Raises
    ------
    ExportError
        When it cannot be drawn.
    """
    wanted = json.dumps({"svg": svg, "format": fmt, "scale": scale, "title": title})
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as drawn:
        asked.write(wanted.encode("utf-8", "replace"))
        asked.seek(0)
        began = time.monotonic()
        # The same Python with a module of ours; nothing of the data is in its arguments.
        with subprocess.Popen(
            [sys.executable, "-m", "graph.exports.apart"],
            stdin=asked,
            stdout=drawn,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        ) as process:
            try:
                while process.poll() is None:
                    time.sleep(_EVERY)
                    if tick is not None and tick(int(time.monotonic() - began)) is False:
                        return None
            finally:
                if process.poll() is None:
                    process.kill()
            said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        if process.returncode:
            raise ExportError(
                said.strip().splitlines()[-1] if said.strip() else "The figure could not be drawn.",
                fix="Save it as SVG, or show fewer entities.",
            )
        drawn.seek(0)
        return drawn.read()


def _draw() -> int:
    from graph.exports.raster import render_pdf, render_png

    wanted = json.load(sys.stdin)
    try:
        if wanted["format"] == "png":
            data = render_png(wanted["svg"], wanted["scale"])
        else:
            data = render_pdf(wanted["svg"], title=wanted["title"])
    except LongarmError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(_draw())
