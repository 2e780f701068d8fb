"""One pass through the tables of a data set: rows become entities, relations and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from graph.loading import registers, validation
from graph.loading.blocks import Block
from graph.loading.bulk import PLACEHOLDER_CATEGORY, REQUIRED, Bulk, parts_of
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.csvfile import CsvFile
from graph.loading.hidden import hidden_signs, is_plain, without_control
from graph.loading.report import Findings, LoadReport, Problem, Severity
from graph.loading.tables import Kind, Origin, Row, RowSource
from graph.model import CATEGORIES, RELATION_GROUPS, Entity, Relation, Source
from graph.pausing import without_collecting

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
_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)


class Sink(Protocol):
    """Takes what `read_folder` reads, one by one."""

    def source(self, source: Source) -> None:
        """Take a source."""

    def entity(self, entity: Entity) -> None:
        """Take an entity."""

    def relation(self, relation: Relation) -> None:
        """Take a relation."""


class Nowhere:
    """A sink for rows that only need to be checked; they are not even made."""

    def source(self, source: Source) -> None:
        """Leave a source."""

    def entity(self, entity: Entity) -> None:
        """Leave an entity."""

    def relation(self, relation: Relation) -> None:
        """Leave a relation."""


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
        self._bulk = Bulk()
        self._wants_all = not isinstance(sink, Nowhere)
        self._lines: dict[Kind, _Lines] = {}
        self._counts = {"entities": 0, "relations": 0}

    @without_collecting()
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
            if isinstance(table, CsvFile) and not self._leave_out:
                self._by_blocks(kind, table, takers[kind])
            else:
                for row in self._wanted(kind, table):
                    takers[kind](row)
            digest.update(kind.encode() + table.digest)
        if self._leave_out:
            # The same files without some rows are other data: answers are remembered by the hash.
            digest.update(repr(sorted(self._leave_out)).encode("utf-8", "surrogatepass"))
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
        for problem in self._shares.problems(self._files["relations"]):
            self._findings.add(problem)
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
            yield self._seen(table.file, row)
        if left:
            rows = "1 row was" if left == 1 else f"{left:,} rows were"
            self._whole(
                "warning", kind, f"{rows} left out on request.", "Mend them and load again."
            )

    def _seen(self, file: str, row: Row) -> Row:
        """A row free of control characters; what nobody sees in it is noted."""
        if is_plain(row):
            return row
        for problem in hidden_signs(file, row):
            self._note(problem, row)
        return without_control(row)

    def _by_blocks(self, kind: Kind, table: CsvFile, take: Callable[[Row], None]) -> None:
        """Take the rows of a file; those in which nothing is to be noted at one go."""
        for block in table.blocks():
            if isinstance(block, Block) and kind == "relations":
                self._relations(block, take)
            elif isinstance(block, Block) and kind == "entities":
                self._entities(block, take)
            else:
                rows = block.rows() if isinstance(block, Block) else block
                for row in rows:
                    take(self._seen(table.file, row))

    def _entities(self, block: Block, take: Callable[[Row], None]) -> None:
        closer = self._bulk.suspicious(block, "entities") | self._bulk.tenses(block)
        closer |= self._uncited(block)
        ids = block.column("id")
        if not self._entity_ids.add_all(ids, block.lines):
            closer = set(range(len(block)))
        elif closer:
            # They are looked at, and noted, one by one.
            self._entity_ids.forget(ids[place] for place in closer)
        self._own_words(self._categories, block, "category", closer)
        self._counts["entities"] += len(block) - len(closer)
        if not self._wants_all:
            for place in sorted(closer):
                take(self._seen(self._files["entities"], block.row(place)))
            return
        for place, entity in enumerate(self._bulk.entities(block)):
            if place in closer:
                take(self._seen(self._files["entities"], block.row(place)))
            else:
                self._sink.entity(entity)

    def _relations(self, block: Block, take: Callable[[Row], None]) -> None:
        closer = self._bulk.suspicious(block, "relations") | self._bulk.odd_values(block)
        closer |= self._uncited(block)
        named = {*block.column("source"), *block.column("target")}
        unknown = self._entity_ids.unknown(named)
        if not self._readable("entities"):
            blank = {end for end in unknown if not end.strip()}
            closer |= block.having("source", blank) | block.having("target", blank)
        elif unknown:
            closer |= block.having("source", unknown) | block.having("target", unknown)
        self._own_words(self._types, block, "type", closer)
        self._counts["relations"] += len(block) - len(closer)
        made = unknown - self._placeholders
        self._bulk.note_holdings(block, closer, self._shares)
        if not self._wants_all:
            for place in sorted(closer):
                take(self._seen(self._files["relations"], block.row(place)))
            self._placeholders |= made
            return
        for place, relation in enumerate(self._bulk.relations(block)):
            if place in closer:
                take(self._seen(self._files["relations"], block.row(place)))
                continue
            if made:
                self._place_holder(relation.source)
                self._place_holder(relation.target)
            self._sink.relation(relation)

    def _own_words(
        self, words: registers.OwnWords, block: Block, column: str, closer: set[int]
    ) -> None:
        """Note the words of the data set's own; rows that are looked at closer note theirs."""
        own = words.own(set(block.column(column)))
        for place in sorted(block.having(column, own) - closer):
            words.add(block.column(column)[place].strip(), block.lines[place])

    def _uncited(self, block: Block) -> set[int]:
        """Rows with a reference that is no source."""
        cited = set(block.column("reference"))
        if not self._readable("sources"):
            self._unlisted = self._unlisted or any(map(str.strip, cited))
            return set()
        ids = self._source_ids
        return block.having(
            "reference", {one for one in cited if one.strip() and one.strip() not in ids}
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
        repeated = self._source_ids.add(row.bare("id"), row.line, row.file)
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
        repeated = self._entity_ids.add(new, row.line, row.file)
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
                aliases=parts_of(row["aliases"]),
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
        ):
            self._note(problem, row)
        self._shares.note_relation(relation, row)
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
        self._place_holder(end)

    def _place_holder(self, end: str) -> None:
        if end not in self._placeholders and end not in self._entity_ids:
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


def _extra(row: Row, known: tuple[str, ...]) -> Mapping[str, str]:
    return {name: cell.strip() for name, cell in row.cells.items() if name not in known}
