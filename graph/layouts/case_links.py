"""Links within a zone of the case layout: the middle, the buses and rails, the right side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from graph.layouts import Route
from graph.layouts.case_board import Board
from graph.layouts.case_groups import POST, RAIL, TRUNK, Folded, Stack
from graph.layouts.case_right import CALLED
from graph.model import Relation
from graph.scene import Point

GREY, ORANGE = RAIL - 3.0, RAIL + 2.5
"""Where the rails of membership and of surveillance run, from a column's left edge."""

_LEVEL: Final = 8.0
_DROP: Final = 114.0
_BLENDS: Final = {"response": 0.8, "targets": 0.66}


def blend_of(relation: Relation) -> float:
    """How much of its colour a link keeps: bundles of answers and proposals stay in the back."""
    if relation.status == "proposed":
        return _BLENDS["targets"] if relation.group == "response" else 1.0
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
    straight = board.routes[relation.id]
    board.routes[relation.id] = Route(straight.points, "curve", blend=straight.blend)


def between(board: Board, one: str, other: str) -> list[Relation]:
    """Links between two entities in either direction, those of ownership first."""
    links = [r for r in board.net.out(one) if r.target == other]
    links += [r for r in board.net.into(one) if r.source == other]
    return sorted(links, key=lambda r: r.group != "ownership")


def link_middle(board: Board) -> None:
    """Hub, owners, party, officers, databases and disclosers."""
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
        _abreast(board, node, hub)
    for node in (*cast.officers, *cast.databases[:1]):
        _abreast(board, node, hub)
    for node in cast.apparatus:
        x, y = board.at(node)
        for relation in between(board, node, hub):
            ways = [(x, y), (x - 8, y + 46), (x - 110, hy - 22), (hx, hy)]
            curved(board, relation, node, ways)
        for officer in cast.officers:
            _abreast(board, officer, node)
    _owners_above(board)
    _databases(board)
    _disclosers(board)


def _abreast(board: Board, one: str, other: str) -> None:
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


def _owners_above(board: Board) -> None:
    cast = board.cast
    levels = [[*cast.left, *cast.party, *cast.right], *cast.above]
    for lower, upper in zip(levels, levels[1:], strict=False):
        for node in upper:
            for below in lower:
                _abreast(board, node, below)
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
        _abreast(board, node, cast.databases[0])
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
            ways = [(x, y), (x + (tx - x) * 0.4, rise), (tx - 90, rise + 4), (tx, ty)]
            curved(board, relation, node, ways)


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
            elif piece.first:
                hx, hy = board.at(head)
                way = [*way, (hx, hy), (stack.x + ORANGE, hy), (stack.x + ORANGE, y + 1.5)]
                way = [*way, (x, y + 1.5)]
            else:
                way = [*way, (stack.x + ORANGE, way[-1][1]), (stack.x + ORANGE, y + 1.5)]
                way = [*way, (x, y + 1.5)]
            oriented(board, relation, relation.source, way)
            if node not in heads:
                # The group's own link carries the head; the members' links are its branches.
                route = board.routes[relation.id]
                board.routes[relation.id] = Route(route.points, head=False, blend=0.7)
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


def _levels(board: Board, at: dict[str, tuple[Stack, int, object]]) -> dict[str, float]:
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


def link_right(board: Board) -> None:
    """Events and the people behind them, measures and what hangs under them."""
    cast = board.cast
    events = [deed.event for deed in cast.deeds]
    for deed in cast.deeds:
        ex, ey = board.at(deed.event)
        for person in deed.people:
            x, y = board.at(person)
            for relation in between(board, person, deed.event):
                bend = (x - ex) * 0.45
                ways = [(x, y), (x - bend, y), (ex + bend, ey), (ex, ey)]
                curved(board, relation, person, ways)
        for plan in deed.measures:
            _abreast(board, deed.event, plan.measure)
            _leaves(board, plan.measure, plan.leaves)
    for one, other in zip(events, events[1:], strict=False):
        _abreast(board, one, other)
    for proposal in cast.proposals:
        for plan in proposal.plans:
            _leaves(board, plan.measure, plan.leaves)
            for relation in between(board, plan.measure, proposal.proposer):
                _proposal(board, relation, proposal.proposer, plan.measure)
    _called(board)


def _leaves(board: Board, measure: str, leaves: Sequence[str]) -> None:
    mx, my = board.at(measure)
    for leaf in leaves:
        x, y = board.at(leaf)
        for relation in between(board, measure, leaf):
            oriented(board, relation, measure, [(mx, my), (mx, y), (x, y)])


def _proposal(board: Board, relation: Relation, proposer: str, measure: str) -> None:
    px, py = board.at(proposer)
    x, y = board.at(measure)
    if x < board.right + 60:
        oriented(board, relation, proposer, [(px, py), (px, y), (x, y)])
    else:
        across = py + 13
        oriented(board, relation, proposer, [(px, py), (px, across), (x, across), (x, y)])


def gap_near(board: Board, x: float, y: float) -> float:
    """The nearest row under `y`, else over it, that is free from the gutter to `x`."""
    taken = []
    for node, place in board.places.items():
        if board.right <= place.x < x - 20:
            box = board.box(node)
            taken.append((place.y - place.r - 3, place.y + place.r + 3))
            taken += [(box[1] - 1, box[1] + box[3] + 1)] if box else []
    rows = [*(y + d for d in range(80)), *(y - d for d in range(400)), *(y + d for d in range(400))]
    return next((row for row in rows if all(not a < row < b for a, b in taken)), y)


def _called(board: Board) -> None:
    """Links among proposer, measures and those called on, inside the right side."""
    lane = board.right + CALLED - 17
    right = [n for n in board.net.sorted(board.places) if board.at(n)[0] > board.right + 60]
    called = set(board.cast.called)
    proposers = {p.proposer for p in board.cast.proposals}
    for node in right:
        x, y = board.at(node)
        for relation in (*board.net.into(node), *board.net.out(node)):
            other = relation.source if relation.target == node else relation.target
            if relation.id in board.routes or node not in called or other not in board.places:
                continue
            ox, oy = board.at(other)
            if other in called:
                _abreast(board, node, other)
            elif other in proposers:
                row = gap_near(board, x, y)
                oriented(board, relation, other, [(ox, oy), (ox, row), (lane, row), (lane, y), (x, y)])
            elif board.right <= ox < x - 20:
                row = gap_near(board, x, oy + 4)
                oriented(board, relation, other, [(ox, oy), (ox, row), (lane, row), (lane, y), (x, y)])
