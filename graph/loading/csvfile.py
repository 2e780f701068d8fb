"""Reading one CSV file: encoding, separator, header, and rows with the lines an editor shows."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from graph.exports.escaping import unsafe_cell
from graph.loading.recognition import SEPARATORS, encoding_of, separator_of
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

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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

    Attributes
    ----------
    readable : bool
        Whether the header could be used; set by `rows`.
    columns : tuple of str
        The names in the header, in their order; set by `rows`.
    digest : bytes
        Taken over header and rows as they were read, each with the line it starts on, whatever the
        encoding and separator. Lines count, as relations are named after them.
    """

    def __init__(
        self, path: Path, known: Sequence[str], required: Sequence[str], findings: Findings
    ) -> None:
        self.path = path
        self.readable = False
        self.columns: tuple[str, ...] = ()
        self._digest = hashlib.sha256()
        self._known = known
        self._required = required
        self._findings = findings

    @property
    def file(self) -> str:
        """The name that the report gives."""
        return self.path.name

    @property
    def digest(self) -> bytes:
        """See the attributes of the class."""
        return self._digest.digest()

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank, one by one; what is wrong goes to the findings."""
        try:
            encoding = encoding_of(self.path)
            if encoding is None:
                self._note("error", 0, "The text is in no known encoding.", "Save it as UTF-8.")
                return
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
        self._findings.add(Problem(severity, self.path.name, line, "", value, problem, fix))

    def _read(self, file: IO[str]) -> Iterator[Row]:
        head = list(islice(file, _HEADER_LINES))
        told = _SEPARATOR_LINE.fullmatch(head[0]) if head else None
        skipped = 1 if told else 0
        separator = told[1] if told else separator_of(head, self._known)
        if separator != ",":
            name = SEPARATORS.get(separator, f"“{separator}”")
            self._note("info", 0, f"The separator is a {name}.", "Nothing: it was recognised.")
        header: list[str] | None = None
        for line, cells in self._records(chain(head[skipped:], file), separator, skipped):
            self._digest.update(_as_json([line, cells]).encode())
            if header is None:
                header = self._header(line, cells)
                self.columns = tuple(header)
                if not self.readable:
                    return
            else:
                yield self._row(line, header, cells)
        if header is None and not self.readable:
            self._note("error", 0, "The file is empty.", f"Start with: {','.join(self._known)}")

    def _clean(self, lines: Iterator[str], skipped: int) -> Iterator[str]:
        for number, line in enumerate(lines, skipped + 1):
            if _CONTROL.search(line):
                self._note(
                    "warning",
                    number,
                    "The row has control characters; each is shown as �.",
                    "Take them out.",
                )
                yield _CONTROL.sub("�", line)
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

    def _header(self, line: int, cells: list[str]) -> list[str]:
        names = [unsafe_cell(cell).strip() for cell in cells]
        names = [name.lower() if name.lower() in self._known else name for name in names]
        while names and not names[-1]:
            names.pop()
        for name, times in Counter(filter(None, names)).items():
            if times > 1:
                self._findings.add(
                    Problem(
                        "error",
                        self.path.name,
                        line,
                        name,
                        name,
                        f"The column “{name}” is there {times} times.",
                        "Keep one of them, or give the others their own names.",
                    )
                )
        for name in self._required:
            if name not in names:
                found = ", ".join(filter(None, names))
                self._findings.add(
                    Problem(
                        "error",
                        self.path.name,
                        line,
                        name,
                        "",
                        f"The column “{name}” is missing; found: {found}.",
                        f"Add a column “{name}” to the first row.",
                    )
                )
        self.readable = all(names.count(name) == 1 for name in {*filter(None, names)}) and all(
            name in names for name in self._required
        )
        unnamed = [place for place, name in enumerate(names, 1) if not name]
        if unnamed:
            places = ", ".join(map(str, unnamed))
            self._note(
                "info",
                line,
                f"A column has no name (place {places}); it is kept under its place.",
                "Give it a name in the first row.",
            )
        return [name or f"column {place}" for place, name in enumerate(names, 1)]

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row:
        # A table that was saved for spreadsheets guards its formulas with an apostrophe.
        plain = map(unsafe_cell, cells)
        content = {name: cell for name, cell in zip(header, plain, strict=False) if cell.strip()}
        if len(cells) < len(header):
            self._note(
                "warning",
                line,
                f"The row has {len(cells)} cells, the header {len(header)}; the missing ones are "
                "read as blank.",
                "Check that each cell stands in its own column.",
            )
        surplus = {
            f"column {place}": cell
            for place, cell in enumerate(cells[len(header) :], len(header) + 1)
            if cell.strip()
        }
        if surplus:
            self._note(
                "error",
                line,
                f"The row has {len(cells)} cells, the header {len(header)}: cells stand in the "
                "wrong columns.",
                "Put quotation marks around a cell that holds a separator.",
                value=next(iter(surplus.values())),
            )
        return Row(line, content | surplus)
