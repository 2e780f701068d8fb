"""GEXF, in and out: what Gephi, Gephi Lite and networkx read and write."""

from __future__ import annotations

from pathlib import Path

from graph.formats.gexf_reading import read
from graph.formats.gexf_writing import gexf, period
from graph.formats.package import Loss, Package
from graph.formats.xml_columns import common_losses
from graph.formats.xml_reading import starts_with
from graph.model import PartialDate

__all__ = ["losses", "read", "recognises", "write"]


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is GEXF, by its first element.

    Examples
    --------
    >>> recognises(Path("a.xml"), b'<gexf xmlns="http://gexf.net/1.3">')
    True
    """
    return starts_with("gexf", path, head)


def write(package: Package) -> bytes:
    """A package as GEXF 1.3: dates, places and colours, every column as an attribute.

    Examples
    --------
    >>> b"<gexf " in write(Package("x"))
    True
    """
    return gexf(package).encode()


def losses(package: Package) -> tuple[Loss, ...]:
    """What GEXF cannot hold of a package."""
    found = common_losses(package, sources=False)
    if package.sources:
        found.append(
            Loss("sources", len(package.sources), "named in the description; references stay")
        )
    partial = sum(
        any(_partial(when) for when in (link.since, link.until)) for link in package.relations
    )
    if partial:
        what = "start and end are the first and last day they may mean; the text stays beside them"
        found.append(Loss("links with a partial date", partial, what))
    backwards = sum(
        bool(link.since or link.until) and not period(link) for link in package.relations
    )
    if backwards:
        what = "without start and end; the text stays beside them"
        found.append(Loss("links that end before they begin", backwards, what))
    return tuple(found)


def _partial(when: PartialDate | None) -> bool:
    return when is not None and when.day is None
