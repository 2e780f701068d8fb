"""View: a bounded part of a data set as a NetworkX graph, with its counts.

``build_view(store, state)`` turns a `ViewState` into a `View`. Node data: ``entity`` (`Entity`).
Edge keys are relation ids, edge data: ``relation`` (`Relation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from graph.viewstate import ViewState

MAX_NODES = 2_000
MAX_LINKS = 6_000


@dataclass(frozen=True, slots=True)
class Counts:
    """“n of N” of a view, N counting the whole data set."""

    entities: int
    entities_total: int
    links: int
    links_total: int
    undated: int


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value of a filter.

    Attributes
    ----------
    value, words : str
        Key and words on screen.
    shown, total : int
        How many of it are visible, and in the view before filters.
    on : bool
        Whether the filter lets it pass.
    change : int
        Entities (for ``categories``, ``people``) or links a click would add (positive) or
        remove (negative).
    """

    value: str
    words: str
    shown: int
    total: int
    on: bool
    change: int


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
        The same before the filters: layouts work on it, so filters move nothing.
    counts : Counts
        “n of N”.
    truncated : str
        Why something was left out (bounds), in words; blank when nothing was.
    """

    state: ViewState
    graph: nx.MultiDiGraph
    universe: nx.MultiDiGraph
    counts: Counts
    truncated: str = ""
