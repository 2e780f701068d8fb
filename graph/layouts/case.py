"""The case layout: the hub in the middle, owners above, the watched below, the response right.

It goes by roles in the graph (types, categories, groups), never by ids, and knows only the
universe: no filter moves anything.
"""

from __future__ import annotations

from typing import Final

from graph.layouts import Arrangement
from graph.layouts.case_board import BOTTOM, GUTTER, MARGIN, Board, Rows
from graph.layouts.case_cast import Net, find_cast
from graph.layouts.case_groups import fold, place_groups
from graph.layouts.case_lanes import link_lanes
from graph.layouts.case_middle import link_middle
from graph.layouts.case_paths import Ground
from graph.layouts.case_rails import link_groups
from graph.layouts.case_rest import link_rest, place_rest
from graph.layouts.case_right import place_right
from graph.layouts.case_right_links import link_right
from graph.layouts.case_upper import place_upper
from graph.layouts.case_words import place_words
from graph.layouts.common import HEIGHT
from graph.views.view import View

SLACK: Final = 80.0
"""Height that may stay blank at the bottom of the frame."""

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
    board.shift = round(max(0.0, folded.right - GUTTER))
    place_groups(board, folded)
    if folded.stacks:
        board.title("EXPOSED PEOPLE", MARGIN, board.rows.bus - 7)
    place_upper(board)
    place_right(board)
    place_rest(board)
    link_middle(board)
    link_groups(board, folded)
    link_right(board)
    link_lanes(board, Ground(board))
    link_rest(board, Ground(board))
    words = place_words(board, Ground(board))
    bottom = round(board.bottom() + MARGIN, 2)
    # A whole case fills the frame; a part of one takes what it needs, and no blank paper.
    height = HEIGHT if HEIGHT - SLACK < bottom < HEIGHT else bottom
    return Arrangement(
        "case",
        board.places,
        board.routes,
        tuple(board.zones),
        (0.0, 0.0, board.width, height),
        words,
    )
