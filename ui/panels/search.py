"""Search on top: finds a name, office or holder and selects it."""

from __future__ import annotations

import streamlit as st

from graph.model import Entity
from graph.search import Hit
from graph.store import Store
from ui import icons, state
from ui.panels.facts import full_name
from ui.safe import html, md, show

_LIMIT = 8
_CHOSEN = "search_chosen"


@st.fragment
def search_panel(store: Store) -> None:
    """The search field and, while there is text in it, the hits under it.

    Enter chooses the first hit, once the hits answer what the field says (``frontend/search.js``).
    """
    if st.session_state.pop(_CHOSEN, False):
        st.rerun()
    st.text_input(
        "Find a name, office or holder",
        key="search_text",
        placeholder="Find a name, office or holder",
        type="search",
        live="200ms",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    text = str(st.session_state.get("search_text") or "").strip()
    if not text:
        return
    found = store.search(text, limit=_LIMIT)
    with st.container(key="search_results"):
        show(html("<i class='pg-asked' data-asked='{text}'></i>", text=text))
        if not found.results:
            _no_hit(store, text)
            return
        entities = store.entities([hit.id for hit in found.results])
        for hit in found.results:
            st.button(
                hit_label(hit, entities[hit.id]),
                key=f"hit_{hit.id}",
                type="tertiary",
                width="stretch",
                on_click=_choose,
                args=(hit.id,),
            )
        if found.total > len(found.results):
            show(
                html(
                    "<p class='pg-note'>{n} of {total} hits</p>",
                    n=len(found.results),
                    total=found.total,
                )
            )


def hit_label(hit: Hit, entity: Entity) -> str:
    """Words of a hit's button: who it is, and by which other name it was found."""
    icon = icons.icon_md(icons.category_icon(hit.category, icons.theme_name()))
    said = ("", entity.label, entity.holder, f"{entity.label}, {entity.holder}")
    also = "" if hit.matched in said else f" *{md(hit.matched)}*"
    return f"{icon} {md(full_name(entity))}{also}"


def _choose(entity_id: str) -> None:
    st.session_state["search_text"] = ""
    st.session_state[_CHOSEN] = True
    state.select([entity_id])


def _no_hit(store: Store, text: str) -> None:
    show(html("<p class='pg-note'>No entity matches “{text}”.</p>", text=text))
    near = store.nearest(text)
    if near is not None:
        st.button(
            f"Nearest: {md(full_name(store.entities([near.id])[near.id]))}",
            key="nearest",
            type="tertiary",
            on_click=_choose,
            args=(near.id,),
        )
