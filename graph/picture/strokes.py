"""How links are stroked: dash by status, width by share, order by group, arrowhead."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from graph.model import Relation
from graph.picture.scene import Point

DASHES: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "stated": (),
        "inferred": (16, 3),
        "ungraded": (9, 3, 2, 3),
        "alleged": (5, 3.5),
        "proposed": (0.1, 4),
    }
)
"""Dash and gap lengths by status, in px at zoom 1; dots have round caps."""

ORDER: Final = (
    "affiliation",
    "family",
    "response",
    "association",
    "surveillance",
    "disclosure",
    "control",
    "ownership",
)
"""Relation groups in drawing order from below; what is lit lies above them all."""


_HEAD_ANGLE: Final = 0.42
_HEAD_NOTCH: Final = 0.72
HEAD_STOP: Final = 0.62
"""Part of the head, from its tip, at which the line stops."""


def width_of(relation: Relation) -> float:
    """Width of a link in px: its share, or the surely held part of a range.

    Examples
    --------
    >>> from graph.model import Share
    >>> width_of(Relation("r2", "a", "b", "owns", share=Share(100, 100), status="stated"))
    4.3
    """
    base = {"affiliation": 1.0, "response": 1.15}.get(relation.group, 1.3)
    if relation.status == "ungraded":
        base = min(base, 1.0)
    if relation.share is not None:
        base = 1.3 + 3 * relation.share.min / 100
    return round(base + (0.5 if relation.status == "proposed" else 0.0), 3)


def pale_width_of(relation: Relation) -> float:
    """Width of the pale line under a link whose share is a range, for its maximum; else 0."""
    share = relation.share
    return 0.0 if share is None or share.exact else round(1.3 + 3 * share.max / 100, 3)


def blend_of(relation: Relation) -> float:
    """How much of its full colour a link has, the rest being ground."""
    if relation.group != "response":
        return 1.0
    return 0.66 if relation.type == "targets" and relation.status == "proposed" else 0.8


def order_of(group: str, *, lit: bool = False) -> int:
    """Rank of a relation group in drawing order; groups of the data's own lie with association."""
    if lit:
        return len(ORDER)
    return ORDER.index(group) if group in ORDER else ORDER.index("association")


def head_length(width: float) -> float:
    """Length of the arrowhead of a line."""
    return 6.5 + 0.9 * width


def arrowhead(tip: Point, angle: float, width: float) -> tuple[Point, ...]:
    """The dart at the end of a line.

    Parameters
    ----------
    tip : Point
        Its point.
    angle : float
        Direction of the arrow in radians.
    width : float
        Width of the line.

    Returns
    -------
    tuple of Point
        Tip, one wing, the notch, the other wing.

    Examples
    --------
    >>> tip, wing, notch, _ = arrowhead((10.0, 0.0), 0.0, 1.0)
    >>> tip, round(notch[0], 2), round(wing[0], 2)
    ((10.0, 0.0), 4.67, 2.6)
    """
    length = head_length(width)
    half = length * math.tan(_HEAD_ANGLE)
    cos, sin = math.cos(angle), math.sin(angle)

    def at(back: float, side: float) -> Point:
        return (
            round(tip[0] - back * cos - side * sin, 2),
            round(tip[1] - back * sin + side * cos, 2),
        )

    return tip, at(length, half), at(length * _HEAD_NOTCH, 0.0), at(length, -half)
