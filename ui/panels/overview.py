"""Overview: who is linked with whom by category, measures, and what holds the network together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import pandas as pd
import streamlit as st

from graph.errors import LongarmError
from graph.metrics import (
    HOW,
    MEANINGS,
    Cuts,
    Matrix,
    Measure,
    Ways,
    category_matrix,
    cut_off_by,
    cuts,
    measure,
    rank_from,
    ways_over,
)
from graph.model import Entity, Relation, category_words
from graph.store import Store
from graph.views.view import View
from graph.views.visibility import entities_in, links_in
from ui import drawers, icons, state
from ui.long_work import Stopped, worked_beside
from ui.panels.lighting import MOST_LIT, light_button
from ui.panels.listing import entity_table, height_of, link_table
from ui.safe import html, md, show

_TOP: Final = 15
_ALL: Final = ("", "")
_CELL: Final = 46
_LETTERS: Final = 5
_EXPLAINED: Final = 3
_NAMED: Final = 40
_FLOWS: Final = 8
_MATRIX = "overview_matrix"


def drawer(store: Store) -> None:
    """Open the drawer, and keep it open while it changes the view."""
    drawers.keep_open("overview")
    _overview(store)


@st.dialog("The whole at a glance", position="right", width=760, on_dismiss=drawers.closed)
def _overview(store: Store) -> None:
    drawers.follow()
    try:
        view = state.view_of(store)
    except LongarmError as error:
        st.error(md(str(error)))
        return
    key = _key(store, view)
    with st.container(key="overview"):
        show(
            html(
                "<p class='pg-note'>Counted over everything this view starts from, filters left "
                "aside: {entities} entities and {links} links of {all_entities} and {all_links}."
                "</p>",
                entities=f"{view.universe.number_of_nodes():,}",
                links=f"{view.universe.number_of_edges():,}",
                all_entities=f"{view.counts.entities_total:,}",
                all_links=f"{view.counts.links_total:,}",
            )
        )
        by_category, by_measure, by_cut = st.tabs(
            ["By category", "Measures", "What holds it together"], key="overview_tab"
        )
        with by_category:
            _categories(_matrix(key, view))
        with by_measure:
            _measures(store, view, key)
        with by_cut:
            _cuts(store, view, key)


def _key(store: Store, view: View) -> tuple[object, ...]:
    now = view.state
    return (store.name, store.data_hash, now.focus, now.hops if now.focus else 0, now.expanded)


@st.cache_resource(max_entries=24, show_spinner=False)
def _matrix(key: tuple[object, ...], _view: View) -> Matrix:
    return category_matrix(_view.universe)


def _measured(key: tuple[object, ...], name: str, seed: int, view: View) -> Measure:
    return worked_beside(
        ("measure", *key, name, seed),
        lambda _: measure(view.universe, name, seed=seed),
        f"Measuring: {MEANINGS[name][0]}",
    )


def _parted(key: tuple[object, ...], view: View) -> Cuts:
    return worked_beside(
        ("cuts", *key), lambda _: cuts(view.universe), "Looking for what holds it together"
    )


def _categories(matrix: Matrix) -> None:
    if not matrix.categories:
        st.html("<p class='pg-note'>There are no links to count.</p>")
        return
    st.html(
        "<p class='pg-note'>Links from the category of the row to that of the column; a link "
        "without direction counts once. Click a number, or choose from the list, to show its two "
        "categories alone.</p>"
    )
    _pairs(matrix)
    names = list(matrix.categories)
    counts = [[matrix.counts.get((row, column)) for column in names] for row in names]
    frame = pd.DataFrame(counts, columns=[str(place) for place in range(len(names))], dtype="Int64")
    frame.insert(0, "from", [category_words(name) for name in names])
    frame["all"] = [sum(number for number in row if number) for row in counts]
    heads: dict[str, Any] = {
        str(place): st.column_config.NumberColumn(
            _short(category_words(name)), help=md(f"To: {category_words(name)}"), width=_CELL
        )
        for place, name in enumerate(names)
    }
    heads["from"] = st.column_config.TextColumn("From ↓ to →", pinned=True, width=118)
    heads["all"] = st.column_config.NumberColumn("All", width=_CELL)
    st.session_state[_MATRIX] = {
        "selection": {"rows": [], "columns": [], "cells": chosen_cell(matrix)}
    }
    st.dataframe(
        frame,
        hide_index=True,
        height=height_of(len(names)),
        key=_MATRIX,
        column_config=heads,
        on_select=lambda: _pick_cell(names),
        selection_mode="single-cell",
        placeholder="",
        alt="Number of links from category to category; the list above holds the same numbers",
    )
    _heads_in_full(names)


def _heads_in_full(names: Sequence[str]) -> None:
    """What the short heads stand for, for readers without a pointer."""
    full = [category_words(name) for name in names]
    told = [f"{_short(text)} {text}" for text in full if _short(text) != text]
    if told:
        show(html("<p class='pg-note'>Heads in full: {told}</p>", told=" · ".join(told)))


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "."


def _pairs(matrix: Matrix) -> None:
    order = sorted(matrix.counts, key=lambda pair: (-matrix.counts[pair], pair))
    present = state.current().categories
    now = next((pair for pair in order if present is not None and set(pair) == set(present)), _ALL)
    st.session_state["overview_pair"] = now
    st.selectbox(
        "Two categories alone",
        [_ALL, *order],
        key="overview_pair",
        format_func=lambda pair: _pair_words(pair, matrix),
        on_change=_pick_pair,
        label_visibility="collapsed",
    )


def _pair_words(pair: tuple[str, str], matrix: Matrix) -> str:
    if pair == _ALL:
        return "All categories"
    number = matrix.counts[pair]
    links = "link" if number == 1 else "links"
    return f"{category_words(pair[0])} → {category_words(pair[1])}: {number:,} {links}"


def chosen_cell(matrix: Matrix) -> list[tuple[int, str]]:
    """The cell of the matrix that the present filter on categories stands for."""
    chosen = state.current().categories
    for row, column in sorted(matrix.counts):
        if chosen is not None and {row, column} == set(chosen):
            return [(matrix.categories.index(row), str(matrix.categories.index(column)))]
    return []


def _pick_cell(names: Sequence[str]) -> None:
    cells = st.session_state[_MATRIX]["selection"]["cells"]
    if not cells:
        _show_pair(_ALL)
        return
    row, column = cells[0]
    if str(column).isdecimal():
        _show_pair((names[int(row)], names[int(column)]))


def _pick_pair() -> None:
    _show_pair(st.session_state["overview_pair"])


def _show_pair(pair: tuple[str, str]) -> None:
    state.change(categories=None if pair == _ALL else tuple(dict.fromkeys(pair)))


def _measures(store: Store, view: View, key: tuple[object, ...]) -> None:
    present = state.current()
    if "overview_measure" not in st.session_state:
        st.session_state["overview_measure"] = (
            present.size_by if present.size_by in MEANINGS else "degree"
        )
    name = str(
        st.segmented_control(
            "Measure",
            list(MEANINGS),
            key="overview_measure",
            format_func=lambda name: MEANINGS[name][0],
            required=True,
            label_visibility="collapsed",
        )
        or "degree"
    )
    try:
        found = _measured(key, name, present.seed, view)
    except Stopped:
        return
    meaning = found.meaning + (" Estimated from a sample." if found.estimated else "")
    show(html("<p class='pg-body'>{meaning}</p>", meaning=meaning))
    st.session_state["overview_size"] = present.size_by == name
    st.toggle(
        "Colour nodes by cluster" if name == "community" else f"Size nodes by “{found.words}”",
        key="overview_size",
        on_change=_size_by,
        args=(name,),
    )
    entities = {one.id: one for one in entities_in(view.universe)}
    if name == "community":
        _clusters(found, entities, view)
    else:
        _ranking(store, found, entities, view)
    show(html("<p class='pg-note'>{how}</p>", how=HOW[name]))


def _size_by(name: str) -> None:
    wanted = bool(st.session_state["overview_size"])
    if wanted != (state.current().size_by == name):
        state.change(size_by=name if wanted else "")


def _ranking(store: Store, found: Measure, entities: Mapping[str, Entity], view: View) -> None:
    ranked = sorted(found.values, key=lambda key: (-found.values[key], entities[key].label))
    top = [key for key in ranked if found.values[key] > 0][:_TOP]
    text = (
        f"The first {len(top)} of {len(ranked):,} entities. Choose a row to see the links its "
        "number comes from, lit in the drawing too."
    )
    show(html("<p class='pg-note'>{text}</p>", text=text))
    words = "Links" if found.name == "degree" else "Part"
    entity_table(
        [entities[key] for key in top],
        key=f"overview_top_{found.name}",
        after={words: [value_in_words(found, key) for key in top]},
        words=f"{found.words}: the first {len(top)}",
        lights={key: [link.id for link in _links_at(view, key)] for key in top},
    )
    for key in [one for one in state.current().selection if one in top][:_EXPLAINED]:
        _behind(store, view, entities[key], value_in_words(found, key))
        if found.name == "betweenness":
            _ways(store, view, key, entities)
        elif found.name == "pagerank":
            _flows(view, found, key, entities)


def _links_at(view: View, key: str) -> list[Relation]:
    """Every link at one entity, in the order of the data."""
    edges = [
        *view.universe.in_edges(key, data="relation"),
        *view.universe.out_edges(key, data="relation"),
    ]
    found = {link.id: link for _, _, link in edges}
    return sorted(found.values(), key=lambda link: (link.row, link.id))


def _behind(store: Store, view: View, entity: Entity, value: str) -> None:
    """The links one number comes from; each can be lit by itself."""
    links = _links_at(view, entity.id)
    word = "link" if len(links) == 1 else "links"
    _heading(f"{entity.label}: {value}, from {len(links):,} {word}", len(links))
    link_table(store, links, key=f"overview_behind_{entity.id}", words=f"Links of {entity.label}")


def _ways(store: Store, view: View, key: str, entities: Mapping[str, Entity]) -> None:
    """The connections between others that are counted, some of them to be lit."""
    try:
        found = worked_beside(
            ("ways", *_key(store, view), key),
            lambda _: ways_over(view.universe, key),
            f"Counting the ways over {entities[key].label}",
        )
    except Stopped:
        return
    words = (
        f"{found.over:,} of {found.all:,} pairs of others have a shortest connection that runs "
        "over it"
    )
    show(html("<p class='pg-body'>{words}{more}</p>", words=words, more=_more_words(found)))
    for number, way in enumerate(found.examples):
        links = [link.id for pair in pairwise(way) for link in _links_between(view, *pair)]
        line = " – ".join(entities[one].label for one in way)
        light_button(md(line), links, f"overview_way_{key}_{number}")


def _more_words(found: Ways) -> str:
    return ", for example (a click lights it):" if found.examples else "."


def _flows(view: View, found: Measure, key: str, entities: Mapping[str, Entity]) -> None:
    """From whom the rank of one entity comes, each to be lit."""
    parts = rank_from(view.universe, found.values, key)
    first = parts[:_FLOWS]
    anew = max(0.0, 1 - sum(part for _, part in parts))
    words = (
        f"Of this, {100 * (1 - anew):.0f} % flows in from {len(parts):,} others along their "
        f"arrows and {100 * anew:.0f} % from walks that start anew."
    )
    if len(parts) > len(first):
        words += f" The first {len(first)}:"
    show(html("<p class='pg-body'>{words}</p>", words=words))
    for other, part in first:
        links = [link.id for link in _links_between(view, other, key) if link.target == key]
        label = f"{100 * part:.1f} % from {entities[other].label}"
        light_button(md(label), links, f"overview_flow_{key}_{other}")


def _links_between(view: View, one: str, other: str) -> list[Relation]:
    ends = {one, other}
    return [link for link in _links_at(view, one) if {link.source, link.target} == ends]


def value_in_words(found: Measure, key: str) -> str:
    """A value as it is shown: links as a count, parts of a whole in per cent.

    Examples
    --------
    >>> value_in_words(Measure("degree", "", "", {"a": 3.0}), "a")
    '3'
    >>> value_in_words(Measure("pagerank", "", "", {"a": 0.1234}), "a")
    '12.3 %'
    """
    value = found.values[key]
    return f"{value:,.0f}" if found.name == "degree" else f"{100 * value:.1f} %"


def _clusters(found: Measure, entities: Mapping[str, Entity], view: View) -> None:
    members: dict[int, list[str]] = {}
    for key, value in found.values.items():
        members.setdefault(int(value) + 1, []).append(key)
    numbers = sorted(members)
    several = [number for number in numbers if len(members[number]) > 1]
    text = (
        f"{len(several)} clusters of two or more among {len(entities):,} entities. "
        "A click selects who is in it and lights the links between them."
    )
    show(html("<p class='pg-note'>{text}</p>", text=text))
    for number in several[:_TOP]:
        names = sorted(members[number], key=lambda key: entities[key].label)
        first = ", ".join(entities[key].label for key in names[:3])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        inside = [link.id for link in links_in(view.universe.subgraph(names))]
        swatch = icons.icon_md(icons.cluster_icon(number, icons.theme_name()))
        st.button(
            f"{swatch} **Cluster {number}**, {len(names)} entities, {len(inside)} links inside: "
            f"{md(first)}{more}",
            key=f"overview_cluster_{number}",
            type="tertiary",
            on_click=_select,
            args=(tuple(names), tuple(inside)),
        )


def _select(ids: tuple[str, ...], links: tuple[str, ...]) -> None:
    state.change(selection=ids, emphasis=links[:MOST_LIT])


def _cuts(store: Store, view: View, key: tuple[object, ...]) -> None:
    try:
        found = _parted(key, view)
    except Stopped:
        return
    entities = {one.id: one for one in entities_in(view.universe)}
    links = {one.id: one for one in links_in(view.universe)}
    st.html(
        "<p class='pg-note'>Whose removal parts the network, directions ignored. It says how thin "
        "the ties in this data are, not how strong somebody is.</p>"
    )
    _heading("Entities that hold parts together", len(found.nodes))
    if found.nodes:
        nodes = found.nodes
        entity_table(
            [entities[name] for name, _ in nodes],
            key="overview_cut_nodes",
            after={"Cut off without it": [number for _, number in nodes]},
            words="Entities whose removal parts the network",
            lights={name: [link.id for link in _links_at(view, name)] for name, _ in nodes},
        )
        parting = {name for name, _ in nodes}
        for part in [one for one in state.current().selection if one in parting][:_EXPLAINED]:
            _without(
                f"Without {entities[part].label}", cut_off_by(view.universe, node=part), entities
            )
    else:
        st.html("<p class='pg-note'>No single entity parts it.</p>")
    _heading("Links that are the only tie", len(found.links))
    if found.links:
        bridges: list[Relation] = [links[name] for name, _ in found.links]
        link_table(
            store,
            bridges,
            key="overview_cut_links",
            before={"Cut off": [number for _, number in found.links]},
            words="Links whose removal parts the network",
        )
        parting = {name for name, _ in found.links}
        for part in [one for one in state.current().emphasis if one in parting][:_EXPLAINED]:
            if not state.current().selection:
                _without("Without the lit link", cut_off_by(view.universe, link=part), entities)
    else:
        st.html("<p class='pg-note'>No single link parts it.</p>")
    show(html("<p class='pg-note'>{how}</p>", how=HOW["cuts"]))


def _without(words: str, cut: Sequence[str], entities: Mapping[str, Entity]) -> None:
    """Who is cut off, by name."""
    names = sorted(entities[key].label for key in cut if key in entities)
    shown = "; ".join(names[:_NAMED])
    rest = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    show(
        html(
            "<p class='pg-ev'><b>{words} {n} cut off:</b> {names}{rest}.</p>",
            words=words,
            n=f"{len(names):,} {'is' if len(names) == 1 else 'are'}",
            names=shown,
            rest=rest,
        )
    )


def _heading(words: str, number: int) -> None:
    show(html("<h3 class='pg-group'>{words}<span>{n}</span></h3>", words=words, n=number))
