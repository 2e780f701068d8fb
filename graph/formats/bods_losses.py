"""What BODS cannot hold, and why a link is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from graph.errors import DataError
from graph.formats import bods_terms as terms
from graph.model import Entity, PartialDate, Relation

FALLBACK: Final = "1970-01-01"
"""The date of a statement when nothing in the data has one."""

_LEFT_OUT: Final = frozenset({"alleged", "proposed"})

BECOMES: Final[Mapping[str, str]] = {
    "entities that are neither a person nor a body with owners": "left out",
    "links that are neither ownership nor control": "left out",
    "ownership or control links with an end that BODS cannot hold": "left out",
    "alleged links, which would read as facts": "left out",
    "proposed links, which would read as facts": "left out",
    "links to oneself": "left out",
    "links that no kind of interest says exactly": "written as other influence or control",
    "dates of which the day or month is not known": "written as the widest span they allow",
    "links that end before they begin": "written without dates",
    "statuses": "kept in a note of the statement",
    "descriptions": "left out",
    "holders of an office": "left out",
    "places in a source": "left out",
    "sources of entities": "written as the source of the statement",
    "values in other columns": "left out",
    "statements without a date in the data": f"dated {FALLBACK}",
    "positions on the drawing": "left out",
}
"""What happens to each kind of loss, in the order they are told."""


def why_left_out(link: Relation, held: dict[str, Entity]) -> str:
    """Why a link is left out; blank when it is kept."""
    subject = held.get(link.target)
    if link.type not in terms.HELD_TYPES:
        return "links that are neither ownership nor control"
    if subject is None or subject.category == "person" or link.source not in held:
        return "ownership or control links with an end that BODS cannot hold"
    if link.source == link.target:
        return "links to oneself"
    if link.status in _LEFT_OUT:
        return f"{link.status} links, which would read as facts"
    return ""


def backwards(link: Relation) -> bool:
    """Whether a link ends before it begins."""
    since, until = link.since, link.until
    return since is not None and until is not None and since.earliest() > until.latest()


def whole_day(text: str) -> str:
    """A date of which the day is known; blank for any other text."""
    try:
        found = PartialDate.parse(text)
    except DataError:
        return ""
    if found is None or found.day is None:
        return ""
    return date(found.year, found.month or 1, found.day).isoformat()
