"""Filters: which links and entities pass, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from graph.errors import DataError, FilterError
from graph.model import SHOWN_REVIEWS, Entity, PartialDate, Relation, review_of
from graph.views.viewstate import ViewState

MEMBERSHIP_TYPES: Final = frozenset({"belongs_to", "member_of"})
"""Types that make their source a member of a group of people."""

KIN_TYPES: Final = frozenset({"relative_of"})
"""Types by which a group of people depends on its target: that one is shown and folded with it."""


def membership(link: Relation) -> tuple[str, str] | None:
    """Member and group, when a link ties somebody to what may be a group of people.

    Examples
    --------
    >>> membership(Relation("r2", "mayor", "mayors", "belongs_to"))
    ('mayor', 'mayors')
    >>> membership(Relation("r3", "relatives", "minister", "relative_of"))
    ('minister', 'relatives')
    """
    if link.type in MEMBERSHIP_TYPES:
        return link.source, link.target
    return (link.target, link.source) if link.type in KIN_TYPES else None


_LOCATORS: Final = re.compile(r"\s*[;,]\s*")


def as_of_day(state: ViewState) -> PartialDate | None:
    """The date of `state`, or ``None`` for all dates.

    Raises
    ------
    FilterError
        When it is no date.
    """
    return _day(state.as_of, "as-of date")


def _day(text: str, where: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except DataError as error:
        raise FilterError(error.problem, where=where, fix=error.fix) from None


def days_compared(state: ViewState) -> tuple[PartialDate, PartialDate] | None:
    """The two dates that a view compares, the earlier first; ``None`` when it does not.

    Raises
    ------
    FilterError
        When one of them is no date.

    Examples
    --------
    >>> earlier, later = days_compared(ViewState(as_of="2021", against="2020-09"))
    >>> str(earlier), str(later)
    ('2020-09', '2021')
    """
    one, other = as_of_day(state), _day(state.against, "second date")
    if one is None or other is None:
        return None
    earlier, later = sorted((one, other), key=lambda day: (day.earliest(), day.latest()))
    return earlier, later


def links_narrowed(state: ViewState) -> bool:
    """Whether a filter on links is on.

    Examples
    --------
    >>> links_narrowed(ViewState(undated=False)), links_narrowed(ViewState(types=("owns",)))
    (False, True)
    """
    chosen = (state.groups, state.types, state.statuses, state.share)
    other = state.as_of or state.dropped or set(state.reviews) != set(SHOWN_REVIEWS)
    return any(field is not None for field in chosen) or bool(other)


def entities_narrowed(state: ViewState) -> bool:
    """Whether a filter on entities is on.

    Examples
    --------
    >>> entities_narrowed(ViewState(hidden=("cetc",))), entities_narrowed(ViewState(groups=()))
    (True, False)
    """
    chosen = (state.categories, state.people, state.only)
    return any(field is not None for field in chosen) or bool(state.hidden or state.collapsed)


def locators_of(locator: str) -> tuple[str, ...]:
    """Single places named by a locator cell.

    Examples
    --------
    >>> locators_of("¶3; ¶13"), locators_of("")
    (('¶3', '¶13'), ())
    """
    return tuple(part for part in _LOCATORS.split(locator.strip()) if part)


def rests_on_dropped(relation: Relation, dropped: frozenset[str]) -> bool:
    """Whether all that a link rests on was dropped: its source, every place in it, its status.

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", reference="art", locator="¶3; ¶13")
    >>> rests_on_dropped(link, frozenset({"art"}))
    True
    >>> rests_on_dropped(link, frozenset({"art#¶3"}))
    False
    >>> rests_on_dropped(link, frozenset({"#ungraded"}))
    True
    """
    if f"#{relation.status}" in dropped:
        return True
    if not relation.reference:
        return False
    if relation.reference in dropped:
        return True
    places = {f"{relation.reference}#{place}" for place in locators_of(relation.locator)}
    return bool(places) and places <= dropped


def share_may_lie(relation: Relation, bounds: tuple[float, float]) -> bool:
    """Whether an ownership share may lie within `bounds`; an unknown one may be anything.

    Examples
    --------
    >>> from graph.model import Share
    >>> link = Relation("r2", "a", "b", "owns", Share(25, 50))
    >>> share_may_lie(link, (50, 100)), share_may_lie(link, (60, 100))
    (True, False)
    """
    if relation.group != "ownership" or relation.share is None:
        return True
    return relation.share.min <= bounds[1] and relation.share.max >= bounds[0]


def detail_test(state: ViewState) -> Callable[[Relation], bool] | None:
    """Test for share, date and dropped sources; ``None`` when all three let everything pass."""
    share, day, dropped = state.share, as_of_day(state), frozenset(state.dropped)
    days = days_compared(state) or (() if day is None else (day,))
    if share is None and day is None and not dropped:
        return None

    def passes(relation: Relation) -> bool:
        if share is not None and not share_may_lie(relation, share):
            return False
        if days:
            holds = [relation.holds_on(one) for one in days]
            if not (state.undated if None in holds else any(holds)):
                return False
        return not dropped or not rests_on_dropped(relation, dropped)

    return passes


def link_test(state: ViewState) -> Callable[[Relation], bool]:
    """Test whether one link passes every filter on links.

    Examples
    --------
    >>> passes = link_test(ViewState(statuses=("stated",)))
    >>> passes(Relation("r2", "a", "b", "owns")), passes(
    ...     Relation("r3", "a", "b", "owns", status="stated")
    ... )
    (False, True)
    """
    detail = detail_test(state)
    reviews = frozenset(state.reviews)
    groups, types, statuses = (
        None if chosen is None else frozenset(chosen)
        for chosen in (state.groups, state.types, state.statuses)
    )

    def passes(relation: Relation) -> bool:
        return (
            (types is None or relation.type in types)
            and (statuses is None or relation.status in statuses)
            and (groups is None or relation.group in groups)
            and review_of(relation.extra) in reviews
            and (detail is None or detail(relation))
        )

    return passes


def not_rejected(entity: Entity, state: ViewState) -> bool:
    """Whether an entity is shown for all that a look at it found: only ``rejected`` hides it.

    Examples
    --------
    >>> wrong = Entity("a", "A", "company", extra={"review": "rejected"})
    >>> not_rejected(wrong, ViewState()), not_rejected(wrong, ViewState(reviews=("rejected",)))
    (False, True)
    """
    return "rejected" in state.reviews or review_of(entity.extra) != "rejected"


def entity_test(state: ViewState) -> Callable[[Entity], bool] | None:
    """Test for category, `hidden` and `only`; ``None`` when they let everything pass.

    Entities that were rejected are left to `not_rejected`, so that a long walk need not look at
    every one. Groups of people and collapsed groups need the links around an entity: see
    `graph.views.visibility`.
    """
    categories = None if state.categories is None else frozenset(state.categories)
    only = None if state.only is None else frozenset(state.only)
    hidden = frozenset(state.hidden)
    if categories is None and only is None and not hidden:
        return None

    def passes(entity: Entity) -> bool:
        return (
            (categories is None or entity.category in categories)
            and (only is None or entity.id in only)
            and entity.id not in hidden
        )

    return passes
