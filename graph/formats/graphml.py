"""GraphML, in and out: what yEd, Gephi, networkx, igraph and graphology read and write."""

from __future__ import annotations

from pathlib import Path

from graph.formats.graphml_reading import read
from graph.formats.graphml_writing import graphml
from graph.formats.package import Loss, Package
from graph.formats.xml_columns import common_losses
from graph.formats.xml_reading import starts_with

__all__ = ["losses", "read", "recognises", "write"]


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is GraphML, by its first element.

    Examples
    --------
    >>> recognises(Path("a.xml"), b'<?xml version="1.0"?><graphml>')
    True
    """
    return starts_with("graphml", path, head)


def write(package: Package) -> bytes:
    """A package as GraphML: every column as an attribute, places as x and y.

    Examples
    --------
    >>> b"<graphml " in write(Package("x"))
    True
    """
    return graphml(package).encode()


def losses(package: Package) -> tuple[Loss, ...]:
    """What GraphML cannot hold of a package."""
    found = common_losses(package, sources=True)
    dated = sum(bool(link.since or link.until) for link in package.relations)
    if dated:
        what = "kept as text in “since” and “until”: GraphML knows no time"
        found.append(Loss("links with dates", dated, what))
    if package.sources:
        what = "kept as JSON in an attribute of the graph, which other tools do not show"
        found.append(Loss("sources", len(package.sources), what))
    return tuple(found)
