"""Tables of links and of entities whose rows light or select what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from graph.model import Entity, Relation, category_words, type_words
from graph.store import Store
from graph.wording import status_in_words
from ui import state
from ui.panels.facts import full_name
from ui.panels.lighting import MOST_LIT

MOST_ROWS = 2_000
"""Rows that one table holds; a longer list says how many there are."""

_ROW = 31
_TALLEST = 8


def link_table(
    store: Store,
    links: Sequence[Relation],
    *,
    key: str,
    before: Mapping[str, Sequence[Any]] | None = None,
    height: int | None = None,
    words: str = "",
) -> None:
    """Links, one to a row; choosing rows lights them on the canvas.

    Parameters
    ----------
    store : Store
        For names and sources.
    links : sequence of Relation
        What to list.
    key : str
        Key of the table.
    before : Mapping of str to sequence, optional
        Further columns in front, each as long as `links`.
    height : int, optional
        In px; by default as high as up to eight rows are.
    words : str
        What the table is, for a screen reader.
    """
    shown = list(links[:MOST_ROWS])
    entities = store.entities({end for link in shown for end in (link.source, link.target)})
    sources = store.sources()
    columns: dict[str, list[Any]] = {
        name: list(values[:MOST_ROWS]) for name, values in (before or {}).items()
    }
    columns |= {
        "From": [_name(link.source, entities) for link in shown],
        "Link": [type_words(link.type) for link in shown],
        "To": [_name(link.target, entities) for link in shown],
        "Share": [str(link.share or "") for link in shown],
        "Since": [str(link.since or "") for link in shown],
        "Until": [str(link.until or "") for link in shown],
        "How sure": [status_in_words(link.status, sources.get(link.reference)) for link in shown],
        "Place": [link.locator for link in shown],
    }
    for name in ("Share", "Since", "Until"):
        if not any(columns[name]):
            del columns[name]
    ids = [link.id for link in shown]
    chosen = [row for row, name in enumerate(ids) if name in set(state.current().emphasis)]
    _table(columns, key, chosen, lambda: _light(key, ids), height, words)
    _rest(len(shown), len(links), "links")


def entity_table(
    entities: Sequence[Entity],
    *,
    key: str,
    after: Mapping[str, Sequence[Any]] | None = None,
    height: int | None = None,
    words: str = "",
    lights: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Entities, one to a row; choosing rows selects them.

    Parameters
    ----------
    entities : sequence of Entity
        What to list.
    key : str
        Key of the table.
    after : Mapping of str to sequence, optional
        Further columns behind, each as long as `entities`.
    height : int, optional
        In px; by default as high as up to eight rows are.
    words : str
        What the table is, for a screen reader.
    lights : Mapping of str to sequence of str, optional
        For each entity the links that are lit with it: those its number comes from.
    """
    shown = list(entities[:MOST_ROWS])
    columns: dict[str, list[Any]] = {
        "Name": [one.label for one in shown],
        "Category": [category_words(one.category) for one in shown],
    }
    columns |= {name: list(values[:MOST_ROWS]) for name, values in (after or {}).items()}
    ids = [one.id for one in shown]
    chosen = [row for row, name in enumerate(ids) if name in set(state.current().selection)]
    _table(columns, key, chosen, lambda: _select(key, ids, lights or {}), height, words)
    _rest(len(shown), len(entities), "entities")


def height_of(rows: int) -> int:
    """Height in px of a table with that many rows."""
    return _ROW * (rows + 1) + 3


def chosen_rows(key: str) -> list[int]:
    """Rows that are chosen in a table."""
    found = st.session_state[key]["selection"]["rows"]
    return [int(row) for row in found]


def light(ids: Sequence[str]) -> None:
    """Light links on the canvas; nothing else stays chosen, so that a lone one shows its card."""
    state.change(selection=(), emphasis=tuple(dict.fromkeys(ids)))


def _light(key: str, ids: Sequence[str]) -> None:
    wanted = [ids[row] for row in chosen_rows(key) if row < len(ids)]
    if set(wanted) != set(state.current().emphasis).intersection(ids):
        light(wanted)


def _select(key: str, ids: Sequence[str], lights: Mapping[str, Sequence[str]]) -> None:
    wanted = [ids[row] for row in chosen_rows(key) if row < len(ids)]
    if set(wanted) != set(state.current().selection).intersection(ids):
        lit = [link for one in wanted for link in lights.get(one, ())]
        state.change(selection=tuple(wanted), emphasis=tuple(dict.fromkeys(lit))[:MOST_LIT])


def _table(
    columns: Mapping[str, Sequence[Any]],
    key: str,
    chosen: list[int],
    on_select: Any,
    height: int | None,
    words: str,
) -> None:
    frame = pd.DataFrame(columns)
    st.session_state[key] = {"selection": {"rows": chosen, "columns": [], "cells": []}}
    st.dataframe(
        frame,
        hide_index=True,
        height=height or height_of(min(len(frame), _TALLEST)),
        key=key,
        on_select=on_select,
        selection_mode="multi-row",
        alt=words or None,
    )


def _rest(shown: int, there: int, what: str) -> None:
    if shown < there:
        st.html(f"<p class='pg-note'>The first {shown:,} of {there:,} {what}.</p>")


def _name(entity_id: str, entities: Mapping[str, Entity]) -> str:
    return full_name(entities[entity_id]) if entity_id in entities else entity_id
