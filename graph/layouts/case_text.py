"""Labels of the case layout: beside, under or over their shapes, and the titles of regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from graph.picture.fonts import advance
from graph.picture.label_text import LEADING, Block
from graph.picture.scene import TextLine

Lines = tuple[TextLine, ...]

TITLE_SIZE: Final = 9.5
TITLE_SPACING: Final = 0.8


def pitch(block: Block) -> float:
    """Height a label takes in a stack: the sum of its line heights."""
    return sum(line[2] * LEADING for line in block.lines)


def _right(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x + r + 5, y - block.middle, "start")


def _left(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x - r - 6 - block.width, y - block.height / 2, "end")


def _rise(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x - r - 6 - block.width, y + 7 - block.height, "end")


def _below(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x - block.width / 2, y + r + 4, "middle")


def _above(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x - block.width / 2, y - r - 5 - block.height, "middle")


def _corner(block: Block, x: float, y: float, r: float) -> Lines:
    return block.placed(x + r + 1, y + r * 0.6 + 3, "start")


SIDES: Final[Mapping[str, Callable[[Block, float, float, float], Lines]]] = MappingProxyType(
    {
        "right": _right,
        "left": _left,
        "rise": _rise,
        "below": _below,
        "above": _above,
        "corner": _corner,
    }
)
"""Where a label can stand.

``right`` has its first line on the shape's centre, ``left`` its middle, ``rise`` stands at the left
with its last line on the centre, ``corner`` at the lower right, so that row and column stay free.
"""


def zone_title(text: str, x: float, y: float) -> TextLine:
    """Title of a region, in capitals."""
    width = advance(text, TITLE_SIZE, 600) + TITLE_SPACING * len(text)
    return TextLine(text, round(x, 2), round(y, 2), width, TITLE_SIZE, 600, "faint", "start")
