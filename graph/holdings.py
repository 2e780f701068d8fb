"""Direct holdings: which share of whom each owner holds, as ranges; no chain is followed yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import LimitExceeded
from graph.levels import Levels, LinkSource
from graph.model import STATUSES, PartialDate, Relation

__all__ = [
    "MAX_LINKS_WALKED",
    "Holding",
    "Holdings",
    "LinkSource",
    "counts_as_control",
    "counts_as_holding",
    "direct_holdings",
    "fetch_links",
]

MAX_LINKS_WALKED = 200_000
"""Ownership links that one question may fetch before it is refused."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one owner holds of one company directly, parallel links added up.

    Attributes
    ----------
    owner, owned : str
        Entity ids.
    min, max : float
        Percent; an unknown share reaches from 0 to what the others do not surely hold.
    unknown : bool
        Whether a link without a share is part of it.
    relations : tuple of Relation
        The links behind it.
    """

    owner: str
    owned: str
    min: float
    max: float
    unknown: bool
    relations: tuple[Relation, ...]

    @property
    def weakest(self) -> str:
        """Worst status among the links."""
        if len(self.relations) == 1:
            return self.relations[0].status
        return max((link.status for link in self.relations), key=STATUSES.index)


@dataclass(frozen=True)
class Holdings:
    """Every direct holding of a part of the data, by owned and by owner.

    Attributes
    ----------
    by_owned, by_owner : Mapping of str to tuple of Holding
        The same holdings, found from either end.
    over_100 : frozenset of str
        Companies whose direct minima add up to more than 100 %.
    """

    by_owned: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    by_owner: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    over_100: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Holding]:
        for rows in self.by_owned.values():
            yield from rows


def counts_as_holding(
    link: Relation, statuses: Collection[str], as_of: PartialDate | None = None
) -> bool:
    """Whether a link counts as a direct holding.

    Only the ownership group counts, in the chosen statuses. A link with an end date counts only
    under an as-of date inside its span. A link whose extra column ``indirect`` says yes is a
    conclusion from others and would be counted twice.

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", status="stated", until=PartialDate(2019))
    >>> counts_as_holding(link, {"stated"}), counts_as_holding(link, {"stated"}, PartialDate(2018))
    (False, True)
    """
    if link.group != "ownership" or link.status not in statuses:
        return False
    if str(link.extra.get("indirect", "")).strip().casefold() in {"yes", "true", "1", "indirect"}:
        return False
    return _in_force(link, as_of)


def counts_as_control(
    link: Relation, statuses: Collection[str], as_of: PartialDate | None = None
) -> bool:
    """Whether a link says that its source controls its target."""
    return link.type == "controls" and link.status in statuses and _in_force(link, as_of)


def _in_force(link: Relation, as_of: PartialDate | None) -> bool:
    if as_of is None:
        return link.until is None
    return link.holds_on(as_of) is not False


def direct_holdings(relations: Iterable[Relation]) -> Holdings:
    """Add up parallel links and bound unknown shares, company by company.

    The same link (type, share, dates) from a second source corroborates the first and is counted
    once; two such links from one source are two holdings.

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
    over: set[str] = set()
    for owned in sorted(links_into):
        rows = _holdings_in(owned, links_into[owned])
        by_owned[owned] = rows
        if sum(row.min for row in rows) > 100 + 1e-9:
            over.add(owned)
        for row in rows:
            by_owner[row.owner].append(row)
    return Holdings(by_owned, {key: tuple(rows) for key, rows in by_owner.items()}, frozenset(over))


def _holdings_in(owned: str, owners: Mapping[str, list[Relation]]) -> tuple[Holding, ...]:
    added = []
    total = 0.0
    for owner in sorted(owners):
        low, high, unknown = 0.0, 0.0, False
        for link in _without_corroboration(owners[owner]):
            if link.share is None:
                unknown = True
            else:
                low += link.share.min
                high += link.share.max
        added.append((owner, low, high, unknown))
        total += low
    rows = []
    for owner, low, high, unknown in added:
        most = max(high, 100.0 - (total - low), 0.0) if unknown else high
        links = owners[owner]
        if len(links) > 1:
            links = sorted(links, key=lambda link: (link.row, link.id))
        most = min(most, max(100.0, low))
        rows.append(Holding(owner, owned, low, most, unknown, tuple(links)))
    return tuple(rows)


def _without_corroboration(links: Sequence[Relation]) -> Sequence[Relation]:
    """The same holding told by a second source is counted once; by the same source it adds up."""
    if len(links) == 1:
        return links
    alike: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    sample: dict[tuple[object, ...], Relation] = {}
    for link in links:
        key = (link.type, link.share, link.since, link.until)
        alike[key][link.reference] += 1
        sample[key] = link
    return [sample[key] for key, told in alike.items() for _ in range(max(told.values()))]


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
