"""The legend of a figure: what appears in the drawing, as columns of samples and words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.exports.escaping import one_line
from graph.exports.marks import Mark, circle_d, line_mark, path_d, polygon_d, shape_marks
from graph.model import UNDIRECTED_TYPES, group_of
from graph.picture.appearance import SIGNS, Theme, arrowhead, head_length, letter_of, shape_of
from graph.picture.fonts import advance
from graph.picture.scene import LegendRow, Scene

MOST_ROWS: Final = 8
"""Rows of a column before it goes on in the next one."""

GLYPH_X: Final = 8.0
GLYPH_R: Final = 6.5
"""Centre, from the left end of the row, and radius of a category's sign."""

_SIZE: Final = 13.0
_WIDEST: Final = 300.0
_TITLES: Final = {
    "category": "Entities",
    "group": "Links",
    "status": "How sure",
    "width": "Width",
    "mark": "What differs",
    "cluster": "Clusters",
    "ghost": "Dotted and pale",
}
_LINE: Final = 34.0
_FILTERS: Final = frozenset({"category", "group", "status", "width"})

ROUND_KINDS: Final = frozenset({"category", "cluster"})
"""Kinds of rows whose sample is a shape, not a line."""

_UNDIRECTED: Final = frozenset(map(group_of, UNDIRECTED_TYPES))


@dataclass(frozen=True)
class Row:
    """One row of the legend.

    Attributes
    ----------
    words : str
        What it says.
    marks : callable
        Gives the sample's marks for the left end of the row's middle line.
    value : str or None
        Key of what the row stands for; ``None`` for a state.
    letter : str
        Letter on the sign of a category the vocabulary does not list.
    """

    words: str
    marks: Callable[[float, float], list[Mark]]
    value: str | None = None
    letter: str = ""


@dataclass(frozen=True)
class Column:
    """Rows under one heading, which is blank where a column goes on from the one before.

    Attributes
    ----------
    kind : str
        As in `LegendRow`.
    title : str
        Heading.
    rows : tuple of Row
        At most `MOST_ROWS`.
    indent, width : float
        Where words begin, and the width of the whole column.
    """

    kind: str
    title: str
    rows: tuple[Row, ...]
    indent: float
    width: float


def legend_columns(scene: Scene, theme: Theme) -> list[Column]:
    """Columns for everything that appears in the scene, and nothing else."""
    columns: list[Column] = []
    clustered = any(row.kind == "cluster" for row in scene.legend)
    for kind, title in _TITLES.items():
        rows = [_row(row, theme, clustered) for row in scene.legend if row.kind == kind]
        if kind == "category":
            rows.extend(_states(scene, theme))
        indent = 24.0 if kind in ROUND_KINDS else _LINE + 12
        most = math.ceil(len(rows) / max(math.ceil(len(rows) / MOST_ROWS), 1))
        for start in range(0, len(rows), most or 1):
            part = tuple(rows[start : start + most])
            heading = title if start == 0 else ""
            widest = max(advance(row.words, _SIZE) for row in part)
            width = max(indent + widest, advance(heading, 12.5, 600))
            columns.append(Column(kind, heading, part, indent, width))
    return columns


def _row(row: LegendRow, theme: Theme, clustered: bool) -> Row:
    letter = letter_of(row.key) if row.kind == "category" else ""
    # The offline page filters by these rows; a comparison or a cluster is no filter.
    value = row.key if row.kind in _FILTERS else None
    # Where colour says the cluster, the category is told by the shape alone.
    draw = _shape if clustered and row.kind == "category" else _DRAW[row.kind]
    return Row(fitted(row.words), partial(draw, row.key, theme), value, letter)


def fitted(text: str) -> str:
    """Words cut to what a row of the legend can hold.

    Examples
    --------
    >>> fitted("Ownership"), fitted("W" * 80).endswith("W…")
    ('Ownership', True)
    """
    plain = one_line(text)
    if advance(plain, _SIZE) <= _WIDEST:
        return plain
    keep = len(plain)
    while keep and advance(plain[:keep] + "…", _SIZE) > _WIDEST:
        keep -= 1
    return plain[:keep].rstrip() + "…"


def _states(scene: Scene, theme: Theme) -> list[Row]:
    rows = []
    if any(node.selected for node in scene.nodes):
        rows.append(Row("Selected", partial(_selected, theme)))
    if any(node.closed for node in scene.nodes):
        rows.append(Row("Closed group", partial(_closed, theme)))
    return rows


def _category(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    return shape_marks(shape_of(key), x + GLYPH_X, y, GLYPH_R, theme.category(key), theme)


def _shape(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    return shape_marks(shape_of(key), x + GLYPH_X, y, GLYPH_R, theme.muted, theme)


def _selected(theme: Theme, x: float, y: float) -> list[Mark]:
    ground = theme.blended(theme.accent, SIGNS["ring_ground"])
    ring = circle_d(x + GLYPH_X, y, GLYPH_R)
    return [Mark(ring, ground, theme.accent, SIGNS["ring_width"])]


def _closed(theme: Theme, x: float, y: float) -> list[Mark]:
    return [Mark(circle_d(x + GLYPH_X, y, GLYPH_R), stroke=theme.muted, width=1.2)]


def _group(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    colour, width = theme.group(key), 2.0
    if key in _UNDIRECTED:
        return [_line(x, x + _LINE, y, colour, width, theme)]
    tip = (x + _LINE, y)
    shaft = _line(x, tip[0] - head_length(width) * 0.62, y, colour, width, theme)
    return [shaft, Mark(polygon_d(arrowhead(tip, 0.0, width)), fill=colour)]


def _status(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    width = 1.0 if key == "ungraded" else 2.0
    colour = theme.muted if key == "ungraded" else theme.ink
    return [_line(x, x + _LINE, y, colour, width, theme, key)]


def _width(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    return [_line(x, x + _LINE, y, theme.ink, float(key), theme)]


def _mark(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    return [_line(x, x + _LINE, y, theme.mark(key), 2.6, theme)]


def _cluster(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    return shape_marks("disc", x + GLYPH_X, y, GLYPH_R, theme.cluster(int(key)), theme)


def _ghost(key: str, theme: Theme, x: float, y: float) -> list[Mark]:
    colour = theme.blended(theme.ink, SIGNS["ghost_link"])
    return [_line(x, x + _LINE, y, colour, 1.3, theme, "proposed")]


_DRAW: Final[Mapping[str, Callable[[str, Theme, float, float], list[Mark]]]] = {
    "category": _category,
    "group": _group,
    "status": _status,
    "width": _width,
    "mark": _mark,
    "cluster": _cluster,
    "ghost": _ghost,
}


def _line(
    x: float, end: float, y: float, colour: str, width: float, theme: Theme, status: str = "stated"
) -> Mark:
    d = path_d([("M", x, y), ("L", end, y)])
    return line_mark(d, colour, width, status, theme)
