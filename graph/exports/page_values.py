"""Signs of a scene as plain values for the offline page: the same marks as in the SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph.exports.escaping import one_line
from graph.exports.legend import GLYPH_R, GLYPH_X, ROUND_KINDS, legend_columns
from graph.exports.marks import (
    Mark,
    head_marks,
    letter_line,
    link_marks,
    node_marks,
    text_colour,
)
from graph.model import Entity
from graph.picture.appearance import Theme
from graph.picture.runs import setting_of
from graph.picture.scene import Scene, SceneLink, SceneNode, TextLine

_SAMPLE: Final = (36.0, 20.0)
_GLYPH_WIDTH: Final = 18.0


def node_values(node: SceneNode, theme: Theme) -> dict[str, Any]:
    """What the page draws and finds of an entity."""
    lines = [line_values(line, theme, dimmed=node.dimmed) for line in node.lines]
    return {
        "ref": one_line(node.id),
        "name": one_line(node.label),
        "tip": one_line(node.label),
        "x": round(node.x, 2),
        "y": round(node.y, 2),
        "r": round(node.r, 2),
        "box": [round(value, 2) for value in node.box] if node.box else None,
        "category": node.fill,
        "marks": [_mark(mark) for mark in node_marks(node, theme)],
        "letter": _letter(node.letter, node.x, node.y, node.r, theme),
        "lines": lines,
    }


def link_values(link: SceneLink, theme: Theme) -> dict[str, Any]:
    """What the page draws of a link."""
    pale = link.dimmed or link.ghost
    return {
        "id": link.key,
        "tip": one_line(link.tip),
        "family": link.stroke,
        "status": link.status,
        "marks": [_mark(mark) for mark in link_marks(link, theme)],
        "head": [_mark(mark) for mark in head_marks(link, theme)],
        "words": [line_values(line, theme, dimmed=pale) for line in link.words],
    }


def names_to_find(node: SceneNode, entities: Mapping[str, Entity]) -> str:
    """Every name under which the page's search finds an entity."""
    entity = entities.get(node.id)
    names = [node.label, *entity.aliases, entity.holder] if entity else [node.label]
    return one_line(" ".join(names))


def _mark(mark: Mark) -> dict[str, Any]:
    fields = {
        "d": mark.d,
        "fill": mark.fill,
        "stroke": mark.stroke,
        "width": round(mark.width, 2),
        "dash": list(mark.dash),
        "round": mark.round,
    }
    return {name: value for name, value in fields.items() if value}


def _letter(letter: str, x: float, y: float, r: float, theme: Theme) -> list[dict[str, Any]]:
    if not letter:
        return []
    line = line_values(letter_line(letter, x, y, r), theme)
    return [line | {"fill": theme.ground, "halo": False}]


def line_values(
    line: TextLine, theme: Theme, *, dimmed: bool = False, spaced: bool = False
) -> dict[str, Any]:
    """One line of text, anchored at its left end where its width is sure."""
    text = one_line(line.text)
    setting = setting_of(text, line.weight)
    shift = {"middle": line.width / 2, "end": line.width}.get(line.anchor, 0.0)
    values = {
        "text": text,
        "x": round(line.x - (shift if setting.exact else 0.0), 2),
        "y": round(line.y, 2),
        "width": round(line.width, 2),
        "size": line.size,
        "weight": line.weight,
        "fill": text_colour(line, theme, dimmed=dimmed),
        "halo": True,
        "spaced": spaced,
    }
    if not setting.plain:
        values["font"] = setting.stack
        values["rtl"] = not setting.rightward
    if not setting.exact:
        # Letters of such scripts are as wide as they are: nothing is stretched, the anchor holds.
        values["width"] = 0
        values["anchor"] = line.anchor
    return values


def legend_values(scene: Scene, theme: Theme) -> list[dict[str, Any]]:
    """The legend's columns, with the marks of each sample."""
    middle = _SAMPLE[1] / 2
    return [
        {
            "kind": column.kind,
            "sample": [_GLYPH_WIDTH if column.kind in ROUND_KINDS else _SAMPLE[0], _SAMPLE[1]],
            "title": column.title,
            "rows": [
                {
                    "words": row.words,
                    "value": row.value if column.kind != "width" else None,
                    "marks": [_mark(mark) for mark in row.marks(1.0, middle)],
                    "letter": _letter(row.letter, 1.0 + GLYPH_X, middle, GLYPH_R, theme),
                }
                for row in column.rows
            ],
        }
        for column in legend_columns(scene, theme)
    ]
