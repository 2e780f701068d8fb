"""The page: top bar, filters, workspace with canvas or table, inspector."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.errors import DataError, LongarmError
from graph.store import Store, open_store
from graph.views.view import View
from ui import icons, state, stories
from ui.panels.filters import filters_panel
from ui.panels.presenting import story_bar
from ui.panels.report import refusal, report_panel
from ui.panels.topbar import topbar
from ui.safe import md
from ui.workspace import workspace

_STYLE = Path(__file__).parent / "page.css"
_ICON = Path(__file__).parent / "mark.svg"


def render(data: str) -> None:
    """Draw the whole page for a data folder or store file.

    Parameters
    ----------
    data : str
        Folder with ``entities.csv`` and ``relations.csv``, or a store file.
    """
    st.set_page_config(page_title="Longarm", page_icon=str(_ICON), layout="wide")
    st.html(_STYLE)
    st.html(_colours())
    try:
        store = _store(data, _stamp(data))
    except DataError as error:
        refusal(str(error), getattr(error, "report", None))
        return
    state.sync(store)
    stories.sync(data)
    view = _view_or_reset(store)
    if view is None:
        return
    shown = topbar(store, view)
    with st.container(key="body", horizontal=True, gap=None):
        left = st.container(key="filters", width=232)
        state.mark_drawn()
        # The drawing goes out before the rows beside it: it is what a click on a filter is for.
        with st.container(key="workspace", width="stretch"):
            workspace(store, shown)
        with left:
            filters_panel(store, view)
            report_panel(store.report)
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


@st.cache_resource(show_spinner="Reading the data", max_entries=4)
def _store(data: str, stamp: tuple[tuple[str, int, int], ...]) -> Store:
    return open_store(data)


def _stamp(data: str) -> tuple[tuple[str, int, int], ...]:
    path = Path(data)
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    found = [(item, item.stat()) for item in files if item.is_file()]
    return tuple((item.name, int(facts.st_mtime_ns), facts.st_size) for item, facts in found)
