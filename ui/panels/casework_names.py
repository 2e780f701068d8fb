"""A list of names, pasted: what the data have, what comes near, and what they do not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from graph.editing import AddNote, Case, NameMatch, Near, Note, Together, match_names, names_csv
from graph.editing.notes import DEAD_END
from graph.errors import LongarmError
from graph.model import category_words
from graph.store import Store
from ui import drawers, editing, icons
from ui.long_work import stoppable
from ui.panels import casework
from ui.safe import html, md, plain, show

_FOUND: Final = "names_found"
_ASKED: Final = "names_asked"
_PAGE: Final = 60
_WORDS: Final = {"hit": "Found", "near": "Near hits", "miss": "Not found"}


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while it changes the view."""
    drawers.keep_open("names")
    _names(store)


@st.dialog("A list of names", position="right", width=620, on_dismiss=drawers.closed)
def _names(store: Store) -> None:
    drawers.follow()
    with st.container(key="casework_names", gap="small"):
        casework.told()
        st.session_state.setdefault("names_text", st.session_state.get(_ASKED, ""))
        text = st.text_area(
            "Names, one on each line",
            key="names_text",
            height=132,
            placeholder="HALSEMA, Femke\nZhenhua Data\n…",
        )
        if st.button("Look them up", key="names_look", type="primary", icon=":material/search:"):
            st.session_state[_ASKED] = str(text or "")
        asked = str(st.session_state.get(_ASKED, ""))
        if not asked.strip():
            st.html(
                "<p class='pg-note'>The same words are a hit in any order, script or legal form. "
                "Names that come near are listed with how alike they are.</p>"
            )
            return
        try:
            found = _matches(store, asked)
        except LongarmError as error:
            st.error(md(str(error)))
            return
        if found is not None:
            _outcome(store, found)


def _matches(store: Store, asked: str) -> tuple[NameMatch, ...] | None:
    key = (*casework.dataset_key(store), asked)
    known: tuple[object, tuple[NameMatch, ...]] | None = st.session_state.get(_FOUND)
    if known is not None and known[0] == key:
        return known[1]
    found = stoppable(
        ("names", *key), lambda _: match_names(store, asked), "Looking the names up", "names"
    )
    if found is not None:
        st.session_state[_FOUND] = (key, found)
    return found


def _outcome(store: Store, found: Sequence[NameMatch]) -> None:
    sorts = {one: [match for match in found if match.verdict == one] for one in _WORDS}
    near_words = "near hit" if len(sorts["near"]) == 1 else "near hits"
    counts = (
        f"{len(sorts['hit'])} found, {len(sorts['near'])} {near_words}, "
        f"{len(sorts['miss'])} not found"
    )
    show(
        html(
            "<p class='pg-body' role='status'>{n} names: {counts}.</p>",
            n=f"{len(found):,}",
            counts=counts,
        )
    )
    hits = [near.id for match in sorts["hit"] for near in match.found]
    near_hits = [match.found[0].id for match in sorts["near"]]
    with st.container(horizontal=True, gap="small", key="names_deeds"):
        if st.button("Show only those found", key="names_only", disabled=not hits):
            casework.show_only(dict.fromkeys(hits))
            st.rerun()
        if near_hits and st.button("With the nearest", key="names_only_near"):
            casework.show_only(dict.fromkeys([*hits, *near_hits]))
            st.rerun()
        st.download_button(
            "CSV",
            lambda: names_csv(found).encode("utf-8-sig"),
            file_name="names.csv",
            mime="text/csv",
            key="names_csv",
            icon=":material/download:",
            on_click="ignore",
        )
    titles = {one: f"{words} {len(sorts[one])}" for one, words in _WORDS.items()}
    tabs = st.tabs(list(titles.values()), key="names_tab")
    for (verdict, matches), tab in zip(sorts.items(), tabs, strict=True):
        with tab, st.container(key=f"names_{verdict}", gap=None):
            if not matches:
                st.html("<p class='pg-note'>None.</p>")
            elif verdict == "miss":
                _misses(store, matches)
            else:
                _listed(store, matches, verdict)


def _listed(store: Store, matches: Sequence[NameMatch], verdict: str) -> None:
    room = int(st.session_state.get(f"names_room_{verdict}", _PAGE))
    for match in matches[:room]:
        show(
            html(
                "<p class='pg-asked-name'><span>{line}</span>{name}</p>",
                line=match.line,
                name=plain(match.name),
            )
        )
        for place, near in enumerate(match.found):
            if st.button(_button(near, verdict), key=f"name_{match.line}_{place}", type="tertiary"):
                casework.show_on_canvas(store, (near.id,))
                st.rerun()
    if len(matches) > room and st.button(
        f"{room} of {len(matches):,} listed. Show more", key=f"names_more_{verdict}"
    ):
        st.session_state[f"names_room_{verdict}"] = room + 4 * _PAGE
        st.rerun(scope="fragment")


def _button(near: Near, verdict: str) -> str:
    icon = icons.icon_md(icons.category_icon(near.category, icons.theme_name()))
    also = f", as *{md(near.matched)}*" if near.matched != near.label else ""
    score = f" · {near.score:.0f} of 100 alike" if verdict == "near" else ""
    kind = md(category_words(near.category))
    return f"{icon} {md(near.label)}{also} · {kind}{score}"


def _misses(store: Store, matches: Sequence[NameMatch]) -> None:
    case = casework.editable(store)
    noted = _noted(case) if case else {}
    for match in matches:
        name = plain(match.name)
        show(
            html(
                "<p class='pg-asked-name'><span>{line}</span>{name} {noted}</p>",
                line=match.line,
                name=name,
                noted=html("<em>{words}</em>", words=noted[name]) if name in noted else "",
            )
        )
    if case is None:
        return
    open_ones = list(dict.fromkeys(plain(one.name) for one in matches if plain(one.name)))
    with st.container(key="names_dead_end", gap="small"):
        st.html("<h3 class='pg-group'>Note as searched, not found</h3>")
        chosen = st.multiselect(
            "Names",
            open_ones,
            [one for one in open_ones if one not in noted],
            key=f"names_misses_{hash(tuple(open_ones))}_{len(noted)}",
        )
        with st.container(horizontal=True, gap="small"):
            where = st.text_input("Where", key="names_where", placeholder="Trade register, Kyiv")
            by = casework.by_field("names_by")
        if st.button("Note it", key="names_note", disabled=not chosen):
            if not str(where or "").strip():
                st.error("Say where you searched.")
                return
            _note([str(one) for one in chosen], str(where).strip(), by)


def _note(names: Sequence[str], where: str, by: str) -> None:
    day = editing.today()
    edits = tuple(
        AddNote(Note(DEAD_END, text=f"{name} — {where}", by=by, on=day)) for name in names
    )
    n = len(edits)
    words = f"Noted {n:,} {'name' if n == 1 else 'names'} as searched, not found"
    casework.do(Together(words, edits))


def _noted(case: Case) -> dict[str, str]:
    """Names that are dead ends already, with where, by whom and when."""
    found: dict[str, str] = {}
    for note in case.notes:
        if note.kind == DEAD_END and not note.entity:
            name, _, where = note.text.partition(" — ")
            told = ", ".join(one for one in (where, note.by, note.on) if one)
            found[name] = f"searched, not found: {told}" if told else "searched, not found"
    return found
