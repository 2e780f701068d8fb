"""What an edit does to the tables of a case, row by row, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

from graph.loading.tables import Row, Table, Tables

TableKind = Literal["sources", "entities", "relations", "notes"]

KINDS: Final[tuple[TableKind, ...]] = ("sources", "entities", "relations", "notes")
"""The tables of a case."""

NOTE_COLUMNS: Final = ("id", "kind", "entity", "other", "relation", "text", "by", "on")
"""Columns of ``notes.csv``."""

FILES: Final[Mapping[TableKind, str]] = {
    "sources": "sources.csv",
    "entities": "entities.csv",
    "relations": "relations.csv",
    "notes": "notes.csv",
}
"""The file of each table in a data folder."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that comes (`before` is ``None``), goes (`after` is ``None``) or changes."""

    kind: TableKind
    at: int
    before: Row | None
    after: Row | None

    def inverse(self) -> RowChange:
        """What takes it back."""
        return RowChange(self.kind, self.at, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ColumnsChange:
    """Other columns of a table; ``None`` is no table."""

    kind: TableKind
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None

    def inverse(self) -> ColumnsChange:
        """What takes it back."""
        return ColumnsChange(self.kind, self.after, self.before)


Change = RowChange | ColumnsChange


@dataclass(frozen=True, slots=True)
class Step:
    """An edit as it was carried out: an entry of the journal.

    Attributes
    ----------
    words : str
        What was done, in one sentence without a full stop.
    changes : tuple of Change
        Row by row, in the order in which they are made.
    told : tuple of str
        What else happened: links deleted with an entity, self-links that a merge made.
    moved : tuple of (str, str)
        Entity ids that became another; ``(old, "")`` for one that is gone.
    """

    words: str
    changes: tuple[Change, ...]
    told: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    def inverse(self) -> Step:
        """The step that takes this one back."""
        back = tuple(change.inverse() for change in reversed(self.changes))
        # What was there before, as the entity that others were merged into, is itself afterwards.
        there = {
            change.before["id"]
            for change in self.changes
            if isinstance(change, RowChange) and change.kind == "entities" and change.before
        }
        moved = tuple((new, old) for old, new in self.moved if new and new not in there)
        return Step(f"Undone: {self.words}", back, moved=moved)


class Edit(Protocol):
    """Something that can be done to a case; a value."""

    def step(self, content: Content, /) -> Step:
        """What it does to these tables.

        Raises
        ------
        DataError
            When the rules for data refuse it: where, what is wrong, what to do.
        """
        ...


def key_of(kind: TableKind, row: Row) -> str:
    """What a row is called: its id; for a relation the id that `Relation` has.

    Examples
    --------
    >>> key_of("relations", Row(17, {})), key_of("entities", Row(2, {"id": "cetc"}))
    ('r17', 'cetc')
    """
    if kind == "relations":
        return f"{row.file}:{row.line}" if row.file else f"r{row.line}"
    return row.bare("id") if kind == "sources" else row["id"]


@dataclass(frozen=True)
class Content:
    """The four tables of a case at one moment.

    Attributes
    ----------
    tables : Mapping of str to Table
        By kind; a kind without a table is absent.

    Examples
    --------
    >>> firm = Row(2, {"id": "a", "label": "A", "category": "company"})
    >>> content = Content({"entities": Table("entities.csv", ("id",), (firm,))})
    >>> content.row("entities", "a")["label"], content.next_line("entities")
    ('A', 3)
    """

    tables: Mapping[TableKind, Table]
    _places: dict[TableKind, dict[str, int]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _lines: dict[TableKind, int] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, tables: Tables, notes: Table | None = None) -> Content:
        """The content of tables as a reader gave them."""
        found: dict[TableKind, Table] = {}
        for kind in KINDS:
            table = notes if kind == "notes" else getattr(tables, kind)
            if table is not None:
                found[kind] = table
        return cls(found)

    def rows(self, kind: TableKind) -> tuple[Row, ...]:
        """The rows of a table, in order."""
        table = self.tables.get(kind)
        return table.rows if table else ()

    def columns(self, kind: TableKind) -> tuple[str, ...]:
        """The columns of a table, in order."""
        table = self.tables.get(kind)
        return table.columns if table else ()

    def file(self, kind: TableKind) -> str:
        """What the table is called in a message."""
        table = self.tables.get(kind)
        return table.file if table else FILES[kind]

    def places(self, kind: TableKind) -> Mapping[str, int]:
        """The place of each row by its key; a repeated id means the first."""
        if kind not in self._places:
            places: dict[str, int] = {}
            for place, row in enumerate(self.rows(kind)):
                places.setdefault(key_of(kind, row), place)
            self._places[kind] = places
        return self._places[kind]

    def row(self, kind: TableKind, key: str) -> Row | None:
        """A row by its key."""
        place = self.places(kind).get(key)
        return None if place is None else self.rows(kind)[place]

    def next_line(self, kind: TableKind) -> int:
        """A line that no row of the table has."""
        if kind not in self._lines:
            self._lines[kind] = max((row.line for row in self.rows(kind)), default=1) + 1
        return self._lines[kind]

    def links_of(self, entity: str) -> Iterator[tuple[int, Row]]:
        """The relations that an entity is an end of, with their places."""
        for place, row in enumerate(self.rows("relations")):
            if entity in (row.cells.get("source"), row.cells.get("target")):
                yield place, row

    def applied(self, changes: Sequence[Change]) -> Content:
        """The content after changes; this one stays what it is."""
        tables = dict(self.tables)
        rows: dict[TableKind, list[Row]] = {}
        keyed = dict(self._places)
        lines = dict(self._lines)
        for change in changes:
            kind = change.kind
            if isinstance(change, ColumnsChange):
                if change.after is None:
                    tables.pop(kind, None)
                    rows.pop(kind, None)
                else:
                    held = tables.get(kind) or Table(FILES[kind])
                    tables[kind] = replace(held, columns=change.after)
                continue
            held_rows = rows.setdefault(kind, list(tables[kind].rows))
            if change.before is None and change.after is not None:
                held_rows.insert(change.at, change.after)
            elif change.after is None:
                del held_rows[change.at]
            else:
                held_rows[change.at] = change.after
            same_key = (
                change.before is not None
                and change.after is not None
                and key_of(kind, change.before) == key_of(kind, change.after)
            )
            if not same_key:
                keyed.pop(kind, None)
                lines.pop(kind, None)
        for kind, changed in rows.items():
            tables[kind] = replace(tables[kind], rows=tuple(changed))
        return Content(tables, keyed, lines)
