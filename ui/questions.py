"""Questions that cost more than a blink, answered once for all sessions."""

from __future__ import annotations

import streamlit as st

from graph.model import PartialDate
from graph.ownership import CHOSEN, Sheet, holdings, owners
from graph.paths import PathAnswer, find_paths
from graph.store import Store
from graph.viewstate import ViewState
from ui.panels.path_options import PathOptions

STATED = ("stated",)


def ownership_of(store: Store, entity_id: str, now: ViewState, *, up: bool, stated: bool) -> Sheet:
    """The ownership sheet of an entity under the statuses and the date of a view.

    Raises
    ------
    LongarmError
        When too much would have to be walked.
    """
    statuses = STATED if stated else chosen_statuses(now)
    return _ownership(
        (store.name, store.data_hash), entity_id, up, statuses, now.as_of, now.threshold, store
    )


def chosen_statuses(now: ViewState) -> tuple[str, ...]:
    """Statuses that count: those the filters leave on, without ``proposed`` unless asked for."""
    return CHOSEN if now.statuses is None else now.statuses


@st.cache_resource(max_entries=256, show_spinner="Adding up shares")
def _ownership(
    data: tuple[str, str],
    entity_id: str,
    up: bool,
    statuses: tuple[str, ...],
    as_of: str,
    threshold: float,
    _store: Store,
) -> Sheet:
    ask = owners if up else holdings
    day = PartialDate.parse(as_of) if as_of else None
    return ask(_store, entity_id, statuses=statuses, as_of=day, threshold=threshold)


def paths_between(
    store: Store, start: str, end: str, options: PathOptions, now: ViewState, most: int
) -> PathAnswer:
    """Paths between two entities under the choices of the panel and the filters of a view.

    Raises
    ------
    LongarmError
        When nothing can be said within what may be fetched.
    """
    return _paths(
        (store.name, store.data_hash), start, end, options, options.filters(now), most, store
    )


@st.cache_resource(max_entries=256, show_spinner="Looking for paths")
def _paths(
    data: tuple[str, str],
    start: str,
    end: str,
    options: PathOptions,
    filters: ViewState,
    most: int,
    _store: Store,
) -> PathAnswer:
    if options.avoid:
        kept = [name for name in _store.counts().categories if name not in options.avoid]
        filters = filters.with_(categories=tuple(kept))
    return find_paths(
        _store,
        start,
        end,
        max_paths=most,
        max_hops=options.max_hops,
        directed=options.directed,
        filters=filters,
    )
