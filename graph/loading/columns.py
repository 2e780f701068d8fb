"""The columns of the three files, in their order: one list for reading and for writing."""

from __future__ import annotations

from typing import Final

ENTITY_COLUMNS: Final = (
    "id",
    "label",
    "category",
    "aliases",
    "holder",
    "holder_tense",
    "country",
    "description",
    "reference",
    "locator",
)
RELATION_COLUMNS: Final = (
    "source",
    "target",
    "type",
    "share",
    "status",
    "since",
    "until",
    "evidence",
    "said_by",
    "reference",
    "locator",
)
SOURCE_COLUMNS: Final = ("id", "title", "publisher", "date", "url", "language", "kind")
