"""Blocking: who falls with listed persons, round after round down the chain.

A company falls when persons who have fallen before it hold half of it or more together. Effective
shares play no part: 50 % of 50 % makes two companies fall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Final

from graph.model import Relation
from graph.ownership.direct import Holding, Holdings, direct_holdings, held_together

THRESHOLD: Final = 50.0
"""Percent from which a company falls; reaching it is enough."""

_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Fall:
    """How one entity falls.

    Attributes
    ----------
    round : int
        Steps of the rule after the listing; 0 for the listed themselves.
    holdings : tuple of Holding
        What those who fell in earlier rounds hold of it.
    controls : tuple of Relation
        ``controls`` links from those who fell in earlier rounds.
    """

    round: int
    holdings: tuple[Holding, ...] = ()
    controls: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One way of reading shares that are ranges or unknown.

    Attributes
    ----------
    share : callable
        Percent that a holding counts for.
    capped : bool
        Whether a sum is bounded by what everybody else surely holds.
    """

    share: Callable[[Holding], float]
    capped: bool

    def sum_of(self, held: Collection[Holding], everything: Sequence[Holding]) -> float:
        """Percent of one company that `held` amounts to, of all direct holdings in it."""
        total = fsum(self.share(row) for row in held)
        if not self.capped:
            return total
        sure = fsum(row.min for row in held)
        return held_together(total, sure, fsum(row.min for row in everything))


def known_max(row: Holding) -> float:
    """Most that the links with a share amount to; what is unknown counts for nothing."""
    if not row.unknown:
        return row.max
    return fsum(one.max for one in direct_holdings(link for link in row.relations if link.share))


SURELY: Final = Reading(lambda row: row.min, capped=False)
"""Every share at its minimum."""
WITHIN_RANGES: Final = Reading(known_max, capped=True)
"""Every range at its maximum, unknown shares left out."""
AT_MOST: Final = Reading(lambda row: row.max, capped=True)
"""Every share at its maximum, unknown ones too."""


@dataclass
class _Reached:
    """What the fallen hold of a company that still stands."""

    holdings: list[Holding] = field(default_factory=list)
    controls: list[Relation] = field(default_factory=list)


def falls(
    rows: Holdings,
    listed: Collection[str],
    reading: Reading,
    *,
    controls: Mapping[str, Sequence[Relation]] | None = None,
) -> dict[str, Fall]:
    """Everyone who falls when `listed` are listed, in the order of the rounds.

    Parameters
    ----------
    rows : Holdings
        Direct holdings; what a company holds in itself is nobody else's.
    listed : collection of str
        Where it starts.
    reading : Reading
        How ranges and unknown shares are read.
    controls : Mapping of str to sequence of Relation, optional
        ``controls`` links by source, where the rule counts them.

    Returns
    -------
    dict of str to Fall
        With the listed, in round 0.

    Examples
    --------
    >>> from graph.ownership.direct import direct_holdings
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "x", "a", "owns", Share(50, 50)),
    ...     Relation("r3", "a", "b", "owns", Share(50, 50)),
    ... ])
    >>> {key: fall.round for key, fall in falls(rows, ["x"], SURELY).items()}
    {'x': 0, 'a': 1, 'b': 2}
    """
    told = controls or {}
    fallen = {key: Fall(0) for key in sorted(set(listed))}
    reached: defaultdict[str, _Reached] = defaultdict(_Reached)
    frontier = list(fallen)
    step = 0
    while frontier:
        step += 1
        touched: set[str] = set()
        for owner in frontier:
            for row in rows.by_owner.get(owner, ()):
                reached[row.owned].holdings.append(row)
                touched.add(row.owned)
            for link in told.get(owner, ()):
                reached[link.target].controls.append(link)
                touched.add(link.target)
        frontier = [
            company
            for company in sorted(touched - fallen.keys())
            if reached[company].controls
            or reading.sum_of(reached[company].holdings, rows.by_owned[company])
            >= THRESHOLD - _CLOSE
        ]
        for company in frontier:
            found = reached[company]
            fallen[company] = Fall(
                step,
                tuple(sorted(found.holdings, key=lambda row: row.owner)),
                tuple(sorted(found.controls, key=lambda link: (link.source, link.row, link.id))),
            )
    return fallen
