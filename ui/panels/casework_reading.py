"""Read a source: its local text beside the graph, and a link added while reading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.editing import Case
from graph.editing.sources import Passage, source_file, text_at
from graph.errors import LongarmError
from graph.store import Store
from ui.long_work import stoppable
from ui.panels import casework
from ui.panels.casework_link import link_form
from ui.safe import html, md, plain, show

_OPEN: Final = "reading_open"
_TEXT: Final = "reading_text"
_ROUND: Final = "reading_round"
_AROUND: Final = (3, 12, 10_000)


def drawer(store: Store) -> None:
    """Open the column in which a source is read; the drawing stays in use beside it."""
    if not is_open():
        open_at("", "")


def is_open() -> bool:
    """Whether a source is being read."""
    return _OPEN in st.session_state


def open_at(reference: str, locator: str) -> None:
    """Read this source at this place from the next run of the page on."""
    st.session_state[_OPEN] = (reference, locator)
    # Fresh widgets: those of before hold another place.
    st.session_state[_ROUND] = int(st.session_state.get(_ROUND, 0)) + 1


def open_button(store: Store, reference: str, locator: str) -> None:
    """In the card of a link: the way to its source, where there is a text of it."""
    folder = casework.folder_of(store)
    source = store.sources().get(reference)
    if folder is None or source is None or source_file(folder, source) is None:
        return
    if st.button("Open the source here", key="open_source", icon=":material/menu_book:"):
        open_at(reference, locator)
        st.rerun()


def reading_column(store: Store) -> None:
    """The column at the right of the page, when a source is being read."""
    if is_open():
        with st.container(key="reading", width=380):
            _reading(store)


@st.fragment
def _reading(store: Store) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="reading_head"):
        st.html("<h2 class='pg-title'>Read a source</h2>")
        st.space("stretch")
        if st.button("Close", key="reading_close", type="tertiary", icon=":material/close:"):
            del st.session_state[_OPEN]
            st.rerun()
    casework.told()
    case = casework.editable(store)
    if case is None:
        return
    readable = _readable(store, case)
    if not readable:
        _how(case)
        return
    reference, locator = st.session_state[_OPEN]
    turn = st.session_state.get(_ROUND, 0)
    names = list(readable)
    sources = store.sources()
    chosen = st.selectbox(
        "Source",
        names,
        names.index(reference) if reference in readable else 0,
        key=f"reading_source_{turn}",
        format_func=lambda one: plain(sources[one].title) or plain(one),
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        place = st.text_input(
            "Place",
            locator,
            key=f"reading_place_{turn}",
            placeholder="¶3, line 12, p. 4, a heading",
        )
        extent = st.selectbox(
            "Show",
            _AROUND,
            key="reading_extent",
            format_func=lambda n: {3: "the passage", 12: "more around"}.get(n, "the whole text"),
        )
    place = str(place or "").strip()
    try:
        passage = _passage(readable[chosen], place, int(extent))
    except LongarmError as error:
        st.error(md(str(error)))
        return
    if passage is None:
        return
    show(_told(passage))
    with st.container(key="reading_add", gap="small"):
        link_form(store, case, chosen, place)


def _readable(store: Store, case: Case) -> Mapping[str, Path]:
    """Sources with a text beside the data, and where it is."""
    if case.folder is None:
        return {}
    found = {one.id: source_file(case.folder, one) for one in store.sources().values()}
    return {key: path for key, path in found.items() if path is not None}


def _how(case: Case) -> None:
    if case.folder is None:
        st.html(
            "<p class='pg-body'>These data came from files that were dropped on the page. Save "
            "them as a folder to read sources beside them.</p>"
        )
        return
    show(
        html(
            "<p class='pg-body'>No source of these data has a text to read. Put a <code>.md</code>,"
            " <code>.txt</code> or <code>.pdf</code> into <code>{folder}</code>, named after the "
            "source (<code>{name}.pdf</code>), or name it in the column <code>file</code> of "
            "<code>sources.csv</code>.</p>",
            folder=case.folder / "sources",
            name=next((row.bare("id") for row in case.content.rows("sources")), "my-source"),
        )
    )


def _passage(path: Path, place: str, around: int) -> Passage | None:
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    key = (str(path), stamp, place, around)
    known: tuple[object, Passage] | None = st.session_state.get(_TEXT)
    if known is not None and known[0] == key:
        return known[1]
    passage = stoppable(
        ("reading", *key), lambda _: text_at(path, place, around=around), "Reading", "pages"
    )
    if passage is not None:
        st.session_state[_TEXT] = (key, passage)
    return passage


def _told(passage: Passage) -> Markup:
    last = passage.first + len(passage.parts) - 1
    parts = html("").join(
        html(
            "<p class='pg-part'{here}><span>{place}</span>{text}</p>",
            here=Markup(" aria-current='location'") if part.marked else "",
            place="" if part.text.startswith(part.place) else part.place,
            text=html("<mark>{text}</mark>", text=part.text) if part.marked else part.text,
        )
        for part in passage.parts
    )
    note = html("<p class='pg-warn'>{note}</p>", note=passage.note) if passage.note else ""
    return html(
        "{note}<div class='pg-reading' tabindex='0' role='document' aria-label='{file}'>{parts}"
        "</div><p class='pg-note'>{file} · {first}–{last} of {total}</p>",
        note=note,
        file=plain(passage.file),
        parts=parts,
        first=passage.first,
        last=last,
        total=passage.total,
    )
