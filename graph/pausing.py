"""Pausing the search for cyclic garbage while much is built that holds no cycles.

An answer of tens of thousands of small objects makes Python look through the whole process again
and again; for the ownership sheet that was half of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Pauses:
    """How many pauses are on, over all threads, and whether to go on afterwards."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._was_on = False

    def begin(self) -> None:
        with self._lock:
            if not self._count:
                self._was_on = gc.isenabled()
                gc.disable()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and self._was_on:
                gc.enable()


_PAUSES = _Pauses()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Do something, or decorate a function, without looking for cyclic garbage meanwhile.

    Examples
    --------
    >>> with without_collecting():
    ...     during = gc.isenabled()
    >>> during, gc.isenabled()
    (False, True)
    """
    _PAUSES.begin()
    try:
        yield
    finally:
        _PAUSES.end()
