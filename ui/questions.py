"""Questions that cost more than a blink, answered once for all sessions."""

from __future__ import annotations

import streamlit as st

from graph.connecting import ConnectingLinks, connecting_links
from graph.model import PartialDate
from graph.ownership import CHOSEN, Sheet, holdings, owners
from graph.paths import PathAnswer, find_paths
from graph.ready_walks import READY_WALKS, Walked
from graph.store import Store
from graph.viewstate import ViewState
from ui.long_work import worked
from ui.panels.path_options import PathOptions

STATED = ("stated",)
MOST_PATHS = 20


def ownership_of(store: Store, entity_id: str, now: ViewState, *, up: bool, stated: bool) -> Sheet:
    """The ownership sheet of an entity under the statuses and the date of a view.

    Raises
    ------
    LongarmError
        When too much would have to be walked.
    """
    statuses = STATED if stated else chosen_statuses(now)
    return _ownership(_data(store), entity_id, up, statuses, now.as_of, now.threshold, store)


def chosen_statuses(now: ViewState) -> tuple[str, ...]:
    """Statuses that count: those the filters leave on, without ``proposed`` unless asked for."""
    return CHOSEN if now.statuses is None else now.statuses


@st.cache_resource(max_entries=256, show_spinner=False)
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
    store: Store, start: str, end: str, options: PathOptions, now: ViewState
) -> PathAnswer:
    """Paths between two entities under the choices of the panel and the filters of a view.

    Raises
    ------
    LongarmError
        When nothing can be said within what may be fetched.
    """
    filters = options.filters(now)
    return worked(
        ("paths", _data(store), start, end, options, filters),
        lambda tick: find_paths(
            store,
            start,
            end,
            max_paths=MOST_PATHS,
            max_hops=options.max_hops,
            directed=options.directed,
            filters=filters,
            terms=options.terms,
            tick=tick,
        ),
        "Looking for paths",
    )


def ties_of(
    store: Store, ids: tuple[str, ...], options: PathOptions, now: ViewState
) -> ConnectingLinks:
    """What ties several entities together, under the same choices.

    Raises
    ------
    LongarmError
        When too many are asked about.
    """
    filters = options.filters(now)
    return worked(
        ("ties", _data(store), tuple(sorted(ids)), options, filters),
        lambda tick: connecting_links(
            store,
            ids,
            max_hops=options.max_hops,
            filters=filters,
            terms=options.terms,
            tick=tick,
        ),
        "Looking for what ties them together",
    )


def walk_from(
    store: Store,
    name: str,
    start: str,
    options: PathOptions,
    now: ViewState,
    *,
    silent: bool = False,
) -> Walked | PathAnswer:
    """A ready-made walk over what the filters of a view let pass.

    Raises
    ------
    LongarmError
        When nothing can be said within what may be fetched.
    """
    # A walk knows by itself which kinds of links it goes over.
    filters = options.filters(now).with_(groups=None)
    return worked(
        ("walk", _data(store), name, start, filters),
        lambda tick: READY_WALKS[name].ask(store, start, filters=filters, tick=tick),
        READY_WALKS[name].words,
        silent=silent,
    )


def _data(store: Store) -> tuple[str, str]:
    return store.name, store.data_hash
