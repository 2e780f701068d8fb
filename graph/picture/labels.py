"""Where labels stand: the first of a few places beside a node that is free.

In order: right of the shape, left, lower right, below, above, the other corners; then the same
without the second line; then both ten per cent smaller. One that finds no room may send a less
fortunate choice of another label elsewhere; else it stands further off with a line that leads to
it; else it is hidden and counted. The most important are placed first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.layouts import Place
from graph.model import Entity
from graph.picture.label_text import Block, block_of, box_of
from graph.picture.leaders import distant, leader_of
from graph.picture.scene import Box, Point, TextLine

GAP: Final = 5.0
"""Between a shape and its label."""

_CELL: Final = 40.0
_PIXEL: Final = 4.0
_MARGIN: Final = 1.0
_SHRUNK: Final = 0.9
_LARGEST: Final = 4_000_000
_MOST_RETRIES: Final = 150
_MOST_MOVED: Final = 2
_WIDER: Final = 1.7
_STEP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a label could take."""

    box: Box
    anchor: str


class Obstacles:
    """Boxes that labels may not touch, found by where they are, and lines they had better not.

    Examples
    --------
    >>> taken = Obstacles()
    >>> taken.add((0, 0, 10, 10), "a")
    >>> taken.hit((5, 5, 10, 10)), taken.hit((5, 5, 10, 10), but="a"), taken.hit((20, 0, 5, 5))
    (True, False, False)
    """

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, str]]] = defaultdict(list)
        self._sums: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None
        self._origin = (0.0, 0.0)
        self._pixel = _PIXEL

    def add(self, box: Box | None, owner: str = "") -> None:
        """Take a box; its `owner` may be left out of later questions."""
        if box is None:
            return
        for cell in _cells(box):
            self._cells[cell].append((box, owner))

    def remove(self, box: Box | None, owner: str = "") -> None:
        """Give a box back."""
        if box is None:
            return
        for cell in _cells(box):
            self._cells[cell].remove((box, owner))

    def owners(self, box: Box, *, but: str) -> set[str]:
        """Who holds what a box touches; the blank owner stands for things nobody moves."""
        return {
            owner
            for cell in _cells(box)
            for other, owner in self._cells.get(cell, ())
            if owner != but and _touch(box, other)
        }

    def hit(self, box: Box, *, but: str | None = None) -> bool:
        """Whether a box touches one that is taken by anyone but `but`."""
        return any(
            owner != but and _touch(box, other)
            for cell in _cells(box)
            for other, owner in self._cells.get(cell, ())
        )

    def draw_lines(self, lines: Iterable[Sequence[Point]]) -> None:
        """Take lines, so that `crossed` can count them: a raster summed from its upper left."""
        starts: list[Point] = []
        ends: list[Point] = []
        for line in lines:
            starts.extend(line[:-1])
            ends.extend(line[1:])
        if not starts:
            return
        a, b = np.array(starts, dtype=float), np.array(ends, dtype=float)
        low = np.minimum(a.min(axis=0), b.min(axis=0)) - 2 * _PIXEL
        span = np.maximum(a.max(axis=0), b.max(axis=0)) - low
        self._pixel = max(_PIXEL, math.sqrt(float(span.prod()) / _LARGEST))
        self._origin = (float(low[0]), float(low[1]))
        counts = np.ceil(np.hypot(*(b - a).T) / (self._pixel * 0.7)).astype(int) + 1
        which = np.repeat(np.arange(len(a)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        part = ((np.arange(len(which)) - first) / np.maximum(counts[which] - 1, 1))[:, None]
        spots = ((a[which] + (b[which] - a[which]) * part - low) / self._pixel).astype(int)
        size = (np.ceil(span / self._pixel).astype(int) + 3).tolist()
        raster = np.zeros((size[0] + 1, size[1] + 1), dtype=np.int64)
        raster[spots[:, 0] + 1, spots[:, 1] + 1] = 1
        self._sums = raster.cumsum(axis=0).cumsum(axis=1)

    def crossed(self, box: Box) -> int:
        """How much line runs through a box."""
        if self._sums is None:
            return 0
        rows, columns = self._sums.shape
        left = int((box[0] - self._origin[0]) / self._pixel)
        top = int((box[1] - self._origin[1]) / self._pixel)
        right = int((box[0] + box[2] - self._origin[0]) / self._pixel) + 1
        bottom = int((box[1] + box[3] - self._origin[1]) / self._pixel) + 1
        left, right = (min(max(value, 0), rows - 1) for value in (left, right))
        top, bottom = (min(max(value, 0), columns - 1) for value in (top, bottom))
        sums = self._sums
        return int(sums[right, bottom] - sums[left, bottom] - sums[right, top] + sums[left, top])


def place_labels(
    entities: Mapping[str, Entity],
    places: Mapping[str, Place],
    order: Iterable[str],
    obstacles: Obstacles,
) -> dict[str, tuple[TextLine, ...]]:
    """Place the labels of nodes.

    Parameters
    ----------
    entities : Mapping of str to Entity
        By id.
    places : Mapping of str to Place
        By id. Lines that a layout has set are kept as they are.
    order : iterable of str
        Ids of the nodes to label, the most important first.
    obstacles : Obstacles
        Shapes (owned by their node's id), arrowheads, words on links and lines; each label is added
        as it is placed.

    Returns
    -------
    dict
        Lines by id; those that found no room are absent.
    """
    wanted = list(order)
    found: dict[str, tuple[TextLine, ...]] = {}
    for name in wanted:
        lines = places[name].lines
        box = box_of(lines) if lines is not None else None
        if lines is not None:
            found[name] = lines
        if box is not None:
            obstacles.add(box, name)
    for name in wanted:
        if name in found:
            continue
        lines = _placed(entities[name], places[name], obstacles)
        box = box_of(lines)
        if box is not None:
            found[name] = lines
            obstacles.add(box, name)
    movable = {name for name in found if places[name].lines is None}
    for name in [name for name in wanted if name not in found][:_MOST_RETRIES]:
        _make_room(name, entities, places, found, movable, obstacles)
    for name in [name for name in wanted if name not in found][:_MOST_RETRIES]:
        lines = _led(entities[name], places[name], obstacles)
        if lines:
            found[name] = lines
    return found


def _led(entity: Entity, place: Place, obstacles: Obstacles) -> tuple[TextLine, ...]:
    """A label away from its node, where neither it nor its leader line touches anything."""
    for width in (place.wrap, place.wrap * _WIDER):
        block = block_of(entity, place.tier, width, second=False, scale=_SHRUNK)
        for box, anchor in distant(block, place):
            if obstacles.hit(box, but=entity.id):
                continue
            leader = leader_of(place.x, place.y, place.r, box)
            way = _along(leader) if leader else []
            if any(obstacles.hit(spot, but=entity.id) for spot in way):
                continue
            for spot in (box, *way):
                obstacles.add(spot, entity.id)
            return block.placed(box[0], box[1], anchor)
    return ()


def _along(leader: tuple[Point, Point]) -> list[Box]:
    """Small boxes along a leader line."""
    (ax, ay), (bx, by) = leader
    count = max(2, math.ceil(math.dist(*leader) / _STEP))
    spots = (
        (ax + (bx - ax) * part / count, ay + (by - ay) * part / count) for part in range(count + 1)
    )
    return [(x - 1, y - 1, 2.0, 2.0) for x, y in spots]


def _make_room(
    name: str,
    entities: Mapping[str, Entity],
    places: Mapping[str, Place],
    found: dict[str, tuple[TextLine, ...]],
    movable: set[str],
    obstacles: Obstacles,
) -> None:
    """Put a label where only labels stand that find another place."""
    block = block_of(entities[name], places[name].tier, places[name].wrap)
    for candidate in candidates(block, places[name]):
        owners = obstacles.owners(candidate.box, but=name)
        if not owners or len(owners) > _MOST_MOVED or not owners <= movable:
            continue
        left, top, _, _ = candidate.box
        before = {owner: found[owner] for owner in owners}
        for owner, lines in before.items():
            obstacles.remove(box_of(lines), owner)
        mine = block.placed(left, top, candidate.anchor)
        box = box_of(mine)
        if box is not None and not obstacles.hit(box, but=name):
            obstacles.add(box, name)
            moved: dict[str, tuple[TextLine, ...]] = {}
            for owner in sorted(owners):
                lines = _placed(entities[owner], places[owner], obstacles)
                if not lines:
                    break
                moved[owner] = lines
                obstacles.add(box_of(lines), owner)
            if len(moved) == len(owners):
                found.update(moved)
                found[name] = mine
                movable.add(name)
                return
            obstacles.remove(box, name)
            for owner, lines in moved.items():
                obstacles.remove(box_of(lines), owner)
        for owner, lines in before.items():
            obstacles.add(box_of(lines), owner)


def _placed(entity: Entity, place: Place, obstacles: Obstacles) -> tuple[TextLine, ...]:
    tried: set[Block] = set()
    for second, scale in ((True, 1.0), (False, 1.0), (True, _SHRUNK), (False, _SHRUNK)):
        block = block_of(entity, place.tier, place.wrap, second=second, scale=scale)
        if block in tried:
            continue
        tried.add(block)
        best: tuple[int, Candidate] | None = None
        for candidate in candidates(block, place):
            if obstacles.hit(candidate.box, but=entity.id):
                continue
            crossed = obstacles.crossed(candidate.box)
            if best is None or crossed < best[0]:
                best = (crossed, candidate)
            if not crossed:
                break
        if best is not None:
            left, top, _, _ = best[1].box
            return block.placed(left, top, best[1].anchor)
    return ()


def candidates(block: Block, place: Place) -> list[Candidate]:
    """Places for a label beside a shape, the best first.

    Examples
    --------
    >>> block = block_of(Entity("a", "Name", "company"), "body", 112)
    >>> [one.anchor for one in candidates(block, Place(0, 0, 5))]
    ['start', 'end', 'start', 'middle', 'middle', 'end', 'start', 'end']
    """
    x, y = place.x, place.y
    wide, high = block.width, block.height
    gap = place.r + GAP
    level = y - block.middle
    half = x - wide / 2
    return [
        Candidate((x + gap, level, wide, high), "start"),
        Candidate((x - gap - wide, level, wide, high), "end"),
        Candidate((x + place.r * 0.7, y + gap - 2, wide, high), "start"),
        Candidate((half, y + gap, wide, high), "middle"),
        Candidate((half, y - gap - high, wide, high), "middle"),
        Candidate((x - place.r * 0.7 - wide, y + gap - 2, wide, high), "end"),
        Candidate((x + place.r * 0.7, y - gap + 2 - high, wide, high), "start"),
        Candidate((x - place.r * 0.7 - wide, y - gap + 2 - high, wide, high), "end"),
    ]


def _touch(box: Box, other: Box) -> bool:
    return (
        box[0] < other[0] + other[2] + _MARGIN
        and other[0] < box[0] + box[2] + _MARGIN
        and box[1] < other[1] + other[3] + _MARGIN
        and other[1] < box[1] + box[3] + _MARGIN
    )


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, width, height = box
    rows = range(math.floor((top - 1) / _CELL), math.floor((top + height + 1) / _CELL) + 1)
    columns = range(math.floor((left - 1) / _CELL), math.floor((left + width + 1) / _CELL) + 1)
    return [(column, row) for column in columns for row in rows]
