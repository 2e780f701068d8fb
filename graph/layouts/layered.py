"""Layered layout: owners above what they own, watchers above the watched."""

from __future__ import annotations

from collections import deque
from typing import Final

import networkx as nx
import numpy as np
from scipy.optimize import isotonic_regression

from graph.layouts import Arrangement
from graph.layouts.common import (
    Array,
    blank_places,
    entities_of,
    extents_of,
    frame_for,
    placed,
    plain_graph,
    separate,
    swept,
)
from graph.views.view import View
from graph.views.visibility import links_in

RANKING: Final = frozenset({"ownership", "control", "surveillance"})
"""Relation groups whose arrows point downwards."""

_BETWEEN: Final = 64.0
_WITHIN: Final = 14.0


def layered(view: View) -> Arrangement:
    """Place the nodes of a view in layers along ownership, control and surveillance.

    A loop of owners shares one layer; who takes no part in such links stands under whom it is
    linked to. A layer that is too wide folds into rows.

    Parameters
    ----------
    view : View
        Its universe is laid out.

    Returns
    -------
    Arrangement

    References
    ----------
    K. Sugiyama, S. Tagawa and M. Toda, “Methods for visual understanding of hierarchical system
    structures”, 1981.
    """
    graph = plain_graph(view.universe)
    blank = blank_places(view.universe, view.state.focus)
    if not blank:
        return Arrangement("layered", {})
    extents = extents_of(entities_of(view.universe), blank)
    index = {name: number for number, name in enumerate(blank)}
    width, _ = frame_for(extents)
    levels = _levels(view.universe, graph)
    layers: list[list[str]] = [[] for _ in range(max(levels.values()) + 1)]
    for name in blank:
        layers[levels[name]].append(name)
    layers = swept([layer for layer in layers if layer], graph.neighbors)
    points = np.zeros((len(blank), 2))
    y = 0.0
    done: set[str] = set()
    for layer in layers:
        for row in _folded(layer, extents[[index[name] for name in layer]], width):
            numbers = np.array([index[name] for name in row])
            reach = extents[numbers]
            y += float(reach[:, 2].max())
            points[numbers, 0] = _along(row, reach, points, index, graph, done, width)
            points[numbers, 1] = y
            y += float(reach[:, 3].max()) + _WITHIN
            done.update(row)
        y += _BETWEEN
    return Arrangement("layered", placed(blank, separate(points, extents)))


def _levels(universe: nx.MultiDiGraph[str], graph: nx.Graph[str]) -> dict[str, int]:
    """Layer of each node: below every owner, others one below whom they are linked to."""
    ranked = _arrows(universe, RANKING)
    levels = _longest_ways(ranked)
    for part in nx.connected_components(graph):
        if not any(name in levels for name in part):
            # Nothing in this part owns or watches: every arrow then points downwards.
            levels.update(_longest_ways(_arrows(universe.subgraph(part), None)))
    queue = deque(sorted(levels, key=lambda name: (levels[name], name)))
    while queue:
        name = queue.popleft()
        for other in sorted(graph[name]):
            if other not in levels:
                levels[other] = levels[name] + 1
                queue.append(other)
    lowest = max(levels.values(), default=-1)
    return {name: levels.get(name, lowest + 1) for name in graph}


def _arrows(universe: nx.MultiDiGraph[str], groups: frozenset[str] | None) -> nx.DiGraph[str]:
    arrows: nx.DiGraph[str] = nx.DiGraph()
    chosen = {
        (link.source, link.target)
        for link in links_in(universe)
        if link.source != link.target
        and (groups is None or (link.group in groups and link.directed))
    }
    arrows.add_edges_from(sorted(chosen))
    return arrows


def _longest_ways(arrows: nx.DiGraph[str]) -> dict[str, int]:
    """Longest way to each node from above, a loop counting as one node."""
    condensed = nx.condensation(arrows)
    depth: dict[int, int] = {}
    for part in nx.topological_sort(condensed):
        above = [depth[other] for other in condensed.predecessors(part)]
        depth[part] = 1 + max(above) if above else 0
    mapping: dict[str, int] = condensed.graph["mapping"]
    return {name: depth[part] for name, part in mapping.items()}


def _folded(layer: list[str], extents: Array, width: float) -> list[list[str]]:
    """A layer in as many rows as it needs, filled evenly and in turn so that order is kept."""
    whole = float((extents[:, 0] + extents[:, 1] + _WITHIN).sum())
    rows = max(1, int(np.ceil(whole / width)))
    return [layer[start::rows] for start in range(rows)]


def _along(
    row: list[str],
    extents: Array,
    points: Array,
    index: dict[str, int],
    graph: nx.Graph[str],
    done: set[str],
    width: float,
) -> Array:
    """Places along a row, each as near under its neighbours as the order and the labels allow."""
    steps = np.concatenate(([0.0], extents[:-1, 1] + extents[1:, 0] + _WITHIN)).cumsum()
    start = (width - steps[-1]) / 2
    wished = steps + start
    for number, name in enumerate(row):
        above = [points[index[other], 0] for other in sorted(graph[name]) if other in done]
        if above:
            wished[number] = float(np.mean(above))
    fitted = isotonic_regression(wished - steps).x
    room = max(width - float(steps[-1]), 0.0)
    return np.asarray(np.clip(fitted, min(0.0, start), max(room, start)) + steps, dtype=float)
