"""Links of the right side: events and the people behind them, measures, who is called on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graph.layouts.case_board import Board
from graph.layouts.case_right import CALLED
from graph.layouts.case_ways import abreast, between, curved, gap_near, oriented
from graph.model import Relation


def link_right(board: Board) -> None:
    """Route the links within the right side."""
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
            abreast(board, deed.event, plan.measure)
            _leaves(board, plan.measure, plan.leaves)
    for one, other in pairwise(events):
        abreast(board, one, other)
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
                abreast(board, node, other)
            elif other in proposers:
                row = gap_near(board, x, y)
                oriented(
                    board, relation, other, [(ox, oy), (ox, row), (lane, row), (lane, y), (x, y)]
                )
            elif board.right <= ox < x - 20:
                row = gap_near(board, x, oy + 4)
                oriented(
                    board, relation, other, [(ox, oy), (ox, row), (lane, row), (lane, y), (x, y)]
                )
