"""Time: everything dated on one line, and what changed between two dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import SHOWN_REVIEWS, PartialDate, Relation, Share, without_rejected
from graph.ownership.direct import direct_holdings


@dataclass(frozen=True, slots=True)
class Span:
    """One dated link as it is drawn: partial dates make its ends soft.

    Attributes
    ----------
    relation : Relation
        The link.
    start_first, start_last : datetime.date or None
        First and last day on which it may have begun; ``None`` when open.
    end_first, end_last : datetime.date or None
        First and last day on which it may have ended; ``None`` when open.
    """

    relation: Relation
    start_first: date | None
    start_last: date | None
    end_first: date | None
    end_last: date | None

    @property
    def instant(self) -> bool:
        """Whether it began and ended within the same partial date."""
        return self.relation.since is not None and self.relation.since == self.relation.until


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything dated, and how much is not.

    Attributes
    ----------
    spans : tuple of Span
        By beginning, then end, then row.
    undated : int
        Links without any date.
    first, last : datetime.date or None
        Range of days the dates name.
    steps : tuple of PartialDate
        Dates at which something begins or ends, in order: the stops of “play”.
    rejected : int
        Links that are left out because somebody rejected them.
    """

    spans: tuple[Span, ...]
    undated: int
    first: date | None
    last: date | None
    steps: tuple[PartialDate, ...]
    rejected: int = 0


def timeline(
    relations: Iterable[Relation], *, reviews: Collection[str] = SHOWN_REVIEWS
) -> Timeline:
    """Lay every dated link on one line.

    Parameters
    ----------
    relations : iterable of Relation
        Links in any order.
    reviews : collection of str
        As in `ViewState.reviews`: what was rejected is left out unless it is among them.

    Returns
    -------
    Timeline

    Examples
    --------
    >>> line = timeline([Relation("r2", "a", "b", "owns", since=PartialDate(2020, 9))])
    >>> line.spans[0].start_first, line.spans[0].start_last, line.undated
    (datetime.date(2020, 9, 1), datetime.date(2020, 9, 30), 0)
    """
    spans, undated = [], 0
    days: list[date] = []
    steps: set[PartialDate] = set()
    kept, rejected = without_rejected(relations, reviews)
    for link in kept:
        ends = [when for when in (link.since, link.until) if when is not None]
        if not ends:
            undated += 1
            continue
        steps.update(ends)
        days += [day for when in ends for day in (when.earliest(), when.latest())]
        spans.append(
            Span(
                link,
                link.since.earliest() if link.since else None,
                link.since.latest() if link.since else None,
                link.until.earliest() if link.until else None,
                link.until.latest() if link.until else None,
            )
        )
    spans.sort(key=_order)
    return Timeline(
        tuple(spans),
        undated,
        min(days, default=None),
        max(days, default=None),
        tuple(sorted(steps, key=lambda when: (when.earliest(), when.latest()))),
        rejected,
    )


def _order(span: Span) -> tuple[date, date, int]:
    return span.start_first or date.min, span.end_last or date.max, span.relation.row


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A holding whose share differs between two dates.

    Attributes
    ----------
    source, target, type : str
        Owner, company and type of the newest link.
    before, after : tuple of (Share or None)
        What was held in all, and ``None`` for a part of unknown size.
    relations : tuple of Relation
        Every dated link of the two.
    """

    source: str
    target: str
    type: str
    before: tuple[Share | None, ...]
    after: tuple[Share | None, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class DateComparison:
    """What two dates have and do not have in common.

    Attributes
    ----------
    appeared, ended : tuple of Relation
        Links that hold on the later date only, and on the earlier one only; those that merely
        change the share of the same holding are not among them.
    changed : tuple of ShareChange
        Holdings with another share.
    same : tuple of Relation
        Links that hold on both.
    undated : tuple of Relation
        Links of which nothing can be said.
    rejected : int
        Links that are left out because somebody rejected them.
    """

    appeared: tuple[Relation, ...]
    ended: tuple[Relation, ...]
    changed: tuple[ShareChange, ...]
    same: tuple[Relation, ...]
    undated: tuple[Relation, ...]
    rejected: int = 0


def compare_dates(
    relations: Iterable[Relation],
    before: PartialDate,
    after: PartialDate,
    *,
    reviews: Collection[str] = SHOWN_REVIEWS,
) -> DateComparison:
    """What appeared, ended and changed its share from one date to another.

    Parameters
    ----------
    relations : iterable of Relation
        Links in any order.
    before, after : PartialDate
        The two dates, read as generously as they can be.
    reviews : collection of str
        As in `timeline`.

    Returns
    -------
    DateComparison

    Examples
    --------
    >>> links = [
    ...     Relation("r2", "a", "b", "owns", Share(30, 30), until=PartialDate(2019)),
    ...     Relation("r3", "a", "b", "owns", Share(60, 60), since=PartialDate(2020)),
    ... ]
    >>> found = compare_dates(links, PartialDate(2018), PartialDate(2021))
    >>> [(str(one.before[0]), str(one.after[0])) for one in found.changed], found.appeared
    ([('30 %', '60 %')], ())
    """
    by_pair: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    undated = []
    kept, rejected = without_rejected(relations, reviews)
    for link in sorted(kept, key=lambda one: (one.row, one.id)):
        if link.since is None and link.until is None:
            undated.append(link)
        else:
            kind = link.group if link.group == "ownership" else link.type
            by_pair[link.source, link.target, kind].append(link)
    appeared: list[Relation] = []
    ended: list[Relation] = []
    same: list[Relation] = []
    changed: list[ShareChange] = []
    for (source, target, kind), links in by_pair.items():
        old = [link for link in links if link.holds_on(before)]
        new = [link for link in links if link.holds_on(after)]
        if kind == "ownership" and _differ(old, new):
            changed.append(
                ShareChange(source, target, new[-1].type, _held(old), _held(new), tuple(links))
            )
            continue
        both = [link for link in old if link in new]
        same += both
        ended += [link for link in old if link not in both]
        appeared += [link for link in new if link not in both]
    return DateComparison(
        tuple(appeared), tuple(ended), tuple(changed), tuple(same), tuple(undated), rejected
    )


def _differ(old: Sequence[Relation], new: Sequence[Relation]) -> bool:
    """Whether another share is held; that one more source speaks of it is no change."""
    if not old or not new:
        return False
    both = {link.reference for link in old} & {link.reference for link in new}
    if both:
        return any(
            _held([link for link in old if link.reference == source])
            != _held([link for link in new if link.reference == source])
            for source in both
        )
    return _held(old) != _held(new)


def _held(links: Sequence[Relation]) -> tuple[Share | None, ...]:
    """What is held in all, as holdings are added up."""
    (row,) = direct_holdings(links)
    if not row.unknown:
        return (Share(round(row.min, 9), round(row.max, 9)),)
    sized = [link for link in links if link.share is not None]
    return (*(_held(sized) if sized else ()), None)
