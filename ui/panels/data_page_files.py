"""Opening files, step 1: the place to drop them, and what they turned out to be."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from graph.errors import LongarmError
from graph.formats.intake import Intake, inspect
from ui.long_work import stoppable
from ui.panels import data_page_opening as files_in
from ui.panels.data_page_columns import columns_step
from ui.panels.data_page_load import load_step
from ui.panels.data_page_opening import Opening
from ui.panels.data_page_project import is_one, project_step
from ui.panels.report import many
from ui.safe import html, md, show, visible

TAKES: Final = (
    "CSV, TSV and semicolon tables, Excel workbooks (.xlsx), GEXF, GraphML, node-link JSON, "
    "FollowTheMoney, BODS, zips of these, Longarm projects. Several files at once, up to 1 GB each."
)

KINDS: Final = {"entities": "Entities", "relations": "Links", "sources": "Sources"}


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
        intake = None if is_one(lot) else _look(lot)
        if intake is not None and (intake.parts or intake.found):
            show(_recognised(intake))
        st.button(
            "Set these files aside",
            key="data_aside",
            type="tertiary",
            icon=":material/close:",
            on_click=files_in.set_aside,
        )
    if is_one(lot):
        project_step(lot)
    elif intake is not None:
        columns_step(lot, intake)
        load_step(lot, intake)


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


def _look(lot: Opening) -> Intake | None:
    """What the files are; ``None`` while that is not known."""
    if lot.intake is None:
        try:
            lot.intake = stoppable(
                "data_look", lambda _: inspect(lot.files), "Looking at the files"
            )
        except LongarmError as error:
            st.error(md(str(error)))
    return lot.intake


def _recognised(intake: Intake) -> Markup:
    rows = [
        (
            visible(part.file),
            KINDS.get(part.kind or "", "Not used"),
            " · ".join(word for word in (part.encoding, part.separator) if word) or "Workbook",
            many(part.total, "row"),
        )
        for part in intake.parts
    ]
    found = intake.found
    if found is not None:
        ends = (found.entities, found.relations)
        entities, links = (len(table.rows) if table else 0 for table in ends)
        size = f"{many(entities, 'entity', 'entities')}, {many(links, 'link')}"
        rows.append((visible(intake.name), "A whole data set", "Needs no choices", size))
    body = Markup("").join(
        html("<tr>{cells}</tr>", cells=Markup("").join(html("<td>{c}</td>", c=c) for c in row))
        for row in rows
    )
    return html(
        "<table class='pg-problems'><thead><tr><th scope='col'>File</th><th scope='col'>Taken for"
        "</th><th scope='col'>Encoding and separator</th><th scope='col'>Size</th></tr></thead>"
        "<tbody>{body}</tbody></table>",
        body=body,
    )
