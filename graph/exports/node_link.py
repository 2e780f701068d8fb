"""Node-link JSON: the visible graph as NetworkX and d3 read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.exports.contents import (
    entities_of,
    evidence_of,
    is_withheld,
    relations_of,
    sources_used,
    withheld_in_words,
)
from graph.exports.escaping import strict_json
from graph.exports.manifest import state_to_dict
from graph.exports.redaction import redaction_lines
from graph.model import Entity, Relation, Source
from graph.queries import Queries
from graph.views.view import View
from graph.views.viewstate import ViewState


def node_link(view: View, state: ViewState, store: Queries) -> str:
    """The visible graph as node-link JSON with the key ``links``.

    ``networkx.node_link_graph(data, edges="links")`` reads it back with every parallel link.
    Columns of the data set's own stand under ``extra``: none can take the place of a known one.

    Parameters
    ----------
    view : View
        What is visible.
    state : ViewState
        The question behind it; ids of what is hidden are left out of the file.
    store : Queries
        The data set: its name, hash and sources.

    Returns
    -------
    str
        Strict JSON, one line for each node and link.
    """
    entities, relations = entities_of(view), relations_of(view)
    about = {
        "name": store.name,
        "data_hash": store.data_hash,
        "entities": view.counts.entities,
        "entities_total": view.counts.entities_total,
        "links": view.counts.links,
        "links_total": view.counts.links_total,
        "undated": view.counts.undated,
        "truncated": view.truncated,
        "withheld": withheld_in_words(view),
        "redaction": list(redaction_lines(store, view)),
        "state": _public(state),
        "sources": [source_of(source) for source in sources_used(view, store.sources())],
    }
    return document(about, entities, relations)


def document(
    about: Mapping[str, Any],
    entities: Iterable[Entity],
    relations: Iterable[Relation],
    *,
    told: bool = False,
) -> str:
    """Nodes and links as strict JSON, one line for each of them.

    Parameters
    ----------
    about : Mapping of str to Any
        What the file says of itself: the value of ``graph``.
    entities, relations : iterable
        In the order of the data.
    told : bool
        Whether what the data withholds was blanked before, so that each text is written as it is.

    Examples
    --------
    >>> document({}, [], []).splitlines()[0]
    '{"directed":true,"multigraph":true,"graph":{},'
    """
    nodes = ",\n".join(strict_json(_node(entity)) for entity in entities)
    links = ",\n".join(strict_json(_link(relation, told)) for relation in relations)
    return (
        f'{{"directed":true,"multigraph":true,"graph":{strict_json(about)},\n'
        f'"nodes":[\n{nodes}\n],\n"links":[\n{links}\n]}}\n'
    )


def _public(state: ViewState) -> dict[str, Any]:
    # A file must not name what was hidden before it was handed on.
    fields = state_to_dict(state.with_(hidden=()))
    if state.hidden:
        fields["hidden_count"] = len(state.hidden)
    return fields


def _node(entity: Entity) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": entity.id,
        "label": entity.label,
        "category": entity.category,
        "aliases": list(entity.aliases),
        "holder": entity.holder,
        "holder_tense": entity.holder_tense,
        "country": entity.country,
        "description": entity.description,
        "reference": entity.reference,
        "locator": entity.locator,
        "placeholder": entity.placeholder,
        "extra": dict(entity.extra),
    }
    return _filled(fields)


def _link(relation: Relation, told: bool) -> dict[str, Any]:
    share = relation.share
    fields: dict[str, Any] = {
        "source": relation.source,
        "target": relation.target,
        "key": relation.id,
        "type": relation.type,
        "group": relation.group,
        "directed": relation.directed,
        "share_min": share.min if share else None,
        "share_max": share.max if share else None,
        "status": relation.status,
        "since": str(relation.since or ""),
        "until": str(relation.until or ""),
        "evidence": relation.evidence if told else evidence_of(relation),
        "evidence_withheld": not told and is_withheld(relation),
        "said_by": relation.said_by,
        "reference": relation.reference,
        "locator": relation.locator,
        "extra": dict(relation.extra),
    }
    return _filled(fields, keep=("directed", "share_min", "share_max"))


def source_of(source: Source) -> dict[str, Any]:
    """A source as it stands in the list of ``graph``."""
    fields: dict[str, Any] = {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
        "language": source.language,
        "kind": source.kind,
        "extra": dict(source.extra),
    }
    return _filled(fields)


def _filled(fields: dict[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        name: value
        for name, value in fields.items()
        if (name in keep and value is not None) or value not in ("", None, False, [], {})
    }
