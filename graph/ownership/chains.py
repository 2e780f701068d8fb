"""Chains of ownership: the single ways from an owner to a company, strongest first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Final, NamedTuple

from graph.model import STATUSES
from graph.ownership.direct import Holding, Holdings
from graph.ownership.integrated import Reach

MAX_STEPS_TRIED: Final = 30_000
"""Partial chains looked at before fewer are kept for each entity."""
MAX_COUNTED: Final = 10**15
"""Chains of one entity beyond which they are “at least” so many."""

_SMALL: Final = 50
_CERTAINTY: Final = {status: place for place, status in enumerate(STATUSES)}


class _Part(NamedTuple):
    """The last step of a chain, and the chain before it."""

    entity: str
    before: _Part | None
    step: Holding | None
    weakest: int
    unknown: bool


@dataclass(frozen=True, eq=False)
class Chain:
    """One way from an owner down to a company that passes nobody twice.

    Attributes
    ----------
    min, max : float
        Product of the shares, in percent.
    weakest : str
        Worst status on the chain.
    unknown : bool
        Whether a share of unknown size lies on it.
    """

    min: float
    max: float
    weakest: str
    unknown: bool
    _end: _Part = field(repr=False)
    _up: bool = field(repr=False)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Entity ids from the owner to the company."""
        return self._read[0]

    @cached_property
    def steps(self) -> tuple[Holding, ...]:
        """One holding for each pair of neighbours."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[str, ...], tuple[Holding, ...]]:
        nodes, steps = [], []
        part: _Part | None = self._end
        while part is not None:
            nodes.append(part.entity)
            if part.step is not None:
                steps.append(part.step)
            part = part.before
        way = 1 if self._up else -1
        return tuple(nodes[::way]), tuple(steps[::way])


@dataclass(frozen=True, slots=True)
class ChainList:
    """Chains by the entity at the far end.

    Attributes
    ----------
    chains : Mapping of str to tuple of Chain
        Strongest first, at most as many as asked for; of a large network fewer, and at least one.
    totals : Mapping of str to int
        How many chains there are.
    at_least : frozenset of str
        Entities of which the total is a lower bound, because of a loop on the way.
    """

    chains: Mapping[str, tuple[Chain, ...]]
    totals: Mapping[str, int]
    at_least: frozenset[str] = frozenset()


def strongest_chains(
    rows: Holdings,
    entity: str,
    *,
    up: bool,
    most: int = 20,
    loops: Sequence[Collection[str]] | None = None,
) -> ChainList:
    """Chains between `entity` and everyone upward (or downward) of it, strongest first.

    A chain never gets stronger by growing, so the strongest unfinished one is always the next to
    look at, and each entity meets its chains in order.

    Parameters
    ----------
    rows : Holdings
        Direct holdings.
    entity : str
        Where chains end (`up`) or begin.
    most : int
        Chains kept for each entity.
    loops : sequence of collection of str, optional
        Loops among those who are reached, when they are known already.

    Returns
    -------
    ChainList

    Examples
    --------
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.model import Relation, Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "a", "b", "owns", Share(50, 50), "stated"),
    ...     Relation("r3", "b", "c", "owns", Share(40, 60), "alleged"),
    ... ])
    >>> chain, = strongest_chains(rows, "c", up=True).chains["a"]
    >>> chain.nodes, chain.min, chain.max, chain.weakest
    (('a', 'b', 'c'), 20.0, 30.0, 'alleged')
    """
    if loops is None:
        loops = Reach([(row.owner, row.owned) for row in rows], entity, up=up).loops
    return _Search(rows, entity, up, most, loops).run()


class _Search:
    def __init__(
        self,
        rows: Holdings,
        entity: str,
        up: bool,
        most: int,
        loops: Sequence[Collection[str]],
    ) -> None:
        self._entity, self._up = entity, up
        self._further = rows.by_owned if up else rows.by_owner
        self._circle = {member: number for number, loop in enumerate(loops) for member in loop}
        # In a loop a chain may be barred where a weaker one is not, so that more are followed.
        self._followed = {member for loop in loops if len(loop) <= _SMALL for member in loop}
        links = sum(map(len, self._further.values()))
        # Each entity is gone on from so often that all of them together keep to the budget.
        self._most = max(1, min(most, MAX_STEPS_TRIED // max(1, links)))
        self._on: dict[str, list[tuple[str, Holding, int]]] = {}
        self._cut = False

    def run(self) -> ChainList:
        ticket = count()
        heap = [(-100.0, -100.0, next(ticket), _Part(self._entity, None, None, 0, False))]
        kept: defaultdict[str, list[Chain]] = defaultdict(list)
        met: defaultdict[str, int] = defaultdict(int)
        tried = 0
        while heap:
            low, high, _, part = heapq.heappop(heap)
            end = part.entity
            met[end] += 1
            if part.step is not None and len(kept[end]) < self._most:
                status = STATUSES[part.weakest]
                kept[end].append(Chain(-low, -high, status, part.unknown, part, self._up))
            if met[end] > self._most and (tried > MAX_STEPS_TRIED or end not in self._followed):
                self._cut = self._cut or bool(self._further.get(end))
                continue
            for other, step, weakest in self._steps_from(end):
                if other in self._circle and self._passed(part, other):
                    continue
                tried += 1
                longer = _Part(
                    other,
                    part,
                    step,
                    weakest if weakest > part.weakest else part.weakest,
                    part.unknown or step.unknown,
                )
                heapq.heappush(
                    heap, (low * step.min / 100, high * step.max / 100, next(ticket), longer)
                )
        del met[self._entity]
        totals, at_least = self._counted(met) if self._cut else (dict(met), frozenset[str]())
        lists = {key: tuple(value) for key, value in kept.items()}
        return ChainList(defaultdict(tuple, lists), defaultdict(int, totals), at_least)

    def _steps_from(self, end: str) -> list[tuple[str, Holding, int]]:
        """Whom a chain can go on to, over which holding, and how certain that is."""
        if end not in self._on:
            self._on[end] = [
                (step.owner if self._up else step.owned, step, _CERTAINTY[step.weakest])
                for step in self._further.get(end, ())
            ]
        return self._on[end]

    def _passed(self, part: _Part, other: str) -> bool:
        """Whether a chain has been at `other`; it can only come back inside a loop."""
        circle = self._circle[other]
        seen: _Part | None = part
        while seen is not None and self._circle.get(seen.entity) == circle:
            if seen.entity == other:
                return True
            seen = seen.before
        return False

    def _counted(self, met: Mapping[str, int]) -> tuple[dict[str, int], frozenset[str]]:
        """Numbers of chains without following them; behind a loop what was met is the least."""
        ways: defaultdict[str, int] = defaultdict(int, {self._entity: 1})
        at_least: set[str] = set()
        for end in self._in_order():
            ways[end] = max(ways[end], met.get(end, 0))
            if end in self._circle or ways[end] > MAX_COUNTED:
                ways[end] = min(ways[end], MAX_COUNTED)
                at_least.add(end)
            for step in self._further.get(end, ()):
                other = step.owner if self._up else step.owned
                if self._inside(end, other):
                    continue
                ways[other] += ways[end]
                if end in at_least:
                    at_least.add(other)
        del ways[self._entity]
        return dict(ways), frozenset(at_least - {self._entity})

    def _inside(self, one: str, other: str) -> bool:
        circle = self._circle.get(one)
        return circle is not None and circle == self._circle.get(other)

    def _in_order(self) -> list[str]:
        """Everyone who is reached, nobody before those on the way; a loop counts as one."""
        home: dict[str, str | int] = {}
        members: defaultdict[str | int, list[str]] = defaultdict(list)
        waiting: defaultdict[str | int, int] = defaultdict(int)
        found = [self._entity]
        home[self._entity] = self._circle.get(self._entity, self._entity)
        members[home[self._entity]].append(self._entity)
        for end in found:  # grows while it is walked
            for step in self._further.get(end, ()):
                other = step.owner if self._up else step.owned
                if other not in home:
                    home[other] = self._circle.get(other, other)
                    members[home[other]].append(other)
                    found.append(other)
                waiting[home[other]] += home[other] != home[end]
        ready = [home[self._entity]]
        order: list[str] = []
        while ready:
            here = ready.pop()
            order += members[here]
            for end in members[here]:
                for step in self._further.get(end, ()):
                    there = home[step.owner if self._up else step.owned]
                    if there != here:
                        waiting[there] -= 1
                        if not waiting[there]:
                            ready.append(there)
        return order
