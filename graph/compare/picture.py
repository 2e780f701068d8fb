"""The picture of a comparison: both sides in one drawing, marked by sign and colour."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from graph.compare.comparing import STATE_WORDS, Comparison
from graph.exports.geometry import cropped
from graph.loading import Dataset
from graph.model import Entity, Relation, Source
from graph.picture.compose import compose
from graph.picture.fonts import advance
from graph.picture.scene import Scene, SceneNode
from graph.store import Store
from graph.views.view import build_view
from graph.views.viewstate import ViewState

MAX_DRAWN: Final = 400
"""Entities a picture holds; of more, those that differ come first."""

MARK_OF: Final[Mapping[str, str]] = MappingProxyType(
    {"added": "appeared", "removed": "ended", "changed": "changed"}
)
"""For each state of a comparison the mark it is drawn with."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType({"added": "+", "removed": "−", "changed": "±"})
"""Signs that tell states apart without colour."""


@dataclass(frozen=True)
class ComparisonPicture:
    """A comparison as a scene.

    Attributes
    ----------
    scene : Scene
        Both sides; empty when nothing is to be drawn.
    drawn, total : int
        Entities in it, of how many that were to be drawn.
    """

    scene: Scene
    drawn: int
    total: int


def comparison_picture(
    comparison: Comparison,
    sources: Iterable[Source] = (),
    *,
    everything: bool = False,
    layout: str = "",
) -> ComparisonPicture:
    """Draw what differs between two sides.

    Parameters
    ----------
    comparison : Comparison
        What is compared.
    sources : iterable of Source
        For the words of links.
    everything : bool
        Whether what is the same is drawn too, dimmed.
    layout : str
        One of `graph.views.viewstate.LAYOUTS`; blank lets the data choose.

    Returns
    -------
    ComparisonPicture

    Examples
    --------
    >>> from graph.compare.comparing import compare
    >>> firm, owner = Entity("f", "Firm", "company"), Entity("o", "Owner", "person")
    >>> old = Dataset("old", (firm,), ())
    >>> new = Dataset("new", (firm, owner), (Relation("r2", "o", "f", "owns", row=2),))
    >>> found = comparison_picture(compare(old, new))
    >>> [(link.mark, link.words[-1].text) for link in found.scene.links]
    [('appeared', '+')]
    >>> [node.lines[0].text for node in found.scene.nodes if node.lines]
    ['Firm', '+ Owner']
    """
    graph = comparison.graph()
    wanted = _wanted(comparison, graph.nodes, everything=everything)
    kept = set(wanted[:MAX_DRAWN])
    entities = _numbered(graph.nodes[key]["entity"] for key in graph if key in kept)
    states: dict[str, str] = {}
    relations: list[Relation] = []
    for source, target, data in graph.edges(data=True):
        told = everything or data["state"] != "same"
        if told and source in kept and target in kept:
            row = len(relations) + 2
            relations.append(replace(data["relation"], id=f"r{row}", row=row))
            states[f"r{row}"] = data["state"]
    store = Store.of(
        Dataset(
            comparison.after or "comparison",
            entities,
            tuple(relations),
            tuple(sources),
            data_hash=_digest(entities, relations),
        )
    )
    try:
        view = build_view(store, ViewState(layout=layout))
        marks = {key: MARK_OF[state] for key, state in states.items() if state in MARK_OF}
        scene = compose(store, view, marks=marks)
    finally:
        store.close()
    nodes = tuple(_marked(node, graph.nodes[node.id]["state"]) for node in scene.nodes)
    links = tuple(
        replace(link, tip=_tip(link.tip, states[link.id])) if link.mark else link
        for link in scene.links
    )
    return ComparisonPicture(
        cropped(replace(scene, nodes=nodes, links=links)), len(nodes), len(wanted)
    )


def _wanted(comparison: Comparison, known: Iterable[str], *, everything: bool) -> list[str]:
    """Ids to be drawn: what differs, the ends of links that differ, then perhaps the rest."""
    wanted: dict[str, None] = {}
    for state in MARK_OF:
        wanted.update((row.id, None) for row in comparison.entities(state))
        for change in comparison.relations(state):
            wanted.update(((change.relation.source, None), (change.relation.target, None)))
    if everything:
        wanted.update((key, None) for key in known)
    return list(wanted)


def _numbered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """With rows of their own: those of two files may be the same."""
    return tuple(replace(entity, row=row) for row, entity in enumerate(entities, start=2))


def _digest(entities: Iterable[Entity], relations: Iterable[Relation]) -> str:
    text = repr((tuple(entities), tuple(relations)))
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _marked(node: SceneNode, state: str) -> SceneNode:
    if state not in MARK_OF:
        return node
    lines = node.lines
    if lines:
        first = lines[0]
        text = f"{SIGNS[state]} {first.text}"
        width = advance(text, first.size, 700)
        tone = f"mark:{MARK_OF[state]}"
        lines = (replace(first, text=text, width=width, weight=700, tone=tone), *lines[1:])
    tip = f"{STATE_WORDS[state]}. {node.tip}"
    return replace(node, lines=lines, tip=tip, dimmed=False, ghost=state == "removed")


def _tip(tip: str, state: str) -> str:
    return f"{STATE_WORDS[state]}: {tip.partition(': ')[2]}"
