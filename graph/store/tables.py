"""The tables of a store, and how entities, relations and sources become rows and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from graph.model import Entity, PartialDate, Relation, Share, Source

FORMAT: Final = "1"
"""Version of the tables; a store file of another version is built anew."""

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "meta": {"key": "string", "value": "string"},
    "entities": {
        "seq": "int64",
        "id": "string",
        "label": "string",
        "category": "string",
        "aliases": "string",
        "holder": "string",
        "holder_tense": "string",
        "country": "string",
        "description": "string",
        "reference": "string",
        "locator": "string",
        "placeholder": "boolean",
        "extra": "string",
        "row": "int64",
    },
    "relations": {
        "row": "int64",
        "source": "string",
        "target": "string",
        "type": "string",
        "share_min": "float64",
        "share_max": "float64",
        "status": "string",
        "since": "string",
        "until": "string",
        "evidence": "string",
        "said_by": "string",
        "reference": "string",
        "locator": "string",
        "extra": "string",
    },
    "sources": {
        "id": "string",
        "title": "string",
        "publisher": "string",
        "date": "string",
        "url": "string",
        "language": "string",
        "kind": "string",
        "extra": "string",
        "row": "int64",
    },
    "names": {
        "entity": "string",
        "kind": "int64",
        "text": "string",
        "folded": "string",
    },
    "degrees": {"id": "string", "label": "string", "category": "string", "degree": "int64"},
    "words": {"word": "string"},
}
"""Columns and their types. No string is ever null: blank is blank."""

# Made once: `json.dumps` would make one for each row.
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode

Cells = tuple[Any, ...]


def entity_cells(seq: int, entity: Entity) -> Cells:
    """An entity as a row of ``entities``."""
    return (
        seq,
        entity.id,
        entity.label,
        entity.category,
        _as_json(entity.aliases),
        entity.holder,
        entity.holder_tense,
        entity.country,
        entity.description,
        entity.reference,
        entity.locator,
        entity.placeholder,
        _as_json(dict(entity.extra)),
        entity.row,
    )


def entity_of(cells: Cells) -> Entity:
    """A row of ``entities`` as an entity.

    Examples
    --------
    >>> firm = Entity("f", "Firm", "company", aliases=("Co; Ltd",), extra={"lei": "01"}, row=2)
    >>> entity_of(entity_cells(0, firm)) == firm
    True
    """
    named = dict(zip(TABLES["entities"], cells, strict=True))
    del named["seq"]
    named["aliases"] = tuple(json.loads(named["aliases"]))
    named["extra"] = json.loads(named["extra"])
    return Entity(**named)


def relation_cells(relation: Relation) -> Cells:
    """A relation as a row of ``relations``."""
    share = relation.share
    return (
        relation.row,
        relation.source,
        relation.target,
        relation.type,
        share.min if share else None,
        share.max if share else None,
        relation.status,
        str(relation.since or ""),
        str(relation.until or ""),
        relation.evidence,
        relation.said_by,
        relation.reference,
        relation.locator,
        _as_json(dict(relation.extra)),
    )


def relation_of(cells: Cells) -> Relation:
    """A row of ``relations`` as a relation.

    Examples
    --------
    >>> link = Relation("r9", "a", "b", "owns", Share(25, 50), until=PartialDate(2020, 9), row=9)
    >>> relation_of(relation_cells(link)) == link
    True
    """
    named = dict(zip(TABLES["relations"], cells, strict=True))
    low, high = named.pop("share_min"), named.pop("share_max")
    named["share"] = None if low is None else Share(low, high)
    named["since"] = PartialDate.parse(named["since"])
    named["until"] = PartialDate.parse(named["until"])
    named["extra"] = json.loads(named["extra"])
    return Relation(id=f"r{named['row']}", **named)


def source_cells(source: Source) -> Cells:
    """A source as a row of ``sources``."""
    return (
        source.id,
        source.title,
        source.publisher,
        source.date,
        source.url,
        source.language,
        source.kind,
        _as_json(dict(source.extra)),
        source.row,
    )


def source_of(cells: Cells) -> Source:
    """A row of ``sources`` as a source.

    Examples
    --------
    >>> source_of(source_cells(Source("s", "Title", row=2))) == Source("s", "Title", row=2)
    True
    """
    named = dict(zip(TABLES["sources"], cells, strict=True))
    named["extra"] = json.loads(named["extra"])
    return Source(**named)
