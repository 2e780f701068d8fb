"""Connecting links: the smallest subgraph that ties several chosen entities together.

Finding the smallest is hard for more than three (the Steiner tree problem), so that for those the
answer is an approximation: at most twice as heavy as the best, then cleared of detours.

References
----------
K. Mehlhorn: A faster approximation algorithm for the Steiner problem in graphs. Information
Processing Letters 27, 125-128, 1988.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
from networkx.algorithms.approximation import steiner_tree

from graph.errors import FilterError
from graph.model import STATUSES, Relation
from graph.paths.net import Net, Terms
from graph.paths.search import grade_of, nature_of
from graph.progress import Progress, Tick
from graph.queries import Queries, known_entities
from graph.views.region import Fetcher
from graph.views.viewstate import ViewState

MAX_ENDS: Final = 50
MAX_HOPS: Final = 12
MAX_LINKS: Final = 40_000
"""Links among which connections are looked for."""


@dataclass(frozen=True, slots=True)
class ConnectingLinks:
    """What ties some entities together.

    Attributes
    ----------
    ids : tuple of str
        The entities asked about, by id.
    nodes : tuple of str
        They and those in between, by id.
    steps : tuple of tuple of Relation
        For each pair that is tied every link, the one to cite first.
    among : tuple of Relation
        Other links among the same entities, which are not needed to tie them.
    parts : tuple of tuple of str
        Which of `ids` hang together; one part when all do.
    weakest : str
        Status of the least certain tie; blank when there is none.
    nature : int
        As in `graph.paths.Path`, of the vaguest tie.
    exact : bool
        Whether nothing smaller ties them; ``False`` for an approximation.
    complete : bool
        Whether everything within the steps was looked at.
    note : str
        What kind of answer it is, in words.
    cancelled : bool
        Whether the search was cancelled.
    """

    ids: tuple[str, ...]
    nodes: tuple[str, ...]
    steps: tuple[tuple[Relation, ...], ...]
    among: tuple[Relation, ...]
    parts: tuple[tuple[str, ...], ...]
    weakest: str
    nature: int
    exact: bool
    complete: bool
    note: str
    cancelled: bool = False

    @property
    def connected(self) -> bool:
        """Whether all are tied together."""
        return len(self.parts) == 1

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The link to cite for each tie."""
        return tuple(step[0] for step in self.steps)

    @property
    def relation_ids(self) -> tuple[str, ...]:
        """Every link of every tie, to be lit."""
        return tuple(link.id for step in self.steps for link in step)


def cost_of(link: Relation) -> int:
    """How heavy a link is: a step, more the less certain and the vaguer it is.

    Examples
    --------
    >>> cost_of(Relation("r2", "a", "b", "owns", status="stated"))
    1
    >>> cost_of(Relation("r3", "a", "b", "linked_to", status="alleged"))
    9
    """
    return 1 + 2 * grade_of(link) + nature_of(link)


def connecting_links(
    store: Queries,
    ids: Collection[str],
    *,
    max_hops: int = 6,
    filters: ViewState | None = None,
    terms: Terms | None = None,
    tick: Tick | None = None,
) -> ConnectingLinks:
    """The smallest subgraph that ties some entities together, directions ignored.

    A tie weighs more the less certain and the vaguer it is (`cost_of`).

    Parameters
    ----------
    store : Queries
        The data.
    ids : collection of str
        Two entities or more.
    max_hops : int
        Steps from one to the next: what lies within half as many around each is looked at.
    filters, terms, tick
        As in `graph.paths.find_paths`; what must be passed does not apply.

    Returns
    -------
    ConnectingLinks

    Raises
    ------
    NotFound
        When an entity is not in the data.
    FilterError
        When there are too few or too many, or the steps are out of range.

    Examples
    --------
    >>> from graph.store import open_store
    >>> tied = connecting_links(open_store("data"), ["chinese-state", "zhenhua-data", "ccp"])
    >>> tied.nodes, tied.exact
    (('ccp', 'cetc', 'chinese-state', 'zhenhua-data'), True)
    """
    wanted = terms or Terms()
    ends = _checked(store, ids, wanted, max_hops)
    progress = Progress(tick)
    net = Net(store, ends, False, filters, wanted, progress)
    complete = _fetch(Fetcher(store, MAX_LINKS), net, ends, (max_hops + 1) // 2, progress)
    graph, ties = _graph(net, ends)
    parts, pairs = [], list[tuple[str, str]]()
    for members in _parts(graph, ends):
        parts.append(members)
        pairs += _tree(graph, members, progress)
    nodes = sorted({*ends, *(end for pair in pairs for end in pair)})
    steps = tuple(ties[pair] for pair in sorted(pairs))
    lit = {link.id for step in steps for link in step}
    within = set(nodes)
    among = [
        link
        for link in net.links.values()
        if link.id not in lit and link.source in within and link.target in within
    ]
    cited = [step[0] for step in steps]
    exact = max(map(len, parts)) <= 3 and complete
    return ConnectingLinks(
        ids=ends,
        nodes=tuple(nodes),
        steps=steps,
        among=tuple(sorted(among, key=lambda link: (link.row, link.id))),
        parts=tuple(parts),
        weakest=max((link.status for link in cited), key=STATUSES.index, default=""),
        nature=max(map(nature_of, cited), default=0),
        exact=exact,
        complete=complete,
        note=_note(len(parts), max_hops, exact, complete, progress.cancelled),
        cancelled=progress.cancelled,
    )


def _checked(store: Queries, ids: Collection[str], terms: Terms, max_hops: int) -> tuple[str, ...]:
    ends = tuple(sorted(set(ids)))
    if not 2 <= len(ends) <= MAX_ENDS:
        raise FilterError(
            f"{len(ends)} entities cannot be tied together.", fix=f"Choose 2 to {MAX_ENDS}."
        )
    if not 1 <= max_hops <= MAX_HOPS:
        raise FilterError(f"{max_hops} steps cannot be asked for.", fix=f"Give 1 to {MAX_HOPS}.")
    known_entities(store, (*ends, *terms.avoid))
    return ends


def _fetch(
    fetcher: Fetcher, net: Net, ends: Sequence[str], radius: int, progress: Progress
) -> bool:
    """Fetch what lies around every end; whether all could be."""
    seen, frontier = set(ends), set(ends)
    for _ in range(radius):
        links = fetcher.links_of(sorted(frontier)) if frontier else ()
        if not progress.go_on(len(links)):
            return False
        beyond = net.beyond(links, frontier) - seen
        seen |= beyond
        frontier = beyond
    return not fetcher.left


def _graph(
    net: Net, ends: Sequence[str]
) -> tuple[nx.Graph[str], dict[tuple[str, str], tuple[Relation, ...]]]:
    """The net with weights, in an order that does not hang on rows, and the links of each pair."""
    found: dict[tuple[str, str], list[Relation]] = {}
    for link in net.links.values():
        if link.source != link.target:
            a, b = sorted((link.source, link.target))
            found.setdefault((a, b), []).append(link)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ends)
    ties = {}
    for pair in sorted(found):
        links = sorted(
            found[pair], key=lambda link: (cost_of(link), not link.reference, link.row, link.id)
        )
        ties[pair] = tuple(links)
        graph.add_edge(*pair, weight=cost_of(links[0]))
    return graph, ties


def _parts(graph: nx.Graph[str], ends: Sequence[str]) -> list[tuple[str, ...]]:
    """Which ends hang together at all."""
    left, parts = list(ends), []
    while left:
        reached = nx.node_connected_component(graph, left[0])
        parts.append(tuple(end for end in left if end in reached))
        left = [end for end in left if end not in reached]
    return parts


def _tree(graph: nx.Graph[str], ends: Sequence[str], progress: Progress) -> list[tuple[str, str]]:
    """Pairs of a light tree over `ends`: the lightest for two or three."""
    if len(ends) < 2 or not progress.go_on(graph.number_of_edges()):
        return []
    if len(ends) > 3:
        # Mehlhorn's way asks every node for its nearest end: one that reaches none has no answer.
        part = graph.subgraph(nx.node_connected_component(graph, ends[0]))
        rough = steiner_tree(part, list(ends), weight="weight", method="mehlhorn")
        return _cleared(graph, set(rough) | set(ends), ends)
    ways: list[Any] = [nx.single_source_dijkstra(graph, end, weight="weight") for end in ends]
    meeting = min(
        (node for node in graph if node in ways[0][0]),
        key=lambda node: (sum(distance[node] for distance, _ in ways), node),
    )
    nodes = {node for _, way in ways for node in way[meeting]}
    return _cleared(graph, nodes, ends)


def _cleared(
    graph: nx.Graph[str], nodes: Collection[str], ends: Collection[str]
) -> list[tuple[str, str]]:
    """The lightest tree over `nodes`, without branches that end in nobody asked about."""
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(sorted(nodes))
    kept.add_edges_from(
        (a, b, data) for a, b, data in graph.edges(sorted(nodes), data=True) if {a, b} <= set(nodes)
    )
    tree = nx.minimum_spanning_tree(kept, weight="weight")
    degrees = Counter(dict(tree.degree()))
    loose = [node for node in tree if degrees[node] < 2 and node not in ends]
    while loose:
        node = loose.pop()
        for other in list(tree[node]):
            degrees[other] -= 1
            if degrees[other] < 2 and other not in ends:
                loose.append(other)
        tree.remove_node(node)
    return [(a, b) if a < b else (b, a) for a, b in tree.edges()]


def _note(parts: int, max_hops: int, exact: bool, complete: bool, cancelled: bool) -> str:
    if cancelled:
        return "The search was stopped before it had looked at everything."
    said = []
    if parts > 1:
        said.append(f"They fall into {parts} parts that nothing within {max_hops} steps ties.")
    if not complete:
        said.append(f"Only the nearest {MAX_LINKS:,} links were looked at.")
    if not exact and complete:
        said.append("This is an approximation: a lighter way to tie them may exist.")
    said.append("Directions are ignored; surer and firmer links weigh less.")
    return " ".join(said)
