"""The watched: groups of people in columns, their members stacked by label height."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.layouts.case_board import MARGIN, R_BODY, R_MEMBER, Board
from graph.layouts.case_cast import Cast, Column, Net
from graph.layouts.case_text import pitch

FOLD: Final = 12
"""Members after which a column folds into the next one."""

RAIL, GLYPH, POST, TRUNK = 8.0, 24.0, 16.0, -5.0
"""Offsets from a column's left edge; that of a post counts from the member's glyph."""

_EDGE: Final = 13.0
_GAP: Final = 6.0
_EASE: Final = 1.07
_GROUP_GAP: Final = 11.0
_HEAD_GAP: Final = 8.0
_WIDTHS: Final = tuple(range(108, 229, 6))


@dataclass(frozen=True, slots=True)
class Piece:
    """A group, or what of it has folded over.

    Attributes
    ----------
    column : Column
    members : tuple of str
        At most `FOLD`.
    first : bool
        Whether the group's head stands over this piece.
    """

    column: Column
    members: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Stack:
    """One column on the sheet: its pieces from top to bottom."""

    x: float
    width: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """The columns as planned, before anything has a height.

    Attributes
    ----------
    stacks : tuple of Stack
    gap : float
        Free height between two members.
    height : float
        Of the tallest column.
    right : float
        Where the last column ends.
    """

    stacks: tuple[Stack, ...]
    gap: float
    height: float
    right: float


def crossings(cast: Cast, net: Net, column: Column) -> int:
    """How many links a group and its members have into the right side."""
    side = {node for deed in cast.deeds for node in (deed.event, *deed.people)}
    side |= {proposal.proposer for proposal in cast.proposals} | set(cast.called)
    members = {column.head, *column.members}
    return sum(len(side.intersection(net.near(node))) for node in members)


def fold(board: Board, room: tuple[float, float]) -> Folded:
    """Pack the groups into columns of about equal height.

    The smallest height is sought at which the columns, each as narrow as that height allows,
    fit beside each other. Groups with links into the right side share the last column when
    the room allows it, so that those links are short.

    Parameters
    ----------
    board : Board
    room : tuple of float
        Width and height that are free.
    """
    cast, net = board.cast, board.net
    ranked = sorted(
        cast.columns, key=lambda c: (crossings(cast, net, c), not c.family, net.order(c.head))
    )
    pieces = [
        Piece(column, column.members[start : start + FOLD], start == 0)
        for column in ranked
        for start in range(0, max(1, len(column.members)), FOLD)
    ]
    if not pieces:
        return Folded((), _GAP, 0.0, MARGIN)
    last = [i for i, p in enumerate(pieces) if crossings(cast, net, p.column)]
    tries = [(last[0] if last else len(pieces), _GAP), (len(pieces), _GAP)]
    tries += [(len(pieces), gap) for gap in (5.0, 4.0, 3.0)]
    for together, gap in tries:
        found = _packed(board, pieces, room[0], gap, together)
        if found is not None and found[0] <= room[1]:
            break
    if found is None:
        found = (0.0, [float(_WIDTHS[0])] * len(pieces), list(range(len(pieces))))
    _, narrow, starts = found
    widths = _levelled(narrow, room[0])
    stacks = []
    x, height = MARGIN, 0.0
    for width, start, end in zip(widths, starts, [*starts[1:], len(pieces)], strict=True):
        stacks.append(Stack(x, width, tuple(pieces[start:end])))
        tall = sum(_height(board, piece, width, gap) for piece in pieces[start:end])
        height = max(height, tall + _GROUP_GAP * (end - start - 1))
        x += width
    return Folded(tuple(stacks), gap, height, x)


def _levelled(widths: list[float], room: float) -> list[float]:
    """Give what is left of the room to the narrowest columns."""
    spare = room - sum(widths)
    if spare <= 0:
        return widths
    low, high = min(widths), max(widths) + spare
    for _ in range(30):
        middle = (low + high) / 2
        if sum(max(width, middle) for width in widths) > room:
            high = middle
        else:
            low = middle
    return [round(max(width, low), 1) for width in widths]


def _packed(
    board: Board, pieces: list[Piece], room: float, gap: float, together: int
) -> tuple[float, list[float], list[int]] | None:
    @cache
    def height(index: int, width: int) -> float:
        return _height(board, pieces[index], width, gap)

    @cache
    def narrowest(start: int, end: int, limit: float) -> float | None:
        # A folded piece continues its column's rail, so it always heads a new column.
        if start > together or any(not pieces[i].first for i in range(start + 1, end)):
            return None
        for width in _WIDTHS:
            total = sum(height(i, width) for i in range(start, end))
            if total + _GROUP_GAP * (end - start - 1) <= limit:
                return float(width)
        return None

    def split(limit: float) -> tuple[float, list[float], list[int]] | None:
        best: list[tuple[float, list[float], list[int]] | None] = [(0.0, [], [])]
        for end in range(1, len(pieces) + 1):
            options = []
            for start in range(end):
                before, width = best[start], narrowest(start, end, limit)
                if before is not None and width is not None:
                    options.append((before[0] + width, [*before[1], width], [*before[2], start]))
            best.append(min(options) if options else None)
        return best[-1]

    def fits(answer: tuple[float, list[float], list[int]] | None) -> bool:
        return answer is not None and answer[0] <= room

    low = max(height(i, _WIDTHS[-1]) for i in range(len(pieces)))
    most = sum(height(i, _WIDTHS[0]) + _GROUP_GAP for i in range(len(pieces)))
    high, answer = most, split(most)
    if not fits(answer):
        return None
    for _ in range(10):
        middle = (low + high) / 2
        trial = split(middle)
        if fits(trial):
            high, answer = middle, trial
        else:
            low = middle
    # A little more height lets the widest column be narrower, and the others read better.
    relaxed = split(high * _EASE)
    answer = relaxed if fits(relaxed) else answer
    assert answer is not None
    return high, answer[1], answer[2]


def _height(board: Board, piece: Piece, width: float, gap: float) -> float:
    return _lay(board, Stack(0.0, width, (piece,)), piece, 0.0, gap, draw=False)


def place_groups(board: Board, folded: Folded) -> None:
    """Place heads, members and what hangs on a member alone."""
    for stack in folded.stacks:
        y = board.rows.groups
        for piece in stack.pieces:
            y = _lay(board, stack, piece, y, folded.gap, draw=True) + _GROUP_GAP


def _lay(
    board: Board, stack: Stack, piece: Piece, y: float, gap: float, *, draw: bool
) -> float:
    """Lay a piece from `y` downwards, or only measure it; return where it ends."""
    rows = [(node, GLYPH, R_MEMBER, "member", gap) for node in piece.members]
    if piece.first:
        rows.insert(0, (piece.column.head, RAIL, R_BODY, "head", _HEAD_GAP))
    for node, offset, r, tier, after in rows:
        y = _line(board, stack, node, (offset, r, tier), y, draw) + after
        for post in board.cast.posts.get(node, ()):
            y = _line(board, stack, post, (GLYPH + POST, R_MEMBER, "member"), y, draw) + after
    return y - gap


def _line(
    board: Board, stack: Stack, node: str, style: tuple[float, float, str], y: float, draw: bool
) -> float:
    offset, r, tier = style
    wrap = stack.width - offset - r - 5 - _EDGE
    if draw:
        block = board.put(node, stack.x + offset, y, r, tier, wrap)
    else:
        block = board.block(node, tier, wrap)
    return y + pitch(block)
