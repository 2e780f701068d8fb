"""Layouts: where the nodes of a view stand.

A layout is a function of the view's universe (data, focus, hops, expansions), the layout's name,
the seed and the pins; filters never enter it. ``arrange(view)`` picks the layout and returns an
`Arrangement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.picture.scene import Box, Point, TextLine

if TYPE_CHECKING:
    from graph.views.view import View

TIERS = ("hub", "main", "head", "body", "member")
"""Typographic tiers: hub 14.5/600, main 12.5/600, head 12/600, body 12.5/400, member 11.5/400."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one entity stands and how it is written.

    Attributes
    ----------
    x, y, r : float
        Centre and radius in world coordinates.
    tier : str
        One of `TIERS`; sets the type size of the label.
    wrap : float
        Width in px at which the label wraps.
    lines : tuple of TextLine or None
        The label, already placed by the layout; ``None`` leaves it to `graph.picture.labels`.
    """

    x: float
    y: float
    r: float
    tier: str = "body"
    wrap: float = 112.0
    lines: tuple[TextLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A link's way as a layout wants it.

    Attributes
    ----------
    points : tuple of Point
        From the source's centre to the target's centre by every corner or control point.
    kind : str
        ``poly`` (straight stretches, corners rounded by `radius`) or ``curve`` (Bézier: three
        points are quadratic, four are cubic).
    radius : float
        Radius of corners.
    head : bool
        Whether this link carries its arrowhead (a rail shares one).
    words_at : Point or None
        Where the word on the link stands; ``None`` leaves it to `graph.picture.routes`.
    words_anchor : str
        ``start``, ``middle`` or ``end``.
    blend : float
        1 for the full colour, less to blend into the ground.
    """

    points: tuple[Point, ...]
    kind: str = "poly"
    radius: float = 6.0
    head: bool = True
    words_at: Point | None = None
    words_anchor: str = "middle"
    blend: float = 1.0


@dataclass(frozen=True)
class Arrangement:
    """The answer of a layout.

    Attributes
    ----------
    name : str
        Layout that was used.
    places : Mapping of str to Place
        One for every node of the universe.
    routes : Mapping of str to Route
        By relation id; relations that are absent are drawn straight or fanned.
    zones : tuple of TextLine
        Titles of regions.
    bounds : Box or None
        The frame the layout was made for; ``None`` takes the bounds of what is drawn.
    words : frozenset of str
        Relation ids that should carry their word.
    """

    name: str
    places: Mapping[str, Place]
    routes: Mapping[str, Route] = field(default_factory=dict)
    zones: tuple[TextLine, ...] = ()
    bounds: Box | None = None
    words: frozenset[str] = frozenset()


def arrange(view: View) -> Arrangement:
    """Positions of everything in a view's universe.

    What was there before an expansion stays where it was: first the view without its expansions is
    laid out, then the newcomers of each stand beside the entity they came from. Nodes moved by hand
    come last.

    Parameters
    ----------
    view : View
        Only its universe and the fields of its state that move nodes are read.

    Returns
    -------
    Arrangement
        The same for the same data, layout, seed and pins.
    """
    from graph.layouts.choosing import arranged

    return arranged(view)
