"""Fields for the cells of a row: one for each column, by what may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from graph.editing.changes import Content, TableKind
from graph.editing.edits import COLUMNS, REVIEW_COLUMNS
from graph.model import (
    CATEGORIES,
    RELATION_GROUPS,
    STATUS_WORDS,
    STATUSES,
    category_words,
    type_words,
    words_of,
)
from ui import editing
from ui.safe import md, plain

_LONG = {"description", "evidence"}
_WORDS = {
    "label": "Name",
    "source": "From (id)",
    "target": "To (id)",
    "type": "Kind of link",
    "share": "Share (%)",
    "status": "How sure",
    "since": "Since",
    "until": "Until",
    "said_by": "Said by",
    "reference": "Source",
    "locator": "Place in the source",
    "aliases": "Also called (with ; between)",
    "holder_tense": "Holder is",
}
_HELP = {
    "id": "Links and notes follow a new id.",
    "share": "A percentage such as 100, 12.5 or 25-50; blank when it is not known.",
    "since": "2020, 2020-09 or 2020-09-14",
    "until": "2020, 2020-09 or 2020-09-14",
    "locator": "Such as ¶3, p. 4 or line 12",
}
_NEW_SOURCE = ("title", "url")


def columns_of(content: Content, kind: TableKind) -> tuple[str, ...]:
    """All columns of a table that a form shows; marks have a form of their own."""
    names = dict.fromkeys((*COLUMNS[kind], *content.columns(kind)))
    return tuple(name for name in names if name not in REVIEW_COLUMNS)


def fields(
    form: editing.Form,
    content: Content,
    kind: TableKind,
    columns: Iterable[str],
    cells: Mapping[str, str],
) -> None:
    """A field for each column, filled with what the row holds."""
    for column in columns:
        _field(form, content, kind, column, cells.get(column, ""))


def cells_of(form: editing.Form, columns: Iterable[str]) -> dict[str, str]:
    """What the fields hold, by column."""
    return {column: str(form.value(f"c_{column}") or "") for column in columns}


def changed(cells: Mapping[str, str], held: Mapping[str, str]) -> dict[str, str]:
    """Cells that differ from what a row holds, line ends and blank cells aside.

    Examples
    --------
    >>> changed({"a": "1\\n2", "b": "x", "c": ""}, {"a": "1\\r\\n2", "b": "y"})
    {'b': 'x'}
    """
    return {
        name: cell for name, cell in cells.items() if _lines(cell) != _lines(held.get(name, ""))
    }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def new_source_fields(form: editing.Form) -> None:
    """Fields for a source that is not in the list yet; blank when it is."""
    st.text_input(
        "Title of a new source",
        key=form.key("new_title"),
        help="When the source is not in the list: it is added, and taken in place of the above.",
    )
    st.text_input("Its address", key=form.key("new_url"))


def new_source(form: editing.Form) -> dict[str, str]:
    """The cells of a new source; empty when there is none."""
    cells = {name: str(form.value(f"new_{name}") or "").strip() for name in _NEW_SOURCE}
    return {name: cell for name, cell in cells.items() if cell}


def column_words(column: str) -> str:
    """A column in words, safe for a label."""
    return md(_WORDS.get(column) or words_of(column))


def source_words(content: Content, key: str) -> str:
    """A source by its title."""
    row = content.row("sources", key)
    return plain((row.bare("title") if row else "") or key) or "–"


def _field(form: editing.Form, content: Content, kind: TableKind, column: str, value: str) -> None:
    key, words, tip = form.key(f"c_{column}"), column_words(column), _HELP.get(column)
    options = _options(content, kind, column, value)
    if options is not None:
        st.selectbox(
            words,
            options,
            index=options.index(value),
            key=key,
            format_func=lambda one: _option_words(content, column, str(one)),
            accept_new_options=column != "status",
            help=tip,
        )
    elif column in _LONG or "\n" in value or "\r" in value:
        st.text_area(words, value=value, key=key, help=tip, height=90)
    else:
        st.text_input(words, value=value, key=key, help=tip)


def _options(content: Content, kind: TableKind, column: str, value: str) -> list[str] | None:
    """What a list for a column offers; ``None`` where anything may stand."""
    if column == "category":
        known: Iterable[str] = CATEGORIES
    elif column == "type" and kind == "relations":
        known = (name for names in RELATION_GROUPS.values() for name in names)
    elif column == "status" and kind == "relations":
        # Blank and “ungraded” say the same.
        return list(dict.fromkeys((value, "", *(one for one in STATUSES if one != "ungraded"))))
    elif column == "reference":
        ids = (row.bare("id") for row in content.rows("sources"))
        return list(dict.fromkeys((value, "", *ids)))
    else:
        return None
    used = (row.bare(column) for row in content.rows(kind))
    return list(dict.fromkeys((value, *known, *filter(None, used))))


def _option_words(content: Content, column: str, value: str) -> str:
    if not value:
        return "Not assessed" if column == "status" else "–"
    if column == "category":
        return plain(category_words(value))
    if column == "type":
        return plain(type_words(value))
    if column == "status":
        return plain(STATUS_WORDS.get(value, value))
    return source_words(content, value)
