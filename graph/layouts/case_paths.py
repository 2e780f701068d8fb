"""What a way touches: labels, shapes and other links, counted over all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.layouts import Route
from graph.layouts.case_board import Board
from graph.scene import Box, Point

Array = NDArray[np.float64]

LABEL, SHAPE, LINK, ALONG = 1000.0, 1000.0, 12.0, 3.0
"""What it costs to touch a label or a shape, to cross a link, to run along one (a px)."""


def sampled(route: Route, steps: int = 24) -> list[Point]:
    """The corners of a route, or points on its curve.

    Examples
    --------
    >>> sampled(Route(((0, 0), (10, 0), (10, 10)), "curve"), 2)
    [(0.0, 0.0), (7.5, 2.5), (10.0, 10.0)]
    """
    if route.kind != "curve":
        return list(route.points)
    at = np.linspace(0.0, 1.0, steps + 1)[:, None]
    points = [np.asarray(p, dtype=np.float64)[None, :] for p in route.points]
    while len(points) > 1:
        points = [(1 - at) * a + at * b for a, b in zip(points, points[1:], strict=False)]
    return [(float(x), float(y)) for x, y in points[0]]


class Ground:
    """The drawing so far, as boxes and stretches.

    Parameters
    ----------
    board : Board
        With everything placed.
    """

    def __init__(self, board: Board) -> None:
        boxes: list[Box] = []
        self._owners: list[str] = []
        for node, place in sorted(board.places.items()):
            box = board.box(node)
            if box:
                boxes.append((box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2))
                self._owners.append(node)
            r = place.r + 2
            boxes.append((place.x - r, place.y - r, 2 * r, 2 * r))
            self._owners.append(node)
        boxes += [(z.x, z.y - 8, z.width, 10) for z in board.zones]
        self._owners += [""] * len(board.zones)
        array = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        self._low = array[:, :2]
        self._high = array[:, :2] + array[:, 2:]
        self._from = np.empty((0, 2))
        self._to = np.empty((0, 2))
        for route in board.routes.values():
            self.draw(sampled(route))

    def draw(self, way: Sequence[Point]) -> None:
        """Take a way up among those that others try not to cross."""
        points = np.asarray(way, dtype=np.float64)
        self._from = np.vstack([self._from, points[:-1]])
        self._to = np.vstack([self._to, points[1:]])

    def taken(self, box: Box, spare: Collection[str] = ()) -> bool:
        """Whether a box touches a label or a shape, or a link runs through it."""
        low = np.asarray(box[:2])
        high = low + np.asarray(box[2:])
        hit = ((self._low < high) & (self._high > low)).all(axis=1)
        if any(self._owners[i] not in spare for i in np.flatnonzero(hit)):
            return True
        return bool(_through(self._from, self._to, low[None, :], high[None, :]).any())

    def cost(self, way: Sequence[Point], own: Collection[str] = ()) -> float:
        """What a way costs: its length, and everything it touches but the nodes in `own`."""
        points = np.asarray(way, dtype=np.float64)
        total = 0.0
        mine = np.asarray([owner in own for owner in self._owners], dtype=bool)
        for start, end in zip(points[:-1], points[1:], strict=True):
            ends = (start[None, :], end[None, :])
            hit = _through(*ends, self._low, self._high).ravel() & ~mine
            total += LABEL * float(hit.sum()) + 0.05 * float(np.abs(end - start).sum())
            total += self._met(start, end)
        return total

    def _met(self, start: Array, end: Array) -> float:
        """Links crossed at an angle, and px run along others."""
        if not len(self._from):
            return 0.0
        step, others = end - start, self._to - self._from
        cross = step[0] * others[:, 1] - step[1] * others[:, 0]
        gap = self._from - start
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (gap[:, 0] * others[:, 1] - gap[:, 1] * others[:, 0]) / cross
            u = (gap[:, 0] * step[1] - gap[:, 1] * step[0]) / cross
        crossed = (np.abs(cross) > 1e-9) & (t > 0) & (t < 1) & (u > 0) & (u < 1)
        axis = 0 if abs(step[0]) >= abs(step[1]) else 1
        near = (
            (np.abs(self._from[:, 1 - axis] - start[1 - axis]) < 4)
            & (np.abs(self._to[:, 1 - axis] - start[1 - axis]) < 4)
        )
        low = np.maximum(np.minimum(self._from[:, axis], self._to[:, axis]), min(start[axis], end[axis]))
        high = np.minimum(np.maximum(self._from[:, axis], self._to[:, axis]), max(start[axis], end[axis]))
        along = np.where(near, np.maximum(0.0, high - low), 0.0)
        return LINK * float(crossed.sum()) + ALONG * float(along.sum())


def _through(starts: Array, ends: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    """Whether each stretch passes through each box (one of the two counts is 1)."""
    step = ends - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        near = (low - starts) / step
        far = (high - starts) / step
    first, last = np.minimum(near, far), np.maximum(near, far)
    # A stretch that does not move along an axis is inside its slab for good, or never.
    still = np.broadcast_to(step == 0, first.shape)
    inside = (starts >= low) & (starts <= high)
    first = np.where(still, np.where(inside, -np.inf, np.inf), first)
    last = np.where(still, np.where(inside, np.inf, -np.inf), last)
    enter = np.maximum(first.max(axis=1), 0.0)
    leave = np.minimum(last.min(axis=1), 1.0)
    return np.asarray(enter < leave)


def nearest(points: Iterable[Point], at: Point) -> Point:
    """The point nearest to another."""
    return min(points, key=lambda p: (p[0] - at[0]) ** 2 + (p[1] - at[1]) ** 2)
