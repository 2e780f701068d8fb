"""Contradictions: relations between the same two entities that cannot easily both be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final

from graph.evidence.dropping import Links, relations_in
from graph.model import SHOWN_REVIEWS, STATUSES, PartialDate, Relation, without_rejected
from graph.ownership.direct import counts_as_holding, direct_holdings

KINDS: Final = ("share", "dates", "direction")
"""In what two relations can disagree."""

ONE_WAY_TYPES: Final = frozenset(
    {
        "controls",
        "board_member_of",
        "compiled",
        "holds_data_on",
        "part_of",
        "holds_office_in",
        "member_of",
        "belongs_to",
        "recovered",
        "submitted",
        "replies_to",
        "on_behalf_of",
        "proposes",
    }
)
"""Types that make no sense both ways at the same time."""

_MAJORITY: Final = 50.0
_COUNTED: Final = tuple(status for status in STATUSES if status != "proposed")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two relations that disagree, or one that disagrees with itself.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    first, second : Relation
        In the order of the data; the same one when a relation ends before it begins.
    reason : str
        In what they disagree, in one sentence without names.
    """

    kind: str
    first: Relation
    second: Relation
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The contradiction as JSON."""
        return {
            "kind": self.kind,
            "relations": list(dict.fromkeys((self.first.id, self.second.id))),
            "reason": self.reason,
        }


def contradictions(
    what: Links, *, reviews: Collection[str] = SHOWN_REVIEWS
) -> tuple[Contradiction, ...]:
    """Relations that disagree in share, dates or direction: to be looked at, not judged.

    Share: links of ownership from different sources whose ranges share no value, for periods that
    may overlap; two exact undated shares from one source; direct shares in one company that add up
    to more than the whole, now. Dates: a link that ends before it begins; links that speak of one
    tie, from different sources, whose periods meet but begin or end on days that cannot be the
    same; two exact shares from one source for dated periods that overlap. Direction: each of two
    entities holds more than half of the other, or a type that makes sense one way alone runs both
    ways.

    Parameters
    ----------
    what : path, chain, graph or relations
        Where to look.
    reviews : collection of str
        As in `ViewState.reviews`: what was rejected disagrees with nothing unless it is among them.

    Returns
    -------
    tuple of Contradiction
        In the order of the data.

    Examples
    --------
    >>> from graph.model import Share
    >>> links = [
    ...     Relation("r2", "a", "b", "owns", Share(100, 100), reference="press"),
    ...     Relation("r3", "a", "b", "owns", Share(25, 50), reference="register"),
    ... ]
    >>> [(one.kind, one.reason) for one in contradictions(links)]
    [('share', 'One source gives 100 %, the other 25–50 %.')]
    """
    links, _ = without_rejected(relations_in(what), reviews)
    found = [*_with_itself(links), *_same_way(links), *_both_ways(links), *_over_a_whole(links)]
    found.sort(
        key=lambda one: (one.first.row, one.first.id, one.second.row, one.second.id, one.kind)
    )
    return tuple(found)


def _with_itself(links: Iterable[Relation]) -> Iterator[Contradiction]:
    for link in links:
        since, until = link.since, link.until
        if since and until and until.latest() < since.earliest():
            yield Contradiction(
                "dates", link, link, f"It ends ({until}) before it begins ({since})."
            )


def _same_way(links: Iterable[Relation]) -> Iterator[Contradiction]:
    groups: defaultdict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for link in links:
        ends = (link.source, link.target)
        if not link.directed:
            ends = (min(ends), max(ends))
        kind = link.group if link.group == "ownership" else link.type
        groups[(*ends, kind)].append(link)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if _may_overlap(first, second):
                yield from _on_share(first, second)
                yield from _on_dates(first, second)


def _on_share(first: Relation, second: Relation) -> Iterator[Contradiction]:
    one, other = first.share, second.share
    if first.group != "ownership" or one is None or other is None:
        return
    if one.min <= other.max and other.min <= one.max:
        return
    if first.reference != second.reference:
        yield Contradiction("share", first, second, f"One source gives {one}, the other {other}.")
    elif not one.exact or not other.exact:
        return
    elif not _dated(first) and not _dated(second) and first.type == second.type:
        yield Contradiction(
            "share", first, second, f"One source gives {one} and {other}; both are added up."
        )
    elif _dated(first) and _dated(second):
        yield Contradiction(
            "dates",
            first,
            second,
            f"One source gives {one} and {other} for periods that overlap; both are added up.",
        )


def _on_dates(first: Relation, second: Relation) -> Iterator[Contradiction]:
    if first.reference == second.reference or first.type != second.type:
        return
    if first.share != second.share:
        return
    for word, one, other in (
        ("begins", first.since, second.since),
        ("ends", first.until, second.until),
    ):
        if one and other and not _same_day(one, other):
            yield Contradiction(
                "dates", first, second, f"For one source it {word} {one}, for the other {other}."
            )


def _both_ways(links: Iterable[Relation]) -> Iterator[Contradiction]:
    groups: defaultdict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for link in links:
        majority = link.group == "ownership" and link.share and link.share.min > _MAJORITY
        if link.source != link.target and (majority or link.type in ONE_WAY_TYPES):
            kind = link.group if majority else link.type
            low, high = sorted((link.source, link.target))
            groups[low, high, kind].append(link)
    for (_, _, kind), group in groups.items():
        for first, second in combinations(group, 2):
            if first.source == second.target and _may_overlap(first, second):
                reason = "The same link runs both ways, which makes sense one way alone."
                if kind == "ownership":
                    reason = "Each holds more than half of the other."
                yield Contradiction("direction", first, second, reason)


def _over_a_whole(links: Iterable[Relation]) -> Iterator[Contradiction]:
    """The two largest links, where what is held now adds up to more than there is."""
    rows = direct_holdings(link for link in links if counts_as_holding(link, _COUNTED))
    for owned, total in rows.sums.items():
        sized = [
            (link.share.min, link)
            for row in rows.by_owned[owned]
            for link in row.relations
            if link.share is not None
        ]
        sized.sort(key=lambda one: (-one[0], one[1].row, one[1].id))
        first, second = _largest_apart([link for _, link in sized])
        reason = f"The direct shares in one company add up to {round(total, 6):g} %."
        yield Contradiction("share", first, second, reason)


def _largest_apart(links: Sequence[Relation]) -> tuple[Relation, Relation]:
    """The largest link and the next that is not the same holding told by another source."""
    first = links[0]
    others = (
        link
        for link in links[1:]
        if link.source != first.source or link.reference == first.reference
    )
    second = next(others, links[1])
    if (second.row, second.id) < (first.row, first.id):
        return second, first
    return first, second


def _span(link: Relation) -> tuple[date, date]:
    """Longest period a link may hold."""
    return (
        link.since.earliest() if link.since else date.min,
        link.until.latest() if link.until else date.max,
    )


def _may_overlap(first: Relation, second: Relation) -> bool:
    one, other = _span(first), _span(second)
    return one[0] <= other[1] and other[0] <= one[1]


def _dated(link: Relation) -> bool:
    return link.since is not None or link.until is not None


def _same_day(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest() <= other.latest() and other.earliest() <= one.latest()
