"""Newcomers out of the way: no link seems to begin or end at a node that it merely passes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.layouts.common import Array

_TURNS: Final = tuple(math.radians(9.0 * step) for step in range(-8, 9))
_LENGTHS: Final = (1.0, 1.2, 0.8, 1.45, 1.75)
_MARGIN: Final = 9.0
_OVERLAP: Final = 3.0


def out_of_the_way(points: Array, extents: Array, fixed: int, ends: NDArray[np.intp]) -> Array:
    """Swing newcomers around what they are tied to until links and nodes keep clear.

    Parameters
    ----------
    points : array of shape (n, 2)
        Centres; the first `fixed` stay where they are.
    extents : array of shape (n, 4)
        Reach of each node with its label to the left, right, up and down.
    fixed : int
        How many were there before.
    ends : array of int of shape (m, 2)
        Links as pairs of rows of `points`.

    Returns
    -------
    array of shape (n, 2)
        New centres; the input is left alone.

    Examples
    --------
    A newcomer right behind the node that stands between it and its only neighbour:

    >>> row = np.array([(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)])
    >>> moved = out_of_the_way(row, np.full((3, 4), 8.0), 2, np.array([(0, 2)]))
    >>> bool(abs(moved[2, 1]) > 15), bool((moved[:2] == row[:2]).all())
    (True, True)
    """
    moved = points.astype(float).copy()
    radii = extents[:, 0]
    for number in range(fixed, len(moved)):
        own = ends[(ends == number).any(axis=1)]
        near = np.where(own[:, 0] == number, own[:, 1], own[:, 0])
        near = near[near < number] if len(near[near < number]) else near
        if not len(near):
            continue
        pivot = moved[near[0]]
        arm = moved[number] - pivot
        length, angle = float(np.hypot(*arm)), math.atan2(arm[1], arm[0])
        spots = [
            pivot + length * factor * np.array((math.cos(angle + turn), math.sin(angle + turn)))
            for factor in _LENGTHS
            for turn in sorted(_TURNS, key=abs)
        ]
        others = np.arange(len(moved)) < number
        foreign = ends[(ends < number).all(axis=1)]
        costs = [
            _cost(spot, number, moved, radii, extents, others, near, foreign) for spot in spots
        ]
        moved[number] = spots[int(np.argmin(costs))]
    return moved


def _cost(
    spot: Array,
    number: int,
    points: Array,
    radii: Array,
    extents: Array,
    others: NDArray[np.bool_],
    near: NDArray[np.intp],
    foreign: NDArray[np.intp],
) -> float:
    """Nodes that its links would pass, links that would pass it, boxes it would touch."""
    cost = 0.0
    for other in near:
        passed = others.copy()
        passed[other] = False
        gap = _distance(points[passed], points[other], spot) - radii[passed]
        cost += float((gap < _MARGIN).sum())
    for a, b in foreign:
        gap = _distance(spot[None, :], points[a], points[b])[0] - radii[number]
        cost += float(gap < _MARGIN)
    apart = points[others] - spot
    reach = extents[number]
    wide = np.where(apart[:, 0] > 0, reach[1] + extents[others, 0], reach[0] + extents[others, 1])
    high = np.where(apart[:, 1] > 0, reach[3] + extents[others, 2], reach[2] + extents[others, 3])
    touching = (np.abs(apart[:, 0]) < wide) & (np.abs(apart[:, 1]) < high)
    return cost + _OVERLAP * float(touching.sum())


def _distance(points: Array, start: Array, end: Array) -> Array:
    """Distance of points from a stretch."""
    along = end - start
    square = max(float(along @ along), 1e-9)
    part = np.clip(((points - start) @ along) / square, 0.0, 1.0)
    gap: Array = np.hypot(*(points - start - part[:, None] * along).T)
    return gap
