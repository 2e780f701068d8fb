"""The search for paths among links that are at hand, in order of rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from graph.model import STATUSES, Relation

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
        return any(_grade(link) <= level[0] and _nature(link) <= level[1] for link in self.links)

    def ranked(self, level: tuple[int, int]) -> tuple[Relation, ...]:
        """The links, the one to cite first."""

        def order(link: Relation) -> tuple[bool, int, int, bool, int, str]:
            grade, nature = _grade(link), _nature(link)
            beyond = grade > level[0] or nature > level[1]
            return beyond, grade, nature, not link.reference, link.row, link.id

        return tuple(sorted(self.links, key=order))

    @cached_property
    def references(self) -> frozenset[str]:
        """Sources that the links rest on."""
        return frozenset(link.reference for link in self.links if link.reference)


def _grade(link: Relation) -> int:
    return _CERTAINTY.get(link.status, len(STATUSES))


def _nature(link: Relation) -> int:
    if link.group in _STRONG:
        return 0
    return 2 if link.group in _VAGUE else 1


Steps = dict[str, dict[str, Step]]


class Search:
    """Paths level by level: the best grade and nature first, short before long.

    At each level only steps that are good enough may be used, so paths come out in order of rank
    and the search can stop as soon as there are enough.
    """

    def __init__(self, steps: Steps, a: str, b: str, max_hops: int) -> None:
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
