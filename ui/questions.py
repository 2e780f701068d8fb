"""Questions that cost more than a blink, answered once for all sessions."""

from __future__ import annotations

from collections.abc import Collection

from graph.model import PartialDate, Relation
from graph.ownership import CHOSEN, Sheet, holdings, owners
from graph.ownership.direct import LinkSource
from graph.paths import PathAnswer, find_paths
from graph.paths.connecting import ConnectingLinks, connecting_links
from graph.paths.ready_walks import READY_WALKS, Walked
from graph.progress import Tick
from graph.store import Store
from graph.views.filters import detail_test
from graph.views.viewstate import ViewState
from ui.long_work import worked, worked_beside
from ui.panels.path_options import PathOptions

STATED = ("stated",)
MOST_PATHS = 20


def ownership_of(
    store: Store,
    entity_id: str,
    now: ViewState,
    *,
    up: bool,
    stated: bool,
    silent: bool = False,
) -> Sheet:
    """The ownership sheet of an entity under the statuses, the date and what a view leaves out.

    Raises
    ------
    LongarmError
        When too much would have to be walked, or when it was stopped.
    """
    statuses = STATED if stated else chosen_statuses(now)
    counted = what_counts(now)
    day = PartialDate.parse(counted.as_of) if counted.as_of else None
    links: LinkSource = store
    if counted.dropped or (day is not None and not counted.undated):
        links = _Counted(store, counted)

    def ask(tick: Tick) -> Sheet:
        work = owners if up else holdings
        return work(
            links, entity_id, statuses=statuses, as_of=day, threshold=now.threshold, tick=tick
        )

    key = ("ownership", _data(store), entity_id, up, statuses, counted, now.threshold)
    if silent:
        return worked(key, ask, "", silent=True)
    return worked_beside(key, ask, "Adding up shares", "links")


def what_counts(now: ViewState) -> ViewState:
    """Of a view what decides which ownership links count, statuses aside."""
    return ViewState(as_of=now.as_of, undated=now.undated, dropped=now.dropped)


def chosen_statuses(now: ViewState) -> tuple[str, ...]:
    """Statuses that count: those the filters leave on, without ``proposed`` unless asked for."""
    return CHOSEN if now.statuses is None else now.statuses


class _Counted:
    """The links of a store that a view's date and its left-out sources let count."""

    def __init__(self, store: LinkSource, counted: ViewState) -> None:
        self._store = store
        self._passes = detail_test(counted)

    def links_of(self, ids: Collection[str]) -> list[Relation]:
        found = self._store.links_of(ids)
        return [link for link in found if self._passes is None or self._passes(link)]


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
