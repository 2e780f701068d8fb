"""What the core asks of a Store, whichever engine answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from graph.errors import NotFound
from graph.model import Entity, Relation, Source

if TYPE_CHECKING:
    from graph.search import Hit, SearchResult
    from graph.store import Tally

FETCH_LIMIT = 250_000
"""Links one question may draw out of a store: a few seconds of work, a few hundred MB."""


class Queries(Protocol):
    """The handful of questions that views, walks and paths are made of; `Store` answers them."""

    @property
    def name(self) -> str:
        """Title of the data set."""
        ...

    @property
    def data_hash(self) -> str:
        """Hash of the data, the same for the same files."""
        ...

    @property
    def entity_count(self) -> int:
        """Entities in the whole data set."""
        ...

    @property
    def relation_count(self) -> int:
        """Relations in the whole data set."""
        ...

    def entities(self, ids: Collection[str], /) -> Mapping[str, Entity]:
        """Entities by id; unknown ids are absent from the answer."""
        ...

    def relations(self, ids: Collection[str], /) -> Mapping[str, Relation]:
        """Relations by id; unknown ids are absent from the answer."""
        ...

    def links_of(self, ids: Collection[str], /) -> Sequence[Relation]:
        """Relations with at least one end in `ids`."""
        ...

    def links_among(self, ids: Collection[str], /) -> Sequence[Relation]:
        """Relations with both ends in `ids`."""
        ...

    def degrees(self, ids: Collection[str], /) -> Mapping[str, int]:
        """Number of relations at each entity."""
        ...

    def entity_ids(self, limit: int, /) -> Sequence[str]:
        """Ids of at most `limit` entities, the best connected first."""
        ...

    def search(self, text: str, /, limit: int = 20) -> SearchResult:
        """Entities whose names match `text`."""
        ...

    def nearest(self, text: str, /) -> Hit | None:
        """The entity whose name is most like a text that found nothing."""
        ...

    def sources(self) -> Mapping[str, Source]:
        """Every source by id."""
        ...

    def counts(self) -> Tally:
        """How much of what the whole data set holds."""
        ...


def known_entities(store: Queries, ids: Collection[str]) -> Mapping[str, Entity]:
    """Entities by id, all of which must exist.

    Raises
    ------
    NotFound
        Naming the first id the data does not have, and the names that come nearest.
    """
    found = store.entities(ids)
    missing = next((key for key in ids if key not in found), None)
    if missing is None:
        return found
    raise NotFound(f"No entity has the id “{shorten(missing)}”.", fix=_nearest(store, missing))


def _nearest(store: Queries, missing: str) -> str:
    # Only a mistake needs the search.
    from graph.search import SHORT_WORD, fold, holds

    text = shorten(missing).replace("-", " ").replace("_", " ").strip()
    hits = store.search(text, limit=3).results if text else ()
    if len(text) <= SHORT_WORD:
        # A typo in a short word makes it any other; `nearest` asks for more likeness.
        hits = tuple(hit for hit in hits if holds(fold(hit.matched), fold(text)))
    if not hits and (near := store.nearest(text)):
        hits = (near,)
    if not hits:
        return "Search for a name to find its id."
    return "Nearest: " + ", ".join(f"{hit.label} ({hit.id})" for hit in hits) + "."


def shorten(text: str, length: int = 60) -> str:
    r"""Foreign text cut to what a message can hold, on one line.

    Examples
    --------
    >>> shorten("a  b\nc"), shorten("abcdef", 4)
    ('a b c', 'abc…')
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
