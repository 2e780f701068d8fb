"""Questions that need room of their own: one menu in the top bar, one drawer each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

import streamlit as st

from graph.store import Store

TOOLS: Final[dict[str, tuple[str, str]]] = {}
"""For each tool its words in the menu and the module under ``ui.panels`` with its ``drawer``."""


def tools_menu(store: Store) -> None:
    """The menu; choosing a tool opens its drawer."""
    if not TOOLS:
        return
    chosen = st.menu_button(
        "Questions",
        list(TOOLS),
        key="tools",
        icon=":material/query_stats:",
        format_func=lambda name: TOOLS[name][0],
    )
    if chosen:
        module = import_module(f"ui.panels.{TOOLS[chosen][1]}")
        drawer = cast(Callable[[Store], None], module.drawer)
        drawer(store)
