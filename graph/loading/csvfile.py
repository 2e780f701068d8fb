"""Reading one CSV file: encoding, separator, header, and rows with the lines an editor shows."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from graph.loading.grid import Grid
from graph.loading.hidden import CONTROL
from graph.loading.recognition import SEPARATORS, encoding_of, kind_of_binary, separator_of
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Row

# Made once: `json.dumps` would make one for each row.
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_HEADER_LINES: Final = 50
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([^\w"\r\n])"?\r?\n?', re.IGNORECASE)
"""Excel's own first line, which names the separator and is no part of the table."""

MAX_CELL: Final = 10_000_000
"""Letters that one cell may hold."""

# Python's own bound of 131,072 is less than a long quotation.
csv.field_size_limit(MAX_CELL)


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
        self._digest = hashlib.sha256()
        self._known = known
        self._required = required
        self._findings = findings

    @property
    def digest(self) -> bytes:
        """See the attributes of the class."""
        return self._digest.digest()

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank, one by one; what is wrong goes to the findings."""
        if not self.path.is_file():
            # A pipe or a device would be read without end.
            self._note("error", 0, "This is no file.", "Put a CSV file in its place.")
            return
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

    def _read(self, file: IO[str]) -> Iterator[Row]:
        head = list(islice(file, _HEADER_LINES))
        told = _SEPARATOR_LINE.fullmatch(head[0]) if head else None
        skipped = 1 if told else 0
        separator = told[1] if told else separator_of(head, self._hints or self._known)
        self.separator = separator
        if separator != ",":
            name = SEPARATORS.get(separator, f"“{separator}”")
            self._note("info", 0, f"The separator is a {name}.", "Nothing: it was recognised.")
        grid: Grid | None = None
        for line, cells in self._records(chain(head[skipped:], file), separator, skipped):
            self._digest.update(_as_json([line, cells]).encode())
            if grid is None:
                grid = Grid(self.file, self._known, self._required, self._findings)
                grid.header(line, cells)
                self.columns, self.readable = grid.columns, grid.readable
                if not self.readable:
                    return
            else:
                yield grid.row(line, cells)
        if grid is None:
            start = f"Start with: {','.join(self._known)}" if self._known else "Give it a header."
            self._note("error", 0, "The file is empty.", start)

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
        self, lines: Iterator[str], separator: str, skipped: int
    ) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, with their first lines."""
        reader = csv.reader(self._clean(lines, skipped), delimiter=separator, strict=True)
        blank: list[int] = []
        while True:
            line = skipped + reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self._broken(line, skipped + reader.line_num, str(error))
                continue
            if cells is not None and not any(cell.strip() for cell in cells):
                blank.append(line)
                continue
            if blank:
                rows = f"Rows {blank[0]} to {blank[-1]} are" if len(blank) > 1 else "The row is"
                self._note("info", blank[0], f"{rows} blank.", "Nothing: blank rows are passed by.")
                blank = []
            if cells is None:
                return
            yield line, cells

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
