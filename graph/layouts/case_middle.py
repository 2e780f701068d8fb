"""Links of the middle: hub, owners, party, officers, databases and disclosers."""

from __future__ import annotations

from itertools import pairwise

from graph.layouts.case_board import Board
from graph.layouts.case_ways import abreast, between, curved, oriented


def link_middle(board: Board) -> None:
    """Route the links of the middle."""
    cast = board.cast
    hub = cast.hub
    hx, hy = board.at(hub)
    for node in (*cast.left, *cast.right):
        x, y = board.at(node)
        side = -1 if x < hx else 1
        for index, relation in enumerate(between(board, node, hub)):
            if index == 0:
                ways = [(x, y), (x + (hx - x) * 0.45, y - 34), (hx + side * 16, hy - 88), (hx, hy)]
            else:
                low = 52 + 16 * (index - 1)
                ways = [(x, y), (x - side * 22, y + low), (hx + side * 95, hy + 2), (hx, hy)]
            curved(board, relation, node, ways)
    for node in cast.party:
        abreast(board, node, hub)
    for node in (*cast.officers, *cast.databases[:1]):
        abreast(board, node, hub)
    for node in cast.apparatus:
        x, y = board.at(node)
        for relation in between(board, node, hub):
            ways = [(x, y), (x - 8, y + 46), (x - 110, hy - 22), (hx, hy)]
            curved(board, relation, node, ways)
        for officer in cast.officers:
            abreast(board, officer, node)
    _owners_above(board)
    _databases(board)
    _disclosers(board)


def _owners_above(board: Board) -> None:
    cast = board.cast
    levels = [[*cast.left, *cast.party, *cast.right], *cast.above]
    for lower, upper in pairwise(levels):
        for node in upper:
            for below in lower:
                abreast(board, node, below)
    for node in cast.apparatus:
        x, y = board.at(node)
        for owner in (n for level in cast.above for n in level):
            ox, oy = board.at(owner)
            for relation in between(board, node, owner):
                # Under the row of the party, above that of the bodies.
                dip = board.rows.top + 32
                ways = [(x, y), (x, dip), (ox + 84, dip), (ox + 84, oy), (ox, oy)]
                oriented(board, relation, node, ways)


def _databases(board: Board) -> None:
    cast = board.cast
    if not cast.databases:
        return
    for node in cast.databases[1:]:
        abreast(board, node, cast.databases[0])
        for relation in between(board, node, cast.hub):
            x, y = board.at(node)
            hx, hy = board.at(cast.hub)
            curved(board, relation, node, [(x, y), (x, hy + 20), (hx, hy)])


def _disclosers(board: Board) -> None:
    cast = board.cast
    databases = set(cast.databases)
    for node in cast.disclosers:
        x, y = board.at(node)
        for relation in board.net.out(node, "disclosure"):
            if relation.target not in databases:
                continue
            tx, ty = board.at(relation.target)
            passes = any(
                x < board.at(other)[0] < tx and abs(board.at(other)[1] - ty) < 20
                for other in databases - {relation.target}
            )
            if abs(y - ty) < 10 and not passes:
                ways = [(x, y), (tx, ty)]
                oriented(board, relation, node, ways)
                continue
            rise = min(y, ty) - (34 if abs(y - ty) < 10 else 0)
            ways = [
                (x, y),
                (x + (tx - x) * (0.4 if rise == y else 0.55), rise),
                (tx - 90, rise + 4),
                (tx, ty),
            ]
            curved(board, relation, node, ways)
