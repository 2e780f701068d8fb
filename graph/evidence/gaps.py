"""Gaps: links without evidence, locator or date, and entities that rest on one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.evidence.dropping import Links, relations_in
from graph.model import SHOWN_REVIEWS, Entity, Relation, without_rejected
from graph.queries import Queries


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing, n of N.

    Attributes
    ----------
    no_evidence, no_reference, no_locator, no_date : tuple of str
        Ids of links without it, in the order of the data.
    one_source : tuple of (str, str)
        Entities for which there is one source only, and that source.
    no_source : tuple of str
        Entities for which there is none.
    links, entities : int
        How many were looked at.
    rejected : int
        Links that were not, because somebody rejected them.
    """

    no_evidence: tuple[str, ...]
    no_reference: tuple[str, ...]
    no_locator: tuple[str, ...]
    no_date: tuple[str, ...]
    one_source: tuple[tuple[str, str], ...]
    no_source: tuple[str, ...]
    links: int
    entities: int
    rejected: int = 0

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """For each gap how many of how many."""
        return {
            "no_evidence": (len(self.no_evidence), self.links),
            "no_reference": (len(self.no_reference), self.links),
            "no_locator": (len(self.no_locator), self.links),
            "no_date": (len(self.no_date), self.links),
            "one_source": (len(self.one_source), self.entities),
            "no_source": (len(self.no_source), self.entities),
        }

    def to_dict(self) -> dict[str, Any]:
        """The gaps as JSON."""
        return {
            "links": self.links,
            "entities": self.entities,
            "rejected": self.rejected,
            "no_evidence": list(self.no_evidence),
            "no_reference": list(self.no_reference),
            "no_locator": list(self.no_locator),
            "no_date": list(self.no_date),
            "one_source": [{"id": key, "source": source} for key, source in self.one_source],
            "no_source": list(self.no_source),
        }


def gaps(
    what: Links, entities: Iterable[Entity] = (), *, reviews: Collection[str] = SHOWN_REVIEWS
) -> Gaps:
    """What is missing in some links and entities.

    An entity rests on the sources of its links among these and on its own.

    Parameters
    ----------
    what : path, chain, graph or relations
        Links to look at; of a graph the entities on its nodes as well.
    entities : iterable of Entity
        Further entities, for their own references; the ends of the links count in any case.
    reviews : collection of str
        As in `ViewState.reviews`: links that were rejected are not looked at unless it is among
        them.

    Returns
    -------
    Gaps

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", reference="art", locator="¶3")
    >>> found = gaps([link])
    >>> found.no_evidence, found.no_locator, found.counts["one_source"]
    (('r2',), (), (2, 2))
    """
    links, rejected = without_rejected(relations_in(what), reviews)
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        for end in (link.source, link.target):
            sources[end].add(link.reference)
    known = list(entities)
    if isinstance(what, nx.Graph):
        known += [entity for _, entity in what.nodes(data="entity") if isinstance(entity, Entity)]
    for entity in known:
        sources[entity.id].add(entity.reference)
    named = {key: sorted(found - {""}) for key, found in sorted(sources.items())}
    return Gaps(
        _without(links, "evidence"),
        _without(links, "reference"),
        _without(links, "locator"),
        tuple(link.id for link in links if link.since is None and link.until is None),
        tuple((key, found[0]) for key, found in named.items() if len(found) == 1),
        tuple(key for key, found in named.items() if not found),
        len(links),
        len(named),
        rejected,
    )


def gaps_around(store: Queries, ids: Collection[str]) -> Gaps:
    """What is missing around some entities, with every link they have in the data.

    Only these entities are looked at, not those at the other ends.
    """
    links = store.links_of(ids)
    wanted = set(ids)
    found = gaps(links, store.entities(ids).values())
    return Gaps(
        found.no_evidence,
        found.no_reference,
        found.no_locator,
        found.no_date,
        tuple(pair for pair in found.one_source if pair[0] in wanted),
        tuple(key for key in found.no_source if key in wanted),
        found.links,
        len(store.entities(ids)),
        found.rejected,
    )


def _without(links: Iterable[Relation], field: str) -> tuple[str, ...]:
    return tuple(link.id for link in links if not getattr(link, field).strip())
