"""What is stroked and filled for each sign of a scene: SVG and HTML draw the same marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.picture.appearance import DASHES, SHAPES, SIGNS, Theme, shape_path
from graph.picture.fonts import advance
from graph.picture.scene import PathStep, Point, SceneLink, SceneNode, TextLine

LEADER_WIDTH = 0.8
"""Stroke width of a leader line, in px."""

PALE = 0.35
"""How much colour the maximum of a range has."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One path with its colours.

    Attributes
    ----------
    d : str
        The path in SVG notation, which a canvas reads as well.
    fill, stroke : str
        Hex colours; blank for none.
    width : float
        Stroke width.
    dash : tuple of float
        Dash and gap; empty for a solid line.
    round : bool
        Whether the line has round ends.
    """

    d: str
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    round: bool = False


def num(value: float) -> str:
    """A number as every text export writes it: at most two decimals, no negative zero.

    Examples
    --------
    >>> num(12.0), num(0.126), num(-0.001)
    ('12', '0.13', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def leader_mark(node: SceneNode, theme: Theme) -> Mark:
    """The thin line that leads to a label that stands away from its shape."""
    (ax, ay), (bx, by) = node.leader
    steps: list[PathStep] = [("M", ax, ay), ("L", bx, by)]
    return Mark(path_d(steps), stroke=theme.faint, width=LEADER_WIDTH)


def path_d(steps: Iterable[PathStep], *, closed: bool = False) -> str:
    """Path steps in SVG notation.

    Examples
    --------
    >>> path_d([("M", 0.0, 0.0), ("L", 10.0, 2.5)])
    'M0 0L10 2.5'
    """
    parts = [f"{step[0]}{' '.join(num(float(value)) for value in step[1:])}" for step in steps]
    return "".join(parts) + ("Z" if closed else "")


def polygon_d(points: Sequence[Point]) -> str:
    """A closed polygon in SVG notation."""
    first, *rest = points
    steps: list[PathStep] = [("M", *first), *(("L", *point) for point in rest)]
    return path_d(steps, closed=True)


def circle_d(x: float, y: float, r: float) -> str:
    """A circle in SVG notation."""
    left, right = num(x - r), num(x + r)
    arc = f"A{num(r)} {num(r)} 0 1 1"
    return f"M{left} {num(y)}{arc} {right} {num(y)}{arc} {left} {num(y)}Z"


def link_marks(link: SceneLink, theme: Theme) -> list[Mark]:
    """Casing, pale maximum and line of a link, in drawing order."""
    colour = _link_colour(link, theme)
    d = path_d(link.path)
    marks = []
    if link.casing:
        wide = max(link.width, link.pale) + SIGNS["casing"]
        marks.append(Mark(d, stroke=theme.ground, width=wide))
    if link.pale and not link.ghost:
        marks.append(Mark(d, stroke=theme.blended(colour, PALE), width=link.pale))
    marks.append(line_mark(d, colour, link.width, "proposed" if link.ghost else link.status, theme))
    return marks


def head_marks(link: SceneLink, theme: Theme) -> list[Mark]:
    """The arrowhead, drawn after every line: links that share a rail would cut it off."""
    return [Mark(polygon_d(link.head), fill=_link_colour(link, theme))] if link.head else []


def _link_colour(link: SceneLink, theme: Theme) -> str:
    dim = SIGNS["dim_link"] if link.dimmed else 1.0
    colour = theme.mark(link.mark) if link.mark else theme.group(link.stroke)
    return theme.blended(colour, link.blend * dim * (SIGNS["ghost_link"] if link.ghost else 1.0))


def line_mark(d: str, colour: str, width: float, status: str, theme: Theme) -> Mark:
    """A line with the dash of its status."""
    stretch = SIGNS["print_dash"] if theme.name == "print" else 1.0
    dash = tuple(part * stretch for part in DASHES.get(status, DASHES["ungraded"]))
    return Mark(d, stroke=colour, width=width, dash=dash, round=status == "proposed")


def node_marks(node: SceneNode, theme: Theme) -> list[Mark]:
    """States and shape of an entity, in drawing order."""
    colour = theme.cluster(node.cluster) if node.cluster else theme.category(node.fill)
    if node.dimmed:
        colour = theme.blended(colour, SIGNS["dim_shape"])
    x, y, ring = node.x, node.y, node.r + SIGNS["ring_gap"]
    marks = []
    if node.selected:
        ground = theme.blended(theme.accent, SIGNS["ring_ground"])
        marks.append(Mark(circle_d(x, y, ring), ground, theme.accent, SIGNS["ring_width"]))
    if node.closed:
        marks.append(Mark(circle_d(x, y, node.r + 4), stroke=colour, width=1.2))
    if node.ghost:
        marks.append(Mark(circle_d(x, y, node.r), theme.ground, colour, 1.0, (2.0, 2.0)))
    else:
        marks.extend(shape_marks(node.shape, x, y, node.r, colour, theme))
    if node.pinned:
        dot = circle_d(x + node.r * 0.8, y - node.r * 0.8, 2.2)
        marks.append(Mark(dot, theme.ink, theme.ground, 1.0))
    return marks


def shape_marks(shape: str, x: float, y: float, r: float, colour: str, theme: Theme) -> list[Mark]:
    """The sign of a category; hollow ones hide what lies under them."""
    sign = SHAPES.get(shape, SHAPES["disc"])
    d = "".join(path_d(outline, closed=True) for outline in shape_path(shape, x, y, r))
    if sign.hollow:
        return [Mark(d, theme.ground, colour, sign.line * r)]
    return [Mark(d, fill=colour)]


def text_colour(line: TextLine, theme: Theme, *, dimmed: bool = False) -> str:
    """Colour of a line of text."""
    colour = theme.tone(line.tone)
    return theme.blended(colour, SIGNS["dim_label"]) if dimmed else colour


def letter_line(letter: str, x: float, y: float, r: float) -> TextLine:
    """The letter of an unknown category, in the middle of its disc."""
    size = round(r * 1.35, 1)
    width = advance(letter, size, 700)
    return TextLine(letter, x - width / 2, y + size * 0.34, width, size, 700)
