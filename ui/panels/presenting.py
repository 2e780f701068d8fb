"""Telling the story: one saved view after another, its note large under the drawing.

Filters, inspector and top bar are hidden by the style sheet while the bar is on the page.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from graph.store import Store
from ui import stories
from ui.safe import html, show

_ROOM: Final = 168
"""Characters from which a note is set smaller."""


def drawer(store: Store) -> None:
    """Start the telling; the page is drawn anew with the first view."""
    stories.present(store, 0)
    st.rerun()


def story_bar(store: Store) -> None:
    """Name, note and place of the view that is told, and the keys to go on with."""
    shelf = stories.shelf()
    if shelf.place is None or shelf.place >= len(shelf.work.views):
        return
    place, views = shelf.place, shelf.work.views
    view = views[place]
    with st.container(key="story_bar", horizontal=True, vertical_alignment="center", gap="medium"):
        show(
            html(
                "<div class='pg-told' role='status'><p class='pg-kicker'>{n} of {total}"
                "<span>{title}</span></p><h2>{name}</h2><p class='{size}'>{note}</p></div>",
                n=place + 1,
                total=len(views),
                title=shelf.work.title,
                name=view.name,
                size="pg-note-large" if len(view.note) <= 2 * _ROOM else "pg-note-long",
                note=view.note,
            )
        )
        with st.container(key="story_keys", horizontal=True, width="content", gap="small"):
            _step(store, "Back", "Left", -1, disabled=place == 0)
            _step(store, "Next", "Right", 1, disabled=place == len(views) - 1)
            st.button("Leave", key="story_leave", shortcut="Esc", on_click=stories.leave)
            with st.container(key="story_space", width="content"):
                # Space goes on as well; one button takes one key.
                _step(store, "On", "Space", 1, disabled=place == len(views) - 1)


def _step(store: Store, label: str, key: str, steps: int, *, disabled: bool) -> None:
    st.button(
        label,
        key=f"story_{label.lower()}",
        shortcut=key,
        type="primary" if label == "Next" else "secondary",
        disabled=disabled,
        on_click=stories.step,
        args=(store, steps),
    )
