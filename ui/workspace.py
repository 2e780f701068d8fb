"""Workspace: canvas or table with the inspector, rerun together and alone on a click."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from graph.exports.geometry import cropped
from graph.picture.compose import compose
from graph.picture.scene import Scene
from graph.store import Store
from graph.views.view import View
from graph.views.viewstate import ViewState
from graph.views.viewurl import to_query
from graph.wording import counts_in_words, filters_in_words
from ui import opened, state, stories
from ui.canvas import canvas, take_events
from ui.events import apply_events, menu_answer
from ui.panels import counted
from ui.panels.editing_changes import changes_bar
from ui.panels.inspector import inspector_panel
from ui.panels.table import table_panel
from ui.panels.timeline import timeline_panel
from ui.safe import html, md, show

_LAYOUTS = (
    ("case", "Case"),
    ("layered", "Layered"),
    ("force", "Force"),
    ("concentric", "Around the focus"),
    ("grouped", "By category"),
)


_WHOLE = "exactly this view"


@st.fragment
def workspace(store: Store, shown: str) -> None:
    """Draw what depends on the selection; anything more redraws the whole page."""
    apply_events(take_events())
    if not state.only_selection_changed():
        st.rerun()
    view = state.view_of(store)
    state.write_address()
    scene = compose(store, view)
    _copy_link(shown)
    with st.container(key="columns", horizontal=True, gap=None):
        centre = st.container(key="centre", width="stretch")
        # What a click asks for goes out first: the drawing shows a choice before it hears of it.
        with st.container(key="inspector", width=312):
            inspector_panel(store, view)
        with centre:
            with st.container(key="view_counts"):
                show(html("<div class='pg-counts'>{text}</div>", text=_counts(view, scene)))
                # Lies over the counts: see the style sheet.
                if st.button("What is counted, what is hidden", key="counts_open"):
                    counted.drawer(store)
            _draw(store, view, scene)
            if shown == "Table":
                with st.container(key="table"):
                    table_panel(store, view)
            changes_bar()
            _notices(view)
            timeline_panel(store, view)


def _counts(view: View, scene: Scene) -> str:
    """“n of N”, what stays in sight as a ghost because it was left out, labels without room."""
    words = [counts_in_words(view.counts)]
    fallen, hidden = len(view.fallen), scene.caption.hidden_labels
    if view.state.dropped:
        words.append(f"{fallen:,} {'link' if fallen == 1 else 'links'} left out")
    if hidden:
        words.append(f"{hidden:,} {'label' if hidden == 1 else 'labels'} hidden")
    return " · ".join(words)


def _draw(store: Store, view: View, scene: Scene) -> None:
    told = stories.shelf().place
    if told is not None:
        scene = cropped(scene)
    canvas(
        scene,
        can_undo=state.can_undo(),
        can_redo=state.can_redo(),
        layouts=_LAYOUTS,
        menu=menu_answer(store, view),
        empty_text=_why_empty(store, view.state),
        fit=_frame(view.state, scene.layout) if told is None else f"told {told}",
    )


def _frame(now: ViewState, layout: str) -> str:
    """Changes with what moves nodes, so that the drawing is fitted anew then and only then."""
    return "|".join(
        (",".join(now.focus), str(now.hops), layout, str(now.seed), ",".join(now.expanded))
    )


def _why_empty(store: Store, now: ViewState) -> str:
    if not store.entity_count:
        return "This data set holds no entities."
    reasons = filters_in_words(now, store)
    return "Nothing is shown. " + " ".join(f"{reason}." for reason in reasons)


def _copy_link(shown: str) -> None:
    with (
        st.container(key="copy_link_slot"),
        st.popover("Copy link", icon=":material/link:", key="copy_link"),
    ):
        if opened.is_own():
            st.html(
                "<p class='pg-note'>No address can bring along files that you opened here. Save "
                "the view under Questions, or make a figure.</p>"
            )
            return
        opens = "this view, without places moved by hand" if state.current().pins else _WHOLE
        show(html("<p class='pg-note'>This address opens {what}:</p>", what=opens))
        st.code(_address(shown), language=None, wrap_lines=True)


def _address(shown: str) -> str:
    base = str(st.context.url or "").split("?")[0]
    mode = {"view": "table"} if shown == "Table" else {}
    query = urlencode(mode | to_query(state.current()), safe=",")
    return f"{base}?{query}" if query else base


def _notices(view: View) -> None:
    messages = state.notices()
    if view.truncated:
        messages.append(view.truncated)
    if not messages:
        return
    with st.container(key="notices", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None):
            for message in messages:
                st.warning(md(message))
        if state.notices():
            st.button("Dismiss", key="dismiss", on_click=state.dismiss_notices)
