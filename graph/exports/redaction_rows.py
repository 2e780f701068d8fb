"""Rows of the data with the redacted names replaced, those that mention them too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from graph.exports.contents import WITHHOLD, is_withheld
from graph.exports.escaping import slug
from graph.exports.redaction_roll import Roll, holder_key
from graph.model import CATEGORIES, RELATION_GROUPS, TYPE_WORDS, Entity, Relation, Source

if TYPE_CHECKING:
    from graph.exports.redaction import Redaction
    from graph.views.viewstate import ViewState

INCLUDED: Final = "included"
"""What the column ``withhold`` says of evidence that is shown on request."""

_ADDRESS: Final = re.compile(r"\s*(?:https?|ftp|mailto|file|www\.)[:.]?\S*\s*", re.IGNORECASE)
_IN_TEXT: Final = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


class Mask:
    """Replaces names in rows, the same way each time.

    Parameters
    ----------
    roll : Roll
        Who goes under which name.
    redaction : Redaction
        What else is asked for.
    sources : sequence of str
        Ids of the data's sources, in their order.
    taken : callable
        Whether the data has an entity with an id.

    Attributes
    ----------
    mentions : dict of str to int
        Places in the texts of a row where a name was replaced, by ``e:`` or ``r:`` and its id.
    emptied : set of str
        Ids of relations whose evidence was left out.
    """

    def __init__(
        self,
        roll: Roll,
        redaction: Redaction,
        sources: Sequence[str],
        taken: Callable[[str], bool],
    ) -> None:
        self._taken = taken
        self.roll = roll
        self._redaction = redaction
        self.mentions: dict[str, int] = {}
        self.emptied: set[str] = set()
        self._count = 0
        self._ids: dict[str, str] = {}
        self._real: dict[str, str] = dict(roll.real)
        self._references = {
            key: f"source-{number}"
            for number, key in enumerate(sources, start=1)
            if roll.names.found(key, loose=True)
        }

    def text(self, text: str) -> str:
        """A text with every name in it replaced."""
        if not self.roll.names or not text:
            return text
        if "//" in text or "www." in text.lower():
            text = _IN_TEXT.sub(lambda found: self._address(found[0]), text)
        masked, count = self.roll.names.masked(text)
        self._count += count
        return masked

    def title(self, name: str) -> str:
        """The name of a data set, which is that of its folder as a rule."""
        return self.roll.names.masked(name, loose=True)[0]

    def id(self, key: str) -> str:
        """The id that an entity is known under."""
        if key in self.roll.shown:
            return self.roll.shown[key][0]
        if not self.roll.names:
            return key
        if key not in self._ids:
            masked, count = self.roll.names.masked(key, loose=True)
            name = key
            if count:
                number, stem = 1, slug(masked) or "entity"
                name = stem
                while self._real.get(name, key) != key or self._taken(name):
                    number += 1
                    name = f"{stem}-{number}"
                self._real[name] = key
            self._ids[key] = name
        return self._ids[key]

    def real(self, key: str) -> str | None:
        """The entity's own id; ``None`` for one that may not be asked for."""
        if key in self._real:
            return self._real[key]
        if not self.roll.names:
            return key
        return key if self.id(key) == key else None

    def category(self, key: str) -> str:
        """A category; one of the vocabulary is nobody's name."""
        return key if key in CATEGORIES else self.text(key)

    def type(self, key: str) -> str:
        """A type of relations; one of the vocabulary is nobody's name."""
        return key if key in TYPE_WORDS or key in RELATION_GROUPS else self.text(key)

    def reference(self, key: str) -> str:
        """The id of a source."""
        return self._references.get(key) or self._loose(key)

    def entity(self, entity: Entity) -> Entity:
        """An entity: its other name and nothing that tells who it is, or its texts masked."""
        self._count = 0
        if entity.id in self.roll.shown:
            key, label = self.roll.shown[entity.id]
            made = replace(
                entity,
                id=key,
                label=label,
                category=self.category(entity.category),
                aliases=(),
                holder=self._holder(entity.holder),
                description="",
                reference=self.reference(entity.reference),
                locator=self.text(entity.locator),
                extra={},
            )
            self._count = 0
        elif not self.roll.names:
            return entity
        else:
            made = replace(
                entity,
                id=self.id(entity.id),
                label=self._label(entity),
                category=self.category(entity.category),
                aliases=tuple(
                    dict.fromkeys(
                        self.text(one) for one in entity.aliases if not self._is_name(one)
                    )
                ),
                holder=self._holder(entity.holder),
                country=self.text(entity.country),
                description=self.text(entity.description),
                reference=self.reference(entity.reference),
                locator=self.text(entity.locator),
                extra=self._extra(entity.extra),
            )
        self.mentions[f"e:{made.id}"] = self._count
        return made

    def relation(self, relation: Relation) -> Relation:
        """A relation between what its ends are known as, its texts masked."""
        self._count = 0
        extra: Mapping[str, str] = relation.extra
        if self._redaction.withheld and is_withheld(relation):
            extra = {**extra, WITHHOLD: INCLUDED}
        evidence = relation.evidence
        ends = {relation.source, relation.target}
        if evidence and not self._redaction.evidence and not ends.isdisjoint(self.roll.shown):
            evidence = ""
            self.emptied.add(relation.id)
        if not self.roll.names and not self.roll.shown:
            return replace(relation, extra=extra, evidence=evidence)
        made = replace(
            relation,
            source=self.id(relation.source),
            target=self.id(relation.target),
            type=self.type(relation.type),
            evidence=self.text(evidence),
            said_by=self._holder(relation.said_by),
            reference=self.reference(relation.reference),
            locator=self.text(relation.locator),
            extra=self._extra(extra),
        )
        self.mentions[f"r:{made.id}"] = self._count
        return made

    def source(self, source: Source) -> Source:
        """A source, its texts masked; an address that names somebody is left out."""
        if not self.roll.names:
            return source
        return replace(
            source,
            id=self.reference(source.id),
            title=self.text(source.title),
            publisher=self.text(source.publisher),
            date=self.text(source.date),
            url=self._address(source.url),
            language=self.text(source.language),
            kind=self.text(source.kind),
            extra=self._extra(source.extra),
        )

    def state(self, state: ViewState) -> ViewState:
        """A view, in the names that are shown."""

        def ids(keys: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(map(self.id, keys))

        def some(keys: tuple[str, ...] | None) -> tuple[str, ...] | None:
            return None if keys is None else ids(keys)

        def kinds(keys: tuple[str, ...] | None) -> tuple[str, ...] | None:
            return None if keys is None else tuple(map(self.type, keys))

        dropped = (item.partition("#") for item in state.dropped)
        return state.with_(
            focus=ids(state.focus),
            expanded=ids(state.expanded),
            hidden=ids(state.hidden),
            only=some(state.only),
            people=some(state.people),
            collapsed=ids(state.collapsed),
            selection=ids(state.selection),
            pins=tuple((self.id(key), x, y) for key, x, y in state.pins),
            categories=None
            if state.categories is None
            else tuple(map(self.category, state.categories)),
            types=kinds(state.types),
            groups=kinds(state.groups),
            dropped=tuple(
                f"{self.reference(key)}{mark}{self.text(place)}" if key else f"{mark}{place}"
                for key, mark, place in dropped
            ),
        )

    def _label(self, entity: Entity) -> str:
        # Somebody else of the same name may not be taken for who is redacted.
        if self._is_name(entity.label):
            self._count += 1
            return f"{entity.category.replace('_', ' ')} (name left out)"
        return self.text(entity.label)

    def _is_name(self, text: str) -> bool:
        return self.roll.names.is_one(text)

    def _holder(self, holder: str) -> str:
        if not holder:
            return ""
        return self.roll.holders.get(holder_key(holder)) or self.text(holder)

    def _extra(self, extra: Mapping[str, str]) -> dict[str, str]:
        made: dict[str, str] = {}
        for column, value in extra.items():
            name = self.text(column)
            while name in made:
                name += " "
            masked = self._address(value) if _ADDRESS.fullmatch(value) else self.text(value)
            if masked:
                made[name] = masked
        return made

    def _address(self, address: str) -> str:
        if self.roll.names.found(unquote(address), loose=True):
            self._count += 1
            return ""
        return address

    def _loose(self, text: str) -> str:
        masked, count = self.roll.names.masked(text, loose=True)
        return slug(masked, "._") if count else text
