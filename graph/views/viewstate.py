"""ViewState: the one value that says completely what is on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.model import REVIEWS, SHOWN_REVIEWS

LAYOUTS: Final = ("case", "layered", "force", "concentric", "grouped")
"""Layouts by name; an empty `ViewState.layout` lets the data choose."""

Pin = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class ViewState:
    """What is on the screen, as one frozen value.

    The address bar, undo, saved views, the command line and export manifests are spellings of
    this value. Where a filter is ``None`` everything passes; an empty tuple lets nothing pass.

    Attributes
    ----------
    focus : tuple of str
        Entities the view starts from; empty for the whole data set.
    hops : int
        Steps around the focus, in both directions.
    expanded : tuple of str
        Entities whose neighbours were added by hand, in that order.
    layout : str
        One of `LAYOUTS`, or empty: the data chooses.
    seed : int
        Seed of the layouts that draw lots.
    categories, groups, types, statuses : tuple of str or None
        Categories of entities; groups, types and statuses of relations that are shown.
    people : tuple of str or None
        Ids of the groups of people that are shown with their members.
    reviews : tuple of str
        What a look at a link may have found for it to be shown, of `graph.model.REVIEWS`; all
        but ``rejected`` unless asked. An entity is hidden only when it was rejected.
    share : tuple of float or None
        Ownership links whose share may lie within these bounds, in percent.
    as_of : str
        Partial ISO date on which links must hold; empty for all dates.
    against : str
        Second date: with `as_of` the links that hold on either are shown and told apart.
    undated : bool
        Whether links without a date are shown under an as-of date.
    hidden : tuple of str
        Entities hidden by hand.
    only : tuple of str or None
        Entities to which the view is narrowed by hand, without moving anything.
    collapsed : tuple of str
        Groups whose members are folded into a count.
    dropped : tuple of str
        What is left out: a source id, ``id#locator``, or a status as ``#alleged``. No source has
        an empty id, so nothing before the ``#`` can only mean a status.
    selection : tuple of str
        Selected entities, the latest last.
    emphasis : tuple of str
        Ids of relations that are lit (a path, a chain).
    size_by : str
        Name of the measure that sizes nodes; empty for the layout's own sizes.
    threshold : float
        Share in percent from which somebody counts as controller.
    pins : tuple of (str, float, float)
        Entities moved by hand, with world coordinates; not in the address.

    Examples
    --------
    >>> state = ViewState(focus=("cetc",)).with_(hops=2)
    >>> state.hops, state.toggle("statuses", "alleged", ("stated", "alleged")).statuses
    (2, ('stated',))
    """

    focus: tuple[str, ...] = ()
    hops: int = 1
    expanded: tuple[str, ...] = ()
    layout: str = ""
    seed: int = 1
    categories: tuple[str, ...] | None = None
    people: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None
    reviews: tuple[str, ...] = SHOWN_REVIEWS
    share: tuple[float, float] | None = None
    as_of: str = ""
    against: str = ""
    undated: bool = True
    hidden: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    collapsed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    selection: tuple[str, ...] = ()
    emphasis: tuple[str, ...] = ()
    size_by: str = ""
    threshold: float = 50.0
    pins: tuple[Pin, ...] = ()

    def with_(self, **changes: Any) -> ViewState:
        """A copy with some fields changed."""
        return replace(self, **changes)

    def toggle(self, facet: str, value: str, universe: Iterable[str]) -> ViewState:
        """A copy with one value of a filter switched on or off.

        Parameters
        ----------
        facet : str
            Name of a filter field: ``categories``, ``people``, ``groups``, ``types``,
            ``statuses``, ``reviews``.
        value : str
            The value to switch.
        universe : iterable of str
            Every value the filter knows; when all are on the filter becomes ``None``.

        Returns
        -------
        ViewState
        """
        # All reviews count, so that switching one off and on again ends where it began.
        known = REVIEWS if facet == "reviews" else tuple(dict.fromkeys(universe))
        current: tuple[str, ...] | None = getattr(self, facet)
        shown = set(known if current is None else current)
        shown.symmetric_difference_update({value})
        kept = tuple(name for name in known if name in shown)
        if facet == "reviews":
            return self.with_(reviews=kept)
        return self.with_(**{facet: None if len(kept) == len(known) else kept})

    def without_filters(self) -> ViewState:
        """A copy with every filter off; focus, layout, selection and pins stay."""
        return replace(self, **{name: getattr(_BLANK, name) for name in FILTER_FIELDS})

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the view."""
        return any(getattr(self, name) != getattr(_BLANK, name) for name in FILTER_FIELDS)


LINK_FILTER_FIELDS: Final = (
    "groups",
    "types",
    "statuses",
    "reviews",
    "share",
    "as_of",
    "against",
    "undated",
    "dropped",
)
"""Filters that act on relations."""

NODE_FILTER_FIELDS: Final = ("categories", "people", "hidden", "only", "collapsed")
"""Filters that act on entities."""

FILTER_FIELDS: Final = NODE_FILTER_FIELDS + LINK_FILTER_FIELDS
"""Every field that narrows the view."""

_BLANK: Final = ViewState()
