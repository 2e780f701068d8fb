"""Connectivity: which entities come apart when ties are taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Pair = tuple[str, str]


class Net:
    """Who is connected with whom, directions ignored; asked again with some pairs taken out.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Entities that are tied.
    nodes : iterable of str
        Every entity, tied or not.
    anchors : collection of str
        Entities with which the others ought to stay connected.

    Examples
    --------
    >>> net = Net([("a", "b"), ("b", "c"), ("c", "d")], "abcd", ())
    >>> net.cut_off({("a", "b")}), net.parts({("a", "b")})
    (('a',), True)
    """

    def __init__(
        self, pairs: Iterable[Pair], nodes: Iterable[str], anchors: Collection[str]
    ) -> None:
        self.nodes = tuple(nodes)
        place = {node: index for index, node in enumerate(self.nodes)}
        self._pairs = list(pairs)
        self._ends = np.array(
            [(place[a], place[b]) for a, b in self._pairs], dtype=np.intp
        ).reshape(-1, 2)
        self._anchors = {place[node] for node in anchors if node in place}
        self._count, self._before = self._components(np.ones(len(self._pairs), dtype=bool))

    def _components(self, kept: Any) -> tuple[int, Any]:
        size = len(self.nodes)
        ends = self._ends[kept]
        matrix = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        count, labels = connected_components(matrix, directed=False)
        return int(count), labels

    def _after(self, broken: Collection[Pair]) -> tuple[int, Any]:
        lost = set(broken)
        return self._components(np.array([pair not in lost for pair in self._pairs], dtype=bool))

    def parts(self, broken: Collection[Pair]) -> bool:
        """Whether there are more parts without these pairs."""
        return bool(broken) and self._after(broken)[0] > self._count

    def cut_off(self, broken: Collection[Pair]) -> tuple[str, ...]:
        """Entities outside the part that counts as what remains of their old one."""
        if not broken:
            return ()
        count, after = self._after(broken)
        if count == self._count:
            return ()
        sizes = np.bincount(after, minlength=count)
        remains = {int(after[index]) for index in self._anchors}
        anchored = {int(self._before[index]) for index in self._anchors}
        best: dict[int, tuple[int, str, int]] = {}
        for index, node in enumerate(self.nodes):
            old, new = int(self._before[index]), int(after[index])
            rank = (-int(sizes[new]), node, new)
            if old not in anchored and (old not in best or rank < best[old]):
                best[old] = rank
        remains |= {new for _, _, new in best.values()}
        return tuple(
            sorted(
                node for index, node in enumerate(self.nodes) if int(after[index]) not in remains
            )
        )
