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
        self.nodes = tuple(sorted(set(nodes)))
        place = {node: index for index, node in enumerate(self.nodes)}
        self._place = {pair: index for index, pair in enumerate(pairs)}
        ends = [(place[a], place[b]) for a, b in self._place]
        self._ends = np.array(ends, dtype=np.intp).reshape(-1, 2)
        self._anchors = [place[node] for node in anchors if node in place]
        self._count, self._before = self._components(np.ones(len(self._place), dtype=bool))

    def _components(self, kept: Any) -> tuple[int, Any]:
        size = len(self.nodes)
        ends = self._ends[kept]
        matrix = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        count, labels = connected_components(matrix, directed=False)
        return int(count), labels

    def _after(self, broken: Collection[Pair]) -> tuple[int, Any]:
        kept = np.ones(len(self._place), dtype=bool)
        kept[[self._place[pair] for pair in broken]] = False
        return self._components(kept)

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
        anchored = self._before[self._anchors]
        # Of each old part the largest new one comes first, then the one with the lowest name.
        ranked = np.lexsort((np.arange(len(after)), -sizes[after], self._before))
        old, first = np.unique(self._before[ranked], return_index=True)
        largest = after[ranked][first][~np.isin(old, anchored)]
        remains = np.concatenate((largest, after[self._anchors]))
        return tuple(self.nodes[index] for index in np.flatnonzero(~np.isin(after, remains)))
