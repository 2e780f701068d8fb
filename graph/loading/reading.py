"""One pass through the files of a data set: rows become entities, relations and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from graph.loading import registers, validation
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.csvfile import CsvFile, Row
from graph.loading.report import Findings, LoadReport, Problem
from graph.model import CATEGORIES, RELATION_GROUPS, Entity, Relation, Source

PLACEHOLDER_CATEGORY: Final = "unknown"
"""Category of a body that only a relation names."""

ENTITIES_FILE: Final = "entities.csv"
_RELATIONS, _SOURCES = "relations.csv", "sources.csv"
_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)


class Sink(Protocol):
    """Takes what `read_folder` reads, one by one."""

    def source(self, source: Source) -> None:
        """Take a source."""

    def entity(self, entity: Entity) -> None:
        """Take an entity."""

    def relation(self, relation: Relation) -> None:
        """Take a relation."""


class Reading:
    """One pass through the files of a folder, into a sink; see `graph.loading.read_folder`."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self._folder = folder
        self._sink = sink
        self._findings = Findings()
        self._source_ids = registers.IdRegister(_SOURCES)
        self._entity_ids = registers.IdRegister(ENTITIES_FILE)
        self._placeholders: set[str] = set()
        self._shares = registers.ShareSums()
        self._types = registers.OwnWords(_RELATIONS, "type", _TYPES)
        self._categories = registers.OwnWords(ENTITIES_FILE, "category", tuple(CATEGORIES))
        self._references_listed = False
        self._unlisted = False
        self._entities_readable = False
        self._counts = {"entities": 0, "relations": 0}

    def run(self) -> tuple[LoadReport, str]:
        """Read every file; gives the report and the hash of the data."""
        digest = hashlib.sha256()
        if (self._folder / _SOURCES).exists():
            file = self._open(_SOURCES, SOURCE_COLUMNS, ("id",))
            for row in file.rows():
                self._source(row)
            self._references_listed = file.readable
            digest.update(b"sources" + file.digest.digest())
        file = self._open(ENTITIES_FILE, ENTITY_COLUMNS, ("id", "label", "category"))
        for row in file.rows():
            self._entity(row)
        self._entities_readable = file.readable
        digest.update(b"entities" + file.digest.digest())
        if (self._folder / _RELATIONS).exists():
            file = self._open(_RELATIONS, RELATION_COLUMNS, ("source", "target", "type"))
            for row in file.rows():
                self._relation(row)
            digest.update(b"relations" + file.digest.digest())
        else:
            self._findings.add(
                Problem(
                    "error",
                    _RELATIONS,
                    0,
                    "",
                    "",
                    f"The folder “{self._folder}” has no relations.csv.",
                    "Put one there, with the columns source, target and type.",
                )
            )
        if self._unlisted and not (self._folder / _SOURCES).exists():
            self._findings.add(
                Problem(
                    "info",
                    _SOURCES,
                    0,
                    "",
                    "",
                    "There is no sources.csv: references are shown as they stand.",
                    "Add one to show titles, publishers and links.",
                )
            )
        for own in (self._categories, self._types):
            for problem in own.problems():
                self._findings.add(problem)
        return self._findings.report(**self._counts), digest.hexdigest()[:12]

    def _open(self, name: str, known: tuple[str, ...], required: tuple[str, ...]) -> CsvFile:
        return CsvFile(self._folder / name, known, required, self._findings)

    def _source(self, row: Row) -> None:
        if self._blank(_SOURCES, row, ("id",)):
            return
        repeated = self._source_ids.add(row.bare("id"), row.line)
        self._findings.add(repeated)
        self._findings.add(validation.web_address(_SOURCES, row))
        if repeated is None or repeated.severity != "error":
            texts = {name: row.bare(name) for name in SOURCE_COLUMNS}
            self._sink.source(Source(**texts, extra=_extra(row, SOURCE_COLUMNS), row=row.line))

    def _entity(self, row: Row) -> None:
        new = row["id"]
        blank = self._blank(ENTITIES_FILE, row, ("id", "label", "category"))
        if "id" in blank:
            return
        repeated = self._entity_ids.add(new, row.line)
        self._findings.add(repeated)
        if repeated is not None and repeated.severity == "error":
            return
        tense, problem = validation.read_tense(ENTITIES_FILE, row)
        self._findings.add(problem)
        self._reference(ENTITIES_FILE, row)
        if "category" not in blank:
            self._categories.add(row.bare("category"), row.line)
        self._counts["entities"] += 1
        self._sink.entity(
            Entity(
                id=new,
                label=" ".join(row["label"].split()) or new,
                category=row.bare("category") or PLACEHOLDER_CATEGORY,
                aliases=_parts(row["aliases"]),
                holder=row.bare("holder"),
                holder_tense=tense,
                country=row.bare("country"),
                description=row.bare("description"),
                reference=row.bare("reference"),
                locator=row.bare("locator"),
                extra=_extra(row, ENTITY_COLUMNS),
                row=row.line,
            )
        )

    def _relation(self, row: Row) -> None:
        if self._blank(_RELATIONS, row, ("source", "target", "type")):
            return
        share, bad_share = validation.read_share(_RELATIONS, row)
        since, bad_since = validation.read_date(_RELATIONS, row, "since")
        until, bad_until = validation.read_date(_RELATIONS, row, "until")
        status, bad_status = validation.read_status(_RELATIONS, row)
        relation = Relation(
            id=f"r{row.line}",
            source=row["source"],
            target=row["target"],
            type=row.bare("type"),
            share=share,
            status=status,
            since=since,
            until=until,
            evidence=row.bare("evidence"),
            said_by=row.bare("said_by"),
            reference=row.bare("reference"),
            locator=row.bare("locator"),
            extra=_extra(row, RELATION_COLUMNS),
            row=row.line,
        )
        for problem in (
            bad_share,
            bad_since,
            bad_until,
            bad_status,
            validation.order_of_dates(_RELATIONS, relation),
            self._shares.add(_RELATIONS, relation),
        ):
            self._findings.add(problem)
        self._reference(_RELATIONS, row)
        self._types.add(relation.type, row.line)
        self._end("source", relation.source, row.line)
        self._end("target", relation.target, row.line)
        self._counts["relations"] += 1
        self._sink.relation(relation)

    def _end(self, column: str, end: str, line: int) -> None:
        """Make a placeholder for an end that is no entity."""
        if end in self._entity_ids:
            return
        if self._entities_readable:
            self._findings.add(
                registers.unknown_end(_RELATIONS, line, column, end, self._entity_ids)
            )
        if end not in self._placeholders:
            self._placeholders.add(end)
            label = " ".join(end.split())
            self._sink.entity(Entity(end, label, PLACEHOLDER_CATEGORY, placeholder=True))

    def _blank(self, file: str, row: Row, required: tuple[str, ...]) -> set[str]:
        problems = list(validation.blank_cells(file, row, required))
        for problem in problems:
            self._findings.add(problem)
        return {problem.column for problem in problems}

    def _reference(self, file: str, row: Row) -> None:
        if self._references_listed:
            self._findings.add(validation.unknown_reference(file, row, self._source_ids))
        elif row.bare("reference"):
            self._unlisted = True


def _parts(cell: str) -> tuple[str, ...]:
    """Names between semicolons, each once."""
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _extra(row: Row, known: tuple[str, ...]) -> Mapping[str, str]:
    return {name: cell.strip() for name, cell in row.cells.items() if name not in known}
