"""Reading a source beside the graph: a local text or PDF, opened at its locator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.model import Source
from graph.queries import shorten
from graph.search import fold

TEXTS: Final = (".md", ".txt")
SUFFIXES: Final = (*TEXTS, ".pdf")
"""Ends of the names of files that can be read."""

FILE_COLUMN: Final = "file"
"""Column of ``sources.csv`` that names the local file."""

MAX_BYTES: Final = 100 << 20
"""Size of a source that is opened."""

MAX_LETTERS: Final = 100_000
"""Letters of one part that are shown."""

_PLACES: Final = re.compile(
    r"(?P<kind>¶|§|para(?:graph)?\.?|al(?:inea)?\.?|lines?|l\.|regels?|pages?|pp?\.|blz\.?)?\s*"
    r"(?P<first>\d{1,7})(?:\s*[-–]\s*(?:¶|§|p\.)?\s*(?P<last>\d{1,7}))?",
    re.IGNORECASE,
)
_OWN_NUMBER: Final = re.compile(r"\s*[¶§]\s*(\d{1,7})\b")
_HEADING: Final = re.compile(r"#{1,6}\s+(.*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a line or a page of a source.

    Attributes
    ----------
    place : str
        Its locator: ``¶3``, ``line 12``, ``p. 4``; blank for a heading.
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
        Number of the first part, and how many the source has, headings among them.
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

    Only a ``.md``, ``.txt`` or ``.pdf`` that truly lies inside the data folder is given: no path
    and no link leads out of it.

    Examples
    --------
    >>> source_file("data", Source("x", extra={"file": "../README.md"})) is None
    True
    """
    base = Path(folder)
    named = source.extra.get(FILE_COLUMN, "").strip()
    stems = [named] if named else [f"{source.id}{suffix}" for suffix in SUFFIXES]
    for name in stems:
        for place in (base / name, base / "sources" / name):
            found = _inside(base, place)
            if found is not None:
                return found
    return None


def _inside(base: Path, place: Path) -> Path | None:
    try:
        root, real = base.resolve(strict=True), place.resolve(strict=True)
        held = real.is_relative_to(root) and real.is_file()
    except (OSError, ValueError, RuntimeError):
        return None
    return real if held and real.suffix.lower() in SUFFIXES else None


def text_at(path: Path | str, locator: str = "", *, around: int = 3) -> Passage:
    r"""The text of a source around a locator.

    Paragraphs are what blank lines part, headings not counted; where a text numbers its own
    (``¶3``), those numbers hold.

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

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp(), "a.md")
    >>> _ = file.write_text("# Head\n\nOne.\n\nTwo.\n\nThree.\n")
    >>> [(part.place, part.marked) for part in text_at(file, "¶2", around=1).parts]
    [('¶1', False), ('¶2', True), ('¶3', False)]
    """
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise DataError(
                f"The source is larger than {MAX_BYTES >> 20} MB.",
                where=file.name,
                fix="Keep the part that matters in a file of its own.",
            )
        if file.suffix.lower() == ".pdf":
            return _pdf(file, locator, around)
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise DataError(
            f"The source cannot be read: {error.strerror}.",
            where=file.name,
            fix="Check that the file is there and may be read.",
        ) from error
    lines = _asked(locator, ("l", "r"))
    if lines:
        numbered = [Part(f"line {n}", line) for n, line in enumerate(text.splitlines(), 1)]
        return _around(file.name, numbered, _marked(numbered, {f"line {n}" for n in lines}), around)
    parts = _paragraphs(text)
    return _around(file.name, parts, _places_in(parts, locator), around, asked=locator)


def _asked(locator: str, kinds: tuple[str, ...]) -> set[int]:
    """Numbers that a locator names with one of these kinds, by its first letter."""
    found: set[int] = set()
    for match in _PLACES.finditer(locator):
        kind = (match["kind"] or "").lower()
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if (kind[:1] if not kind.startswith("para") else "¶") in kinds:
            found.update(range(first, min(last, first + 1_000) + 1))
    return found


def _paragraphs(text: str) -> list[Part]:
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    parts: list[Part] = []
    number = 0
    for block in filter(None, blocks):
        own = _OWN_NUMBER.match(block)
        if _HEADING.fullmatch(block):
            parts.append(Part("", block))
            continue
        number = int(own[1]) if own else number + 1
        parts.append(Part(f"¶{number}", block))
    return parts


def _places_in(parts: Sequence[Part], locator: str) -> list[int]:
    """The parts that a locator names: by number, or a heading by its words."""
    numbers = _asked(locator, ("¶", "§", "a", ""))
    if numbers:
        return _marked(parts, {f"¶{number}" for number in numbers})
    wanted = fold(locator.lstrip("# ")) if locator.strip() else ""
    if not wanted:
        return []
    heads = ((place, _HEADING.fullmatch(part.text)) for place, part in enumerate(parts))
    return [place for place, head in heads if head and wanted in fold(head[1])][:1]


def _marked(parts: Sequence[Part], places: set[str]) -> list[int]:
    return [at for at, part in enumerate(parts) if part.place in places]


def _around(
    name: str, parts: Sequence[Part], marked: Sequence[int], around: int, *, asked: str = ""
) -> Passage:
    """The marked parts with those around them; the beginning when there are none."""
    note = f"“{shorten(asked)}” was not found; this is the beginning." if asked.strip() else ""
    first, last = 0, min(len(parts), 2 * around + 1)
    if marked:
        note = ""
        first = max(0, marked[0] - around)
        last = min(len(parts), max(marked) + around + 1, first + 200)
    chosen = set(marked)
    shown = (Part(parts[at].place, _cut(parts[at].text), at in chosen) for at in range(first, last))
    return Passage(name, tuple(shown), first + 1, len(parts), note)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else f"{text[:MAX_LETTERS]}…"


def _pdf(file: Path, locator: str, around: int) -> Passage:
    # It is slow to load and most cases have no PDF.
    from pypdf import PdfReader

    fix = "Open it in a PDF reader, or save it as text."
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DataError("The PDF is locked with a password.", where=file.name, fix=fix)
        total = len(reader.pages)
        pages = sorted(n for n in _asked(locator, ("p", "b", "")) if 1 <= n <= total)[:50]
        first = max(1, (pages[0] if pages else 1) - min(around, 1))
        last = min(total, (pages[-1] if pages else 1) + min(around, 1))
        parts = tuple(
            Part(f"p. {number}", _cut(reader.pages[number - 1].extract_text()), number in pages)
            for number in range(first, last + 1)
        )
    except (DataError, OSError):
        raise
    except Exception as error:  # a stranger's PDF can break its reader in any way
        raise DataError(
            "The PDF cannot be read: it is damaged.", where=file.name, fix=fix
        ) from error
    note = ""
    if locator.strip() and not pages:
        note = f"“{shorten(locator)}” names no page of this PDF; this is its beginning."
    elif not any(part.text.strip() for part in parts):
        note = "These pages hold no text: they may be pictures of pages."
    return Passage(file.name, parts, first, total, note)
