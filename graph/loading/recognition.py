"""Recognising how a text file is written: its encoding, and the separator of its columns."""

from __future__ import annotations

import codecs
import csv
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

SEPARATORS: Final[Mapping[str, str]] = {",": "comma", ";": "semicolon", "\t": "tab"}
"""Separators that are recognised, with their names."""

_CHUNK: Final = 1 << 20
_BLANKS: Final = frozenset("\t\r\n\f\v")


def encoding_of(path: Path) -> str | None:
    """Find the encoding of a file by reading it once.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str or None
        ``utf-8-sig`` for UTF-8 with or without its mark, else ``utf-16``, ``utf-16-le``,
        ``utf-16-be``, ``utf-32`` or ``cp1252``; ``None`` when it is none of these.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name if _decodes(path, name) else None
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        plain = not any(unicodedata.category(letter) == "Cc" for letter in set(text) - _BLANKS)
        return name if plain and _decodes(path, name) else None
    return next((name for name in ("utf-8-sig", "cp1252") if _decodes(path, name)), None)


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


_SIGNATURES: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.xls, .doc)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)


def kind_of_binary(path: Path) -> str:
    """What a file is that holds no text, in words; blank when it may be text.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(32)
    return next((words for mark, words in _SIGNATURES if head.startswith(mark)), "")


_NO_CONTROL: Final = bytes(range(0x20, 0x100)) + b"\t\n\r"
_HIGH_CONTROL: Final = tuple(bytes((0xC2, one)) for one in range(0x80, 0xA0))


def has_control(path: Path) -> bool:
    """Whether a file in UTF-8 or cp1252 may hold control characters; a look at its bytes."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.translate(None, _NO_CONTROL) or b"\x7f" in chunk:
                return True
            if not chunk.isascii() and any(pair in chunk for pair in _HIGH_CONTROL):
                return True
    return False


def separator_of(lines: Sequence[str], known: Collection[str]) -> str:
    r"""Find the separator that makes the most sense of a header.

    Parameters
    ----------
    lines : sequence of str
        First lines of the file.
    known : collection of str
        Names the header may hold.

    Returns
    -------
    str
        One of `SEPARATORS`.

    Examples
    --------
    >>> separator_of(["id;label;category\n"], ("id", "label", "category"))
    ';'
    """

    def sense(separator: str) -> tuple[int, int]:
        try:
            for cells in csv.reader(lines, delimiter=separator):
                names = [cell.strip().lower() for cell in cells]
                if any(names):
                    # One column is no better than none: the separator is not in the line.
                    return len(set(names) & set(known)), len(names) if len(names) > 1 else 0
        except csv.Error:
            pass
        return 0, 0

    return max(SEPARATORS, key=sense)
