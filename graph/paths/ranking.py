"""Paths: how two entities are connected, the best evidenced connection first.

A path is a row of entities that repeats none; parallel links make it no second path. Paths are
ranked by their least certain step, then by the nature of the links, then by length, then by the
number of references they rest on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from graph.errors import FilterError, LimitExceeded
from graph.paths.net import Net, Terms
from graph.paths.search import Path, Search
from graph.progress import Progress, Tick
from graph.queries import Queries, known_entities
from graph.views.viewstate import ViewState

__all__ = ["MAX_HOPS", "MAX_PATHS", "Path", "PathAnswer", "Terms", "find_paths", "paths_to_any"]

MAX_HOPS: Final = 12
MAX_PATHS: Final = 1_000


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """Paths between two entities, best first.

    Attributes
    ----------
    paths : tuple of Path
        At most as many as were asked for.
    total : int
        How many there are; the least there are when not `complete`.
    complete : bool
        Whether every path within the steps was looked at.
    note : str
        What was not looked at, in words; blank when nothing.
    cancelled : bool
        Whether the search was cancelled; what was found until then is given.
    """

    paths: tuple[Path, ...]
    total: int
    complete: bool
    note: str = ""
    cancelled: bool = False


def find_paths(
    store: Queries,
    a: str,
    b: str,
    *,
    max_paths: int = 10,
    max_hops: int = 6,
    directed: bool = False,
    filters: ViewState | None = None,
    terms: Terms | None = None,
    tick: Tick | None = None,
) -> PathAnswer:
    """Connections between two entities.

    Parameters
    ----------
    store : Queries
        The data.
    a, b : str
        Ids of the ends.
    max_paths : int
        How many to give.
    max_hops : int
        The longest that counts, in steps.
    directed : bool
        Whether to go along the arrows only; links without direction go both ways.
    filters : ViewState, optional
        Its filters on category, hidden entities and links count; the ends always pass.
        ``proposed`` counts only when `filters` names it among the statuses.
    terms : Terms, optional
        What paths avoid and what they must pass.
    tick : callable, optional
        Told now and then how many steps were done; ``False`` cancels.

    Returns
    -------
    PathAnswer

    Raises
    ------
    NotFound
        When an end, or an entity in `terms`, is not in the data.
    FilterError
        When both ends are one, or a number or date is out of range.
    LimitExceeded
        When nothing was found in as much as may be fetched, so that “no path” would be a guess.

    Examples
    --------
    >>> from graph.store import open_store
    >>> answer = find_paths(open_store("data"), "zhenhua-data", "zhenhua-database")
    >>> answer.paths[0].nodes, answer.paths[0].weakest
    (('zhenhua-data', 'zhenhua-database'), 'stated')
    """
    _check(max_paths, max_hops)
    if a == b:
        raise FilterError("A path needs two different ends.", fix="Choose another entity.")
    wanted = terms or Terms()
    known_entities(store, (a, b, *wanted.avoid, *wanted.through))
    progress = Progress(tick)
    net = Net(store, (a, b), directed, filters, wanted, progress)
    searched = net.fetch_between(a, b, max_hops)
    search = Search(net.steps(), a, (b,), max_hops, net.needs(), progress)
    return _answer(search, progress, searched, max_paths, max_hops)


def paths_to_any(
    store: Queries,
    start: str,
    categories: Collection[str],
    *,
    max_paths: int = 10,
    max_hops: int = 6,
    directed: bool = False,
    filters: ViewState | None = None,
    terms: Terms | None = None,
    tick: Tick | None = None,
) -> PathAnswer:
    """Connections from one entity to anybody of some categories; each ends at the first one.

    Parameters
    ----------
    store : Queries
        The data.
    start : str
        Id of the entity to start from.
    categories : collection of str
        Categories at which paths end.
    max_paths, max_hops, directed, filters, terms, tick
        As in `find_paths`.

    Returns
    -------
    PathAnswer

    Examples
    --------
    >>> from graph.store import open_store
    >>> answer = paths_to_any(open_store("data"), "meng-ya-ping", ["party"])
    >>> answer.paths[0].nodes
    ('meng-ya-ping', 'zhenhua-data', 'ccp')
    """
    _check(max_paths, max_hops)
    wanted = terms or Terms()
    known_entities(store, (start, *wanted.avoid, *wanted.through))
    progress = Progress(tick)
    net = Net(store, (start,), directed, filters, wanted, progress)
    looked_for = frozenset(categories)
    searched, ends = net.fetch_from(start, max_hops, looked_for.__contains__)
    search = Search(net.steps(), start, ends, max_hops, net.needs(), progress)
    return _answer(search, progress, searched, max_paths, max_hops)


def _answer(
    search: Search, progress: Progress, searched: int, max_paths: int, max_hops: int
) -> PathAnswer:
    ranked = search.run(max_paths)
    complete = searched >= max_hops and not search.spent
    if not ranked and not complete and not progress.cancelled:
        raise LimitExceeded(
            f"No path of at most {searched} steps was found; longer ones are too many to follow.",
            fix="Allow fewer steps, or choose types of links.",
        )
    note = ""
    if progress.cancelled:
        note = f"The search was stopped after {progress.done:,} steps of work."
    elif searched < max_hops:
        note = f"Paths of more than {searched} steps were not all followed."
    elif search.spent:
        note = f"There are more paths than the {search.count:,} that were looked at."
    return PathAnswer(tuple(ranked), search.count, complete, note, progress.cancelled)


def _check(max_paths: int, max_hops: int) -> None:
    for name, value, most in (("paths", max_paths, MAX_PATHS), ("steps", max_hops, MAX_HOPS)):
        if not 1 <= value <= most:
            raise FilterError(f"{value} {name} cannot be asked for.", fix=f"Give 1 to {most}.")
