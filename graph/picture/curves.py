"""Geometry of drawn links: straight stretches with round corners, Bézier curves, trimming."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.picture.scene import PathStep, Point

_HALVINGS: Final = 24
_SAMPLES: Final = 16


@dataclass(frozen=True, slots=True)
class Curve:
    """A Bézier curve of two to four control points.

    Examples
    --------
    >>> Curve(((0.0, 0.0), (10.0, 0.0))).at(0.5)
    (5.0, 0.0)
    """

    points: tuple[Point, ...]

    def at(self, t: float) -> Point:
        """Point at parameter `t`, 0 to 1."""
        points = list(self.points)
        while len(points) > 1:
            points = [_mix(a, b, t) for a, b in itertools.pairwise(points)]
        return points[0]

    def angle(self, t: float) -> float:
        """Direction of travel at `t`, in radians."""
        low, high = self.at(max(t - 0.01, 0.0)), self.at(min(t + 0.01, 1.0))
        return math.atan2(high[1] - low[1], high[0] - low[0])

    def part(self, start: float, end: float) -> Curve:
        """The stretch between two parameters, by de Casteljau's cuts."""
        if end <= 0 or start >= end:
            return Curve((self.at(start), self.at(start)))
        points = _cut(self.points, end)[0]
        return Curve(tuple(_cut(points, start / end)[1]))

    def outside(self, distance: float, *, end: bool) -> float:
        """Parameter at which the curve is so far from its end, or its start, measured straight."""
        if len(self.points) == 2:
            part = distance / max(math.dist(*self.points), 1e-9)
            return 0.5 if part > 1 else 1 - part if end else part
        hub = self.points[-1] if end else self.points[0]
        low, high = 0.0, 1.0
        step = 1 / _SAMPLES
        # The last time the curve enters the circle is what counts: it may pass close by before.
        for number in range(1, _SAMPLES + 1):
            t = 1 - number * step if end else number * step
            if math.dist(self.at(t), hub) >= distance:
                low, high = (t, t + step) if end else (t - step, t)
                break
        else:
            return 0.5
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if (math.dist(self.at(middle), hub) >= distance) == end:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def steps(self) -> tuple[PathStep, ...]:
        """The curve as path steps."""
        first, *others = [(round(x, 2), round(y, 2)) for x, y in self.points]
        command = {1: "L", 2: "Q", 3: "C"}[len(others)]
        return (("M", *first), (command, *(number for point in others for number in point)))

    def samples(self, count: int = 12) -> list[Point]:
        """Points along the curve."""
        if len(self.points) == 2:
            count = 1
        return [self.at(index / count) for index in range(count + 1)]


def shortened(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """A way of straight stretches without the parts inside circles around its two ends.

    Parameters
    ----------
    points : sequence of Point
        From end to end; at least two.
    start, end : float
        Radius of the circles.

    Examples
    --------
    >>> shortened([(0, 0), (10, 0), (10, 10)], 2, 3)
    [(2.0, 0.0), (10, 0), (10.0, 7.0)]
    """
    way = _without_head(list(points), start)
    return _without_head(way[::-1], end)[::-1]


def rounded(points: Sequence[Point], radius: float) -> tuple[PathStep, ...]:
    """Straight stretches with their corners rounded.

    Parameters
    ----------
    points : sequence of Point
        Corners; those that lie on one another count once.
    radius : float
        Radius of corners, less where a stretch is short.

    Examples
    --------
    >>> rounded([(0, 0), (10, 0), (10, 10)], 4)
    (('M', 0.0, 0.0), ('L', 6.0, 0.0), ('Q', 10.0, 0.0, 10.0, 4.0), ('L', 10.0, 10.0))
    """
    corners = [points[0]]
    corners += [b for a, b in itertools.pairwise(points) if math.dist(a, b) > 0.01]
    steps: list[PathStep] = [("M", *_round(corners[0]))]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        room = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        steps.append(("L", *_round(_towards(corner, before, room))))
        steps.append(("Q", *_round(corner), *_round(_towards(corner, after, room))))
    steps.append(("L", *_round(corners[-1])))
    return tuple(steps)


def halfway(points: Sequence[Point]) -> tuple[Point, float]:
    """Middle of the longest stretch of a way, and the direction there."""
    stretches = list(itertools.pairwise(points))
    a, b = max(stretches, key=lambda pair: math.dist(*pair))
    return _mix(a, b, 0.5), math.atan2(b[1] - a[1], b[0] - a[0])


def path_samples(steps: Sequence[PathStep], count: int = 8) -> list[Point]:
    """Points along path steps: the ends of straight lines, and `count` for each curve."""
    found: list[Point] = []
    for step in steps:
        numbers = [float(number) for number in step[1:]]
        points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        if len(points) == 1:
            found.append(points[0])
        else:
            found.extend(Curve((found[-1], *points)).samples(count)[1:])
    return found


def _without_head(points: list[Point], distance: float) -> list[Point]:
    hub = points[0]
    for index in range(1, len(points)):
        if math.dist(points[index], hub) > distance:
            low, high = 0.0, 1.0
            a, b = points[index - 1], points[index]
            for _ in range(_HALVINGS):
                middle = (low + high) / 2
                if math.dist(_mix(a, b, middle), hub) > distance:
                    high = middle
                else:
                    low = middle
            x, y = _mix(a, b, high)
            return [(round(x, 4), round(y, 4)), *points[index:]]
    return points[-2:]


def _cut(points: Sequence[Point], t: float) -> tuple[list[Point], list[Point]]:
    left, right = [points[0]], [points[-1]]
    rest = list(points)
    while len(rest) > 1:
        rest = [_mix(a, b, t) for a, b in itertools.pairwise(rest)]
        left.append(rest[0])
        right.insert(0, rest[-1])
    return left, right


def _mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def _towards(start: Point, goal: Point, length: float) -> Point:
    whole = math.dist(start, goal) or 1.0
    return _mix(start, goal, length / whole)


def _round(point: Point) -> Point:
    return (round(float(point[0]), 2), round(float(point[1]), 2))
