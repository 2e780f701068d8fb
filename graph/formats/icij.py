"""The CSV bundles of ICIJ's Offshore Leaks database: ``nodes-*.csv`` and ``relationships.csv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.formats.unpacking import headers, text_tables
from graph.loading.mapping import renamed
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row, Table, Tables

CATEGORIES: Final[Mapping[str, str]] = {
    "entit": "company",
    "officer": "officer",
    "intermediar": "intermediary",
    "address": "address",
    "other": "other",
}
"""How the name of a file of nodes begins after ``nodes-``, and the category of its rows."""

LINKS: Final[Mapping[str, str]] = {
    "shareholder of": "owns",
    "director of": "board_member_of",
    "beneficiary of": "has_interest_in",
    "beneficial owner of": "has_interest_in",
    "ultimate beneficial owner of": "has_interest_in",
}
"""What an officer is to a company, in ICIJ's words, and the type it is read as."""

_ENDS: Final = {"node_id_start": "source", "node_id_end": "target"}
_OLD_ENDS: Final = {"START_ID": "source", "END_ID": "target"}
_DATES: Final = ("%d-%b-%Y", "%b %d, %Y", "%d/%m/%Y", "%Y/%m/%d")


def recognises(path: Path, head: bytes) -> bool:
    """Whether this is a zip or folder with files of nodes and one of relationships."""
    if not path.is_dir() and not head.startswith(b"PK\x03\x04"):
        return False
    found = [line.replace('"', "").split(",") for line in headers(path).values()]
    nodes = any("node_id" in names and "sourceID" in names for names in found)
    return nodes and any(_ends(names) for names in found)


def _ends(names: list[str] | tuple[str, ...]) -> Mapping[str, str]:
    """The columns that hold the ends of a link; none for a table of nodes."""
    return next((ends for ends in (_ENDS, _OLD_ENDS) if set(ends) <= set(names)), {})


def read(path: Path) -> Tables:
    """Read a bundle.

    Officers of a company become owners, board members and so on where ICIJ's words for the link
    say so; the words themselves are kept beside it.

    Raises
    ------
    DataError
        When there is nothing to read.
    """
    findings = Findings()
    entities: list[Table] = []
    relations: list[Table] = []
    named: dict[str, None] = {}
    for table in text_tables(path, findings):
        ends = _ends(table.columns)
        if ends:
            relations.append(_relations(table, ends))
        elif "node_id" in table.columns:
            entities.append(_entities(table))
        elif table.columns:
            findings.add(_note("warning", table.file, "The table is no part of a bundle."))
        for row in table.rows:
            if row.bare("sourceID"):
                named[row.bare("sourceID")] = None
    if not entities and not relations:
        raise DataError(
            "There are no nodes and no relationships in this bundle.",
            where=path.name,
            fix="Bring the files nodes-*.csv and relationships.csv.",
        )
    findings.add(
        _note(
            "info",
            path.name,
            "Read as an ICIJ bundle: each kind of node is a category, shareholders own, directors "
            "are on the board, beneficiaries have an interest; other links keep ICIJ's words.",
        )
    )
    rows = tuple(
        Row(line, {"id": name, "title": name, "publisher": "ICIJ", "kind": "leak"})
        for line, name in enumerate(named, 2)
    )
    return Tables(
        path.stem,
        _joined(entities),
        _joined(relations) or Table("relationships.csv"),
        Table("sourceID", ("id", "title", "publisher", "kind"), rows) if rows else None,
        findings.found(),
    )


def _note(severity: Severity, file: str, problem: str) -> Problem:
    fix = "Nothing, if that is meant." if severity == "info" else "Bring it by itself."
    return Problem(severity, file, 0, "", "", problem, fix)


def _joined(tables: list[Table]) -> Table | None:
    if not tables:
        return None
    columns = dict.fromkeys(name for table in tables for name in table.columns)
    rows = (Row(row.line, row.cells, table.file) for table in tables for row in table.rows)
    first = tables[0].file
    file = first if len(tables) == 1 else f"{first} and {len(tables) - 1} more"
    readable = all(table.readable for table in tables)
    return Table(file, tuple(columns), tuple(rows), readable)


def _entities(table: Table) -> Table:
    columns = {"id": "node_id", "label": "name", "reference": "sourceID", "description": "note"}
    there = {ours: theirs for ours, theirs in columns.items() if theirs in table.columns}
    mapped = renamed(table, "entities", there, _category(table.file))
    rows = []
    for row in mapped.rows:
        cells = dict(row.cells)
        if not row.bare("label"):
            cells["label"] = row.bare("address") or row.bare("id")
        others = [row.bare(name) for name in ("original_name", "former_name")]
        if any(others):
            cells["aliases"] = ";".join(filter(None, others))
        rows.append(Row(row.line, cells))
    heads = dict.fromkeys([*mapped.columns, "label", "aliases"])
    return Table(table.file, tuple(heads), tuple(rows), table.readable)


def _category(file: str) -> str:
    """The category that a file's name tells.

    Examples
    --------
    >>> _category("x/nodes-officers.csv"), _category("panama_papers.nodes.entity.csv")
    ('officer', 'company')
    """
    kind = re.split(r"nodes?[-_.]", file.lower())[-1]
    return next((word for begin, word in CATEGORIES.items() if kind.startswith(begin)), "other")


def _relations(table: Table, ends: Mapping[str, str]) -> Table:
    columns = {ours: theirs for theirs, ours in ends.items()}
    wanted = {"since": "start_date", "until": "end_date", "reference": "sourceID"}
    columns |= {ours: theirs for ours, theirs in wanted.items() if theirs in table.columns}
    kind = next((name for name in ("rel_type", "TYPE") if name in table.columns), "")
    mapped = renamed(table, "relations", columns)
    named = kind if kind in mapped.columns else f"{kind} (file)"
    rows = []
    for row in mapped.rows:
        cells = dict(row.cells)
        cells["type"] = _type(row.bare(named), row.bare("link"))
        for name in ("since", "until"):
            if name in cells:
                cells[name] = _date(cells[name])
        rows.append(Row(row.line, cells))
    return Table(table.file, (*mapped.columns, "type"), tuple(rows), table.readable)


def _type(kind: str, link: str) -> str:
    """The type of a link.

    Examples
    --------
    >>> _type("officer_of", "Shareholder of"), _type("officer_of", "secretary of")
    ('owns', 'secretary_of')
    >>> _type("registered_address", "registered address"), _type("officer_of", "")
    ('registered_address', 'officer_of')
    """
    words = " ".join(link.lower().split())
    if kind.lower() != "officer_of" or not words:
        return kind or words.replace(" ", "_")
    return LINKS.get(words) or words.replace(" ", "_")


def _date(text: str) -> str:
    """A date as ISO 8601 where its form is known; the text itself otherwise.

    Examples
    --------
    >>> _date("08-JAN-2013"), _date("2013-01"), _date("soon")
    ('2013-01-08', '2013-01', 'soon')
    """
    bare = text.strip()
    for form in _DATES:
        try:
            return datetime.strptime(bare, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return text
