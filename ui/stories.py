"""The saved views of a session: as they stand in the file, as they were changed, and the telling.

The file beside the data is read once and written on an explicit save alone. Every change gives a
new `Story`, so that each can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from graph.errors import DataError, ExportError, LongarmError
from graph.store import Store
from graph.views.story import SavedView, Story, read_story, write_story
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query
from ui import state

_KEY: Final = "stories"
_MOST_PAST: Final = 50


@dataclass
class Shelf:
    """What a session knows of the saved views of one data set.

    Attributes
    ----------
    data : str
        The data folder or store file; for a data set that the session opened, what tells it apart.
    saved, work : Story
        As in the file, and as on the page.
    past : list of Story
        What can be taken back, the latest last.
    problem : str
        Why the file could not be read; blank when it could.
    place : int or None
        The view that is being presented.
    came_from : ViewState or None
        What was on the screen before the telling began.
    beside : bool
        Whether there is a folder that the file can stand in. The views of a data set that the
        session opened live in the session.
    """

    data: str
    saved: Story = field(default_factory=Story)
    work: Story = field(default_factory=Story)
    past: list[Story] = field(default_factory=list)
    problem: str = ""
    place: int | None = None
    came_from: ViewState | None = None
    beside: bool = True

    @property
    def unsaved(self) -> bool:
        """Whether the page holds changes that the file does not."""
        return self.work != self.saved


def sync(data: str, *, beside: bool = True) -> None:
    """Read the views beside the data, once for each session and data set.

    Parameters
    ----------
    data : str
        The data folder or store file, or what tells a data set of the session apart.
    beside : bool
        Whether there is a file to read; else the story starts empty.
    """
    known: Shelf | None = st.session_state.get(_KEY)
    if known is None or known.data != data:
        st.session_state[_KEY] = _read(data) if beside else Shelf(data, beside=False)


def begin(data: str, story: Story) -> None:
    """Start with a story that came with a data set of the session, see `sync`."""
    st.session_state[_KEY] = Shelf(data, story, story, beside=False)


def reread() -> None:
    """Read the file again, unless there are changes that would be lost."""
    present = shelf()
    if present.beside and not present.unsaved and present.place is None:
        fresh = _read(present.data)
        if fresh.saved != present.saved or fresh.problem != present.problem:
            st.session_state[_KEY] = fresh


def _read(data: str) -> Shelf:
    try:
        story = read_story(data)
    except DataError as error:
        return Shelf(data, problem=str(error))
    return Shelf(data, story, story)


def shelf() -> Shelf:
    """The saved views of this session."""
    found: Shelf = st.session_state.setdefault(_KEY, Shelf(""))
    return found


def edit(story: Story) -> None:
    """Put a changed story on the page; the file stays as it is until it is saved."""
    present = shelf()
    if story != present.work:
        present.past = [*present.past, present.work][-_MOST_PAST:]
        present.work = story


def undo_edit() -> None:
    """Take the last change back."""
    present = shelf()
    if present.past:
        present.work = present.past.pop()


def change(place: int, **fields: Any) -> None:
    """Change name, note or state of one view."""
    edit(shelf().work.changed(place, **fields))


def changed_by_others() -> bool:
    """Whether the file holds something else than when it was read."""
    present = shelf()
    if not present.beside:
        return False
    now = _read(present.data)
    return bool(now.problem) or now.saved != present.saved


def save() -> None:
    """Write the views beside the data.

    Raises
    ------
    ExportError
        When the folder cannot be written to, or the data came from no folder.
    """
    present = shelf()
    if not present.beside:
        raise ExportError(
            "This data set was opened on the Data page and has no folder for its views."
        )
    write_story(present.data, present.work)
    present.saved, present.problem = present.work, ""


def usable(store: Store, saved: SavedView) -> tuple[ViewState, list[str]]:
    """The state of a saved view as far as the present data knows it, and what was left out.

    Raises
    ------
    LongarmError
        When it cannot be drawn at all.
    """
    found, messages = from_query(to_query(saved.state), store)
    pins = tuple(pin for pin in saved.state.pins if store.entities([pin[0]]))
    whole = found.with_(pins=pins)
    build_view(store, whole)
    told = [message.removeprefix("Address, ") for message in messages]
    return whole, [f"Saved view “{saved.name}”, {message}" for message in told]


def open_view(store: Store, place: int) -> bool:
    """Show a saved view; gives whether it could be shown. Undo brings back what was there."""
    views = shelf().work.views
    if not 0 <= place < len(views):
        return False
    try:
        found, messages = usable(store, views[place])
    except LongarmError as error:
        state.notify(str(error))
        return False
    state.push(found)
    for message in messages:
        state.notify(message)
    return True


def present(store: Store, place: int) -> None:
    """Tell the story from one view on, or go to that view of it."""
    here = shelf()
    if here.work.views:
        if here.place is None:
            here.came_from = state.current()
        here.place = min(max(place, 0), len(here.work.views) - 1)
        open_view(store, here.place)


def step(store: Store, steps: int) -> None:
    """Go on, or back, in the telling; it stops at either end."""
    here = shelf()
    if here.place is not None and 0 <= here.place + steps < len(here.work.views):
        present(store, here.place + steps)


def leave() -> None:
    """End the telling and go back to what was on the screen before; undo goes to the story."""
    here = shelf()
    if here.came_from is not None and here.came_from != state.current():
        state.push(here.came_from)
    here.place = here.came_from = None
