"""What depends on one link, and what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from graph.errors import LongarmError
from graph.evidence import Dependents, depends_on, gaps
from graph.model import REVIEWS, Relation
from graph.ownership.chains import Chain
from graph.ownership.words import chain_names
from graph.store import Store
from graph.views.view import View
from graph.views.visibility import links_in
from graph.wording.sentences import name_of
from ui import state
from ui.panels.facts import sentence_html
from ui.panels.lighting import light_button, refused, section
from ui.questions import ownership_of
from ui.safe import html, md, show

_LISTED: Final = 6
_TIES: Final = frozenset({"ownership", "control"})
_MISSING: Final = {
    "no_evidence": "evidence text",
    "no_reference": "source",
    "no_locator": "place in the source",
    "no_date": "date",
}


def dependents_block(store: Store, view: View, link: Relation) -> None:
    """What would come apart without a link, which chains need it, what is missing of it."""
    _missing(link)
    section("What depends on it")
    graph = next(
        (
            one
            for one in (view.graph, view.universe)
            if one.has_edge(link.source, link.target, link.id)
        ),
        None,
    )
    if graph is None:
        st.html("<p class='pg-note'>The link is not drawn, so nothing can be said of it.</p>")
        return
    drawn = links_in(graph)
    chains = _chains(store, link)
    found = depends_on(link.id, drawn, connections=chains)
    beside = [one for one in drawn if one.id in found.beside]
    _comes_apart(store, found)
    _beside(store, link, beside)
    _chain_list(store, found, chains)


def _missing(link: Relation) -> None:
    found = gaps([link], reviews=REVIEWS)
    words = [words for name, words in _MISSING.items() if getattr(found, name)]
    if words:
        show(html("<p class='pg-note'>Missing: {words}.</p>", words=", ".join(words)))


def _comes_apart(store: Store, found: Dependents) -> None:
    if not found.bridge:
        st.html("<p class='pg-note'>Nobody is cut off without it.</p>")
        return
    show(
        html(
            "<p class='pg-warn'>A bridge: without it {n} of the entities drawn {is_} cut off from "
            "the larger part of what they are connected with.</p>",
            n=f"{len(found.cut_off):,}",
            is_="is" if len(found.cut_off) == 1 else "are",
        )
    )
    known = store.entities(found.cut_off[:_LISTED])
    names = [name_of(known[key]) for key in found.cut_off[:_LISTED] if key in known]
    more = len(found.cut_off) - len(names)
    tail = f" and {more:,} more" if more else ""
    show(html("<p class='pg-ev'>{names}{tail}</p>", names=", ".join(names), tail=tail))


def _beside(store: Store, link: Relation, beside: Sequence[Relation]) -> None:
    if not beside:
        st.html("<p class='pg-note'>No other link ties the two.</p>")
        return
    words = "Another link ties" if len(beside) == 1 else f"{len(beside):,} other links tie"
    show(html("<p class='pg-note'>{words} the two:</p>", words=words))
    ends, sources = store.entities([link.source, link.target]), store.sources()
    for one in beside[:_LISTED]:
        show(sentence_html(one, ends, sources))
    if len(beside) > _LISTED:
        show(html("<p class='pg-note'>{n} of {t} listed.</p>", n=_LISTED, t=len(beside)))


def _chains(store: Store, link: Relation) -> list[Chain]:
    """Ownership chains up from the link's target and down from its source."""
    if link.group not in _TIES:
        return []
    now = state.current()
    try:
        sheets = [
            ownership_of(store, link.target, now, up=True, stated=False),
            ownership_of(store, link.source, now, up=False, stated=False),
        ]
    except LongarmError as error:
        refused(error)
        return []
    chains = [chain for sheet in sheets for stake in sheet.stakes for chain in stake.chains]
    return list({chain.nodes: chain for chain in chains}.values())


def _chain_list(store: Store, found: Dependents, chains: Sequence[Chain]) -> None:
    if not found.passing:
        return
    section("Ownership chains over it", f"{len(found.passing):,}")
    needed = set(found.breaking)
    for place in found.passing[:_LISTED]:
        chain = chains[place]
        names = chain_names(chain.nodes, store.entities(chain.nodes))
        ids = [one.id for step in chain.steps for one in step.relations]
        light_button(md(names), ids, f"depends_go_{place}")
        words = "Falls without it." if place in needed else "Stands on another link without it."
        show(html("<p class='pg-ev'>{words}</p>", words=words))
    if len(found.passing) > _LISTED:
        show(html("<p class='pg-note'>{n} of {t} listed.</p>", n=_LISTED, t=len(found.passing)))
