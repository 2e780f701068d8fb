"""Reading a source beside the graph: a local text or PDF, opened at its locator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.model import Source


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a line or a page of a source.

    Attributes
    ----------
    place : str
        Its locator: ``¶3``, ``line 12``, ``p. 4``.
    text : str
        What stands there; text from outside, to be shown as such.
    marked : bool
        Whether the locator that was asked for names it.
    """

    place: str
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source around a locator.

    Attributes
    ----------
    file : str
        Name of the file.
    parts : tuple of Part
        Consecutive; those that the locator names are marked.
    first, total : int
        Number of the first part, and how many the source has.
    note : str
        What could not be found or read, in words; blank when all was.
    """

    file: str
    parts: tuple[Part, ...]
    first: int = 1
    total: int = 0
    note: str = ""


def source_file(folder: Path | str, source: Source) -> Path | None:
    """The local file of a source: named by its column ``file``, or by its id.

    Only a ``.md``, ``.txt`` or ``.pdf`` that truly lies inside the data folder is given.
    """
    raise NotImplementedError


def text_at(path: Path | str, locator: str = "", *, around: int = 3) -> Passage:
    """The text of a source around a locator.

    Parameters
    ----------
    path : Path or str
        A ``.md``, ``.txt`` or ``.pdf`` file.
    locator : str, optional
        ``¶3``, ``¶3-5``, ``line 12``, ``p. 4``, a heading; several with commas between them.
    around : int, optional
        Parts before and after it.

    Raises
    ------
    DataError
        When the file cannot be read.
    """
    raise NotImplementedError
