"""Combine these data with another folder: the report first, then both as one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from graph.editing import Case, Combined, combine
from graph.editing.case import read_notes
from graph.editing.changes import NOTE_COLUMNS
from graph.errors import DataError, LongarmError
from graph.formats.intake import inspect
from graph.loading import Dataset, Tables, folder_tables
from graph.loading.tables import Row, Table
from graph.queries import shorten
from graph.store import Store
from ui import drawers, opened
from ui.long_work import stoppable
from ui.panels import casework
from ui.panels.report import in_words, whole_report
from ui.safe import html, md, plain, show

_BOTH: Final = "combine_both"
_MOST: Final = 300

Both = tuple[Case, Combined, Dataset]


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while the second folder is looked at."""
    drawers.keep_open("combine")
    _combine(store)


@st.dialog("Combine with another folder", position="right", width=760, on_dismiss=drawers.closed)
def _combine(store: Store) -> None:
    drawers.follow()
    with st.container(key="casework_combine", gap="small"):
        case = casework.editable(store)
        if case is None:
            return
        path = st.text_input(
            "Path of the other data folder", key="combine_path", placeholder="/home/me/more-data"
        )
        given = st.file_uploader(
            "Or its files: entities, relations, sources",
            accept_multiple_files=True,
            key="combine_files",
        )
        files = tuple((one.name, one.getvalue()) for one in given or ())
        where = str(path or "").strip()
        if not where and not files:
            st.html(
                "<p class='pg-note'>Both are read and left as they are. Entities that agree "
                "become one; an id that means two things gets a prefix. Links are never joined. "
                "You see the report before anything is opened.</p>"
            )
            return
        try:
            found = _both(store, case, where, files)
        except LongarmError as error:
            st.error(md(str(error)))
            return
        if found is not None:
            _outcome(*found)


def _both(store: Store, case: Case, where: str, files: Sequence[tuple[str, bytes]]) -> Both | None:
    same = tuple(sorted(st.session_state.get("combine_same") or ()))
    lot = (where, tuple((name, hash(content)) for name, content in files))
    key = (*casework.dataset_key(store), case.notes, lot, same)
    known: tuple[object, Both] | None = st.session_state.get(_BOTH)
    if known is not None and known[0] == key:
        return known[1]
    both = stoppable(
        ("combine", *key),
        lambda _: _put_together(case, where, files, same),
        "Reading and combining",
    )
    if both is not None:
        st.session_state[_BOTH] = (key, both)
    return both


def _put_together(
    case: Case, where: str, files: Sequence[tuple[str, bytes]], same: Sequence[str]
) -> Both:
    other, notes = _other(where, files)
    known = {row["id"] for row in (other.entities.rows if other.entities else ())}
    tables, told = combine(case.tables, other, same={one: one for one in same if one in known})
    merged = _notes(case, other, notes, told.renamed, case.content.next_line("relations"))
    both = Case.of(tables, merged, leave_out=case.leave_out)
    return both, told, both.dataset


def _other(where: str, files: Sequence[tuple[str, bytes]]) -> tuple[Tables, Table | None]:
    if files:
        intake = inspect(tuple(files))
        refusal = intake.refusal()
        if refusal:
            raise DataError(refusal, where=intake.name)
        return intake.tables(), None
    try:
        folder = Path(where).expanduser()
        return folder_tables(folder), read_notes(folder)[0]
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            "This folder cannot be read.", where=where, fix="Check the path, and who may read it."
        ) from error


def _notes(
    case: Case, other: Tables, notes: Table | None, names: Mapping[str, str], line: int
) -> Table | None:
    """The notes of both; those of the other under the ids that its rows have now."""
    ours = case.content.tables.get("notes")
    if notes is None:
        return ours
    rows = other.relations.rows if other.relations else ()
    links = {f"r{row.line}": f"r{line + step}" for step, row in enumerate(rows)}
    held = ours or Table("notes.csv", NOTE_COLUMNS)
    taken = {row["id"] for row in held.rows}
    at = case.content.next_line("notes")
    fresh: list[Row] = []
    for row in notes.rows:
        cells = {**row.cells}
        for column in ("entity", "other"):
            if row[column] in names:
                cells[column] = names[row[column]]
        if row.bare("relation") in links:
            cells["relation"] = links[row.bare("relation")]
        number = len(taken) + 1
        while row["id"] in taken and f"n{number}" in taken:
            number += 1
        cells["id"] = f"n{number}" if row["id"] in taken else row["id"]
        taken.add(cells["id"])
        fresh.append(Row(at + len(fresh), cells))
    columns = tuple(dict.fromkeys((*held.columns, *notes.columns)))
    return replace(held, columns=columns, rows=(*held.rows, *fresh))


def _outcome(both: Case, told: Combined, data: Dataset) -> None:
    rows = html("").join(html("<li>{one}</li>", one=plain(one)) for one in told.words)
    show(html("<ul class='pg-list' role='status'>{rows}</ul>", rows=rows))
    _clashes(both, told, data)
    report = data.report
    show(html("<p class='pg-body'>Together: {words}.</p>", words=in_words(report)))
    if not report.ok:
        st.error("The two have errors together; they cannot be opened as they are.")
    elif st.button(
        "Open both as one case", key="combine_open", type="primary", icon=":material/check:"
    ):
        drawers.closed()
        st.session_state.pop(_BOTH, None)
        words = f"Combined “{shorten(both.name)}” with another folder"
        opened.open_case(replace(both, name=f"{both.name}, combined", made=words))
        st.rerun()
    st.html(
        "<p class='pg-note'>What is opened is a new case with the edits made so far. Both folders "
        "stay as they are; save the case as a project or as CSV files, under Save as.</p>"
    )
    whole_report(report, "combine")


def _clashes(both: Case, told: Combined, data: Dataset) -> None:
    """Ids that mean two things, each with both names; those that mean one can be said."""
    asked = list(st.session_state.get("combine_same") or ())
    if not told.renamed and not asked:
        return
    names = {one.id: plain(one.label) for one in data.entities}
    options = list(dict.fromkeys((*asked, *told.renamed)))[:_MOST]
    words = {
        old: f"{plain(old)}: {names.get(old, old)} / {names.get(told.renamed.get(old, ''), 'same')}"
        for old in options
    }
    n = len(told.renamed)
    show(
        html(
            "<h3 class='pg-group'>Ids that clash<span>{n}</span></h3><p class='pg-note'>The same "
            "id in both, but other cells. They stay two, the second with a prefix, unless you "
            "say that they are one.</p>",
            n=n,
        )
    )
    pairs = html("").join(
        html("<li>{one} → {new}</li>", one=words[old], new=told.renamed.get(old, ""))
        for old in options
        if old in told.renamed
    )
    show(html("<ul class='pg-list'>{pairs}</ul>", pairs=pairs))
    st.multiselect(
        "These are one and the same",
        options,
        key="combine_same",
        format_func=lambda old: words.get(old, old),
    )
