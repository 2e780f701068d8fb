"""Round trips: how much of itself each member of a loop holds, all ways around counted.

For a loop with shares ``A`` this is the diagonal of ``N = (I - A)^-1``. A few members are taken out
so that the others hold nobody in a circle; then only those few have to be solved for, and the
others follow (block elimination with a feedback vertex set).
"""

from __future__ import annotations

import heapq
import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

Vector = NDArray[np.float64]
Places = NDArray[np.intp]

_SINGULAR: Final = 1e-9
_DENSE: Final = 100
"""Up to this many members a loop is solved as it stands."""


@dataclass(frozen=True)
class Circle:
    """Members of a loop, and who holds whom among them, by their place in the loop.

    Attributes
    ----------
    members : array of int
        Who they are, in ascending order.
    steps : array of int
        The steps inside the loop, for who uses it.
    far, near : array of int
        Each step: the place of who holds, the place of who is held.
    cut : array of int
        Places without which there is no loop.
    order : array of int
        The other places, nobody before whom they hold.
    """

    members: Places
    steps: Places
    far: Places
    near: Places
    cut: Places
    order: Places

    @classmethod
    def of(cls, steps: Places, far: Places, near: Places) -> Circle:
        """The loop that some steps make, from ``far[i]`` to ``near[i]`` for each step ``i``."""
        ends = far[steps], near[steps]
        members = np.unique(np.concatenate(ends))
        place = np.searchsorted(members, ends[0]), np.searchsorted(members, ends[1])
        if len(members) <= _DENSE:
            everyone = np.arange(len(members))
            return cls(members, steps, *place, cut=everyone, order=everyone[:0])
        cut, order = _cut(len(members), *place)
        return cls(members, steps, *place, cut=cut, order=order)


def round_trips(circle: Circle, shares: Vector) -> Vector | None:
    """``N[o, o]`` of each member of a loop.

    Parameters
    ----------
    circle : Circle
        The loop.
    shares : array of float
        Direct share of each step, as a fraction.

    Returns
    -------
    array of float or None
        ``None`` when the shares feed on themselves without end (spectral radius 1 or more).

    Examples
    --------
    >>> steps = np.arange(2)
    >>> pair = Circle.of(steps, np.array([4, 7]), np.array([7, 4]))
    >>> round_trips(pair, np.array([0.5, 0.5])).round(6).tolist()
    [1.333333, 1.333333]
    >>> round_trips(pair, np.array([1.0, 1.0])) is None
    True
    """
    if not len(circle.order):
        return _solved_as_it_stands(circle, shares)
    size, cut, order = len(circle.members), circle.cut, circle.order
    held = csc_array((shares, (circle.far, circle.near)), shape=(size, size))
    into_cut = held[order][:, cut].toarray()
    from_cut = held[cut][:, order]
    rest = _Rest(held[order][:, order])
    through = rest.solve(into_cut)
    core = np.eye(len(cut)) - held[cut][:, cut].toarray() - from_cut @ through
    ones = np.ones(size)
    ways = rest.solve(ones[order])
    wanted = np.column_stack((np.eye(len(cut)), ones[cut] + from_cut @ ways))
    try:
        solved = np.linalg.solve(core, wanted)
    except np.linalg.LinAlgError:
        return None
    inverse, probe = solved[:, :-1], np.empty(size)
    probe[cut] = solved[:, -1]
    probe[order] = ways + through @ probe[cut]
    if not _sound(probe):
        return None
    back = np.empty(size)
    back[cut] = np.diag(inverse)
    leaving = rest.solve(from_cut.T.toarray(), transposed=True)
    back[order] = 1 + np.einsum("ij,ij->i", through @ inverse, leaving)
    return back


def _solved_as_it_stands(circle: Circle, shares: Vector) -> Vector | None:
    size = len(circle.members)
    matrix = np.eye(size)
    np.subtract.at(matrix, (circle.far, circle.near), shares)
    try:
        right = np.column_stack((np.eye(size), np.ones(size)))
        solved = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return np.diag(solved) if _sound(solved[:, -1]) else None


def _sound(probe: Vector) -> bool:
    """Whether ``(I - A) x = 1`` has a solution as a matrix of spectral radius under 1 gives it."""
    return bool(
        np.all(np.isfinite(probe)) and probe.min() >= 1 - _SINGULAR and probe.max() <= 1 / _SINGULAR
    )


class _Rest:
    """``I - A`` of those who hold nobody in a circle, in an order that makes it triangular."""

    def __init__(self, held: Any) -> None:
        size = held.shape[0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._factors: Any = splu(
                csc_array(eye_array(size, format="csc") - held),
                permc_spec="NATURAL",
                diag_pivot_thresh=0.0,
            )

    def solve(self, right: Vector, *, transposed: bool = False) -> Vector:
        solved: Vector = self._factors.solve(right, trans="T" if transposed else "N")
        return solved


def _cut(size: int, far: Places, near: Places) -> tuple[Places, Places]:
    """Places without which there is no circle, as few as come easily, and an order of the rest."""
    peeling = _Peeling(size, far, near)
    peeling.run()
    return (
        np.array(peeling.cut, dtype=np.intp),
        np.array(peeling.first + peeling.last[::-1], dtype=np.intp),
    )


class _Peeling:
    """Takes places out: those no circle passes, and when none is left the best connected."""

    def __init__(self, size: int, far: Places, near: Places) -> None:
        self._held: list[set[int]] = [set() for _ in range(size)]
        self._holders: list[set[int]] = [set() for _ in range(size)]
        self._in_itself = set(far[far == near].tolist())
        for one, other in zip(far.tolist(), near.tolist(), strict=True):
            if one != other:
                self._held[one].add(other)
                self._holders[other].add(one)
        self._gone = [False] * size
        self._loose: list[int] = []
        self.cut: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []

    def run(self) -> None:
        """Take all out."""
        for place in sorted(self._in_itself):
            self._take(place, self.cut)
        heap = [(self._rank(place), place) for place in range(len(self._gone))]
        heapq.heapify(heap)
        while heap:
            self._peel()
            rank, place = heapq.heappop(heap)
            if self._gone[place]:
                continue
            if self._rank(place) > rank:  # it has lost links since
                heapq.heappush(heap, (self._rank(place), place))
            else:
                self._take(place, self.cut)

    def _rank(self, place: int) -> int:
        return -len(self._held[place]) * len(self._holders[place])

    def _peel(self) -> None:
        while self._loose:
            place = self._loose.pop()
            if not self._gone[place]:
                self._take(place, self.last if self._held[place] else self.first)

    def _take(self, place: int, into: list[int]) -> None:
        self._gone[place] = True
        into.append(place)
        for other in self._held[place]:
            self._holders[other].discard(place)
        for other in self._holders[place]:
            self._held[other].discard(place)
        around = (*self._held[place], *self._holders[place])
        self._loose += [one for one in around if not (self._held[one] and self._holders[one])]
