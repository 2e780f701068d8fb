"""Likely the same: pairs with reasons, noted as one or as two, or merged after a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from graph.editing import (
    Case,
    Duplicates,
    Merge,
    Pair,
    likely_duplicates,
    not_same_as,
    same_as,
)
from graph.editing.notes import NOT_SAME, SAME
from graph.errors import LongarmError
from graph.model import Entity, category_words
from graph.store import Store
from ui import drawers, editing
from ui.long_work import stoppable
from ui.panels import casework
from ui.panels.casework_notes import note_list
from ui.safe import html, md, plain, show

_FOUND: Final = "same_found"
_ROOM: Final = "same_room"
_PAGE: Final = 10
_MOST: Final = 200


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while pairs are decided."""
    drawers.keep_open("same")
    _same(store)


@st.dialog("Likely the same", position="right", width=620, on_dismiss=drawers.closed)
def _same(store: Store) -> None:
    drawers.follow()
    with st.container(key="casework_same", gap="small"):
        casework.told()
        case = casework.editable(store)
        if case is None:
            return
        try:
            found = _pairs(store, case)
        except LongarmError as error:
            st.error(md(str(error)))
            return
        if found is None:
            return
        same = [note for note in case.notes if note.kind in (SAME, NOT_SAME)]
        to_do, decided = st.tabs(
            [f"Proposed {found.total:,}", f"Noted {len(same):,}"], key="same_tab"
        )
        with to_do:
            _proposed(store, case, found)
        with decided, st.container(gap="small"):
            if not same:
                st.html("<p class='pg-note'>Nothing is noted as the same or not the same.</p>")
            note_list(store, same, "same")


def _pairs(store: Store, case: Case) -> Duplicates | None:
    key = (*casework.dataset_key(store), case.notes)
    known: tuple[object, Duplicates] | None = st.session_state.get(_FOUND)
    if known is not None and known[0] == key:
        return known[1]
    data, notes = case.dataset, case.notes
    found = stoppable(
        ("same", *key),
        lambda _: likely_duplicates(data, _MOST, notes=notes),
        "Comparing names",
        "pairs",
    )
    if found is not None:
        st.session_state[_FOUND] = (key, found)
    return found


def _proposed(store: Store, case: Case, found: Duplicates) -> None:
    show(
        html(
            "<p class='pg-note'>Nothing is merged by itself. {compared} pairs among {n} entities "
            "were looked at; the score is an order to look in, no probability. {note}</p>",
            compared=f"{found.compared:,}",
            n=f"{found.entities:,}",
            note=found.note,
        )
    )
    if not found.pairs:
        st.html("<p class='pg-body'>No two entities look like one.</p>")
        return
    by = casework.by_field("same_by")
    room = int(st.session_state.get(_ROOM, _PAGE))
    entities = casework.entities_by_id(case.dataset)
    noted = {frozenset((one.entity, one.other)) for one in case.notes if one.kind == SAME}
    shown = found.pairs[:room]
    show(
        html(
            "<p class='pg-note'>{m} of {n} pairs, the likeliest first.</p>",
            m=len(shown),
            n=f"{found.total:,}",
        )
    )
    for place, pair in enumerate(shown):
        with st.container(key=f"same_pair_{place}", gap="small"):
            _pair(store, case, pair, entities, by, known=frozenset((pair.a, pair.b)) in noted)
    if room < len(found.pairs) and st.button("Show more", key="same_more"):
        st.session_state[_ROOM] = room + 2 * _PAGE
        st.rerun(scope="fragment")


def _pair(
    store: Store, case: Case, pair: Pair, entities: Mapping[str, Entity], by: str, *, known: bool
) -> None:
    one, other = entities[pair.a], entities[pair.b]
    show(
        html(
            "<div class='pg-pair'><p><b>{a}</b><span>{a_is}</span></p><p><b>{b}</b>"
            "<span>{b_is}</span></p><i>{score}</i><ul class='pg-list'>{reasons}</ul></div>",
            a=plain(casework.name_of(one, pair.a)),
            b=plain(casework.name_of(other, pair.b)),
            a_is=_kind(one),
            b_is=_kind(other),
            score=f"{pair.score:.0f} of 100",
            reasons=html("").join(html("<li>{r}</li>", r=plain(r)) for r in pair.reasons),
        )
    )
    key = f"{pair.a}\x1f{pair.b}"
    day = editing.today()
    with st.container(horizontal=True, gap="small"):
        if known:
            st.html("<p class='pg-note'>Noted as the same.</p>")
        elif st.button("Same as", key=f"same_yes_{key}"):
            casework.do(same_as(pair.a, pair.b, by, day))
        if not known and st.button("Not the same as", key=f"same_no_{key}"):
            casework.do(not_same_as(pair.a, pair.b, by, day))
        with st.popover("Merge …", key=f"same_merge_{key}"):
            _merge(case, pair, entities, key)
        if st.button("Show both", key=f"same_show_{key}", type="tertiary"):
            casework.show_on_canvas(store, (pair.a, pair.b))
            st.rerun()


def _kind(entity: Entity) -> str:
    parts = (category_words(entity.category), entity.country, entity.id)
    return " · ".join(plain(part) for part in parts if part)


def _merge(case: Case, pair: Pair, entities: Mapping[str, Entity], key: str) -> None:
    keep = st.radio(
        "Which one stays?",
        [pair.a, pair.b],
        key=f"same_keep_{key}",
        format_func=lambda one: f"{md(casework.name_of(entities[one], one))} · {md(one)}",
    )
    gone = pair.b if keep == pair.a else pair.a
    edit = Merge(keep, (gone,))
    try:
        step = case.preview(edit)
    except LongarmError as error:
        st.error(md(str(error)))
        return
    told = [
        f"This is noted as: {step.words}.",
        *step.told,
        f"“{plain(entities[gone].label)}” and its id become other names of the one that stays.",
        "It can be undone.",
    ]
    rows = html("").join(html("<li>{one}</li>", one=plain(one)) for one in told)
    show(html("<ul class='pg-list'>{rows}</ul>", rows=rows))
    if st.button("Merge them", key=f"same_do_{key}", type="primary"):
        casework.do(edit)
