"""The right side: parliament's questions, answers and motions, and what is proposed."""

from __future__ import annotations

from graph.layouts.case_board import BOTTOM, R_BODY, R_MEMBER, Board
from graph.layouts.case_cast import Deed, Plan
from graph.layouts.case_text import pitch

EVENT, PEOPLE, CALLED, LEAF = 22.0, 134.0, 140.0, 14.0
"""Offsets from the left edge of the right side; a leaf's from what it hangs under."""

TOP = 46.0
_EDGE = 2.0


def place_right(board: Board) -> None:
    """Place events with their people, then proposals, then who is called on."""
    spread = 1.0
    _place(board, spread)
    bottom = _bottom(board)
    while bottom > BOTTOM and spread > 0.3:
        spread -= 0.1
        _place(board, spread)
        bottom = _bottom(board)


def _bottom(board: Board) -> float:
    boxes = [board.box(n) for n, p in board.places.items() if p.x >= board.right]
    return max((b[1] + b[3] for b in boxes if b), default=0.0)


def _place(board: Board, spread: float) -> None:
    board.zones = [z for z in board.zones if z.x < board.right]
    y = TOP
    if board.cast.deeds:
        board.title("PARLIAMENT", board.right + 10, 22)
        for deed in board.cast.deeds:
            y = _deed(board, deed, y, spread) + 9 * spread
    y += 8 * spread
    column = y
    second = y + 2
    if board.cast.proposals or board.cast.called:
        board.title("PROPOSED", board.right + CALLED - 7, y + 3)
        second += 26
    for proposal in board.cast.proposals:
        if proposal.proposer:
            x = board.right + 6
            block = board.put(proposal.proposer, x, column, R_BODY, "main", 112)
            column += pitch(block) + 13 * spread
        for plan in proposal.plans:
            if plan.leaves:
                second = _plan(board, plan, board.right + CALLED, second, spread) + 6
            else:
                x = board.right + EVENT
                block = board.put(plan.measure, x, column, R_MEMBER, "member", 89)
                column += pitch(block) + 7 * spread
        column += 8 * spread
    _called(board, second + 8, spread)


def _deed(board: Board, deed: Deed, y: float, spread: float) -> float:
    x = board.right + PEOPLE
    wrap = board.width - x - R_MEMBER - 5 - _EDGE
    first, last = y, y
    for node in deed.people:
        board.put(node, x, y, R_MEMBER, "member", wrap)
        last = y
        y += pitch(board.block(node, "member", wrap)) + 7 * spread
    left = board.right + EVENT
    event_y = max(first, last)
    board.put(deed.event, left, event_y, R_BODY, "head", 92, "corner")
    box = board.box(deed.event)
    y = max(y, (box[1] + box[3] if box else y) + 17 * spread)
    for plan in deed.measures:
        y = _plan(board, plan, left, y + 4 * spread, spread) + 4 * spread
    return y


def _plan(board: Board, plan: Plan, x: float, y: float, spread: float) -> float:
    wrap = min(180.0, board.width - x - R_BODY - 5 - _EDGE)
    board.put(plan.measure, x, y, R_BODY, "head", wrap)
    y += pitch(board.block(plan.measure, "head", wrap)) + 7 * spread
    for leaf in plan.leaves:
        inner = wrap - LEAF
        board.put(leaf, x + LEAF, y, R_MEMBER, "member", inner)
        y += pitch(board.block(leaf, "member", inner)) + 6 * spread
    return y


def _called(board: Board, y: float, spread: float) -> None:
    x = board.right + CALLED
    wrap = board.width - x - R_BODY - 5 - _EDGE

    def wish(node: str) -> float:
        rows = [
            board.places[n].y
            for n in board.net.near(node)
            if n in board.places
            and board.net.category(n) == "measure"
            and board.places[n].x > board.right
        ]
        return sum(rows) / len(rows) if rows else y

    ranked = sorted(board.cast.called, key=lambda n: (wish(n), board.net.order(n)))
    for node in ranked:
        y = max(y, min(wish(node), BOTTOM - 32))
        board.put(node, x, y, R_BODY, "head", wrap)
        y += pitch(board.block(node, "head", wrap)) + 20 * spread
