"""What Longarm's categories and links are in FollowTheMoney: tables for reading and for writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

KEPT: Final = "longarm"
"""The key, beside a record's properties, of what no property holds."""

SCHEMA_OF_CATEGORY: Final[Mapping[str, str]] = {
    "company": "Company",
    "state": "PublicBody",
    "party": "Organization",
    "intelligence": "Organization",
    "institution": "Organization",
    "press": "Organization",
    "person": "Person",
    "role": "Position",
    "group": "LegalEntity",
    "database": "Asset",
    "event": "Event",
    "measure": "Event",
    "country": "Territory",
}
"""Schemata by category; every other category is a ``LegalEntity``, the schema that claims least."""

CATEGORY_OF_SCHEMA: Final[Mapping[str, str]] = {
    "Company": "company",
    "PublicBody": "state",
    "Organization": "institution",
    "Person": "person",
    "Position": "role",
    "LegalEntity": "legal_entity",
    "Event": "event",
    "Territory": "country",
}
"""Categories by schema; any other schema is a category of its own."""

SCHEMA_OF_TYPE: Final[Mapping[str, str]] = {
    "owns": "Ownership",
    "has_interest_in": "Ownership",
    "controls": "Control",
    "board_member_of": "Directorship",
    "member_of": "Membership",
    "holds_office_in": "Occupancy",
    "employed_by": "Employment",
    "relative_of": "Family",
    "linked_to": "Associate",
    "represents": "Representation",
    "owes": "Debt",
    "paid": "Payment",
    "succeeded_by": "Succession",
}
"""Schemata by relation type, where both ends are what the schema takes."""

TYPE_OF_SCHEMA: Final[Mapping[str, str]] = {
    "Ownership": "owns",
    "Control": "controls",
    "Directorship": "board_member_of",
    "Membership": "member_of",
    "Occupancy": "holds_office_in",
    "Employment": "employed_by",
    "Family": "relative_of",
    "Associate": "linked_to",
    "UnknownLink": "linked_to",
    "Representation": "represents",
    "Debt": "owes",
    "Payment": "paid",
    "Succession": "succeeded_by",
}
"""Relation types by schema; any other link is a type of its own."""

ANY_LINK: Final = "UnknownLink"
"""The schema for links that say too little, or are too unsure, for another."""

TYPE_OF_PROPERTY: Final[Mapping[str, str]] = {
    "entity": "concerns",
    "addressEntity": "has_address",
    "parent": "has_parent",
    "organization": "office_of",
    "involved": "involves",
    "organizer": "organized_by",
    "partOf": "part_of",
}
"""Relation types by property, for properties of things that name another record."""

PROPERTY_OF_COLUMN: Final[Mapping[str, str]] = {
    "lei": "leiCode",
    "isin": "isinCode",
    "registration_number": "registrationNumber",
    "company_number": "registrationNumber",
    "vat": "vatCode",
    "birth_date": "birthDate",
    "death_date": "deathDate",
    "founding_date": "incorporationDate",
    "dissolution_date": "dissolutionDate",
    "nationalities": "nationality",
    "addresses": "address",
    "website": "website",
    "wikidata": "wikidataId",
}
"""Properties by extra column, for what other tools look for; small letters."""

ALIASES: Final = ("alias", "weakAlias", "previousName", "abbreviation")
COUNTRIES: Final = ("jurisdiction", "country", "mainCountry", "nationality", "citizenship")
"""Properties that give the country, the first that is there."""

_ID: Final = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z])?", re.ASCII)


def legal_id(text: str) -> bool:
    """Whether FollowTheMoney takes a text as an id.

    Examples
    --------
    >>> legal_id("zhenhua-data"), legal_id("a_b"), legal_id("é")
    (True, False, False)
    """
    return len(text) <= 128 and _ID.fullmatch(text) is not None


def snake(name: str) -> str:
    """A name in camel case as a key.

    Examples
    --------
    >>> snake("CourtCaseParty"), snake("addressEntity")
    ('court_case_party', 'address_entity')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
