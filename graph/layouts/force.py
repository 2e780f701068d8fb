"""Force layout: linked nodes draw together, all others push apart, labels get their room."""

from __future__ import annotations

import math
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from graph.layouts import Arrangement
from graph.layouts.common import (
    Array,
    blank_places,
    entities_of,
    extents_of,
    frame_for,
    packed,
    placed,
    plain_graph,
    separate,
)
from graph.views.view import View

_SMALL: Final = 350
_ROUNDS: Final = 200
_FEW: Final = 150
_STARTS: Final = 6
_ROUNDS_LARGE: Final = 110
_PIVOTS: Final = 40
_REACH: Final = 2.5


def force(view: View) -> Arrangement:
    """Place the nodes of a view by forces, each connected part by itself.

    Parameters
    ----------
    view : View
        Its universe is laid out; the seed is the state's.

    Returns
    -------
    Arrangement

    References
    ----------
    T. Fruchterman and E. Reingold, “Graph drawing by force-directed placement”, 1991;
    U. Brandes and C. Pich, “Eigensolver methods for progressive multidimensional scaling”, 2006.
    """
    graph = plain_graph(view.universe)
    blank = blank_places(view.universe, view.state.focus)
    extents = extents_of(entities_of(view.universe), blank)
    if not blank:
        return Arrangement("force", {})
    index = {name: number for number, name in enumerate(blank)}
    width, height = frame_for(extents)
    parts = sorted(
        (sorted(part) for part in nx.connected_components(graph)),
        key=lambda part: (-len(part), part),
    )
    rows = [np.array([index[name] for name in part]) for part in parts]
    whole = float(len(blank))
    points = np.zeros((len(blank), 2))
    drawn = []
    for part, numbers in zip(parts, rows, strict=True):
        factor = math.sqrt(len(part) / whole)
        spread = _springs(graph.subgraph(part), part, view.state.seed)
        spread = _stretched(spread, width * factor, height * factor)
        reach = extents[numbers]
        drawn.append((separate(spread, reach), reach))
    for numbers, moved in zip(rows, packed(drawn, width), strict=True):
        points[numbers] = moved
    return Arrangement("force", placed(blank, points))


def _springs(graph: nx.Graph[str], names: list[str], seed: int) -> Array:
    if len(names) == 1:
        return np.zeros((1, 2))
    if len(names) > _SMALL:
        return _springs_large(graph, names, seed)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.edges))
    starts = _STARTS if len(names) <= _FEW else 1
    tries = [_sprung(ordered, seed * _STARTS + start) for start in range(starts)]
    row = {name: number for number, name in enumerate(names)}
    ends = np.array([(row[a], row[b]) for a, b in ordered.edges])
    return min(tries, key=lambda points: crossings(points, ends))


def _sprung(graph: nx.Graph[str], seed: int) -> Array:
    spots = nx.spring_layout(
        graph, k=2.7 / math.sqrt(len(graph)), iterations=_ROUNDS, seed=seed, method="force"
    )
    return np.array([spots[name] for name in graph])


def crossings(points: Array, ends: NDArray[np.intp]) -> int:
    """How many pairs of straight links cross, those that share a node left out.

    Examples
    --------
    >>> square = np.array([(0, 0), (1, 1), (0, 1), (1, 0)], dtype=float)
    >>> crossings(square, np.array([(0, 1), (2, 3)])), crossings(square, np.array([(0, 2), (1, 3)]))
    (1, 0)
    """
    first, second = np.triu_indices(len(ends), 1)
    a, b = points[ends[first, 0]], points[ends[first, 1]]
    c, d = points[ends[second, 0]], points[ends[second, 1]]

    def side(p: Array, q: Array, r: Array) -> Array:
        u, v = q - p, r - p
        turn: Array = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
        return turn

    across = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(across.sum())


def _springs_large(graph: nx.Graph[str], names: list[str], seed: int) -> Array:
    """Forces among near nodes alone, from a start that already has the right overall shape."""
    row = {name: number for number, name in enumerate(names)}
    ends = np.array(sorted(tuple(sorted((row[a], row[b]))) for a, b in graph.edges))
    shape = (len(names), len(names))
    matrix = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=shape)
    random = np.random.default_rng(seed)
    points = _scaled_distances(matrix, len(names), seed) + random.normal(
        scale=0.05, size=(len(names), 2)
    )
    points *= 1.0 / max(float(np.linalg.norm(np.ptp(points, axis=0))) / math.sqrt(len(names)), 1e-9)
    pairs = np.empty((0, 2), dtype=np.intp)
    for turn in range(_ROUNDS_LARGE):
        if turn % 3 == 0:
            pairs = cKDTree(points).query_pairs(_REACH, output_type="ndarray")
        push = np.zeros_like(points)
        apart = points[pairs[:, 0]] - points[pairs[:, 1]]
        square = np.maximum((apart**2).sum(axis=1), 1e-4)[:, None]
        _add(push, pairs, apart / square)
        along = points[ends[:, 1]] - points[ends[:, 0]]
        length = np.sqrt((along**2).sum(axis=1))[:, None]
        _add(push, ends, along * np.minimum(length, 4.0) * 0.35)
        size = np.maximum(np.sqrt((push**2).sum(axis=1)), 1e-9)[:, None]
        heat = 0.6 * (1 - turn / _ROUNDS_LARGE) + 0.02
        points = points + push / size * np.minimum(size, heat)
    return points


def _add(push: Array, pairs: NDArray[np.intp], force_: Array) -> None:
    """Add a force to the first of each pair and take it from the second."""
    count = len(push)
    for axis in range(2):
        push[:, axis] += np.bincount(pairs[:, 0], force_[:, axis], count)
        push[:, axis] -= np.bincount(pairs[:, 1], force_[:, axis], count)


def _scaled_distances(matrix: Any, count: int, seed: int) -> Array:
    """Pivot scaling: two axes that keep the distances to a few far-apart nodes."""
    pivot = seed % count
    nearest = np.full(count, np.inf)
    columns = []
    for _ in range(min(_PIVOTS, count)):
        steps = dijkstra(matrix, indices=pivot, directed=False, unweighted=True)
        columns.append(steps)
        nearest = np.minimum(nearest, steps)
        pivot = int(nearest.argmax())
    squares = np.column_stack(columns) ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, [-1, -2]]
    # An eigenvector has no sign of its own: fix it, or the picture may turn over between machines.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    spots: Array = centred @ axes
    spots *= math.sqrt(count) / max(float(np.abs(spots).max()), 1e-9)
    return spots


def _stretched(points: Array, width: float, height: float) -> Array:
    """Points spread over a frame around (0, 0)."""
    span = np.ptp(points, axis=0)
    centre = points.min(axis=0) + span / 2
    scale = np.where(span > 1e-9, np.array([width, height]) / np.maximum(span, 1e-9), 0.0)
    stretched: Array = (points - centre) * scale
    return stretched
