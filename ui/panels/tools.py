"""Questions that need room of their own: one menu in the top bar, one drawer each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

import streamlit as st

from graph.store import Store
from ui import drawers, stories
from ui.panels import casework
from ui.safe import md

TOOLS: Final[dict[str, tuple[str, str]]] = {
    "tell": ("The saved views, one by one", "presenting"),
    "evidence": ("What rests on which source?", "evidence"),
    "overview": ("The whole at a glance", "overview"),
    "sanctions": ("What would sanctions hit?", "sanctions"),
    "compare": ("Compare two data folders or views", "compare"),
    "story": ("Saved views and their story", "story"),
    "names": ("A list of names", "casework_names"),
    "same": ("Likely the same", "casework_same"),
    "read": ("Read a source", "casework_reading"),
    "notes": ("Notes and dead ends", "casework_notes"),
    "combine": ("Combine with another folder", "casework_combine"),
}
"""For each tool its words in the menu and the module under ``ui.panels`` with its ``drawer``."""


def tools_menu(store: Store) -> None:
    """The menu; choosing a tool opens its drawer."""
    if not TOOLS:
        return
    chosen = st.menu_button(
        "Questions",
        [name for name in TOOLS if name != "tell" or stories.shelf().work.views],
        key="tools",
        icon=":material/query_stats:",
        format_func=_words,
    )
    if chosen:
        drawers.closed()
        casework.forget_told()
    chosen = chosen or drawers.standing()
    if chosen:
        module = import_module(f"ui.panels.{TOOLS[chosen][1]}")
        drawer = cast(Callable[[Store], None], module.drawer)
        drawer(store)


def _words(name: str) -> str:
    """Words in the menu; a story goes by its own title."""
    # The menu reads its options as markdown.
    title = md(stories.shelf().work.title) if name == "tell" else ""
    return title or TOOLS[name][0]
