"""A package as FollowTheMoney JSON lines: documents, things, then edges."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from graph.errors import ExportError
from graph.formats import ftm_terms as terms
from graph.formats.ftm_cells import Cells, link_cells, source_cells, thing_cells
from graph.formats.ftm_library import clean, library_model
from graph.formats.ftm_losses import BECOMES
from graph.formats.package import Loss, Package
from graph.model import Entity, Relation, Source, is_indirect, type_words

_UNSURE: Final = frozenset({"alleged", "proposed"})
_TENSES: Final = {"current": "current", "former": "ended", "": "unknown"}


def write(package: Package) -> bytes:
    """The records as JSON lines; the same bytes for the same package.

    What no property holds is kept beside the properties under ``longarm``: the library and tools
    built on it pass that on, and reading the file again restores it. See `losses`.

    Raises
    ------
    ExportError
        When the library is not installed.
    """
    lines = _Writing(package, library_model(ExportError, "written")).lines()
    text = "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in lines)
    # Half of a character pair has no UTF-8; its escape is the same in Python and in JSON.
    return text.encode("utf-8", "backslashreplace")


def losses(package: Package) -> tuple[Loss, ...]:
    """What FollowTheMoney has no place for, or would read as more than the data says.

    Raises
    ------
    ExportError
        When the library is not installed.
    """
    writing = _Writing(package, library_model(ExportError, "written"))
    writing.lines()
    writing.lost["positions on the drawing"] = len(package.positions)
    return tuple(
        Loss(what, writing.lost[what], becomes)
        for what, becomes in BECOMES.items()
        if writing.lost[what]
    )


@dataclass
class _Writing:
    package: Package
    model: Any
    lost: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    first_ids: dict[str, str] = field(default_factory=dict)
    schemata: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.package.sources}

    def lines(self) -> list[dict[str, Any]]:
        """Every record, as the library spells it."""
        package = self.package
        # Things first: their ids are what other tools cite.
        for one in package.entities:
            self.ids[one.id] = self._id(one.id)
            self.schemata[one.id] = self.model.get(
                terms.SCHEMA_OF_CATEGORY.get(one.category, "LegalEntity")
            )
            self.lost["ids with signs that FollowTheMoney does not take"] += (
                self.ids[one.id] != one.id
            )
        for source in package.sources:
            made = self.documents[source.id] = self._id(source.id, "source-")
            self.first_ids[made] = source.id
        found = [self._document(source) for source in package.sources]
        for one in package.entities:
            found.append(self._thing(one))
            if one.holder:
                found += self._holder(one)
        found += [self._link(link) for link in package.relations]
        return found

    def _id(self, wanted: str, before: str = "") -> str:
        """A legal id that nothing else has: the same one where it can be."""
        made = f"{before}{wanted}"
        if not terms.legal_id(made) or made in self.taken:
            bare = re.sub(r"[^0-9a-zA-Z]+", "-", wanted).strip("-")[:60]
            count = 0
            while True:
                seed = f"{wanted}\0{count}".encode("utf-8", "surrogatepass")
                made = f"{before}{bare or 'x'}-{hashlib.sha256(seed).hexdigest()[:12]}"
                if made not in self.taken:
                    break
                count += 1
        self.taken.add(made)
        return made

    def _proxy(self, schema: Any, key: str, values: Mapping[str, str | list[str]]) -> Any:
        proxy = self.model.make_entity(schema)
        proxy.id = key
        for name, given in values.items():
            prop = proxy.schema.get(name)
            if prop is None or prop.stub:
                continue
            for value in given if isinstance(given, list) else [given]:
                cleaned = clean(prop, value, proxy) if value else None
                if cleaned is not None:
                    proxy.add(prop, cleaned, cleaned=True)
        return proxy

    def _spelt(self, proxy: Any, wanted: Cells, native: Cells, marks: Cells) -> dict[str, Any]:
        """The record, and beside it the cells that reading its properties would not give."""
        kept = {name: cell for name, cell in wanted.items() if native.get(name, "") != cell}
        kept |= {name: "" for name in native if name not in wanted}
        self.lost["values without a property, or that the format's cleaning changes"] += sum(
            1 for name, cell in kept.items() if cell and name not in _COUNTED
        )
        kept |= marks
        spelt: dict[str, Any] = proxy.to_dict()
        if kept:
            spelt[terms.KEPT] = kept
        return spelt

    def _native(self, cells: Cells) -> Cells:
        """Cells as they are read back: a document gets its first id again."""
        if cells.get("reference"):
            cells["reference"] = self.first_ids.get(cells["reference"], cells["reference"])
        return cells

    def _document(self, source: Source) -> dict[str, Any]:
        key = self.documents[source.id]
        proxy = self._proxy(
            "Document",
            key,
            {
                "title": source.title,
                "publisher": source.publisher,
                "publishedAt": source.date,
                "sourceUrl": source.url,
                "language": source.language,
            },
        )
        wanted = {
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "url": source.url,
            "language": source.language,
            "kind": source.kind,
        }
        wanted = {name: cell for name, cell in (wanted | dict(source.extra)).items() if cell}
        marks = {"table": "sources"} | ({"id": source.id} if key != source.id else {})
        return self._spelt(proxy, wanted, source_cells(proxy), marks)

    def _thing(self, entity: Entity) -> dict[str, Any]:
        values: dict[str, str | list[str]] = {
            "name": entity.label,
            "alias": list(entity.aliases),
            "country": entity.country,
            "description": entity.description,
            "proof": self.documents.get(entity.reference, ""),
        }
        for column, cell in entity.extra.items():
            name = terms.PROPERTY_OF_COLUMN.get(column.lower())
            if name:
                values[name] = [one.strip() for one in cell.split(";")]
        proxy = self._proxy(self.schemata[entity.id], self.ids[entity.id], values)
        wanted = {
            "label": entity.label,
            "category": entity.category,
            "aliases": ";".join(entity.aliases),
            "holder": entity.holder,
            "holder_tense": entity.holder_tense,
            "country": entity.country,
            "description": entity.description,
            "reference": entity.reference,
            "locator": entity.locator,
        }
        native = self._native(thing_cells(proxy))
        if native.get("aliases") == "; ".join(entity.aliases):
            wanted["aliases"] = native.get("aliases", "")
        self.lost["categories without a schema of their own"] += (
            native["category"] != entity.category
        )
        wanted = {name: cell for name, cell in (dict(entity.extra) | wanted).items() if cell}
        marks = {"id": entity.id} if self.ids[entity.id] != entity.id else {}
        return self._spelt(proxy, wanted, native, marks)

    def _holder(self, entity: Entity) -> list[dict[str, Any]]:
        """Who holds an office, as other tools look for it; reading passes it by."""
        if not self._is(entity.id, "Position"):
            return []
        self.lost["holders of an office"] += 1
        role = self.ids[entity.id]
        person = self._proxy("Person", self._id(f"{role}-holder"), {"name": entity.holder})
        occupancy = self._proxy(
            "Occupancy",
            self._id(f"{role}-occupancy"),
            {
                "holder": person.id,
                "post": role,
                "status": _TENSES.get(entity.holder_tense, "unknown"),
                "proof": self.documents.get(entity.reference, ""),
            },
        )
        return [one.to_dict() | {terms.KEPT: {"made_for": role}} for one in (person, occupancy)]

    def _link(self, link: Relation) -> dict[str, Any]:
        schema = self._schema(link)
        words = type_words(link.type)
        role = f"{link.status}: {words}" if link.status in _UNSURE else words
        source = self._sources.get(link.reference)
        values: dict[str, str | list[str]] = {
            schema.source_prop.name: self._end(link.source),
            schema.target_prop.name: self._end(link.target),
            "percentage": link.share.to_cell() if link.share is not None else "",
            "startDate": str(link.since) if link.since else "",
            "endDate": str(link.until) if link.until else "",
            "description": link.evidence,
            "status": link.status,
            "role": link.extra.get("role", "") or role,
            "relationship": role,
            "summary": f"Said by: {link.said_by}" if link.said_by else "",
            "proof": self.documents.get(link.reference, ""),
            "sourceUrl": source.url if source else "",
            "publisher": source.publisher if source else "",
        }
        if link.status in _UNSURE:
            values["role"] = role
        if is_indirect(link.extra):
            values["ownershipType"] = "indirect"
        proxy = self._proxy(schema, self._id(link.id, "link-"), values)
        wanted = {
            "type": link.type,
            "share": link.share.to_cell() if link.share is not None else "",
            "status": "" if link.status == "ungraded" else link.status,
            "since": str(link.since) if link.since else "",
            "until": str(link.until) if link.until else "",
            "evidence": link.evidence,
            "said_by": link.said_by,
            "reference": link.reference,
            "locator": link.locator,
        }
        native = self._native(link_cells(proxy))
        if native.get("status") == "ungraded" == link.status:
            wanted["status"] = "ungraded"
        self._count(link, schema.name)
        wanted = {name: cell for name, cell in (dict(link.extra) | wanted).items() if cell}
        return self._spelt(proxy, wanted, native, {})

    def _is(self, entity: str, schema: Any) -> bool:
        held = self.schemata.get(entity)
        return held is not None and bool(held.is_a(schema))

    def _end(self, end: str) -> str:
        if end not in self.ids:
            self.ids[end] = self._id(end)
        return self.ids[end]

    def _schema(self, link: Relation) -> Any:
        """The schema that says as much as the link does, where both ends are what it takes."""
        name = terms.SCHEMA_OF_TYPE.get(link.type)
        unsure = link.status in _UNSURE
        sizeless = link.type == "has_interest_in" and link.share is None
        if name and not unsure and not sizeless:
            schema = self.model.get(name)
            if self._is(link.source, schema.source_prop.range) and self._is(
                link.target, schema.target_prop.range
            ):
                return schema
        return self.model.get(terms.ANY_LINK)

    def _count(self, link: Relation, schema: str) -> None:
        if link.status in _UNSURE:
            self.lost[f"{link.status} links, which would read as facts"] += 1
        elif schema == terms.ANY_LINK:
            self.lost["other links that no schema takes between these ends"] += 1
        if link.status not in _UNSURE and link.status != "stated":
            self.lost["statuses other than stated, which most tools do not show"] += 1
        self.lost["links without a direction"] += not link.directed


_COUNTED: Final = frozenset({"category", "type", "holder", "holder_tense"})
