"""Table: the same view as rows; what is selected here is selected in the drawing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from graph.exports import FORMATS, export_view
from graph.exports.escaping import file_name
from graph.model import Entity, Relation, category_words, type_words, words_of
from graph.store import Store
from graph.views.view import View
from graph.wording import file_stem, second_line, status_in_words
from ui import state
from ui.panels.editing_cells import cells_editor, cells_wanted
from ui.panels.facts import full_name

_HEIGHT = 700


def table_panel(store: Store, view: View) -> None:
    """Entities and links of the view in two tables, sortable and selectable."""
    entities: list[Entity] = sorted(
        (data["entity"] for _, data in view.graph.nodes(data=True)),
        key=lambda item: item.label.casefold(),
    )
    links: list[Relation] = sorted(
        (data["relation"] for *_, data in view.graph.edges(data=True)), key=lambda item: item.row
    )
    _save(store, view)
    tab_entities, tab_links = st.tabs([f"Entities {len(entities)}", f"Links {len(links)}"])
    with tab_entities:
        _entities(entities, view)
    with tab_links:
        _links(store, links, {item.id: item for item in entities})


def _save(store: Store, view: View) -> None:
    form = FORMATS["csv"]
    st.download_button(
        "Save these tables",
        lambda: export_view(store, view.state, "csv").data,
        file_name=file_name(file_stem(view.state, store), form.suffix),
        mime=form.mime,
        key="save_tables",
        on_click="ignore",
    )


def _entities(entities: list[Entity], view: View) -> None:
    ids = [item.id for item in entities]
    if cells_wanted("entities"):
        cells_editor("entities", ids)
        return
    frame = pd.DataFrame(
        {
            "Name": [item.label for item in entities],
            "Category": [category_words(item.category) for item in entities],
            "Holder or note": [second_line(item) for item in entities],
            "Links": [view.graph.degree(item.id) for item in entities],
            "Description": [item.description for item in entities],
            "Place in the source": [item.locator for item in entities],
            "Id": ids,
        }
    )
    chosen = [ids.index(item) for item in view.state.selection if item in set(ids)]
    st.session_state["entity_table"] = {"selection": {"rows": chosen, "columns": [], "cells": []}}
    st.dataframe(
        frame,
        hide_index=True,
        height=_HEIGHT,
        key="entity_table",
        on_select=lambda: _pick(ids),
        selection_mode="multi-row",
    )


def _pick(ids: list[str]) -> None:
    rows = st.session_state["entity_table"]["selection"]["rows"]
    state.select(ids[row] for row in rows if row < len(ids))


def _links(store: Store, links: list[Relation], entities: dict[str, Entity]) -> None:
    if cells_wanted("relations"):
        cells_editor("relations", [item.id for item in links])
        return
    sources = store.sources()
    frame = pd.DataFrame(
        {
            "From": [full_name(entities[item.source]) for item in links],
            "Link": [type_words(item.type) for item in links],
            "To": [full_name(entities[item.target]) for item in links],
            "Group": [words_of(item.group) for item in links],
            "Share": [str(item.share or "") for item in links],
            "How sure": [
                status_in_words(item.status, sources.get(item.reference)) for item in links
            ],
            "Since": [str(item.since or "") for item in links],
            "Until": [str(item.until or "") for item in links],
            "Evidence": [item.evidence for item in links],
            "Place in the source": [item.locator for item in links],
            "Line": [item.row for item in links],
        }
    )
    keys = [item.id for item in links]
    lit = [keys.index(item) for item in state.current().emphasis if item in set(keys)]
    st.session_state["link_table"] = {"selection": {"rows": lit, "columns": [], "cells": []}}
    st.dataframe(
        frame,
        hide_index=True,
        height=_HEIGHT,
        key="link_table",
        on_select=lambda: _light(keys),
        selection_mode="multi-row",
    )


def _light(keys: list[str]) -> None:
    rows = st.session_state["link_table"]["selection"]["rows"]
    lit = tuple(keys[row] for row in rows if row < len(keys))
    # One link alone is shown in the inspector, where nothing else may be chosen for that.
    state.change(emphasis=lit, **({"selection": ()} if len(lit) == 1 else {}))
