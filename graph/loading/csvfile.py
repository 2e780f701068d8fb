"""Reading one CSV file: encoding, separator, header, and rows with the lines an editor shows."""

from __future__ import annotations

import csv
import hashlib
import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from graph.exports.escaping import unsafe_cell
from graph.loading.blocks import CELL_END, ROW_END, SIZE, Block
from graph.loading.grid import Grid
from graph.loading.hidden import CONTROL
from graph.loading.recognition import (
    SEPARATORS,
    encoding_of,
    has_control,
    kind_of_binary,
    separator_of,
)
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row

_HEADER_LINES: Final = 50
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([^\w"\r\n])"?\r?\n?', re.IGNORECASE)
"""Excel's own first line, which names the separator and is no part of the table."""

_GUARDED: Final = re.compile(f"(?:^|[{CELL_END}{ROW_END}])'")

MAX_CELL: Final = 10_000_000
"""Letters that one cell may hold."""


class CsvFile:
    """One file of a data set.

    Parameters
    ----------
    path : Path
        The file.
    known, required : sequence of str
        Columns with a meaning, and those of them that must be there.
    findings : Findings
        Takes what is wrong with the file.
    name : str, optional
        The name that the report gives, when it is not that of the file.
    hints : collection of str, optional
        Further names that a header may hold, to find the separator by.

    Attributes
    ----------
    file : str
        The name that the report gives.
    encoding, separator : str
        As recognised; set by `rows`.
    readable : bool
        Whether the header could be used; set by `rows`.
    columns : tuple of str
        The names in the header, in their order; set by `rows`.
    digest : bytes
        Taken over header and rows as they were read, each with the line it starts on, whatever the
        encoding and separator. Lines count, as relations are named after them.
    """

    def __init__(
        self,
        path: Path,
        known: Sequence[str],
        required: Sequence[str],
        findings: Findings,
        *,
        name: str = "",
        hints: Collection[str] = (),
    ) -> None:
        self.path = path
        self.file = name or path.name
        self.readable = False
        self.columns: tuple[str, ...] = ()
        self.encoding = ""
        self.separator = ""
        self._hints = hints
        self._cells_digest = hashlib.sha256()
        self._lines_digest = hashlib.sha256()
        self._blank: list[int] = []
        self._dirty = True
        self._next = 1
        self._known = known
        self._required = required
        self._findings = findings

    @property
    def digest(self) -> bytes:
        """See the attributes of the class."""
        return self._cells_digest.digest() + self._lines_digest.digest()

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank, one by one; what is wrong goes to the findings."""
        for block in self.blocks():
            yield from block.rows() if isinstance(block, Block) else block

    def blocks(self) -> Iterator[Block | list[Row]]:
        """The same rows by the thousand: as a block where every row is as wide as the header."""
        if not self.path.is_file():
            # A pipe or a device would be read without end.
            self._note("error", 0, "This is no file.", "Put a CSV file in its place.")
            return
        # Python's own bound of 131,072 is less than a long quotation; it is one for the whole
        # process, and other libraries set theirs when they are imported.
        csv.field_size_limit(MAX_CELL)
        try:
            encoding = encoding_of(self.path)
            other = kind_of_binary(self.path)
            if other:
                self._note(
                    "error",
                    0,
                    f"This is {other}, not a table of text.",
                    "Bring a CSV file, or an Excel workbook.",
                )
                return
            if encoding is None:
                self._note("error", 0, "The text is in no known encoding.", "Save it as UTF-8.")
                return
            self.encoding = encoding
            if encoding != "utf-8-sig":
                self._note(
                    "info",
                    0,
                    f"The file is not UTF-8; it was read as {encoding}.",
                    "Check letters with accents; save as UTF-8 to be sure.",
                )
            self._dirty = encoding not in {"utf-8-sig", "cp1252"} or has_control(self.path)
            with self.path.open(encoding=encoding, newline="") as file:
                yield from self._read(file)
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "its encoding changes"
            self._note(
                "error", 0, f"The file cannot be read: {reason}.", "Close it elsewhere, check it."
            )

    def _note(
        self, severity: Severity, line: int, problem: str, fix: str = "", *, value: str = ""
    ) -> None:
        self._findings.add(Problem(severity, self.file, line, "", value, problem, fix))

    def _read(self, file: IO[str]) -> Iterator[Block | list[Row]]:
        head = list(islice(file, _HEADER_LINES))
        told = _SEPARATOR_LINE.fullmatch(head[0]) if head else None
        skipped = 1 if told else 0
        separator = told[1] if told else separator_of(head, self._hints or self._known)
        self.separator = separator
        if separator != ",":
            name = SEPARATORS.get(separator, f"“{separator}”")
            self._note("info", 0, f"The separator is a {name}.", "Nothing: it was recognised.")
        lines: Iterator[str] = chain(head[skipped:], file)
        rest = self._clean(lines, skipped) if self._dirty else lines
        grid: Grid | None = None
        line = skipped + 1
        # The header may be short of the first thousand rows: it is read by itself.
        step = 1
        while chunk := list(islice(rest, step)):
            if grid is not None:
                plain = self._split(grid, line, chunk, separator)
                if plain is not None:
                    line += len(chunk)
                    yield plain
                    continue
            for starts, records in self._records(chunk, rest, separator, line):
                at = 0
                if grid is None:
                    at = next((n for n, cells in enumerate(records) if _filled(cells)), -1)
                    self._blank += starts if at < 0 else starts[:at]
                    if at < 0:
                        continue
                    grid = self._header(starts[at], records[at])
                    if not self.readable:
                        return
                    step = SIZE
                    at += 1
                if records[at:]:
                    yield self._block(grid, starts[at:], records[at:]) or self._one_by_one(
                        grid, starts[at:], records[at:]
                    )
            line = self._next
        self._tell_blank()
        if grid is None:
            start = f"Start with: {','.join(self._known)}" if self._known else "Give it a header."
            self._note("error", 0, "The file is empty.", start)

    def _header(self, line: int, cells: list[str]) -> Grid:
        self._tell_blank()
        self._take([line], CELL_END.join(cells))
        grid = Grid(self.file, self._known, self._required, self._findings)
        grid.header(line, cells)
        self.columns, self.readable = grid.columns, grid.readable
        return grid

    def _split(self, grid: Grid, line: int, chunk: list[str], separator: str) -> Block | None:
        """Lines as a block, when nothing is quoted and each has as many cells as the header."""
        text = "".join(chunk)
        if '"' in text or len(text) > MAX_CELL:
            return None
        width = len(grid.columns)
        text = text.replace("\r\n", "\n").removesuffix("\n")
        if "\r" in text:
            return None
        text = text.replace(separator, CELL_END).replace("\n", ROW_END)
        # The end of a row as a cell of its own shows whether all rows are alike.
        cells = text.replace(ROW_END, f"{CELL_END}{ROW_END}{CELL_END}").split(CELL_END)
        ends = cells[width :: width + 1]
        if len(cells) != len(chunk) * (width + 1) - 1 or ends.count(ROW_END) != len(ends):
            return None
        columns: list[Sequence[str]] = [cells[place :: width + 1] for place in range(width)]
        if not all(map(str.strip, columns[0])) and not all(
            map(_filled, zip(*columns, strict=True))
        ):
            return None
        return self._as_block(grid, range(line, line + len(chunk)), columns, text)

    def _as_block(
        self, grid: Grid, lines: Sequence[int], columns: list[Sequence[str]], text: str
    ) -> Block:
        self._tell_blank()
        self._take(lines, text)
        if "'" in text and _GUARDED.search(text):
            columns = [
                [unsafe_cell(cell) if cell[:1] == "'" else cell for cell in cells]
                for cells in columns
            ]
        # In ASCII nothing else is unseen: control characters were looked for in the whole file.
        seen = not self._dirty and text.isascii() and not any(one in text for one in "\t\n\r")
        return Block(grid.columns, lines, columns, text, seen)

    def _take(self, lines: Sequence[int], text: str) -> None:
        """Add rows to the digest; how they are grouped leaves it alone."""
        self._cells_digest.update(f"{text}{ROW_END}".encode())
        self._lines_digest.update(array("q", lines).tobytes())

    def _block(self, grid: Grid, lines: list[int], records: list[list[str]]) -> Block | None:
        """Rows as a block, when each is as wide as the header and none is blank."""
        if {*map(len, records)} != {len(grid.columns)}:
            return None
        columns: list[Sequence[str]] = list(zip(*records, strict=True))
        if not all(map(str.strip, columns[0])) and not all(map(_filled, records)):
            return None
        text = ROW_END.join(map(CELL_END.join, records))
        return self._as_block(grid, lines, columns, text)

    def _one_by_one(self, grid: Grid, lines: list[int], records: list[list[str]]) -> list[Row]:
        rows = []
        for line, cells in zip(lines, records, strict=True):
            if not _filled(cells):
                self._blank.append(line)
                continue
            self._tell_blank()
            self._take([line], CELL_END.join(cells))
            rows.append(grid.row(line, cells))
        return rows

    def _tell_blank(self) -> None:
        if self._blank:
            first, last = self._blank[0], self._blank[-1]
            rows = f"Rows {first} to {last} are" if first != last else "The row is"
            self._note("info", first, f"{rows} blank.", "Nothing: blank rows are passed by.")
            self._blank = []

    def _clean(self, lines: Iterator[str], skipped: int) -> Iterator[str]:
        for number, line in enumerate(lines, skipped + 1):
            if CONTROL.search(line):
                self._note(
                    "warning",
                    number,
                    "The row has control characters; each is shown as �.",
                    "Take them out.",
                )
                yield CONTROL.sub("�", line)
            else:
                yield line

    def _records(
        self, chunk: list[str], rest: Iterator[str], separator: str, line: int
    ) -> Iterator[tuple[list[int], list[list[str]]]]:
        """The rows that begin in a chunk of lines, with their first lines."""
        try:
            whole = list(csv.reader(chunk, delimiter=separator, strict=True))
        except csv.Error:
            whole = []
        if len(whole) == len(chunk):
            # No quotation runs over a line: each has a row of its own.
            self._next = line + len(chunk)
            yield list(range(line, self._next)), whole
            return
        reader = csv.reader(chain(chunk, rest), delimiter=separator, strict=True)
        before = line - 1
        starts: list[int] = []
        records: list[list[str]] = []
        while reader.line_num < len(chunk):
            start = before + reader.line_num + 1
            try:
                records.append(next(reader))
                starts.append(start)
            except StopIteration:
                break
            except csv.Error as error:
                self._broken(start, before + reader.line_num, str(error))
        self._next = before + reader.line_num + 1
        if records:
            yield starts, records

    def _broken(self, first: int, last: int, reason: str) -> None:
        fix = "Close the quotation, and double each quotation mark inside one."
        if "field larger" in reason:
            text = f"A cell is longer than {MAX_CELL:,} letters"
            fix = "Shorten it, or close the quotation mark that opens it."
        elif "end of data" in reason:
            text = "A quotation mark is opened and never closed"
        else:
            text = "A quotation mark stands where none can"
        span = f"row {first} was" if first == last else f"rows {first} to {last} were"
        self._note(
            "error",
            first,
            f"{text}: {span} not read.",
            fix,
        )


def _filled(cells: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)
