"""Words on the links of the case layout: which carry one, and where it touches nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from graph.layouts.case_board import AXIS, Board
from graph.layouts.case_paths import Ground, sampled
from graph.model import Relation
from graph.picture.fonts import advance
from graph.picture.scene import Box, Point
from graph.wording.link_words import link_word

SIZE, WEIGHT = 10.5, 500

SPOKEN: Final = frozenset({"ownership", "control", "association", "surveillance", "disclosure"})
"""Groups whose links say their word: the story of the middle. Answers and proposals run in bundles
and are told by the titles of their regions."""

_CLEAR: Final = 3.0
_BATCH: Final = 24


def place_words(board: Board, ground: Ground) -> frozenset[str]:
    """Find a free place for each word; links that find none stay silent.

    Parameters
    ----------
    board : Board
        With all places and routes; `Route.words_at` is set on the routes.
    ground : Ground
        With all labels, shapes and routes.

    Returns
    -------
    frozenset of str
        Ids of the relations that carry their word.
    """
    spoken: list[str] = []
    if board.crowded:
        return frozenset()
    for relation in _speakers(board):
        width = advance(link_word(relation), SIZE, WEIGHT)
        found = _first_free(ground, list(_places(board, relation)), width)
        if found is None:
            continue
        at, anchor = found
        ground.block(_box(at, anchor, width))
        route = board.routes[relation.id]
        board.routes[relation.id] = replace(route, words_at=at, words_anchor=anchor)
        spoken.append(relation.id)
    return frozenset(spoken)


def _first_free(
    ground: Ground, places: list[tuple[Point, str]], width: float
) -> tuple[Point, str] | None:
    # Most words find room among the first places; the rest are looked at only when they do not.
    for start in range(0, len(places), _BATCH):
        some = places[start : start + _BATCH]
        free = ground.free([_box(at, anchor, width) for at, anchor in some])
        for place, ok in zip(some, free, strict=True):
            if ok:
                return place
    return None


def _speakers(board: Board) -> list[Relation]:
    """One relation for each verb between two ends, and one for each bus."""
    cast = board.cast
    members = {node for column in cast.columns for node in (column.head, *column.members)}
    told: set[tuple[str, ...]] = set()
    speakers = []
    for relation in board.net.relations:
        if relation.group not in SPOKEN or relation.id not in board.routes:
            continue
        key = (relation.type, *sorted((relation.source, relation.target)))
        if relation.target in members:
            if not board.routes[relation.id].head:
                continue
            key = (relation.type, relation.source, "bus")
        if key not in told:
            told.add(key)
            speakers.append(relation)
    # What lies at the heart of the story chooses its place first.
    ranks = {group: rank for rank, group in enumerate(("ownership", "control", "association"))}
    return sorted(speakers, key=lambda r: ranks.get(r.group, len(ranks)))


def _places(board: Board, relation: Relation) -> Iterable[tuple[Point, str]]:
    """Places along a route, those nearest to its middle first."""
    points = sampled(board.routes[relation.id], 20)
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    total = sum(lengths)
    bus = relation.target in {column.head for column in board.cast.columns}
    wish = (0.2 if points[0][0] == AXIS else 0.6) if bus else 0.5
    for share in sorted((i / 24 for i in range(2, 23)), key=lambda t: (abs(t - wish), t)):
        (x, y), level = _along(points, lengths, share * total)
        if level:
            yield (x, y - 5), "middle"
            yield (x, y + 12), "middle"
        else:
            yield (x + 6, y + 3.5), "start"
            yield (x - 6, y + 3.5), "end"
        for gap in (9.0, 14.0):
            yield (x + gap, y - 2), "start"
            yield (x + gap, y + 10), "start"
            yield (x - gap, y - 2), "end"
            yield (x - gap, y + 10), "end"


def _along(points: list[Point], lengths: list[float], at: float) -> tuple[Point, bool]:
    """The point so far along a way, and whether the way is rather level there."""
    for (ax, ay), (bx, by), length in zip(points, points[1:], lengths, strict=False):
        if at <= length and length > 0:
            t = at / length
            point = (ax + (bx - ax) * t, ay + (by - ay) * t)
            return point, abs(bx - ax) >= abs(by - ay) * 2
        at -= length
    return points[-1], True


def _box(at: Point, anchor: str, width: float) -> Box:
    left = at[0] - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return (
        left - _CLEAR,
        at[1] - 0.74 * SIZE - 1.5,
        width + 2 * _CLEAR,
        0.97 * SIZE + 2.5,
    )
