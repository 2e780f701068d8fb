"""Matching: which row of one data set is which row of another, by content and not by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import Entity, Relation

ENTITY_FIELDS: Final = (
    "label",
    "category",
    "aliases",
    "holder",
    "holder_tense",
    "country",
    "description",
    "reference",
    "locator",
)
RELATION_FIELDS: Final = ("share", "status", "since", "until", "evidence", "said_by")

Key = tuple[str, ...]
Cells = Mapping[str, str]
Pair = tuple[Relation | None, Relation | None]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that reads otherwise; blank where it is empty or absent."""

    field: str
    before: str
    after: str

    def to_dict(self) -> dict[str, str]:
        """The change as JSON."""
        return {"field": self.field, "from": self.before, "to": self.after}


def entity_cells(entity: Entity) -> dict[str, str]:
    """What an entity says beside its id; the order of its aliases says nothing."""
    cells = {name: str(getattr(entity, name)) for name in ENTITY_FIELDS if name != "aliases"}
    cells["aliases"] = "; ".join(sorted(entity.aliases))
    return _filled(cells) | _filled(entity.extra)


def relation_cells(relation: Relation) -> dict[str, str]:
    """What a relation says beside what it is known by."""
    cells = {name: str(getattr(relation, name) or "") for name in RELATION_FIELDS}
    cells["share"] = relation.share.to_cell() if relation.share else ""
    return _filled(cells) | _filled(relation.extra)


def relation_key(relation: Relation) -> Key:
    """What a relation is known by: its ends, type, source and place in it.

    Examples
    --------
    >>> tie, turned = Relation("r2", "a", "b", "linked_to"), Relation("r3", "b", "a", "linked_to")
    >>> relation_key(tie) == relation_key(turned)
    True
    """
    ends = (relation.source, relation.target)
    if not relation.directed:
        ends = (min(ends), max(ends))
    return (*ends, relation.type, relation.reference, relation.locator)


def changes(before: Cells, after: Cells) -> tuple[FieldChange, ...]:
    """Fields that differ: those every row has first, then other columns by name.

    Examples
    --------
    >>> found = changes({"status": "alleged"}, {"status": "stated", "share": "25"})
    >>> [(one.field, one.before, one.after) for one in found]
    [('share', '', '25'), ('status', 'alleged', 'stated')]
    """
    usual = (*ENTITY_FIELDS, *RELATION_FIELDS)
    names = sorted(
        before.keys() | after.keys(),
        key=lambda name: (usual.index(name) if name in usual else len(usual), name),
    )
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def match_relations(before: Iterable[Relation], after: Iterable[Relation]) -> Iterator[Pair]:
    """Pairs of relations that are the same one; ``None`` where there is no partner.

    Among several with one key those that say the same are paired first, the others in the order
    of what they say, so that the order of rows plays no part.
    """
    left, right = _by_key(before), _by_key(after)
    for key in sorted(left.keys() | right.keys()):
        yield from _match(left.get(key, ()), right.get(key, ()))


Said = tuple[tuple[tuple[str, str], ...], Relation]


def _by_key(relations: Iterable[Relation]) -> dict[Key, list[Said]]:
    groups: defaultdict[Key, list[Said]] = defaultdict(list)
    for link in relations:
        groups[relation_key(link)].append((tuple(sorted(relation_cells(link).items())), link))
    for group in groups.values():
        group.sort(key=lambda said: (said[0], said[1].row, said[1].id))
    return dict(groups)


def _match(left: Sequence[Said], right: Sequence[Said]) -> list[Pair]:
    partners: defaultdict[object, list[Relation]] = defaultdict(list)
    for said, link in reversed(right):
        partners[said].append(link)
    pairs: list[tuple[object, Pair]] = []
    alone: list[Said] = []
    for said, link in left:
        if partners[said]:
            pairs.append(((said, said), (link, partners[said].pop())))
        else:
            alone.append((said, link))
    taken = {pair[1].id for _, pair in pairs if pair[1]}
    other = [found for found in right if found[1].id not in taken]
    for place in range(max(len(alone), len(other))):
        one = alone[place] if place < len(alone) else None
        two = other[place] if place < len(other) else None
        words = sorted(found[0] if found else () for found in (one, two))
        pairs.append((tuple(words), (one[1] if one else None, two[1] if two else None)))
    return [pair for _, pair in sorted(pairs, key=_words)]


def _words(found: tuple[object, Pair]) -> str:
    return repr(found[0])


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}
