"""Walks: what lies around one entity."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import FilterError
from graph.model import Entity
from graph.queries import Queries, known_entities
from graph.views.filters import entity_test, link_test, not_rejected
from graph.views.region import around
from graph.views.viewstate import ViewState

MAX_HOPS = 12
"""Steps beyond which “around” means nothing any more."""


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """What lies within some steps of an entity.

    Attributes
    ----------
    center : str
        The entity.
    nodes : tuple of str
        Ids of the others, nearest first, then by id.
    edges : int
        Links that pass among all of them, the centre included.
    shown, total : int
        Entities that pass the filters, and all within the same steps without filters.
    complete : bool
        Whether everything could be fetched; if not, the numbers are “at least”.
    """

    center: str
    nodes: tuple[str, ...]
    edges: int
    shown: int
    total: int
    complete: bool


def neighborhood(
    store: Queries, centre: str, hops: int = 1, filters: ViewState | None = None
) -> Neighborhood:
    """Entities within `hops` of `centre`, directions ignored.

    Only links and entities that pass are walked over; the centre always passes. It agrees with
    the view that has `centre` in focus.

    Parameters
    ----------
    store : Queries
        The data.
    centre : str
        Id of the entity in the middle.
    hops : int
        Steps, 0 to `MAX_HOPS`.
    filters : ViewState, optional
        Its filters on category, hidden entities and links count; groups of people and folded
        groups are a matter of drawing and do not.

    Returns
    -------
    Neighborhood

    Raises
    ------
    NotFound
        When `centre` is not in the data.
    FilterError
        When `hops` or a date is out of range.

    Examples
    --------
    >>> from graph.store import open_store
    >>> found = neighborhood(open_store("data"), "zhenhua-data", 1, ViewState(types=("compiled",)))
    >>> found.nodes, found.edges
    (('zhenhua-database',), 1)
    """
    if not 0 <= hops <= MAX_HOPS:
        raise FilterError(
            f"{hops} steps cannot be walked.", where="hops", fix=f"Give 0 to {MAX_HOPS}."
        )
    known_entities(store, (centre,))
    state = filters or ViewState()
    link_passes, narrowed = link_test(state), entity_test(state)

    def entity_passes(entity: Entity) -> bool:
        return not_rejected(entity, state) and (narrowed is None or narrowed(entity))

    everything = around(store, (centre,), hops)
    region = everything
    # Without a filter only what was rejected is left out, which is seldom there.
    links = store.links_among(list(region.distance))
    if (
        state.filtered
        or not all(map(link_passes, links))
        or not all(map(entity_passes, store.entities(list(region.distance)).values()))
    ):
        region = around(
            store, (centre,), hops, link_passes=link_passes, entity_passes=entity_passes
        )
        links = store.links_among(list(region.distance))
    edges = sum(map(link_passes, links))
    nodes = sorted(
        (key for key in region.distance if key != centre),
        key=lambda key: (region.distance[key], key),
    )
    return Neighborhood(
        centre,
        tuple(nodes),
        edges,
        len(nodes),
        len(everything.distance) - 1,
        everything.complete and region.complete,
    )
