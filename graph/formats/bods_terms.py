"""The words of BODS 0.4 and what they are in Longarm: one table for reading and for writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from graph.model import Entity, Relation

VERSION: Final = "0.4"

TYPE_OF_INTEREST: Final[Mapping[str, str]] = {
    "shareholding": "owns",
    "unknownInterest": "has_interest_in",
    "unpublishedInterest": "has_interest_in",
    "appointmentOfBoard": "controls",
    "controlViaCompanyRulesOrArticles": "controls",
    "controlByLegalFramework": "controls",
    "boardMember": "board_member_of",
    "boardChair": "board_member_of",
    "votingRights": "holds_votes_in",
    "rightsToProfitOrIncome": "has_rights_in",
    "rightsToSurplusAssetsOnDissolution": "has_rights_in",
    "rightToProfitOrIncomeFromAssets": "has_rights_in",
    "enjoymentAndUseOfAssets": "has_rights_in",
    "rightsGrantedByContract": "has_rights_in",
    "conditionalRightsGrantedByContract": "has_rights_in",
    "otherInfluenceOrControl": "influences",
    "seniorManagingOfficial": "manages",
    "settlor": "settlor_of",
    "trustee": "trustee_of",
    "protector": "protector_of",
    "beneficiaryOfLegalArrangement": "beneficiary_of",
    "nominee": "nominee_of",
    "nominator": "nominator_of",
}
"""Types of interest as relation types.

Votes and rights to profit carry percentages of their own. They are kept apart from ownership, so
that 60 % of the votes beside 60 % of the shares is not read as 120 %.
"""

UNTYPED: Final = "has_interest_in"
"""Relation type of a relationship that tells no kind of interest."""

_INTEREST_OF_TYPE: Final[Mapping[str, str]] = {
    "owns": "shareholding",
    "has_interest_in": "unknownInterest",
    "controls": "otherInfluenceOrControl",
    "board_member_of": "boardMember",
    "holds_votes_in": "votingRights",
    "has_rights_in": "rightsToProfitOrIncome",
    "influences": "otherInfluenceOrControl",
    "manages": "seniorManagingOfficial",
    "settlor_of": "settlor",
    "trustee_of": "trustee",
    "protector_of": "protector",
    "beneficiary_of": "beneficiaryOfLegalArrangement",
    "nominee_of": "nominee",
    "nominator_of": "nominator",
}

HELD_TYPES: Final = frozenset(_INTEREST_OF_TYPE)
"""Relation types that are an interest; every other link is left out."""

CATEGORY_OF_ENTITY: Final[Mapping[str, str]] = {
    "registeredEntity": "company",
    "legalEntity": "institution",
    "arrangement": "arrangement",
    "anonymousEntity": "unknown",
    "unknownEntity": "unknown",
    "state": "state",
    "stateBody": "institution",
}
"""Types of entity as categories; an arrangement whose subtype is ``trust`` is a ``trust``."""

_ENTITY_OF_CATEGORY: Final[Mapping[str, tuple[str, str]]] = {
    "company": ("registeredEntity", ""),
    "institution": ("legalEntity", ""),
    "state": ("state", ""),
    "country": ("state", ""),
    "intelligence": ("stateBody", ""),
    "arrangement": ("arrangement", ""),
    "trust": ("arrangement", "trust"),
    "unknown": ("unknownEntity", ""),
}

_SUBTYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "arrangement": ("trust", "nomination", "other"),
    "legalEntity": ("trust", "other"),
    "stateBody": ("governmentDepartment", "stateAgency", "other"),
}

NOT_HELD: Final = frozenset({"role", "group", "database", "event", "measure"})
"""Categories that are neither a person nor a body with owners: BODS has no statement for them."""

PERSON_TYPES: Final = ("knownPerson", "anonymousPerson", "unknownPerson")

REASONS: Final[Mapping[str, str]] = {
    "noBeneficialOwners": "no beneficial owners",
    "subjectUnableToConfirmOrIdentifyBeneficialOwner": "the subject could not identify the owner",
    "interestedPartyHasNotProvidedInformation": "the party has not given information",
    "subjectExemptFromDisclosure": "the subject is exempt from disclosure",
    "interestedPartyExemptFromDisclosure": "the party is exempt from disclosure",
    "unknown": "reason not known",
    "informationUnknownToPublisher": "not known to the publisher",
}
"""Why somebody is not named, in words."""

_TRUST_INTERESTS: Final = ("settlor", "trustee", "protector")
_NOMINATION_INTERESTS: Final = ("nominee", "nominator")


def category_of(kind: str, subtype: str) -> str:
    """The category of an entity statement.

    Examples
    --------
    >>> category_of("registeredEntity", ""), category_of("arrangement", "trust")
    ('company', 'trust')
    """
    if subtype == "trust":
        return "trust"
    return CATEGORY_OF_ENTITY.get(kind, "unknown")


def usual_type(category: str) -> str:
    """The type of entity that a category is written as when nothing else is known."""
    return _ENTITY_OF_CATEGORY.get(category, ("legalEntity", ""))[0]


def entity_type_of(entity: Entity) -> dict[str, str]:
    """What an entity statement says of the kind of body; ``details`` names a category of our own.

    Examples
    --------
    >>> entity_type_of(Entity("a", "A", "company"))
    {'type': 'registeredEntity'}
    >>> entity_type_of(Entity("a", "A", "party"))
    {'type': 'legalEntity', 'details': 'Longarm category: party'}
    """
    kind, subtype = _ENTITY_OF_CATEGORY.get(entity.category, ("legalEntity", ""))
    said = entity.extra.get("entity_type", "")
    if said in CATEGORY_OF_ENTITY:
        kind = said
        subtype = "trust" if entity.category == "trust" else ""
    subtype = entity.extra.get("entity_subtype", "") or subtype
    if subtype not in _SUBTYPES.get(kind, ("other",)):
        subtype = ""
    found = {"type": kind}
    if subtype:
        found["subtype"] = subtype
    if category_of(kind, subtype) != entity.category:
        found["details"] = f"{OUR_CATEGORY}{entity.category}"
    elif entity.extra.get("entity_details"):
        found["details"] = entity.extra["entity_details"]
    return found


OUR_CATEGORY: Final = "Longarm category: "
"""What stands before a category that no type of entity stands for."""


def interest_of(relation: Relation, subject: Entity) -> str | None:
    """The type of interest that a relation is; ``None`` when BODS has none for it.

    A type that an imported statement gave is given again. Trustees need a trust, nominees a
    nomination: for any other subject the interest is ``otherInfluenceOrControl``.

    Examples
    --------
    >>> firm = Entity("b", "B", "company")
    >>> interest_of(Relation("r2", "a", "b", "owns"), firm)
    'shareholding'
    >>> interest_of(Relation("r3", "a", "b", "surveils"), firm) is None
    True
    """
    interest = _INTEREST_OF_TYPE.get(relation.type)
    if interest is None:
        return None
    said = relation.extra.get("interest", "")
    if said in TYPE_OF_INTEREST and (
        TYPE_OF_INTEREST[said] == relation.type
        or (said == "votingRights" and relation.type == "controls")
    ):
        interest = said
    subtype = entity_type_of(subject).get("subtype", "")
    if (interest in _TRUST_INTERESTS and subtype != "trust") or (
        interest in _NOMINATION_INTERESTS and subtype != "nomination"
    ):
        return "otherInfluenceOrControl"
    return interest


IDENTIFIER: Final = re.compile(r"[A-Z]{2,3}-[A-Z0-9]+(?:-[A-Z0-9]+)*", re.ASCII)
"""What the code of a register looks like; a column of that name holds numbers in it."""

NAMED_IDENTIFIER: Final = "identifier: "
"""What stands before the name of a register without a code."""

KNOWN_IDENTIFIERS: Final = frozenset(
    {
        "lei",
        "registration_number",
        "registration number",
        "company_number",
        "company number",
        "isin",
    }
)
"""Columns that hold an identifier by their name, in small letters."""
