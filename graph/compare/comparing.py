"""Comparing two data sets or two views: what was added, removed and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, TypeAlias

import networkx as nx

from graph.compare.matching import (
    KEY_FIELDS,
    FieldChange,
    changes,
    entity_cells,
    match_relations,
    relation_cells,
    says_the_same,
)
from graph.errors import LimitExceeded
from graph.loading import Dataset
from graph.model import Entity, Relation
from graph.queries import Queries
from graph.views.view import View

__all__ = [
    "STATES",
    "STATE_WORDS",
    "Comparison",
    "EntityChange",
    "FieldChange",
    "RelationChange",
    "Side",
    "compare",
    "side_of",
]

MAX_COMPARED: Final = 200_000
"""Relations or entities a data set may have to be compared."""

STATES: Final = ("added", "removed", "changed", "same")
"""What may have become of an entity or a relation."""

STATE_WORDS: Final[Mapping[str, str]] = {
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "same": "Unchanged",
}
"""Words on screen for each state."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared.

    Attributes
    ----------
    name : str
        What it is called.
    entities : Mapping of str to Entity
        By id.
    relations : tuple of Relation
        In any order.
    """

    name: str
    entities: Mapping[str, Entity]
    relations: tuple[Relation, ...]


Comparable: TypeAlias = "Dataset | View | nx.MultiDiGraph[str] | Queries | Side"
"""A data set in memory, a view or its graph, or a store."""


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What became of one entity.

    Attributes
    ----------
    id : str
        The entity.
    state : str
        One of `STATES`.
    before, after : Entity or None
        ``None`` on the side where it is not.
    fields : tuple of FieldChange
        What reads otherwise.
    """

    id: str
    state: str
    before: Entity | None
    after: Entity | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def entity(self) -> Entity:
        """The entity as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON."""
        row = {"id": self.id, "label": self.entity.label, "category": self.entity.category}
        return row | _fields(self.fields)


@dataclass(frozen=True, slots=True)
class RelationChange:
    """What became of one relation; ids are those of each side.

    Attributes
    ----------
    state : str
        One of `STATES`.
    before, after : Relation or None
        ``None`` on the side where it is not.
    fields : tuple of FieldChange
        What reads otherwise.
    """

    state: str
    before: Relation | None
    after: Relation | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def relation(self) -> Relation:
        """The relation as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON."""
        link = self.relation
        return {
            "source": link.source,
            "target": link.target,
            "type": link.type,
            "share": link.share.to_cell() if link.share else None,
            "status": link.status,
            "reference": link.reference,
            "locator": link.locator,
            "before": self.before.id if self.before else None,
            "after": self.after.id if self.after else None,
        } | _fields(self.fields)


@dataclass(frozen=True)
class Comparison:
    """Two data sets or views side by side.

    Attributes
    ----------
    before, after : str
        What the two are called.
    entity_rows : tuple of EntityChange
        Every entity of either side, by id.
    relation_rows : tuple of RelationChange
        Every relation of either side, by what it is known by.
    """

    before: str
    after: str
    entity_rows: tuple[EntityChange, ...]
    relation_rows: tuple[RelationChange, ...]

    def entities(self, state: str) -> tuple[EntityChange, ...]:
        """Entities in one of `STATES`."""
        return tuple(row for row in self.entity_rows if row.state == state)

    def relations(self, state: str) -> tuple[RelationChange, ...]:
        """Relations in one of `STATES`."""
        return tuple(row for row in self.relation_rows if row.state == state)

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many entities and relations are in each state."""
        return {
            "entities": {state: len(self.entities(state)) for state in STATES},
            "relations": {state: len(self.relations(state)) for state in STATES},
        }

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not any(sum(states.values()) - states["same"] for states in self.counts.values())

    def mirrored(self) -> Comparison:
        """The same comparison, looked at from the other side."""
        return Comparison(
            self.after,
            self.before,
            tuple(_entity_change(row.id, row.after, row.before) for row in self.entity_rows),
            tuple(_relation_change(row.after, row.before) for row in self.relation_rows),
        )

    def graph(self) -> nx.MultiDiGraph[str]:
        """Both sides in one graph, to be drawn.

        Node data: ``entity``, ``state``, ``change``; edge data: ``relation``, ``state``,
        ``change``. Keys are relation ids of the later side; a removed relation keeps its own, with
        ``was-`` before it where the later side has given the id to another.
        """
        merged: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self.entity_rows:
            merged.add_node(row.id, entity=row.entity, state=row.state, change=row)
        used = {row.after.id for row in self.relation_rows if row.after}
        for change in self.relation_rows:
            link = change.relation
            if change.after is None:
                key = link.id
                while key in used:
                    key = f"was-{key}"
                used.add(key)
                link = replace(link, id=key)
            for end in (link.source, link.target):
                if end not in merged:
                    entity = Entity(end, end, "unknown", placeholder=True)
                    merged.add_node(end, entity=entity, state="same", change=None)
            merged.add_edge(
                link.source, link.target, link.id, relation=link, state=change.state, change=change
            )
        return merged

    def to_dict(self) -> dict[str, Any]:
        """The differences as JSON; what is the same is counted."""
        return {
            "before": self.before,
            "after": self.after,
            "equal": self.empty,
            "counts": self.counts,
            "entities": {
                state: [row.to_dict() for row in self.entities(state)] for state in STATES[:3]
            },
            "relations": {
                state: [row.to_dict() for row in self.relations(state)] for state in STATES[:3]
            },
        }


def compare(before: Comparable, after: Comparable) -> Comparison:
    """Compare two data sets, or two views.

    Entities are matched by id. Relations are matched by their ends, type, source and place in it,
    not by their row; of several that agree in those, the ones that say the same belong together.
    Where only the place or the type was corrected, the relation is changed.

    Parameters
    ----------
    before, after : Dataset, View, graph of a view, store or Side
        What is compared; row and relation ids play no part.

    Returns
    -------
    Comparison

    Raises
    ------
    LimitExceeded
        When a store holds more than can be compared.

    Examples
    --------
    >>> from graph.model import Share
    >>> firm, owner = Entity("f", "Firm", "company"), Entity("o", "Owner", "person")
    >>> old = Dataset("old", (firm,), (Relation("r2", "o", "f", "owns", Share(25, 25)),))
    >>> new = Dataset("new", (firm, owner), (Relation("r9", "o", "f", "owns", Share(50, 50)),))
    >>> found = compare(old, new)
    >>> [row.id for row in found.entities("added")], found.relations("changed")[0].fields
    (['o'], (FieldChange(field='share', before='25', after='50'),))
    """
    left, right = side_of(before), side_of(after)
    ids = sorted(left.entities.keys() | right.entities.keys())
    return Comparison(
        left.name,
        right.name,
        tuple(_entity_change(key, left.entities.get(key), right.entities.get(key)) for key in ids),
        tuple(
            _relation_change(one, other)
            for one, other in match_relations(left.relations, right.relations)
        ),
    )


def side_of(what: Comparable, *, name: str = "") -> Side:
    """Entities and relations of a data set, a view or a store.

    Parameters
    ----------
    what : Dataset, View, graph of a view, store or Side
        Where they are.
    name : str
        What it is to be called; by default the name of the data set.

    Returns
    -------
    Side

    Raises
    ------
    LimitExceeded
        When a store holds more than can be compared.
    """
    if isinstance(what, Side):
        return replace(what, name=name) if name else what
    if isinstance(what, View):
        return side_of(what.graph, name=name)
    if isinstance(what, nx.MultiDiGraph):
        return Side(
            name,
            {key: data["entity"] for key, data in what.nodes(data=True)},
            tuple(data["relation"] for _, _, data in what.edges(data=True)),
        )
    if isinstance(what, Dataset):
        entities = {entity.id: entity for entity in what.entities}
        return Side(name or what.name, entities, what.relations)
    if max(what.relation_count, what.entity_count) > MAX_COMPARED:
        raise LimitExceeded(
            f"{what.name} has more than {MAX_COMPARED:,} rows, too many to compare.",
            fix="Compare two views of it instead.",
        )
    ids = what.entity_ids(what.entity_count)
    return Side(name or what.name, what.entities(ids), tuple(what.links_among(ids)))


def _entity_change(key: str, before: Entity | None, after: Entity | None) -> EntityChange:
    if before is None or after is None:
        return EntityChange(key, "removed" if before else "added", before, after)
    fields = changes(entity_cells(before), entity_cells(after))
    return EntityChange(key, "changed" if fields else "same", before, after, fields)


def _relation_change(before: Relation | None, after: Relation | None) -> RelationChange:
    if before is None or after is None:
        return RelationChange("removed" if before else "added", before, after)
    if says_the_same(before, after):
        return RelationChange("same", before, after)
    fields = changes(_all_cells(before), _all_cells(after))
    return RelationChange("changed" if fields else "same", before, after, fields)


def _all_cells(relation: Relation) -> dict[str, str]:
    return relation_cells(relation) | {name: getattr(relation, name) for name in KEY_FIELDS}


def _fields(fields: tuple[FieldChange, ...]) -> dict[str, Any]:
    return {"fields": [field.to_dict() for field in fields]} if fields else {}
