"""Links that bow to the side, so that they do not run under nodes that they do not end at."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.layouts import Place
from graph.model import Relation

Array = NDArray[np.float64]

_BOWS: Final = (12.0, 20.0, 30.0, 42.0, 58.0, 76.0)
_STEEPEST: Final = 0.3
"""How far a link may bow, as a part of its length."""

_CLEAR: Final = 3.0
_SAMPLES: Final = 24
_MOST: Final = 3_000
"""Links beyond which all stay straight: in a picture that dense a bow helps nobody."""

_REACH: Final = 1.15


def detours_of(
    relations: Iterable[Relation], places: Mapping[str, Place], fans: Mapping[str, float]
) -> dict[str, float]:
    """How far links bow to stay clear of nodes.

    All links between the same two nodes move aside together, so that a fan stays a fan.

    Parameters
    ----------
    relations : iterable of Relation
        All links that have no way of their own.
    places : Mapping of str to Place
        Nodes by id.
    fans : Mapping of str to float
        Bows that set parallel links apart, see `graph.picture.routes.fans_of`.

    Returns
    -------
    dict
        By relation id, in px as in `fans`; links that stay as they are, are absent.

    Examples
    --------
    >>> places = {"a": Place(0, 0, 5), "b": Place(200, 0, 5), "m": Place(100, 2, 8)}
    >>> detours_of([Relation("r2", "a", "b", "owns")], places, {})
    {'r2': -12.0}
    """
    bundles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in relations:
        if relation.source != relation.target:
            low, high = sorted((relation.source, relation.target))
            bundles[low, high].append(relation.id)
    if not bundles or len(bundles) > _MOST:
        return {}
    ground = _Ground(places)
    found: dict[str, float] = {}
    for (low, high), members in bundles.items():
        bows = [fans.get(name, 0.0) for name in members]
        aside = ground.aside(low, high, bows)
        if aside:
            found |= {name: bow + aside for name, bow in zip(members, bows, strict=True)}
    return found


class _Ground:
    """Nodes as discs that can be asked which of them a curve touches."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self._names = list(places)
        self._points = np.array([(one.x, one.y) for one in places.values()])
        self._reach = np.array([one.r * _REACH + _CLEAR for one in places.values()])
        self._widest = float(self._reach.max())
        self._tree = cKDTree(self._points)

    def aside(self, low: str, high: str, bows: list[float]) -> float:
        """The least bow under which the fewest nodes lie; 0 when the links may stay."""
        a, b = self._places[low], self._places[high]
        length = math.dist((a.x, a.y), (b.x, b.y))
        near = self._near(a, b, length)
        if not len(near):
            return 0.0
        most = length * _STEEPEST
        best, least = 0.0, self._hits(a, b, bows, near)
        if not least:
            return 0.0
        for size in _BOWS:
            if size > most:
                break
            for aside in (size, -size):
                hits = self._hits(a, b, [bow + aside for bow in bows], near)
                if hits < least:
                    best, least = aside, hits
            if not least:
                break
        return best

    def _near(self, a: Place, b: Place, length: float) -> NDArray[np.int64]:
        middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
        reach = length / 2 + self._widest + _BOWS[-1]
        found = [
            number
            for number in self._tree.query_ball_point(middle, reach)
            if self._places[self._names[number]] not in (a, b)
        ]
        return np.array(sorted(found), dtype=np.int64)

    def _hits(self, a: Place, b: Place, bows: list[float], near: NDArray[np.int64]) -> int:
        curves = np.concatenate([_curve(a, b, bow) for bow in bows])
        gaps = np.linalg.norm(curves[:, None, :] - self._points[near][None, :, :], axis=2)
        return int((gaps.min(axis=0) < self._reach[near]).sum())


def _curve(a: Place, b: Place, bow: float) -> Array:
    """Points along the curve that `graph.picture.routes` draws for a bow, from a to b."""
    start, end = np.array((a.x, a.y)), np.array((b.x, b.y))
    along = end - start
    length = float(np.hypot(*along)) or 1.0
    control = (start + end) / 2 + np.array((-along[1], along[0])) / length * bow * 2
    t = np.linspace(0.0, 1.0, _SAMPLES + 1)[:, None]
    curve: Array = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return curve
