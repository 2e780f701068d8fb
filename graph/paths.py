"""Paths: how two entities are connected, the best evidenced connection first.

A path is a row of entities that repeats none; parallel links make it no second path. Paths are
ranked by their least certain step, then by the nature of the links, then by length, then by the
number of references they rest on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from graph.errors import FilterError, LimitExceeded
from graph.filters import entity_test, link_test
from graph.model import STATUSES, Relation
from graph.queries import Queries, known_entities
from graph.region import Fetcher
from graph.viewstate import ViewState

MAX_HOPS: Final = 12
MAX_PATHS: Final = 1_000
STEP_BUDGET: Final = 400_000
"""Steps of the search for paths in what was fetched; about a second."""

_STRONG: Final = frozenset({"ownership", "control"})
_VAGUE: Final = frozenset({"association"})
_CERTAINTY: Final = {status: place for place, status in enumerate(STATUSES)}
_WITHOUT_PROPOSED: Final = tuple(status for status in STATUSES if status != "proposed")


@dataclass(frozen=True, slots=True)
class Path:
    """One connection.

    Attributes
    ----------
    nodes : tuple of str
        Entity ids from end to end.
    steps : tuple of tuple of Relation
        For each step every link that passes, the one to cite first.
    weakest : str
        Status of the least certain step.
    nature : int
        0 when every step is ownership or control, 2 when one is mere association, else 1.
    references : int
        Distinct sources the path rests on.
    """

    nodes: tuple[str, ...]
    steps: tuple[tuple[Relation, ...], ...]
    weakest: str
    nature: int
    references: int

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The link to cite for each step."""
        return tuple(step[0] for step in self.steps)

    @property
    def length(self) -> int:
        """Number of steps."""
        return len(self.steps)


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
    search = _Search(net.steps(), a, b, max_hops)
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


@dataclass(frozen=True)
class _Step:
    """Every link that leads from one entity to another."""

    links: tuple[Relation, ...]

    def passable(self, level: tuple[int, int]) -> bool:
        return any(_grade(link) <= level[0] and _nature(link) <= level[1] for link in self.links)

    def ranked(self, level: tuple[int, int]) -> tuple[Relation, ...]:
        def order(link: Relation) -> tuple[bool, int, int, bool, int, str]:
            grade, nature = _grade(link), _nature(link)
            beyond = grade > level[0] or nature > level[1]
            return beyond, grade, nature, not link.reference, link.row, link.id

        return tuple(sorted(self.links, key=order))

    @cached_property
    def references(self) -> frozenset[str]:
        return frozenset(link.reference for link in self.links if link.reference)


def _grade(link: Relation) -> int:
    return _CERTAINTY.get(link.status, len(STATUSES))


def _nature(link: Relation) -> int:
    if link.group in _STRONG:
        return 0
    return 2 if link.group in _VAGUE else 1


_Steps = dict[str, dict[str, _Step]]


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

    def steps(self) -> _Steps:
        """For each entity the steps that lead on from it."""
        pairs: dict[str, dict[str, list[Relation]]] = {}
        for link in sorted(self._links.values(), key=lambda link: (link.row, link.id)):
            for near, far in self._ways(link) if link.source != link.target else ():
                pairs.setdefault(near, {}).setdefault(far, []).append(link)
        return {
            near: {far: _Step(tuple(links)) for far, links in fars.items()}
            for near, fars in pairs.items()
        }


class _Search:
    """Paths level by level: the best grade and nature first, short before long.

    At each level only steps that are good enough may be used, so paths come out in order of rank
    and the search can stop as soon as there are enough.
    """

    def __init__(self, steps: _Steps, a: str, b: str, max_hops: int) -> None:
        self._steps = steps
        self._a, self._b = a, b
        self._max_hops = max_hops
        self._budget = STEP_BUDGET
        self._found: dict[tuple[str, ...], tuple[int, int]] = {}

    @property
    def spent(self) -> bool:
        """Whether the search was given up."""
        return self._budget < 0

    @property
    def count(self) -> int:
        """Paths found so far."""
        return len(self._found)

    def run(self, wanted: int) -> list[Path]:
        """The best `wanted` paths; the others are counted."""
        links = [
            link for fars in self._steps.values() for step in fars.values() for link in step.links
        ]
        grades = sorted(set(map(_grade, links)))
        natures = sorted(set(map(_nature, links)))
        levels = [(grade, nature) for grade in grades for nature in natures]
        for level in levels:
            self._collect(level, wanted)
            if len(self._found) >= wanted:
                break
        ranked = sorted(
            (self._path(nodes, level) for nodes, level in self._found.items()), key=_rank
        )[:wanted]
        if levels and not self.spent:
            self._collect(levels[-1], None)
        return ranked

    def _collect(self, level: tuple[int, int], wanted: int | None) -> None:
        steps: dict[str, list[str]] = {}
        for near, fars in self._steps.items():
            steps[near] = [far for far, step in fars.items() if step.passable(level)]
        distance = self._distance_to_end(steps)
        for length in range(distance.get(self._a, self._max_hops + 1), self._max_hops + 1):
            for nodes in self._walk(steps, distance, length):
                self._found.setdefault(nodes, level)
            # Paths of one length are told apart by their references: finish the length.
            if self.spent or (wanted is not None and len(self._found) >= wanted):
                return

    def _distance_to_end(self, steps: Mapping[str, list[str]]) -> dict[str, int]:
        back: dict[str, list[str]] = {}
        for near, fars in steps.items():
            for far in fars:
                back.setdefault(far, []).append(near)
        distance, frontier = {self._b: 0}, [self._b]
        for step in range(1, self._max_hops + 1):
            frontier = [
                near
                for far in frontier
                for near in back.get(far, ())
                if distance.setdefault(near, step) == step
            ]
            frontier = list(dict.fromkeys(frontier))
        return distance

    def _walk(
        self, steps: Mapping[str, list[str]], distance: Mapping[str, int], length: int
    ) -> Iterator[tuple[str, ...]]:
        """Every path of exactly `length`; entities too far from the end are not entered."""
        nodes = [self._a]
        choices = [iter(steps.get(self._a, ()))]
        while choices:
            self._budget -= 1
            if self.spent:
                return
            left = length - len(nodes)
            far = next(choices[-1], None)
            if far is None:
                choices.pop()
                nodes.pop()
            elif left == 0:
                if far == self._b:
                    yield (*nodes, far)
            elif far != self._b and far not in nodes and distance.get(far, length) <= left:
                nodes.append(far)
                choices.append(iter(steps.get(far, ())))

    def _path(self, nodes: tuple[str, ...], level: tuple[int, int]) -> Path:
        pairs = [self._steps[near][far] for near, far in pairwise(nodes)]
        steps = tuple(step.ranked(level) for step in pairs)
        worst = max((step[0] for step in steps), key=_grade)
        return Path(
            nodes,
            steps,
            worst.status,
            max(_nature(step[0]) for step in steps),
            len(frozenset[str]().union(*(step.references for step in pairs))),
        )


def _rank(path: Path) -> tuple[int, int, int, int, tuple[str, ...]]:
    grade = max(_grade(link) for link in path.relations)
    return grade, path.nature, path.length, -path.references, path.nodes
