"""Links between the zones of the case layout: each runs in a lane of the gutter.

A link comes to its end at the left by one of several ways; the one that touches no label, no shape
and the fewest other links is taken. Links of one kind that share an end share the lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.layouts.case_board import Board
from graph.layouts.case_links import oriented
from graph.layouts.case_paths import Ground
from graph.model import Relation
from graph.scene import Point

_LANE: Final = 6.0


@dataclass(frozen=True, slots=True)
class Way:
    """How a link reaches one of its ends from the gutter: `row`, then the stretch to the end."""

    row: float
    tail: tuple[Point, ...]


@dataclass
class Bundle:
    """Links that share a lane, with their ways at both sides."""

    key: tuple[str, str]
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
    bundles = _bundles(board, ground, open_links)
    ranked = _ranked(bundles)
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
    degree: dict[tuple[str, str], int] = defaultdict(int)
    for relation in links:
        degree[relation.source, relation.type] += 1
        degree[relation.target, relation.type] += 1
    bundles: dict[tuple[str, str], Bundle] = {}
    for relation in links:
        ends = (relation.target, relation.source)
        key = max(((end, relation.type) for end in ends), key=lambda k: degree[k])
        right = max(ends, key=lambda n: board.at(n)[0] >= board.right)
        left = ends[0] if right == ends[1] else ends[1]
        bundle = bundles.setdefault(key, Bundle(key, []))
        one = _right_way(board, left) if _is_right(board, left) else _left_way(board, ground, left)
        bundle.links.append((relation, left, one, _right_way(board, right)))
    return list(bundles.values())


def _is_right(board: Board, node: str) -> bool:
    return board.at(node)[0] >= board.right


def _right_way(board: Board, node: str) -> Way:
    x, y = board.at(node)
    if x < board.right + 60:
        return Way(y, ((x, y),))
    # The second column stands behind labels of the first: the way leads through a gap under them.
    row = _gap(board, x, y)
    return Way(row, ((x, row), (x, y)))


def _gap(board: Board, x: float, y: float) -> float:
    """The row nearest to `y` that is free between the gutter and `x`."""
    boxes = [
        box
        for node, place in board.places.items()
        if place.x >= board.right and place.x < x - 20 and (box := board.box(node))
    ]
    for distance in range(6, 400, 2):
        for row in (y + distance, y - distance):
            if all(not box[1] - 2 < row < box[1] + box[3] + 2 for box in boxes):
                return row
    return y


def _left_way(board: Board, ground: Ground, node: str) -> Way:
    """The cheapest way from the gutter to an end at the left."""
    edge = board.gutter - 2
    best: tuple[float, int] | None = None
    options = list(_options(board, node))
    for index, way in enumerate(options):
        cost = ground.cost([(edge, way.row), *way.tail], {node}) + 2 * len(way.tail)
        if best is None or (cost, index) < best:
            best = (cost, index)
    assert best is not None
    chosen = options[best[1]]
    ground.draw([(edge, chosen.row), *chosen.tail])
    return chosen


def _options(board: Board, node: str) -> Iterable[Way]:
    place = board.places[node]
    x, y, r = place.x, place.y, place.r
    yield Way(y, ((x, y),))
    rows: Sequence[float] = [y - d for d in range(int(r) + 3, 120, 4)]
    rows = [*rows, *(y + d for d in range(int(r) + 3, 90, 4))]
    for row in rows:
        if row < 26:
            continue
        for offset in (0.0, 6.0):
            yield Way(row, ((x + offset, row), (x + offset, y)))
        yield Way(row, ((x + 64, row), (x + 64, y), (x, y)))
    for row in (board.rows.bus - 12, board.rows.bus - 20):
        for back in (-33.0, -19.0):
            for above in (y - 9.5, y):
                yield Way(row, ((x + back, row), (x + back, above), (x, above), (x, y)))


def _ranked(bundles: list[Bundle]) -> list[Bundle]:
    """Bundles from the innermost lane outwards, so that as few as possible cross each other."""
    order: list[Bundle] = []
    for bundle in sorted(bundles, key=lambda b: (min(b.rows), b.key)):
        tries = [[*order[:i], bundle, *order[i:]] for i in range(len(order) + 1)]
        order = min(tries, key=_tangle)
    return order


def _tangle(order: Sequence[Bundle]) -> int:
    """Crossings of lanes in this order; the first is nearest to the right side."""
    count = 0
    for index, inner in enumerate(order):
        low, high = min(inner.rows), max(inner.rows)
        for outer in order[index + 1 :]:
            # What goes left from the inner lane crosses the outer one, and the other way round.
            out_low, out_high = min(outer.rows), max(outer.rows)
            count += sum(out_low < one.row < out_high for _, _, one, _ in inner.links)
            count += sum(low < other.row < high for _, _, _, other in outer.links)
    return count
