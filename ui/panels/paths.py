"""Paths: from the selected entity to another, ready-made walks, what ties several together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import streamlit as st

from graph.errors import LongarmError
from graph.model import Entity
from graph.paths import MAX_HOPS, PathAnswer
from graph.store import Store
from graph.views.view import View
from graph.wording.sentences import name_of, relation_sentence
from ui import state
from ui.panels.facts import full_name
from ui.panels.lighting import draw_alone, keep, light_button, refused, section, undrawn
from ui.panels.path_list import path_list
from ui.panels.path_options import options_panel, path_options, set_option
from ui.panels.path_walks import walk_answer, walk_buttons
from ui.panels.search import hit_label
from ui.questions import paths_between, ties_of
from ui.safe import html, md, plain, show

_HITS = 6
_TO = "path_to"
_SEARCH = "path_search"
_TIES = 30


def paths_panel(store: Store, view: View, selected: tuple[str, ...]) -> None:
    """Fill the Paths tab of one entity, or the part on paths below several."""
    try:
        if len(selected) > 2:
            options_panel(store, several=True)
            _ties(store, view, selected)
            _pair(store, view, selected)
        elif len(selected) == 2:
            options_panel(store)
            _paths(store, view, *selected)
        else:
            _from_one(store, view, selected[0])
    except LongarmError as error:
        refused(error)


def _from_one(store: Store, view: View, start: str) -> None:
    chosen = st.session_state.get(_TO) not in (None, "", start)
    # What was asked last stands first: an answer below the fold is not seen.
    if not chosen:
        walk_buttons(store, start)
        walk_answer(store, view, start)
    section("Paths to another entity")
    end = _choose_end(store, start)
    if end is not None:
        _paths(store, view, start, end)
    options_panel(store)
    if chosen:
        section("Ready-made walks")
        walk_buttons(store, start)
        walk_answer(store, view, start)


def _paths(store: Store, view: View, start: str, end: str) -> None:
    answer = paths_between(store, start, end, path_options(), state.current())
    if answer.paths:
        path_list(store, view, answer, "path")
        st.html(
            "<p class='pg-note'>Ranked by the least certain step, then by the nature of the links "
            "(ownership and control before other ties before mere association), then by length, "
            "then by the number of sources.</p>"
        )
    else:
        _no_path(store.entities([start, end]), start, end, answer)


def _choose_end(store: Store, start: str) -> str | None:
    chosen = st.session_state.get(_TO)
    found = store.entities([chosen]) if chosen and chosen != start else {}
    if chosen in found:
        with st.container(horizontal=True, gap="small", key="path_end"):
            show(html("<p class='pg-body'>To <b>{name}</b></p>", name=full_name(found[chosen])))
            st.button("Another", key="path_another", type="tertiary", on_click=_end, args=(None,))
        return str(chosen)
    st.text_input(
        "Paths to",
        key=_SEARCH,
        placeholder="Find the other end",
        type="search",
        live="200ms",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    text = str(st.session_state.get(_SEARCH) or "").strip()
    if text:
        _hits(store, start, text)
    else:
        st.html("<p class='pg-note'>Choose the other end: a name, an office or a holder.</p>")
    return None


def _hits(store: Store, start: str, text: str) -> None:
    hits = store.search(text, limit=_HITS)
    entities = store.entities([hit.id for hit in hits.results])
    with st.container(key="path_hits", gap=None):
        show(html("<i class='pg-asked' data-asked='{text}'></i>", text=text))
        for hit in hits.results:
            if hit.id != start:
                st.button(
                    hit_label(hit, entities[hit.id]),
                    key=f"path_hit_{hit.id}",
                    type="tertiary",
                    on_click=_end,
                    args=(hit.id,),
                )
    if not hits.results:
        near = store.nearest(text)
        words = f"No entity matches “{text}”." + (f" Nearest: {near.label}" if near else "")
        show(html("<p class='pg-note'>{words}</p>", words=words))
    elif hits.total > len(hits.results):
        show(html("<p class='pg-note'>{n} of {t} hits</p>", n=_HITS, t=f"{hits.total:,}"))


def _end(entity_id: str | None) -> None:
    st.session_state[_TO] = entity_id
    st.session_state[_SEARCH] = ""


def _no_path(entities: Mapping[str, Entity], start: str, end: str, answer: PathAnswer) -> None:
    now = path_options()
    how = " along the arrows" if now.directed else ""
    words = (
        f"No path of at most {now.max_hops} steps leads from {full_name(entities[start])} to "
        f"{full_name(entities[end])}{how}. {answer.note}"
    )
    show(html("<p class='pg-note'>{words}</p>", words=words.rstrip()))
    if now.max_hops < MAX_HOPS:
        more = min(MAX_HOPS, now.max_hops + 2)
        st.button(f"Allow {more}", key="path_allow", on_click=set_option, kwargs={"max_hops": more})
    if now.directed:
        st.button(
            "Against the arrows too",
            key="path_undirected",
            on_click=set_option,
            kwargs={"directed": False},
        )


def _ties(store: Store, view: View, ids: Sequence[str]) -> None:
    """The smallest subgraph that ties more than two together."""
    tied = ties_of(store, tuple(ids), path_options(), state.current())
    entities, sources = store.entities(tied.nodes), store.sources()
    between = [name_of(entities[key]) for key in tied.nodes if key not in tied.ids]
    section("What ties these together", f"{len(tied.steps)} ties")
    if tied.steps:
        words = f"Through {', '.join(between)}" if between else "Directly"
        light_button(md(words), tied.relation_ids, "ties_go")
        lines = [
            f"{number}. {relation_sentence(link, entities, sources)}"
            for number, link in enumerate(tied.relations, start=1)
        ]
        for text in lines[:_TIES]:
            show(html("<p class='pg-ev'>{text}</p>", text=text))
        if len(tied.relations) > _TIES:
            n, total = _TIES, len(tied.relations)
            show(html("<p class='pg-note'>{n} of {total} ties listed.</p>", n=n, total=total))
        with st.popover("Copy with citations", key="ties_copy"):
            st.code("\n".join(lines), language=None, wrap_lines=True)
        if undrawn(view, tied.relation_ids):
            st.button(
                "Draw them",
                key="ties_draw",
                on_click=draw_alone,
                args=(tied.nodes, tied.relation_ids),
            )
        else:
            st.button("Keep only these", key="ties_keep", on_click=keep, args=(tied.nodes,))
    show(html("<p class='pg-note'>{note}</p>", note=tied.note))


def _pair(store: Store, view: View, ids: Sequence[str]) -> None:
    """Ranked paths between two of several, one pair at a time."""
    entities = store.entities(ids)
    known = [key for key in ids if key in entities]
    section("Paths pair by pair")
    start, end = st.selectbox(
        "Between",
        list(combinations(known, 2)),
        format_func=lambda pair: " – ".join(plain(name_of(entities[key])) for key in pair),
        key="path_pair",
    )
    _paths(store, view, start, end)
