"""Integrated ownership: the linear algebra, solved loop by loop with a sparse factorisation.

With ``A[i, j]`` the share of *j* that *i* holds and ``N = (I - A)^-1``, the effective share of *o*
in *c* is ``N[o, c] / N[o, o]``. ``N`` is never formed: one column is solved component by component
of the strongly connected parts, and ``N[o, o]`` only where *o* lies on a loop.

References
----------
S. Vitali, J. B. Glattfelder, S. Battiston: The network of global corporate control. PLoS ONE 6(10),
e25995, 2011.
A. Berman, R. J. Plemmons: Nonnegative Matrices in the Mathematical Sciences. SIAM, 1994 (chapter 6:
``I - A`` with ``A >= 0`` has a nonnegative inverse exactly when some ``x > 0`` gives
``(I - A) x > 0``).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

Vector = NDArray[np.float64]

_SINGULAR = 1e-9


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
    steps = dict(weights) if up else {(b, a): share for (a, b), share in weights.items()}
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_node(entity)
    flow.add_edges_from(steps)
    flow = nx.DiGraph(flow.subgraph(nx.ancestors(flow, entity) | {entity}))
    raw: dict[str, float] = {}
    returns: dict[str, float] = {}
    lost: set[str] = set()
    bad: list[tuple[str, ...]] = []
    condensed = nx.condensation(flow)
    for component in reversed(list(nx.topological_sort(condensed))):
        members = sorted(condensed.nodes[component]["members"])
        inside = set(members)
        inflow = np.zeros(len(members))
        spoiled = False
        for place, node in enumerate(members):
            for after in flow.successors(node):
                if after not in inside:
                    share = steps[node, after]
                    spoiled = spoiled or (after in lost and share > 0)
                    inflow[place] += share * raw.get(after, 0.0)
            if node == entity:
                inflow[place] += 1.0
        if len(members) > 1 or (members[0], members[0]) in steps:
            solved = _solve_loop(members, steps, inflow)
            if solved is None:
                bad.append(tuple(members))
                lost |= inside
                continue
            inflow, back = solved
            returns.update(zip(members, back.tolist(), strict=True))
        raw.update(zip(members, inflow.tolist(), strict=True))
        if spoiled:
            lost |= inside
    own = returns.get(entity, 1.0)
    values = {
        node: value / (returns.get(node, 1.0) if up else own)
        for node, value in raw.items()
        if node != entity and node not in lost
    }
    if entity in lost:
        lost |= set(raw)
        values = {}
    return Solution(values, frozenset(lost - {entity}), tuple(bad))


def _solve_loop(
    members: Sequence[str], steps: Mapping[tuple[str, str], float], inflow: Vector
) -> tuple[Vector, Vector] | None:
    """Solve one loop; ``None`` when its shares feed on themselves without end (radius >= 1)."""
    place = {node: index for index, node in enumerate(members)}
    cells = [
        (place[a], place[b], share) for (a, b), share in steps.items() if a in place and b in place
    ]
    rows, columns, shares = (np.array(part) for part in zip(*cells, strict=True))
    size = len(members)
    inner = csc_array((shares.astype(float), (rows, columns)), shape=(size, size))
    matrix: Any = csc_array(eye_array(size, format="csc") - inner)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            factors = splu(matrix)
    except (RuntimeError, Warning):
        return None
    probe = factors.solve(np.ones(size))
    if not np.all(np.isfinite(probe)) or probe.min() < 1 - _SINGULAR or probe.max() > 1 / _SINGULAR:
        return None
    back = np.ones(size)
    for start in range(0, size, 256):
        stop = min(size, start + 256)
        unit = np.zeros((size, stop - start))
        unit[np.arange(start, stop), np.arange(stop - start)] = 1.0
        block = factors.solve(unit)
        back[start:stop] = block[np.arange(start, stop), np.arange(stop - start)]
    return factors.solve(inflow), back
