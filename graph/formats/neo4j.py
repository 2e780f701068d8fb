"""CSV for ``neo4j-admin database import``: nodes and relationships with typed headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.exports.escaping import safe_cell
from graph.exports.tables import grids, zipped
from graph.formats.package import Loss, Package
from graph.formats.unpacking import headers, text_tables
from graph.loading.mapping import propose, renamed
from graph.loading.report import Findings, Problem
from graph.loading.tables import Kind, Row, Table, Tables

_FIRST: Final = {
    "entities": {"id": "id:ID", "category": ":LABEL", "aliases": "aliases:string[]"},
    "relations": {"source": ":START_ID", "target": ":END_ID", "type": ":TYPE"},
}
_FILES: Final = {"entities": "nodes.csv", "relations": "relationships.csv"}
_MADE: Final = "placeholder:boolean"


def recognises(path: Path, head: bytes) -> bool:
    """Whether this is a zip or folder of CSV files with Neo4j's headers."""
    if not path.is_dir() and not head.startswith(b"PK\x03\x04"):
        return False
    return any(":START_ID" in line and ":END_ID" in line for line in headers(path).values())


def read(path: Path) -> Tables:
    """Read nodes and relationships; the first label is the category.

    Raises
    ------
    DataError
        When there is nothing to read.
    """
    findings = Findings()
    found: dict[Kind, list[Table]] = {"entities": [], "relations": [], "sources": []}
    for table in text_tables(path, findings):
        roles = {name.partition(":")[2].split("(")[0].upper() for name in table.columns}
        kind: Kind | None
        if {"START_ID", "END_ID"} <= roles:
            kind = "relations"
        elif "ID" in roles:
            kind = "entities"
        else:
            kind = propose(table.columns, name=table.file).kind
        if kind is None:
            text = "The columns fit neither nodes nor relationships; the table is left out."
            fix = "Give the header :ID, or :START_ID, :END_ID and :TYPE."
            findings.add(Problem("warning", table.file, 0, "", "", text, fix))
        else:
            found[kind].append(_read(table, kind))
    if not found["entities"] and not found["relations"]:
        raise DataError(
            "There are no nodes and no relationships in this archive.",
            where=path.name,
            fix="Give the headers :ID, or :START_ID, :END_ID and :TYPE.",
        )
    return Tables(
        path.stem,
        _joined(found["entities"]),
        _joined(found["relations"]) or Table(_FILES["relations"]),
        _joined(found["sources"]),
        findings.found(),
    )


def _read(table: Table, kind: Kind) -> Table:
    mapped = renamed(table, kind, propose(table.columns, kind).columns)
    names = {name: _bare(name, mapped.columns) for name in mapped.columns}
    rows = []
    for row in mapped.rows:
        cells = {names[name]: cell for name, cell in row.cells.items() if name in names}
        if cells.pop("placeholder", "") == "true":
            continue
        if kind == "entities":
            first, *more = (part.strip() for part in cells.get("category", "").split(";"))
            cells["category"] = first or "unknown"
            cells["label"] = cells.get("label") or cells.get("id", "")
            if more:
                cells["labels"] = ";".join(more)
        cells.pop("", None)
        rows.append(Row(row.line, cells, row.file))
    columns = dict.fromkeys(filter(None, names.values()))
    if kind == "entities":
        columns |= dict.fromkeys(("label", "category", *(name for r in rows for name in r.cells)))
    return Table(table.file, tuple(columns), tuple(rows), table.readable)


def _bare(name: str, taken: Sequence[str]) -> str:
    """A header without its type; blank when Neo4j is told to ignore it.

    Examples
    --------
    >>> _bare("lei:string", ()), _bare("x:IGNORE", ()), _bare("a:b", ()), _bare("id:int", ["id"])
    ('lei', '', 'a:b', 'id:int')
    """
    front, colon, back = name.rpartition(":")
    kind = back.removesuffix("[]").lower()
    if kind == "ignore" and colon:
        return ""
    if colon and front and kind in _TYPES and front not in taken:
        return front
    return name


_TYPES: Final = frozenset(
    {"int", "long", "float", "double", "boolean", "byte", "short", "char", "string", "point"}
    | {"date", "localtime", "time", "localdatetime", "datetime", "duration"}
)


def _joined(tables: list[Table]) -> Table | None:
    if not tables:
        return None
    if len(tables) == 1:
        return tables[0]
    columns = dict.fromkeys(name for table in tables for name in table.columns)
    rows = (Row(row.line, row.cells, table.file) for table in tables for row in table.rows)
    file = f"{tables[0].file} and {len(tables) - 1} more"
    return Table(file, tuple(columns), tuple(rows), all(table.readable for table in tables))


def write(package: Package) -> bytes:
    """``nodes.csv``, ``relationships.csv`` and the sources in a zip; the same bytes each time."""
    tables = grids(package.entities, package.relations, package.sources)
    files: dict[str, bytes] = {}
    for name in ("entities", "relations"):
        header, *rows = tables[name]
        heads = [_FIRST[name].get(column, f"{column}:string") for column in header]
        if name == "entities":
            rows = _with_placeholders(package, rows, len(header))
            if len(rows) and len(rows[0]) > len(heads):
                heads.append(_MADE)
        files[_FILES[name]] = _csv([heads, *rows])
    if "sources" in tables:
        files["sources.csv"] = _csv(tables["sources"])
    return zipped(files)


def _with_placeholders(package: Package, rows: list[list[str]], width: int) -> list[list[str]]:
    """Every end of a link as a node: an import stops at one that is not there."""
    there = {row[0] for row in rows}
    ends = {end for link in package.relations for end in (link.source, link.target)}
    made = {one.id: one for one in package.entities if one.id in ends and one.id not in there}
    missing = [one for one in ends if one not in there and one not in made]
    if not made and not missing:
        return rows
    labels = {**{key: one.label for key, one in made.items()}, **{key: key for key in missing}}
    extra = [[key, labels[key], "unknown", *[""] * (width - 3), "true"] for key in sorted(labels)]
    return [[*row, "false"] for row in rows] + extra


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([safe_cell(c) for c in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def losses(package: Package) -> tuple[Loss, ...]:
    """What the files cannot hold."""
    split = sum(";" in alias for entity in package.entities for alias in entity.aliases)
    found = (
        Loss("places of nodes", len(package.positions), "left out"),
        Loss("other names with a semicolon", split, "read back as several names"),
        Loss(
            "categories with a semicolon",
            sum(";" in entity.category for entity in package.entities),
            "become several labels",
        ),
    )
    return tuple(one for one in found if one.count)
