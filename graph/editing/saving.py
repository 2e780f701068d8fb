"""Saving a case to a folder: whole or not at all, with the version before it kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graph.editing.case import Case

NOTES_FILE: Final = "notes.csv"
PREVIOUS: Final = "previous"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save wrote.

    Attributes
    ----------
    case : Case
        The case as it is now: nothing unsaved, rows numbered as in the files.
    folder : Path
        Where it is.
    files : tuple of str
        Names of the files that were written.
    previous : Path or None
        Where the version before it is kept; ``None`` when there was none.
    renamed : Mapping of str to str
        Ids of links that changed, as rows were numbered anew: old to new.
    """

    case: Case
    folder: Path
    files: tuple[str, ...]
    previous: Path | None
    renamed: Mapping[str, str]


def save_folder(case: Case, folder: Path | str | None = None, *, overwrite: bool = False) -> Saved:
    """Write a case to a folder, whole or not at all.

    Parameters
    ----------
    case : Case
        What is written.
    folder : Path or str, optional
        Where; where it was opened by default.
    overwrite : bool, optional
        Whether files that somebody else changed since may be replaced.

    Raises
    ------
    ExportError
        When it cannot be written, or the files were changed since they were opened.
    """
    raise NotImplementedError


def stamps_of(folder: Path) -> dict[str, str]:
    """A hash of each file of a data folder that a save would write."""
    raise NotImplementedError
