"""Two views side by side: what they are called, what is noted of them, what they show."""

from __future__ import annotations

from graph.compare.matching import FieldChange
from graph.queries import Queries
from graph.views.story import SavedView
from graph.wording import filters_in_words, view_in_words

__all__ = ["view_changes"]


def view_changes(store: Queries, before: SavedView, after: SavedView) -> tuple[FieldChange, ...]:
    """What reads otherwise of two views of one data set, beside what they draw.

    Parameters
    ----------
    store : Queries
        For names.
    before, after : SavedView
        The two; a view that was never saved has neither name nor note.

    Returns
    -------
    tuple of FieldChange
        Fields in words: ``Name``, ``Note``, ``View``, ``Filters``.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.viewstate import ViewState
    >>> one = SavedView("Owners", "Who owns it", ViewState(focus=("cetc",)))
    >>> other = SavedView("Owners", "Who owns it, alleged", ViewState(focus=("cetc",)))
    >>> [(change.field, change.after) for change in view_changes(open_store("data"), one, other)]
    [('Note', 'Who owns it, alleged')]
    """
    sides = [
        {
            "Name": one.name,
            "Note": one.note,
            "View": view_in_words(one.state, store),
            "Filters": " · ".join(filters_in_words(one.state, store)),
        }
        for one in (before, after)
    ]
    return tuple(
        FieldChange(field, sides[0][field], sides[1][field])
        for field in sides[0]
        if sides[0][field] != sides[1][field]
    )
