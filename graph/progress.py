"""Progress of a long question, and the way to cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Tick = Callable[[int], bool | None]
"""Told now and then how many steps were done; ``False`` cancels, an exception passes through."""

EVERY: Final = 4_096
"""Small steps between two calls."""


class Progress:
    """How far a question has come.

    Parameters
    ----------
    tick : callable, optional
        See `Tick`.

    Attributes
    ----------
    done : int
        Steps done.
    cancelled : bool
        Whether the question was cancelled.

    Examples
    --------
    >>> progress = Progress(lambda done: done < 100)
    >>> progress.go_on(60), progress.go_on(60), progress.go_on(), progress.done
    (True, False, False, 120)
    """

    def __init__(self, tick: Tick | None = None) -> None:
        self._tick = tick
        self.done = 0
        self.cancelled = False

    def go_on(self, steps: int = 0) -> bool:
        """Note some steps; whether to go on."""
        if not self.cancelled:
            self.done += steps
            self.cancelled = self._tick is not None and self._tick(self.done) is False
        return not self.cancelled
