"""Integrated ownership: the linear algebra, solved with a sparse factorisation.

With ``A[i, j]`` the share of *j* that *i* holds and ``N = (I - A)^-1``, the effective share of *o*
in *c* is ``N[o, c] / N[o, o]``. ``N`` is never formed: one column is solved at once, and
``N[o, o]`` only where *o* lies on a loop (`graph.ownership.round_trips`).

References
----------
S. Vitali, J. B. Glattfelder, S. Battiston: The network of global corporate control. PLoS ONE 6(10),
e25995, 2011.
A. Berman, R. J. Plemmons: Nonnegative Matrices in the Mathematical Sciences. SIAM, 1994 (chapter 6:
``I - A`` with ``A >= 0`` has a nonnegative inverse exactly when some ``x > 0`` gives
``(I - A) x > 0``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from graph.ownership.round_trips import Circle, Places, Vector, round_trips


@dataclass(frozen=True, slots=True)
class Solution:
    """Effective shares seen from one entity, as fractions.

    Attributes
    ----------
    values : dict of str to float
        Effective share for each entity that is reached and can be determined.
    lost : frozenset of str
        Entities behind (or on) a loop without a solution.
    bad_loops : tuple of tuple of str
        Those loops.
    """

    values: dict[str, float]
    lost: frozenset[str]
    bad_loops: tuple[tuple[str, ...], ...]


def effective(weights: Mapping[tuple[str, str], float], entity: str, *, up: bool) -> Solution:
    """Effective shares of everyone in `entity`, or of `entity` in everyone.

    Parameters
    ----------
    weights : Mapping of (str, str) to float
        Direct share of the second entity that the first holds, as a fraction.
    entity : str
        The company asked about (`up`), or the owner (not `up`).
    up : bool
        Look at owners of `entity`, or at what it holds.

    Returns
    -------
    Solution
        `entity` itself is not among the values.

    Examples
    --------
    Two companies that hold 20 % of each other, and an owner of 80 % of each:

    >>> direct = {("o", "a"): 0.8, ("o", "b"): 0.8, ("a", "b"): 0.2, ("b", "a"): 0.2}
    >>> answer = effective(direct, "a", up=True)
    >>> round(answer.values["o"], 6), round(answer.values["b"], 6)
    (1.0, 0.2)
    """
    return Reach(weights, entity, up=up).solve(np.fromiter(weights.values(), dtype=float))


class Reach:
    """Everyone on one side of an entity, and the loops among them.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Owner and owned, each pair once.
    entity : str
        Where to look from.
    up : bool
        Look at owners of `entity`, or at what it holds.

    Examples
    --------
    >>> found = Reach([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d")], "c", up=True)
    >>> sorted(found.entities), found.loops
    (['a', 'b', 'c'], (('a', 'b'),))
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], entity: str, *, up: bool) -> None:
        beyond: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for index, (owner, owned) in enumerate(pairs):
            far, near = (owner, owned) if up else (owned, owner)
            beyond[near].append((far, index))
        place = {entity: 0}
        self.entities = [entity]
        steps: list[tuple[int, int, int]] = []
        for near in self.entities:  # grows while it is walked
            for far, index in beyond.get(near, ()):
                if far not in place:
                    place[far] = len(place)
                    self.entities.append(far)
                steps.append((index, place[far], place[near]))
        self._up = up
        self._pair, self._far, self._near = np.array(steps, dtype=np.intp).reshape(-1, 3).T

    @cached_property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Groups of entities that hold each other in a circle, or themselves."""
        return tuple(sorted(self._names(circle.members) for circle in self._circles))

    @cached_property
    def _circles(self) -> list[Circle]:
        size = len(self.entities)
        steps = coo_array((np.ones(len(self._far)), (self._far, self._near)), shape=(size, size))
        _, part = connected_components(steps, directed=True, connection="strong")
        inside = np.flatnonzero(part[self._far] == part[self._near])
        return [
            Circle.of(some, self._far, self._near)
            for some in _grouped(inside, part[self._far[inside]])
        ]

    def _names(self, places: Places) -> tuple[str, ...]:
        return tuple(sorted(self.entities[place] for place in places))

    def solve(self, shares: Vector) -> Solution:
        """Effective shares, given the direct share of each pair as a fraction."""
        weight = shares[self._pair]
        size = len(self.entities)
        lost = np.zeros(size, dtype=bool)
        returns = np.ones(size)
        bad = []
        for circle in self._circles:
            back = round_trips(circle, weight[circle.steps])
            if back is None:
                bad.append(self._names(circle.members))
                lost[circle.members] = True
            else:
                returns[circle.members] = back
        if bad:
            self._spread(lost, weight)
        if lost[0]:
            return Solution({}, frozenset(self.entities[1:]), tuple(sorted(bad)))
        raw = self._column(~lost, weight)
        values = raw / (returns if self._up else returns[0])
        answer = dict(zip(self.entities[1:], values[1:].tolist(), strict=True))
        gone = frozenset(self.entities[place] for place in np.flatnonzero(lost))
        return Solution(
            {key: value for key, value in answer.items() if key not in gone},
            gone,
            tuple(sorted(bad)),
        )

    def _spread(self, lost: NDArray[np.bool_], weight: Vector) -> None:
        """What holds a part of something lost is lost as well."""
        held = weight > 0
        while True:
            more = self._far[held & lost[self._near] & ~lost[self._far]]
            if not len(more):
                return
            lost[more] = True

    def _column(self, kept: NDArray[np.bool_], weight: Vector) -> Vector:
        """The column of ``N`` that belongs to the entity, for those that are kept."""
        steps = np.flatnonzero(kept[self._far] & kept[self._near])
        size = len(kept)
        shape = (size, size)
        start = np.zeros(size)
        start[0] = 1.0
        inner = csc_array((weight[steps], (self._far[steps], self._near[steps])), shape=shape)
        matrix: Any = csc_array(eye_array(size, format="csc") - inner)
        column: Vector = splu(matrix).solve(start)
        return column


def _grouped(items: Places, keys: Any) -> list[Places]:
    """Items that have the same key, together."""
    if not len(items):
        return []
    order = np.argsort(keys, kind="stable")
    return np.split(items[order], np.flatnonzero(np.diff(keys[order])) + 1)
