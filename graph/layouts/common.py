"""What the layouts share: a plain graph in a fixed order, sizes, and pushing boxes apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.layouts import Place
from graph.model import Entity
from graph.picture.label_text import block_of

Array = NDArray[np.float64]

WIDTH: Final = 896.0
HEIGHT: Final = 808.0
"""The drawing at 1440 × 900, in px."""

GAP: Final = 5.0
"""Between a shape and its label."""

_ROOM: Final = 2.2
_LEAST: Final = 0.34
_PER_NODE: Final = 0.055
_WRAPS: Final = {"hub": 160.0, "main": 130.0}
_FEW: Final = 150
_ROUNDS: Final = 600
_REFRESH: Final = 4
_PATIENCE: Final = 50


def plain_graph(universe: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The graph without directions and parallels, in an order that depends on the ids alone.

    Examples
    --------
    >>> list(plain_graph(nx.MultiDiGraph([("b", "a"), ("a", "b")])).edges)
    [('a', 'b')]
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(universe))
    pairs = {(min(a, b), max(a, b)) for a, b in universe.edges() if a != b}
    graph.add_edges_from(sorted(pairs))
    return graph


def entities_of(universe: nx.MultiDiGraph[str]) -> dict[str, Entity]:
    """Entities by id, sorted."""
    return {name: universe.nodes[name]["entity"] for name in sorted(universe)}


def radius_of(degree: int) -> float:
    """Radius of a node with so many links.

    Examples
    --------
    >>> radius_of(0), radius_of(1000)
    (5.0, 14.0)
    """
    return round(min(5 + 2.2 * math.log1p(degree), 14.0), 2)


def blank_places(universe: nx.MultiDiGraph[str], focus: Sequence[str] = ()) -> dict[str, Place]:
    """A place at (0, 0) for each node, sized by its links, with the tier of its label."""
    degrees = dict(universe.degree())
    most = max(degrees.values(), default=0)
    small = "body" if len(degrees) <= _FEW else "member"

    def tier(name: str, degree: int) -> str:
        if name in focus or (not focus and degree == most and degree >= 8):
            return "hub"
        return "main" if degree >= 6 else small

    blank = {}
    for name in sorted(degrees):
        its = tier(name, degrees[name])
        blank[name] = Place(0.0, 0.0, radius_of(degrees[name]), its, _WRAPS.get(its, 112.0))
    return blank


def extents_of(entities: Mapping[str, Entity], places: Mapping[str, Place]) -> Array:
    """Left, right, up and down reach of each node with its label at its right."""
    rows = []
    for name, place in places.items():
        block = block_of(entities[name], place.tier, place.wrap)
        above = max(place.r * 1.2, block.middle)
        below = max(place.r * 1.2, block.height - block.middle)
        rows.append((place.r * 1.2, place.r + GAP + block.width, above, below))
    return np.array(rows, dtype=float).reshape(-1, 4)


def frame_for(extents: Array) -> tuple[float, float]:
    """Width and height of a drawing that has room for boxes, in the proportions of the canvas.

    A handful of nodes gets less than the canvas, so that it is shown enlarged and not far apart.
    """
    area = float(
        ((extents[:, 0] + extents[:, 1] + 16) * (extents[:, 2] + extents[:, 3] + 10)).sum()
    )
    least = min(1.0, _LEAST + _PER_NODE * len(extents))
    factor = max(least, math.sqrt(_ROOM * area / (WIDTH * HEIGHT)))
    return WIDTH * factor, HEIGHT * factor


def placed(blank: Mapping[str, Place], points: Array) -> dict[str, Place]:
    """The blank places, in the same order, at points."""
    return {
        name: Place(round(float(x), 2), round(float(y), 2), place.r, place.tier, place.wrap)
        for (name, place), (x, y) in zip(blank.items(), points, strict=True)
    }


def separate(
    points: Array, extents: Array, *, fixed: NDArray[np.bool_] | None = None, gap: float = 6.0
) -> Array:
    """Push boxes apart until none overlaps, moving each as little as may be.

    Parameters
    ----------
    points : array of shape (n, 2)
        Centres of the nodes.
    extents : array of shape (n, 4)
        Reach of each node's box to the left, right, up and down.
    fixed : array of bool, optional
        Nodes that stay where they are.
    gap : float
        Room that is kept between boxes.

    Returns
    -------
    array of shape (n, 2)
        New centres; the input is left alone.

    Examples
    --------
    >>> moved = separate(np.zeros((2, 2)), np.full((2, 4), 5.0), gap=0)
    >>> bool(np.ptp(moved, axis=0).max() >= 9.9)
    True
    """
    moved = points.astype(float).copy()
    if len(moved) < 2:
        return moved
    offset = np.column_stack((extents[:, 1] - extents[:, 0], extents[:, 3] - extents[:, 2])) / 2
    half = np.column_stack((extents[:, 0] + extents[:, 1], extents[:, 2] + extents[:, 3])) / 2
    half = half + gap / 2
    free = np.ones(len(moved)) if fixed is None else (~fixed).astype(float)
    reach = 2 * half.max(axis=0) * 1.15
    pairs = np.empty((0, 2), dtype=np.intp)
    for turn in range(_ROUNDS):
        if fixed is None and turn % _PATIENCE == _PATIENCE - 1:
            # Crowded: boxes that hem each other in get free when everything draws apart a little.
            moved = moved.mean(axis=0) + (moved - moved.mean(axis=0)) * 1.04
        centres = moved + offset
        if turn % _REFRESH == 0:
            pairs = cKDTree(centres / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")
            pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        if not _push(moved, centres, half, free, pairs) and turn % _REFRESH == 0:
            break
    return moved


def _push(moved: Array, centres: Array, half: Array, free: Array, pairs: NDArray[np.intp]) -> bool:
    first, second = pairs[:, 0], pairs[:, 1]
    apart = centres[second] - centres[first]
    overlap = half[first] + half[second] - np.abs(apart)
    hit = (overlap > 0.01).all(axis=1) & (free[first] + free[second] > 0)
    if not hit.any():
        return False
    first, second, apart, overlap = first[hit], second[hit], apart[hit], overlap[hit]
    axis = (overlap[:, 1] < overlap[:, 0]).astype(np.intp)
    rows = np.arange(len(axis))
    sign = np.where(apart[rows, axis] < 0, -1.0, 1.0)
    share = free[first] / (free[first] + free[second])
    step = (overlap[rows, axis] + 0.02) * sign
    np.add.at(moved, (first, axis), -step * share * 0.8)
    np.add.at(moved, (second, axis), step * (1 - share) * 0.8)
    return True


def packed(parts: Iterable[tuple[Array, Array]], width: float, gap: float = 28.0) -> list[Array]:
    """Set parts of a drawing side by side in rows, each part's own shape kept.

    Parameters
    ----------
    parts : iterable of (points, extents)
        In the order in which they are set.
    width : float
        Width of a row, unless a part is wider.
    gap : float
        Room between parts.

    Returns
    -------
    list of array
        New points of each part.
    """
    result: list[Array] = []
    x = y = row = 0.0
    for points, extents in parts:
        low = (points - extents[:, [0, 2]]).min(axis=0)
        size = (points + extents[:, [1, 3]]).max(axis=0) - low
        if x and x + size[0] > width:
            x, y, row = 0.0, y + row + gap, 0.0
        result.append(points - low + np.array([x, y]))
        x += float(size[0]) + gap
        row = max(row, float(size[1]))
    return result


def swept(
    layers: list[list[str]], neighbours: Callable[[str], Iterable[str]], rounds: int = 8
) -> list[list[str]]:
    """Order the nodes of each layer by the mean place of their neighbours, up and down in turn."""
    layers = [list(layer) for layer in layers]
    rank = {name: float(i) for layer in layers for i, name in enumerate(layer)}
    for turn in range(rounds):
        for layer in layers if turn % 2 == 0 else reversed(layers):
            means = {}
            for name in layer:
                others = [rank[other] for other in neighbours(name) if other in rank]
                means[name] = sum(others) / len(others) if others else rank[name]
            layer.sort(key=lambda name: (means[name], name))
            middle = (len(layer) - 1) / 2
            rank.update({name: i - middle for i, name in enumerate(layer)})
    return layers
