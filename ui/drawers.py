"""Drawers that stay open while they change what is on the canvas behind them.

Streamlit closes a dialog when the whole page is drawn again and nobody opens it anew. A drawer of
this kind leaves its name in the session, and the menu opens it again until it is dismissed.
"""

from __future__ import annotations

import streamlit as st

from ui import state

OPEN = "drawer_open"
"""Where the session keeps the name of the drawer that stands open."""
_SEEN = "drawer_seen"


def keep_open(name: str) -> None:
    """Let the drawer come back each time the page is drawn, until `closed` is called."""
    st.session_state[OPEN] = name
    st.session_state[_SEEN] = state.current()


def standing() -> str | None:
    """Name of the drawer that stands open."""
    name: str | None = st.session_state.get(OPEN)
    return name


def closed() -> None:
    """The drawer was dismissed."""
    st.session_state.pop(OPEN, None)


def follow() -> None:
    """Draw the whole page again once the drawer has changed the view; first thing in a drawer."""
    if state.current() != st.session_state.get(_SEEN):
        st.rerun()
