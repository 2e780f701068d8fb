"""Control: who can decide over whom, another question than how much is owned.

*x* controls *y* when *x* and what *x* controls together hold more than a threshold of *y*, or by a
``controls`` link. 51 % of 51 % of 51 % is 13.3 % owned, and controlled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph.holdings import Holdings
from graph.model import Relation

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
        Count minima (certain), or maxima (possible).
    control_links : Mapping of str to iterable of str, optional
        Whom each entity controls by a ``controls`` link.

    Returns
    -------
    set of str
        Without `who`.

    Examples
    --------
    >>> from graph.holdings import direct_holdings
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
    held: dict[str, float] = defaultdict(float)
    waiting = [who]
    while waiting:
        member = waiting.pop()
        fresh = set(told.get(member, ()))
        for row in rows.by_owner.get(member, ()):
            if row.owned == member:
                continue
            held[row.owned] += row.min if certain else row.max
            if held[row.owned] > threshold + _CLOSE:
                fresh.add(row.owned)
        fresh -= group
        group |= fresh
        waiting.extend(sorted(fresh))
    return group - {who}


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
    >>> from graph.holdings import direct_holdings
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
        self._held: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        self._alone: defaultdict[str, set[str]] = defaultdict(set)
        above: defaultdict[str, list[str]] = defaultdict(list)
        self._above_alone: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            share = row.min if certain else row.max
            if row.owner != row.owned and share > 0:
                self._held[row.owner].append((row.owned, share))
                above[row.owned].append(row.owner)
                if share > self._threshold:
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
        held: defaultdict[str, float] = defaultdict(float)
        while waiting:
            member = waiting.pop()
            fresh = set(self._alone.get(member, ()))
            for company, share in self._held.get(member, ()):
                held[company] += share
                if held[company] > self._threshold:
                    fresh.add(company)
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
