"""Control: who can decide over whom, another question than how much is owned.

*x* controls *y* when *x* and what *x* controls together hold more than a threshold of *y*, or by a
``controls`` link. 51 % of 51 % of 51 % is 13.3 % owned, and controlled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph.model import Relation
from graph.ownership.direct import Holding, Holdings, held_together

_CLOSE: Final = 1e-9


def controlled_by(
    rows: Holdings,
    who: str,
    threshold: float = 50.0,
    *,
    certain: bool = True,
    control_links: Mapping[str, Iterable[str]] | None = None,
) -> set[str]:
    """Everyone that `who` controls, step by step down.

    Parameters
    ----------
    rows : Holdings
        Direct holdings.
    who : str
        The controller.
    threshold : float
        Percent that must be passed; exactly the threshold is not enough.
    certain : bool
        Count minima (certain), or maxima (possible), of several owners together at most what
        the minima of all others leave.
    control_links : Mapping of str to iterable of str, optional
        Whom each entity controls by a ``controls`` link.

    Returns
    -------
    set of str
        Without `who`.

    Examples
    --------
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "x", "a", "owns", Share(51, 51)),
    ...     Relation("r3", "x", "b", "owns", Share(26, 26)),
    ...     Relation("r4", "a", "b", "owns", Share(25, 25)),
    ... ])
    >>> sorted(controlled_by(rows, "x"))
    ['a', 'b']
    """
    told = control_links or {}
    group = {who}
    held = _Held(rows, certain)
    waiting = [who]
    while waiting:
        member = waiting.pop()
        fresh = set(told.get(member, ()))
        for row in rows.by_owner.get(member, ()):
            if row.owned == member:
                continue
            if held.with_(row) > threshold + _CLOSE:
                fresh.add(row.owned)
        fresh -= group
        group |= fresh
        waiting.extend(sorted(fresh))
    return group - {who}


class _Held:
    """What a growing group holds, company by company."""

    def __init__(self, rows: Holdings, certain: bool) -> None:
        self._rows, self._certain = rows, certain
        self._least: defaultdict[str, float] = defaultdict(float)
        self._most: defaultdict[str, float] = defaultdict(float)

    def with_(self, row: Holding) -> float:
        """Percent of the company once the group holds this as well."""
        self._least[row.owned] += row.min
        if self._certain:
            return self._least[row.owned]
        self._most[row.owned] += row.max
        return held_together(
            self._most[row.owned],
            self._least[row.owned],
            self._rows.least_in(row.owned),
        )


def controllers_of(
    rows: Holdings,
    whom: str,
    threshold: float = 50.0,
    *,
    certain: bool = True,
    control_links: Mapping[str, Iterable[str]] | None = None,
) -> set[str]:
    """Everyone who controls `whom`: those of whom `controlled_by` names it.

    Who controls a controller controls as well, and what somebody does not control, nothing under
    them controls; so that most need not be followed down.

    Parameters
    ----------
    rows : Holdings
        Direct holdings.
    whom : str
        The one that is controlled.
    threshold, certain, control_links
        As in `controlled_by`.

    Returns
    -------
    set of str
        Without `whom`.

    Examples
    --------
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "x", "y", "owns", Share(51, 51)),
    ...     Relation("r3", "y", "c", "owns", Share(51, 51)),
    ...     Relation("r4", "z", "c", "owns", Share(49, 49)),
    ... ])
    >>> sorted(controllers_of(rows, "c"))
    ['x', 'y']
    """
    return _Controllers(rows, whom, threshold, certain, control_links or {}).found


class _Controllers:
    def __init__(
        self,
        rows: Holdings,
        whom: str,
        threshold: float,
        certain: bool,
        told: Mapping[str, Iterable[str]],
    ) -> None:
        self._threshold = threshold + _CLOSE
        self._rows, self._certain = rows, certain
        self._alone: defaultdict[str, set[str]] = defaultdict(set)
        above: defaultdict[str, list[str]] = defaultdict(list)
        self._above_alone: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row.owner != row.owned and (row.min if certain else row.max) > 0:
                above[row.owned].append(row.owner)
                alone = row.min
                if not certain:
                    alone = held_together(row.max, row.min, rows.least_in(row.owned))
                if alone > self._threshold:
                    self._alone[row.owner].add(row.owned)
        for source, targets in told.items():
            self._alone[source].update(targets)
            for target in targets:
                above[target].append(source)
        for owner, companies in self._alone.items():
            for company in companies:
                self._above_alone[company].append(owner)
        self._goal = {whom}
        self._spread(whom)
        self._ruled_out: set[str] = set()
        self._settle(whom, above)
        self.found = self._goal - {whom}

    def _spread(self, controller: str) -> None:
        """Whoever controls somebody who controls it, controls it."""
        waiting = [controller]
        while waiting:
            fresh = set(self._above_alone.get(waiting.pop(), ())) - self._goal
            self._goal |= fresh
            waiting += fresh

    def _settle(self, whom: str, above: Mapping[str, Sequence[str]]) -> None:
        """Decide the others, who could only control it together with what they control."""
        order = [whom]
        seen = {whom}
        for company in order:  # grows while it is walked
            fresh = [owner for owner in above.get(company, ()) if owner not in seen]
            seen.update(fresh)
            order += dict.fromkeys(fresh)
        open_ = [one for one in order if one not in self._goal and self._alone.get(one)]
        spans = [(0, len(open_))]
        # From the middle: an answer “yes” shortens what lies above, a “no” settles what lies below.
        while spans:
            start, stop = spans.pop()
            if start >= stop:
                continue
            middle = (start + stop) // 2
            self._decide(open_[middle])
            spans += [(start, middle), (middle + 1, stop)]

    def _decide(self, who: str) -> None:
        if who in self._goal or who in self._ruled_out:
            return
        group, waiting = {who}, [who]
        held = _Held(self._rows, self._certain)
        while waiting:
            member = waiting.pop()
            fresh = set(self._alone.get(member, ()))
            for row in self._rows.by_owner.get(member, ()):
                if row.owned != member and held.with_(row) > self._threshold:
                    fresh.add(row.owned)
            fresh -= group
            if not fresh.isdisjoint(self._goal):
                self._goal.add(who)
                self._spread(who)
                return
            group |= fresh
            waiting += fresh
        self._ruled_out |= group


def control_links_of(relations: Iterable[Relation]) -> dict[str, list[str]]:
    """Whom each entity controls by a ``controls`` link."""
    told: dict[str, list[str]] = defaultdict(list)
    for link in relations:
        if link.type == "controls":
            told[link.source].append(link.target)
    return dict(told)
