"""The sanctions rules, each with its text, date and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a part of a rule stands: title, ISO date, and address or blank."""

    title: str
    date: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sanctions rule as it is applied here.

    Attributes
    ----------
    key, name : str
        ``ofac`` or ``eu``, and the name on screen.
    text : str
        The rule in our own words.
    date : str
        Date of the latest of its sources.
    sources : tuple of Citation
        Where it stands.
    by_control : bool
        Whether control alone is enough.
    persons : str
        What those who fall under the rule are called, in the plural.
    """

    key: str
    name: str
    text: str
    date: str
    sources: tuple[Citation, ...]
    by_control: bool
    persons: str


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "ofac": Rule(
            "ofac",
            "OFAC 50 percent rule",
            "Blocked is what blocked persons own by 50 % or more, directly or through others, all "
            "of them added up; the rule is applied again at every step down (FAQ 401). Control "
            "alone does not block (FAQ 398).",
            "2020-08-11",
            (
                Citation("OFAC FAQ 401", "2014-08-13", "https://ofac.treasury.gov/faqs/401"),
                Citation("OFAC FAQ 398", "2020-08-11", "https://ofac.treasury.gov/faqs/398"),
            ),
            by_control=False,
            persons="blocked persons",
        ),
        "eu": Rule(
            "eu",
            "EU ownership and control",
            "Treated as listed is what listed persons own by 50 % or more, all of them added up, "
            "or what one of them controls; the rule is applied again at every step down. Whoever "
            "is concerned may show that it is otherwise.",
            "2024-07-03",
            (
                Citation(
                    "Council of the European Union, EU best practices for the effective "
                    "implementation of restrictive measures",
                    "2024-07-03",
                ),
            ),
            by_control=True,
            persons="persons treated as listed",
        ),
    }
)
"""The rules by key."""
