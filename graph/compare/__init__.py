"""Comparing two data sets or two views: what was added, removed and changed."""

from graph.compare.comparing import (
    STATE_WORDS,
    STATES,
    Comparison,
    FieldChange,
    RelationChange,
    Side,
    compare,
    side_of,
)

__all__ = [
    "STATES",
    "STATE_WORDS",
    "Comparison",
    "FieldChange",
    "RelationChange",
    "Side",
    "compare",
    "side_of",
]
