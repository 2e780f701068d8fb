"""Chains and paths on the canvas: lit, kept alone, and what they cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from graph.evidence.dropping import Connection
from graph.evidence.words import falls_without
from graph.model import Source
from graph.store import Store
from graph.views.view import View
from graph.views.visibility import links_in
from ui import state
from ui.safe import html, md, show

MOST_LIT = 1_000
"""Links and entities that one address can carry."""


def is_lit(relations: Iterable[str]) -> bool:
    """Whether exactly these links are lit."""
    lit = state.current().emphasis
    return bool(lit) and set(lit) == set(_fitting(relations))


def light(relations: Sequence[str]) -> None:
    """Light links on the canvas, or none of them when they are lit already."""
    if is_lit(relations):
        state.change(emphasis=())
    else:
        show_lit(relations)


def show_lit(relations: Sequence[str]) -> None:
    """Light links on the canvas; says so when there are more than can be lit."""
    wanted = _fitting(relations)
    if len(wanted) < len(set(relations)):
        state.notify(f"{len(wanted):,} of {len(set(relations)):,} links are lit.")
    state.change(emphasis=wanted)


def _fitting(relations: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(relations))[:MOST_LIT]


def light_button(label: str, relations: Sequence[str], key: str) -> bool:
    """A chain or path that can be clicked; gives whether it is lit. `label` is markdown."""
    lit = is_lit(relations)
    st.button(
        f"**{label}**" if lit else label,
        key=key,
        type="tertiary",
        on_click=light,
        args=(tuple(relations),),
    )
    return lit


def lit_tools(
    store: Store, view: View, connection: Connection, ids: Sequence[str], key: str
) -> None:
    """Under what is lit: what it falls without, and what can be done with it."""
    show(fallout(connection, store.sources()))
    missing = undrawn(view, ids)
    if missing:
        st.button(
            f"{missing} of {len(ids)} links are not drawn. Draw them",
            key=f"{key}_draw",
            on_click=draw_alone,
            args=(tuple(connection.nodes), tuple(ids)),
        )
        return
    kept = state.current().only
    if kept is not None and set(kept) == set(connection.nodes):
        st.button("Show the others again", key=f"{key}_back", on_click=keep, args=(None,))
    else:
        st.button(
            "Keep only this path", key=f"{key}_keep", on_click=keep, args=(tuple(connection.nodes),)
        )


def undrawn(view: View, relations: Sequence[str]) -> int:
    """How many of these links the drawing does not show."""
    drawn = {link.id for link in links_in(view.graph)}
    return sum(one not in drawn for one in relations)


def fallout(connection: Connection, sources: Mapping[str, Source]) -> Markup:
    """What remains when a source, a paragraph or a status is left out."""
    lines = falls_without(connection, sources)
    items = Markup("").join(html("<li>{line}</li>", line=line) for line in lines)
    return html("<ul class='pg-falls'>{items}</ul>", items=items) if lines else Markup("")


def keep(nodes: tuple[str, ...] | None) -> None:
    """Narrow the view to some entities, without moving anything; ``None`` widens it again."""
    state.change(only=None if nodes is None else nodes[:MOST_LIT])


def draw_alone(nodes: tuple[str, ...], relations: tuple[str, ...]) -> None:
    """Start the view from these entities, so that what ties them is drawn."""
    now = state.current().without_filters()
    state.push(
        now.with_(
            focus=nodes[:MOST_LIT],
            hops=0,
            expanded=(),
            layout="",
            emphasis=_fitting(relations),
            pins=(),
        )
    )


def section(title: str, count: str = "") -> None:
    """A heading within a panel, with its “n of N”."""
    show(
        html(
            "<h3 class='pg-group'>{title}<span>{count}</span></h3>",
            title=title,
            count=count,
        )
    )


def refused(error: Exception) -> None:
    """What a question was refused for."""
    st.info(md(str(error)))
