"""Top bar: name, search, data set, graph or table, link and figure; and that of the Data page."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from graph.store import Store
from graph.views.view import View
from graph.wording import title_of
from ui import opened, state
from ui.panels.figure import figure_dialog
from ui.panels.search import search_panel
from ui.panels.tools import tools_menu
from ui.safe import html, plain, show

_MARK = Path(__file__).parents[1] / "mark.svg"


def topbar(store: Store, view: View) -> str:
    """Draw the bar; gives ``Graph`` or ``Table``, whichever the workspace shows."""
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="medium"):
        _brand()
        with st.container(key="search", width=316):
            search_panel(store)
        st.button(
            "Data",
            key="open_data",
            icon=":material/database:",
            help="Open your own files, read the load report, save in other formats.",
            on_click=state.to_data_page,
        )
        show(_names(title_of(view, store)))
        st.space("stretch")
        with st.container(key="questions", width="content"):
            tools_menu(store)
        shown = _switch()
        with st.container(key="export", width="content"):
            if st.button("Make a figure", type="primary", key="make_figure"):
                figure_dialog(store)
    return shown


def _names(title: str) -> Markup:
    """The title of the view, below the name of a data set that the session opened."""
    name = plain(opened.name())
    same = re.sub(r"[\W_]+", "", name).casefold() == re.sub(r"[\W_]+", "", title).casefold()
    return html(
        "<div class='pg-dataset' title='{both}'><small>{name}</small>{title}</div>",
        both=f"{name}: {title}" if name and not same else title,
        name="Your data" if same and name else name,
        title=title,
    )


def data_bar(*, way_back: bool = True) -> None:
    """Draw the bar of the Data page, with the way back to the drawing."""
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="medium"):
        _brand()
        with st.container(key="data_title", width="content"):
            st.html("<div class='pg-dataset'>Data</div>")
        st.space("stretch")
        if way_back:
            st.button(
                "Back to the drawing",
                key="leave_data",
                icon=":material/arrow_back:",
                type="primary",
                on_click=state.from_data_page,
            )


def _brand() -> None:
    show(
        html(
            "<div class='pg-brand'><img src='{mark}' alt=''><h1>Longarm</h1></div>",
            mark=_mark(),
        )
    )


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


@lru_cache(maxsize=1)
def _mark() -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(_MARK.read_bytes()).decode()
