"""View: a bounded part of a data set as a NetworkX graph, with its counts.

``build_view(store, state)`` turns a `ViewState` into a `View`. Node data: ``entity`` (`Entity`).
Edge keys are relation ids, edge data: ``relation`` (`Relation`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import networkx as nx
import numpy as np

from graph.model import REVIEWS, Entity, Relation, type_words
from graph.queries import Queries, known_entities
from graph.views.facets import DateRange, FacetRow, date_range, facets
from graph.views.region import Fetcher, Region, around
from graph.views.viewstate import ViewState
from graph.views.visibility import Compiled, Mask, Sieve, fill, subgraph

__all__ = [
    "MAX_LINKS",
    "MAX_NODES",
    "Counts",
    "DateRange",
    "ExpansionRow",
    "FacetRow",
    "View",
    "build_view",
    "date_range",
    "expansion_menu",
    "facets",
]

_NOT_REJECTED: Final = tuple(one for one in REVIEWS if one != "rejected")

MAX_NODES: Final = 2_000
MAX_LINKS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Counts:
    """“n of N” of a view, N counting the whole data set.

    `rejected` counts links that are left out because somebody rejected them.
    """

    entities: int
    entities_total: int
    links: int
    links_total: int
    undated: int
    rejected: int = 0


@dataclass(frozen=True)
class View:
    """What a `ViewState` shows of a data set.

    Attributes
    ----------
    state : ViewState
        The question.
    graph : networkx.MultiDiGraph
        What is visible after every filter.
    universe : networkx.MultiDiGraph
        The same before the filters: layouts work on it, so filters move nothing. Frozen.
    counts : Counts
        “n of N”.
    truncated : str
        Why something was left out (bounds), in words; blank when nothing was.
    compiled : Compiled or None
        The universe as arrays, for `facets`.
    fallen : tuple of Relation
        Links that are missing from `graph` only because of `ViewState.dropped`.
    ghosts : tuple of Entity
        Entities that are missing for the same reason.
    """

    state: ViewState
    graph: nx.MultiDiGraph[str]
    universe: nx.MultiDiGraph[str]
    counts: Counts
    truncated: str = ""
    compiled: Compiled | None = field(default=None, repr=False, compare=False)
    fallen: tuple[Relation, ...] = ()
    ghosts: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpansionRow:
    """What opening one entity would bring, by type and direction.

    Attributes
    ----------
    type : str
        Type of relation.
    direction : str
        ``out`` (the entity is the source), ``in`` or ``both`` for links without direction.
    words : str
        How it reads from the entity.
    links : int
        Links that are not shown now.
    neighbours : int
        Entities at their other ends that are not shown now.
    addable : int
        Those of the neighbours that expanding adds; the others are there, but filtered out.
    """

    type: str
    direction: str
    words: str
    links: int
    neighbours: int
    addable: int


@dataclass(frozen=True)
class _Universe:
    graph: nx.MultiDiGraph[str]
    compiled: Compiled
    truncated: str


def build_view(store: Queries, state: ViewState) -> View:
    """What `state` shows of the data in `store`.

    Parameters
    ----------
    store : Queries
        The data.
    state : ViewState
        The question.

    Returns
    -------
    View
        With graphs of its own: nothing that was handed in changes.

    Raises
    ------
    NotFound
        When an entity in focus is not in the data.
    FilterError
        When the as-of date is no date.

    Examples
    --------
    >>> from graph.store import open_store
    >>> view = build_view(open_store("data"), ViewState(groups=("ownership",)))
    >>> sorted({link.group for _, _, link in view.graph.edges(data="relation")})
    ['ownership']
    """
    universe = _cache.get(store, state)
    compiled = universe.compiled
    entities, links = Sieve(compiled, state).visible()
    graph = subgraph(universe.graph, compiled, entities, links)
    counts = Counts(
        entities=graph.number_of_nodes(),
        entities_total=store.entity_count,
        links=graph.number_of_edges(),
        links_total=store.relation_count,
        undated=int((links & compiled.undated).sum()),
        rejected=0
        if "rejected" in state.reviews
        else int((~np.asarray(compiled.review.among(_NOT_REJECTED))).sum()),
    )
    fallen, ghosts = _left_out(compiled, state, entities, links)
    return View(state, graph, universe.graph, counts, universe.truncated, compiled, fallen, ghosts)


def _left_out(
    compiled: Compiled, state: ViewState, entities: Mask, links: Mask
) -> tuple[tuple[Relation, ...], tuple[Entity, ...]]:
    """What would be visible too if no source or place were dropped."""
    if not state.dropped:
        return (), ()
    with_all = Sieve(compiled, state.with_(dropped=())).visible()
    more_entities, more_links = with_all[0] & ~entities, with_all[1] & ~links
    return (
        tuple(link for link, gone in zip(compiled.links, more_links, strict=True) if gone),
        tuple(one for one, gone in zip(compiled.entities, more_entities, strict=True) if gone),
    )


def expansion_menu(store: Queries, view: View, entity_id: str) -> tuple[ExpansionRow, ...]:
    """Links and neighbours of one entity that are not shown yet, most first.

    Parameters
    ----------
    store : Queries
        The data.
    view : View
        What is shown.
    entity_id : str
        The entity that may be expanded.

    Raises
    ------
    NotFound
        When the entity is not in the data.
    """
    known_entities(store, (entity_id,))
    links: dict[tuple[str, str], int] = {}
    others: dict[tuple[str, str], set[str]] = {}
    for link in Fetcher(store).links_of((entity_id,)):
        if view.graph.has_edge(link.source, link.target, link.id):
            continue
        away = link.source == entity_id
        key = (link.type, ("out" if away else "in") if link.directed else "both")
        links[key] = links.get(key, 0) + 1
        others.setdefault(key, set()).add(link.target if away else link.source)
    rows = (
        ExpansionRow(
            kind,
            direction,
            type_words(kind, inverse=direction == "in"),
            count,
            sum(other not in view.graph for other in others[kind, direction]),
            sum(other not in view.universe for other in others[kind, direction]),
        )
        for (kind, direction), count in links.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.links, row.type, row.direction)))


class _UniverseCache:
    """The last universes: filters, clicks and undo come back to the same few."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[object, ...], _Universe] = OrderedDict()
        self._lock = Lock()

    def get(self, store: Queries, state: ViewState) -> _Universe:
        hops = state.hops if state.focus else 0
        # A store may know the same data under other names.
        variant = getattr(store, "variant", None)
        key = (store.data_hash, store.name, variant, state.focus, hops, state.expanded)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = _make_universe(store, state)
        if store.data_hash:
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
        return made


_cache: Final = _UniverseCache(24)


def _make_universe(store: Queries, state: ViewState) -> _Universe:
    region, total = _region(store, state)
    entities, links, truncated = _bounded(store, region, total)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    fill(graph, entities, links)
    return _Universe(nx.freeze(graph), Compiled(graph), truncated)


def _region(store: Queries, state: ViewState) -> tuple[Region, int | None]:
    """Ids in reach, nearest first, and how many there are in all, if that is known."""
    if state.focus:
        known_entities(store, state.focus)
        region = around(store, state.focus, state.hops, enough=MAX_NODES)
    else:
        region = Region(dict.fromkeys(store.entity_ids(MAX_NODES + 1), 2))
    opened = [key for key in state.expanded if key in store.entities(state.expanded)]
    if opened:
        beside = around(store, opened, 1)
        # What was opened by hand stands before what merely lies within the steps.
        distance = dict(region.distance)
        for key, step in beside.distance.items():
            distance[key] = min(step, distance.get(key, step))
        region = Region(distance, region.tree | beside.tree, region.complete and beside.complete)
    if not state.focus:
        return region, store.entity_count
    return region, len(region.distance) if region.complete else None


def _bounded(
    store: Queries, region: Region, total: int | None
) -> tuple[Sequence[Entity], Sequence[Relation], str]:
    """The best entities and links within the bounds, and in words what was left out."""
    distance = region.distance
    found = store.entities(list(distance))
    ids = [key for key in distance if key in found]
    notes = []
    if len(ids) > MAX_NODES:
        degrees = store.degrees(ids)
        ids.sort(key=lambda key: (distance[key], -degrees.get(key, 0), found[key].label, key))
        ids = ids[:MAX_NODES]
    if total is None or len(ids) < total:
        amount = f"{total:,}" if total is not None else f"at least {len(distance):,}"
        notes.append(
            f"{len(ids):,} of {amount} entities are drawn: the nearest, then those with most links."
        )
    ids.sort(key=lambda key: (found[key].row, key))
    links = list(store.links_among(ids))
    if len(links) > MAX_LINKS:
        notes.append(
            f"{MAX_LINKS:,} of {len(links):,} links between them are drawn: those that hold the "
            "picture together, then the nearest."
        )
        links = _best_links(links, region)
    links.sort(key=lambda link: (link.row, link.id))
    return [found[key] for key in ids], links, " ".join(notes)


def _best_links(links: Iterable[Relation], region: Region) -> list[Relation]:
    distance: Mapping[str, int] = region.distance
    return sorted(
        links,
        key=lambda link: (
            link.id not in region.tree,
            distance[link.source] + distance[link.target],
            link.row,
            link.id,
        ),
    )[:MAX_LINKS]
