"""Concentric layout: the focus in the middle, around it one ring for each step away."""

from __future__ import annotations

import math
from typing import Final

import networkx as nx
import numpy as np

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

_STEP: Final = 128.0
_NARROW: Final = 0.85


def concentric(view: View) -> Arrangement:
    """Place the nodes of a view on rings around its focus, by steps away from it.

    Without a focus the node with the most links is the middle. Who is not connected to the middle
    stands in a row of rings of its own.

    Parameters
    ----------
    view : View
        Its universe is laid out.

    Returns
    -------
    Arrangement
    """
    graph = plain_graph(view.universe)
    blank = blank_places(view.universe, view.state.focus)
    if not blank:
        return Arrangement("concentric", {})
    extents = extents_of(entities_of(view.universe), blank)
    index = {name: number for number, name in enumerate(blank)}
    focus = [name for name in dict.fromkeys(view.state.focus) if name in graph]
    parts = sorted(
        (set(part) for part in nx.connected_components(graph)),
        key=lambda part: (not part.intersection(focus), -len(part), min(part)),
    )
    if len(focus) > 1:
        joined = [part for part in parts if part.intersection(focus)]
        parts = [set().union(*joined), *parts[len(joined) :]]
    points = np.zeros((len(blank), 2))
    drawn = []
    rows = []
    for part in parts:
        middle = [name for name in focus if name in part] or [_busiest(graph, part)]
        names, spots = _rings(graph, middle)
        numbers = np.array([index[name] for name in names])
        rows.append(numbers)
        drawn.append((separate(spots, extents[numbers]), extents[numbers]))
    for numbers, moved in zip(rows, packed(drawn, frame_for(extents)[0]), strict=True):
        points[numbers] = moved
    return Arrangement("concentric", placed(blank, points))


def _busiest(graph: nx.Graph[str], part: set[str]) -> str:
    return min(part, key=lambda name: (-graph.degree(name), name))


def _rings(graph: nx.Graph[str], middle: list[str]) -> tuple[list[str], Array]:
    """Names from the middle outwards with their points."""
    rings, parents = _steps(graph, middle)
    weight = _weights(rings, parents)
    wedges = _wedges(rings, parents, weight)
    names: list[str] = []
    spots: list[tuple[float, float]] = []
    radius = 0.0
    for number, ring in enumerate(rings):
        if number == 0 and len(ring) == 1:
            radius = 0.0
        elif number == 0:
            radius = 40.0 + 6.0 * len(ring)
        else:
            radius = max(radius + _STEP, _needed(len(ring)))
        for name in ring:
            low, high = wedges[name]
            angle = (low + high) / 2 - math.pi / 2
            names.append(name)
            spots.append((radius * math.cos(angle), radius * _NARROW * math.sin(angle)))
    return names, np.array(spots)


def _needed(count: int) -> float:
    """Radius at which so many labels find room around a ring."""
    return count * 52.0 / math.tau


def _steps(graph: nx.Graph[str], middle: list[str]) -> tuple[list[list[str]], dict[str, str]]:
    rings = [list(middle)]
    seen = set(middle)
    parents: dict[str, str] = {}
    while rings[-1]:
        following: list[str] = []
        for name in rings[-1]:
            for other in sorted(graph[name]):
                if other not in seen:
                    seen.add(other)
                    parents[other] = name
                    following.append(other)
        rings.append(following)
    return rings[:-1], parents


def _weights(rings: list[list[str]], parents: dict[str, str]) -> dict[str, int]:
    """Number of nodes without followers behind each node: it sets the width of its wedge."""
    weight: dict[str, int] = {}
    for ring in reversed(rings):
        for name in ring:
            weight[name] = max(weight.get(name, 0), 1)
            if name in parents:
                parent = parents[name]
                weight[parent] = weight.get(parent, 0) + weight[name]
    return weight


def _wedges(
    rings: list[list[str]], parents: dict[str, str], weight: dict[str, int]
) -> dict[str, tuple[float, float]]:
    whole = sum(weight[name] for name in rings[0])
    wedges: dict[str, tuple[float, float]] = {}
    filled: dict[str, float] = {}
    at = 0.0
    for number, ring in enumerate(rings):
        for name in ring:
            if number == 0:
                low, share = at, math.tau * weight[name] / whole
                at += share
            else:
                parent = parents[name]
                start, end = wedges[parent]
                low = filled.get(parent, start)
                behind = weight[parent]
                share = (end - start) * weight[name] / behind
                filled[parent] = low + share
            wedges[name] = (low, low + share)
    return wedges
