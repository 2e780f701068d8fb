"""The case layout: the hub in the middle, owners above, the watched below, the response right.

It goes by roles in the graph (types, categories, groups), never by ids, and knows only the
universe: no filter moves anything.
"""

from __future__ import annotations

from typing import Final

from graph.layouts import Arrangement
from graph.layouts.case_board import BOTTOM, GUTTER, HEIGHT, MARGIN, Board, Rows
from graph.layouts.case_cast import Net, find_cast
from graph.layouts.case_groups import fold, place_groups
from graph.layouts.case_lanes import link_lanes
from graph.layouts.case_links import link_groups, link_middle, link_right
from graph.layouts.case_paths import Ground
from graph.layouts.case_right import place_right
from graph.layouts.case_upper import place_upper
from graph.layouts.case_words import place_words
from graph.view import View

MOST_LIFT: Final = 44.0
"""How far the rows above the groups may be drawn together to make room for them."""


def case(view: View) -> Arrangement | None:
    """Lay a view out as a case.

    Returns
    -------
    Arrangement or None
        ``None`` when the universe has no hub: no company with outgoing surveillance links.
    """
    net = Net(view.universe)
    cast = find_cast(net)
    if cast is None:
        return None
    board = Board(net, cast, Rows.lifted(0.0))
    room = BOTTOM - board.rows.groups
    folded = fold(board, (GUTTER - MARGIN, room + MOST_LIFT))
    board.rows = Rows.lifted(min(MOST_LIFT, max(0.0, folded.height - room)))
    board.shift = max(0.0, folded.right - GUTTER)
    place_groups(board, folded)
    if folded.stacks:
        board.title("EXPOSED PEOPLE", MARGIN, board.rows.bus - 7)
    place_upper(board)
    place_right(board)
    link_middle(board)
    link_groups(board, folded)
    link_right(board)
    link_lanes(board, Ground(board))
    words = place_words(board, Ground(board))
    return Arrangement(
        "case",
        board.places,
        board.routes,
        tuple(board.zones),
        (0.0, 0.0, board.width, HEIGHT),
        words,
    )
