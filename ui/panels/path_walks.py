"""Ready-made walks from one entity: a button each, and what was found."""

from __future__ import annotations

import streamlit as st

from graph.errors import LongarmError
from graph.paths import PathAnswer
from graph.paths.ready_walks import READY_WALKS, Walked
from graph.store import Store
from graph.views.view import View
from graph.wording.sentences import name_of
from ui import state
from ui.panels.lighting import draw_alone, keep, light_button, show_lit, undrawn
from ui.panels.path_list import path_list
from ui.panels.path_options import path_options
from ui.questions import walk_from
from ui.safe import html, md, plain, show

_WALK = "path_walk"
_NAMES = 30


def walk_buttons(store: Store, start: str) -> None:
    """A button for each ready-made walk; a click lights what it goes over."""
    with st.container(horizontal=True, gap="small", key="path_walks"):
        for name, walk in READY_WALKS.items():
            st.button(
                walk.words,
                key=f"walk_{name}",
                type="primary" if _chosen(start) == name else "secondary",
                help=walk.description,
                on_click=_walk,
                args=(store, name, start),
            )


def walk_answer(store: Store, view: View, start: str) -> None:
    """What the chosen walk found.

    Raises
    ------
    LongarmError
        When it could not be walked.
    """
    name = _chosen(start)
    if not name:
        return
    answer = walk_from(store, name, start, path_options(), state.current())
    show(html("<p class='pg-note'>{text}</p>", text=READY_WALKS[name].description))
    if isinstance(answer, PathAnswer):
        if answer.paths:
            path_list(store, view, answer, "walk")
        else:
            st.html("<p class='pg-note'>No such way was found.</p>")
    else:
        _walked(store, view, answer)


def _chosen(start: str) -> str:
    entity, name = st.session_state.get(_WALK, ("", ""))
    return name if entity == start and name in READY_WALKS else ""


def _walk(store: Store, name: str, start: str) -> None:
    if _chosen(start) == name:
        st.session_state[_WALK] = ("", "")
        state.change(emphasis=())
        return
    st.session_state[_WALK] = (start, name)
    try:
        now = state.current()
        answer = walk_from(store, name, start, path_options(), now, silent=True)
    except LongarmError:
        state.change(emphasis=())
        return  # The answer below the buttons says why.
    if isinstance(answer, Walked) and answer.relations:
        show_lit(answer.relation_ids)
    else:
        # What an earlier question lit is no answer to this one.
        state.change(emphasis=())


def _walked(store: Store, view: View, walked: Walked) -> None:
    if not walked.found:
        st.html("<p class='pg-note'>Nobody is recorded that way.</p>")
        return
    least = "" if walked.complete else "at least "
    words = f"{least}{len(walked.found):,} found over {len(walked.relations):,} links"
    light_button(md(words), walked.relation_ids, "walk_light")
    shown = walked.found[:_NAMES]
    entities = store.entities(shown)
    names = "; ".join(plain(name_of(entities[key])) for key in shown if key in entities)
    rest = f" and {len(walked.found) - _NAMES:,} more" if len(walked.found) > _NAMES else ""
    show(html("<p class='pg-ev'>{names}{rest}.</p>", names=names, rest=rest))
    if undrawn(view, walked.relation_ids):
        st.button(
            "Draw all of them",
            key="walk_draw",
            on_click=draw_alone,
            args=(walked.nodes, walked.relation_ids),
        )
    else:
        st.button("Keep only these", key="walk_keep", on_click=keep, args=(walked.nodes,))
    if walked.note:
        show(html("<p class='pg-note'>{note}</p>", note=walked.note))
