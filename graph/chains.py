"""Chains of ownership: the single ways from an owner to a company, strongest first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import networkx as nx

from graph.holdings import Holding, Holdings
from graph.model import STATUSES

MAX_STEPS_TRIED = 50_000
"""Partial chains looked at before the list is cut."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from an owner down to a company that passes nobody twice.

    Attributes
    ----------
    nodes : tuple of str
        From the owner to the company.
    steps : tuple of Holding
        One for each pair of neighbours.
    min, max : float
        Product of the shares, in percent.
    """

    nodes: tuple[str, ...]
    steps: tuple[Holding, ...]
    min: float
    max: float

    @property
    def weakest(self) -> str:
        """Worst status on the chain."""
        return max((step.weakest for step in self.steps), key=STATUSES.index)


@dataclass(frozen=True, slots=True)
class ChainList:
    """Chains by the entity at the far end.

    Attributes
    ----------
    chains : Mapping of str to tuple of Chain
        Strongest first, at most as many as asked for.
    totals : Mapping of str to int
        How many chains there are.
    exact : bool
        Whether the totals are exact; a lower bound where loops made the list too long.
    """

    chains: Mapping[str, tuple[Chain, ...]]
    totals: Mapping[str, int]
    exact: bool


def strongest_chains(rows: Holdings, entity: str, *, up: bool, most: int = 20) -> ChainList:
    """Chains between `entity` and everyone upward (or downward) of it, strongest first.

    A chain never gets stronger by growing, so the strongest unfinished one is always the next to
    look at, and each entity meets its chains in order.

    Parameters
    ----------
    rows : Holdings
        Direct holdings.
    entity : str
        Where chains end (`up`) or begin.
    most : int
        Chains kept for each entity.

    Returns
    -------
    ChainList

    Examples
    --------
    >>> from graph.holdings import direct_holdings
    >>> from graph.model import Relation, Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "a", "b", "owns", Share(50, 50), "stated"),
    ...     Relation("r3", "b", "c", "owns", Share(40, 60), "alleged"),
    ... ])
    >>> chain, = strongest_chains(rows, "c", up=True).chains["a"]
    >>> chain.nodes, chain.min, chain.max, chain.weakest
    (('a', 'b', 'c'), 20.0, 30.0, 'alleged')
    """
    further = rows.by_owned if up else rows.by_owner
    ticket = count()
    heap: list[tuple[float, float, int, tuple[str, ...], tuple[Holding, ...]]] = [
        (-100.0, -100.0, next(ticket), (entity,), ())
    ]
    kept: dict[str, list[Chain]] = defaultdict(list)
    met: dict[str, int] = defaultdict(int)
    tried = 0
    while heap and tried < MAX_STEPS_TRIED:
        low, high, _, nodes, steps = heapq.heappop(heap)
        end = nodes[-1]
        if steps:
            met[end] += 1
            if len(kept[end]) < most:
                kept[end].append(_chain(nodes, steps, -low, -high, up))
        for step in further.get(end, ()):
            other = step.owner if up else step.owned
            if other in nodes:
                continue
            tried += 1
            heapq.heappush(
                heap,
                (
                    low * step.min / 100,
                    high * step.max / 100,
                    next(ticket),
                    (*nodes, other),
                    (*steps, step),
                ),
            )
    exact = not heap or _acyclic(rows)
    totals = dict(met) if not heap else _path_counts(rows, entity, up, met)
    lists = {key: tuple(value) for key, value in kept.items()}
    return ChainList(defaultdict(tuple, lists), defaultdict(int, totals), exact)


def _chain(
    nodes: tuple[str, ...], steps: tuple[Holding, ...], low: float, high: float, up: bool
) -> Chain:
    if up:
        return Chain(nodes[::-1], steps[::-1], low, high)
    return Chain(nodes, steps, low, high)


def _graph(rows: Holdings, up: bool) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    pairs = ((row.owned, row.owner) if up else (row.owner, row.owned) for row in rows)
    graph.add_edges_from((a, b) for a, b in pairs if a != b)
    return graph


def _acyclic(rows: Holdings) -> bool:
    return bool(nx.is_directed_acyclic_graph(_graph(rows, up=True)))


def _path_counts(rows: Holdings, entity: str, up: bool, met: dict[str, int]) -> dict[str, int]:
    graph = _graph(rows, up)
    if not nx.is_directed_acyclic_graph(graph):
        return dict(met)
    ways: dict[str, int] = defaultdict(int, {entity: 1})
    for node in nx.topological_sort(graph):
        if ways[node]:
            for after in graph.successors(node):
                ways[after] += ways[node]
    return {node: number for node, number in ways.items() if node != entity and number}
