"""Ways of links in the case layout: what its zones share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graph.layouts import Route
from graph.layouts.case_board import Board
from graph.model import Relation
from graph.picture.scene import Point

_BLENDS: Final = {"response": 0.8, "proposed": 0.66}


def blend_of(relation: Relation) -> float:
    """How much of its colour a link keeps: bundles of answers and proposals stay in the back."""
    if relation.status == "proposed":
        return _BLENDS["proposed"] if relation.group == "response" else 1.0
    return _BLENDS.get(relation.group, 1.0)


def oriented(board: Board, relation: Relation, start: str, points: Sequence[Point]) -> None:
    """Keep a way that was thought from `start`, turned round when the arrow runs against it."""
    way = tuple((round(x, 2), round(y, 2)) for x, y in points)
    if relation.source != start:
        way = way[::-1]
    board.routes[relation.id] = Route(way, blend=blend_of(relation))


def curved(board: Board, relation: Relation, start: str, points: Sequence[Point]) -> None:
    """The same for a Bézier curve."""
    oriented(board, relation, start, points)
    board.routes[relation.id] = replace(board.routes[relation.id], kind="curve")


def between(board: Board, one: str, other: str) -> list[Relation]:
    """Links between two entities in either direction, those of ownership first."""
    links = [r for r in board.net.out(one) if r.target == other]
    links += [r for r in board.net.into(one) if r.source == other]
    return sorted(links, key=lambda r: r.group != "ownership")


def abreast(board: Board, one: str, other: str) -> None:
    """Straight links, parallel ones 8 px apart."""
    (ax, ay), (bx, by) = board.at(one), board.at(other)
    links = between(board, one, other)
    for index, relation in enumerate(links):
        off = 8.0 * (index - (len(links) - 1) / 2)
        across = (off, 0.0) if abs(by - ay) > abs(bx - ax) else (0.0, off)
        oriented(
            board,
            relation,
            one,
            [(ax + across[0], ay + across[1]), (bx + across[0], by + across[1])],
        )


def gap_near(board: Board, x: float, y: float) -> float:
    """The nearest row under `y`, else over it, that is free from the gutter to `x`."""
    if board.crowded:
        return y
    taken = []
    for node, place in board.places.items():
        if board.right <= place.x < x - 20:
            box = board.box(node)
            taken.append((place.y - place.r - 3, place.y + place.r + 3))
            taken += [(box[1] - 1, box[1] + box[3] + 1)] if box else []
    rows = [*(y + d for d in range(80)), *(y - d for d in range(400)), *(y + d for d in range(400))]
    return next((row for row in rows if all(not a < row < b for a, b in taken)), y)
