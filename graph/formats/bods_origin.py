"""Where a statement of ours comes from: the source of the data as BODS tells sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import DataError
from graph.formats.bods_sources import KINDS
from graph.model import Entity, PartialDate, Relation, Source

_TYPES: Final = {kind: name for name, kind in KINDS.items()} | {
    "official": "officialRegister",
    "press": "thirdParty",
    "opinion": "thirdParty",
}
_ADDRESS: Final = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)


def web_address(text: str) -> bool:
    """Whether a text is a web address that every reader takes.

    Examples
    --------
    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def origin_of(
    told: Entity | Relation, sources: Mapping[str, Source]
) -> tuple[dict[str, Any], str, str]:
    """The source of something, the day it was published and by whom; each blank when unknown."""
    source = sources.get(told.reference)
    found: dict[str, Any] = {}
    if source is None and told.reference:
        source = Source(told.reference)
    if source is not None:
        types = [_TYPES[kind] for kind in source.kind.split("; ") if kind in _TYPES]
        if types:
            found["type"] = types
        if web_address(source.url):
            found["url"] = source.url
        title = source.title or (source.id if not source.publisher else "")
        if title:
            found["description"] = title
    if isinstance(told, Relation) and told.said_by:
        found["assertedBy"] = [{"name": who} for who in told.said_by.split("; ")]
    day = _day(source.date) if source is not None else ""
    return found, day, source.publisher if source is not None else ""


def _day(text: str) -> str:
    try:
        found = PartialDate.parse(text)
    except DataError:
        return ""
    return str(found) if found is not None and found.day is not None else ""
