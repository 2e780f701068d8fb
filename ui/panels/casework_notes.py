"""Notes of a case: dead ends, what is the same and what is not, and free text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from graph.editing import NOTE_WORDS, AddNote, Note, remove_note
from graph.editing.notes import DEAD_END, NOTE
from graph.errors import LongarmError
from graph.model import Entity
from graph.store import Store
from ui import drawers, editing, state
from ui.panels import casework
from ui.safe import html, md, plain, show

_ROUND: Final = "notes_round"
_MOST: Final = 200


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while notes are written."""
    drawers.keep_open("notes")
    _notes(store)


@st.dialog("Notes and dead ends", position="right", width=560, on_dismiss=drawers.closed)
def _notes(store: Store) -> None:
    drawers.follow()
    with st.container(key="casework_notes", gap="small"):
        casework.told()
        case = casework.editable(store)
        if case is None:
            return
        chosen = state.current().selection
        _form(store, chosen[-1] if chosen else "", "notes")
        n = len(case.notes)
        words = f"{n:,} {'note' if n == 1 else 'notes'}" if n else "No notes yet"
        show(html("<h3 class='pg-group'>{words}</h3>", words=words))
        # The latest first: it is what somebody comes back to take away.
        note_list(store, tuple(reversed(case.notes))[:_MOST], "notes")
        if n > _MOST:
            show(html("<p class='pg-note'>The latest {m} of {n:,}.</p>", m=_MOST, n=n))


def _form(store: Store, about: str, key: str) -> None:
    turn = int(st.session_state.get(_ROUND, 0))
    kinds = {NOTE_WORDS[NOTE]: NOTE, NOTE_WORDS[DEAD_END]: DEAD_END}
    kind = st.segmented_control(
        "Kind", list(kinds), default=NOTE_WORDS[NOTE], key=f"{key}_kind", required=True
    )
    dead = kinds[str(kind)] == DEAD_END
    entity = casework.entity_field(
        store, "About (may stay empty)", f"{key}_about_{turn}_{hash(about)}", about
    )
    text = st.text_area(
        "Where was it searched?" if dead else "Note", key=f"{key}_text_{turn}", height=80
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        by = casework.by_field(f"{key}_by")
        if st.button("Add the note", key=f"{key}_add", type="primary"):
            note = Note(
                kinds[str(kind)], entity, text=str(text or "").strip(), by=by, on=editing.today()
            )
            st.session_state[_ROUND] = turn + 1
            casework.do(AddNote(note))
            # Still here: it was refused, and what was typed should not be lost.
            st.session_state[_ROUND] = turn


def note_list(store: Store, notes: Sequence[Note], key: str) -> None:
    """Notes, each with a button that takes it away."""
    ends = {end for note in notes for end in (note.entity, note.other) if end}
    entities = store.entities(ends)
    for note in notes:
        with st.container(
            key=f"{key}_note_{note.id}", horizontal=True, gap="small", vertical_alignment="top"
        ):
            show(
                html(
                    "<div class='pg-a-note'><b>{kind}</b> {about}<br>{text}"
                    "<span>{who}</span></div>",
                    kind=NOTE_WORDS.get(note.kind, plain(note.kind)),
                    about=_about(note, entities),
                    text=plain(note.text),
                    who=" " + " · ".join(one for one in map(plain, (note.by, note.on)) if one),
                )
            )
            st.space("stretch")
            if st.button("Remove", key=f"{key}_remove_{note.id}", type="tertiary"):
                casework.do(remove_note(note.id))


def _about(note: Note, entities: Mapping[str, Entity]) -> str:
    names = [
        plain(casework.name_of(entities.get(key), key)) for key in (note.entity, note.other) if key
    ]
    return " / ".join(names)


def entity_notes(store: Store, entity: Entity) -> None:
    """In the card of an entity: its notes, and a way to add one."""
    try:
        case = casework.present(store)
    except LongarmError as error:
        st.error(md(str(error)))
        return
    if case is None:
        return
    with st.container(key="entity_notes", gap="small"):
        notes = case.notes_about(entity.id)
        note_list(store, notes, "entity")
        with st.popover("Add a note", icon=":material/sticky_note_2:", key="entity_note_open"):
            _card_form(entity)


def _card_form(entity: Entity) -> None:
    kinds = {NOTE_WORDS[NOTE]: NOTE, NOTE_WORDS[DEAD_END]: DEAD_END}
    kind = st.segmented_control(
        "Kind", list(kinds), default=NOTE_WORDS[NOTE], key="entity_note_kind", required=True
    )
    turn = int(st.session_state.get(_ROUND, 0))
    text = st.text_area(
        "Text, or where it was searched", key=f"entity_note_text_{turn}_{entity.id}", height=80
    )
    by = casework.by_field("entity_note_by")
    if st.button("Add", key="entity_note_add", type="primary"):
        note = Note(
            kinds[str(kind)],
            entity.id,
            text=str(text or "").strip(),
            by=by,
            on=editing.today(),
        )
        st.session_state[_ROUND] = turn + 1
        casework.do(AddNote(note))
        st.session_state[_ROUND] = turn
