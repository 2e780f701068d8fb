"""Opening files, step 2: which table is what, and which of its columns means what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st
from markupsafe import Markup

from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.reading import REQUIRED
from graph.model import RELATION_GROUPS, type_words
from ui.panels import data_page_opening as files_in
from ui.panels.data_page_opening import Opening
from ui.safe import html, md, show, visible

if TYPE_CHECKING:
    from graph.formats.intake import Part

_KINDS: Final = {
    "entities": "Entities: people and bodies",
    "relations": "Links between them",
    "sources": "Sources",
    "": "Nothing: leave it out",
}
_COLUMNS: Final = {
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
    "sources": SOURCE_COLUMNS,
}
_MEANINGS: Final = {
    "id": "id: short and unique",
    "label": "label: the name",
    "category": "category: what it is",
    "aliases": "aliases: other names",
    "holder": "holder of the office",
    "holder_tense": "current or former holder",
    "country": "country, two letters",
    "description": "description",
    "reference": "reference: which source",
    "locator": "locator: place in it",
    "source": "from: the owner, the watcher",
    "target": "to: the owned, the watched",
    "type": "type: kind of link",
    "share": "share, in percent",
    "status": "status: how sure",
    "since": "since",
    "until": "until",
    "evidence": "evidence: what the source says",
    "said_by": "said by",
}
_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)

MOST_COLUMNS: Final = 300
"""Columns of one file that the page offers; a file may have thousands."""

_MOST_PREVIEW: Final = 30
_MOST_TEXT: Final = 160


def columns_step(lot: Opening) -> None:
    """The mapping of each table, changeable, with its first rows."""
    intake = lot.intake
    if intake is None or not intake.parts:
        return
    with st.container(key="data_columns", gap="small"):
        st.html("<h2 class='pg-step'><b>2</b> Columns</h2>")
        for index, part in enumerate(intake.parts):
            with st.container(key=f"data_part_{index}", gap="small"):
                _part(lot, index, part)
        _question(lot)


def _part(lot: Opening, index: int, part: Part) -> None:
    key = f"{files_in.number()}_{index}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show(html("<h3 class='pg-file'>{file}</h3>", file=visible(part.file)))
        kinds = list(_KINDS)
        st.selectbox(
            f"What {md(part.file)} holds",
            kinds,
            index=kinds.index(part.kind) if part.kind in kinds else len(kinds) - 1,
            format_func=_KINDS.__getitem__,
            key=f"kind_{key}",
            width=300,
            on_change=_set_kind,
            args=(lot, index, f"kind_{key}"),
        )
        if part.kind == "relations" and not part.mapping.get("type"):
            _default_type(lot, index, part, key)
    if not part.kind:
        return
    _mapping(lot, index, part, key)
    show(_preview(part))


def _set_kind(lot: Opening, index: int, key: str) -> None:
    part = _part_now(lot, index)
    if part is not None:
        lot.change_part(index, part.choose(kind=st.session_state[key]))


def _part_now(lot: Opening, index: int) -> Part | None:
    return None if lot.intake is None else lot.intake.parts[index]


def _default_type(lot: Opening, index: int, part: Part, key: str) -> None:
    now = part.default_type
    options = list(dict.fromkeys([*([now] if now else []), *_TYPES]))
    st.selectbox(
        "Every link in it is of the kind",
        options,
        index=options.index(now) if now else None,
        format_func=lambda name: type_words(name) or name,
        placeholder="Choose, or type your own",
        accept_new_options=True,
        key=f"type_{key}",
        width=300,
        on_change=_set_type,
        args=(lot, index, f"type_{key}"),
    )


def _set_type(lot: Opening, index: int, key: str) -> None:
    part = _part_now(lot, index)
    if part is not None:
        lot.change_part(index, part.choose(default_type=str(st.session_state[key] or "").strip()))


def _mapping(lot: Opening, index: int, part: Part, key: str) -> None:
    required = REQUIRED[part.kind]
    wanted = sorted(_COLUMNS[part.kind], key=lambda name: name not in required)
    used = {column for column in part.mapping.values() if column}
    offered = ["", *dict.fromkeys([*part.columns[:MOST_COLUMNS], *sorted(used)])]
    with st.container(key=f"data_map_{index}"):
        for name in wanted:
            words = _MEANINGS.get(name, name)
            now = part.mapping.get(name, "")
            widget = f"map_{key}_{part.kind}_{name}"
            st.selectbox(
                f"{words} (required)" if name in required else words,
                offered,
                index=offered.index(now) if now in offered else 0,
                format_func=_column_words,
                key=widget,
                on_change=_set_column,
                args=(lot, index, name, widget),
            )
    kept = [column for column in part.columns if column not in used]
    if kept:
        more = f" and {len(kept) - 20:,} more" if len(kept) > 20 else ""
        show(
            html(
                "<p class='pg-note'>Kept as they are and shown: {names}{more}.</p>",
                names=", ".join(visible(name)[:_MOST_TEXT] for name in kept[:20]),
                more=more,
            )
        )


def _column_words(column: str) -> str:
    return visible(column)[:_MOST_TEXT] if column else "–"


def _set_column(lot: Opening, index: int, name: str, key: str) -> None:
    part = _part_now(lot, index)
    if part is None:
        return
    mapping = {one: column for one, column in part.mapping.items() if one != name}
    if st.session_state[key]:
        mapping[name] = st.session_state[key]
    lot.change_part(index, part.choose(mapping=mapping))


def _preview(part: Part) -> Markup:
    meant = {column: name for name, column in part.mapping.items() if column}
    columns = sorted(part.columns, key=lambda column: column not in meant)[:_MOST_PREVIEW]
    head = Markup("").join(
        html(
            "<th scope='col'><b>{meant}</b><span>{column}</span></th>",
            meant=meant.get(column, "kept"),
            column=visible(column)[:_MOST_TEXT],
        )
        for column in columns
    )
    body = Markup("").join(
        html(
            "<tr>{cells}</tr>",
            cells=Markup("").join(html("<td>{cell}</td>", cell=_cell(row, c)) for c in columns),
        )
        for row in part.preview
    )
    return html(
        "<div class='pg-scroll' tabindex='0' role='group' aria-label='First rows of {file}'>"
        "<table class='pg-preview'><caption>First {n} of {total} rows</caption><thead><tr>{head}"
        "</tr></thead><tbody>{body}</tbody></table></div>",
        file=visible(part.file),
        n=len(part.preview),
        total=f"{part.total:,}",
        head=head,
        body=body,
    )


def _cell(row: object, column: str) -> str:
    text = visible(row[column])  # type: ignore[index]
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def _question(lot: Opening) -> None:
    """Whether entities are to be made, where the files hold links alone."""
    intake = lot.intake
    if intake is None or not intake.refusal() or intake.refusal(make_entities=True):
        return
    with st.container(key="data_question"):
        st.html(
            "<p class='pg-body'>These files hold links, but no table of the people and bodies "
            "they are between.</p>"
        )
        st.checkbox(
            "Make an entity from each name in the links, marked as named by links alone",
            value=lot.make_entities,
            key=f"make_{files_in.number()}",
            on_change=_set_make,
            args=(lot, f"make_{files_in.number()}"),
        )


def _set_make(lot: Opening, key: str) -> None:
    lot.make_entities = bool(st.session_state[key])
    lot.anew()
