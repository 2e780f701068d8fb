"""What a way touches: labels, shapes and other links, counted over all at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.layouts import Route
from graph.layouts.case_board import Board
from graph.picture.curves import Curve
from graph.picture.scene import Box, Point

Array = NDArray[np.float64]

LABEL, LINK, ALONG, LENGTH, TURN = 1000.0, 12.0, 3.0, 0.05, 2.0
"""What it costs to touch a label or a shape, to cross a link, to run along one (a px), to go on for
a px, to turn."""

NEAR = 7.5
"""Distance in px under which a link runs along another."""


def sampled(route: Route, steps: int = 10) -> list[Point]:
    """The corners of a route, or points on its curve.

    Examples
    --------
    >>> sampled(Route(((0, 0), (10, 0), (10, 10)), "curve"), 2)
    [(0.0, 0.0), (7.5, 2.5), (10.0, 10.0)]
    """
    if route.kind != "curve":
        return list(route.points)
    curve = Curve(route.points)
    return [curve.at(step / steps) for step in range(steps + 1)]


class Ground:
    """The drawing so far, as boxes and stretches.

    Parameters
    ----------
    board : Board
        With everything placed.
    """

    def __init__(self, board: Board) -> None:
        boxes: list[Box] = [(z.x, z.y - 8, z.width, 10) for z in board.zones]
        shapes: dict[str, int] = {}
        for node, place in sorted(board.places.items()):
            box = board.box(node)
            if box:
                boxes.append((box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2))
            shapes[node] = len(boxes)
            r = place.r + 2
            boxes.append((place.x - r, place.y - r, 2 * r, 2 * r))
        array = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        self._shapes = shapes
        self._low = array[:, :2]
        self._high = array[:, :2] + array[:, 2:]
        ways = [sampled(route) for route in board.routes.values()]
        starts = [point for way in ways for point in way[:-1]]
        ends = [point for way in ways for point in way[1:]]
        self._from = np.asarray(starts, dtype=np.float64).reshape(-1, 2)
        self._to = np.asarray(ends, dtype=np.float64).reshape(-1, 2)

    def draw(self, way: Sequence[Point]) -> None:
        """Take a way up among those that others try not to meet."""
        points = np.asarray(way, dtype=np.float64)
        self._from = np.vstack([self._from, points[:-1]])
        self._to = np.vstack([self._to, points[1:]])

    def block(self, box: Box) -> None:
        """Take a box up among those that nothing may touch."""
        self._low = np.vstack([self._low, np.asarray(box[:2])])
        self._high = np.vstack([self._high, np.asarray(box[:2]) + np.asarray(box[2:])])

    def free(self, boxes: Sequence[Box]) -> list[bool]:
        """Whether each box touches no label, no shape and no link."""
        array = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        low, high = array[:, :2], array[:, :2] + array[:, 2:]
        meets = np.ones((len(low), len(self._low)), dtype=bool)
        for axis in (0, 1):
            meets &= self._low[None, :, axis] < high[:, None, axis]
            meets &= self._high[None, :, axis] > low[:, None, axis]
        crossed = _through(self._from, self._to, low, high)
        busy: NDArray[np.bool_] = np.logical_or.reduce(meets, axis=1)
        busy |= np.logical_or.reduce(crossed, axis=0)
        return [not taken for taken in busy.tolist()]

    def costs(self, ways: Sequence[Sequence[Point]], *own: str) -> list[float]:
        """What each way costs: its length, its turns, and everything it touches.

        Parameters
        ----------
        ways : sequence of ways
        *own : str
            The nodes the ways lead to, whose shapes they may touch.
        """
        starts = np.asarray([p for way in ways for p in way[:-1]], dtype=np.float64)
        ends = np.asarray([p for way in ways for p in way[1:]], dtype=np.float64)
        of = np.repeat(np.arange(len(ways)), [len(way) - 1 for way in ways])
        hits = _through(starts, ends, self._low, self._high)
        hits[:, [self._shapes[node] for node in own]] = False
        touched = np.bincount(of, weights=hits.sum(axis=1), minlength=len(ways))
        each = LENGTH * np.abs(ends - starts).sum(axis=1) + TURN
        # Only ways that touch the least can win; the others need not be compared with the links.
        few = (touched == touched.min())[of]
        if len(self._from):
            each[few] += self._met(starts[few], ends[few])
        total = LABEL * touched + np.bincount(of, weights=each, minlength=len(ways))
        return [float(x) for x in total]

    def _met(self, starts: Array, ends: Array) -> Array:
        """Links crossed at an angle, and px run along others."""
        step, others = ends - starts, self._to - self._from
        cross = step[:, None, 0] * others[None, :, 1] - step[:, None, 1] * others[None, :, 0]
        gap = self._from[None] - starts[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (gap[..., 0] * others[:, 1] - gap[..., 1] * others[:, 0]) / cross
            u = (gap[..., 0] * step[:, None, 1] - gap[..., 1] * step[:, None, 0]) / cross
        crossed = (np.abs(cross) > 1e-9) & (t > 0) & (t < 1) & (u > 0) & (u < 1)
        total = LINK * crossed.sum(axis=1)
        for axis in (0, 1):
            flat = np.abs(step[:, axis]) >= np.abs(step[:, 1 - axis])
            line = starts[:, None, 1 - axis]
            near = (np.abs(self._from[None, :, 1 - axis] - line) < NEAR) & (
                np.abs(self._to[None, :, 1 - axis] - line) < NEAR
            )
            mine = np.sort(np.stack([starts[:, axis], ends[:, axis]]), axis=0)
            theirs = np.sort(np.stack([self._from[:, axis], self._to[:, axis]]), axis=0)
            shared = np.minimum(mine[1][:, None], theirs[1]) - np.maximum(
                mine[0][:, None], theirs[0]
            )
            along = np.where(near, np.maximum(0.0, shared), 0.0).sum(axis=1)
            total = total + ALONG * np.where(flat, along, 0.0)
        return np.asarray(total, dtype=np.float64)


def _through(starts: Array, ends: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    """Whether each stretch (rows) passes through each box (columns)."""
    enter, leave = np.zeros((1, 1)), np.ones((1, 1))
    for axis in (0, 1):
        begin = starts[:, axis, None]
        step = ends[:, axis, None] - begin
        # A stretch that stands still along an axis is in its slab for good, or never: a tiny step
        # takes it out of the slab at a far time, on the same side at both edges when it is outside.
        step = np.where(step == 0, 1e-9, step)
        one, other = (low[None, :, axis] - begin) / step, (high[None, :, axis] - begin) / step
        enter = np.maximum(enter, np.minimum(one, other))
        leave = np.minimum(leave, np.maximum(one, other))
    return np.asarray(enter < leave)
