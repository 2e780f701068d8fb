"""Forms in the inspector: a row with all its columns, a new entity, a link, a second source."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from graph.editing import Add, Edit, SecondSource, SetCells, Together
from graph.editing.changes import RowChange, Step, TableKind, key_of
from graph.editing.edits import free_id
from graph.errors import LongarmError, NotFound
from graph.store import Store
from ui import editing, state
from ui.panels.editing_fields import (
    cells_of,
    changed,
    columns_of,
    fields,
    new_source,
    new_source_fields,
)
from ui.panels.facts import full_name
from ui.safe import html, plain, show

_HITS = 12
_LINK_COLUMNS = (
    "type",
    "share",
    "status",
    "evidence",
    "reference",
    "locator",
    "since",
    "until",
    "said_by",
)
_SECOND = ("reference", "locator", "evidence", "said_by", "status")
_FIRST_OF_ENTITY = ("label", "category")


def edit_form(form: editing.Form, kind: TableKind) -> None:
    """All cells of one row."""
    content = editing.case().content
    row = content.row(kind, form.keys[0])
    if row is None:
        raise NotFound(
            "This row is not in the files.",
            fix="It was made from links that name it; add it as an entity with the same id.",
        )
    columns = columns_of(content, kind)
    with st.form(form.key("form"), border=False):
        _save_button(form, "Keep these changes", _set_cells, kind, columns)
        fields(form, content, kind, columns, row.cells)


def _set_cells(form: editing.Form, kind: TableKind, columns: tuple[str, ...]) -> None:
    def made() -> Edit:
        row = editing.case().content.row(kind, form.keys[0])
        held: Mapping[str, str] = row.cells if row else {}
        return SetCells(kind, form.keys[0], changed(cells_of(form, columns), held))

    _carry_out(made)


def entity_form(form: editing.Form) -> None:
    """A new entity."""
    content = editing.case().content
    columns = columns_of(content, "entities")
    ordered = (*_FIRST_OF_ENTITY, *(name for name in columns if name not in _FIRST_OF_ENTITY))
    st.html("<h3 class='pg-h'>New entity</h3>")
    with st.form(form.key("form"), border=False):
        start = {"category": "company", **form.given}
        fields(form, content, "entities", _FIRST_OF_ENTITY, start)
        _save_button(form, "Add the entity", _add_entity, "entities", ordered)
        fields(form, content, "entities", ordered[len(_FIRST_OF_ENTITY) :], start)
    st.html("<p class='pg-note'>A blank id is made from the name.</p>")


def _add_entity(form: editing.Form, _kind: TableKind, columns: tuple[str, ...]) -> None:
    step = _carry_out(lambda: Add("entities", cells_of(form, columns)))
    if step is not None:
        state.change(selection=_made(step, "entities"), emphasis=())


def link_form(store: Store, form: editing.Form) -> None:
    """A link from the chosen entity to one that is searched for, or between the two chosen."""
    case = editing.case()
    st.html("<h3 class='pg-h'>New link</h3>")
    if len(form.keys) > 1:
        ids = [form.keys[1]]
    else:
        text = st.text_input(
            "To whom or what", key=form.key("search"), placeholder="Find a name", live="200ms"
        )
        hits = store.search(str(text), limit=_HITS).results if str(text or "").strip() else ()
        ids = [hit.id for hit in hits]
        if str(text or "").strip() and not ids:
            show(html("<p class='pg-note'>No entity matches “{text}”.</p>", text=text))
    ends = store.entities((*form.keys[:1], *ids))
    names = {key: plain(full_name(entity)) for key, entity in ends.items()}
    if ids:
        st.selectbox(
            "The other end", ids, key=form.key("target"), format_func=lambda one: names[one]
        )
    st.selectbox(
        "Direction",
        ("from", "to"),
        key=form.key("direction"),
        format_func=lambda one: "From here to there" if one == "from" else "From there to here",
    )
    with st.form(form.key("form"), border=False):
        # Nobody says so yet: whoever has a source chooses it below, and how sure it is.
        start = {"type": "owns", "status": ""}
        fields(form, case.content, "relations", _LINK_COLUMNS, start)
        new_source_fields(form)
        _save_button(form, "Add the link", _add_link, "relations", _LINK_COLUMNS)


def _add_link(form: editing.Form, _kind: TableKind, columns: tuple[str, ...]) -> None:
    other = str(form.value("target") or (form.keys[1] if len(form.keys) > 1 else ""))
    if not other:
        editing.refuse("The link has no other end. Search for one above and choose it.")
        return
    ends = (form.keys[0], other) if form.value("direction") != "to" else (other, form.keys[0])
    cells = {"source": ends[0], "target": ends[1], **cells_of(form, columns)}

    def made(source: str) -> Edit:
        return Add("relations", cells | ({"reference": source} if source else {}))

    step = _carry_out(lambda: _with_source(form, made))
    if step is not None:
        state.settle(emphasis=_made(step, "relations"))


def second_source_form(form: editing.Form) -> None:
    """Another source for a link."""
    content = editing.case().content
    st.html("<h3 class='pg-h'>Second source for this link</h3>")
    with st.form(form.key("form"), border=False):
        fields(form, content, "relations", _SECOND, {"status": "stated"})
        new_source_fields(form)
        _save_button(form, "Add the source", _add_second, "relations", _SECOND)


def _add_second(form: editing.Form, _kind: TableKind, columns: tuple[str, ...]) -> None:
    cells = cells_of(form, columns)

    def made(source: str) -> Edit:
        return SecondSource(form.keys[0], **(cells | ({"reference": source} if source else {})))

    _carry_out(lambda: _with_source(form, made))


def _with_source(form: editing.Form, made: Callable[[str], Edit]) -> Edit:
    """An edit, together with the source it names where that one is new."""
    cells = new_source(form)
    if not cells:
        return made("")
    content = editing.case().content
    key = free_id(content, "sources", cells.get("title") or cells.get("url", ""))
    source, edit = Add("sources", cells | {"id": key}), made(key)
    after = content.applied(source.step(content).changes)
    return Together(edit.step(after).words, (source, edit))


def _carry_out(made: Callable[[], Edit]) -> Step | None:
    try:
        edit = made()
    except LongarmError as error:
        editing.refuse(str(error))
        return None
    step = editing.do(edit)
    if step is not None:
        editing.close_form()
    return step


def _made(step: Step, kind: TableKind) -> tuple[str, ...]:
    """Keys of the rows that a step added."""
    return tuple(
        key_of(kind, change.after)
        for change in step.changes
        if isinstance(change, RowChange)
        and change.kind == kind
        and change.before is None
        and change.after is not None
    )


def _save_button(
    form: editing.Form,
    words: str,
    action: Callable[[editing.Form, TableKind, tuple[str, ...]], None],
    kind: TableKind,
    columns: tuple[str, ...],
) -> None:
    st.form_submit_button(
        words,
        key=form.key("submit"),
        type="primary",
        on_click=action,
        args=(form, kind, columns),
    )
