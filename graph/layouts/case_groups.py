"""The watched: groups of people in columns, their members stacked by label height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
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
_HALVINGS: Final = 10
_MANY: Final = 40
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
    linked = [i for i, piece in enumerate(pieces) if crossings(cast, net, piece.column)]
    tries = [(linked[0] if linked else len(pieces), _GAP)]
    tries += [(len(pieces), gap) for gap in (_GAP, 5.0, 4.0, 3.0)]
    best: Folded | None = None
    widths = _WIDTHS
    if len(pieces) > _MANY:
        # No choice of widths makes so many fit: one width for all, and no search.
        tries, widths = [], _WIDTHS[6:7]
    for together, gap in tries:
        cut = _Packing(board, pieces, gap, together, widths).packed(room[0])
        if cut is not None:
            folded = _folded(board, pieces, cut, gap, room[0])
            best = folded if best is None or folded.height < best.height else best
            if folded.height <= room[1]:
                return folded
    if best is None:
        # More columns than the sheet is wide: they keep to its height, and the sheet grows.
        packing = _Packing(board, pieces, _GAP, len(pieces), widths)
        cut = packing.cut(max(room[1], *packing.heights[-1]))
        assert cut is not None
        best = _folded(board, pieces, cut, _GAP, room[0])
    return best


def _folded(board: Board, pieces: list[Piece], cut: Cut, gap: float, room: float) -> Folded:
    widths = _levelled(list(cut.widths), room)
    ends = [*cut.starts[1:], len(pieces)]
    stacks = []
    x, height = MARGIN, 0.0
    for width, start, end in zip(widths, cut.starts, ends, strict=True):
        stack = Stack(x, width, tuple(pieces[start:end]))
        tall = sum(_lay(board, stack, piece, 0.0, gap, draw=False) for piece in stack.pieces)
        height = max(height, tall + _GROUP_GAP * (end - start - 1))
        stacks.append(stack)
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


class _Packing:
    """Cuts a row of pieces into columns.

    Parameters
    ----------
    board, pieces, gap
        What is packed, with what between two members.
    together : int
        From this piece on everything shares the last column.
    widths : sequence of int
        Widths a column may have, the least first.
    """

    def __init__(
        self,
        board: Board,
        pieces: list[Piece],
        gap: float,
        together: int,
        widths: Sequence[int] = _WIDTHS,
    ) -> None:
        self.pieces = pieces
        self.widths = widths
        self.together = together
        self.heights = [
            [
                _lay(board, Stack(0.0, width, (piece,)), piece, 0.0, gap, draw=False)
                for piece in pieces
            ]
            for width in widths
        ]
        self.sums = [[0.0, *accumulate(heights)] for heights in self.heights]

    def packed(self, room: float) -> Cut | None:
        """Columns that fit into a width and are about as low as they can be."""
        low, high = max(self.heights[-1]), sum(self.heights[0]) + _GROUP_GAP * len(self.pieces)
        best = self.cut(high)
        if best is None or best.width > room:
            return None
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            trial = self.cut(middle)
            if trial is not None and trial.width <= room:
                high, best = middle, trial
            else:
                low = middle
        # A little more height lets the widest column be narrower, and the others read better.
        relaxed = self.cut(high * _EASE)
        return relaxed if relaxed is not None and relaxed.width <= room else best

    def cut(self, limit: float) -> Cut | None:
        """The narrowest columns of at most that height."""
        best: list[Cut | None] = [Cut(0.0, (), ())]
        for end in range(1, len(self.pieces) + 1):
            options = []
            for start in range(end - 1, -1, -1):
                width = self.narrowest(start, end, limit)
                if width is None:
                    break
                before = best[start]
                if before is not None and start <= self.together:
                    options.append(
                        Cut(before.width + width, (*before.widths, width), (*before.starts, start))
                    )
                # A folded piece continues its column's rail, so it always heads a new column.
                if not self.pieces[start].first:
                    break
            best.append(min(options) if options else None)
        return best[-1]

    def narrowest(self, start: int, end: int, limit: float) -> float | None:
        """The least width at which these pieces fit under each other."""
        limit -= _GROUP_GAP * (end - start - 1)
        for width, sums in zip(self.widths, self.sums, strict=True):
            if sums[end] - sums[start] <= limit:
                return float(width)
        return None


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """Widths of columns, and the piece with which each of them starts."""

    width: float
    widths: tuple[float, ...]
    starts: tuple[int, ...]


def place_groups(board: Board, folded: Folded) -> None:
    """Place heads, members and what hangs on a member alone."""
    for stack in folded.stacks:
        y = board.rows.groups
        for piece in stack.pieces:
            y = _lay(board, stack, piece, y, folded.gap, draw=True) + _GROUP_GAP


def _lay(board: Board, stack: Stack, piece: Piece, y: float, gap: float, *, draw: bool) -> float:
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
