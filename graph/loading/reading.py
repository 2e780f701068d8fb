"""One pass through the tables of a data set: rows become entities, relations and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from graph.loading import registers, validation
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.csvfile import CsvFile
from graph.loading.hidden import hidden_signs, is_plain, without_control
from graph.loading.report import Findings, LoadReport, Problem, Severity
from graph.loading.tables import Kind, Origin, Row, RowSource
from graph.model import CATEGORIES, RELATION_GROUPS, Entity, Relation, Source

PLACEHOLDER_CATEGORY: Final = "unknown"
"""Category of a body that only a relation names."""

ENTITIES_FILE: Final = "entities.csv"
FILES: Final[Mapping[Kind, str]] = {
    "sources": "sources.csv",
    "entities": ENTITIES_FILE,
    "relations": "relations.csv",
}
"""The file of each kind in a data folder."""

COLUMNS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "sources": SOURCE_COLUMNS,
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
}
REQUIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "sources": ("id",),
    "entities": ("id", "label", "category"),
    "relations": ("source", "target", "type"),
}
"""Columns that must be there and filled."""

_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)


class Sink(Protocol):
    """Takes what `read_folder` reads, one by one."""

    def source(self, source: Source) -> None:
        """Take a source."""

    def entity(self, entity: Entity) -> None:
        """Take an entity."""

    def relation(self, relation: Relation) -> None:
        """Take a relation."""


@dataclass(slots=True)
class _Lines:
    """How far the lines of a table put together from several files have been counted."""

    file: str = ""
    before: int = 0
    last: int = 0


class Folder:
    """A data folder as an `Origin`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def where(self) -> str:
        """The folder."""
        return str(self._path)

    def table(self, kind: Kind, findings: Findings) -> CsvFile | None:
        """The CSV file of a kind."""
        path = self._path / FILES[kind]
        if not path.exists():
            return None
        return CsvFile(path, COLUMNS[kind], REQUIRED[kind], findings)


class Reading:
    """One pass through the tables of an origin, into a sink; see `graph.loading.read_folder`.

    Parameters
    ----------
    origin : Origin
        Where the rows come from.
    sink : Sink
        Takes what they become.
    leave_out : collection of (str, int), optional
        Rows, as file and line, that are passed by; the report counts them.
    """

    def __init__(
        self, origin: Origin, sink: Sink, leave_out: Collection[tuple[str, int]] = ()
    ) -> None:
        self._origin = origin
        self._sink = sink
        self._leave_out = frozenset(leave_out)
        self._findings = Findings()
        self._tables: dict[Kind, RowSource | None] = {
            kind: origin.table(kind, self._findings) for kind in FILES
        }
        names = {kind: held.file if held else FILES[kind] for kind, held in self._tables.items()}
        self._files: Mapping[Kind, str] = names
        self._source_ids = registers.IdRegister(names["sources"])
        self._entity_ids = registers.IdRegister(names["entities"])
        self._placeholders: set[str] = set()
        self._shares = registers.ShareSums()
        self._types = registers.OwnWords(names["relations"], "type", _TYPES)
        self._categories = registers.OwnWords(names["entities"], "category", tuple(CATEGORIES))
        self._unlisted = False
        self._lines: dict[Kind, _Lines] = {}
        self._counts = {"entities": 0, "relations": 0}

    def run(self) -> tuple[LoadReport, str]:
        """Read every table; gives the report and the hash of the data."""
        digest = hashlib.sha256()
        takers = {
            "sources": self._source,
            "entities": self._entity,
            "relations": self._relation,
        }
        for kind in FILES:
            table = self._tables[kind]
            if table is None:
                continue
            for row in self._wanted(kind, table):
                takers[kind](row)
            digest.update(kind.encode() + table.digest)
        if self._tables["relations"] is None:
            self._whole(
                "error",
                "relations",
                f"“{self._origin.where}” has no {self._files['relations']}.",
                "Put one there, with the columns source, target and type.",
            )
        if self._unlisted and self._tables["sources"] is None:
            self._whole(
                "info",
                "sources",
                f"There is no {self._files['sources']}: references are shown as they stand.",
                "Add one to show titles, publishers and links.",
            )
        for own in (self._categories, self._types):
            for problem in own.problems():
                self._findings.add(problem)
        return self._findings.report(**self._counts), digest.hexdigest()[:12]

    def _wanted(self, kind: Kind, table: RowSource) -> Iterator[Row]:
        """The rows that were not asked to be left out, free of control characters."""
        left = 0
        for row in table.rows():
            if self._leave_out and (row.file or table.file, row.line) in self._leave_out:
                left += 1
                continue
            if is_plain(row):
                yield row
                continue
            for problem in hidden_signs(table.file, row):
                self._note(problem, row)
            yield without_control(row)
        if left:
            rows = "1 row was" if left == 1 else f"{left:,} rows were"
            self._whole(
                "warning", kind, f"{rows} left out on request.", "Mend them and load again."
            )

    def _whole(self, severity: Severity, kind: Kind, problem: str, fix: str) -> None:
        self._findings.add(Problem(severity, self._files[kind], 0, "", "", problem, fix))

    def _note(self, problem: Problem | None, row: Row) -> None:
        """Note a problem of a row under the file that the row is from."""
        if problem is not None and row.file:
            problem = replace(problem, file=row.file, row=row.line if problem.row else 0)
        self._findings.add(problem)

    def _place(self, kind: Kind, row: Row) -> int:
        """The line of a row; in a table of several files counted on from file to file."""
        if not row.file:
            return row.line
        held = self._lines.setdefault(kind, _Lines())
        if held.file != row.file:
            held.file, held.before = row.file, held.last
        held.last = held.before + row.line
        return held.last

    def _readable(self, kind: Kind) -> bool:
        table = self._tables[kind]
        return table is not None and table.readable

    def _source(self, row: Row) -> None:
        if self._blank(self._files["sources"], row, ("id",)):
            return
        repeated = self._source_ids.add(row.bare("id"), row.line)
        self._note(repeated, row)
        self._note(validation.web_address(self._files["sources"], row), row)
        if repeated is None or repeated.severity != "error":
            texts = {name: row.bare(name) for name in SOURCE_COLUMNS}
            self._sink.source(
                Source(**texts, extra=_extra(row, SOURCE_COLUMNS), row=self._place("sources", row))
            )

    def _entity(self, row: Row) -> None:
        new = row["id"]
        blank = self._blank(self._files["entities"], row, ("id", "label", "category"))
        if "id" in blank:
            return
        repeated = self._entity_ids.add(new, row.line)
        self._note(repeated, row)
        if repeated is not None and repeated.severity == "error":
            return
        tense, problem = validation.read_tense(self._files["entities"], row)
        self._note(problem, row)
        self._reference(self._files["entities"], row)
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
                row=self._place("entities", row),
            )
        )

    def _relation(self, row: Row) -> None:
        if self._blank(self._files["relations"], row, ("source", "target", "type")):
            return
        share, bad_share = validation.read_share(self._files["relations"], row)
        since, bad_since = validation.read_date(self._files["relations"], row, "since")
        until, bad_until = validation.read_date(self._files["relations"], row, "until")
        status, bad_status = validation.read_status(self._files["relations"], row)
        place = self._place("relations", row)
        relation = Relation(
            id=f"r{place}",
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
            row=place,
        )
        for problem in (
            bad_share,
            bad_since,
            bad_until,
            bad_status,
            validation.order_of_dates(self._files["relations"], relation),
            self._shares.add(self._files["relations"], relation),
        ):
            self._note(problem, row)
        self._reference(self._files["relations"], row)
        self._types.add(relation.type, row.line)
        self._end("source", relation.source, row)
        self._end("target", relation.target, row)
        self._counts["relations"] += 1
        self._sink.relation(relation)

    def _end(self, column: str, end: str, row: Row) -> None:
        """Make a placeholder for an end that is no entity."""
        if end in self._entity_ids:
            return
        if self._readable("entities"):
            file = self._files["relations"]
            self._note(registers.unknown_end(file, row.line, column, end, self._entity_ids), row)
        if end not in self._placeholders:
            self._placeholders.add(end)
            label = " ".join(end.split())
            self._sink.entity(Entity(end, label, PLACEHOLDER_CATEGORY, placeholder=True))

    def _blank(self, file: str, row: Row, required: tuple[str, ...]) -> set[str]:
        problems = list(validation.blank_cells(file, row, required))
        for problem in problems:
            self._note(problem, row)
        return {problem.column for problem in problems}

    def _reference(self, file: str, row: Row) -> None:
        if self._readable("sources"):
            self._note(validation.unknown_reference(file, row, self._source_ids), row)
        elif row.bare("reference"):
            self._unlisted = True


def _parts(cell: str) -> tuple[str, ...]:
    """Names between semicolons, each once."""
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _extra(row: Row, known: tuple[str, ...]) -> Mapping[str, str]:
    return {name: cell.strip() for name, cell in row.cells.items() if name not in known}
