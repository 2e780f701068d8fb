"""A package as nodes and edges with text by column: what GEXF and GraphML write alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from graph.exports.escaping import fit_for_xml
from graph.formats.networks import UNKNOWN
from graph.formats.package import Loss, Package
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.model import Entity, Relation, Share, Source

NODE_COLUMNS: Final = ENTITY_COLUMNS[2:]
"""Columns of an entity that become attributes; id and label have a place of their own."""

EDGE_COLUMNS: Final = RELATION_COLUMNS[2:]
"""Columns of a link that become attributes."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Nodes and edges of a package as text.

    Attributes
    ----------
    entities : tuple of Entity
        Those of the package, and one for each end of a link that is not among them.
    relations : tuple of Relation
    ids : Mapping of str to str
        The id as XML can hold it, by the real one; different for each entity.
    node_extras, edge_extras : Mapping of str to str
        Names of the data set's own columns as XML can hold them, by the real ones.
    """

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    ids: Mapping[str, str]
    node_extras: Mapping[str, str]
    edge_extras: Mapping[str, str]

    @classmethod
    def of(cls, package: Package) -> Columns:
        """The columns of a package."""
        known = {entity.id for entity in package.entities}
        ends = (end for link in package.relations for end in (link.source, link.target))
        missing = dict.fromkeys(end for end in ends if end not in known)
        entities = (
            *package.entities,
            *(Entity(end, " ".join(end.split()), UNKNOWN, placeholder=True) for end in missing),
        )
        return cls(
            entities,
            package.relations,
            distinct(entity.id for entity in entities),
            distinct(_extra_names(entities, ENTITY_COLUMNS)),
            distinct(_extra_names(package.relations, RELATION_COLUMNS)),
        )

    def entity_extras(self, entity: Entity) -> dict[str, str]:
        """The own columns of an entity by real name, blank ones left out."""
        return _extras(entity.extra, self.node_extras)

    def relation_extras(self, relation: Relation) -> dict[str, str]:
        """The own columns of a link by real name, blank ones left out."""
        return _extras(relation.extra, self.edge_extras)


def distinct(texts: Iterable[str]) -> dict[str, str]:
    r"""Each text as XML can hold it, no two alike.

    Examples
    --------
    >>> distinct(["a", "b\x00", "b\ufffd"])
    {'a': 'a', 'b\x00': 'b� (2)', 'b�': 'b�'}
    """
    wanted = list(dict.fromkeys(texts))
    taken = {text for text in wanted if fit_for_xml(text) == text}
    found: dict[str, str] = {}
    for text in wanted:
        fit = fit_for_xml(text)
        if fit != text:
            fit = next(name for name in _numbered(fit) if name not in taken)
            taken.add(fit)
        found[text] = fit
    return found


def _numbered(text: str) -> Iterator[str]:
    yield text
    number = 2
    while True:
        yield f"{text} ({number})"
        number += 1


def share_text(share: Share | None) -> str:
    """A share with every digit it has, as the loader reads it.

    Examples
    --------
    >>> share_text(Share(25, 50)), share_text(Share(1e-7, 1e-7)), share_text(None)
    ('25-50', '0.0000001', '')
    """
    if share is None:
        return ""
    low, high = plain_number(share.min), plain_number(share.max)
    return low if low == high else f"{low}-{high}"


def plain_number(value: float | str) -> str:
    """A number without an exponent.

    Examples
    --------
    >>> plain_number(100.0), plain_number("2.5e-3")
    ('100', '0.0025')
    """
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_direction(relation: Relation) -> bool:
    """Whether a link has a direction, by its type or by what its file said of it.

    Examples
    --------
    >>> has_direction(Relation("r2", "a", "b", "linked_to", extra={"directed": "true"}))
    True
    """
    said = relation.extra.get("directed", "")
    return said != "false" and (relation.directed or said == "true")


def default_direction(relations: Iterable[Relation]) -> str:
    """``undirected`` for links that all are, else ``directed``: no reader takes that amiss."""
    found = {has_direction(relation) for relation in relations}
    return "undirected" if found == {False} else "directed"


def entity_cells(entity: Entity) -> dict[str, str]:
    """The known columns of an entity but id and label, blank ones left out."""
    cells = {name: str(getattr(entity, name)) for name in NODE_COLUMNS if name != "aliases"}
    cells["aliases"] = ";".join(entity.aliases)
    return {name: cells[name] for name in NODE_COLUMNS if cells[name]}


def relation_cells(relation: Relation) -> dict[str, str]:
    """The known columns of a link but its ends, blank ones left out."""
    cells = {
        "type": relation.type,
        "share": share_text(relation.share),
        "status": relation.status,
        "since": str(relation.since or ""),
        "until": str(relation.until or ""),
        "evidence": relation.evidence,
        "said_by": relation.said_by,
        "reference": relation.reference,
        "locator": relation.locator,
    }
    return {name: cells[name] for name in EDGE_COLUMNS if cells[name]}


def source_cells(source: Source) -> dict[str, str]:
    """The columns of a source, its own included, blank ones left out."""
    cells = {name: str(getattr(source, name)) for name in SOURCE_COLUMNS}
    cells |= {name: text for name, text in source.extra.items() if name not in cells}
    return {name: text for name, text in cells.items() if text}


def common_losses(package: Package, *, sources: bool) -> list[Loss]:
    """What neither GEXF nor GraphML can hold.

    Parameters
    ----------
    package : Package
    sources : bool
        Whether the format keeps the list of sources.
    """
    texts = list(_texts(package, sources=sources))
    mixed = default_direction(package.relations) == "directed"
    undirected = [link for link in package.relations if mixed and not has_direction(link)]
    ranges = [link for link in package.relations if link.share and not link.share.exact]
    statuses = [link for link in package.relations if link.status != "ungraded"]
    split = [entity for entity in package.entities if any(";" in name for name in entity.aliases)]
    found = (
        (
            "texts with characters that XML forbids",
            sum(fit_for_xml(text) != text for text in texts),
            "each such character becomes “\ufffd”",
        ),
        (
            "links without direction",
            len(undirected),
            "written with one, as many readers refuse a mixture; the attribute “directed” is false",
        ),
        (
            "shares given as a range",
            len(ranges),
            "kept as text in the attribute “share”, the ends as numbers beside it",
        ),
        (
            "links with a status",
            len(statuses),
            "kept in the attribute “status”, which other tools do not draw",
        ),
        (
            "entities with a semicolon in an alias",
            len(split),
            "the alias reads as two, since semicolons stand between aliases",
        ),
    )
    return [Loss(*one) for one in found if one[1]]


def _texts(package: Package, *, sources: bool) -> Iterator[str]:
    for entity in package.entities:
        yield from (entity.id, entity.label, *entity_cells(entity).values())
        yield from _pairs(entity.extra)
    for relation in package.relations:
        yield from relation_cells(relation).values()
        yield from _pairs(relation.extra)
    if sources:
        for source in package.sources:
            yield from source_cells(source).values()
            yield from _pairs(source.extra)


def _pairs(extra: Mapping[str, str]) -> Iterator[str]:
    for name, value in extra.items():
        yield from (name, value)


def _extra_names(rows: Iterable[Entity | Relation], known: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield from (name for name, text in row.extra.items() if text and name not in known)


def _extras(extra: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in extra.items() if text and name in names}
