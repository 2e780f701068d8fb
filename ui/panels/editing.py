"""Editing in the inspector: what can be done to the selection, and the form that stands open."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.editing import Delete, Review
from graph.editing.changes import TableKind, key_of
from graph.editing.edits import named
from graph.errors import LongarmError
from graph.model import REVIEW_WORDS, review_of
from graph.store import Store
from ui import editing
from ui.panels.editing_forms import edit_form, entity_form, link_form, second_source_form
from ui.panels.editing_merge import merge_form
from ui.safe import html, md, show

_VERDICTS = ("checked", "disputed", "rejected")


def review_line(extra: Mapping[str, str]) -> None:
    """What a look at a row found, by whom and when; nothing when nobody looked."""
    verdict = review_of(extra)
    if verdict == "unreviewed":
        return
    by, on = extra.get("reviewed_by", ""), extra.get("reviewed_on", "")
    show(
        html(
            "<p class='pg-mark pg-mark-{verdict}'><b>{words}</b>{by}{on}</p>",
            verdict=verdict,
            words=REVIEW_WORDS[verdict],
            by=f" by {by}" if by else "",
            on=f", {on}" if on else "",
        )
    )


def editing_bar(store: Store, kind: str, keys: tuple[str, ...]) -> None:
    """Buttons for what can be done to the chosen rows, and the form that one of them opened.

    Parameters
    ----------
    store : Store
        The data set on the screen.
    kind : str
        ``entities``, ``relations``, or blank when nothing is chosen.
    keys : tuple of str
        The chosen rows.
    """
    if not editing.available():
        return
    with st.container(key="edit_bar", horizontal=True, gap="small"):
        for name, words, icon in _choices(kind, len(keys)):
            st.button(
                words,
                key=f"edit_open_{name}",
                icon=f":material/{icon}:",
                on_click=editing.open_form,
                args=(name, kind, keys),
            )
    form = editing.form()
    if form is None or (form.name != "entity" and (form.kind, form.keys) != (kind, keys)):
        return
    with st.container(key="edit_form", gap="small"):
        if editing.refused():
            st.error(md(editing.refused()))
        try:
            _draw(store, form)
        except LongarmError as error:
            st.error(md(str(error)))
        st.button("Cancel", key=form.key("cancel"), on_click=editing.close_form)


def _choices(kind: str, count: int) -> tuple[tuple[str, str, str], ...]:
    new = ("entity", "New", "add")
    mark = ("mark", "Mark", "fact_check")
    if kind == "relations":
        second = ("second", "Second source", "library_add")
        return (("edit", "Edit", "edit"), second, mark, ("delete", "Delete", "delete"))
    if count > 1:
        return (("merge", "Merge", "merge"), *((("link", "Link", "link"),) * (count == 2)), mark)
    if count == 1:
        return (
            ("edit", "Edit", "edit"),
            ("link", "Add a link", "link"),
            mark,
            ("delete", "Delete", "delete"),
            new,
        )
    return (("entity", "Add an entity", "add"),)


def _draw(store: Store, form: editing.Form) -> None:
    kind: TableKind = "relations" if form.kind == "relations" else "entities"
    if form.name == "edit":
        edit_form(form, kind)
    elif form.name == "link":
        link_form(store, form)
    elif form.name == "second":
        second_source_form(form)
    elif form.name == "entity":
        entity_form(form)
    elif form.name == "merge":
        merge_form(form)
    elif form.name == "mark":
        _mark_form(form, kind)
    else:
        _delete_form(form, kind)


def _mark_form(form: editing.Form, kind: TableKind) -> None:
    with st.form(form.key("form"), border=False):
        st.text_input("By", value=editing.who(), key=form.key("by"), placeholder="Your name")
        st.text_input("On", value=editing.today(), key=form.key("on"))
        with st.container(horizontal=True, gap="small"):
            for verdict in _VERDICTS:
                st.form_submit_button(
                    REVIEW_WORDS[verdict],
                    key=form.key(verdict),
                    on_click=_mark,
                    args=(form, kind, verdict),
                )
            st.form_submit_button(
                "No mark", key=form.key("unmark"), on_click=_mark, args=(form, kind, "")
            )
    st.html(
        "<p class='pg-note'>What is rejected stays in the data and is left out of the drawing and "
        "of every answer; the filter “Looked at” shows it.</p>"
    )


def _mark(form: editing.Form, kind: TableKind, verdict: str) -> None:
    by, on = str(form.value("by") or "").strip(), str(form.value("on") or "").strip()
    editing.remember_who(by)
    if editing.do(Review(kind, form.keys, verdict, by, on)) is not None:
        editing.close_form()


def _delete_form(form: editing.Form, kind: TableKind) -> None:
    case, key = editing.case(), form.keys[0]
    step = case.preview(Delete(kind, key))
    rows = [row for row in case.content.rows(kind) if key_of(kind, row) == key]
    name = named(case.content, kind, rows[0]) if rows else key
    told = " ".join(step.told) or ("It has no links." if kind == "entities" else "")
    show(
        html("<p class='pg-warn'>Delete {name}? {told} It can be undone.</p>", name=name, told=told)
    )
    st.button(
        "Delete",
        key=form.key("delete"),
        type="primary",
        icon=":material/delete:",
        on_click=_delete,
        args=(kind, key),
    )


def _delete(kind: TableKind, key: str) -> None:
    if editing.do(Delete(kind, key)) is not None:
        editing.close_form()
