"""From a view to the content that a writer of another tool's format is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.exports.contents import (
    entities_of,
    evidence_of,
    relations_of,
    sources_used,
    withheld_in_words,
)
from graph.formats.package import Package
from graph.model import Relation

if TYPE_CHECKING:
    from graph.picture.scene import Scene
    from graph.queries import Queries
    from graph.views.view import View


def package_of(store: Queries, view: View, *, scene: Scene | None = None) -> Package:
    """What a view shows, with the places where it shows it.

    Parameters
    ----------
    store : Queries
        The data set: its name, hash and sources.
    view : View
        What is visible.
    scene : Scene, optional
        The picture of the view, when it is at hand; else it is composed for its positions.

    Returns
    -------
    Package
        Evidence that the data withholds is blank; the notes say what the content is part of.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.view import build_view
    >>> from graph.views.viewstate import ViewState
    >>> store = open_store("data")
    >>> package = package_of(store, build_view(store, ViewState(focus=("cetc",))))
    >>> package.positions.keys() == {entity.id for entity in package.entities}
    True
    """
    if scene is None:
        from graph.picture.compose import compose

        scene = compose(store, view)
    entities = tuple(entities_of(view))
    shown = {entity.id for entity in entities}
    caption = scene.caption
    said = (
        caption.counts,
        *caption.filters,
        caption.as_of,
        view.truncated,
        withheld_in_words(view),
    )
    return Package(
        name=store.name,
        entities=entities,
        relations=tuple(_without_withheld(relation) for relation in relations_of(view)),
        sources=tuple(sources_used(view, store.sources())),
        data_hash=store.data_hash,
        positions={node.id: (node.x, node.y) for node in scene.nodes if node.id in shown},
        notes=tuple(note for note in said if note),
    )


def _without_withheld(relation: Relation) -> Relation:
    evidence = evidence_of(relation)
    return relation if evidence == relation.evidence else replace(relation, evidence=evidence)
