"""Measures of a view, each with a sentence on what it means here and what it does not.

References
----------
L. C. Freeman: A set of measures of centrality based on betweenness. Sociometry 40, 35-41, 1977.
L. C. Freeman: Centrality in social networks: conceptual clarification. Social Networks 1, 215-239,
1979.
S. Brin, L. Page: The anatomy of a large-scale hypertextual web search engine. Computer Networks 30,
107-117, 1998.
V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre: Fast unfolding of communities in large
networks. Journal of Statistical Mechanics P10008, 2008.
R. Tarjan: Depth-first search and linear graph algorithms. SIAM Journal on Computing 1, 146-160,
1972.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
from scipy.sparse.csgraph import shortest_path

from graph.model import CATEGORIES

EXACT_BETWEENNESS: Final = 400
"""Up to this many nodes betweenness is exact; above, it is estimated from as many start nodes."""

_DAMPING: Final = 0.85


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for each entity of a view.

    Attributes
    ----------
    name, words : str
        Key and words on screen.
    meaning : str
        What it says here, and what it does not.
    values : Mapping of str to float
        By entity id.
    estimated : bool
        Whether the values are estimates from a sample.
    """

    name: str
    words: str
    meaning: str
    values: Mapping[str, float]
    estimated: bool = False


MEANINGS: Final = {
    "degree": (
        "Number of links",
        (
            "Counts links in this view, both directions. Many links may only mean that the source "
            "wrote more about it; it says nothing of power."
        ),
    ),
    "betweenness": (
        "On the way between others",
        (
            "Share of shortest ways between all pairs that pass here, directions ignored. It shows "
            "who connects parts of this drawing, not who passes on orders or money."
        ),
    ),
    "pagerank": (
        "Where arrows lead",
        (
            "Where somebody ends up who follows arrows at random (PageRank). Arrows run to what is "
            "owned, watched or joined, so the top is often the watched, not the mighty."
        ),
    ),
    "community": (
        "Clusters",
        (
            "Parts that are denser inside than between (Louvain, fixed seed). They follow from "
            "which links the source mentions; they are no organisations."
        ),
    ),
}
"""Words and meaning of each measure."""


HOW: Final = {
    "degree": (
        "The links that begin or end here, each once; a link to itself counts twice (Freeman, "
        "Social Networks 1, 215-239, 1979)."
    ),
    "betweenness": (
        "For every pair of others the part of the shortest ways between them that lead over these "
        "links, added up and divided by the number of pairs (Freeman, Sociometry 40, 35-41, 1977)."
    ),
    "pagerank": (
        "How often a walk is here that follows an arrow at random and, in 15 of 100 steps, starts "
        "anew anywhere (Brin & Page, Computer Networks 30, 107-117, 1998)."
    ),
    "community": (
        "Entities change their cluster as long as more links than chance would give come to lie "
        "inside (Blondel et al., Journal of Statistical Mechanics P10008, 2008)."
    ),
    "cuts": (
        "Found in one walk through the whole network that notes how far back each part reaches "
        "(Tarjan, SIAM Journal on Computing 1, 146-160, 1972)."
    ),
}
"""How each number comes about, with the work it is taken from."""


def measure(graph: nx.MultiDiGraph[str], name: str, *, seed: int = 1) -> Measure:
    """One measure of a graph.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A view's graph; not changed.
    name : str
        Key of `MEANINGS`; for ``community`` the value is the number of the cluster, largest first.
    seed : int
        Seed of the measures that draw lots.

    Returns
    -------
    Measure

    Raises
    ------
    KeyError
        When there is no such measure.

    Examples
    --------
    >>> star = nx.MultiDiGraph([("a", "b"), ("a", "c"), ("a", "d")])
    >>> measure(star, "betweenness").values["a"], measure(star, "degree").values["a"]
    (1.0, 3.0)
    """
    words, meaning = MEANINGS[name]
    estimated = False
    if name == "degree":
        values = {node: float(degree) for node, degree in graph.degree()}
    elif name == "betweenness":
        size = graph.number_of_nodes()
        estimated = size > EXACT_BETWEENNESS
        values = nx.betweenness_centrality(
            nx.Graph(graph), k=EXACT_BETWEENNESS if estimated else None, seed=seed
        )
    elif name == "pagerank":
        values = nx.pagerank(nx.DiGraph(graph), alpha=_DAMPING) if graph.number_of_nodes() else {}
    else:
        values = _communities(graph, seed)
    return Measure(name, words, meaning, values, estimated)


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest connections between others that run over one entity.

    Attributes
    ----------
    over, all : int
        Pairs of others with a shortest connection over it, of how many that are connected at all.
    examples : tuple of tuple of str
        Some of these connections, entity by entity, the shortest first.
    """

    over: int
    all: int
    examples: tuple[tuple[str, ...], ...]


def ways_over(graph: nx.MultiDiGraph[str], node: str, *, most: int = 3) -> Ways:
    """Which shortest connections between others run over an entity, directions ignored.

    Examples
    --------
    >>> line = nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "d")])
    >>> ways_over(line, "b")
    Ways(over=2, all=3, examples=(('a', 'b', 'c'), ('a', 'b', 'c', 'd')))
    """
    simple: nx.Graph[str] = nx.Graph(graph)
    part = sorted(nx.node_connected_component(simple, node))
    places = {name: place for place, name in enumerate(part)}
    matrix = nx.to_scipy_sparse_array(simple, nodelist=part, weight=None, format="csr")
    steps = shortest_path(matrix, directed=False, unweighted=True)
    at = places[node]
    over = np.triu(steps[:, [at]] + steps[[at], :] == steps, k=1)
    over[at, :] = over[:, at] = False
    elsewhere = (
        len(one) * (len(one) - 1) // 2 for one in nx.connected_components(simple) if node not in one
    )
    others = len(part) - 1
    pairs = [(float(steps[a, b]), int(a), int(b)) for a, b in zip(*np.nonzero(over), strict=True)]
    examples = [
        (
            *nx.shortest_path(simple, part[a], node),
            *nx.shortest_path(simple, node, part[b])[1:],
        )
        for _, a, b in _varied(sorted(pairs), most)
    ]
    return Ways(len(pairs), others * (others - 1) // 2 + sum(elsewhere), tuple(examples))


def _varied(pairs: list[tuple[float, int, int]], most: int) -> list[tuple[float, int, int]]:
    """The first few, those first whose ends were not met before."""
    met: set[int] = set()
    first: list[tuple[float, int, int]] = []
    rest: list[tuple[float, int, int]] = []
    for pair in pairs:
        if met.isdisjoint(pair[1:]) and len(first) < most:
            met.update(pair[1:])
            first.append(pair)
        elif len(rest) < most:
            rest.append(pair)
    return sorted([*first, *rest[: most - len(first)]])


def rank_from(
    graph: nx.MultiDiGraph[str], values: Mapping[str, float], node: str
) -> tuple[tuple[str, float], ...]:
    """From whom the PageRank of an entity comes: part of it that flows in from each neighbour.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        What was measured.
    values : Mapping of str to float
        The measure ``pagerank`` of it.
    node : str
        The entity.

    Returns
    -------
    tuple of (str, float)
        Most first; what is missing to 1 are walks that start anew, after a dead end too.

    Examples
    --------
    >>> star = nx.MultiDiGraph([("a", "c"), ("b", "c"), ("b", "a")])
    >>> found = rank_from(star, measure(star, "pagerank").values, "c")
    >>> [(name, round(part, 2)) for name, part in found]
    [('a', 0.46), ('b', 0.16)]
    """
    if not values.get(node):
        return ()
    simple: nx.DiGraph[str] = nx.DiGraph(graph)
    parts = [
        (one, _DAMPING * values[one] / simple.out_degree(one) / values[node])
        for one in simple.predecessors(node)
    ]
    return tuple(sorted(parts, key=lambda item: (-item[1], item[0])))


def _communities(graph: nx.MultiDiGraph[str], seed: int) -> dict[str, float]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    pairs = Counter((min(pair), max(pair)) for pair in graph.edges() if pair[0] != pair[1])
    for (one, other), links in sorted(pairs.items()):
        simple.add_edge(one, other, weight=links)
    if not simple.number_of_edges():
        return {node: float(number) for number, node in enumerate(simple)}
    parts = nx.community.louvain_communities(simple, weight="weight", seed=seed)
    ranked = sorted(parts, key=lambda part: (-len(part), min(part)))
    return {node: float(number) for number, part in enumerate(ranked) for node in part}


@dataclass(frozen=True, slots=True)
class Cuts:
    """Whose removal parts the network.

    Attributes
    ----------
    nodes : tuple of (str, int)
        Entities whose removal parts it, with the number of entities cut off from the largest rest,
        most first.
    links : tuple of (str, int)
        Relation ids of bridges, with the number of entities on the smaller side, most first.
    """

    nodes: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, int], ...]


def cuts(graph: nx.MultiDiGraph[str]) -> Cuts:
    """Articulation points and bridges, directions ignored; parallel links are no bridge.

    Examples
    --------
    >>> line = nx.MultiDiGraph()
    >>> _ = [line.add_edge(*pair, key=pair) for pair in ("ab", "bc", "cd")]
    >>> cuts(line)
    Cuts(nodes=(('b', 1), ('c', 1)), links=(('bc', 2), ('ab', 1), ('cd', 1)))
    """
    simple: nx.Graph[str] = nx.Graph((a, b) for a, b in graph.edges() if a != b)
    nodes: list[tuple[str, int]] = []
    links: list[tuple[str, int]] = []
    for root in _roots(simple):
        walk = _walk_down(simple, root)
        whole = len(walk.order)
        for node in walk.order:
            parts = walk.parts_below[node]
            if parts and (node != root or len(parts) > 1):
                sizes = [*parts, whole - 1 - sum(parts)]
                nodes.append((node, whole - 1 - max(sizes)))
            above = walk.parent.get(node)
            if above is not None and walk.low[node] > walk.number[above]:
                keys = [key for _, _, key in _between(graph, above, node)]
                if len(keys) == 1:
                    links.append((keys[0], min(walk.size[node], whole - walk.size[node])))
    return Cuts(
        tuple(sorted(nodes, key=lambda item: (-item[1], item[0]))),
        tuple(sorted(links, key=lambda item: (-item[1], item[0]))),
    )


def cut_off_by(graph: nx.MultiDiGraph[str], *, node: str = "", link: str = "") -> tuple[str, ...]:
    """Who is cut off from the largest rest without an entity or a link.

    Examples
    --------
    >>> line = nx.MultiDiGraph()
    >>> _ = [line.add_edge(*pair, key=pair) for pair in ("ab", "bc", "cd", "de")]
    >>> cut_off_by(line, node="b"), cut_off_by(line, link="cd")
    (('a',), ('d', 'e'))
    """
    kept: nx.Graph[str] = nx.Graph()
    near: set[str] = {node} if node else set()
    for source, target, key in graph.edges(keys=True):
        if key == link:
            near = {source, target}
        elif node not in (source, target):
            kept.add_edge(source, target)
    starts = near - {node} or set(graph.pred.get(node, ())) | set(graph.succ.get(node, ())) - {node}
    kept.add_nodes_from(starts)
    parts = {frozenset(nx.node_connected_component(kept, start)) for start in starts - {node}}
    ranked = sorted(parts, key=lambda part: (-len(part), min(part)))
    return tuple(sorted(one for part in ranked[1:] for one in part))


def _roots(simple: nx.Graph[str]) -> list[str]:
    """One entity of every connected part."""
    return [next(iter(part)) for part in nx.connected_components(simple)]


@dataclass(frozen=True, slots=True)
class _Walk:
    """One depth-first walk: when each entity is met, how high its subtree reaches, its size.

    ``parts_below`` holds the sizes of the subtrees that come apart from the rest with the entity.
    """

    order: list[str]
    number: dict[str, int]
    parent: dict[str, str]
    low: dict[str, int]
    size: dict[str, int]
    parts_below: dict[str, list[int]]


def _walk_down(simple: nx.Graph[str], root: str) -> _Walk:
    number = {root: 0}
    parent: dict[str, str] = {}
    order = [root]
    # Kept by hand: a long chain of owners would be too deep for recursion.
    stack = [(root, iter(simple[root]))]
    while stack:
        node, ahead = stack[-1]
        fresh = next((other for other in ahead if other not in number), None)
        if fresh is None:
            stack.pop()
            continue
        number[fresh] = len(order)
        parent[fresh] = node
        order.append(fresh)
        stack.append((fresh, iter(simple[fresh])))
    low = {
        node: min([place, *(number[other] for other in simple[node] if other != parent.get(node))])
        for node, place in number.items()
    }
    size = dict.fromkeys(order, 1)
    parts: dict[str, list[int]] = {node: [] for node in order}
    for node in reversed(order[1:]):
        above = parent[node]
        size[above] += size[node]
        low[above] = min(low[above], low[node])
        if low[node] >= number[above]:
            parts[above].append(size[node])
    return _Walk(order, number, parent, low, size, parts)


def _between(graph: nx.MultiDiGraph[str], a: str, b: str) -> list[tuple[str, str, str]]:
    return [
        (source, target, str(key))
        for source, target in ((a, b), (b, a))
        for key in graph.get_edge_data(source, target, default={})
    ]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of links from category to category.

    Attributes
    ----------
    categories : tuple of str
        Rows and columns, in the order of the vocabulary.
    counts : Mapping of (str, str) to int
        Links from the first to the second; undirected links count once, from source to target.
    """

    categories: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]


def category_matrix(graph: nx.MultiDiGraph[str]) -> Matrix:
    """How many links run from category to category in a view's graph.

    Examples
    --------
    >>> from graph.model import Entity, Relation
    >>> pair = nx.MultiDiGraph()
    >>> pair.add_node("a", entity=Entity("a", "A", "state"))
    >>> pair.add_node("b", entity=Entity("b", "B", "company"))
    >>> _ = pair.add_edge("a", "b", key="r2", relation=Relation("r2", "a", "b", "owns"))
    >>> category_matrix(pair).counts
    {('state', 'company'): 1}
    """
    of: dict[str, str] = {node: data["entity"].category for node, data in graph.nodes(data=True)}
    counts = Counter((of[source], of[target]) for source, target in graph.edges())
    present = {name for pair in counts for name in pair}
    order = [name for name in CATEGORIES if name in present]
    return Matrix((*order, *sorted(present.difference(order))), dict(counts))
