"""Saving a case to a folder: whole or not at all, with the version before it kept.

Every file is written under another name beside its place and forced to the disk before any takes
its place. The files as they were stand in ``previous/`` by then. Whenever the machine stops, the
folder holds the old files or the new ones, or, in the moment between two renames, some of each
with all of the old in ``previous/``: `interrupted` tells that. A file is never half written.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.editing.changes import FILES, KINDS, NOTE_COLUMNS, Content, TableKind, key_of
from graph.errors import ExportError
from graph.exports.escaping import safe_cell
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.report import Problem
from graph.loading.tables import Row, Table

if TYPE_CHECKING:
    from graph.editing.case import Case

NOTES_FILE: Final = FILES["notes"]
PREVIOUS: Final = "previous"
"""Folder inside the data folder with the files as they were before the last save."""

_STAGE: Final = ".previous-new"
_GONE: Final = ".previous-old"
_PART: Final = ".part"
_BREAKS: Final = re.compile("\r\n|\r|\n")
_EMPTY: Final[Mapping[TableKind, tuple[str, ...]]] = {
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
}
_COLUMNS: Final[Mapping[TableKind, tuple[str, ...]]] = {
    **_EMPTY,
    "sources": SOURCE_COLUMNS,
    "notes": NOTE_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save wrote.

    Attributes
    ----------
    case : Case
        The case with nothing unsaved; its journal goes on.
    folder : Path
        Where it is.
    files : tuple of str
        Names of the files that were written.
    previous : Path or None
        Where the version before it is kept; ``None`` when there was none.
    renamed : Mapping of str to str
        Ids that links have when the files are opened, where those differ: old to new.
    """

    case: Case
    folder: Path
    files: tuple[str, ...]
    previous: Path | None
    renamed: Mapping[str, str]


def save_folder(case: Case, folder: Path | str | None = None, *, overwrite: bool = False) -> Saved:
    """Write a case to a folder, whole or not at all.

    Parameters
    ----------
    case : Case
        What is written.
    folder : Path or str, optional
        Where; where it was opened by default. It is made when it is not there.
    overwrite : bool, optional
        Whether files that somebody else changed since, or another data set that is there, may be
        replaced. They are kept in ``previous`` all the same.

    Raises
    ------
    ExportError
        When it cannot be written, or the files were changed since they were opened.
    """
    target = Path(folder) if folder is not None else case.folder
    if target is None:
        raise ExportError("This case has no folder yet.", fix="Choose one to save it in.")
    with _Told(target):
        target.mkdir(parents=True, exist_ok=True)
        target = target.resolve()
        same = target == case.folder
        _refuse_unread(case, same=same)
        if not overwrite:
            _refuse_changed(target, case.stamps if same else {}, same=same)
        content, renamed = renumbered(case.content)
        files = files_of(content)
        there = [name for name in FILES.values() if (target / name).exists()]
        # A table that was undone away, or of the data set that is replaced, must not come back.
        files |= {
            FILES[kind]: _csv(_COLUMNS[kind], ())
            for kind in KINDS
            if FILES[kind] in there and FILES[kind] not in files
        }
        _write(target, files, there)
        stamps = {name: _hash(data) for name, data in files.items()}
    # Rows keep the numbers they have on the screen, so that every step can still be taken back.
    saved = replace(
        case,
        problems=case.problems if same else (),
        saved=case.journal[: case.cursor],
        folder=target,
        stamps=stamps,
        made="",
    )
    return Saved(saved, target, tuple(files), target / PREVIOUS if there else None, renamed)


def stamps_of(folder: Path) -> dict[str, str]:
    """A hash of each file of a data folder that a save would write."""
    stamps = {}
    for name in FILES.values():
        with suppress(OSError), (folder / name).open("rb") as file:
            stamps[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return stamps


def interrupted(folder: Path) -> Problem | None:
    """A warning when a save of this folder did not come to its end."""
    if not any((folder / f".{name}{_PART}").exists() for name in FILES.values()):
        return None
    kept = f" The files as they were before it are in “{PREVIOUS}”."
    return Problem(
        "warning",
        str(folder),
        0,
        "",
        "",
        "The last save was interrupted: some files may be older than others.",
        f"Look at what is here and save again.{kept if (folder / PREVIOUS).exists() else ''}",
    )


def files_of(content: Content) -> dict[str, bytes]:
    r"""The files of a case by name: UTF-8, RFC 4180, rows and columns in their order.

    Cells that a spreadsheet would run as formulas get an apostrophe, which the loader takes off
    again.

    Examples
    --------
    >>> firm = Row(2, {"id": "a", "label": "=A", "category": "company"})
    >>> table = Table("e.csv", ("id", "label", "category"), (firm,))
    >>> files_of(Content({"entities": table}))["entities.csv"]
    b"id,label,category\r\na,'=A,company\r\n"
    """
    files = {}
    for kind in KINDS:
        table = content.tables.get(kind) or (Table(FILES[kind]) if kind in _EMPTY else None)
        if table is not None:
            columns = _columns(kind, table)
            files[FILES[kind]] = _csv(columns, table.rows)
    return files


def renumbered(content: Content) -> tuple[Content, dict[str, str]]:
    """The content with the lines its rows have once they are saved, and the link ids that change.

    Notes about a link follow it.
    """
    tables = {}
    names: dict[str, str] = {}
    for kind, table in content.tables.items():
        columns = _columns(kind, table)
        line = 2 + _more_lines(columns)
        rows = []
        for row in table.rows:
            cells = {name: row.cells[name] for name in columns if row[name].strip()}
            fresh = row
            if row.line != line or row.file or len(cells) != len(row.cells):
                fresh = Row(line, cells)
            if kind == "relations" and (old := key_of(kind, row)) != (new := key_of(kind, fresh)):
                names[old] = new
            rows.append(fresh)
            line += 1 + _more_lines(cells.values())
        tables[kind] = replace(table, file=FILES[kind], columns=columns, rows=tuple(rows))
    if names and "notes" in tables:
        notes = tables["notes"]
        followed = tuple(
            Row(row.line, {**row.cells, "relation": names[row["relation"]]})
            if row["relation"] in names
            else row
            for row in notes.rows
        )
        tables["notes"] = replace(notes, rows=followed)
    return Content(tables), names


def _columns(kind: TableKind, table: Table) -> tuple[str, ...]:
    """All columns: the header's in their order, then those that only a row has."""
    header = table.columns or _EMPTY.get(kind, ())
    own = {name for row in table.rows for name in row.cells}.difference(header)
    if not own:
        return header
    return tuple(dict.fromkeys((*header, *(n for r in table.rows for n in r.cells if n in own))))


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(safe_cell, columns))
    writer.writerows([safe_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _more_lines(cells: Iterable[str]) -> int:
    return sum(len(_BREAKS.findall(cell)) for cell in cells if "\n" in cell or "\r" in cell)


def _refuse_unread(case: Case, *, same: bool) -> None:
    """Never write over a file of which something was not read."""
    unread = [one for one in case.problems if one.severity == "error" and same]
    unread_tables = [one for one in case.content.tables.values() if not one.readable]
    if unread or unread_tables:
        where = unread[0].where if unread else unread_tables[0].file
        raise ExportError(
            "Part of this file could not be read, so saving would lose it.",
            where=where,
            fix="Save to another folder, or mend the file and open it again.",
        )


def _refuse_changed(folder: Path, opened: Mapping[str, str], *, same: bool) -> None:
    now = stamps_of(folder)
    changed = [name for name in FILES.values() if now.get(name) != opened.get(name)]
    if not changed:
        return
    names = ", ".join(changed)
    raise ExportError(
        f"{names} changed on the disk since this case was opened."
        if same
        else f"There is a data set already: {names}.",
        where=str(folder),
        fix="Save to another folder, or replace what is there: it is kept in “previous”.",
    )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(folder: Path, files: Mapping[str, bytes], there: Sequence[str]) -> None:
    """Put the files in their place, those that are there into ``previous`` before."""
    parts = {name: folder / f".{name}{_PART}" for name in files}
    stage = folder / _STAGE
    try:
        for name, part in parts.items():
            _put(part, files[name])
        if there:
            _keep(folder, stage, there)
    except BaseException:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        shutil.rmtree(stage, ignore_errors=True)
        raise
    try:
        for name, part in parts.items():
            part.replace(folder / name)
    except BaseException:
        # All or nothing while this process lives; after a crash `previous` has all of the old.
        _put_back(folder, files, there)
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        raise
    _sync(folder)


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all.

    Raises
    ------
    ExportError
        When it cannot be written; what was there is as it was.
    """
    part = path.with_name(f".{path.name}{_PART}")
    with _Told(path):
        try:
            _put(part, data)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        _sync(path.parent)


def _put(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep(folder: Path, stage: Path, there: Sequence[str]) -> None:
    """The files that are there as the new ``previous``, whole before the old one goes."""
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    for name in there:
        _put(stage / name, (folder / name).read_bytes())
    _sync(stage)
    kept, gone = folder / PREVIOUS, folder / _GONE
    shutil.rmtree(gone, ignore_errors=True)
    if kept.exists():
        kept.replace(gone)
    stage.replace(kept)
    _sync(folder)
    shutil.rmtree(gone, ignore_errors=True)


def _put_back(folder: Path, files: Mapping[str, bytes], there: Sequence[str]) -> None:
    for name in files:
        with suppress(OSError):
            if name in there:
                copy = folder / f".{name}{_PART}"
                shutil.copyfile(folder / PREVIOUS / name, copy)
                copy.replace(folder / name)
            else:
                (folder / name).unlink()


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class _Told:
    """Turns an error of the disk into one that a person can act on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError):
            return
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        fix = (
            "Make room, or save to another disk."
            if full
            else "Choose a folder that may be written to."
        )
        reason = "the disk is full" if full else error.strerror
        raise ExportError(
            f"The case could not be saved ({reason}). The files are as they were.",
            where=str(self._folder),
            fix=fix,
        ) from error
