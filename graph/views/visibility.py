"""Visibility: which part of a universe the filters let through, for all of it at once.

One set of rules serves the view and the counts beside each filter, so they cannot disagree. The
universe is turned into arrays once; every question after that is a few array operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.model import Entity, Relation, review_of
from graph.views.filters import (
    detail_test,
    entities_narrowed,
    links_narrowed,
    membership,
)
from graph.views.viewstate import ViewState

Mask = NDArray[np.bool_]
Index = NDArray[np.intp]

_GROUP: Final = "group"


@dataclass(frozen=True, eq=False)
class Codes:
    """A column of values as numbers.

    Attributes
    ----------
    names : tuple of str
        The values that occur, in order of appearance.
    codes : numpy.ndarray
        For each row the index into `names`.
    """

    names: tuple[str, ...]
    codes: Index

    @classmethod
    def of(cls, values: Iterable[str]) -> Codes:
        """Number the values of a column."""
        known: dict[str, int] = {}
        codes = [known.setdefault(value, len(known)) for value in values]
        return cls(tuple(known), np.asarray(codes, dtype=np.intp))

    def among(self, chosen: tuple[str, ...] | None) -> Mask | bool:
        """Rows whose value is chosen; ``True`` when everything is."""
        if chosen is None:
            return True
        wanted = frozenset(chosen)
        return np.asarray([name in wanted for name in self.names], dtype=bool)[self.codes]

    def tally(self, mask: Mask) -> dict[str, int]:
        """How many of the rows under `mask` carry each value."""
        counts = np.bincount(self.codes[mask], minlength=len(self.names))
        return dict(zip(self.names, counts.tolist(), strict=True))


class Compiled:
    """A universe as arrays.

    Parameters
    ----------
    universe : networkx.MultiDiGraph
        With ``entity`` on nodes and ``relation`` on edges.
    """

    def __init__(self, universe: nx.MultiDiGraph[str]) -> None:
        self.entities = entities_in(universe)
        self.links = links_in(universe)
        self.index: Mapping[str, int] = {
            entity.id: place for place, entity in enumerate(self.entities)
        }
        self.source = self._places(link.source for link in self.links)
        self.target = self._places(link.target for link in self.links)
        self.linked = self._ends(np.ones(len(self.links), dtype=bool))

    def _places(self, ids: Iterable[str]) -> Index:
        return np.asarray([self.index[key] for key in ids], dtype=np.intp)

    def _ends(self, links: Mask) -> Mask:
        ends = np.zeros(len(self.entities), dtype=bool)
        ends[self.source[links]] = True
        ends[self.target[links]] = True
        return ends

    def mask(self, ids: Iterable[str]) -> Mask:
        """Entities of the universe that are among `ids`."""
        mask = np.zeros(len(self.entities), dtype=bool)
        mask[[self.index[key] for key in ids if key in self.index]] = True
        return mask

    @cached_property
    def category(self) -> Codes:
        """Category of each entity."""
        return Codes.of(entity.category for entity in self.entities)

    @cached_property
    def group(self) -> Codes:
        """Group of each link."""
        return Codes.of(link.group for link in self.links)

    @cached_property
    def type(self) -> Codes:
        """Type of each link."""
        return Codes.of(link.type for link in self.links)

    @cached_property
    def status(self) -> Codes:
        """Status of each link."""
        return Codes.of(link.status for link in self.links)

    @cached_property
    def review(self) -> Codes:
        """What a look at each link found."""
        return Codes.of(review_of(link.extra) for link in self.links)

    @cached_property
    def rejected(self) -> Mask:
        """Entities that somebody rejected."""
        found = (review_of(entity.extra) == "rejected" for entity in self.entities)
        return np.fromiter(found, dtype=bool, count=len(self.entities))

    @cached_property
    def undated(self) -> Mask:
        """Links without any date."""
        return np.asarray(
            [link.since is None and link.until is None for link in self.links], dtype=bool
        )

    @cached_property
    def members(self) -> tuple[Index, Index]:
        """Members and their groups, as pairs of places in `entities`."""
        tied = (membership(link) for link in self.links)
        pairs = dict.fromkeys(
            (self.index[pair[0]], self.index[pair[1]])
            for pair in tied
            if pair is not None
            and pair[0] != pair[1]
            and self.entities[self.index[pair[1]]].category == _GROUP
        )
        flat = np.asarray(list(pairs), dtype=np.intp).reshape(-1, 2)
        return flat[:, 0], flat[:, 1]

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Groups of exposed people: with members, or at the end of a surveillance link."""
        exposed = set(self.members[1].tolist())
        for place, link in zip(self.target.tolist(), self.links, strict=True):
            if link.group == "surveillance" and self.entities[place].category == _GROUP:
                exposed.add(place)
        return tuple(self.entities[place].id for place in sorted(exposed))

    def step(self, reached: Mask, links: Mask) -> Mask:
        """`reached` and what is one step further over `links`."""
        wider = reached.copy()
        wider[self.target[links & reached[self.source]]] = True
        wider[self.source[links & reached[self.target]]] = True
        return wider

    def reach(self, starts: Mask, opened: Mask, hops: int, links: Mask) -> Mask:
        """What lies within `hops` of `starts`, and around each opened entity reached so."""
        reached = starts.copy()
        for _ in range(hops):
            wider = self.step(reached, links)
            if (wider == reached).all():
                break
            reached = wider
        while (opened & reached).any():
            wider = reached | self.step(opened & reached, links)
            if (wider == reached).all():
                break
            reached = wider
        return reached


class Sieve:
    """The filters of a `ViewState` over one universe.

    What the five list filters do not touch is worked out once, so that asking “and if this value
    were switched” is cheap.
    """

    def __init__(self, compiled: Compiled, state: ViewState) -> None:
        self.compiled = compiled
        self.state = state
        detail = detail_test(state)
        self._details: Mask = (
            np.ones(len(compiled.links), dtype=bool)
            if detail is None
            else np.asarray([detail(link) for link in compiled.links], dtype=bool)
        )
        self._focus = compiled.mask(state.focus)
        self._kept = self._focus
        self._by_hand = ~compiled.mask(state.hidden)
        self._only = None if state.only is None else compiled.mask(state.only)

    @cached_property
    def _starts(self) -> tuple[Mask, Mask]:
        """Where reach is measured from, and what is opened besides."""
        compiled, state = self.compiled, self.state
        opened = compiled.mask(state.expanded)
        every_link = np.ones(len(compiled.links), dtype=bool)
        within = compiled.reach(self._focus, opened, state.hops, every_link)
        # An opened entity far from the focus is in the universe all the same: it starts by itself.
        return self._focus, opened & ~within

    def visible(self, **switched: tuple[str, ...] | None) -> tuple[Mask, Mask]:
        """Visible entities and links.

        Parameters
        ----------
        **switched : tuple of str or None
            Values of list filters (``categories=…``) to use in place of the state's.

        Returns
        -------
        entities, links : numpy.ndarray of bool
        """
        compiled = self.compiled
        state = self.state.with_(**switched) if switched else self.state
        shown = self._shown_entities(state)
        links = (
            self._details
            & compiled.group.among(state.groups)
            & compiled.type.among(state.types)
            & compiled.status.among(state.statuses)
        )
        reviewed = compiled.review.among(state.reviews)
        links = links & reviewed
        # What was rejected is left out without a filter being set: what hangs on it alone is
        # farther away, but not gone.
        unasked = not np.all(reviewed) or bool(compiled.rejected.any())
        if state.focus and (links_narrowed(state) or entities_narrowed(state) or unasked):
            shown &= self._within_reach(shown, links, state)
        if self._only is not None:
            shown &= self._only
        ends = shown[compiled.source] & shown[compiled.target]
        links = links & ends
        if links_narrowed(state):
            bare = compiled.linked & ~self._ends(links) & ~self._kept
            shown &= ~bare
        return shown, links

    def _ends(self, links: Mask) -> Mask:
        ends = np.zeros(len(self.compiled.entities), dtype=bool)
        ends[self.compiled.source[links]] = True
        ends[self.compiled.target[links]] = True
        return ends

    def _shown_entities(self, state: ViewState) -> Mask:
        """Entities that the filters on entities let pass, `only` aside."""
        compiled = self.compiled
        shown = np.ones(len(compiled.entities), dtype=bool)
        shown &= compiled.category.among(state.categories)
        if "rejected" not in state.reviews:
            shown &= ~compiled.rejected
        member, group = compiled.members
        if state.people is not None:
            on = compiled.mask(state.people)
            shown &= on | ~compiled.mask(compiled.people)
            shown &= _any(member[on[group]], shown) | ~_any(member, shown)
        if state.collapsed:
            folded = compiled.mask(state.collapsed)
            open_ = (shown & self._by_hand & ~folded)[group]
            shown &= ~_any(member[folded[group]], shown) | _any(member[open_], shown)
        return (shown | self._focus) & self._by_hand

    def _within_reach(self, shown: Mask, links: Mask, state: ViewState) -> Mask:
        focus, loose = self._starts
        # A focus hidden by hand still is what the view is about: it is walked over, unseen.
        walked = shown | focus
        links = links & walked[self.compiled.source] & walked[self.compiled.target]
        opened = self.compiled.mask(state.expanded)
        reached = self.compiled.reach(focus, opened, state.hops, links)
        if loose.any():
            reached = self.compiled.reach(reached | (loose & shown), opened, 0, links)
        return reached | self._kept


def _any(places: Index, like: Mask) -> Mask:
    mask = np.zeros_like(like)
    mask[places] = True
    return mask


def subgraph(
    universe: nx.MultiDiGraph[str], compiled: Compiled, entities: Mask, links: Mask
) -> nx.MultiDiGraph[str]:
    """The visible part as a graph of its own; the universe is left alone."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**universe.graph)
    fill(
        graph,
        (entity for entity, shown in zip(compiled.entities, entities, strict=True) if shown),
        (link for link, shown in zip(compiled.links, links, strict=True) if shown),
    )
    return graph


def fill(
    graph: nx.MultiDiGraph[str], entities: Iterable[Entity], links: Iterable[Relation]
) -> None:
    """Add entities and links to a graph in the way every `View` carries them."""
    graph.add_nodes_from((entity.id, {"entity": entity}) for entity in entities)
    for link in links:
        graph.add_edge(link.source, link.target, link.id, relation=link)


def entities_in(graph: nx.MultiDiGraph[str]) -> tuple[Entity, ...]:
    """Entities of a graph, in its order."""
    return tuple(data["entity"] for _, data in graph.nodes(data=True))


def links_in(graph: nx.MultiDiGraph[str]) -> tuple[Relation, ...]:
    """Relations of a graph, in its order."""
    return tuple(data["relation"] for _, _, data in graph.edges(data=True))
