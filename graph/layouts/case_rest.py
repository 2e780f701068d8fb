"""What has no part in the case: a tidy zone under the rest, and ways for links no zone knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph.layouts.case_board import MARGIN, R_BODY, Board
from graph.layouts.case_paths import Ground
from graph.layouts.case_text import pitch
from graph.layouts.case_ways import oriented
from graph.model import Relation
from graph.picture.scene import Point

_CELL: Final = 148.0
_MOST: Final = 60
"""Links for which a way is sought; more of them are drawn straight."""


def place_rest(board: Board) -> None:
    """Stack what is left in rows under everything else."""
    if not board.cast.spare:
        return
    y = board.bottom() + 34
    board.title("OTHERS", MARGIN, y - 18)
    across = max(1, int((board.gutter - MARGIN) / _CELL))
    for start in range(0, len(board.cast.spare), across):
        tallest = 0.0
        for index, node in enumerate(board.cast.spare[start : start + across]):
            x = MARGIN + R_BODY + index * _CELL
            tallest = max(tallest, pitch(board.put(node, x, y, R_BODY, "member", _CELL - 32)))
        y += max(tallest, 2 * R_BODY) + 8


def link_rest(board: Board, ground: Ground) -> None:
    """Find a way for each link that is not routed yet, where the straight one meets a label.

    Links between one pair stay together: when there are several, they fan out and are left alone.
    """
    pairs: dict[frozenset[str], list[Relation]] = {}
    for relation in board.net.relations:
        if relation.id not in board.routes and relation.source != relation.target:
            pairs.setdefault(frozenset((relation.source, relation.target)), []).append(relation)
    if board.crowded or len(pairs) > _MOST:
        return
    for links in pairs.values():
        relation = links[0]
        a, b = board.at(relation.source), board.at(relation.target)
        options = [list(way) for way in _ways(a, b)]
        costs = ground.costs(options, relation.source, relation.target)
        best = min(range(len(options)), key=lambda i: (costs[i], i))
        ground.draw(options[best])
        if best and len(links) == 1:
            oriented(board, relation, relation.source, options[best])


def _ways(a: Point, b: Point) -> Iterable[tuple[Point, ...]]:
    """Straight, with one corner, or with two."""
    (ax, ay), (bx, by) = a, b
    yield a, b
    yield a, (bx, ay), b
    yield a, (ax, by), b
    for part in (0.5, 0.25, 0.75, -0.15, 1.15):
        x, y = ax + (bx - ax) * part, ay + (by - ay) * part
        yield a, (x, ay), (x, by), b
        yield a, (ax, y), (bx, y), b
