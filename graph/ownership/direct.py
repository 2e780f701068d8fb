"""Direct holdings: which share of whom each owner holds, as ranges; no chain is followed yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, inf
from typing import NamedTuple

from graph.errors import LimitExceeded
from graph.model import STATUSES, PartialDate, Relation, is_indirect, review_of
from graph.views.levels import Levels, LinkSource

__all__ = [
    "MAX_LINKS_WALKED",
    "Holding",
    "Holdings",
    "LinkSource",
    "counts_as_control",
    "counts_as_holding",
    "direct_holdings",
    "fetch_links",
    "held_together",
    "weakest_of",
]

_CLOSE = 1e-9

MAX_LINKS_WALKED = 200_000
"""Ownership links that one question may fetch before it is refused."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one owner holds of one company directly: the links of each source added up.

    Attributes
    ----------
    owner, owned : str
        Entity ids.
    min, max : float
        Percent; an unknown share reaches from 0 to what the others do not surely hold.
    unknown : bool
        Whether a part without a share is in it, which no source sizes.
    relations : tuple of Relation
        The links behind it.
    disputed : bool
        Whether sources disagree; the range then reaches over what each of them says.
    """

    owner: str
    owned: str
    min: float
    max: float
    unknown: bool
    relations: tuple[Relation, ...]
    disputed: bool = False

    @property
    def weakest(self) -> str:
        """As `weakest_of` its links."""
        return weakest_of(self.relations)


def weakest_of(links: Sequence[Relation]) -> str:
    """Worst status of what is added up, as the most certain source has it.

    Where a source gives a size, those that give none do not make it more certain.

    Examples
    --------
    >>> from graph.model import Share
    >>> told = Relation("r2", "a", "c", "owns", Share(60, 60), "stated", reference="register")
    >>> heard = Relation("r3", "a", "c", "owns", Share(60, 60), "alleged", reference="press")
    >>> weakest_of([told, heard])
    'stated'
    """
    if len(links) == 1:
        return links[0].status
    sized = {link.reference for link in links if link.share is not None}
    worst: dict[str, int] = {}
    for link in links:
        if link.reference in sized or not sized:
            place = STATUSES.index(link.status)
            worst[link.reference] = max(worst.get(link.reference, 0), place)
    return STATUSES[min(worst.values())]


@dataclass(frozen=True)
class Holdings:
    """Every direct holding of a part of the data, by owned and by owner.

    Attributes
    ----------
    by_owned, by_owner : Mapping of str to tuple of Holding
        The same holdings, found from either end.
    over_100 : frozenset of str
        Companies whose direct minima add up to more than 100 %.
    sums : Mapping of str to float
        What they add up to, for each of those.
    """

    by_owned: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    by_owner: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    over_100: frozenset[str] = frozenset()
    sums: Mapping[str, float] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Holding]:
        for rows in self.by_owned.values():
            yield from rows

    def least_in(self, owned: str) -> float:
        """Minima of all owners of a company, added up."""
        return self._least.get(owned, 0.0)

    @cached_property
    def _least(self) -> dict[str, float]:
        return {owned: fsum(row.min for row in rows) for owned, rows in self.by_owned.items()}

    def too_wide(self) -> tuple[tuple[Holding, float], ...]:
        """Ranges that reach beyond what all others surely leave, each with what is left."""
        return tuple(
            (row, left)
            for row in self
            if row.owned not in self.over_100
            and row.max
            > (left := held_together(row.max, row.min, self.least_in(row.owned))) + _CLOSE
        )


def counts_as_holding(
    link: Relation, statuses: Collection[str], as_of: PartialDate | None = None
) -> bool:
    """Whether a link counts as a direct holding.

    Only the ownership group counts, in the chosen statuses. A link with an end date counts only
    under an as-of date inside its span. A link whose extra column ``indirect`` says yes is a
    conclusion from others and would be counted twice; one that somebody rejected does not count.

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", status="stated", until=PartialDate(2019))
    >>> counts_as_holding(link, {"stated"}), counts_as_holding(link, {"stated"}, PartialDate(2018))
    (False, True)
    """
    if link.group != "ownership" or link.status not in statuses or _rejected(link):
        return False
    if is_indirect(link.extra):
        return False
    return _in_force(link, as_of)


def counts_as_control(
    link: Relation, statuses: Collection[str], as_of: PartialDate | None = None
) -> bool:
    """Whether a link says that its source controls its target."""
    return (
        link.type == "controls"
        and link.status in statuses
        and _in_force(link, as_of)
        and not _rejected(link)
    )


def _rejected(link: Relation) -> bool:
    return review_of(link.extra) == "rejected"


def _in_force(link: Relation, as_of: PartialDate | None) -> bool:
    if as_of is None:
        return link.until is None
    return link.holds_on(as_of) is not False


def direct_holdings(relations: Iterable[Relation]) -> Holdings:
    """Add up parallel links, weigh sources and bound unknown shares, company by company.

    What one source tells of two entities adds up. What another source tells of them is the same
    holding told again: the range is what all sources allow, or, where they disagree, reaches over
    all of them. A source that gives no size says nothing against one that does.

    Parameters
    ----------
    relations : iterable of Relation
        Ownership links that count; for each company all of them, since an unknown share is
        bounded by what the other owners surely hold.

    Returns
    -------
    Holdings

    Examples
    --------
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "a", "c", "owns", Share(60, 60)),
    ...     Relation("r3", "b", "c", "has_interest_in"),
    ... ])
    >>> [(row.owner, row.min, row.max) for row in rows]
    [('a', 60.0, 60.0), ('b', 0.0, 40.0)]
    """
    links_into: dict[str, dict[str, list[Relation]]] = defaultdict(lambda: defaultdict(list))
    seen: set[str] = set()
    for link in relations:
        if link.id not in seen:
            seen.add(link.id)
            links_into[link.target][link.source].append(link)
    by_owned: dict[str, tuple[Holding, ...]] = {}
    by_owner: dict[str, list[Holding]] = defaultdict(list)
    over: dict[str, float] = {}
    for owned in sorted(links_into):
        told = {owner: _combined(links) for owner, links in sorted(links_into[owned].items())}
        rows = _holdings_in(owned, links_into[owned], told)
        by_owned[owned] = rows
        total = sum(one.low for one in told.values())
        if total > 100 + _CLOSE:
            over[owned] = total
        for row in rows:
            by_owner[row.owner].append(row)
    below = {key: tuple(rows) for key, rows in by_owner.items()}
    return Holdings(by_owned, below, frozenset(over), over)


def _holdings_in(
    owned: str, owners: Mapping[str, list[Relation]], told: Mapping[str, _Telling]
) -> tuple[Holding, ...]:
    total = sum(min(one.low, 100.0) for one in told.values())
    rows = []
    for owner, one in told.items():
        low, high = min(one.low, 100.0), min(one.high, 100.0)
        if one.open:
            known = 0.0 if one.sized is None else min(one.sized, 100.0)
            high = max(known, 100.0 - (total - low), 0.0)
        links = owners[owner]
        if len(links) > 1:
            links = sorted(links, key=lambda link: (link.row, link.id))
        rows.append(Holding(owner, owned, low, high, one.open, tuple(links), one.disputed))
    return tuple(rows)


class _Telling(NamedTuple):
    """What is said of one pair; an open end is more than nothing beyond what is sized."""

    low: float
    high: float
    sized: float | None
    disputed: bool = False

    @property
    def open(self) -> bool:
        return self.high == inf


def _combined(links: Sequence[Relation]) -> _Telling:
    """The tellings of all sources, as one."""
    if len(links) == 1:
        return _told(links)
    by_source: dict[str, list[Relation]] = defaultdict(list)
    for link in links:
        by_source[link.reference].append(link)
    told = [_told(some) for some in by_source.values()]
    told = [one for one in told if one.sized is not None] or told[:1]
    low, high = max(one.low for one in told), min(one.high for one in told)
    sized = max((one.sized for one in told if one.sized is not None), default=None)
    # A further part of unknown size is more than nothing, so that its lower end is not reached.
    apart = any(one.open and not one.low < high - _CLOSE for one in told) and high < inf
    if low > high + _CLOSE or apart:
        return _Telling(
            min(one.low for one in told), max(one.high for one in told), sized, disputed=True
        )
    return _Telling(min(low, high), high, sized)


def _told(links: Sequence[Relation]) -> _Telling:
    """What one source says: its links added up."""
    shares = [link.share for link in links if link.share is not None]
    low, high = fsum(share.min for share in shares), fsum(share.max for share in shares)
    return _Telling(low, high if len(shares) == len(links) else inf, high if shares else None)


def held_together(most: float, surely: float, by_all: float) -> float:
    """Most that some owners hold of a company together, given what all others surely hold.

    Parameters
    ----------
    most, surely : float
        Their maxima added up, and their minima.
    by_all : float
        Minima of all owners added up, theirs among them.

    Examples
    --------
    Two shares of unknown size, beside one of 60 %:

    >>> held_together(80, 0, 60)
    40.0
    """
    return min(most, max(surely, 100.0 - max(0.0, by_all - surely)))


def fetch_links(
    store: LinkSource,
    start: Iterable[str],
    *,
    up: bool,
    statuses: Collection[str],
    as_of: PartialDate | None = None,
) -> list[Relation]:
    """Ownership and ``controls`` links upward (or downward) of some entities, level by level.

    Going down, the other owners of what is held come along, because they bound unknown shares.

    Raises
    ------
    LimitExceeded
        When more than `MAX_LINKS_WALKED` links would be needed.
    """
    found: dict[str, Relation] = {}
    levels = Levels(store)
    frontier = set(start)
    walked: set[str] = set()
    while frontier:
        walked |= frontier
        following: set[str] = set()
        for link in levels.links_of(sorted(frontier)):
            if not (
                counts_as_holding(link, statuses, as_of) or counts_as_control(link, statuses, as_of)
            ):
                continue
            if up and link.target in frontier:
                found[link.id] = link
                following.add(link.source)
            elif not up and (link.source in frontier or link.target in frontier):
                found[link.id] = link
                if link.source in frontier:
                    following.add(link.target)
        if len(found) > MAX_LINKS_WALKED:
            raise LimitExceeded(
                f"More than {MAX_LINKS_WALKED:,} ownership links lie that way.",
                fix="Ask for an as-of date, fewer statuses or another entity.",
            )
        frontier = following - walked
    return list(found.values())
