"""Grouped layout: one block for each category, its names in columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from graph.layouts import Arrangement, Place, Route
from graph.layouts.common import (
    GAP,
    Array,
    blank_places,
    entities_of,
    extents_of,
    frame_for,
    placed,
)
from graph.model import CATEGORIES, Entity, Relation, category_words
from graph.picture.fonts import advance
from graph.picture.label_text import block_of
from graph.picture.routes import fans_of
from graph.picture.scene import TextLine
from graph.picture.strokes import blend_of
from graph.views.view import View
from graph.views.visibility import links_in

_TITLE: Final = 26.0
_BETWEEN: Final = 44.0
_COLUMN: Final = 34.0
_ROW: Final = 9.0
_TITLE_SIZE: Final = 9.5
_SPACING: Final = 0.8
_MOST_ARCS: Final = 1_500


def grouped(view: View) -> Arrangement:
    """Place the nodes of a view in blocks by category, sorted by name within each.

    Parameters
    ----------
    view : View
        Its universe is laid out.

    Returns
    -------
    Arrangement
        With the category's name as title of each block.
    """
    blank = blank_places(view.universe, view.state.focus)
    if not blank:
        return Arrangement("grouped", {})
    entities = entities_of(view.universe)
    extents = extents_of(entities, blank)
    index = {name: number for number, name in enumerate(blank)}
    width, height = frame_for(extents)
    points = np.zeros((len(blank), 2))
    zones = []
    x = y = row = 0.0
    for category, names in _blocks(entities):
        numbers = np.array([index[name] for name in names])
        spots, (wide, high) = _columns(extents[numbers], height * 0.55)
        words = category_words(category).upper()
        title = advance(words, _TITLE_SIZE, 600) + _SPACING * len(words)
        wide = max(wide, title)
        if x and x + wide > width:
            x, y, row = 0.0, y + row + _BETWEEN, 0.0
        points[numbers] = spots + np.array([x, y + _TITLE])
        zones.append(
            TextLine(words, round(x, 2), round(y + 10, 2), title, _TITLE_SIZE, 600, "faint")
        )
        x += wide + _BETWEEN
        row = max(row, high + _TITLE)
    places = {
        name: replace(place, lines=_beside(entities[name], place))
        for name, place in placed(blank, points).items()
    }
    routes = _ways(links_in(view.universe), places)
    return Arrangement("grouped", places, routes, zones=tuple(zones))


def _ways(links: Iterable[Relation], places: Mapping[str, Place]) -> dict[str, Route]:
    """Links leave and arrive at the left of shapes, in arcs: names stand at their right."""
    links = list(links)
    if len(links) > _MOST_ARCS:
        return {}
    ways = {}
    fans = fans_of(links)
    for link in links:
        if link.source == link.target:
            continue
        a, b = places[link.source], places[link.target]
        out = 26 + 0.08 * math.dist((a.x, a.y), (b.x, b.y)) + abs(fans.get(link.id, 0.0))
        lift = 10 + 0.12 * abs(a.x - b.x) + fans.get(link.id, 0.0) / 2
        points = ((a.x, a.y), (a.x - out, a.y - lift), (b.x - out, b.y - lift), (b.x, b.y))
        ways[link.id] = Route(points, "curve", blend=blend_of(link))
    return ways


def _beside(entity: Entity, place: Place) -> tuple[TextLine, ...]:
    """The label at the right: a column of names is read from top to bottom."""
    block = block_of(entity, place.tier, place.wrap)
    return block.placed(place.x + place.r + GAP, place.y - block.middle, "start")


def _blocks(entities: dict[str, Entity]) -> list[tuple[str, list[str]]]:
    """Categories in the order of the legend, the data's own last, with their entities by name."""
    members: dict[str, list[str]] = {}
    for name, entity in entities.items():
        members.setdefault(entity.category, []).append(name)
    known = [category for category in CATEGORIES if category in members]
    own = sorted(category for category in members if category not in CATEGORIES)
    return [
        (category, sorted(members[category], key=lambda name: (entities[name].label, name)))
        for category in (*known, *own)
    ]


def _columns(extents: Array, most: float) -> tuple[Array, tuple[float, float]]:
    """Points of a block of nodes in columns no higher than `most`, and the block's size."""
    spots = np.zeros((len(extents), 2))
    highs = extents[:, 2] + extents[:, 3] + _ROW
    columns = max(1, int(np.ceil(highs.sum() / most)))
    share = highs.sum() / columns
    x = y = tallest = 0.0
    start = 0
    for number, (_, _, up, _) in enumerate(extents):
        if y and y + highs[number] / 2 > share:
            x += _reach(extents[start:number]) + _COLUMN
            start, y = number, 0.0
        spots[number] = (x, y + up)
        y += float(highs[number])
        tallest = max(tallest, y)
    for number in range(len(spots)):
        spots[number, 0] += float(extents[:, 0].max())
    return spots, (x + _reach(extents[start:]), tallest)


def _reach(extents: Array) -> float:
    return float(extents[:, 0].max() + extents[:, 1].max())
