"""Working on a case from the page: the case itself, edits to it, and what their forms share."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import streamlit as st

from graph.editing import Case, Edit
from graph.errors import LongarmError
from graph.loading import Dataset
from graph.model import Entity
from graph.store import Store
from graph.views.view import build_view
from ui import editing, state
from ui.panels.facts import full_name
from ui.safe import html, md, plain, show

MOST_LISTED: Final = 2_000
"""Entities up to which a field lists them all; beyond it asks for a part of the name."""

NEW: Final = "\x1f"
"""Stands before a name that is new; no id of the data can begin with it."""

_DONE: Final = "casework_done"
_FOUND: Final = 20


def present(store: Store) -> Case | None:
    """The data of the page as a case; ``None`` when they cannot be worked on.

    Raises
    ------
    DataError
        When the folder can no longer be read.
    """
    return editing.case() if editing.available() else None


def editable(store: Store) -> Case | None:
    """As `present`; says on the page why there is none."""
    try:
        case = present(store)
    except LongarmError as error:
        st.error(md(str(error)))
        return None
    if case is None:
        st.html(
            "<p class='pg-note'>These data cannot be worked on: they are a store file. Start with "
            "a data folder, or open files under Data.</p>"
        )
    return case


def folder_of(store: Store) -> Path | None:
    """The folder that the local texts of sources stand in."""
    try:
        case = present(store)
    except LongarmError:
        return None
    return case.folder if case is not None else None


def do(edit: Edit) -> None:
    """Carry an edit out and draw the whole page anew; an edit that is refused is told instead.

    Never call it from a callback: nothing of the page may be drawn between the edit and the new
    run, since the store of before is closed by then.
    """
    if editing.do(edit) is None:
        st.error(md(editing.refused()))
        return
    st.session_state[_DONE] = True
    st.rerun()


def told() -> None:
    """What the last edit did, once, and the way back from it."""
    if st.session_state.get(_DONE) and editing.told():
        with st.container(
            key="casework_told", horizontal=True, vertical_alignment="center", gap="small"
        ):
            show(html("<p class='pg-body' role='status'>{told}</p>", told=plain(editing.told())))
            st.space("stretch")
            if st.button("Undo", key="casework_undo", icon=":material/undo:"):
                editing.undo()
                st.session_state.pop(_DONE)
                st.rerun()


def forget_told() -> None:
    """Say no more of the last edit: another panel is opened."""
    st.session_state.pop(_DONE, None)


def by_field(key: str) -> str:
    """The field for who did something, remembered for the session."""
    name = st.text_input("By", editing.who(), key=key, placeholder="Your name")
    editing.remember_who(str(name or ""))
    return editing.who()


def show_on_canvas(store: Store, ids: Collection[str]) -> None:
    """Select entities where they can be seen: filters and focus give way when they hide one."""
    now = state.current()
    wanted = tuple(ids)
    view = build_view(store, now)
    if any(one not in view.universe for one in wanted if one not in view.graph):
        now = now.without_filters().with_(focus=wanted, expanded=())
    elif any(one not in view.graph for one in wanted):
        now = now.without_filters()
        if any(one not in build_view(store, now).graph for one in wanted):
            now = now.with_(focus=wanted, expanded=())
    state.push(now.with_(selection=wanted, emphasis=()))


def show_only(ids: Collection[str]) -> None:
    """Narrow the drawing to these, whatever was shown before."""
    now = state.current().without_filters()
    state.push(now.with_(only=tuple(ids), focus=(), expanded=(), selection=(), emphasis=()))


def name_of(entity: Entity | None, key: str) -> str:
    """What an entity is called; its id when the data hold it no more."""
    return full_name(entity) if entity else key


def entity_field(store: Store, words: str, key: str, chosen: str = "", *, new: bool = False) -> str:
    """A field in which an entity is chosen by name.

    Parameters
    ----------
    store : Store
        The data.
    words, key : str
        Label and key of the field.
    chosen : str
        Id that stands in it at first.
    new : bool
        Whether a name that is not there may be typed.

    Returns
    -------
    str
        The id, blank when nothing is chosen; a new name comes with `NEW` before it.
    """
    if store.entity_count <= MOST_LISTED:
        known = store.entities(store.entity_ids(MOST_LISTED))
    else:
        text = st.text_input(f"{words}: part of the name", key=f"{key}_text")
        hits = store.search(str(text or ""), limit=_FOUND).results if text else ()
        known = store.entities([*(hit.id for hit in hits), *([chosen] if chosen else [])])
    names = _names(known)
    places = {name: one for one, name in names.items()}
    options = sorted(places, key=str.casefold)
    at = options.index(names[chosen]) if chosen in names else None
    answer = st.selectbox(
        words,
        options,
        at,
        key=key,
        placeholder="Type a name" if not new else "Type a name, known or new",
        accept_new_options=new,
    )
    if not answer:
        return ""
    return places.get(str(answer)) or f"{NEW}{str(answer).strip()}"


def _names(known: dict[str, Entity]) -> dict[str, str]:
    """A name for each that no other has."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key, entity in known.items():
        name = plain(full_name(entity)) or plain(key)
        if name in taken:
            name = f"{name} · {plain(key)}"
        while name in taken:
            name += "’"
        taken.add(name)
        names[key] = name
    return names


def dataset_key(store: Store) -> tuple[str, str]:
    """Tells data apart, for what is remembered in the session."""
    return store.name, store.data_hash


def entities_by_id(data: Dataset) -> dict[str, Entity]:
    """The entities of a data set by id."""
    return {one.id: one for one in data.entities}
