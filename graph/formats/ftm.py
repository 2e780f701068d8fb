"""FollowTheMoney 4 JSON lines, in and out, through the optional library `followthemoney`."""

from __future__ import annotations

from pathlib import Path

from graph.formats.ftm_reading import tables_of
from graph.formats.ftm_writing import losses, write
from graph.loading.tables import Tables

__all__ = ["losses", "read", "recognises", "write"]


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file holds FollowTheMoney entities or statements; needs no library.

    Examples
    --------
    >>> recognises(Path("x.json"), b'{"id": "a", "schema": "Person", "properties": {}}')
    True
    >>> recognises(Path("x.json"), b'{"directed": true, "nodes": []}')
    False
    """
    del path
    plain = head.replace(b"\0", b"")  # Text in UTF-16 is ASCII between zeros.
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n[")
    if start[:1] != b"{":
        return False
    if b'"schema"' not in plain:
        # The first line may be longer than the head, with the schema at its end.
        return b"\n" not in start and b'"id"' in plain and b'"properties"' in plain
    return b'"properties"' in plain or b'"canonical_id"' in plain


def read(path: Path) -> Tables:
    """Read FollowTheMoney entities, one to a line.

    Things become entities and edges links, from an edge's source to its target. A property that
    names another record is a link as well; several values of a property stand in one cell, with
    semicolons between. Documents cited as proof become sources.

    Raises
    ------
    DataError
        When nothing in the file can be read, or the library is not installed.
    """
    return tables_of(path)
