"""The middle and what stands above it: hub, owners, party, officers, databases, disclosers."""

from __future__ import annotations

from graph.layouts.case_board import (
    AXIS,
    MARGIN,
    R_BODY,
    R_DATABASE,
    R_HUB,
    R_MAIN,
    R_MEMBER,
    Board,
)

LEFT = 150.0
"""Where the first owner at the left stands."""

RIGHT = 432.0
"""Where the first partner at the right stands."""

MARGIN_COLUMN = 58.0
"""Axis of the disclosers in the left margin."""


def place_upper(board: Board) -> None:
    """Place everything above the exposed people, left of the gutter."""
    _hub(board)
    _owners(board)
    _officers(board)
    _databases(board)
    _disclosers(board)
    if board.cast.above or board.cast.party or board.cast.left:
        board.title("OWNERS AND PARTY", MARGIN, 22)


def _spread(count: int, start: float, end: float) -> list[float]:
    """Places along a stretch: one at its start, more at equal distances."""
    if count < 2:
        return [start] * count
    step = (end - start) / (count - 1)
    return [start + step * index for index in range(count)]


def _hub(board: Board) -> None:
    board.put(board.cast.hub, AXIS, board.rows.hub, R_HUB, "hub", 160, "corner")


def _owners(board: Board) -> None:
    cast, rows = board.cast, board.rows
    right_end = board.gutter - 60
    for nodes, y, xs in (
        (cast.left, rows.bodies + 8, _spread(len(cast.left), LEFT, 60)),
        (cast.right, rows.bodies - 14, _spread(len(cast.right), RIGHT, right_end)),
    ):
        for node, x in zip(nodes, xs, strict=True):
            crowded = len(nodes) > 1
            side = "below" if crowded else "left" if x < AXIS else "right"
            wrap = max(60.0, min(112.0, 190.0 / len(nodes))) if crowded else 112.0
            board.put(node, x, y, R_MAIN, "main", wrap, side)
    for node, x in zip(cast.party, _spread(len(cast.party), AXIS, AXIS + 130), strict=True):
        board.put(node, x, rows.top, R_MAIN + 1, "main", 150)
    for depth, nodes in enumerate(cast.above):
        # Levels share the height between the title and the bodies.
        y = rows.top if len(cast.above) == 1 else rows.top - 26 * depth / (len(cast.above) - 1)
        _level(board, nodes, y)


def _level(board: Board, nodes: list[str], y: float) -> None:
    taken = sorted(p.x for n, p in board.places.items() if abs(p.y - y) < 40)
    for node in nodes:
        below = [
            board.places[r.target].x
            for r in board.net.out(node, "ownership", "control")
            if r.target in board.places
        ]
        x = sum(below) / len(below) if below else LEFT
        while any(abs(x - other) < 110 for other in taken):
            x += 12
        taken.append(x)
        side = "left" if x < AXIS and x - R_MAIN - 6 - 95 > MARGIN else "right"
        board.put(node, x, y, R_MAIN, "main", 95, side)


def _officers(board: Board) -> None:
    cast, rows = board.cast, board.rows
    first = board.gutter - 49
    xs = _spread(len(cast.officers), first, AXIS + 110)
    for node, x in zip(cast.officers, xs, strict=True):
        board.put(node, x, rows.hub, R_BODY, "body", 88, "below")
    for index, node in enumerate(cast.apparatus):
        x = first - 120 * (index % 2)
        board.put(node, x, rows.hub - 64 - 44 * (index // 2), R_BODY, "body", 130, "rise")


def _databases(board: Board) -> None:
    cast, rows, net = board.cast, board.rows, board.net
    if not cast.databases:
        return
    axis, *others = cast.databases
    board.put(axis, AXIS, rows.database, R_DATABASE, "main", 150, "corner")
    parts = [n for n in others if net.out(n, "part_of")]
    rest = [n for n in others if n not in parts]
    for node, x in zip(parts, _spread(len(parts), 180, 100), strict=True):
        board.put(node, x, rows.database, R_MAIN, "main", 120, "corner")
    for node, x in zip(rest, _spread(len(rest), 470, 560), strict=True):
        board.put(node, x, rows.database, R_BODY, "body", 110)


def _disclosers(board: Board) -> None:
    cast, rows = board.cast, board.rows
    if not cast.disclosers:
        return
    top, bottom = rows.hub + 30, rows.database + 4
    if len(cast.disclosers) == 1:
        top = bottom
    for node, y in zip(cast.disclosers, _spread(len(cast.disclosers), top, bottom), strict=True):
        crowded = len(cast.disclosers) > 3
        board.put(
            node,
            MARGIN + R_MEMBER if crowded else MARGIN_COLUMN,
            y,
            R_MEMBER if crowded else R_BODY,
            "body" if crowded else "main",
            100,
            "right" if crowded else "below",
        )
    board.title("DISCLOSED BY", MARGIN, top - 26)
