"""Level after level: a long walk through a small data set takes it whole at some point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from graph.model import Relation

PATIENCE: Final = 30
"""Levels that are fetched one by one."""
SMALL: Final = 50_000
"""Relations up to which a data set is taken whole."""


class LinkSource(Protocol):
    """What of the Store is needed to walk over links."""

    def links_of(self, ids: Collection[str], /) -> Sequence[Relation]:
        """Relations with at least one end in `ids`."""
        ...


class Levels:
    """Links of one level after another; answers as the store itself.

    Parameters
    ----------
    store : LinkSource
        Where links come from. One that can also tell how many relations it has and which entities
        is taken whole after `PATIENCE` levels, when it is small.

    Examples
    --------
    >>> from graph.store import open_store
    >>> store = open_store("data")
    >>> levels = Levels(store)
    >>> all(levels.links_of(["cetc"]) == store.links_of(["cetc"]) for _ in range(PATIENCE + 2))
    True
    """

    def __init__(self, store: LinkSource) -> None:
        self._store = store
        self._asked = 0
        self._whole: dict[str, list[Relation]] | None = None

    def links_of(self, ids: Collection[str], /) -> Sequence[Relation]:
        """Relations with at least one end in `ids`, in the order of the data."""
        self._asked += 1
        if self._asked == PATIENCE + 1:
            self._whole = self._all_links()
        if self._whole is None:
            return self._store.links_of(ids)
        found = {link.id: link for key in ids for link in self._whole.get(key, ())}
        return sorted(found.values(), key=lambda link: (link.row, link.id))

    def _all_links(self) -> dict[str, list[Relation]] | None:
        size = getattr(self._store, "relation_count", SMALL + 1)
        entity_ids = getattr(self._store, "entity_ids", None)
        if size > SMALL or entity_ids is None:
            return None
        index: defaultdict[str, list[Relation]] = defaultdict(list)
        for link in self._store.links_of(entity_ids(2 * size + 1)):
            for end in {link.source, link.target}:
                index[end].append(link)
        return dict(index)
