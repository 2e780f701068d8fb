"""BODS 0.4 (Beneficial Ownership Data Standard), in and out."""

from __future__ import annotations

from pathlib import Path

from graph.formats.bods_reading import tables_of
from graph.formats.bods_writing import losses, write
from graph.loading.tables import Tables

__all__ = ["losses", "read", "recognises", "write"]

_MARKS = (b'"statementId"', b'"statementID"', b'"recordDetails"', b'"bodsVersion"')


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file holds BODS statements, of whatever version.

    Examples
    --------
    >>> recognises(Path("x.json"), b'[{"statementId": "1dc0e987"}]')
    True
    >>> recognises(Path("x.json"), b'{"nodes": []}')
    False
    """
    del path
    plain = head.replace(b"\0", b"")  # Text in UTF-16 is ASCII between zeros.
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start[:1] in (b"[", b"{") and any(mark in plain for mark in _MARKS)


def read(path: Path) -> Tables:
    """Read statements of BODS 0.4, as a JSON list or one to a line.

    The latest statement of a record counts; a closed relationship is a link that has ended. Each
    interest is a link, in the direction from the interested party to the subject. Indirect
    interests are marked in the column ``indirect`` and not added up. Whoever is not named is an
    entity of its own.

    Raises
    ------
    DataError
        When it is no file of BODS 0.4 statements.
    """
    return tables_of(path)
