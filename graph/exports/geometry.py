"""What a drawing covers, and where the numbers of its key stand on its links."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from graph.picture.appearance import SIGNS
from graph.picture.scene import Box, PathStep, Point, Scene, TextLine

RADIUS: Final = 14.0
"""Of a number's disc, with a little air around it."""

_AIR: Final = 3.0
_ORDER: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8)
_PER_STEP: Final = 24


def number_places(scene: Scene, links: Sequence[str], scale: float) -> dict[str, Point]:
    """A place on each link for its number, clear of labels, shapes and other numbers.

    Parameters
    ----------
    scene : Scene
        The drawing.
    links : sequence of str
        Ids of the links, in the order of their numbers.
    scale : float
        How much the drawing is enlarged; the numbers are not.

    Returns
    -------
    dict of str to Point
        World coordinates by link id.
    """
    radius = RADIUS / scale
    paths = {link.id: link.path for link in scene.links}
    blocked = list(_obstacles(scene))
    places: dict[str, Point] = {}
    for link in links:
        if not paths.get(link):
            continue
        points = sampled(paths[link])
        spots = [along(points, part) for part in _ORDER]
        spot = max(spots, key=lambda point: min(_room(point, radius, blocked), 0.0))
        places[link] = spot
        blocked.append((spot[0] - radius, spot[1] - radius, 2 * radius, 2 * radius))
    return places


def cropped(scene: Scene) -> Scene:
    """The scene cut to what it draws, for a page of its own.

    On the screen nothing moves when a filter hides something, so that regions may stand empty. A
    figure has no use for them, nor for their titles.

    Parameters
    ----------
    scene : Scene
        As the screen shows it.

    Returns
    -------
    Scene
        With bounds around what is drawn and only those titles of regions that head something.
    """
    zones = tuple(zone for zone in scene.zones if _heads(zone, scene))
    boxes = [*_obstacles(scene), *(_line_box(zone) for zone in zones)]
    for link in scene.links:
        points = [*sampled(link.path), *link.head]
        boxes.extend((x, y, 0.0, 0.0) for x, y in points)
    if not boxes:
        return scene
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    pad = _AIR + max((SIGNS["ring_gap"] for node in scene.nodes if node.selected), default=0.0)
    bounds = (left - pad, top - pad, right - left + 2 * pad, bottom - top + 2 * pad)
    return replace(scene, zones=zones, bounds=bounds)


def _heads(zone: TextLine, scene: Scene) -> bool:
    left, _, wide, _ = _line_box(zone)
    return any(
        left - 40 <= node.x <= left + wide + 90 and zone.y <= node.y <= zone.y + 150
        for node in scene.nodes
    )


def _line_box(line: TextLine) -> Box:
    left = line.x - {"middle": line.width / 2, "end": line.width}.get(line.anchor, 0.0)
    return (left, line.y - line.size * 0.8, line.width, line.size)


def sampled(path: Iterable[PathStep]) -> list[Point]:
    """Points along a path, curves cut into short stretches.

    Examples
    --------
    >>> sampled([("M", 0.0, 0.0), ("L", 4.0, 0.0)])
    [(0.0, 0.0), (4.0, 0.0)]
    """
    points: list[Point] = []
    for command, *numbers in path:
        values = [float(number) for number in numbers]
        corners = list(zip(values[::2], values[1::2], strict=True))
        if command in ("M", "L") or not points:
            points.append(corners[-1])
        else:
            bent = [points[-1], *corners]
            points.extend(_bezier(bent, step / _PER_STEP) for step in range(1, _PER_STEP + 1))
    return points


def along(points: Sequence[Point], part: float) -> Point:
    """The point at a part of the way along a line.

    Examples
    --------
    >>> along([(0.0, 0.0), (4.0, 0.0)], 0.5)
    (2.0, 0.0)
    """
    left = part * sum(math.dist(a, b) for a, b in pairwise(points))
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if length and left <= length:
            share = left / length
            return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
        left -= length
    return points[-1]


def _bezier(corners: Sequence[Point], t: float) -> Point:
    row = list(corners)
    while len(row) > 1:
        row = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(row)]
    return row[0]


def _obstacles(scene: Scene) -> Iterable[Box]:
    for node in scene.nodes:
        yield (node.x - node.r, node.y - node.r, 2 * node.r, 2 * node.r)
        yield from map(_line_box, node.lines)
    for link in scene.links:
        yield from map(_line_box, link.words)


def _room(point: Point, radius: float, blocked: Iterable[Box]) -> float:
    """Distance from a disc to the nearest obstacle; negative where they overlap."""
    x, y = point
    return (
        min(
            (
                math.hypot(max(left - x, 0, x - left - wide), max(top - y, 0, y - top - high))
                for left, top, wide, high in blocked
            ),
            default=math.inf,
        )
        - radius
    )
