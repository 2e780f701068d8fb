"""Merging the chosen entities into one: which stays, whose cells win, what happens to the links."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.editing import Merge
from graph.editing.changes import Content, RowChange
from graph.loading.tables import Row
from ui import editing, state
from ui.panels.editing_fields import column_words
from ui.safe import html, plain, show

_OWN = {"id", "aliases"}


def merge_form(form: editing.Form) -> None:
    """Choose, see what it would do, and do it."""
    case = editing.case()
    rows = {key: row for key in form.keys if (row := case.content.row("entities", key))}
    if len(rows) < len(form.keys) or len(rows) < 2:
        missing = ", ".join(key for key in form.keys if key not in rows)
        show(
            html(
                "<p class='pg-warn'>{missing} has no row of its own. Add it as an entity with that "
                "id first.</p>",
                missing=missing,
            )
        )
        return
    st.html("<h3 class='pg-h'>Merge into one</h3>")
    st.selectbox(
        "Which one stays",
        list(rows),
        key=form.key("keep"),
        format_func=lambda key: _name(rows[key], key),
    )
    keep = str(form.value("keep") or form.keys[0])
    for column in _differing(case.content, rows):
        filled = [key for key in rows if rows[key].bare(column)]
        options = [key for key in filled if key == keep] + [key for key in filled if key != keep]
        st.selectbox(
            column_words(column),
            options,
            key=form.key(f"win_{column}_{keep}"),
            format_func={key: plain(rows[key][column])[:200] for key in filled}.__getitem__,
        )
    merge = _merge(form, case.content, rows, keep)
    step = case.preview(merge)
    merged = next(
        (
            one.after
            for one in step.changes
            if isinstance(one, RowChange) and one.kind == "entities" and one.after is not None
        ),
        None,
    )
    aliases = merged["aliases"].replace(";", "; ") if merged else ""
    show(
        html(
            "<p class='pg-warn' role='status'>{words}. {told}{aliases}</p>",
            words=step.words.replace("Merged", "This merges", 1),
            told=" ".join(step.told) or "No links move.",
            aliases=f" Also called from then on: {aliases}." if aliases else "",
        )
    )
    st.button(
        "Merge",
        key=form.key("merge"),
        type="primary",
        icon=":material/merge:",
        on_click=_do,
        args=(merge,),
    )


def _merge(form: editing.Form, content: Content, rows: Mapping[str, Row], keep: str) -> Merge:
    chosen = {
        column: str(value)
        for column in _differing(content, rows)
        if (value := form.value(f"win_{column}_{keep}"))
    }
    return Merge(keep, tuple(key for key in rows if key != keep), chosen)


def _differing(content: Content, rows: Mapping[str, Row]) -> list[str]:
    """Columns in which more than one text stands."""
    names = (name for name in content.columns("entities") if name not in _OWN)
    return [
        name
        for name in names
        if len({row.bare(name) for row in rows.values() if row.bare(name)}) > 1
    ]


def _name(row: Row, key: str) -> str:
    return f"{plain(row.bare('label') or key)} ({plain(key)})"


def _do(merge: Merge) -> None:
    if editing.do(merge) is not None:
        editing.close_form()
        state.change(selection=(merge.keep,), emphasis=())
