"""Person and entity records of BODS as rows of entities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.formats import bods_terms as terms
from graph.formats.bods_values import (
    address,
    day,
    joined,
    objects,
    part,
    place,
    text,
    texts,
    yes_no,
)

Cells = dict[str, str]


def person_cells(details: Mapping[str, Any]) -> Cells:
    """The cells of a person; somebody who is not named gets a label that says why.

    Examples
    --------
    >>> cells = person_cells({"personType": "knownPerson", "names": [{"fullName": "Ann Ax"}]})
    >>> cells["label"], cells["category"]
    ('Ann Ax', 'person')
    """
    names = [(text(one.get("type")), _full_name(one)) for one in objects(details.get("names"))]
    names = [(kind, name) for kind, name in names if name]
    names.sort(key=lambda one: one[0] not in ("", "legal"))
    kind = text(details.get("personType"))
    nationalities = [place(one) for one in objects(details.get("nationalities"))]
    cells = {
        "label": names[0][1] if names else _unnamed(kind, details.get("unspecifiedPersonDetails")),
        "category": "person",
        "aliases": _aliases(name for _, name in names[1:]),
        "country": nationalities[0] if nationalities else "",
        "nationalities": joined(nationalities) if len(nationalities) > 1 else "",
        "person_type": "" if kind == "knownPerson" else kind,
        "birth_date": day(details.get("birthDate")),
        "death_date": day(details.get("deathDate")),
        "place_of_birth": joined(address(one) for one in objects(details.get("placeOfBirth"))),
        "tax_residencies": joined(place(one) for one in objects(details.get("taxResidencies"))),
    }
    cells |= _unspecified(details.get("unspecifiedPersonDetails"))
    return cells | _exposure(details.get("politicalExposure")) | _common(details)


def entity_cells(details: Mapping[str, Any]) -> Cells:
    """The cells of a body.

    Examples
    --------
    >>> cells = entity_cells({"entityType": {"type": "arrangement", "subtype": "trust"}})
    >>> cells["label"], cells["category"]
    ('Unnamed arrangement', 'trust')
    """
    kind = text(part(details.get("entityType"), "type"))
    subtype = text(part(details.get("entityType"), "subtype"))
    said = text(part(details.get("entityType"), "details"))
    category = terms.category_of(kind, subtype)
    if said.startswith(terms.OUR_CATEGORY):
        category, said = said.removeprefix(terms.OUR_CATEGORY).strip() or category, ""
    listing = details.get("publicListing")
    cells = {
        "label": text(details.get("name"))
        or _unnamed(kind, details.get("unspecifiedEntityDetails")),
        "category": category,
        "aliases": _aliases(texts(details.get("alternateNames"))),
        "country": place(details.get("jurisdiction")),
        "entity_type": "" if kind == terms.usual_type(category) else kind,
        "entity_subtype": "" if category == "trust" and subtype == "trust" else subtype,
        "entity_details": said,
        "founding_date": day(details.get("foundingDate")),
        "dissolution_date": day(details.get("dissolutionDate")),
        "statute": text(part(details.get("formedByStatute"), "name")),
        "uri": text(details.get("uri")),
        "listed": yes_no(part(listing, "hasPublicListing")),
        "securities": joined(
            ", ".join(
                filter(
                    None,
                    (
                        text(one.get("stockExchangeName")),
                        text(part(one.get("security"), "ticker")),
                        text(part(one.get("security"), "id")),
                    ),
                )
            )
            for one in objects(part(listing, "securitiesListings"))
        ),
        "filings": joined(texts(part(listing, "companyFilingsURLs"))),
    }
    return cells | _unspecified(details.get("unspecifiedEntityDetails")) | _common(details)


def unspecified_cells(party: Mapping[str, Any], kind: str = "") -> Cells:
    """The cells of a party that a relationship does not name."""
    return {"label": _unnamed(kind, party), "category": "unknown"} | _unspecified(party)


def _unnamed(kind: str, party: object) -> str:
    """A label for somebody without a name.

    Examples
    --------
    >>> _unnamed("anonymousPerson", {"reason": "interestedPartyExemptFromDisclosure"})
    'Anonymous person (the party is exempt from disclosure)'
    """
    words = {
        "anonymousPerson": "Anonymous person",
        "unknownPerson": "Unknown person",
        "knownPerson": "Unnamed person",
        "anonymousEntity": "Anonymous body",
        "unknownEntity": "Unknown body",
        "arrangement": "Unnamed arrangement",
        "": "Not named",
    }.get(kind, "Unnamed body")
    reason = text(part(party, "reason"))
    return f"{words} ({terms.REASONS.get(reason, reason)})" if reason else words


def _unspecified(party: object) -> Cells:
    return {
        "unspecified_reason": text(part(party, "reason")),
        "description": text(part(party, "description")),
    }


def _exposure(exposure: object) -> Cells:
    told = []
    for one in objects(part(exposure, "details")):
        reason = text(one.get("reason")) or text(one.get("missingInfoReason"))
        span = "–".join(filter(None, (day(one.get("startDate")), day(one.get("endDate")))))
        told.append(", ".join(filter(None, (reason, place(one.get("jurisdiction")), span))))
    return {"pep_status": text(part(exposure, "status")), "pep_details": joined(told)}


def _common(details: Mapping[str, Any]) -> Cells:
    """What persons and bodies have alike: identifiers and addresses."""
    cells: Cells = {}
    for one in objects(details.get("identifiers")):
        scheme, name = text(one.get("scheme")), text(one.get("schemeName"))
        column = scheme if terms.IDENTIFIER.fullmatch(scheme) else name or scheme
        if not terms.IDENTIFIER.fullmatch(column) and column not in terms.KNOWN_IDENTIFIERS:
            column = f"{terms.NAMED_IDENTIFIER}{column}".strip()
        value = text(one.get("id")) or text(one.get("uri"))
        cells[column] = joined((*cells.get(column, "").split("; "), value))
    cells["addresses"] = joined(address(one) for one in objects(details.get("addresses")))
    cells["component"] = "yes" if details.get("isComponent") is True else ""
    return cells


def _full_name(name: Mapping[str, Any]) -> str:
    parts = (text(name.get(key)) for key in ("givenName", "patronymicName", "familyName"))
    return text(name.get("fullName")) or " ".join(filter(None, parts))


def _aliases(names: Any) -> str:
    """Names between semicolons; one in a name becomes a comma."""
    return joined(name.replace(";", ",") for name in names)
