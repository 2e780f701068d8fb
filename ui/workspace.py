"""Workspace: canvas or table with the inspector, rerun together and alone on a click."""

from __future__ import annotations

import streamlit as st

from graph.compose import compose
from graph.store import Store
from graph.view import View
from graph.wording import counts_in_words
from ui import state
from ui.canvas import CanvasEvent, canvas
from ui.panels.inspector import inspector_panel
from ui.panels.table import table_panel
from ui.safe import html, md, show


@st.fragment
def workspace(store: Store, shown: str) -> None:
    """Draw what depends on the selection; anything more redraws the whole page."""
    if not state.only_selection_changed():
        st.rerun()
    view = state.view_of(store)
    state.write_address()
    with st.container(key="columns", horizontal=True, gap=None):
        with st.container(key="centre", width="stretch"):
            _notices(view)
            with st.container(key="view_counts"):
                show(html("<div class='la-counts'>{text}</div>", text=counts_in_words(view.counts)))
            if shown == "Table":
                table_panel(store, view)
            else:
                _canvas(store, view)
        with st.container(key="inspector", width=312):
            inspector_panel(store, view)


def _notices(view: View) -> None:
    messages = state.notices()
    if view.truncated:
        messages.append(view.truncated)
    if not messages:
        return
    with st.container(key="notices"):
        for message in messages:
            st.warning(md(message))
        if state.notices():
            st.button("Dismiss", key="dismiss", on_click=state.dismiss_notices)
