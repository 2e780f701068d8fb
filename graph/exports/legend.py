"""The legend of a figure: what appears in the drawing, as columns of samples and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.appearance import (
    SIGNS,
    Theme,
    arrowhead,
    head_length,
    letter_of,
    shape_of,
)
from graph.exports.escaping import one_line
from graph.exports.marks import Mark, circle_d, line_mark, path_d, polygon_d, shape_marks
from graph.exports.markup import mark_path, text_line
from graph.fonts import advance
from graph.model import UNDIRECTED_TYPES, group_of
from graph.scene import LegendRow, Scene

MOST_ROWS: Final = 7
"""Rows of a column before it goes on in the next one."""

_SIZE: Final = 13.0
_TITLES: Final = {
    "category": "Entities",
    "group": "Links",
    "status": "How sure",
    "width": "Width",
}
_LINE: Final = 34.0
_GLYPH: Final = 6.5
_UNDIRECTED: Final = frozenset(map(group_of, UNDIRECTED_TYPES))

Sample = Callable[[float, float], list[str]]


@dataclass(frozen=True)
class Row:
    """One row: words, and what draws the sample at the left end of the row's middle line."""

    words: str
    sample: Sample


@dataclass(frozen=True)
class Column:
    """Rows under one heading, which is blank where a column goes on from the one before.

    Attributes
    ----------
    title : str
        Heading.
    rows : tuple of Row
        At most `MOST_ROWS`.
    indent, width : float
        Where words begin, and the width of the whole column.
    """

    title: str
    rows: tuple[Row, ...]
    indent: float
    width: float


def legend_columns(scene: Scene, theme: Theme) -> list[Column]:
    """Columns for everything that appears in the scene, and nothing else."""
    columns: list[Column] = []
    for kind, title in _TITLES.items():
        rows = [_row(row, theme) for row in scene.legend if row.kind == kind]
        if kind == "category":
            rows.extend(_states(scene, theme))
        indent = 24.0 if kind == "category" else _LINE + 12
        for start in range(0, len(rows), MOST_ROWS):
            part = tuple(rows[start : start + MOST_ROWS])
            heading = title if start == 0 else ""
            widest = max(advance(row.words, _SIZE) for row in part)
            width = max(indent + widest, advance(heading, 12.5, 600))
            columns.append(Column(heading, part, indent, width))
    return columns


def _row(row: LegendRow, theme: Theme) -> Row:
    sample = {"category": _category, "group": _group, "status": _status, "width": _width}[row.kind]
    return Row(one_line(row.words), partial(sample, row.key, theme))


def _states(scene: Scene, theme: Theme) -> list[Row]:
    rows = []
    if any(node.selected for node in scene.nodes):
        rows.append(Row("Selected", partial(_selected, theme)))
    if any(node.closed for node in scene.nodes):
        rows.append(Row("Closed group", partial(_closed, theme)))
    return rows


def _category(key: str, theme: Theme, x: float, y: float) -> list[str]:
    colour = theme.category(key)
    centre = x + 8
    marks = shape_marks(shape_of(key), centre, y, _GLYPH, colour, theme)
    return [*map(mark_path, marks), letter_on(letter_of(key), centre, y, _GLYPH, theme)]


def letter_on(letter: str, x: float, y: float, r: float, theme: Theme) -> str:
    """The first letter of an unknown category on its disc; nothing for a known one."""
    size = round(r * 1.35, 1)
    width = advance(letter, size, 700)
    return text_line(
        letter,
        x,
        y + size * 0.34,
        size=size,
        weight=700,
        fill=theme.ground,
        width=width,
        anchor="middle",
    )


def _selected(theme: Theme, x: float, y: float) -> list[str]:
    ground = theme.blended(theme.accent, SIGNS["ring_ground"])
    return [mark_path(Mark(circle_d(x + 8, y, 6.5), ground, theme.accent, SIGNS["ring_width"]))]


def _closed(theme: Theme, x: float, y: float) -> list[str]:
    return [mark_path(Mark(circle_d(x + 8, y, 6.5), stroke=theme.muted, width=1.2))]


def _group(key: str, theme: Theme, x: float, y: float) -> list[str]:
    colour, width = theme.group(key), 2.0
    if key in _UNDIRECTED:
        return [mark_path(_line(x, x + _LINE, y, colour, width, theme))]
    tip = (x + _LINE, y)
    shaft = _line(x, tip[0] - head_length(width) * 0.62, y, colour, width, theme)
    head = Mark(polygon_d(arrowhead(tip, 0.0, width)), fill=colour)
    return [mark_path(shaft), mark_path(head)]


def _status(key: str, theme: Theme, x: float, y: float) -> list[str]:
    width = 1.0 if key == "ungraded" else 2.0
    colour = theme.muted if key == "ungraded" else theme.ink
    return [mark_path(_line(x, x + _LINE, y, colour, width, theme, key))]


def _width(key: str, theme: Theme, x: float, y: float) -> list[str]:
    return [mark_path(_line(x, x + _LINE, y, theme.ink, float(key), theme))]


def _line(
    x: float, end: float, y: float, colour: str, width: float, theme: Theme, status: str = "stated"
) -> Mark:
    d = path_d([("M", x, y), ("L", end, y)])
    return line_mark(d, colour, width, status, theme)
