"""Cells that are edited in the table itself: each change is an edit that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from graph.editing import Edit, SetCells, Together
from graph.editing.changes import TableKind
from graph.errors import LongarmError
from ui import editing
from ui.panels.editing_fields import columns_of
from ui.safe import md, plain

_ROUND = "edit_cells_round"
_HEIGHT = 640


def cells_wanted(kind: TableKind) -> bool:
    """Whether the cells of a table are to be edited; draws the switch for it."""
    return editing.available() and bool(
        st.toggle(
            "Edit cells",
            key=f"edit_cells_{kind}",
            help="Shows the rows as they stand in the file. Each change can be undone.",
        )
    )


def cells_editor(kind: TableKind, keys: Sequence[str]) -> None:
    """The rows of a table as they stand in the file, with cells that can be changed."""
    try:
        content = editing.case().content
    except LongarmError as error:
        st.error(md(str(error)))
        return
    columns = columns_of(content, kind)
    found = [(key, row) for key in keys if (row := content.row(kind, key)) is not None]
    if editing.refused():
        st.error(md(editing.refused()))
    frame = pd.DataFrame(
        {name: [row[name] for _, row in found] for name in columns}, dtype="object"
    )
    number = int(st.session_state.get(_ROUND, 0))
    widget = f"cells_{kind}_{number}"
    st.data_editor(
        frame,
        hide_index=True,
        height=_HEIGHT,
        key=widget,
        num_rows="fixed",
        column_config={name: st.column_config.TextColumn(plain(name)) for name in columns},
        on_change=_changed,
        args=(kind, widget, [key for key, _ in found]),
    )


def _changed(kind: TableKind, widget: str, keys: list[str]) -> None:
    edited = st.session_state[widget].get("edited_rows", {})
    take_cells(
        kind,
        {
            keys[int(place)]: {name: str(cell or "") for name, cell in cells.items()}
            for place, cells in edited.items()
            if int(place) < len(keys)
        },
    )


def take_cells(kind: TableKind, changes: dict[str, dict[str, str]]) -> None:
    """Carry out changes of cells, by row and column; what is refused is told beside the table."""
    # The next editor starts from the rows as they are then, whether this is refused or not.
    st.session_state[_ROUND] = int(st.session_state.get(_ROUND, 0)) + 1
    edits: list[Edit] = [SetCells(kind, key, cells) for key, cells in changes.items()]
    if len(edits) == 1:
        editing.do(edits[0])
    elif edits:
        editing.do(Together(f"Set cells of {len(edits)} rows", tuple(edits)))
