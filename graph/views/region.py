"""Regions: what lies within some steps of given entities, fetched frontier after frontier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Entity, Relation
from graph.queries import FETCH_LIMIT, Queries
from graph.views.levels import Levels


@dataclass
class Fetcher:
    """Draws links out of a store until a limit, and remembers what it had to leave.

    Attributes
    ----------
    store : Queries
        Where links come from.
    limit : int
        Links that may be drawn in all.
    left : dict of str to int
        Entities that were not opened, with the number of their links.
    """

    store: Queries
    limit: int = field(default_factory=lambda: FETCH_LIMIT)
    drawn: int = 0
    left: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._levels = Levels(self.store)

    def affordable(self, ids: Collection[str]) -> list[str]:
        """Those of `ids` whose links still fit under the limit, least connected first."""
        if self.store.relation_count <= self.limit:
            return list(ids)
        degrees = self.store.degrees(ids)
        chosen, room = [], self.limit - self.drawn
        for key in sorted(ids, key=lambda key: (degrees.get(key, 0), key)):
            room -= degrees.get(key, 0)
            if room >= 0:
                chosen.append(key)
            else:
                self.left[key] = degrees.get(key, 0)
        return chosen

    def links_of(self, ids: Collection[str]) -> Sequence[Relation]:
        """Links of `ids` as far as the limit allows."""
        chosen = self.affordable(ids)
        links = self._levels.links_of(chosen) if chosen else ()
        self.drawn += len(links)
        return links


@dataclass(frozen=True)
class Region:
    """Entities around some others.

    Attributes
    ----------
    distance : Mapping of str to int
        Steps from the nearest start.
    tree : frozenset of str
        Ids of relations over which each entity was first reached.
    complete : bool
        Whether everything within the steps was reached.
    """

    distance: Mapping[str, int]
    tree: frozenset[str] = frozenset()
    complete: bool = True


def around(
    store: Queries,
    starts: Iterable[str],
    hops: int,
    *,
    link_passes: Callable[[Relation], bool] | None = None,
    entity_passes: Callable[[Entity], bool] | None = None,
    enough: int | None = None,
) -> Region:
    """What lies within `hops` of `starts`, directions ignored.

    Parameters
    ----------
    store : Queries
        The data.
    starts : iterable of str
        Entities to start from, at distance 0; they need not pass `entity_passes`.
    hops : int
        Steps.
    link_passes, entity_passes : callable, optional
        Only links and entities that pass are walked over.
    enough : int, optional
        No further step is made once this many entities are known.

    Returns
    -------
    Region
    """
    fetcher = Fetcher(store)
    distance = dict.fromkeys(starts, 0)
    tree: set[str] = set()
    frontier = list(distance)
    step = 0
    while frontier and step < hops and (enough is None or len(distance) <= enough):
        step += 1
        reached: dict[str, str] = {}
        for link in fetcher.links_of(frontier):
            if link_passes is None or link_passes(link):
                for near, far in ((link.source, link.target), (link.target, link.source)):
                    if far not in distance and distance.get(near) == step - 1:
                        reached.setdefault(far, link.id)
        if entity_passes is not None and reached:
            entities = store.entities(list(reached))
            reached = {
                key: link
                for key, link in reached.items()
                if key in entities and entity_passes(entities[key])
            }
        distance.update(dict.fromkeys(reached, step))
        tree.update(reached.values())
        frontier = list(reached)
    complete = not fetcher.left and (not frontier or step >= hops)
    return Region(distance, frozenset(tree), complete)
