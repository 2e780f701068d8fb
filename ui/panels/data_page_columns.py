"""Opening files, step 2: which table is what, and which of its columns means what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st
from markupsafe import Markup

from graph.formats.intake import Intake, Part
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.tables import Kind, Row
from graph.model import CATEGORIES, RELATION_GROUPS
from ui.panels import data_page_opening as files_in
from ui.panels.data_page_opening import Opening
from ui.safe import html, show, visible

KINDS: Final[dict[Kind | None, str]] = {
    "entities": "Entities: people and bodies",
    "relations": "Links between them",
    "sources": "Sources",
    None: "Nothing: leave it out",
}
"""What a table may hold, on screen."""

_COLUMNS: Final[dict[Kind, tuple[str, ...]]] = {
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
_WORDS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "entities": ("Category where the file has none", tuple(CATEGORIES)),
    "relations": ("Kind of link where the file has none", _TYPES),
}

MOST_COLUMNS: Final = 300
"""Columns of one file that the page offers; a file may have thousands."""

_MOST_PREVIEW: Final = 30
_MOST_ROWS: Final = 5
_MOST_TEXT: Final = 160


def columns_step(lot: Opening, intake: Intake) -> None:
    """The mapping of each table, changeable, with its first rows."""
    if not intake.parts:
        return
    with st.container(key="data_columns", gap="small"):
        st.html("<h2 class='pg-step'><b>2</b> Columns</h2>")
        for index, part in enumerate(intake.parts):
            with st.container(key=f"data_part_{index}", gap="small"):
                _part(lot, index, part)
        _question(lot, intake)


def _part(lot: Opening, index: int, part: Part) -> None:
    key = f"{files_in.number()}_{index}"
    show(html("<h3 class='pg-file'>{file}</h3>", file=visible(part.file)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kinds = [*KINDS]
        st.selectbox(
            "This table holds",
            kinds,
            index=kinds.index(part.kind),
            format_func=KINDS.__getitem__,
            key=f"kind_{key}",
            width=280,
            on_change=_set_kind,
            args=(lot, index, f"kind_{key}"),
        )
        if part.kind in _WORDS:
            _default(lot, index, part, key)
    if part.kind is not None:
        with st.expander(_mapping_words(part), expanded=not _plain(part), key=f"columns_{key}"):
            _mapping(lot, index, part, part.kind, key)
    show(_preview(part))


def _plain(part: Part) -> bool:
    """Whether every column goes by its own name, so that nobody needs to look."""
    return not part.missing and all(ours == theirs for ours, theirs in part.mapping.items())


def _mapping_words(part: Part) -> str:
    if part.missing:
        return f"Choose the column for: {', '.join(part.missing)}"
    guessed = [name for name in part.mapping if part.sure.get(name) == "guess"]
    if guessed:
        return f"Which column means what. Guessed, please look: {', '.join(guessed)}"
    return "Which column means what"


def _set_kind(lot: Opening, index: int, key: str) -> None:
    _choose(lot, index, kind=st.session_state[key])


def _choose(lot: Opening, index: int, **choice: Any) -> None:
    if lot.intake is not None:
        lot.change_part(index, lot.intake.parts[index].choose(**choice))


def _default(lot: Opening, index: int, part: Part, key: str) -> None:
    label, known = _WORDS[part.kind or ""]
    now = part.default_type
    options = list(dict.fromkeys([*([now] if now else []), *known]))
    widget = f"default_{key}_{part.kind}"
    st.selectbox(
        label,
        options,
        index=options.index(now) if now else None,
        placeholder="Choose, or type your own",
        accept_new_options=True,
        key=widget,
        width=280,
        on_change=_set_default,
        args=(lot, index, widget),
    )


def _set_default(lot: Opening, index: int, key: str) -> None:
    _choose(lot, index, default_type=str(st.session_state[key] or ""))


def _mapping(lot: Opening, index: int, part: Part, kind: Kind, key: str) -> None:
    required = replace(part, mapping={}, default_type="").missing
    wanted = sorted(_COLUMNS[kind], key=lambda name: name not in required)
    used = {column for column in part.mapping.values() if column}
    offered = ["", *dict.fromkeys([*part.columns[:MOST_COLUMNS], *sorted(used)])]
    with st.container(key=f"data_map_{index}"):
        for name in wanted:
            words = _MEANINGS.get(name, name)
            now = part.mapping.get(name, "")
            widget = f"map_{key}_{kind}_{name}"
            st.selectbox(
                f"{words} (needed)" if name in required else words,
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
    if lot.intake is None:
        return
    before = lot.intake.parts[index].mapping
    mapping = {one: column for one, column in before.items() if one != name}
    if st.session_state[key]:
        mapping[name] = st.session_state[key]
    _choose(lot, index, mapping=mapping)


def _preview(part: Part) -> Markup:
    first = part.preview[:_MOST_ROWS]
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
        for row in first
    )
    return html(
        "<div class='pg-scroll' tabindex='0' role='group' aria-label='First rows of {file}'>"
        "<table class='pg-preview'><caption>First {n} of {total} rows</caption><thead><tr>{head}"
        "</tr></thead><tbody>{body}</tbody></table></div>",
        file=visible(part.file),
        n=len(first),
        total=f"{part.total:,}",
        head=head,
        body=body,
    )


def _cell(row: Row, column: str) -> str:
    text = visible(row[column])
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def _question(lot: Opening, intake: Intake) -> None:
    """Whether entities are to be made, where the files hold links alone."""
    if len(intake.needs()) == len(intake.needs(make_entities=True)):
        return
    key = f"make_{files_in.number()}"
    with st.container(key="data_question"):
        st.html(
            "<p class='pg-body'>These files hold links, but no table of the people and bodies "
            "that they are between.</p>"
        )
        st.checkbox(
            "Make the entities from the links; each is marked as known by its links alone",
            value=lot.make_entities,
            key=key,
            on_change=_set_make,
            args=(lot, key),
        )


def _set_make(lot: Opening, key: str) -> None:
    lot.make_entities = bool(st.session_state[key])
    lot.anew()
