"""The search for paths among links that are at hand, in order of rank."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, repeat
from typing import Final

from graph.model import STATUSES, Relation
from graph.progress import EVERY, Progress

STEP_BUDGET: Final = 400_000
"""Steps of the search before it is given up; about a second."""

_STRONG: Final = frozenset({"ownership", "control"})
_VAGUE: Final = frozenset({"association"})
_CERTAINTY: Final = {status: place for place, status in enumerate(STATUSES)}


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


@dataclass(frozen=True)
class Step:
    """Every link that leads from one entity to another."""

    links: tuple[Relation, ...]

    def passable(self, level: tuple[int, int]) -> bool:
        """Whether a link is as sure and as firm as `level`."""
        return any(
            grade_of(link) <= level[0] and nature_of(link) <= level[1] for link in self.links
        )

    def ranked(self, level: tuple[int, int]) -> tuple[Relation, ...]:
        """The links, the one to cite first."""

        def order(link: Relation) -> tuple[bool, int, int, bool, int, str]:
            grade, nature = grade_of(link), nature_of(link)
            beyond = grade > level[0] or nature > level[1]
            return beyond, grade, nature, not link.reference, link.row, link.id

        return tuple(sorted(self.links, key=order))

    @cached_property
    def references(self) -> frozenset[str]:
        """Sources that the links rest on."""
        return frozenset(link.reference for link in self.links if link.reference)


def grade_of(link: Relation) -> int:
    """How uncertain a link is: the place of its status in `STATUSES`."""
    return _CERTAINTY.get(link.status, len(STATUSES))


def nature_of(link: Relation) -> int:
    """0 for ownership and control, 2 for mere association, 1 for the rest."""
    if link.group in _STRONG:
        return 0
    return 2 if link.group in _VAGUE else 1


Steps = dict[str, dict[str, Step]]


class Search:
    """Paths level by level: the best grade and nature first, short before long.

    At each level only steps that are good enough may be used, so paths come out in order of rank
    and the search can stop as soon as there are enough.

    Parameters
    ----------
    steps : Steps
        What may be walked.
    start : str
        Where paths begin.
    ends : collection of str
        Where paths end; a path ends at the first.
    max_hops : int
        The longest path.
    needs : sequence of frozenset of str
        Of each set a path must pass one entity, or end at it.
    progress : Progress, optional
        Told of the steps of the search.
    """

    def __init__(
        self,
        steps: Steps,
        start: str,
        ends: Collection[str],
        max_hops: int,
        needs: Sequence[frozenset[str]] = (),
        progress: Progress | None = None,
    ) -> None:
        self._steps = steps
        self._start = start
        self._ends = frozenset(ends)
        self._max_hops = max_hops
        self._needs = tuple(needs)
        self._progress = progress or Progress()
        self._budget = STEP_BUDGET
        self._found: dict[tuple[str, ...], tuple[int, int]] = {}

    @property
    def spent(self) -> bool:
        """Whether the search was given up."""
        return self._budget < 0 or self._progress.cancelled

    @property
    def count(self) -> int:
        """Paths found so far."""
        return len(self._found)

    def run(self, wanted: int) -> list[Path]:
        """The best `wanted` paths; the others are counted."""
        links = [
            link for fars in self._steps.values() for step in fars.values() for link in step.links
        ]
        grades = sorted(set(map(grade_of, links)))
        natures = sorted(set(map(nature_of, links)))
        levels = [(grade, nature) for grade in grades for nature in natures]
        for level in levels:
            self._collect(level, wanted)
            if self.spent or len(self._found) >= wanted:
                break
        ranked = sorted(
            (self._path(nodes, level) for nodes, level in self._found.items()), key=rank_of
        )[:wanted]
        if levels and not self.spent:
            self._collect(levels[-1], None)
        return ranked

    def _collect(self, level: tuple[int, int], wanted: int | None) -> None:
        steps: dict[str, list[str]] = {}
        back: dict[str, list[str]] = {}
        for near, fars in self._steps.items():
            steps[near] = [far for far, step in fars.items() if step.passable(level)]
            for far in steps[near]:
                back.setdefault(far, []).append(near)
        distance = self._distances(back, dict.fromkeys(self._ends, 0))
        ways = [
            self._distances(back, {one: distance[one] for one in need if one in distance})
            for need in self._needs
        ]
        beyond = self._max_hops + 1
        least = max(found.get(self._start, beyond) for found in (distance, *ways))
        for length in range(least, beyond):
            for nodes in self._walk(steps, (distance, *ways), length):
                self._found.setdefault(nodes, level)
            # Paths of one length are told apart by their references: finish the length.
            if self.spent or (wanted is not None and len(self._found) >= wanted):
                return

    def _distances(
        self, back: Mapping[str, Sequence[str]], starts: Mapping[str, int]
    ) -> dict[str, int]:
        """Steps from each entity to the end, over one of `starts` with their own distances."""
        waiting: list[list[str]] = [[] for _ in range(self._max_hops + 1)]
        for one, steps in starts.items():
            waiting[steps].append(one)
        distance: dict[str, int] = {}
        for step, frontier in enumerate(waiting):
            for far in frontier:
                if far not in distance:
                    distance[far] = step
                    if step < self._max_hops:
                        waiting[step + 1] += back.get(far, ())
        return distance

    def _walk(
        self,
        steps: Mapping[str, Sequence[str]],
        distances: Sequence[Mapping[str, int]],
        length: int,
    ) -> Iterator[tuple[str, ...]]:
        """Every path of exactly `length`; entities too far from the end are not entered."""
        distance, *ways = distances
        nodes = [self._start]
        choices = [iter(steps.get(self._start, ()))]
        while choices:
            self._budget -= 1
            if self._budget < 0 or (not self._budget % EVERY and not self._progress.go_on(EVERY)):
                return
            left = length - len(nodes)
            far = next(choices[-1], None)
            if far is None:
                choices.pop()
                nodes.pop()
            elif left == 0:
                if far in self._ends and all(map(self._passed, self._needs, repeat((*nodes, far)))):
                    yield (*nodes, far)
            elif far not in self._ends and far not in nodes and distance.get(far, length) <= left:
                nodes.append(far)
                if ways and not self._may_lead(nodes, ways, left):
                    nodes.pop()
                else:
                    choices.append(iter(steps.get(far, ())))

    def _may_lead(self, nodes: Sequence[str], ways: Sequence[Mapping[str, int]], left: int) -> bool:
        """Whether what must be passed still can be, within the steps that are left."""
        return all(
            self._passed(need, nodes) or way.get(nodes[-1], left + 1) <= left
            for need, way in zip(self._needs, ways, strict=True)
        )

    @staticmethod
    def _passed(need: frozenset[str], nodes: Sequence[str]) -> bool:
        return not need.isdisjoint(nodes[1:])

    def _path(self, nodes: tuple[str, ...], level: tuple[int, int]) -> Path:
        pairs = [self._steps[near][far] for near, far in pairwise(nodes)]
        steps = tuple(step.ranked(level) for step in pairs)
        worst = max((step[0] for step in steps), key=grade_of)
        return Path(
            nodes,
            steps,
            worst.status,
            max(nature_of(step[0]) for step in steps),
            len(frozenset[str]().union(*(step.references for step in pairs))),
        )


def rank_of(path: Path) -> tuple[int, int, int, int, tuple[str, ...]]:
    """By what paths are ranked."""
    grade = max(grade_of(link) for link in path.relations)
    return grade, path.nature, path.length, -path.references, path.nodes
