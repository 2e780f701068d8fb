"""A package as BODS 0.4 statements: persons and bodies first, then who owns or controls whom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from graph.formats import bods_terms as terms
from graph.formats.bods_details import (
    details_of_body,
    details_of_person,
    interest_details,
    is_nobody_named,
    unspecified,
)
from graph.formats.bods_latest import STATUS_NOTE
from graph.formats.bods_losses import BECOMES, FALLBACK, backwards, whole_day, why_left_out
from graph.formats.bods_origin import origin_of
from graph.formats.package import Loss, Package
from graph.model import Entity, Relation, Source


def write(package: Package) -> bytes:
    """The statements as JSON; the same bytes for the same package.

    What is alleged or proposed is left out: in a register it would read as a fact. See `losses`.

    Examples
    --------
    >>> firm = Entity("f", "Firm", "company")
    >>> statements = json.loads(write(Package("x", (firm,))))
    >>> statements[0]["recordId"], statements[0]["recordDetails"]["name"]
    ('f', 'Firm')
    """
    statements = _Plan.of(package).statements()
    text = json.dumps(statements, ensure_ascii=False, indent=1, allow_nan=False)
    # Half of a character pair has no UTF-8; its escape is the same in Python and in JSON.
    return (text + "\n").encode("utf-8", "backslashreplace")


def losses(package: Package) -> tuple[Loss, ...]:
    """What BODS cannot hold of a package: everything but ownership and control."""
    plan = _Plan.of(package)
    plan.statements()
    plan.lost["positions on the drawing"] = len(package.positions)
    return tuple(
        Loss(what, plan.lost[what], becomes) for what, becomes in BECOMES.items() if plan.lost[what]
    )


@dataclass
class _Plan:
    package: Package
    held: dict[str, Entity]
    links: list[list[Relation]]
    lost: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, package: Package) -> _Plan:
        """Choose what is written; links of one imported record make one statement again."""
        lost: Counter[str] = Counter()
        held = {one.id: one for one in package.entities if one.category not in terms.NOT_HELD}
        lost["entities that are neither a person nor a body with owners"] = len(
            package.entities
        ) - len(held)
        links: dict[tuple[str, ...], list[Relation]] = {}
        for place, link in enumerate(package.relations):
            why = why_left_out(link, held)
            if why:
                lost[why] += 1
                continue
            record = link.extra.get("record_id", "")
            key = (
                record or f"\0{place}",
                link.source,
                link.target,
                link.status,
                link.reference,
                link.said_by,
                link.extra.get("components", ""),
            )
            links.setdefault(key, []).append(link)
        return cls(package, held, list(links.values()), lost)

    @cached_property
    def _inline(self) -> set[str]:
        """Those who are not named and stand in one link alone: told in the link, as they were."""
        uses = Counter(end for links in self.links for end in {links[0].source, links[0].target})
        found = {one.id for one in self.held.values() if uses[one.id] == 1 and is_nobody_named(one)}
        # One end is always a record: it is what the statement is about.
        return found - {links[0].target for links in self.links if links[0].source in found}

    def statements(self) -> list[dict[str, Any]]:
        """All statements, components before what they are components of."""
        records = self._record_ids()
        parts, listed = self._components(records)
        found = [
            self._party(one, one.id in listed)
            for one in self.held.values()
            if one.id not in self._inline
        ]
        order = sorted(range(len(self.links)), key=lambda place: bool(parts[place]))
        found += [
            self._relationship(
                self.links[place],
                records[place],
                parts[place],
                component=records[place] in listed,
            )
            for place in order
        ]
        return found

    def _record_ids(self) -> list[str]:
        """An id for each relationship that no other record has."""
        taken = set(self.held)
        found = []
        for links in self.links:
            base = links[0].extra.get("record_id", "") or f"link-{links[0].id}"
            made, count = base, 1
            while made in taken:
                count += 1
                made = f"{base}-{count}"
            taken.add(made)
            found.append(made)
        return found

    def _components(self, records: list[str]) -> tuple[list[list[str]], set[str]]:
        """The components of each relationship, and everything that is a component.

        What has components is none itself, and only what is in the file can be named.
        """
        wanted = [
            [one.strip() for one in links[0].extra.get("components", "").split(";") if one.strip()]
            for links in self.links
        ]
        plain = {record for record, parts in zip(records, wanted, strict=True) if not parts}
        known = plain | (set(self.held) - self._inline)
        kept = [[one for one in dict.fromkeys(parts) if one in known] for parts in wanted]
        return kept, {one for parts in kept for one in parts}

    def _party(self, entity: Entity, component: bool) -> dict[str, Any]:
        person = entity.category == "person"
        make = details_of_person if person else details_of_body
        details, used = make(entity)
        self._count(entity, used)
        kind = "person" if person else "entity"
        return self._statement(
            kind, entity.id, entity.id, {"isComponent": component} | details, entity
        )

    def _relationship(
        self, links: list[Relation], record: str, parts: list[str], *, component: bool
    ) -> dict[str, Any]:
        first = links[0]
        subject, party = self.held[first.target], self.held[first.source]
        interests = []
        for link in links:
            interest, used = interest_details(link, subject, party)
            interests.append(interest)
            if link.type != "influences" and interest["type"] == "otherInfluenceOrControl":
                self.lost["links that no kind of interest says exactly"] += 1
            self._count_link(link, used)
        details: dict[str, Any] = {"isComponent": component}
        if parts:
            details["componentRecords"] = parts
        details |= {"subject": self._end(subject), "interestedParty": self._end(party)}
        details["interests"] = interests
        about = party.id if subject.id in self._inline else subject.id
        return self._statement("relationship", record, about, details, first)

    def _end(self, entity: Entity) -> str | dict[str, str]:
        return unspecified(entity) if entity.id in self._inline else entity.id

    def _statement(
        self,
        kind: str,
        record: str,
        subject: str,
        details: dict[str, Any],
        told: Entity | Relation,
    ) -> dict[str, Any]:
        source, day, publisher = origin_of(told, self._sources)
        own = day or self._latest
        if not own:
            self.lost["statements without a date in the data"] += 1
        own = own or FALLBACK
        statement: dict[str, Any] = {
            "statementDate": own,
            "publicationDetails": {
                "publicationDate": own,
                "bodsVersion": terms.VERSION,
                "publisher": {"name": publisher or self.package.name or "Longarm"},
            },
            "declarationSubject": subject,
            "recordId": record,
            "recordType": kind,
            "recordStatus": "new",
            "recordDetails": details,
        }
        if source:
            statement["source"] = source
        if isinstance(told, Relation) and told.status != "stated":
            statement["annotations"] = [
                {
                    "statementPointerTarget": "/recordDetails",
                    "motivation": "commenting",
                    "description": f"{STATUS_NOTE}{told.status}",
                }
            ]
            self.lost["statuses"] += 1
        body = json.dumps(statement, sort_keys=True)
        return {"statementId": str(uuid5(NAMESPACE_URL, body))} | statement

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.package.sources}

    @cached_property
    def _latest(self) -> str:
        """The latest day that a source is of; without one, that a link is known to begin on."""
        days = [whole_day(one.date) for one in self.package.sources]
        if not any(days):
            days = [whole_day(str(one.since or "")) for one in self.package.relations]
        return max(days, default="")

    def _count(self, entity: Entity, used: Iterable[str]) -> None:
        self.lost["descriptions"] += bool(
            entity.description and "unspecified_reason" not in set(used)
        )
        self.lost["holders of an office"] += bool(entity.holder)
        self.lost["places in a source"] += bool(entity.locator)
        self._count_extra(entity.extra, used)

    def _count_link(self, link: Relation, used: Iterable[str]) -> None:
        self.lost["places in a source"] += bool(link.locator)
        partial = [one for one in (link.since, link.until) if one is not None and one.day is None]
        self.lost["dates of which the day or month is not known"] += len(partial)
        self.lost["links that end before they begin"] += backwards(link)
        self._count_extra(link.extra, {*used, "record_id", "components", "component"})

    def _count_extra(self, extra: Any, used: Iterable[str]) -> None:
        passed = {*used, "component"}
        self.lost["values in other columns"] += sum(
            1 for name, cell in extra.items() if cell and name not in passed
        )
