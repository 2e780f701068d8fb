"""Links between the zones of the case layout: each runs in a lane of the gutter.

A link comes to its end at the left by one of several ways; the one that touches no label, no shape
and the fewest other links is taken. Links of one kind that share an end share the lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph.layouts.case_board import R_MEMBER, Board
from graph.layouts.case_paths import Ground
from graph.layouts.case_ways import gap_near, oriented
from graph.model import Relation
from graph.picture.scene import Point

_LANE: Final = 6.0
_MOST: Final = 60
"""Lanes among which the order with the fewest crossings is sought."""

BELOW, ASIDE = 15.0, 1.0
"""What it costs to come from below, or not in the middle, where there is a choice."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a link reaches one of its ends from the gutter: `row`, then the stretch to the end."""

    row: float
    tail: tuple[Point, ...]


@dataclass
class Bundle:
    """Links that share a lane, with their ways at both sides."""

    key: tuple[str, str, str]
    links: list[tuple[Relation, str, Way, Way]]

    @property
    def rows(self) -> list[float]:
        """Rows on which the lane is entered or left."""
        return [row for _, _, one, other in self.links for row in (one.row, other.row)]


def link_lanes(board: Board, ground: Ground) -> None:
    """Route every link that has an end in the right side and is not routed yet."""
    open_links = [
        r
        for r in board.net.relations
        if r.id not in board.routes and r.source != r.target and _crosses(board, r)
    ]
    ranked = _ranked(_bundles(board, ground, open_links))
    step = min(_LANE, (board.right + 2 - board.gutter) / max(1, len(ranked)))
    for index, bundle in enumerate(ranked):
        lane = board.right - 1 - step * index
        for relation, start, one, other in bundle.links:
            way = [*reversed(one.tail), (lane, one.row), (lane, other.row), *other.tail]
            oriented(board, relation, start, way)


def _crosses(board: Board, relation: Relation) -> bool:
    ends = (board.at(relation.source)[0], board.at(relation.target)[0])
    return max(ends) >= board.right


def _bundles(board: Board, ground: Ground, links: Iterable[Relation]) -> list[Bundle]:
    links = list(links)
    degree: dict[tuple[str, str, str], int] = defaultdict(int)
    for relation in links:
        for end in (relation.source, relation.target):
            degree[end, relation.group, relation.status] += 1
    bundles: dict[tuple[str, str, str], Bundle] = {}
    arrivals: dict[str, int] = defaultdict(int)
    ways: dict[tuple[str, tuple[str, str, str]], Way] = {}
    for relation in links:
        ends = sorted((relation.target, relation.source), key=lambda n: board.at(n)[0])
        key = max(
            ((n, relation.group, relation.status) for n in ends), key=lambda k: (degree[k], k)
        )
        bundle = bundles.setdefault(key, Bundle(key, []))
        for node in ends:
            if (node, key) not in ways:
                arrivals[node] += 1
                ways[node, key] = (
                    _right_way(board, node, arrivals[node])
                    if board.at(node)[0] >= board.right
                    else _left_way(board, ground, node, arrives=relation.target == node)
                )
        bundle.links.append((relation, ends[0], ways[ends[0], key], ways[ends[1], key]))
    return list(bundles.values())


def _right_way(board: Board, node: str, number: int) -> Way:
    """The way to an end at the right; bundles that share the end lie beside each other."""
    x, y = board.at(node)
    beside = (-4.5, 0.0, 4.5)[number % 3]
    if board.net.category(node) == "measure":
        # At its left a measure has the arrow of whoever proposes it: lanes leave from below.
        return Way(y + 6.5 + abs(beside), ((x, y + 6.5 + abs(beside)), (x, y)))
    if x < board.right + 60:
        return Way(y + beside, ((x, y + beside),))
    # The second column stands behind labels of the first: the way leads through a gap under them.
    row = gap_near(board, x, y) + beside
    if abs(row - y) < 18:
        # Too near for an arrowhead to stand upright: it comes at a slant.
        return Way(row, ((x - 16, row), (x, y)))
    return Way(row, ((x + beside, row), (x + beside, y)))


def _left_way(board: Board, ground: Ground, node: str, *, arrives: bool) -> Way:
    """The cheapest way from the gutter to an end at the left."""
    edge = board.gutter - 2
    if board.crowded:
        return Way(board.at(node)[1], (board.at(node),))
    options = list(_options(board, node, arrives))
    costs = ground.costs([[(edge, way.row), *way.tail] for way in options], node)
    x, y = board.at(node)
    costs = [
        cost + BELOW * (way.row > y) + ASIDE * (way.tail[0][0] != x)
        for cost, way in zip(costs, options, strict=True)
    ]
    way = options[min(range(len(options)), key=lambda i: (costs[i], i))]
    ground.draw([(edge, way.row), *way.tail])
    return way


def _options(board: Board, node: str, arrives: bool) -> Iterable[Way]:
    place = board.places[node]
    x, y, r = place.x, place.y, place.r
    yield Way(y, ((x, y),))
    if r <= R_MEMBER:
        yield from _between_members(x, y, arrives)
    for distance in range(int(r) + 15, 100, 8):
        for row in (y - distance, y + distance):
            if row < 26:
                continue
            yield Way(row, ((x, row), (x, y)))
            yield Way(row, ((x + 0.8 * r, row), (x + 0.8 * r, y)))
            yield Way(row, ((x + 64, row), (x + 64, y), (x, y)))
    for row in (board.rows.bus - 12, board.rows.bus - 20):
        for back in (-33.0, -19.0):
            for above in (y - 9.5, y):
                yield Way(row, ((x + back, row), (x + back, above), (x, above), (x, y)))


def _between_members(x: float, y: float, arrives: bool) -> Iterable[Way]:
    """Ways through the gap over or under a member's label; an arrow needs a slant to fit."""
    slant = 12.0 if arrives else 0.0
    for distance in range(8, 50):
        for row in (y - distance, y + distance):
            yield Way(row, ((x + slant, row), (x, y)))


def _ranked(bundles: list[Bundle]) -> list[Bundle]:
    """Bundles from the innermost lane outwards, so that as few as possible cross each other."""
    order: list[Bundle] = []
    ranked = sorted(bundles, key=lambda b: (min(b.rows), b.key))
    if len(ranked) > _MOST:
        return ranked
    for bundle in ranked:
        # Inside all others first; then past them one by one.
        cost = sum(_tangle(bundle, other) for other in order)
        best, place = cost, 0
        for index, other in enumerate(order, 1):
            cost += _tangle(other, bundle) - _tangle(bundle, other)
            if cost < best:
                best, place = cost, index
        order.insert(place, bundle)
    return order


def _tangle(inner: Bundle, outer: Bundle) -> int:
    """Crossings of two lanes of which one is nearer to the right side."""
    # What goes left from the inner lane crosses the outer one, and the other way round.
    low, high = min(outer.rows), max(outer.rows)
    count = sum(low < one.row < high for _, _, one, _ in inner.links)
    low, high = min(inner.rows), max(inner.rows)
    return count + sum(low < other.row < high for _, _, _, other in outer.links)
