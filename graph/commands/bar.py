"""How far an import has come, on one line of a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Final, TextIO

from graph.terminal import plain

_BEFORE: Final[Mapping[str, float]] = {
    "reading entities.csv": 0.0,
    "checking entities.csv": 0.06,
    "writing entities": 0.1,
    "reading relations.csv": 0.25,
    "checking relations.csv": 0.38,
    "writing relations": 0.47,
    "indexes": 0.58,
}
"""The part of an import that is over when a step begins, as measured on a large one."""

_WIDTH: Final = 20


class Bar:
    r"""Writes each step over the one before; writes nothing where nobody looks.

    Parameters
    ----------
    stream : file, optional
        Where to write; standard error without one.
    quiet : bool, optional
        Whether to keep still.

    Examples
    --------
    >>> from io import StringIO
    >>> told = StringIO()
    >>> Bar(told)("indexes", 12)
    >>> told.getvalue()
    ''
    """

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._on = not quiet and self._stream.isatty()
        self._start = time.monotonic()

    def __call__(self, step: str, rows: int) -> None:
        """Tell what is done now, and how many rows it is about."""
        if not self._on:
            return
        part = _BEFORE.get(step)
        spent = time.monotonic() - self._start
        parts = [step]
        if rows:
            parts.append(f"{rows:,} rows")
        if part:
            parts.append(f"about {spent * (1 - part) / part:,.0f} s left")
        done = round(_WIDTH * (part or 0.0))
        line = f"[{'#' * done}{'.' * (_WIDTH - done)}] {' · '.join(parts)}"
        self._stream.write(f"\r{plain(line)}\x1b[K")
        self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
