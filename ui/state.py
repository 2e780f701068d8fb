"""The session: one history of ViewStates, mirrored in the address bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from graph.store import Store
from graph.views.history import History
from graph.views.view import View, build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query

_HISTORY = "history"
_WRITTEN = "query_written"
_NOTICES = "notices"
_DRAWN = "state_drawn"
_VIEW_PARAM = "view"
_DATA_PAGE = "data"
_BEFORE_DATA = "view_before_data"
_OWN_PARAM = "opened"
_ASIDE = (_VIEW_PARAM, _OWN_PARAM)

Query = dict[str, str]


def sync(store: Store) -> None:
    """Read the address bar; where it differs from what was last written, it wins."""
    incoming = _incoming()
    if _HISTORY not in st.session_state:
        state, messages = from_query(incoming, store)
        st.session_state[_HISTORY] = History(state)
        st.session_state[_NOTICES] = [*notices(), *messages]
        st.session_state[_WRITTEN] = incoming
    elif incoming != st.session_state[_WRITTEN]:
        state, messages = from_query(incoming, store)
        kept = current()
        if to_query(state) != to_query(kept):
            push(state.with_(pins=kept.pins))
        st.session_state[_NOTICES] = list(messages)
        st.session_state[_WRITTEN] = incoming


def _incoming() -> Query:
    return {key: value for key, value in st.query_params.items() if key not in _ASIDE}


def write_address() -> None:
    """Bring the address bar to the present state; writes only when it changed."""
    query = to_query(current())
    if query != _incoming():
        keep = {key: value for key, value in st.query_params.items() if key in _ASIDE}
        st.query_params.from_dict(keep | query)
    st.session_state[_WRITTEN] = query


def on_data_page() -> bool:
    """Whether the Data page is shown instead of the drawing."""
    return str(st.query_params.get(_VIEW_PARAM, "")).lower() == _DATA_PAGE


def to_data_page() -> None:
    """Show the Data page; `from_data_page` leads back to drawing or table."""
    if not on_data_page():
        st.session_state[_BEFORE_DATA] = st.query_params.get(_VIEW_PARAM)
        st.query_params[_VIEW_PARAM] = _DATA_PAGE


def from_data_page() -> None:
    """Back to the drawing or the table, whichever was shown before."""
    before = st.session_state.pop(_BEFORE_DATA, None)
    if before:
        st.query_params[_VIEW_PARAM] = before
    else:
        st.query_params.pop(_VIEW_PARAM, None)


def start_anew(keep: Iterable[str] = ()) -> None:
    """Forget everything about the present data set: view, history, choices in panels.

    Parameters
    ----------
    keep : iterable of str
        Names in the session that stay.
    """
    kept = set(keep)
    for key in [key for key in st.session_state if key not in kept]:
        del st.session_state[key]
    st.query_params.clear()


def begin(present: ViewState) -> None:
    """Start a history with this view, in place of the one in the address."""
    st.session_state[_HISTORY] = History(present)
    st.session_state[_NOTICES] = []
    st.session_state[_WRITTEN] = _incoming()


def mark_own(name: str) -> None:
    """Let the address say that it belongs to a data set that the session opened."""
    st.query_params[_OWN_PARAM] = name


def forget_lost() -> None:
    """Where the address belongs to a data set that is no longer open, say so and start anew."""
    lost = st.query_params.get(_OWN_PARAM)
    if lost is None:
        return
    keep = {key: value for key, value in st.query_params.items() if key == _VIEW_PARAM}
    st.query_params.from_dict(keep)
    notify(
        f"“{lost}” was opened from files, and those are gone when the page is loaded anew. Open "
        "them again under Data."
    )


def current() -> ViewState:
    """What is on the screen."""
    history: History = st.session_state[_HISTORY]
    return history.present


def push(state: ViewState) -> None:
    """Show `state`; the one before it can be had back with undo."""
    st.session_state[_HISTORY] = st.session_state[_HISTORY].push(state)


def change(**changes: Any) -> None:
    """Show the present state with some fields changed."""
    push(current().with_(**changes))


def settle(**changes: Any) -> None:
    """Change the present state without a step of its own in the history: one move of many."""
    history: History = st.session_state[_HISTORY]
    st.session_state[_HISTORY] = replace(history, present=current().with_(**changes))


def select(ids: Iterable[str]) -> None:
    """Select entities, the latest last; nothing else changes."""
    change(selection=tuple(dict.fromkeys(ids)))


def toggle(facet: str, value: str, universe: tuple[str, ...]) -> None:
    """Switch one value of a filter."""
    push(current().toggle(facet, value, universe))


def undo() -> None:
    """Go back one step."""
    st.session_state[_HISTORY] = st.session_state[_HISTORY].undo()


def redo() -> None:
    """Take an undone step again."""
    st.session_state[_HISTORY] = st.session_state[_HISTORY].redo()


def past() -> tuple[ViewState, ...]:
    """What undo goes back to, the latest last."""
    history: History = st.session_state[_HISTORY]
    return history.past


def can_undo() -> bool:
    """Whether there is a step to go back."""
    return bool(st.session_state[_HISTORY].can_undo)


def can_redo() -> bool:
    """Whether there is an undone step."""
    return bool(st.session_state[_HISTORY].can_redo)


def reset() -> None:
    """Back to the first screen; undo brings the present one back."""
    push(ViewState())


def notices() -> list[str]:
    """Messages about parts of the address that were not understood."""
    return list(st.session_state.get(_NOTICES, []))


def notify(message: str) -> None:
    """Add a message that stays until it is dismissed."""
    st.session_state.setdefault(_NOTICES, []).append(message)


def dismiss_notices() -> None:
    """Take the messages away."""
    st.session_state[_NOTICES] = []


def mark_drawn() -> None:
    """Remember the state that the whole page, filters included, was drawn for."""
    st.session_state[_DRAWN] = current()


def forget_drawn() -> None:
    """Let the whole page be drawn again: the data themselves changed."""
    st.session_state.pop(_DRAWN, None)


def each(change: Callable[[ViewState], ViewState]) -> None:
    """Change every state of the history, as when an id becomes another."""
    history: History = st.session_state[_HISTORY]
    st.session_state[_HISTORY] = History(
        change(history.present),
        tuple(change(one) for one in history.past),
        tuple(change(one) for one in history.future),
    )


def only_selection_changed() -> bool:
    """Whether the page as a whole still stands: selection, lit links, threshold, pins aside."""
    drawn: ViewState | None = st.session_state.get(_DRAWN)
    if drawn is None:
        return False
    aside = {"selection": (), "emphasis": (), "threshold": 0.0, "pins": ()}
    return drawn.with_(**aside) == current().with_(**aside)


def view_of(store: Store) -> View:
    """The view of the present state."""
    return build_view(store, current())
