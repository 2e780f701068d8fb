"""Labels that stand away from their node, and the thin line that leads to them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from graph.layouts import Place
from graph.picture.label_text import Block
from graph.picture.scene import Box, Point

LEADER_FROM: Final = 11.0
"""A label this far from its shape's rim gets a leader line."""

_DISTANCES: Final = (16.0, 26.0, 38.0, 52.0, 70.0, 92.0)
_BEARINGS: Final = 16


def distant(block: Block, place: Place) -> Iterator[tuple[Box, str]]:
    """Boxes around a node, the nearest ring first, the sides before top and bottom.

    Parameters
    ----------
    block : Block
        The label.
    place : Place
        The node.

    Yields
    ------
    box : Box
        Where the label would stand.
    anchor : str
        The side its lines are aligned to, that of the node.
    """
    wide, high = block.width, block.height
    # Half a step off, so that no line leads straight along a row of nodes.
    bearings = [(number + 0.5) * math.tau / _BEARINGS for number in range(_BEARINGS)]
    bearings.sort(key=lambda angle: (round(abs(math.sin(angle)), 6), angle))
    for distance in _DISTANCES:
        for angle in bearings:
            cos, sin = math.cos(angle), math.sin(angle)
            x = place.x + cos * (place.r + distance)
            y = place.y + sin * (place.r + distance)
            left = x if cos > 0.3 else x - wide if cos < -0.3 else x - wide / 2
            top = y - high / 2 if abs(sin) < 0.7 else y if sin > 0 else y - high
            anchor = "start" if cos > 0.3 else "end" if cos < -0.3 else "middle"
            yield (round(left, 2), round(top, 2), wide, high), anchor


def leader_of(x: float, y: float, r: float, box: Box) -> tuple[Point, Point] | None:
    """The line from a shape to its label; ``None`` when the label stands close enough.

    Parameters
    ----------
    x, y, r : float
        Centre and radius of the shape.
    box : Box
        Bounds of the label.

    Returns
    -------
    tuple of Point, or None
        From the rim to the nearest point of the label.

    Examples
    --------
    >>> leader_of(0, 0, 5, (40, -5, 60, 10))
    ((6.5, 0.0), (38.0, 0.0))
    >>> leader_of(0, 0, 5, (10, -5, 60, 10)) is None
    True
    """
    left, top, wide, high = box
    near = (min(max(x, left), left + wide), min(max(y, top), top + high))
    gap = math.dist((x, y), near)
    if gap - r < LEADER_FROM:
        return None
    to = ((near[0] - x) / gap, (near[1] - y) / gap)
    start, end = r + 1.5, gap - 2.0
    return (
        (round(x + to[0] * start, 2), round(y + to[1] * start, 2)),
        (round(x + to[0] * end, 2), round(y + to[1] * end, 2)),
    )
