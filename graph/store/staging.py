"""A file as a table of raw text in the engine, when its form is regular enough for that."""
# ruff: noqa: S608 - text put into a statement is made of the names below and of quoted paths

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.exports.escaping import unsafe_cell
from graph.loading.blocks import CELL_END, ROW_END
from graph.loading.bulk import REQUIRED
from graph.loading.csvfile import CsvFile
from graph.loading.grid import Grid
from graph.loading.reading import COLUMNS, FILES, Folder
from graph.loading.recognition import (
    SEPARATORS,
    encoding_of,
    has_control,
    kind_of_binary,
    separator_of,
)
from graph.loading.report import Findings
from graph.loading.tables import Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK: Final = 1 << 22
_HEADER_LINES: Final = 50
_NEVER: Final = "\x01"
"""A text that stands in no regular file: nothing is read as null."""


class Irregular(Exception):
    """The file is for the reader that goes row by row: it can tell what is odd about it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the bytes of a file show."""

    size: int
    line_ends: int
    returns: int
    quotes: int
    plain: bool
    last_ended: bool


def shape_of(path: Path) -> Shape:
    """Count what the engine's reading of a file is checked against."""
    size = ends = returns = pairs = quotes = 0
    plain, tail = True, b""
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            ends += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (tail == b"\r" and chunk[:1] == b"\n")
            quotes += chunk.count(b'"')
            plain = plain and chunk.isascii() and b"\t" not in chunk
            tail = chunk[-1:]
    if returns not in {0, ends} or pairs != returns:
        raise Irregular
    return Shape(size, ends, returns, quotes, plain, tail == b"\n")


class StagedFile(CsvFile):
    """A CSV file of which the engine reads the rows.

    Attributes
    ----------
    plain : bool
        Whether all of it is ASCII without tabs, so that nothing in it is unseen.
    count : int
        Rows below the header; row number n stands on line n + 2.
    """

    plain = False
    count = 0

    def stage(self, connection: DuckDBPyConnection, table: str, beside: Path) -> None:
        """Read the file into a table with the columns c0, c1 and so on.

        Raises
        ------
        Irregular
            When the file must be read row by row.
        """
        path = self._as_utf8(beside)
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = [line for _, line in zip(range(_HEADER_LINES), file, strict=False)]
        if not head or head[0].lstrip('"').lower().startswith("sep="):
            raise Irregular
        self.separator = separator_of(head, self._hints or self._known)
        if self.separator != ",":
            name = SEPARATORS[self.separator]
            self._note("info", 0, f"The separator is a {name}.", "Nothing: it was recognised.")
        try:
            (cells,) = csv.reader(head[:1], delimiter=self.separator, strict=True)
        except (csv.Error, ValueError):
            raise Irregular from None
        grid = Grid(self.file, self._known, self._required, self._findings)
        grid.header(1, cells)
        self.columns, self.readable = grid.columns, grid.readable
        width = len(grid.columns)
        if not grid.readable or len(cells) != width or len(set(grid.columns)) != width:
            raise Irregular
        shape = shape_of(path)
        self._read_csv(connection, table, path)
        self._compare(connection, table, shape, len(head[0].encode().rstrip(b"\r\n")), head[0])
        self.plain = shape.plain
        self._digest(connection, table, cells)
        self._unguard(connection, table)

    def _as_utf8(self, beside: Path) -> Path:
        if not self.path.is_file() or kind_of_binary(self.path):
            raise Irregular
        encoding = encoding_of(self.path)
        if encoding is None:
            raise Irregular
        self.encoding = encoding
        path = self.path
        if encoding != "utf-8-sig":
            self._note(
                "info",
                0,
                f"The file is not UTF-8; it was read as {encoding}.",
                "Check letters with accents; save as UTF-8 to be sure.",
            )
            path = beside / self.path.name
            with (
                self.path.open(encoding=encoding, newline="") as file,
                path.open("w", encoding="utf-8", newline="") as out,
            ):
                while text := file.read(_CHUNK):
                    out.write(text)
        if has_control(path):
            raise Irregular
        return path

    def _read_csv(self, connection: DuckDBPyConnection, table: str, path: Path) -> None:
        import duckdb

        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.columns)))
        place = str(path).replace("'", "''")
        try:
            connection.execute(
                f"CREATE TABLE {table} AS SELECT * FROM read_csv('{place}', "
                f"auto_detect = false, header = true, delim = '{self.separator}', quote = '\"', "
                f"escape = '\"', nullstr = '{_NEVER}', columns = {{{columns}}}, "
                "strict_mode = true, null_padding = false, ignore_errors = false)"
            )
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            raise Irregular from None

    def _compare(
        self, connection: DuckDBPyConnection, table: str, shape: Shape, first: int, header: str
    ) -> None:
        """Make sure that each byte of the file is accounted for, and no row is blank."""
        names = [f"c{place}" for place in range(len(self.columns))]
        letters = " + ".join(f"strlen({name})" for name in names)
        # A cell without a quotation mark is told fast; most are.
        quoted = " + ".join(
            f"CASE WHEN contains({name}, '\"') "
            f"THEN strlen({name}) - strlen(replace({name}, '\"', '')) ELSE 0 END"
            for name in names
        )
        if shape.quotes == 0:
            quoted = "0"
        blank = " AND ".join(f"trim({name}) = ''" for name in names)
        count, held, marks, blanks = connection.execute(
            f"SELECT count(*), coalesce(sum({letters}), 0), coalesce(sum({quoted}), 0), "
            f"count(*) FILTER ({blank}) FROM {table}"
        ).fetchall()[0]
        lines = shape.line_ends + (0 if shape.last_ended else 1) - 1
        quotes = shape.quotes - header.count('"')
        rest = shape.size - first - shape.line_ends - shape.returns
        if blanks or count != lines or rest != held + count * (len(names) - 1) + quotes - marks:
            raise Irregular
        self.count = int(count)

    def _digest(self, connection: DuckDBPyConnection, table: str, header: list[str]) -> None:
        """Take the digest that reading row by row takes."""
        self._take([1], CELL_END.join(header))
        cells = ", ".join(f"c{place}" for place in range(len(self.columns)))
        for text in _texts(
            connection,
            f"SELECT concat_ws(chr({ord(CELL_END)}), {cells}) || chr({ord(ROW_END)}) FROM {table}",
        ):
            self._cells_digest.update(text)
        for start in range(0, self.count, _CHUNK):
            lines = range(start + 2, min(self.count, start + _CHUNK) + 2)
            self._lines_digest.update(array("q", lines).tobytes())

    def _unguard(self, connection: DuckDBPyConnection, table: str) -> None:
        """Take off the apostrophes that guard formulas in a spreadsheet."""
        names = [f"c{place}" for place in range(len(self.columns))]
        asked = ", ".join(f"count(*) FILTER (starts_with({name}, ''''))" for name in names)
        found = connection.execute(f"SELECT {asked} FROM {table}").fetchall()[0]
        for name, times in zip(names, found, strict=True):
            if not times:
                continue
            texts = connection.execute(
                f"SELECT DISTINCT {name} FROM {table} WHERE starts_with({name}, '''')"
            ).fetchall()
            changed = [(text, bare) for (text,) in texts if (bare := unsafe_cell(text)) != text]
            if changed:
                old, new = (list(side) for side in zip(*changed, strict=True))
                connection.execute(
                    f"UPDATE {table} SET {name} = bare FROM (SELECT unnest(?::VARCHAR[]) AS text, "
                    f"unnest(?::VARCHAR[]) AS bare) AS changed WHERE {name} = changed.text",
                    [old, new],
                )


class StagedFolder(Folder):
    """A data folder whose entities and relations the engine reads."""

    def table(self, kind: Kind, findings: Findings) -> CsvFile | None:
        """The CSV file of a kind."""
        if kind == "sources":
            return super().table(kind, findings)
        path = self._path / FILES[kind]
        if not path.exists():
            raise Irregular
        return StagedFile(path, COLUMNS[kind], REQUIRED[kind], findings)


def _texts(connection: DuckDBPyConnection, query: str) -> Iterator[memoryview]:
    """The bytes of a column of text, one after another, without making a text of each."""
    for batch in connection.sql(query).to_arrow_reader(200_000):
        column = batch.column(0)
        _, offsets, content = column.buffers()
        if content is None:
            continue
        held = memoryview(offsets)
        ends = held.cast("q") if str(column.type).startswith("large") else held.cast("i")
        first, last = ends[column.offset], ends[column.offset + len(column)]
        yield memoryview(content)[first:last]
