"""Facets: the values of each filter, how many of them are shown, and what a click would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from graph.model import (
    CATEGORIES,
    RELATION_GROUPS,
    REVIEW_WORDS,
    REVIEWS,
    STATUS_WORDS,
    STATUSES,
    category_words,
    type_words,
    words_of,
)
from graph.views.visibility import Codes, Compiled, Mask, Sieve, links_in

if TYPE_CHECKING:
    from graph.views.view import View

_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value of a filter.

    Attributes
    ----------
    value, words : str
        Key and words on screen.
    shown, total : int
        How many of it are visible, and in the view before filters. For ``people``: members, or
        the group itself when it lists none.
    on : bool
        Whether the filter lets it pass.
    change : int
        Entities (for ``categories``, ``people``) or links a click would add (positive) or
        remove (negative).
    """

    value: str
    words: str
    shown: int
    total: int
    on: bool
    change: int


@dataclass(frozen=True, slots=True)
class DateRange:
    """When the links of a view hold.

    Attributes
    ----------
    earliest, latest : datetime.date or None
        First and last day that a link's dates name; ``None`` when none has a date.
    dated, undated : int
        Links with and without a date.
    """

    earliest: date | None
    latest: date | None
    dated: int
    undated: int


def facets(view: View) -> dict[str, tuple[FacetRow, ...]]:
    """Rows of the six list filters of a view.

    Values stand in the order of the vocabulary, then a data set's own by name.

    Parameters
    ----------
    view : View
        What is shown.

    Returns
    -------
    dict of str to tuple of FacetRow
        For ``categories``, ``people``, ``groups``, ``types``, ``statuses`` and ``reviews``
        (of links; switching one acts on entities as well).

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.view import build_view
    >>> from graph.views.viewstate import ViewState
    >>> view = build_view(open_store("data"), ViewState(groups=("ownership",)))
    >>> [(row.words, row.on) for row in facets(view)["groups"]][:2]
    [('Ownership', True), ('Control', False)]
    """
    compiled = view.compiled or Compiled(view.universe)
    counter = _Counter(view, compiled)
    return {
        "categories": counter.rows("categories", compiled.category, tuple(CATEGORIES)),
        "people": counter.people(),
        "groups": counter.rows("groups", compiled.group, tuple(RELATION_GROUPS)),
        "types": counter.rows("types", compiled.type, _TYPES),
        "statuses": counter.rows("statuses", compiled.status, STATUSES),
        "reviews": counter.rows("reviews", compiled.review, REVIEWS),
    }


def date_range(view: View) -> DateRange:
    """First and last date in the universe of a view, for the control that sets a date."""
    links = links_in(view.universe)
    days = []
    for link in links:
        days += [link.since.earliest()] if link.since else []
        days += [link.until.latest()] if link.until else []
    undated = sum(link.since is None and link.until is None for link in links)
    return DateRange(
        min(days, default=None), max(days, default=None), len(links) - undated, undated
    )


_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "categories": category_words,
    "groups": words_of,
    "types": type_words,
    "reviews": lambda review: REVIEW_WORDS[review],
    "statuses": lambda status: STATUS_WORDS.get(status) or words_of(status),
}


class _Counter:
    """Counts what is shown, and what would be if one value were switched."""

    def __init__(self, view: View, compiled: Compiled) -> None:
        self._state = view.state
        self._compiled = compiled
        self._sieve = Sieve(compiled, view.state)
        self._entities, self._links = self._sieve.visible()

    def rows(self, facet: str, column: Codes, vocabulary: tuple[str, ...]) -> tuple[FacetRow, ...]:
        own = sorted(set(column.names) - set(vocabulary), key=str.casefold)
        values = [name for name in vocabulary if name in column.names] + own
        mask = self._entities if facet == "categories" else self._links
        shown = column.tally(mask)
        total = column.tally(mask | ~mask)
        words = _WORDS[facet]
        return tuple(
            FacetRow(
                value,
                words(value),
                shown[value],
                total[value],
                self._on(facet, value),
                self._change(facet, value, values),
            )
            for value in values
        )

    def people(self) -> tuple[FacetRow, ...]:
        compiled = self._compiled
        member, group = compiled.members
        labels = {key: compiled.entities[compiled.index[key]].label for key in compiled.people}
        values = sorted(labels, key=lambda key: (labels[key].casefold(), key))
        rows = []
        for value in values:
            place = compiled.index[value]
            inside = member[group == place]
            counted = inside if inside.size else [place]
            rows.append(
                FacetRow(
                    value,
                    labels[value],
                    int(self._entities[counted].sum()),
                    len(counted),
                    self._on("people", value),
                    self._change("people", value, values),
                )
            )
        return tuple(rows)

    def _on(self, facet: str, value: str) -> bool:
        chosen: tuple[str, ...] | None = getattr(self._state, facet)
        return chosen is None or value in chosen

    def _change(self, facet: str, value: str, values: list[str]) -> int:
        switched = getattr(self._state.toggle(facet, value, values), facet)
        entities, links = self._sieve.visible(**{facet: switched})
        if facet in ("categories", "people"):
            return _size(entities) - _size(self._entities)
        return _size(links) - _size(self._links)


def _size(mask: Mask) -> int:
    return int(mask.sum())
