"""The formats by name: what reads them, what writes them, how a file is recognised.

A module of this package has, as far as its format goes both ways::

    def recognises(path: Path, head: bytes) -> bool   # by content; `head` is the first 4 kB
    def read(path: Path) -> Tables                    # raises DataError when nothing can be read
    def write(package: Package) -> bytes              # the same bytes for the same package
    def losses(package: Package) -> tuple[Loss, ...]  # what `write` cannot hold
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from graph.errors import DataError
from graph.loading.tables import Tables

_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of another tool.

    Attributes
    ----------
    module : str
        The module of `graph.formats` that knows it, imported when it is needed.
    suffix : str
        End of a file name.
    mime : str
        Media type.
    words : str
        What it is, on screen.
    reads, writes : bool
        Which ways it goes.
    """

    module: str
    suffix: str
    mime: str
    words: str
    reads: bool = True
    writes: bool = True

    def load(self) -> ModuleType:
        """The module."""
        return import_module(f"graph.formats.{self.module}")


FORMATS: Final[dict[str, FileFormat]] = {
    "gexf": FileFormat("gexf", "gexf", "application/gexf+xml", "GEXF, for Gephi"),
    "graphml": FileFormat("graphml", "graphml", "application/graphml+xml", "GraphML, for yEd"),
    "json": FileFormat("node_link", "json", "application/json", "Node-link JSON"),
    "ftm": FileFormat(
        "ftm", "ftm.json", "application/json+ftm", "FollowTheMoney JSON lines, for Aleph"
    ),
    "bods": FileFormat("bods", "bods.json", "application/json", "BODS 0.4 ownership statements"),
    "longarm": FileFormat(
        "longarm", "longarm.zip", "application/zip", "Longarm project", writes=False
    ),
    "icij": FileFormat("icij", "zip", "application/zip", "ICIJ Offshore Leaks CSV", writes=False),
    "neo4j": FileFormat("neo4j", "zip", "application/zip", "CSV for Neo4j's import"),
    "xlsx": FileFormat(
        "xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel workbook",
    ),
    "csv": FileFormat("spreadsheets", "zip", "application/zip", "CSV tables"),
}
"""Formats by the name they are asked for, the most particular first."""


def reader_of(path: Path) -> str:
    """The name of the format that a file is in; blank when no reader knows it.

    Raises
    ------
    DataError
        When the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.",
            where=path.name,
            fix="Check its name and who may read it.",
        ) from error
    for name, known in FORMATS.items():
        if known.reads and known.load().recognises(path, head):
            return name
    return ""


def read_any(path: Path) -> Tables:
    """Read a file of any format that Longarm knows.

    Raises
    ------
    DataError
        When the format is not known, or nothing in the file can be read.
    """
    name = reader_of(path)
    if not name:
        known = ", ".join(form.words for form in FORMATS.values() if form.reads)
        raise DataError(
            "The format of this file is not known.",
            where=path.name,
            fix=f"Longarm reads: {known}.",
        )
    tables: Tables = FORMATS[name].load().read(path)
    return tables
