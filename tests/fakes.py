"""A store in a few lines of Python, and short ways to write small data sets."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from graph.model import Entity, PartialDate, Relation, Share, Source
from graph.search import Hit, SearchResult
from graph.store import Tally


class FakeStore:
    """Answers like the real Store, without an engine."""

    def __init__(
        self,
        entities: Iterable[Entity],
        relations: Iterable[Relation],
        sources: Iterable[Source] = (),
        name: str = "small",
    ) -> None:
        self.name = name
        self._entities = {entity.id: entity for entity in entities}
        self._relations = {relation.id: relation for relation in relations}
        self._sources = {source.id: source for source in sources}
        content = repr((self._entities, self._relations, self._sources))
        self.data_hash = hashlib.sha256(content.encode()).hexdigest()[:12]
        self.fetched = 0

    @property
    def entity_count(self) -> int:
        return len(self._entities)

    @property
    def relation_count(self) -> int:
        return len(self._relations)

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        return {key: self._entities[key] for key in ids if key in self._entities}

    def relations(self, ids: Collection[str]) -> dict[str, Relation]:
        return {key: self._relations[key] for key in ids if key in self._relations}

    def links_of(self, ids: Collection[str]) -> list[Relation]:
        wanted = set(ids)
        found = [r for r in self._relations.values() if r.source in wanted or r.target in wanted]
        self.fetched += len(found)
        return found

    def links_among(self, ids: Collection[str]) -> list[Relation]:
        wanted = set(ids)
        return [r for r in self._relations.values() if r.source in wanted and r.target in wanted]

    def degrees(self, ids: Collection[str]) -> dict[str, int]:
        counts = Counter(end for r in self._relations.values() for end in {r.source, r.target})
        return {key: counts[key] for key in ids if key in self._entities}

    def entity_ids(self, limit: int) -> list[str]:
        degrees = self.degrees(list(self._entities))
        ordered = sorted(self._entities, key=lambda key: (-degrees[key], key))
        return ordered[:limit]

    def search(self, text: str, limit: int = 20) -> SearchResult:
        words = text.casefold().split()
        hits = [
            Hit(e.id, e.label, e.category, e.label)
            for e in self._entities.values()
            if any(word in e.label.casefold() or word in e.id for word in words)
        ]
        return SearchResult(tuple(hits[:limit]), len(hits))

    def nearest(self, text: str) -> Hit | None:
        return None

    def counts(self) -> Tally:
        links = self._relations.values()
        return Tally(
            categories=dict(Counter(one.category for one in self._entities.values())),
            groups=dict(Counter(one.group for one in links)),
            types=dict(Counter(one.type for one in links)),
            statuses=dict(Counter(one.status for one in links)),
            references=dict(Counter(one.reference for one in links)),
            first="",
            last="",
            undated=sum(one.since is None and one.until is None for one in links),
        )

    def sources(self) -> dict[str, Source]:
        return dict(self._sources)


def entity(key: str, category: str = "company", **more: object) -> Entity:
    """An entity that is called like its id in capitals."""
    return Entity(**{"id": key, "label": key.upper(), "category": category, **more})


def link(text: str, row: int = 2, **more: object) -> Relation:
    """A relation written ``a owns b``; status ``stated`` unless told."""
    source, kind, target = text.split()
    fields: dict[str, object] = {"status": "stated", "row": row, **more}
    for name in ("since", "until"):
        if isinstance(fields.get(name), str):
            fields[name] = PartialDate.parse(str(fields[name]))
    if isinstance(fields.get("share"), str):
        fields["share"] = Share.parse(str(fields["share"]))
    return Relation(f"r{row}", source, target, kind, **fields)


def store_of(*links: str | Relation, categories: dict[str, str] | None = None) -> FakeStore:
    """A store of links, its entities companies unless `categories` says otherwise."""
    rows = [
        one if isinstance(one, Relation) else link(one, row)
        for row, one in enumerate(links, start=2)
    ]
    chosen = categories or {}
    ids = dict.fromkeys([end for r in rows for end in (r.source, r.target)] + list(chosen))
    entities = [
        entity(key, chosen.get(key, "company"), row=row) for row, key in enumerate(ids, start=2)
    ]
    return FakeStore(entities, rows, [Source("art", title="The article", kind="opinion")])
