"""A data set as tables of text, before the rules: what every reader of a format hands over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from graph.loading.report import Findings, Problem

Kind = Literal["sources", "entities", "relations"]

KINDS: Final[tuple[Kind, ...]] = ("entities", "relations", "sources")
"""The kinds in the order of `Tables`."""

# Made once: `json.dumps` would make one for each row.
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text.

    Attributes
    ----------
    line : int
        The place in the file as its readers count it: the line a CSV row starts on, the row of a
        sheet, the number of an element. Different for each row of a file.
    cells : mapping of str to str
        Text by column; blank cells may be left out.
    file : str
        The file, where a table was put together from several; blank means that of the table.

    Examples
    --------
    >>> Row(2, {"id": " zhenhua "}).bare("id"), Row(2, {})["label"]
    ('zhenhua', '')
    """

    line: int
    cells: Mapping[str, str]
    file: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def bare(self, column: str) -> str:
        """A cell without blanks around it."""
        return self.cells.get(column, "").strip()


class RowSource(Protocol):
    """The rows of one kind, from wherever they come; what `Reading` reads."""

    @property
    def file(self) -> str:
        """The name that the report gives."""

    @property
    def readable(self) -> bool:
        """Whether the rows could be read; known after `rows`."""

    @property
    def digest(self) -> bytes:
        """A hash over what was read; known after `rows`."""

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank, one by one."""


class Origin(Protocol):
    """Where a data set comes from: a folder, tables in memory."""

    @property
    def where(self) -> str:
        """What it is called in a message."""

    def table(self, kind: Kind, findings: Findings) -> RowSource | None:
        """The rows of a kind; ``None`` when there are none. What is wrong goes to the findings."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind, under the columns of the schema; others are attributes.

    Attributes
    ----------
    file : str
        The name that the report gives: ``relations.csv``, ``network.gexf``, ``book.xlsx › Links``.
    columns : tuple of str
        All columns, in their order.
    rows : tuple of Row
        The rows.
    readable : bool
        Whether the rows could be read; when not, the problems of the tables say why.
    """

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Tables:
    """A data set as text.

    Attributes
    ----------
    name : str
        Short name: the file or folder it came from.
    entities, relations, sources : Table or None
        The three tables; ``None`` when there is no such table.
    problems : tuple of Problem
        What reading the format found; the rules for rows come later.
    place : str
        Where it is, for messages; blank means its name.

    Examples
    --------
    >>> firm = Table("x.gexf", ("id", "label", "category"), (Row(1, {"id": "a", "label": "A"}),))
    >>> Tables("x", entities=firm).entities.rows[0]["label"]
    'A'
    """

    name: str
    entities: Table | None = None
    relations: Table | None = None
    sources: Table | None = None
    problems: tuple[Problem, ...] = ()
    place: str = ""

    @property
    def where(self) -> str:
        """What it is called in a message."""
        return self.place or self.name

    def table(self, kind: Kind, findings: Findings) -> RowSource | None:
        """The rows of a kind, as `Reading` wants them."""
        held: Table | None = getattr(self, kind)
        return None if held is None else _Held(held)


@dataclass(slots=True)
class _Held:
    held: Table
    _digest: Any = field(default_factory=hashlib.sha256)

    @property
    def file(self) -> str:
        return self.held.file

    @property
    def readable(self) -> bool:
        return self.held.readable

    @property
    def digest(self) -> bytes:
        digest: bytes = self._digest.digest()
        return digest

    def rows(self) -> Iterator[Row]:
        for row in self.held.rows:
            told = _as_json([row.file, row.line, dict(row.cells)])
            self._digest.update(told.encode("utf-8", "surrogatepass"))
            if any(cell.strip() for cell in row.cells.values()):
                yield row
