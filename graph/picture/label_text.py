"""Labels as blocks of measured lines that have no place yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.model import Entity
from graph.picture.fonts import advance, wrap
from graph.picture.scene import Box, TextLine
from graph.wording.sentences import second_line

LEADING: Final = 1.13
"""Line height as a multiple of the type size."""

ASCENT: Final = 0.74
DESCENT: Final = 0.23
CAPITAL: Final = 0.33
"""Half the height of a capital: how far a baseline lies under the middle of its line."""

TYPE: Final = {
    "hub": (14.5, 600),
    "main": (12.5, 600),
    "head": (12.0, 600),
    "body": (12.5, 400),
    "member": (11.5, 400),
}
"""Type size and weight by tier."""

SECOND_SIZE: Final = 10.5
SMALLEST: Final = 9.5
_MOST_LINES: Final = 5
_MOST_SECOND: Final = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A wrapped label.

    Attributes
    ----------
    lines : tuple of (text, width, size, weight, tone)
        From top to bottom.
    width, height : float
        Bounds of the block: the widest line, and from the first ascender to the last descender.
    """

    lines: tuple[tuple[str, float, float, int, str], ...]
    width: float
    height: float

    @property
    def middle(self) -> float:
        """From the top of the block to the middle of its first line's capitals."""
        return self.lines[0][2] * (ASCENT - CAPITAL)

    def placed(self, left: float, top: float, anchor: str) -> tuple[TextLine, ...]:
        """The lines with the block's upper left corner at a point, aligned to its `anchor` side."""
        x = left + self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        lines = []
        baseline = top
        for index, (text, width, size, weight, tone) in enumerate(self.lines):
            baseline += size * (LEADING if index else ASCENT)
            lines.append(
                TextLine(text, round(x, 2), round(baseline, 2), width, size, weight, tone, anchor)
            )
        return tuple(lines)


def block_of(
    entity: Entity, tier: str, width: float, *, second: bool = True, scale: float = 1.0
) -> Block:
    """The label of an entity as a block.

    Parameters
    ----------
    entity : Entity
        Whose label.
    tier : str
        Key of `TYPE`.
    width : float
        Where lines wrap.
    second : bool
        Whether the second line is part of it.
    scale : float
        Factor on the type size, which never falls under `SMALLEST`.

    Returns
    -------
    Block

    Examples
    --------
    >>> block = block_of(Entity("a", "China Electronics Technology", "company"), "main", 112)
    >>> [line[0] for line in block.lines]
    ['China Electronics', 'Technology']
    """
    return _block(entity.label, second_line(entity) if second else "", tier, width, scale)


def box_of(lines: Iterable[TextLine]) -> Box | None:
    """Bounds of placed lines; ``None`` when there are none."""
    placed = list(lines)
    if not placed:
        return None
    lefts = [
        line.x - line.width * {"middle": 0.5, "end": 1.0}.get(line.anchor, 0) for line in placed
    ]
    left = min(lefts)
    top = min(line.y - line.size * ASCENT for line in placed)
    right = max(start + line.width for start, line in zip(lefts, placed, strict=True))
    bottom = max(line.y + line.size * DESCENT for line in placed)
    return (round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


@lru_cache(maxsize=16_384)
def _block(label: str, second: str, tier: str, width: float, scale: float) -> Block:
    size, weight = TYPE.get(tier, TYPE["body"])
    size = max(size * scale, SMALLEST)
    small = max(SECOND_SIZE * scale, SMALLEST)
    rows = [
        (text, advance(text, size, weight), size, weight, "ink")
        for text in _shortened(wrap(label, size, weight, width), _MOST_LINES)
    ]
    if second:
        rows += [
            (text, advance(text, small, 400), small, 400, "muted")
            for text in _shortened(wrap(second, small, 400, width), _MOST_SECOND)
        ]
    height = rows[0][2] * ASCENT + rows[-1][2] * DESCENT
    height += sum(row[2] * LEADING for row in rows[1:])
    return Block(tuple(rows), max(row[1] for row in rows), height)


def _shortened(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
