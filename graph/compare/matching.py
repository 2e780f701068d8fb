"""Matching: which row of one data set is which row of another, by content and not by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
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
KEY_FIELDS: Final = ("type", "locator")
"""Of what a relation is known by the part that may be corrected."""

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


def says_the_same(before: Relation, after: Relation) -> bool:
    """Whether two relations say the same, found without spelling it out."""
    if (before.type, before.locator) != (after.type, after.locator):
        return False
    return before.extra == after.extra and all(
        getattr(before, name) == getattr(after, name) for name in RELATION_FIELDS
    )


def match_relations(before: Iterable[Relation], after: Iterable[Relation]) -> Iterator[Pair]:
    """Pairs of relations that are the same one; ``None`` where there is no partner.

    Among several with one key those that say the same are paired first, the others in the order
    of what they say, so that the order of rows plays no part. What is left without a partner is
    looked at again: a corrected place or type leaves it the same relation. Another source does not.
    """
    left, right = _by_key(before), _by_key(after)
    lost: list[Relation] = []
    fresh: list[Relation] = []
    for key in sorted(left.keys() | right.keys()):
        for one, other in _match(left.get(key, ()), right.get(key, ())):
            if one is not None and other is not None:
                yield one, other
            elif one is not None:
                lost.append(one)
            elif other is not None:
                fresh.append(other)
    for looser in (_but_for_place, _but_for_type, _but_for_both):
        pairs = _pairs(lost, fresh, looser)
        yield from pairs
        paired = {id(link) for pair in pairs for link in pair}
        lost = [link for link in lost if id(link) not in paired]
        fresh = [link for link in fresh if id(link) not in paired]
    rest: list[Pair] = [*((link, None) for link in lost), *((None, link) for link in fresh)]
    yield from sorted(rest, key=lambda pair: _content(pair[0] or pair[1]))


def _but_for_place(link: Relation) -> Key:
    return relation_key(link)[:4]


def _but_for_type(link: Relation) -> Key:
    source, target, _, reference, locator = relation_key(link)
    return source, target, link.group, reference, locator


def _but_for_both(link: Relation) -> Key:
    return _but_for_type(link)[:4]


def _pairs(
    lost: Iterable[Relation], fresh: Iterable[Relation], looser: Callable[[Relation], Key]
) -> list[tuple[Relation, Relation]]:
    """Partners by a looser key, in the order of what they say."""
    waiting: defaultdict[Key, list[Relation]] = defaultdict(list)
    for link in sorted(fresh, key=_content, reverse=True):
        waiting[looser(link)].append(link)
    found = [
        (link, waiting[looser(link)].pop())
        for link in sorted(lost, key=_content)
        if waiting[looser(link)]
    ]
    return sorted(found, key=lambda pair: sorted(map(_content, pair)))


def _content(link: Relation | None) -> tuple[Key, list[tuple[str, str]]]:
    if link is None:
        return (), []
    return relation_key(link), sorted(relation_cells(link).items())


def _by_key(relations: Iterable[Relation]) -> dict[Key, list[Relation]]:
    groups: defaultdict[Key, list[Relation]] = defaultdict(list)
    for link in relations:
        groups[relation_key(link)].append(link)
    return dict(groups)


def _match(left: Sequence[Relation], right: Sequence[Relation]) -> Iterator[Pair]:
    """Pairs within one key."""
    if len(left) <= 1 and len(right) <= 1:
        yield (left[0] if left else None, right[0] if right else None)
        return
    ours, theirs = _by_words(left), _by_words(right)
    alone: list[Relation] = []
    partnerless: list[Relation] = []
    for words in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(words, []), theirs.get(words, [])
        yield from zip(one, other, strict=False)
        alone += one[len(other) :]
        partnerless += other[len(one) :]
    yield from zip_longest(alone, partnerless)


def _by_words(relations: Iterable[Relation]) -> dict[tuple[tuple[str, str], ...], list[Relation]]:
    """Relations by what they say."""
    said: defaultdict[tuple[tuple[str, str], ...], list[Relation]] = defaultdict(list)
    for link in sorted(relations, key=lambda link: (link.row, link.id)):
        said[tuple(sorted(relation_cells(link).items()))].append(link)
    return dict(said)


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}
