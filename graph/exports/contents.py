"""What of a view goes into a file: rows in the order of the data, texts that are withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from graph.model import Entity, Relation, Source

if TYPE_CHECKING:
    from graph.views.view import View

WITHHOLD: Final = "withhold"
"""Extra column of ``relations.csv``: ``evidence`` keeps the row's evidence out of every export."""

_DOCUMENT: Final = "document"
_SAYS_SO: Final = frozenset({"evidence", "yes", "true", "1"})


def entities_of(view: View) -> list[Entity]:
    """The visible entities, as the data orders them."""
    entities: Iterator[Entity] = (data["entity"] for _, data in view.graph.nodes(data=True))
    return sorted(entities, key=lambda entity: (entity.row == 0, entity.row, entity.id))


def relations_of(view: View) -> list[Relation]:
    """The visible relations, as the data orders them."""
    relations: Iterator[Relation] = (data["relation"] for *_, data in view.graph.edges(data=True))
    return sorted(relations, key=lambda relation: (relation.row, relation.id))


def sources_used(view: View, sources: Mapping[str, Source]) -> list[Source]:
    """The sources that something visible cites, as the data orders them."""
    cited: set[str] = set()
    rows: list[Entity | Relation] = [*entities_of(view), *relations_of(view)]
    for row in rows:
        cited |= {row.reference, row.extra.get(_DOCUMENT, "")}
    return [source for key, source in sources.items() if key in cited]


def is_withheld(relation: Relation) -> bool:
    """Whether the data keeps the relation's evidence text out of exports.

    Examples
    --------
    >>> is_withheld(Relation("r2", "a", "b", "owns", evidence="…", extra={"withhold": "evidence"}))
    True
    """
    asked = relation.extra.get(WITHHOLD, "").lower().replace(";", " ").split()
    return bool(relation.evidence) and not _SAYS_SO.isdisjoint(asked)


def evidence_of(relation: Relation) -> str:
    """The evidence text as an export may show it; blank when it is withheld."""
    return "" if is_withheld(relation) else relation.evidence


def withheld_in_words(view: View) -> str:
    """How many evidence texts exports leave out, in words; blank when none."""
    count = sum(is_withheld(relation) for relation in relations_of(view))
    if not count:
        return ""
    return f"{count:,} {'passage' if count == 1 else 'passages'} left out to protect a person"
