"""The bar of unsaved changes: what they are, taking them back, saving them."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from graph.editing import Case
from graph.editing.project import SUFFIX
from graph.exports.escaping import file_name
from ui import editing, opened
from ui.panels.report import many
from ui.safe import html, md, show

_LISTED = 200
_LET_GO = "leave_unsaved"


def changes_bar() -> None:
    """Draw the bar once something was edited."""
    case = editing.begun()
    if case is None or not (case.journal or case.unsaved):
        return
    unsaved = case.unsaved
    with st.container(key="changes", horizontal=True, vertical_alignment="center", gap="small"):
        words = f"{many(len(unsaved), 'unsaved change')}" if unsaved else "No unsaved changes"
        show(
            html(
                "<p class='pg-changes' role='status' data-unsaved='{n}'><b>{words}</b> {told}</p>",
                n=len(unsaved),
                words=words,
                told=editing.told(),
            )
        )
        st.space("stretch")
        # It stands there with nothing to list as well, so that the buttons beside it stay put.
        with st.popover("List", key="changes_list", disabled=not unsaved):
            rows = Markup("").join(
                html("<li>{words}</li>", words=one) for one in unsaved[-_LISTED:]
            )
            show(html("<ol class='pg-list'>{rows}</ol>", rows=rows))
        st.button(
            "Undo edit",
            key="edit_undo",
            icon=":material/undo:",
            disabled=not case.can_undo,
            on_click=editing.undo,
            help=md(f"Take back: {case.last.words}") if case.last else None,
        )
        st.button(
            "Redo edit",
            key="edit_redo",
            icon=":material/redo:",
            disabled=not case.can_redo,
            on_click=editing.redo,
            help=md(f"Do again: {case.next.words}") if case.next else None,
        )
        _save_as(case)
        if case.folder is not None:
            st.button(
                "Save",
                key="edit_save",
                type="primary",
                icon=":material/save:",
                disabled=not unsaved,
                on_click=editing.save,
                help=md(f"Write the files in {case.folder}; the version before is kept."),
            )
    if editing.refused() and editing.form() is None:
        with st.container(key="changes_refused", horizontal=True, vertical_alignment="center"):
            st.error(md(editing.refused()))
            if editing.save_blocked():
                st.button(
                    "Save all the same",
                    key="edit_save_over",
                    help="What is there is kept in “previous”.",
                    on_click=editing.save,
                    kwargs={"overwrite": True},
                )


def _save_as(case: Case) -> None:
    with st.popover("Save as", icon=":material/download:", key="changes_save_as"):
        stem = case.name or "case"
        for name, words, suffix, made in (
            ("project", "Project with views and notes", SUFFIX, editing.project_file),
            ("csv", "CSV files in a zip", ".zip", editing.csv_file),
        ):
            st.download_button(
                words,
                made,
                file_name=file_name(stem, suffix.removeprefix(".")),
                mime="application/zip",
                key=f"edit_save_{name}",
                on_click="ignore",
            )
        st.html(
            "<p class='pg-note'>Everything as it stands, withheld passages too. It stays unsaved "
            "in its folder.</p>"
        )


def leaving_warning() -> None:
    """Warn where other data may take the place of unsaved changes, with the ways to keep them."""
    unsaved = editing.unsaved()
    if not unsaved:
        return
    name = opened.name() or "the data Longarm was started with"
    with st.container(key="leaving", gap="small"):
        st.warning(
            md(
                f"{many(len(unsaved), 'unsaved change')} in {name}: opening other data lets them "
                "go. Save them first, or say that they may go."
            )
        )
        changes_bar()
        st.checkbox("Let these changes go", key=_LET_GO)


def may_leave() -> bool:
    """Whether other data may be opened: nothing is unsaved, or the changes were let go."""
    return not editing.unsaved() or bool(st.session_state.get(_LET_GO))
