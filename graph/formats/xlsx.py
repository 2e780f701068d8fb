"""Excel workbooks: a sheet for each table, every text a text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.errors import DataError
from graph.exports.escaping import clean, one_line, safe_cell
from graph.exports.tables import grids, zipped
from graph.formats.package import Loss, Package
from graph.formats.unpacking import MAX_RATIO, MAX_UNPACKED, most_of
from graph.loading.columns import RELATION_COLUMNS
from graph.loading.grid import Grid
from graph.loading.report import Findings, LoadReport, Problem, RefusedData
from graph.loading.tables import Table, Tables

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

LONGEST: Final = 32_767
"""Letters that a cell of a workbook holds."""

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet."""

_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001
_BEGINNINGS: Final = ("=", "+", "-", "@", "'", "\t", "\r")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MADE: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
_SHARE: Final = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
_SHARE_PLACE: Final = RELATION_COLUMNS.index("share")


def recognises(path: Path, head: bytes) -> bool:
    """Whether this is a workbook, by what is packed in it."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def read(path: Path) -> Tables:
    """Read a workbook with the mapping that its columns propose.

    Raises
    ------
    DataError
        When no sheet can be read, or something must be chosen first; `RefusedData` lists it.
    """
    from graph.formats.intake import inspect

    brought = inspect([path])
    needs = brought.needs()
    if needs or not brought.parts:
        raise RefusedData(LoadReport((*brought.problems, *needs)), path.name)
    return brought.tables()


def sheets(path: Path, file: str, findings: Findings) -> Iterator[Table]:
    """The sheets that hold something, as tables of text under the columns of the file.

    Parameters
    ----------
    path : Path
        The workbook.
    file : str
        What it is called in the report.
    findings : Findings
        Takes what is wrong with it.

    Raises
    ------
    DataError
        When it cannot be opened.
    """
    import openpyxl

    formulas = _inspected(path)
    try:
        values = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in values.worksheets:
                name = f"{file} › {one_line(sheet.title)}"
                if not hasattr(sheet, "reset_dimensions"):
                    continue
                sheet.reset_dimensions()
                table = _table(name, sheet.iter_rows(), findings)
                if table is not None:
                    if formulas:
                        _unknown_results(path, sheet.title, name, findings)
                    yield table
        finally:
            values.close()
    except DataError:
        raise
    except Exception as error:  # a damaged workbook raises whatever its parts raise
        raise DataError(
            "The workbook cannot be read: it is damaged or of a kind that is not known.",
            where=file,
            fix="Open it, save it as .xlsx again, or save its sheets as CSV.",
        ) from error


def _inspected(path: Path) -> bool:
    """Refuse what no honest workbook holds; tell whether there are formulas."""
    found = False
    total = 0
    with zipfile.ZipFile(path) as packed:
        for entry in packed.infolist():
            # What an entry says of its size binds: no more of it is ever read.
            total += entry.file_size
            if total > MAX_UNPACKED or entry.file_size > most_of(entry):
                raise DataError(
                    f"The workbook unpacks to more than {MAX_UNPACKED >> 30} GB, or to more than "
                    f"{MAX_RATIO} times its size.",
                    where=path.name,
                    fix="Save its tables as CSV.",
                )
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            try:
                with packed.open(entry) as part:
                    before = b""
                    while chunk := part.read(1 << 20):
                        window = before + chunk
                        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                            raise DataError(
                                "The workbook declares XML entities, which no spreadsheet writes.",
                                where=path.name,
                                fix="Save its tables as CSV.",
                            )
                        found = found or b"<f>" in window or b"<f " in window
                        before = chunk[-16:]
            except (
                zipfile.BadZipFile,
                NotImplementedError,
                RuntimeError,
                EOFError,
                zlib.error,
            ) as error:
                raise DataError(
                    "The workbook is damaged or locked with a password.",
                    where=path.name,
                    fix="Open it and save it again.",
                ) from error
    return found


def _table(name: str, rows: Iterator[Sequence[Any]], findings: Findings) -> Table | None:
    """A sheet as a table; ``None`` when nothing is on it."""
    grid = Grid(name, (), (), findings, guarded=False)
    taken = []
    blank: list[int] = []
    for line, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            blank.append(line)
            continue
        if grid.columns:
            if blank:
                passed = (
                    "The row is"
                    if len(blank) == 1
                    else f"{len(blank):,} rows, up to row {blank[-1]}, are"
                )
                grid.note(
                    "info", blank[0], f"{passed} blank.", "Nothing: blank rows are passed by."
                )
            cells += [""] * (len(grid.columns) - len(cells))
            errors = [cell.value for cell in row if getattr(cell, "data_type", "") == "e"]
            if errors:
                grid.note(
                    "warning",
                    line,
                    f"A cell shows the error {errors[0]}; it is kept as that text.",
                    "Mend the formula in the workbook.",
                    value=str(errors[0]),
                )
            taken.append(grid.row(line, cells))
        else:
            grid.header(line, cells)
        blank = []
    if not grid.columns:
        return None
    return Table(name, grid.columns, tuple(taken), grid.readable)


def _unknown_results(path: Path, title: str, name: str, findings: Findings) -> None:
    """Tell the formulas whose result was not saved with them: they are read as blank."""
    import openpyxl

    sides = []
    for data_only in (True, False):
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only, keep_links=False)
        sheet = book[title]
        sheet.reset_dimensions()
        sides.append((book, sheet.iter_rows()))
    for line, (shown, written) in enumerate(zip(sides[0][1], sides[1][1], strict=False), 1):
        for value, formula in zip(shown, written, strict=False):
            if formula.data_type == "f" and value.value is None:
                findings.add(
                    Problem(
                        "warning",
                        name,
                        line,
                        "",
                        str(formula.value),
                        "The result of a formula was not saved in the workbook; the cell is read "
                        "as blank.",
                        "Open it in a spreadsheet, save it, and bring it again.",
                    )
                )
    for book, _ in sides:
        book.close()


def _text(cell: Cell | Any) -> str:
    """What a cell shows.

    Examples
    --------
    >>> from types import SimpleNamespace as Cell
    >>> shown = [_text(Cell(value=v, number_format="General")) for v in (1.0, 0.5, "01", True)]
    >>> shown
    ['1', '0.5', '01', 'TRUE']
    >>> _text(Cell(value=0.25, number_format="0%")), _text(Cell(value=7, number_format="000"))
    ('25%', '007')
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
        return clean(text) if not text.isprintable() else text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime | date | time | timedelta):
        return _date(value, (cell.number_format or "").lower())
    return str(value)


def _number(value: float, shape: str) -> str:
    if "%" in shape and '"' not in shape:
        return f"{round(value * 100, 10):.15g}%"
    if re.fullmatch("0{2,}", shape) and value >= 0 and value == int(value):
        return str(int(value)).zfill(len(shape))
    if isinstance(value, int) or (value == value // 1 and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.15g}"


def _date(value: datetime | date | time | timedelta, shape: str) -> str:
    """A date as ISO 8601, as much of it as the cell shows."""
    if isinstance(value, time | timedelta):
        return str(value)
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shape)
    if "y" in plain and "d" not in plain and "h" not in plain:
        return f"{value.year:04d}-{value.month:02d}" if "m" in plain else f"{value.year:04d}"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ")
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def write(package: Package) -> bytes:
    """A workbook with the sheets entities, relations and sources; the same bytes each time.

    Every cell is a text and marked as one, so that none runs as a formula, not even when it is
    edited; a share that is a plain number is a number.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "Longarm"
    book.properties.title = clean(package.name)[:255]
    for name, rows in grids(package.entities, package.relations, package.sources).items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for line, row in enumerate(rows):
            cells: list[Cell | None] = []
            for place, text in enumerate(row):
                number = (
                    line > 0
                    and name == "relations"
                    and place == _SHARE_PLACE
                    and _SHARE.fullmatch(text)
                )
                cells.append(_cell(sheet, text, number=bool(number)) if text else None)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    stamp = f"{_EPOCH.isoformat()}Z".encode()
    core = "docProps/core.xml"
    files[core] = _MADE.sub(rb"\g<1>" + stamp + rb"\g<3>", files[core])
    return zipped(files)


def _cell(sheet: Any, text: str, *, number: bool) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet, value=float(text) if number else None)
    if number:
        return cell  # type: ignore[no-any-return]
    plain = clean(text)[:LONGEST]
    if safe_cell(plain) != plain or plain.startswith(_BEGINNINGS):
        cell.quotePrefix = True
    plain = _ESCAPED.sub(lambda found: f"_x005F{found[0]}", plain).replace("\r", "_x000D_")
    cell.value = plain[:LONGEST]
    # Said after the value: the library takes “=…” for a formula.
    cell.data_type = "s"
    return cell  # type: ignore[no-any-return]


def losses(package: Package) -> tuple[Loss, ...]:
    """What a workbook cannot hold."""
    tables = grids(package.entities, package.relations, package.sources)
    cells = [text for rows in tables.values() for row in rows for text in row]
    split = sum(";" in alias for entity in package.entities for alias in entity.aliases)
    found = (
        Loss("places of nodes", len(package.positions), "left out"),
        Loss("other names with a semicolon", split, "read back as several names"),
        Loss(
            f"texts of more than {LONGEST:,} letters",
            sum(len(text) > LONGEST for text in cells),
            "cut at that length",
        ),
        Loss(
            "texts with control characters",
            sum(clean(text) != text for text in cells),
            "each such character becomes �",
        ),
        Loss(
            f"rows beyond the {MAX_ROWS:,} of a sheet",
            sum(max(0, len(rows) - MAX_ROWS) for rows in tables.values()),
            "refused by spreadsheets; take CSV instead",
        ),
    )
    return tuple(one for one in found if one.count)
