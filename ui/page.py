"""The page: top bar, filters, workspace with canvas or table, inspector; or the Data page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.errors import DataError, LongarmError
from graph.store import Store
from graph.views.view import View
from ui import editing, icons, opened, state, stories
from ui.panels.casework_reading import reading_column
from ui.panels.data_page import data_page
from ui.panels.filters import filters_panel
from ui.panels.presenting import story_bar
from ui.panels.report import report_panel
from ui.panels.topbar import data_bar, topbar
from ui.safe import md
from ui.workspace import workspace

_HERE = Path(__file__).parent
_ICON = _HERE / "mark.svg"


def render(data: str) -> None:
    """Draw the whole page for a data folder or store file.

    Parameters
    ----------
    data : str
        Folder with ``entities.csv`` and ``relations.csv``, or a store file; a session may open
        another data set on the Data page.
    """
    st.set_page_config(page_title="Longarm", page_icon=str(_ICON), layout="wide")
    for sheet in ("page.css", "data_page.css", "editing.css", "casework.css"):
        st.html(_HERE / sheet)
    st.html(_colours())
    editing.started_with(data)
    try:
        store = opened.store(data)
    except DataError as error:
        data_bar(way_back=False)
        st.empty()
        data_page(None, refused=error)
        return
    if not opened.is_own():
        state.forget_lost()
    state.sync(store)
    stories.sync(opened.mark(data), beside=not opened.is_own())
    if state.on_data_page():
        data_bar()
        # Takes the place of the drawing at once; what is not drawn over goes at the end alone.
        st.empty()
        data_page(store)
        return
    view = _view_or_reset(store)
    if view is None:
        return
    shown = topbar(store, view)
    body, soon = st.container(key="body", horizontal=True, gap=None), st.empty()
    if opened.just_now():
        with soon.container(key="soon"):
            st.html("<p class='pg-body' role='status'>Loaded. The drawing is being made …</p>")
    with body:
        left = st.container(key="filters", width=232)
        state.mark_drawn()
        # The drawing goes out before the rows beside it: it is what a click on a filter is for.
        with st.container(key="workspace", width="stretch"):
            workspace(store, shown)
        reading_column(store)
        with left:
            filters_panel(store, view)
            report_panel(store.report)
    soon.empty()
    story_bar(store)


def _view_or_reset(store: Store) -> View | None:
    try:
        return state.view_of(store)
    except LongarmError as error:
        st.error(md(str(error)))
        st.button("Show the first screen", on_click=state.reset)
        return None


def _colours() -> str:
    theme = icons.theme()
    names = ("ground", "panel", "ink", "muted", "faint", "rule", "accent", "accent_ground")
    rules = "".join(f"--la-{name.replace('_', '-')}:{getattr(theme, name)};" for name in names)
    rules += f"--la-ownership:{theme.group('ownership')};--la-soft:{theme.soft_rule};"
    return f"<style>:root{{{rules}}}</style>"
