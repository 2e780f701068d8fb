"""The way of each link: from rim to rim, with its arrowhead and its word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.layouts import Place, Route
from graph.model import Relation
from graph.picture.appearance import HEAD_STOP, SIGNS, arrowhead, head_length, rim
from graph.picture.curves import Curve, halfway, rounded, shortened
from graph.picture.fonts import advance
from graph.picture.scene import PathStep, Point, TextLine
from graph.picture.strokes import width_of
from graph.wording.link_words import link_word

CLEAR: Final = 2.0
"""Between a shape and the tip or the end of a line."""

_FAN: Final = 22.0
_LOOP: Final = 30.0
_WORD_SIZE: Final = 10.5
_SHORTEST_HEAD: Final = 16.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A link's line, head and words.

    Attributes
    ----------
    path : tuple of PathStep
        Ended short of the shapes and of the head.
    head : tuple of Point
        Arrowhead, or nothing.
    words : tuple of TextLine
        Words on the link, or nothing.
    """

    path: tuple[PathStep, ...]
    head: tuple[Point, ...] = ()
    words: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What links run between.

    Attributes
    ----------
    places : Mapping of str to Place
        Nodes by id.
    shapes : Mapping of str to str
        Shape of each node; a disc when absent.
    routes : Mapping of str to Route
        Ways a layout asks for, by relation id.
    words : Collection of str
        Relations that carry their word.
    rings : Collection of str
        Nodes with a ring around them, at which links end.
    fans : Mapping of str to float
        How far parallel links bow, by relation id: see `fans_of`.
    """

    places: Mapping[str, Place]
    shapes: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    words: Collection[str] = ()
    rings: Collection[str] = ()
    fans: Mapping[str, float] = field(default_factory=dict)

    def rim(self, name: str, angle: float) -> float:
        """From a node's centre to where a link in a direction begins."""
        place = self.places[name]
        if name in self.rings:
            return place.r + SIGNS["ring_gap"] + CLEAR
        return place.r * rim(self.shapes.get(name, "disc"), angle) + CLEAR


def fans_of(relations: Iterable[Relation], routed: Collection[str] = ()) -> dict[str, float]:
    """How far each of several links between the same two nodes bows to the side.

    Parameters
    ----------
    relations : iterable of Relation
        All links, so that a fan stays as it is when a filter hides one of them.
    routed : collection of str
        Relations that have a way of their own.

    Returns
    -------
    dict
        By relation id, in px to the left of the way from the lesser to the greater entity id; for
        a link of a node with itself the number of the loop. Single links are absent.

    Examples
    --------
    >>> fans_of([Relation("r2", "a", "b", "owns"), Relation("r3", "b", "a", "owns")])
    {'r2': -11.0, 'r3': 11.0}
    """
    bundles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in relations:
        if relation.id not in routed:
            low, high = sorted((relation.source, relation.target))
            bundles[low, high].append(relation.id)
    fans: dict[str, float] = {}
    for (low, high), members in bundles.items():
        if low == high:
            fans.update({name: float(index) for index, name in enumerate(sorted(members))})
        elif len(members) > 1:
            middle = (len(members) - 1) / 2
            fans.update(
                {name: (index - middle) * _FAN for index, name in enumerate(sorted(members))}
            )
    return fans


def route_links(relations: Iterable[Relation], ground: Ground) -> dict[str, Drawn]:
    """Draw links between placed nodes.

    Parameters
    ----------
    relations : iterable of Relation
        Links whose ends are both in ``ground.places``.
    ground : Ground
        Places, shapes, asked ways.

    Returns
    -------
    dict
        `Drawn` by relation id.

    Examples
    --------
    >>> places = {"a": Place(0, 0, 5), "b": Place(100, 0, 5)}
    >>> drawn = route_links([Relation("r2", "a", "b", "owns", status="stated")], Ground(places))
    >>> drawn["r2"].path[0], drawn["r2"].head[0]
    (('M', 7.0, 0.0), (93.0, 0.0))
    """
    return {relation.id: _drawn(relation, ground) for relation in relations}


def _drawn(relation: Relation, ground: Ground) -> Drawn:
    route = ground.routes.get(relation.id)
    width = width_of(relation)
    if route is not None and route.kind == "poly" and len(route.points) >= 2:
        path, head, middle = _along_corners(relation, ground, route, width)
    else:
        path, head, middle = _along_curve(relation, _curve(relation, ground, route), ground, width)
    if route is not None and not route.head:
        head = ()
    return Drawn(path, head, _words(relation, ground, route, middle))


_Line = tuple[tuple[PathStep, ...], tuple[Point, ...], tuple[Point, float]]


def _along_corners(relation: Relation, ground: Ground, route: Route, width: float) -> _Line:
    way = list(route.points)
    start = ground.rim(relation.source, _bearing(way[0], way[1]))
    end = ground.rim(relation.target, _bearing(way[-1], way[-2]))
    if not relation.directed:
        cut = shortened(way, start, end)
        return rounded(cut, route.radius), (), halfway(cut)
    tip_way = shortened(way, start, end)
    tip = tip_way[-1]
    head = arrowhead(tip, _bearing(tip_way[-2], tip), width)
    cut = shortened(way, start, end + head_length(width) * HEAD_STOP)
    return rounded(cut, route.radius), head, halfway(cut)


def _curve(relation: Relation, ground: Ground, route: Route | None) -> Curve:
    if route is not None:
        return Curve(tuple(route.points[:4]))
    a, b = ground.places[relation.source], ground.places[relation.target]
    start, end = (a.x, a.y), (b.x, b.y)
    bow = ground.fans.get(relation.id, 0.0)
    if relation.source == relation.target:
        return _loop(a, bow)
    if not bow:
        return Curve((start, end))
    length = math.dist(start, end) or 1.0
    side = 1.0 if relation.source < relation.target else -1.0
    # The control point of a quadratic curve lies twice as far out as the curve itself.
    nx = -(end[1] - start[1]) / length * side * bow * 2
    ny = (end[0] - start[0]) / length * side * bow * 2
    return Curve((start, ((start[0] + end[0]) / 2 + nx, (start[1] + end[1]) / 2 + ny), end))


def _loop(place: Place, number: float) -> Curve:
    """A loop at the upper left of a node: labels stand at its right."""
    size = place.r + _LOOP + 12 * number
    x, y = place.x, place.y
    return Curve(
        ((x, y), (x - size * 1.5, y - size * 0.5), (x - size * 0.5, y - size * 1.5), (x, y))
    )


def _along_curve(relation: Relation, curve: Curve, ground: Ground, width: float) -> _Line:
    points = curve.points
    start_rim = ground.rim(relation.source, _bearing(points[0], points[1]))
    end_rim = ground.rim(relation.target, _bearing(points[-1], points[-2]))
    start = curve.outside(start_rim, end=False)
    tip_at = curve.outside(end_rim, end=True)
    if tip_at <= start:
        # The shapes touch: nothing can be seen between them.
        return curve.part(start, start).steps(), (), (curve.at(start), curve.angle(0.5))
    middle = (curve.at((start + tip_at) / 2), curve.angle((start + tip_at) / 2))
    if not relation.directed:
        return curve.part(start, tip_at).steps(), (), middle
    back = curve.outside(end_rim + head_length(width) * HEAD_STOP, end=True)
    tip = curve.at(tip_at)
    if back <= start or math.dist(curve.at(start), tip) < min(head_length(width), _SHORTEST_HEAD):
        back = start + (tip_at - start) * 0.3
    angle = _bearing(curve.at(max(back - 0.02, start)), tip)
    tip = (round(tip[0], 2), round(tip[1], 2))
    return curve.part(start, back).steps(), arrowhead(tip, angle, width), middle


def _words(
    relation: Relation, ground: Ground, route: Route | None, middle: tuple[Point, float]
) -> tuple[TextLine, ...]:
    asked = route is not None and route.words_at is not None
    if not asked and relation.id not in ground.words:
        return ()
    text = link_word(relation)
    width = advance(text, _WORD_SIZE, 500)
    tone = f"group:{relation.group}"
    if route is not None and route.words_at is not None:
        x, y = route.words_at
        anchor = route.words_anchor
    else:
        (x, y), angle = middle
        x, y, anchor = _beside(x, y, angle)
    line = TextLine(text, round(x, 2), round(y, 2), width, _WORD_SIZE, 500, tone, anchor)
    return (line,)


def _beside(x: float, y: float, angle: float) -> tuple[float, float, str]:
    """Where a word stands at a point of a line: over a level one, else right of it, clear of it."""
    sin, cos = math.sin(angle), math.cos(angle)
    if abs(sin) < 0.25:
        return x, y - 5, "middle"
    if abs(cos) < 0.15:
        return x + 6, y + _WORD_SIZE / 3, "start"
    # The line goes on downwards to the right or upwards: the word keeps to the other side.
    return (x + 5, y - 3, "start") if sin * cos > 0 else (x + 5, y + _WORD_SIZE, "start")


def _bearing(start: Point, end: Point) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])
