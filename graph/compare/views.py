"""Two views side by side: what they are called, what is noted of them, what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.compare.matching import FieldChange
from graph.queries import Queries
from graph.views.story import SavedView, Story
from graph.views.viewurl import from_query, to_query
from graph.wording import filters_in_words, view_in_words

__all__ = ["ViewChange", "story_changes", "view_changes"]


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
    return _differing(_told(store, before), _told(store, after))


def _told(store: Queries, view: SavedView) -> dict[str, str]:
    # A file may name what its data do not hold: the address's reader leaves that out.
    state, _ = from_query(to_query(view.state), store)
    return {
        "Name": view.name,
        "Note": view.note,
        "View": view_in_words(state, store),
        "Filters": " · ".join(filters_in_words(state, store)),
    }


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field, before[field], after[field])
        for field in before
        if before[field] != after[field]
    )


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What became of one saved view.

    Attributes
    ----------
    name : str
        What it is called now, or was.
    state : str
        One of `graph.compare.STATES`.
    fields : tuple of FieldChange
        What reads otherwise; for a view that is on one side alone its note.
    """

    name: str
    state: str
    fields: tuple[FieldChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON."""
        row: dict[str, Any] = {"name": self.name, "change": self.state}
        return row | {"fields": [one.to_dict() for one in self.fields]}


def story_changes(
    before: Queries, old: Story, after: Queries, new: Story
) -> tuple[ViewChange, ...]:
    """What became of the saved views from one data folder to another.

    Views are matched by name; of those left over, the ones that show the same were renamed.

    Parameters
    ----------
    before, after : Queries
        The two data sets, each for the names in its own views.
    old, new : Story
        Their saved views.

    Returns
    -------
    tuple of ViewChange
        In the order of the later story, those that are gone last.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.viewstate import ViewState
    >>> from dataclasses import replace
    >>> store = open_store("data")
    >>> told = SavedView("Who", "", ViewState())
    >>> one = Story("", (told, SavedView("Old", "", ViewState(hops=3))))
    >>> two = Story("", (replace(told, name="Who?"), SavedView("New", "", ViewState(hops=2))))
    >>> [(change.name, change.state) for change in story_changes(store, one, store, two)]
    [('Who?', 'changed'), ('New', 'added'), ('Old', 'removed')]
    """
    by_name = {view.name: view for view in old.views}
    pairs = {view.name: by_name.pop(view.name, None) for view in new.views}
    for view in new.views:
        if pairs[view.name] is None:
            twin = next((one for one in by_name.values() if one.state == view.state), None)
            if twin is not None:
                pairs[view.name] = by_name.pop(twin.name)
    places = {view.name: place for place, view in enumerate(old.views, start=1)}
    found = [_title(old, new)]
    for place, view in enumerate(new.views, start=1):
        was = pairs[view.name]
        if was is None:
            found.append(ViewChange(view.name, "added", _note("", view.note)))
            continue
        fields = _fields(before, was, after, view)
        if places[was.name] != place:
            fields = (*fields, FieldChange("Place", str(places[was.name]), str(place)))
        found.append(ViewChange(view.name, "changed" if fields else "same", fields))
    found += [ViewChange(one.name, "removed", _note(one.note, "")) for one in by_name.values()]
    return tuple(one for one in found if one is not None)


def _title(old: Story, new: Story) -> ViewChange | None:
    if old.title == new.title or not (old.views and new.views):
        return None
    return ViewChange("The story", "changed", (FieldChange("Title", old.title, new.title),))


def _note(before: str, after: str) -> tuple[FieldChange, ...]:
    return (FieldChange("Note", before, after),) if before or after else ()


def _fields(
    before: Queries, old: SavedView, after: Queries, new: SavedView
) -> tuple[FieldChange, ...]:
    fields = _differing(_told(before, old), _told(after, new))
    if not fields and old.state != new.state:
        return (FieldChange("Drawing", "", "other choices, lit links or places"),)
    return fields
