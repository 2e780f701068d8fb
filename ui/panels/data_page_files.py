"""Opening files, step 1: the place to drop them, and what they turned out to be."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from ui.long_work import stoppable
from ui.panels import data_page_opening as files_in
from ui.panels.data_page_columns import columns_step
from ui.panels.data_page_load import load_step
from ui.panels.data_page_opening import Opening
from ui.safe import html, md, show, visible

TAKES: Final = (
    "CSV, TSV and semicolon tables, Excel workbooks (.xlsx), GEXF, GraphML, node-link JSON, "
    "FollowTheMoney, BODS, and zips of these. Several files at once, up to 1 GB each."
)

_ENCODINGS: Final = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with BOM", "cp1252": "Windows-1252"}
_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_KINDS: Final = {"entities": "Entities", "relations": "Links", "sources": "Sources"}


def files_section() -> None:
    """The place to drop files, and below it the steps until they are loaded."""
    lot = files_in.opening()
    with st.container(key="data_files", gap="small"):
        if lot is None:
            st.html("<h2 class='pg-step'>Open your own files</h2>")
        else:
            st.html("<h2 class='pg-step'><b>1</b> Files</h2>")
        key = f"data_upload_{files_in.number()}"
        st.file_uploader(
            "Drop your files here, or choose them",
            accept_multiple_files=True,
            key=key,
            on_change=_take,
            args=(key,),
        )
        show(html("<p class='pg-note'>{takes} They stay on this machine.</p>", takes=TAKES))
        if lot is None:
            _how()
            return
        looked_at = _look(lot)
        if looked_at:
            show(_recognised(lot))
        st.button(
            "Set these files aside",
            key="data_aside",
            type="tertiary",
            icon=":material/close:",
            on_click=files_in.set_aside,
        )
    if looked_at:
        columns_step(lot)
        load_step(lot)


def _how() -> None:
    with st.expander("What the tables should hold", key="data_how"):
        st.html(
            "<p class='pg-body'>Two tables: one of <b>entities</b> (people and bodies: a short "
            "id, a name, a category) and one of <b>links</b> (from, to, kind of link). Links "
            "alone are enough. Columns may have other names, also in Dutch, German or French: "
            "you see how they were understood and can change it before anything is loaded. "
            "Every other column is kept and shown.</p>"
        )


def _take(key: str) -> None:
    given = st.session_state.get(key) or []
    files_in.start(tuple((one.name, one.getvalue()) for one in given))


def _look(lot: Opening) -> bool:
    """Find out what the files are; gives whether that is known."""
    if lot.intake is not None:
        return True
    from graph.formats.intake import inspect

    try:
        lot.intake = stoppable(
            "data_look", lambda _tick: inspect(list(lot.files)), "Looking at the files"
        )
    except LongarmError as error:
        st.error(md(str(error)))
    return lot.intake is not None


def _recognised(lot: Opening) -> Markup:
    intake = lot.intake
    assert intake is not None
    rows = [
        (
            visible(part.file),
            _KINDS.get(part.kind, "not used"),
            _ENCODINGS.get(part.encoding.lower(), part.encoding),
            _SEPARATORS.get(part.separator, visible(part.separator)),
            f"{part.total:,}",
        )
        for part in intake.parts
    ]
    body = Markup("").join(
        html("<tr>{cells}</tr>", cells=Markup("").join(html("<td>{c}</td>", c=c) for c in row))
        for row in rows
    )
    return html(
        "<table class='pg-problems'><thead><tr><th scope='col'>File</th><th scope='col'>Taken for"
        "</th><th scope='col'>Encoding</th><th scope='col'>Separator</th><th scope='col'>Rows"
        "</th></tr></thead><tbody>{body}</tbody></table>",
        body=body,
    )
