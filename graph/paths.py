"""Paths: how two entities are connected, the best evidenced connection first.

A path is a row of entities that repeats none; parallel links make it no second path. Paths are
ranked by their least certain step, then by the nature of the links, then by length, then by the
number of references they rest on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import FilterError, LimitExceeded
from graph.filters import entity_test, link_test
from graph.model import STATUSES, Relation
from graph.path_search import Path, Search, Step, Steps
from graph.queries import Queries, known_entities
from graph.region import Fetcher
from graph.viewstate import ViewState

__all__ = ["MAX_HOPS", "MAX_PATHS", "Path", "PathAnswer", "find_paths"]

MAX_HOPS: Final = 12
MAX_PATHS: Final = 1_000

_WITHOUT_PROPOSED: Final = tuple(status for status in STATUSES if status != "proposed")


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
    """

    paths: tuple[Path, ...]
    total: int
    complete: bool
    note: str = ""


def find_paths(
    store: Queries,
    a: str,
    b: str,
    *,
    max_paths: int = 10,
    max_hops: int = 6,
    directed: bool = False,
    filters: ViewState | None = None,
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

    Returns
    -------
    PathAnswer

    Raises
    ------
    NotFound
        When an end is not in the data.
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
    _check(a, b, max_paths, max_hops)
    known_entities(store, (a, b))
    net = _Net(store, a, b, directed, filters or ViewState())
    searched = net.fetch(max_hops)
    search = Search(net.steps(), a, b, max_hops)
    ranked = search.run(max_paths)
    complete = searched >= max_hops and not search.spent
    if not ranked and not complete:
        raise LimitExceeded(
            f"No path of at most {searched} steps was found; longer ones are too many to follow.",
            fix="Allow fewer steps, or choose types of links.",
        )
    note = ""
    if searched < max_hops:
        note = f"Paths of more than {searched} steps were not all followed."
    elif search.spent:
        note = f"There are more paths than the {search.count:,} that were looked at."
    return PathAnswer(tuple(ranked), search.count, complete, note)


def _check(a: str, b: str, max_paths: int, max_hops: int) -> None:
    if a == b:
        raise FilterError("A path needs two different ends.", fix="Choose another entity.")
    for name, value, most in (("paths", max_paths, MAX_PATHS), ("steps", max_hops, MAX_HOPS)):
        if not 1 <= value <= most:
            raise FilterError(f"{value} {name} cannot be asked for.", fix=f"Give 1 to {most}.")


class _Net:
    """The links among which paths may run, fetched from both ends towards the middle."""

    def __init__(self, store: Queries, a: str, b: str, directed: bool, filters: ViewState) -> None:
        if filters.statuses is None:
            filters = filters.with_(statuses=_WITHOUT_PROPOSED)
        self._store = store
        self._ends = (a, b)
        self._directed = directed
        self._passes = link_test(filters)
        self._entity_passes = entity_test(filters)
        self._barred: dict[str, bool] = {a: False, b: False}
        self._links: dict[str, Relation] = {}

    def fetch(self, max_hops: int) -> int:
        """Fetch all links of paths up to `max_hops`; the steps up to which that was possible."""
        fetcher = Fetcher(self._store)
        seen = [{self._ends[0]}, {self._ends[1]}]
        frontiers = [{self._ends[0]}, {self._ends[1]}]
        steps = 0
        while steps < max_hops and all(frontiers):
            # The cheaper side goes further: a hub is then met, not opened.
            side = 0 if self._cost(frontiers[0]) <= self._cost(frontiers[1]) else 1
            links = fetcher.links_of(sorted(frontiers[side]))
            if fetcher.left:
                return steps
            beyond = self._beyond(links, frontiers[side], backwards=side == 1) - seen[side]
            seen[side] |= beyond
            frontiers[side] = beyond - {self._ends[1 - side]}
            steps += 1
        return max_hops if not all(frontiers) else steps

    def _cost(self, frontier: set[str]) -> int:
        return sum(self._store.degrees(sorted(frontier)).values())

    def _beyond(
        self, links: Sequence[Relation], frontier: set[str], *, backwards: bool
    ) -> set[str]:
        """Entities one step from the frontier; the links that lead there are kept."""
        passing = [link for link in links if self._passes(link)]
        self._judge({end for link in passing for end in (link.source, link.target)})
        beyond = set()
        for link in passing:
            if self._barred[link.source] or self._barred[link.target]:
                continue
            self._links[link.id] = link
            for near, far in self._ways(link):
                start, end = (far, near) if backwards else (near, far)
                if start in frontier:
                    beyond.add(end)
        return beyond

    def _judge(self, ids: set[str]) -> None:
        """Learn which entities the filters bar."""
        unknown = ids - self._barred.keys()
        if self._entity_passes is None:
            self._barred.update(dict.fromkeys(unknown, False))
        elif unknown:
            found = self._store.entities(sorted(unknown))
            for key in unknown:
                self._barred[key] = key not in found or not self._entity_passes(found[key])

    def _ways(self, link: Relation) -> tuple[tuple[str, str], ...]:
        along = (link.source, link.target)
        return (along,) if self._directed and link.directed else (along, along[::-1])

    def steps(self) -> Steps:
        """For each entity the steps that lead on from it."""
        pairs: dict[str, dict[str, list[Relation]]] = {}
        for link in sorted(self._links.values(), key=lambda link: (link.row, link.id)):
            for near, far in self._ways(link) if link.source != link.target else ():
                pairs.setdefault(near, {}).setdefault(far, []).append(link)
        return {
            near: {far: Step(tuple(links)) for far, links in fars.items()}
            for near, fars in pairs.items()
        }
