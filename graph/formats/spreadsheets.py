"""Tables of text: CSV, TSV and semicolon files, and zips and folders of them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.exports.tables import csv_files, zipped
from graph.formats.intake import inspect
from graph.formats.package import Loss, Package
from graph.formats.unpacking import TEXTS
from graph.loading.report import LoadReport, RefusedData
from graph.loading.tables import Tables

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


def recognises(path: Path, head: bytes) -> bool:
    """Whether this is a text table by its name, or a zip that is no workbook."""
    if head.startswith(_ZIP):
        return zipfile.is_zipfile(path) or path.suffix.lower() == ".zip"
    return path.suffix.lower() in TEXTS


def read(path: Path) -> Tables:
    """Read tables with the mapping that their columns propose.

    Raises
    ------
    DataError
        When no table can be read, or something must be chosen first; `RefusedData` lists it.
    """
    brought = inspect([path])
    if brought.found is not None:
        return brought.found
    needs = brought.needs()
    if needs:
        raise RefusedData(LoadReport((*brought.problems, *needs)), path.name)
    if not brought.parts:
        errors = tuple(one for one in brought.problems if one.severity == "error")
        if errors:
            raise RefusedData(LoadReport(errors), path.name)
        raise DataError("There is no table in this file.", where=path.name, fix="Bring CSV files.")
    return brought.tables()


def write(package: Package) -> bytes:
    """The three tables in a zip; the same bytes for the same package."""
    return zipped(csv_files(package.entities, package.relations, package.sources))


def losses(package: Package) -> tuple[Loss, ...]:
    """What the tables cannot hold: places of nodes, and aliases with a semicolon in them."""
    split = sum(";" in alias for entity in package.entities for alias in entity.aliases)
    found = (
        Loss("places of nodes", len(package.positions), "left out"),
        Loss("other names with a semicolon", split, "read back as several names"),
    )
    return tuple(one for one in found if one.count)
