"""A project in one file: data, saved views, the screen with its positions, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.editing.case import Case
from graph.views.story import Story
from graph.views.viewstate import ViewState

SUFFIX: Final = ".longarm.zip"
FORMAT: Final = "longarm-project"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Project:
    """What a project file holds.

    Attributes
    ----------
    case : Case
        Data and notes.
    story : Story
        The saved views.
    state : ViewState
        The screen when it was saved, with the nodes moved by hand.
    """

    case: Case
    story: Story
    state: ViewState


def write_project(case: Case, story: Story | None = None, state: ViewState | None = None) -> bytes:
    """A project as a file; the same project gives the same bytes."""
    raise NotImplementedError


def read_project(path: Path | str) -> Project:
    """Open a project file.

    Raises
    ------
    DataError
        When it is none, is broken, or was made by a later version.
    """
    raise NotImplementedError


def is_project(path: Path | str) -> bool:
    """Whether a file is a project, by its content."""
    raise NotImplementedError
