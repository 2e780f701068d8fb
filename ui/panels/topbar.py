"""Top bar: name, search, data set, graph or table, link and figure."""

from __future__ import annotations

import streamlit as st

from graph.store import Store
from ui.panels.figure import figure_dialog
from ui.panels.search import search_panel
from ui.safe import html, show

_MARK = (
    "<svg viewBox='0 0 24 24' width='24' height='24' aria-hidden='true'>"
    "<path d='M12 6v6M12 12l-6 6M12 12l6 6' stroke='currentColor' stroke-width='2' fill='none'/>"
    "<rect x='9' y='2' width='6' height='6' class='la-mark-a'/>"
    "<circle cx='5.5' cy='19' r='3' class='la-mark-b'/>"
    "<circle cx='18.5' cy='19' r='3' class='la-mark-b'/></svg>"
)


def topbar(store: Store) -> str:
    """Draw the bar; gives ``Graph`` or ``Table``, whichever the workspace shows."""
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f"<div class='la-brand'>{_MARK}<h1>Longarm</h1></div>")
        with st.container(key="search", width=316):
            search_panel(store)
        show(html("<div class='la-dataset'>{name}</div>", name=store.name))
        st.space("stretch")
        shown = _switch()
        with st.container(key="export", width="content"):
            if st.button("Make a figure", type="primary", key="make_figure"):
                figure_dialog(store)
    return shown


def _switch() -> str:
    if "view_mode" not in st.session_state:
        wanted = str(st.query_params.get("view", "graph")).lower()
        st.session_state["view_mode"] = "Table" if wanted == "table" else "Graph"
    choice = st.segmented_control(
        "Show as",
        ["Graph", "Table"],
        key="view_mode",
        label_visibility="collapsed",
        required=True,
        on_change=_remember_mode,
    )
    return str(choice or "Graph")


def _remember_mode() -> None:
    if st.session_state["view_mode"] == "Table":
        st.query_params["view"] = "table"
    else:
        st.query_params.pop("view", None)
