"""Node-link JSON, in and out: what networkx, d3, graphology and Longarm's own export write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

from graph.exports.node_link import document, source_of
from graph.formats.json_reading import read
from graph.formats.package import Loss, Package
from graph.model import Entity, Relation

__all__ = ["losses", "read", "recognises", "write"]

_LISTS: Final = re.compile(rb'"(?:nodes|links|edges)"\s*:\s*\[')
_LINES: Final = re.compile(rb'\{[^\n]*"(?:schema|statementId)"\s*:')
_HALF: Final = re.compile("[\ud800-\udfff]")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is one JSON object with a list of nodes, links or edges in it.

    Examples
    --------
    >>> recognises(Path("a.json"), b'{"nodes": [], "links": []}')
    True
    >>> recognises(Path("a.json"), b'{"id":"a","schema":"Person","properties":{}}')
    False
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    if _LISTS.search(head):
        return True
    if _LINES.match(start):
        return False
    tail = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if _LISTS.search(tail + chunk):
                    return True
                tail = chunk[-_OVERLAP:]
    except OSError:
        return False
    return False


def write(package: Package) -> bytes:
    """A package as node-link JSON with the key ``links``.

    Examples
    --------
    >>> write(Package("x")).startswith(b'{"directed":true,"multigraph":true')
    True
    """
    about = {
        "name": package.name,
        "data_hash": package.data_hash,
        "entities": len(package.entities),
        "links": len(package.relations),
        "notes": list(package.notes),
        "sources": [source_of(source) for source in package.sources],
    }
    return document(about, package.entities, package.relations, told=True).encode()


def losses(package: Package) -> tuple[Loss, ...]:
    """What node-link JSON cannot hold of a package: halves of characters, nothing else."""
    rows: list[Entity | Relation] = [*package.entities, *package.relations]
    texts = (text for row in rows for text in _texts(row))
    broken = sum(_HALF.search(text) is not None for text in texts)
    if not broken:
        return ()
    return (Loss("texts with half a character", broken, "that half becomes “\ufffd”"),)


def _texts(row: Entity | Relation) -> Iterator[str]:
    for one in fields(row):
        value = getattr(row, one.name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
    for name, text in row.extra.items():
        yield from (name, text)
