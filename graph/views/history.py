"""Undo and redo over ViewStates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.views.viewstate import ViewState

MAX_PAST: Final = 200
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class History:
    """What is on the screen, what was there before, and what was undone.

    Attributes
    ----------
    present : ViewState
        What is on the screen.
    past : tuple of ViewState
        What can be undone, the latest last; at most `MAX_PAST`.
    future : tuple of ViewState
        What can be redone, the next first.

    Examples
    --------
    >>> history = History(ViewState()).push(ViewState(hops=2))
    >>> history.undo().present.hops, history.undo().redo().present.hops
    (1, 2)
    """

    present: ViewState
    past: tuple[ViewState, ...] = ()
    future: tuple[ViewState, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self.future)

    def push(self, state: ViewState) -> History:
        """Go on to `state`; nothing happens when it is what is there already."""
        if state == self.present:
            return self
        return History(state, (*self.past, self.present)[-MAX_PAST:])

    def undo(self) -> History:
        """One step back, if there is one."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """One step forward again, if there is one."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])
