"""What a BODS statement of ours says: details of persons, bodies and interests."""

from __future__ import annotations

import re
from typing import Any, Final

from graph.errors import DataError
from graph.formats import bods_terms as terms
from graph.formats.bods_records import unspecified_cells
from graph.formats.bods_values import LESS, MORE
from graph.model import Entity, PartialDate, Relation, Share, is_indirect

Details = dict[str, Any]

_PERSON_IDENTIFIER: Final = re.compile(r"[A-Z]{3}-(?:PASSPORT|TAXID|IDCARD)", re.ASCII)
_CODE: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)
_JURISDICTION: Final = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?", re.ASCII)


def details_of_person(entity: Entity) -> tuple[Details, set[str]]:
    """The details of a person statement, and the extra columns that went into it."""
    used = {"person_type", "nationalities"}
    kind = entity.extra.get("person_type", "")
    found: Details = {"personType": kind if kind in terms.PERSON_TYPES else "knownPerson"}
    _unspecified(entity, found, "unspecifiedPersonDetails", used)
    if entity.label != _made_label(entity, found["personType"]):
        found["names"] = [{"fullName": entity.label}]
        found["names"] += [
            {"type": "alternative", "fullName": name} for name in entity.aliases if name
        ]
    countries = _parts(entity.extra.get("nationalities", "")) or _parts(entity.country)
    if countries:
        found["nationalities"] = [_country(one, _CODE) for one in countries]
    for column, key in (("birth_date", "birthDate"), ("death_date", "deathDate")):
        if _dated(entity.extra.get(column, "")):
            found[key] = entity.extra[column].strip()
            used.add(column)
    if found.get("deathDate", "9999") < found.get("birthDate", ""):
        del found["deathDate"]
        used.discard("death_date")
    residencies = _parts(entity.extra.get("tax_residencies", ""))
    if residencies:
        found["taxResidencies"] = [_country(one, _CODE) for one in residencies]
        used.add("tax_residencies")
    if entity.extra.get("pep_status") in ("isPep", "isNotPep", "unknown"):
        found["politicalExposure"] = {"status": entity.extra["pep_status"]}
        used.add("pep_status")
        if entity.extra.get("pep_details") and entity.extra["pep_status"] == "isPep":
            found["politicalExposure"]["details"] = [{"reason": entity.extra["pep_details"]}]
            used.add("pep_details")
    identifiers = [
        {"id": number, "scheme": column}
        for column, cell in entity.extra.items()
        if _PERSON_IDENTIFIER.fullmatch(column)
        for number in _parts(cell)
    ]
    _add_common(entity, found, identifiers, "residence", used)
    used |= {one["scheme"] for one in identifiers}
    return found, used


def details_of_body(entity: Entity) -> tuple[Details, set[str]]:
    """The details of an entity statement, and the extra columns that went into it."""
    used = {"entity_type", "entity_subtype", "entity_details"}
    found: Details = {"entityType": terms.entity_type_of(entity)}
    _unspecified(entity, found, "unspecifiedEntityDetails", used)
    if entity.label != _made_label(entity, found["entityType"]["type"]):
        found["name"] = entity.label
    if entity.aliases:
        found["alternateNames"] = list(entity.aliases)
    if entity.country:
        found["jurisdiction"] = _country(entity.country, _JURISDICTION)
    for column, key in (("founding_date", "foundingDate"), ("dissolution_date", "dissolutionDate")):
        if _dated(entity.extra.get(column, ""), whole=True):
            found[key] = entity.extra[column].strip()
            used.add(column)
    if found.get("dissolutionDate", "9999") < found.get("foundingDate", ""):
        del found["dissolutionDate"]
        used.discard("dissolution_date")
    if entity.extra.get("listed") in ("yes", "no"):
        found["publicListing"] = {"hasPublicListing": entity.extra["listed"] == "yes"}
        used.add("listed")
    # The code of a register goes in as its name: whether it is one that registers know is found on
    # the network alone.
    identifiers = []
    for column, cell in entity.extra.items():
        if terms.IDENTIFIER.fullmatch(column) or column.lower() in terms.KNOWN_IDENTIFIERS:
            scheme = column
        elif column.startswith(terms.NAMED_IDENTIFIER):
            scheme = column.removeprefix(terms.NAMED_IDENTIFIER)
        else:
            continue
        used.add(column)
        identifiers += [{"id": number, "schemeName": scheme} for number in _parts(cell)]
    _add_common(entity, found, identifiers, "registered", used)
    return found, used


def interest_details(link: Relation, subject: Entity, party: Entity) -> tuple[Details, set[str]]:
    """One interest, and the extra columns that went into it."""
    used = {"interest", "indirect", "share_bounds", "beneficial"}
    found: Details = {"type": terms.interest_of(link, subject)}
    indirect = link.extra.get("indirect", "").strip().casefold()
    if is_indirect(link.extra):
        found["directOrIndirect"] = "indirect"
    elif indirect in _DIRECT:
        found["directOrIndirect"] = _DIRECT[indirect]
    beneficial = link.extra.get("beneficial", "")
    if beneficial == "no" or (beneficial == "yes" and party.category == "person"):
        found["beneficialOwnershipOrControl"] = beneficial == "yes"
    if link.share is not None:
        found["share"] = _share(link.share, link.extra.get("share_bounds", ""))
    if link.evidence:
        found["details"] = link.evidence
    since = link.since.earliest() if link.since else None
    until = link.until.latest() if link.until else None
    if since is None or until is None or since <= until:
        if since is not None:
            found["startDate"] = since.isoformat()
        if until is not None:
            found["endDate"] = until.isoformat()
    return found, used


_DIRECT: Final = {
    "no": "direct",
    "unknown": "unknown",
}


def _share(share: Share, bounds: str) -> dict[str, float]:
    if share.exact:
        return {"exact": _plain(share.min)}
    low = "exclusiveMinimum" if MORE in bounds else "minimum"
    high = "exclusiveMaximum" if LESS in bounds else "maximum"
    return {low: _plain(share.min), high: _plain(share.max)}


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _unspecified(entity: Entity, found: Details, key: str, used: set[str]) -> None:
    if entity.extra.get("unspecified_reason", "") in terms.REASONS:
        found[key] = unspecified(entity)
        used.add("unspecified_reason")


def unspecified(entity: Entity) -> dict[str, str]:
    """Why somebody is not named."""
    found = {"reason": entity.extra["unspecified_reason"]}
    if entity.description:
        found["description"] = entity.description
    return found


def is_nobody_named(entity: Entity) -> bool:
    """Whether an entity stands for a party that a relationship did not name."""
    reason = entity.extra.get("unspecified_reason", "")
    return (
        entity.category == "unknown"
        and reason in terms.REASONS
        and reason != "noBeneficialOwners"
        and entity.label == _made_label(entity, "")
    )


def _made_label(entity: Entity, kind: str) -> str:
    """The label that the reader makes for somebody without a name."""
    reason = entity.extra.get("unspecified_reason", "")
    return unspecified_cells({"reason": reason}, kind)["label"]


def _add_common(
    entity: Entity, found: Details, identifiers: list[dict[str, str]], kind: str, used: set[str]
) -> None:
    if identifiers:
        found["identifiers"] = identifiers
    addresses = _parts(entity.extra.get("addresses", ""))
    if addresses:
        found["addresses"] = [{"type": kind, "address": one} for one in addresses]
        used.add("addresses")


def _parts(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _country(text: str, code: re.Pattern[str]) -> dict[str, str]:
    if code.fullmatch(text):
        return {"name": text.upper(), "code": text.upper()}
    return {"name": text}


def _dated(text: str, *, whole: bool = False) -> bool:
    """Whether a text is a date from 1800 on; a whole one has its day."""
    try:
        found = PartialDate.parse(text)
    except DataError:
        return False
    return found is not None and found.year >= 1800 and (found.day is not None or not whole)
