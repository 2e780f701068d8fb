"""Scene: everything a picture needs and nothing else, in world coordinates.

The canvas, SVG, PNG, PDF and HTML draw the same Scene, so an export looks like the screen.
World coordinates have x to the right and y downwards, in pixels at zoom 1. Colours are named,
not mixed in: `fill` and `stroke` are keys that `graph.picture.appearance` resolves for each theme.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width, height."""

PathStep = tuple[str | float, ...]
"""``("M", x, y)``, ``("L", x, y)``, ``("Q", cx, cy, x, y)`` or ``("C", ax, ay, bx, by, x, y)``."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text with its place.

    Attributes
    ----------
    text : str
        Raw text from the data: every medium escapes it itself.
    x, y : float
        Anchor on the baseline.
    width : float
        Advance width measured with the scene's font.
    size : float
        Font size in px.
    weight : int
        400, 500, 600 or 700.
    tone : str
        ``ink``, ``muted``, ``faint`` or ``group:<relation group>`` (that group's text colour).
    anchor : str
        ``start``, ``middle`` or ``end``.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    weight: int = 400
    tone: str = "ink"
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A drawn entity.

    Attributes
    ----------
    key : str
        Opaque id for drawing libraries (``n0`` …), stable for one entity within a data set.
    id : str
        The entity's id.
    x, y, r : float
        Centre and radius of the shape.
    shape : str
        Key of `graph.picture.appearance.SHAPES`.
    fill : str
        Category, resolved by `graph.picture.appearance.Theme.category`.
    letter : str
        First letter drawn on an unknown category's disc, else blank.
    lines : tuple of TextLine
        The label and its second line, placed; empty when the label is hidden for want of room.
    box : Box or None
        Bounds of the label, ``None`` when hidden.
    label : str
        The whole label, for the list of nodes, titles and search.
    tip : str
        Plain sentence for hover: “3 links, 1 hidden. Double-click expands.”
    selected, pinned, closed, ghost, dimmed : bool
        States, see the sheet of signs; a ghost is kept in sight though it was left out.
    more : int
        Links that are not drawn; “+12” when above 0 and worth expanding.
    badge : str
        Count on a closed group, “9 of 9 inside”, else blank.
    cluster : int
        Number of its cluster from 1, which then colours it; 0 when the category does.
    leader : tuple of Point
        A thin line from the shape to a label that stands away from it; else empty.
    """

    key: str
    id: str
    x: float
    y: float
    r: float
    shape: str
    fill: str
    label: str
    lines: tuple[TextLine, ...] = ()
    box: Box | None = None
    letter: str = ""
    tip: str = ""
    selected: bool = False
    pinned: bool = False
    closed: bool = False
    ghost: bool = False
    dimmed: bool = False
    more: int = 0
    badge: str = ""
    cluster: int = 0
    leader: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneLink:
    """A drawn relation: a path, perhaps a head, perhaps a word.

    Attributes
    ----------
    key : str
        Opaque id (``e17``).
    id : str
        The relation's id.
    source, target : str
        Keys of the nodes at its ends.
    path : tuple of PathStep
        The stroked line, already ended short of the head and of the shapes.
    head : tuple of Point
        Polygon of the arrowhead; empty when undirected or when a rail shares one head.
    stroke : str
        Relation group, resolved by `graph.picture.appearance.Theme.group`.
    status : str
        Sets the dash, see `graph.picture.appearance.DASHES`.
    width : float
        Stroke width in px; `pale` is the wider line drawn under it for the maximum of a range.
    pale : float
        0 when there is no range.
    blend : float
        1 for the full colour, less to blend it into the ground (never alpha).
    order : int
        Drawing order from below.
    casing : bool
        Whether a line in ground colour is stroked under it where it crosses others.
    words : tuple of TextLine
        Words on the link, placed.
    tip : str
        Plain sentence for hover.
    directed, lit, ghost, dimmed, selected : bool
        States.
    mark : str
        One of `MARKS` where two dates are compared, which then colours it; else blank.
    """

    key: str
    id: str
    source: str
    target: str
    path: tuple[PathStep, ...]
    stroke: str
    status: str
    width: float
    head: tuple[Point, ...] = ()
    pale: float = 0.0
    blend: float = 1.0
    order: int = 0
    casing: bool = True
    words: tuple[TextLine, ...] = ()
    tip: str = ""
    directed: bool = True
    lit: bool = False
    ghost: bool = False
    dimmed: bool = False
    selected: bool = False
    mark: str = ""


MARKS: Final = ("appeared", "ended", "changed")
"""What can have become of a link between two dates."""


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One row of the legend: what appears in this scene, in the vocabulary's order.

    Attributes
    ----------
    kind : str
        ``category``, ``group``, ``status``, ``width``, ``mark``, ``cluster`` or ``ghost``.
    key : str
        Category, relation group, status, the width in px as text, mark, number of the cluster, or
        ``link`` for the ghosts.
    words : str
        Words on screen.
    shown : int
        How many of it the scene draws.
    """

    kind: str
    key: str
    words: str
    shown: int


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a picture.

    Attributes
    ----------
    title, subtitle : str
        Heading and one sentence.
    counts : str
        “83 of 83 entities · 90 of 90 links”.
    filters : tuple of str
        Each active filter in words; empty when all is shown.
    as_of : str
        “All dates · 86 links undated”.
    sources : tuple of str
        One line for each cited source, with its kind and locators.
    view : str
        Focus, hops, layout in words.
    data_hash : str
        Short hash of the data set.
    hidden_labels : int
        Labels left out for want of room.
    """

    title: str
    subtitle: str
    counts: str
    filters: tuple[str, ...]
    as_of: str
    sources: tuple[str, ...]
    view: str
    data_hash: str
    hidden_labels: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: nodes, links, zone titles, legend, caption and bounds.

    Attributes
    ----------
    nodes : tuple of SceneNode
        In drawing order.
    links : tuple of SceneLink
        In drawing order, lowest first.
    zones : tuple of TextLine
        Titles of regions of the layout.
    legend : tuple of LegendRow
        Only what appears.
    caption : Caption
        Title, counts, filters, sources.
    bounds : Box
        Of everything drawn, labels included.
    layout : str
        Name of the layout that was used.
    """

    nodes: tuple[SceneNode, ...]
    links: tuple[SceneLink, ...]
    zones: tuple[TextLine, ...]
    legend: tuple[LegendRow, ...]
    caption: Caption
    bounds: Box
    layout: str

    def to_dict(self) -> dict[str, Any]:
        """The scene as plain dicts, lists, text and numbers, fit for JSON."""
        return asdict(self)
