"""The links among which paths may run: what may be walked, and fetching it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import STATUSES, Entity, Relation
from graph.paths.search import Step, Steps
from graph.progress import Progress
from graph.queries import Queries
from graph.views.filters import entity_test, link_test
from graph.views.region import Fetcher
from graph.views.viewstate import ViewState

_WITHOUT_PROPOSED: Final = tuple(status for status in STATUSES if status != "proposed")


@dataclass(frozen=True, slots=True)
class Terms:
    """What paths may not and must pass, beside the filters; what is avoided may be an end.

    Attributes
    ----------
    avoid : tuple of str
        Entities that no path passes.
    avoid_categories : tuple of str
        Categories that no path passes.
    through : tuple of str
        Entities every one of which each path passes; its ends count.
    through_categories : tuple of str
        Categories of every one of which each path passes an entity between its ends.

    Examples
    --------
    >>> Terms(avoid_categories=("database",)).asks, Terms(through=("cetc",)).asks
    (False, True)
    """

    avoid: tuple[str, ...] = ()
    avoid_categories: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    through_categories: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether something must be passed."""
        return bool(self.through or self.through_categories)


class Net:
    """Links that may be walked, as far as they were fetched.

    Parameters
    ----------
    store : Queries
        The data.
    ends : collection of str
        Entities to which no term applies.
    directed : bool
        Whether links are walked along their arrows only.
    filters : ViewState
        Filters on entities and links; ``proposed`` counts only when named.
    terms : Terms
        What to avoid and to pass.
    progress : Progress
        Told of every link.
    """

    def __init__(
        self,
        store: Queries,
        ends: Collection[str],
        directed: bool,
        filters: ViewState | None,
        terms: Terms | None = None,
        progress: Progress | None = None,
    ) -> None:
        filters = filters or ViewState()
        if filters.statuses is None:
            filters = filters.with_(statuses=_WITHOUT_PROPOSED)
        self._store = store
        self._directed = directed
        self._terms = terms or Terms()
        self._progress = progress or Progress()
        self._passes = link_test(filters)
        self._entity_passes = _test_of(filters, self._terms)
        self._wants_categories = bool(self._terms.through_categories)
        self._free = dict.fromkeys(ends, False)
        self._barred = dict(self._free)
        self._categories: dict[str, str] = {}
        self.links: dict[str, Relation] = {}

    def fetch_between(self, a: str, b: str, max_hops: int) -> int:
        """Fetch all links of paths from `a` to `b` of up to `max_hops` steps.

        Returns
        -------
        int
            The steps up to which that was possible.
        """
        fetcher = Fetcher(self._store)
        ends = (a, b)
        seen = [{a}, {b}]
        frontiers = [{a}, {b}]
        steps = 0
        while steps < max_hops and all(frontiers):
            # The cheaper side goes further: a hub is then met, not opened.
            side = 0 if self._cost(frontiers[0]) <= self._cost(frontiers[1]) else 1
            links = fetcher.links_of(sorted(frontiers[side]))
            if fetcher.left or not self._progress.go_on(len(links)):
                return steps
            beyond = self.beyond(links, frontiers[side], backwards=side == 1) - seen[side]
            seen[side] |= beyond
            frontiers[side] = beyond - {ends[1 - side]}
            steps += 1
        return max_hops if not all(frontiers) else steps

    def fetch_from(
        self, start: str, max_hops: int, is_end: Callable[[str], bool]
    ) -> tuple[int, set[str]]:
        """Fetch all links of paths from `start` to the ends that are met, and go beyond none.

        Returns
        -------
        (int, set of str)
            The steps up to which that was possible, and the ends.
        """
        self._wants_categories = True
        fetcher = Fetcher(self._store)
        seen, frontier, found = {start}, {start}, set[str]()
        for step in range(max_hops):
            links = fetcher.links_of(sorted(frontier)) if frontier else ()
            if fetcher.left or not self._progress.go_on(len(links)):
                return step, found
            beyond = self.beyond(links, frontier) - seen
            seen |= beyond
            met = {one for one in beyond if is_end(self._categories.get(one, ""))}
            found |= met
            frontier = beyond - met
        return max_hops, found

    def _cost(self, frontier: set[str]) -> int:
        return sum(self._store.degrees(sorted(frontier)).values())

    def beyond(
        self, links: Sequence[Relation], frontier: set[str], *, backwards: bool = False
    ) -> set[str]:
        """Entities one step from the frontier; the links that lead there are kept."""
        passing = [link for link in links if self._passes(link)]
        self._judge({end for link in passing for end in (link.source, link.target)})
        beyond = set()
        for link in passing:
            if self._barred[link.source] or self._barred[link.target]:
                continue
            self.links[link.id] = link
            for near, far in self._ways(link):
                start, end = (far, near) if backwards else (near, far)
                if start in frontier:
                    beyond.add(end)
        return beyond

    def _judge(self, ids: set[str]) -> None:
        """Learn which entities may not be passed."""
        unknown = ids - self._barred.keys()
        wanted = ids - self._categories.keys() if self._wants_categories else set[str]()
        if self._entity_passes is None:
            self._barred.update(dict.fromkeys(unknown, False))
            unknown = set()
        if not unknown and not wanted:
            return
        found = self._store.entities(sorted(unknown | wanted))
        self._categories.update((key, entity.category) for key, entity in found.items())
        for key in unknown:
            passes = self._entity_passes
            self._barred[key] = key not in found or (passes is not None and not passes(found[key]))

    def _ways(self, link: Relation) -> tuple[tuple[str, str], ...]:
        along = (link.source, link.target)
        return (along,) if self._directed and link.directed else (along, along[::-1])

    def needs(self) -> tuple[frozenset[str], ...]:
        """Sets of entities of each of which a path must pass one; a named end counts as passed."""
        ids = [frozenset({key}) for key in self._terms.through]
        categories = [
            frozenset(key for key, one in self._categories.items() if one == name)
            for name in self._terms.through_categories
        ]
        # The first end is on every path; another end is on those that end there.
        start = next(iter(self._free), None)
        return (
            *(need for need in ids if start not in need),
            *(need - self._free.keys() for need in categories),
        )

    def steps(self) -> Steps:
        """For each entity the steps that lead on from it."""
        pairs: dict[str, dict[str, list[Relation]]] = {}
        for link in sorted(self.links.values(), key=lambda link: (link.row, link.id)):
            for near, far in self._ways(link) if link.source != link.target else ():
                pairs.setdefault(near, {}).setdefault(far, []).append(link)
        return {
            near: {far: Step(tuple(links)) for far, links in fars.items()}
            for near, fars in pairs.items()
        }


def _test_of(filters: ViewState, terms: Terms) -> Callable[[Entity], bool] | None:
    passes = entity_test(filters)
    if not terms.avoid and not terms.avoid_categories:
        return passes
    ids, categories = frozenset(terms.avoid), frozenset(terms.avoid_categories)

    def may_be_passed(entity: Entity) -> bool:
        return (
            entity.id not in ids
            and entity.category not in categories
            and (passes is None or passes(entity))
        )

    return may_be_passed
