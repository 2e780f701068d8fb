"""The Data page: what is open, files to open in three steps, the report, saving elsewhere."""

from __future__ import annotations

import streamlit as st

from graph.errors import DataError
from graph.loading import RefusedData
from graph.store import Store
from ui import opened, state
from ui.panels.data_page_files import files_section
from ui.panels.data_page_opening import opening
from ui.panels.data_page_save import save_section
from ui.panels.editing_changes import leaving_warning, may_leave
from ui.panels.report import in_words, whole_report
from ui.safe import html, md, plain, show


def data_page(store: Store | None, *, refused: DataError | None = None) -> None:
    """Draw the page below its bar.

    Parameters
    ----------
    store : Store or None
        The data set that is open, if one is.
    refused : DataError, optional
        Why the data of the start cannot be opened.
    """
    with st.container(key="data_page"), st.container(key="data_inner", gap="small"):
        if refused is not None:
            _refused(refused)
        elif store is not None:
            _present(store)
        leaving_warning()
        steps, rest = st.container(gap="small"), st.empty()
        if opening() is not None or store is None:
            # What stood there is taken away before the work begins, not after it.
            rest.empty()
        else:
            with rest.container(gap="small"):
                _report(store)
                save_section(store)
        with steps:
            files_section()


def _report(store: Store) -> None:
    with st.container(key="load_report", gap="small"):
        show(html("<h2 class='pg-step'>Load report of “{name}”</h2>", name=plain(store.name)))
        show(html("<p class='pg-note'>{words}</p>", words=in_words(store.report)))
        whole_report(store.report, "present")


def _present(store: Store) -> None:
    with st.container(key="data_now", horizontal=True, vertical_alignment="center", gap="small"):
        show(
            html(
                "<div><p class='pg-kicker'>Open now</p><h2 class='pg-title'>{name}</h2>"
                "<p class='pg-note'>{n} entities · {m} links · {s} sources · {where}</p></div>",
                name=plain(store.name),
                n=f"{store.entity_count:,}",
                m=f"{store.relation_count:,}",
                s=f"{len(store.sources()):,}",
                where="opened by you, kept in this window alone"
                if opened.is_own()
                else "the data Longarm was started with",
            )
        )
        st.space("stretch")
        if opened.is_own():
            st.button(
                "Open the default data",
                key="open_default",
                icon=":material/undo:",
                help="Leave this data set; it is not kept.",
                disabled=not may_leave(),
                on_click=_open_default,
            )


def _open_default() -> None:
    opened.close()
    state.to_data_page()


def _refused(error: DataError) -> None:
    if opening() is not None:
        st.html("<p class='pg-note'>No data set is open yet.</p>")
        return
    with st.container(key="load_report", gap="small"):
        st.html("<h2 class='pg-title'>This data set cannot be opened</h2>")
        st.error(md(str(error)))
        if isinstance(error, RefusedData) and error.report.problems:
            whole_report(error.report, "present")
        st.html(
            "<p class='pg-note'>Mend the files and load this page again, start with another "
            "folder: <code>make run DATA=folder</code>, or open other files here.</p>"
        )
