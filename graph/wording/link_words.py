"""The word a link carries on the drawing: verb, share, and whether it is alleged."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from graph.model import Relation, type_words

_SHORT: Final = MappingProxyType(
    {
        "has_interest_in": "interest",
        "board_member_of": "on the board",
        "linked_to": "linked to",
        "part_of": "part of",
    }
)


def link_word(relation: Relation) -> str:
    """What stands beside a link on the drawing.

    Examples
    --------
    >>> from graph.model import Share
    >>> link_word(Relation("r2", "a", "b", "owns", share=Share(100, 100), status="stated"))
    'owns 100 %'
    >>> link_word(Relation("r3", "a", "b", "has_interest_in", status="alleged"))
    'alleged interest'
    """
    word = _SHORT.get(relation.type) or type_words(relation.type)
    if relation.share is not None:
        word = f"{word} {relation.share}"
    return f"alleged {word}" if relation.status == "alleged" else word
