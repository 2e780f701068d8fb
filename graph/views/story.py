"""Saved views: named ViewStates with a note, kept in a JSON file beside the data.

A story is the views in their order. The file travels with the data: ``views.json`` holds
``{"title": …, "views": [{"name": …, "note": …, "state": {…}}]}``.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from graph.errors import DataError, ExportError, NotFound
from graph.exports.manifest import state_from_dict, state_to_dict
from graph.views.viewstate import ViewState

FILE_NAME: Final = "views.json"


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view with its name and a note on what it shows."""

    name: str
    note: str
    state: ViewState


@dataclass(frozen=True, slots=True)
class Story:
    """Saved views in the order in which they are told.

    Every change gives a new story; the old one stays what it was.

    Examples
    --------
    >>> story = Story("A case").added(SavedView("One", "", ViewState()))
    >>> story = story.added(SavedView("Two", "", ViewState(hops=2)))
    >>> [view.name for view in story.moved(1, -1).views]
    ['Two', 'One']
    """

    title: str = ""
    views: tuple[SavedView, ...] = ()

    def added(self, view: SavedView) -> Story:
        """With one more view at the end; a name that is taken gets a number."""
        names = {one.name for one in self.views}
        name, number = view.name.strip() or "View", 2
        stem = name
        while name in names:
            name, number = f"{stem} {number}", number + 1
        return replace(self, views=(*self.views, replace(view, name=name)))

    def removed(self, place: int) -> Story:
        """Without the view at a place."""
        self._check(place)
        return replace(self, views=self.views[:place] + self.views[place + 1 :])

    def moved(self, place: int, steps: int) -> Story:
        """With the view at a place moved up (negative) or down; it stops at either end."""
        self._check(place)
        rest = list(self.views[:place] + self.views[place + 1 :])
        rest.insert(min(max(place + steps, 0), len(rest)), self.views[place])
        return replace(self, views=tuple(rest))

    def changed(self, place: int, **fields: Any) -> Story:
        """With name, note or state of one view replaced."""
        self._check(place)
        fresh = replace(self.views[place], **fields)
        return replace(self, views=(*self.views[:place], fresh, *self.views[place + 1 :]))

    def _check(self, place: int) -> None:
        if not 0 <= place < len(self.views):
            raise NotFound(f"There is no saved view {place + 1}; there are {len(self.views)}.")


def story_to_json(story: Story) -> str:
    """The story as it stands in the file; the same story gives the same text."""
    content = {
        "title": story.title,
        "views": [
            {"name": view.name, "note": view.note, "state": state_to_dict(view.state)}
            for view in story.views
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def story_from_json(text: str, *, where: str = FILE_NAME) -> Story:
    """Read a story.

    Raises
    ------
    DataError
        When the text is not such a file, naming the view that is broken.
    """
    fix = "Mend the file, or move it away to start without saved views."
    try:
        content = json.loads(text)
    except RecursionError:
        raise DataError("This is nested too deep.", where=where, fix=fix) from None
    except ValueError as error:
        raise DataError(f"This is not JSON ({error}).", where=where, fix=fix) from None
    if not isinstance(content, Mapping) or not isinstance(content.get("views", []), list):
        raise DataError("This is not a list of saved views.", where=where, fix=fix)
    views = [
        _view(raw, f"{where}, view {number}", fix)
        for number, raw in enumerate(content.get("views", []), start=1)
    ]
    return Story(str(content.get("title", "")), tuple(views))


def _view(raw: Any, where: str, fix: str) -> SavedView:
    try:
        return SavedView(
            str(raw["name"]), str(raw.get("note", "")), state_from_dict(raw.get("state", {}))
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DataError(f"A part is missing or broken ({error}).", where=where, fix=fix) from None


def read_story(data: Path | str) -> Story:
    """The story beside a data folder or store file; an empty one when there is none.

    Raises
    ------
    DataError
        When the file is there and cannot be read.
    """
    path = story_path(data)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Story()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"The saved views cannot be read ({error}).", where=path.name) from None
    return story_from_json(text, where=path.name)


def write_story(data: Path | str, story: Story) -> Path:
    """Save the story beside the data; a crash in the middle leaves the old file whole.

    Raises
    ------
    ExportError
        When the folder cannot be written to.
    """
    path = story_path(data)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".views-", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(story_to_json(story))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ExportError(
            f"The saved views could not be written ({error.strerror}).",
            where=path.name,
            fix="Choose a data folder that may be written to, or save the views as a file.",
        ) from None
    return path


def story_path(data: Path | str) -> Path:
    """Where the saved views of a data folder or store file stand."""
    path = Path(data)
    return path / FILE_NAME if path.is_dir() else path.with_suffix(".views.json")
