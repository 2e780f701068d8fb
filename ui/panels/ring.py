"""A loop of ownership as a picture: its members in a ring, the shares on the arrows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

import networkx as nx

from graph.exports.marks import line_mark, shape_marks
from graph.exports.markup import letter_on, mark_path, tag, text_line, words
from graph.model import Entity
from graph.ownership.direct import Holding
from graph.ownership.words import step_in_words
from graph.picture.appearance import Theme, letter_of, shape_of
from graph.picture.fonts import FONT_STACK, advance, wrap
from graph.wording.sentences import name_of

MOST_MEMBERS: Final = 12
"""Members that a ring shows; of more, those of the shortest circle, or the first."""

_SIZE: Final = 12.0
_LINE: Final = 14.0
_NAME_ROOM: Final = 120.0
_DOT: Final = 9.0
_AIR: Final = 5.0
_EDGE: Final = 8.0
_HALO: Final = 3.0
_LOOP: Final = 52.0
_SHARE_ROOM: Final = 84.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Ring:
    """The picture as SVG with its width, who is in it, and the same in words."""

    svg: str
    width: float
    members: tuple[str, ...]
    words: str


def ring_order(loop: Collection[str], pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The members of a loop in the order in which they are drawn, along the arrows.

    Parameters
    ----------
    loop : collection of str
        Entities that hold each other in a circle.
    pairs : iterable of (str, str)
        Owner and owned.

    Examples
    --------
    >>> ring_order("abc", [("c", "b"), ("b", "a"), ("a", "c")])
    ('a', 'c', 'b')
    """
    held: nx.DiGraph[str] = nx.DiGraph()
    held.add_nodes_from(sorted(loop))
    held.add_edges_from(sorted(pair for pair in set(pairs) if pair[0] in held and pair[1] in held))
    if len(held) > MOST_MEMBERS:
        circle = _shortest_circle(held)
        if 1 < len(circle) <= MOST_MEMBERS:
            return circle
    first = min(loop)
    walked = list(nx.dfs_preorder_nodes(held, first))
    rest = [node for node in sorted(loop) if node not in set(walked)]
    return tuple([*walked, *rest][:MOST_MEMBERS])


def _shortest_circle(held: nx.DiGraph[str]) -> tuple[str, ...]:
    """The shortest circle through the first member, without its holding in itself."""
    first = min(held)
    ways = nx.single_source_shortest_path(held, first)
    ends = [node for node in held.predecessors(first) if node != first and node in ways]
    circles = [tuple(ways[node]) for node in ends]
    return min(circles, key=lambda circle: (len(circle), circle), default=())


def ring(
    order: Sequence[str],
    holdings: Iterable[Holding],
    entities: Mapping[str, Entity],
    theme: Theme,
) -> Ring:
    """Draw the members of a loop and what they hold of each other.

    Parameters
    ----------
    order : sequence of str
        Who is drawn, clockwise; see `ring_order`.
    holdings : iterable of Holding
        Direct holdings; those between others are left out.
    entities : Mapping of str to Entity
        For names and categories.
    theme : Theme
        Colours.

    Examples
    --------
    >>> from graph.model import Relation, Share
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.picture.appearance import THEMES
    >>> rows = direct_holdings([Relation("r2", "a", "a", "owns", Share(5, 5), "stated")])
    >>> drawn = ring(("a",), rows, {}, THEMES["light"])
    >>> drawn.words, "5 %" in drawn.svg
    ('a holds 5 % of a', True)
    """
    rows = [row for row in holdings if row.owner in order and row.owned in order]
    labels = {key: _lines(key, entities) for key in order}
    in_itself = {row.owner for row in rows if row.owner == row.owned}
    radius = 0.0 if len(order) < 2 else max(104.0, 30.0 * len(order))
    lines = [line for key in order for line in labels[key]]
    side = max((advance(line, _SIZE, 600) for line in lines), default=0.0)
    half = radius + _DOT + _AIR + side + _EDGE
    tall = radius + _DOT + 2 * _LINE + (_LOOP if in_itself else 0) + _EDGE
    middle = (half, tall)
    places = {
        key: (
            middle[0] + radius * sin(2 * pi * number / len(order)),
            middle[1] - radius * cos(2 * pi * number / len(order)),
        )
        for number, key in enumerate(order)
    }
    drawn = [_arrow(row, places, middle, theme) for row in rows]
    nodes = [
        _node(key, places[key], middle, labels[key], entities, theme, own=key in in_itself)
        for key in order
    ]
    told = "; ".join(
        f"{_name(row.owner, entities)} holds {step_in_words(row)} of {_name(row.owned, entities)}"
        for row in rows
    )
    width, height = 2 * half, 2 * tall
    svg = tag(
        "svg",
        words("title", told),
        *(line for line, _ in drawn),
        *nodes,
        *(label for _, label in drawn),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:.1f} {height:.1f}",
        font_family=FONT_STACK,
    )
    return Ring(svg, width, tuple(order), told)


def _name(key: str, entities: Mapping[str, Entity]) -> str:
    return name_of(entities[key]) if key in entities else key


def _lines(key: str, entities: Mapping[str, Entity]) -> list[str]:
    return wrap(_name(key, entities), _SIZE, 600, _NAME_ROOM)[:3]


def _arrow(
    row: Holding, places: Mapping[str, Point], middle: Point, theme: Theme
) -> tuple[str, str]:
    """The line with its head, and the share beside it."""
    start, end = places[row.owner], places[row.owned]
    if row.owner == row.owned:
        bend = (start[0], start[1] - 46)
        points = ((-7, 38), (-34, 0), (34, 0), (10, 35))
        leave, out, back, home = ((start[0] + x, bend[1] + y) for x, y in points)
        path = f"M{_at(leave)}C{_at(out)} {_at(back)} {_at(home)}"
        turn, label, tip = atan2(30, -24), (bend[0], bend[1] + 6), (start[0] + 9, start[1] - 10)
    else:
        across = (end[0] - start[0], end[1] - start[1])
        # To the left of where it goes: outward clockwise, and apart from the way back.
        bend = (
            (start[0] + end[0]) / 2 + 0.22 * across[1],
            (start[1] + end[1]) / 2 - 0.22 * across[0],
        )
        here = _toward(start, bend, _DOT + 2)
        tip = _toward(end, bend, _DOT + 3)
        path = f"M{_at(here)}Q{_at(bend)} {_at(tip)}"
        turn = atan2(end[1] - bend[1], end[0] - bend[0])
        # Nearer to the owner, so that two ways between the same two stay readable.
        label = (
            0.36 * here[0] + 0.48 * bend[0] + 0.16 * tip[0],
            0.36 * here[1] + 0.48 * bend[1] + 0.16 * tip[1] + 4,
        )
    colour = theme.group("ownership")
    line = mark_path(line_mark(path, colour, 1.6, row.weakest, theme))
    head = tag("path", d=_head(tip, turn), fill=colour)
    said = wrap(step_in_words(row), _SIZE, 600, _SHARE_ROOM)
    share = "".join(
        text_line(
            part,
            label[0],
            label[1] + _LINE * (number - (len(said) - 1) / 2),
            size=_SIZE,
            weight=600,
            fill=colour,
            width=advance(part, _SIZE, 600),
            anchor="middle",
            halo=theme.ground,
            halo_width=_HALO,
        )
        for number, part in enumerate(said)
    )
    return line + head, share


def _toward(start: Point, end: Point, distance: float) -> Point:
    far = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    part = distance / far
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def _head(tip: Point, turn: float) -> str:
    corners = [
        (tip[0] - 8 * cos(turn + slant), tip[1] - 8 * sin(turn + slant)) for slant in (0.42, -0.42)
    ]
    return f"M{_at(tip)}L{_at(corners[0])}L{_at(corners[1])}Z"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _node(
    key: str,
    place: Point,
    middle: Point,
    lines: Sequence[str],
    entities: Mapping[str, Entity],
    theme: Theme,
    *,
    own: bool,
) -> str:
    """A member with its name on the outer side, above the arrow to itself when there is one."""
    x, y = place
    category = entities[key].category if key in entities else ""
    marks = shape_marks(shape_of(category), x, y, _DOT, theme.category(category), theme)
    sign = "".join(mark_path(mark) for mark in marks)
    letter = letter_on(letter_of(category), x, y, _DOT, theme)
    out_x, out_y = x - middle[0], y - middle[1]
    upright = abs(out_x) < 1
    anchor = "middle" if upright else "start" if out_x > 0 else "end"
    left = x if upright else x + (_DOT + _AIR) * (1 if out_x > 0 else -1)
    block = _LINE * len(lines)
    if upright and out_y < 0:
        top = y - _DOT - _AIR - block + _SIZE - (_LOOP if own else 0)
    elif upright:
        top = y + _DOT + _AIR + _SIZE
    else:
        top = y - block / 2 + _SIZE - 1
    texts = [
        text_line(
            line,
            left,
            top + _LINE * number,
            size=_SIZE,
            weight=600,
            fill=theme.ink,
            width=advance(line, _SIZE, 600),
            anchor=anchor,
            halo=theme.ground,
            halo_width=_HALO,
        )
        for number, line in enumerate(lines)
    ]
    return tag("g", words("title", _name(key, entities)), sign, letter, *texts)
