"""Links of the exposed people: buses from the watchers, trunks along columns, rails of members."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Final

from graph.layouts.case_board import Board
from graph.layouts.case_groups import POST, RAIL, TRUNK, Folded, Piece, Stack
from graph.layouts.case_ways import between, oriented
from graph.model import Relation
from graph.picture.scene import Point

GREY, ORANGE = RAIL - 3.0, RAIL + 2.5
"""Where the rails of membership and of surveillance run, from a column's left edge."""

_LEVEL: Final = 8.0
_DROP: Final = 114.0


def link_groups(board: Board, folded: Folded) -> None:
    """Buses, trunks and rails of the exposed people."""
    at = {
        node: (stack, position, piece)
        for stack in folded.stacks
        for position, piece in enumerate(stack.pieces)
        for node in (*((piece.column.head,) if piece.first else ()), *piece.members)
    }
    heads = {piece.column.head: piece for stack in folded.stacks for piece in stack.pieces}
    levels = _levels(board, at)
    for node, (stack, position, piece) in at.items():
        head = piece.column.head
        x, y = board.at(node)
        for relation in board.net.into(node, "surveillance"):
            if relation.source not in board.places or relation.source in at:
                continue
            way = _bus(board, relation.source, stack, position, levels)
            if node in heads:
                way = [*way, (x, y)]
            else:
                over = board.at(head) if piece.first else way[-1]
                rail = stack.x + ORANGE
                # A line whose head another carries ends a head's length early; this branch has no
                # other, so it is led on through the shape to reach its rim.
                end = (x + board.places[node].r * 0.9, y + 1.5)
                way = [*way, over, (rail, over[1]), (rail, y + 1.5), end]
            oriented(board, relation, relation.source, way)
            if node not in heads:
                # The group's own link carries the head; the members' links are its branches.
                route = board.routes[relation.id]
                board.routes[relation.id] = replace(route, head=False)
        if node == head:
            continue
        for relation in between(board, node, head):
            _rail(board, relation, node, stack, piece.first)
        for post in board.cast.posts.get(node, ()):
            px, py = board.at(post)
            for relation in between(board, node, post):
                oriented(board, relation, node, [(x, y), (px - POST, y), (px - POST, py), (px, py)])


def _rail(board: Board, relation: Relation, node: str, stack: Stack, first: bool) -> None:
    head = relation.target if relation.source == node else relation.source
    x, y = board.at(node)
    hx, hy = board.at(head)
    rail = stack.x + (GREY if relation.group != "family" else RAIL)
    lift = 1.5 if relation.group != "family" else 0.0
    way = [(x, y - lift), (rail, y - lift), (rail, hy), (hx, hy)]
    if not first:
        over = board.rows.groups - 14
        way = [(x, y - lift), (rail, y - lift), (rail, over), (hx, over), (hx, hy)]
    oriented(board, relation, node, way)


def _levels(board: Board, at: dict[str, tuple[Stack, int, Piece]]) -> dict[str, float]:
    """Height of each source's bus: those that would lie on each other get levels of their own."""
    spans: dict[str, list[float]] = defaultdict(list)
    for node, (stack, _, _) in at.items():
        for relation in board.net.into(node, "surveillance"):
            if relation.source in board.places and relation.source not in at:
                spans[relation.source] += [_exit(board, relation.source)[-1][0], stack.x]
    levels: dict[str, float] = {}
    taken: list[tuple[int, float, float]] = []
    for source in sorted(spans, key=lambda s: (-len(spans[s]), board.net.order(s))):
        low, high = min(spans[source]) - 6, max(spans[source]) + 14
        level = 0
        while any(k == level and low < b and a < high for k, a, b in taken):
            level += 1
        taken.append((level, low, high))
        levels[source] = board.rows.bus - _LEVEL * level
    return levels


def _exit(board: Board, source: str) -> list[Point]:
    """Where a watcher's links leave it: a hub at its left, a database downwards."""
    x, y = board.at(source)
    if source == board.cast.hub and board.cast.databases:
        return [(x, y), (x, y + 6), (_DROP, y + 6)]
    return [(x, y)]


def _bus(
    board: Board, source: str, stack: Stack, position: int, levels: dict[str, float]
) -> list[Point]:
    way = _exit(board, source)
    bus = levels[source]
    x = stack.x + (RAIL if position == 0 else TRUNK)
    way = [*way, (way[-1][0], bus), (x, bus)]
    if position:
        way.append((x, board.at(stack.pieces[position].column.head)[1]))
    return way
