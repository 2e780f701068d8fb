r"""What somebody brings: files found, what their columns mean, and the tables they make.

One value goes through it: `inspect` finds the tables and proposes a mapping, a person may change
that, `Intake.tables` applies it. `graph.loading.load_tables` then applies the rules for rows.

Examples
--------
>>> brought = inspect([("links.csv", b"van;naar;soort\na;b;owns\n")])
>>> brought.parts[0].kind, dict(brought.parts[0].mapping)["source"], brought.parts[0].separator
('relations', 'van', 'semicolon')
>>> [one.problem for one in brought.needs()]
['There is no table of entities.']
>>> tables = brought.tables(make_entities=True)
>>> from graph.loading import load_tables
>>> [(one.id, one.placeholder) for one in load_tables(tables).entities]
[('a', True), ('b', True)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from graph.errors import DataError
from graph.exports.escaping import one_line
from graph.formats.unpacking import TEXTS, is_zip, unpack
from graph.loading.bulk import PLACEHOLDER_CATEGORY, REQUIRED
from graph.loading.csvfile import CsvFile
from graph.loading.mapping import (
    COLUMNS_OF,
    WORD_COLUMN,
    Proposal,
    Sure,
    propose,
    renamed,
)
from graph.loading.recognition import SEPARATORS
from graph.loading.report import Findings, Problem, Severity, in_order
from graph.loading.synonyms import SYNONYMS
from graph.loading.tables import KINDS, Kind, Row, Table, Tables

TABLES: Final = (*TEXTS, ".xlsx", ".xlsm")
"""Ends of the names of all tables."""

MAX_ROWS: Final = 1_000_000
"""Rows that are taken in at once."""

_PREVIEW: Final = 20
_HINTS: Final = frozenset(
    chain(*COLUMNS_OF.values(), *(words for known in SYNONYMS.values() for words in known.values()))
)
_KIND_WORDS: Final[Mapping[Kind, str]] = {
    "entities": "people and bodies",
    "relations": "links",
    "sources": "sources",
}

Brought = Path | str | tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """One table that was found, and what its columns are taken for.

    Attributes
    ----------
    file : str
        The name that the report gives: ``links.csv``, ``book.xlsx › Links``, ``all.zip › a.csv``.
    kind : {"entities", "relations", "sources"} or None
        What it holds; ``None`` leaves it out.
    mapping : mapping of str to str
        Our column to the file's; columns that are not here are attributes.
    sure : mapping of str to {"same", "known", "guess"}
        How sure the proposal is of each; what a person chose is ``same``.
    default_type : str
        Type of links, or category of entities, for rows that have none; blank asks for them.
    encoding, separator : str
        As recognised, in words; blank for a sheet.
    table : Table
        All rows, under the columns of the file.
    """

    file: str
    table: Table
    kind: Kind | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    sure: Mapping[str, Sure] = field(default_factory=dict)
    default_type: str = ""
    encoding: str = ""
    separator: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file."""
        return self.table.columns

    @property
    def preview(self) -> tuple[Row, ...]:
        """The first rows, as they stand in the file."""
        return self.table.rows[:_PREVIEW]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.table.rows)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that nothing fills."""
        if self.kind is None:
            return ()
        filled = {*self.mapping, WORD_COLUMN.get(self.kind, "") if self.default_type else ""}
        return tuple(name for name in REQUIRED[self.kind] if name not in filled)

    def mapped_preview(self) -> tuple[Row, ...]:
        """The first rows under our columns; those of the file for a part that is left out."""
        if self.kind is None:
            return self.preview
        first = replace(self.table, rows=self.preview)
        return renamed(first, self.kind, self.mapping, self.default_type).rows

    def choose(
        self,
        *,
        kind: Kind | str | None = "",
        mapping: Mapping[str, str] | None = None,
        default_type: str | None = None,
    ) -> Part:
        """The part with another choice; a new kind without a mapping proposes one.

        Parameters
        ----------
        kind : str or None, optional
            ``None`` leaves the table out; blank leaves the kind as it is.
        mapping : mapping of str to str, optional
            Our column to the file's, all of them; columns that are not there are passed by.
        default_type : str, optional
            Type or category for rows without one.
        """
        chosen = self
        wanted = next((one for one in KINDS if one == kind), None)
        if kind != "" and wanted != self.kind:
            chosen = _proposed(
                chosen,
                propose(self.columns, wanted, sample=self.preview) if wanted else Proposal(None),
            )
        if mapping is not None:
            there = {ours: theirs for ours, theirs in mapping.items() if theirs in self.columns}
            sure: dict[str, Sure] = {
                ours: "same" if chosen.mapping.get(ours) != theirs else chosen.sure[ours]
                for ours, theirs in there.items()
            }
            chosen = replace(chosen, mapping=there, sure=sure)
        if default_type is not None:
            chosen = replace(chosen, default_type=" ".join(default_type.split()))
        return chosen


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that was brought at once.

    Attributes
    ----------
    name : str
        A name for the data set.
    parts : tuple of Part
        The tables found, in their order.
    problems : tuple of Problem
        What reading them found.
    found : Tables or None
        A whole data set in a format that needs no mapping, such as GEXF; there are no parts then.
    """

    name: str
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: Tables | None = None

    def with_part(self, place: int, part: Part) -> Intake:
        """The intake with one part exchanged."""
        parts = list(self.parts)
        parts[place] = part
        return replace(self, parts=tuple(parts))

    def with_mapping(
        self,
        file: str,
        *,
        kind: Kind | str | None = "",
        mapping: Mapping[str, str] | None = None,
        default_type: str | None = None,
    ) -> Intake:
        """The intake with another choice for the part of that name; see `Part.choose`."""
        parts = (
            one.choose(kind=kind, mapping=mapping, default_type=default_type)
            if one.file == file
            else one
            for one in self.parts
        )
        return replace(self, parts=tuple(parts))

    def needs(self, *, make_entities: bool = False) -> tuple[Problem, ...]:
        """What stands against loading it with these choices: an error for each thing to settle."""
        if self.found is not None:
            return ()
        return tuple(self._needs(make_entities))

    def refusal(self, *, make_entities: bool = False) -> str:
        """What stands against loading it, in words; blank when nothing does."""
        return "\n".join(
            f"{one.problem} {one.fix}"
            if one.file == self.name
            else f"{one.file}: {one.problem} {one.fix}"
            for one in self.needs(make_entities=make_entities)
        )

    def _needs(self, make_entities: bool) -> Iterator[Problem]:
        kinds = {part.kind for part in self.parts}
        readable = any(part.table.readable for part in self.parts)
        if not kinds - {None}:
            unread = any(one.severity == "error" for one in self.problems)
            if readable or not unread:
                yield _problem(
                    "error",
                    self.name,
                    "No table of entities or relations was found.",
                    "Choose what each table holds, and which column is which.",
                )
            return
        if "relations" not in kinds and "entities" not in kinds:
            yield _problem(
                "error",
                self.name,
                "There are sources alone.",
                "Bring a table of entities and one of relations.",
            )
        if "entities" not in kinds and "relations" in kinds and not make_entities:
            yield _problem(
                "error",
                self.name,
                "There is no table of entities.",
                "Bring one, or let the entities be made from the ends of the links.",
            )
        for part in self.parts:
            for column in part.missing if part.table.readable else ():
                more = (
                    f" or choose one {column} for all rows"
                    if part.kind and column == WORD_COLUMN.get(part.kind)
                    else ""
                )
                yield replace(
                    _problem(
                        "error",
                        part.file,
                        f"No column is taken for the {column}.",
                        f"Choose the column that holds it{more}.",
                    ),
                    column=column,
                )

    def tables(self, *, make_entities: bool = False) -> Tables:
        """The tables under our columns; what stands against them is among their problems.

        Parameters
        ----------
        make_entities : bool, optional
            Whether entities are made from the ends of the links when no table has them. They are
            placeholders, marked as such.
        """
        if self.found is not None:
            return replace(self.found, problems=in_order((*self.problems, *self.found.problems)))
        told: list[Problem] = [*self.problems, *self._needs(make_entities)]
        merged: dict[Kind, Table | None] = {}
        for kind in KINDS:
            merged[kind] = self._merged(kind, told)
        links = merged["relations"]
        if merged["entities"] is None and links is not None and links.readable and make_entities:
            ends = {row[end] for row in links.rows for end in ("source", "target")} - {""}
            told.append(
                _problem(
                    "info",
                    links.file,
                    f"There is no table of entities: {len(ends):,} were made from the ends of the "
                    "links, and marked.",
                    "Bring a table with their names and categories to know more of them.",
                )
            )
        if links is None:
            merged["relations"] = Table(self.name)
        if links is None and merged["entities"] is not None:
            told.append(
                _problem(
                    "warning",
                    self.name,
                    "There is no table of relations: the entities stand alone.",
                    "Bring one with the columns source, target and type.",
                )
            )
        return Tables(
            self.name,
            merged["entities"],
            merged["relations"],
            merged["sources"],
            in_order(told),
        )

    def _merged(self, kind: Kind, told: list[Problem]) -> Table | None:
        """All parts of a kind as one table."""
        parts = [part for part in self.parts if part.kind == kind]
        tables = []
        for part in parts:
            told += _choices_told(part, kind)
            ready = part.table.readable and not part.missing
            mapped = renamed(part.table, kind, part.mapping, part.default_type)
            tables.append(mapped if ready else replace(mapped, rows=(), readable=False))
        if len(tables) < 2:
            return tables[0] if tables else None
        columns = dict.fromkeys(name for table in tables for name in table.columns)
        rows = (Row(r.line, r.cells, t.file) for t in tables for r in t.rows)
        names = [part.file for part in parts]
        file = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        return Table(file, tuple(columns), tuple(rows), all(table.readable for table in tables))


def _choices_told(part: Part, kind: Kind) -> Iterator[Problem]:
    other = [f"{theirs} → {ours}" for ours, theirs in part.mapping.items() if theirs != ours]
    if other:
        yield _problem(
            "info",
            part.file,
            f"Read under other names: {', '.join(map(one_line, other))}.",
            "Change the mapping if one is wrong.",
        )
    word = WORD_COLUMN.get(kind, "")
    if part.default_type and word:
        theirs = part.mapping.get(word, "")
        blank = sum(1 for row in part.table.rows if not row.bare(theirs))
        if blank:
            rows = "1 row has" if blank == 1 else f"{blank:,} rows have"
            yield _problem(
                "info",
                part.file,
                f"{rows} no {word}; “{part.default_type}” was chosen for them.",
                f"Add a column “{word}” to tell them apart.",
            )


def inspect(files: Sequence[Brought], name: str = "") -> Intake:
    """Look into files: text tables, workbooks, zips and folders of them, or one other format.

    Parameters
    ----------
    files : sequence of Path, str or (str, bytes)
        Paths, or uploaded files as name and content.
    name : str, optional
        Name of the data set; that of the first file without one.

    Returns
    -------
    Intake
        Whatever the files hold: what cannot be read is among its problems.
    """
    findings = Findings()
    parts: list[Part] = []
    found: list[Tables] = []
    named = [(Path(one).name, Path(one)) for one in files if isinstance(one, Path | str)]
    title = name or next(
        (_stem(one[0] if isinstance(one, tuple) else Path(one).name) for one in files), "data"
    )
    with TemporaryDirectory(prefix="longarm-") as scratch:
        for number, one in enumerate(one for one in files if isinstance(one, tuple)):
            shown = one_line(one[0].replace("\\", "/").rsplit("/", 1)[-1]) or "file"
            suffix = Path(shown).suffix.lower()
            place = Path(scratch) / f"u{number}{suffix if suffix.isascii() else ''}"
            place.write_bytes(one[1])
            named.append((shown, place))
        looker = _Looker(Path(scratch), findings, parts, found)
        for shown, place in named:
            looker.look(shown, place)
    if found and (parts or len(found) > 1):
        findings.add(
            _problem(
                "error",
                found[-1].name,
                "This is a data set of its own and cannot be joined with other files here.",
                "Bring it by itself.",
            )
        )
    whole = found[0] if len(found) == 1 and not parts else None
    return Intake(title, tuple(parts), findings.found(), whole)


class _Looker:
    """Looks into one file after the other."""

    def __init__(
        self, scratch: Path, findings: Findings, parts: list[Part], found: list[Tables]
    ) -> None:
        self._scratch = scratch
        self._findings = findings
        self._parts = parts
        self._found = found
        self._zips = 0
        self._rows = 0

    def look(self, shown: str, place: Path) -> None:
        """Look into a file or folder."""
        try:
            if place.is_dir():
                self._folder(shown, place)
            else:
                self._file(shown, place)
        except OSError as error:
            self._note(shown, f"The file cannot be read: {error.strerror}.", "Check it.")
        except DataError as error:
            self._note(shown, error.problem, error.fix)

    def _note(self, file: str, problem: str, fix: str, severity: Severity = "error") -> None:
        self._findings.add(_problem(severity, file, problem, fix))

    def _folder(self, shown: str, place: Path) -> None:
        from graph.formats import icij, neo4j

        for form in (icij, neo4j):
            if form.recognises(place, b""):
                self._found.append(form.read(place))
                return
        inside = sorted(one for one in place.rglob("*") if one.is_file() and not one.is_symlink())
        tables = [one for one in inside if one.suffix.lower() in TABLES]
        if not tables:
            self._note(shown, "There is no table in this folder.", "Put CSV files into it.")
        for one in tables:
            self._table(one.relative_to(place).as_posix(), one)

    def _file(self, shown: str, place: Path) -> None:
        from graph.formats.registry import FORMATS, reader_of

        if place.suffix.lower() in TEXTS and not is_zip(place):
            form = "csv"
        else:
            form = "xlsx" if _is_workbook(place) else reader_of(place)
        if form and form not in {"csv", "xlsx"}:
            read = _called(FORMATS[form].load().read(place), place.name, shown)
            self._found.append(replace(read, name=_stem(shown)))
        elif form == "csv" and is_zip(place):
            self._zip(shown, place)
        else:
            self._table(shown, place)

    def _zip(self, shown: str, place: Path) -> None:
        self._zips += 1
        into = self._scratch / f"z{self._zips}"
        into.mkdir()
        before = len(self._parts)
        count = 0
        for inner, file in unpack(place, into, TABLES, self._findings, name=shown):
            count += 1
            self._table(f"{shown} › {inner}", file)
            file.unlink(missing_ok=True)
        if not count and len(self._parts) == before:
            self._note(shown, "There is no table in this archive.", "Pack CSV files into it.")

    def _table(self, shown: str, place: Path) -> None:
        if _is_workbook(place):
            from graph.formats.xlsx import sheets

            for table in sheets(place, shown, self._findings):
                self._take(Part(table.file, self._bounded(table)))
            return
        file = CsvFile(place, (), (), self._findings, name=shown, hints=_HINTS)
        rows: list[Row] = []
        for row in file.rows():
            if self._rows + len(rows) >= MAX_ROWS:
                self._too_many(shown)
                break
            rows.append(row)
        if not file.readable and not file.columns:
            return
        table = Table(shown, file.columns, tuple(rows), file.readable)
        self._rows += len(rows)
        separator = SEPARATORS.get(file.separator, file.separator)
        encoding = "UTF-8" if file.encoding == "utf-8-sig" else file.encoding
        self._take(Part(shown, table, encoding=encoding, separator=separator))

    def _bounded(self, table: Table) -> Table:
        room = MAX_ROWS - self._rows
        if len(table.rows) > room:
            self._too_many(table.file)
            table = replace(table, rows=table.rows[:room])
        self._rows += len(table.rows)
        return table

    def _too_many(self, shown: str) -> None:
        self._note(
            shown,
            f"There are more than {MAX_ROWS:,} rows, the most that is taken in here; the rest was "
            "not read.",
            "Put entities.csv and relations.csv into a folder and make a store file of it: "
            "python -m graph import FOLDER --out FILE",
        )

    def _take(self, part: Part) -> None:
        if _is_notes(part.columns):
            self._note(
                part.file,
                f"These are the notes of a case; its {len(part.table.rows):,} rows are left out.",
                "Bring the project file, or start with the folder, to have the notes as well.",
                "warning",
            )
            self._parts.append(part)
            return
        leaf = part.file.rsplit("›", 1)[-1].rsplit("/", 1)[-1].strip()
        found = propose(part.columns, name=leaf, sample=part.table.rows[:_PREVIEW])
        part = _proposed(part, found)
        if found.kind is None and part.table.readable:
            self._note(
                part.file,
                "The columns fit neither entities nor relations nor sources; the table is left "
                "out.",
                "Choose what it holds, and which column is which.",
                "warning",
            )
        self._parts.append(part)


def _is_notes(columns: Iterable[str]) -> bool:
    """Whether a table is the notes that are kept beside a data set, which are no entities."""
    from graph.editing.changes import NOTE_COLUMNS

    return set(NOTE_COLUMNS) <= set(columns)


def _proposed(part: Part, found: Proposal) -> Part:
    lacks_category = found.kind == "entities" and "category" not in found.columns
    return replace(
        part,
        kind=found.kind,
        mapping=found.columns,
        sure=found.sure,
        default_type=PLACEHOLDER_CATEGORY if lacks_category else "",
    )


def _is_workbook(place: Path) -> bool:
    from graph.formats.xlsx import recognises

    with place.open("rb") as file:
        head = file.read(4096)
    return recognises(place, head)


def _called(tables: Tables, kept_as: str, shown: str) -> Tables:
    """Tables under the name that somebody gave the file, not the one it was kept under."""
    if kept_as == shown:
        return tables

    def named(file: str) -> str:
        return shown + file.removeprefix(kept_as) if file.startswith(kept_as) else file

    def renamed_table(table: Table | None) -> Table | None:
        if table is None:
            return None
        rows = tuple(replace(row, file=named(row.file)) if row.file else row for row in table.rows)
        return replace(table, file=named(table.file), rows=rows)

    return replace(
        tables,
        entities=renamed_table(tables.entities),
        relations=renamed_table(tables.relations),
        sources=renamed_table(tables.sources),
        problems=tuple(replace(one, file=named(one.file)) for one in tables.problems),
    )


def _stem(name: str) -> str:
    base = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    front, dot, _ = base.rpartition(".")
    return one_line(front if dot and front else base) or "data"


def _problem(severity: Severity, file: str, problem: str, fix: str) -> Problem:
    return Problem(severity, file, 0, "", "", problem, fix)
