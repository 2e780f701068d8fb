"""Building a store: in memory from a data set, in a file from a folder of any size."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from graph.cache import CACHE_VARIABLE, cache_root
from graph.errors import DataError
from graph.loading import Dataset, load_folder, read_folder
from graph.loading.report import LoadReport, RefusedData
from graph.store import engine, tables
from graph.store.importing import Tell, import_folder
from graph.store.questions import CATALOG
from graph.store.staging import Irregular
from graph.store.unpacking import as_csv

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LARGE: Final = 25_000_000
"""Bytes of CSV (some 200,000 rows) from which a folder is kept in a store file, not in memory."""

_FILES: Final = ("entities.csv", "relations.csv", "sources.csv")


def in_memory(data: Dataset) -> DuckDBPyConnection:
    """Put a data set into an engine in memory."""
    connection = engine.connect(None, writing=True)
    filling = engine.Filling(connection)
    for source in data.sources:
        filling.source(source)
    for entity in data.entities:
        filling.entity(entity)
    for relation in data.relations:
        filling.relation(relation)
    filling.finish(data.name, data.report, data.data_hash)
    return connection


def from_folder(folder: Path) -> DuckDBPyConnection:
    """Open a folder: a small one in memory, a large one through a file in the cache.

    Raises
    ------
    RefusedData
        When the load report has errors.
    """
    if _size(folder) < LARGE:
        data = load_folder(folder)
        _refuse(data.report, folder)
        return in_memory(data)
    cached = _cached(folder)
    if cached.exists():
        try:
            return from_file(cached)
        except DataError:
            # Cut short or made otherwise: it can be made again.
            cached.unlink(missing_ok=True)
    stale = list(cached.parent.glob(f"{cached.stem.split('-')[0]}-*{cached.suffix}"))
    build_store_file(folder, cached)
    for old in stale:
        old.unlink(missing_ok=True)
    return from_file(cached)


def build_store_file(
    folder: Path | str, out: Path | str, *, tell: Tell | None = None, by_row: bool = False
) -> LoadReport:
    """Build a store file from a folder of any size.

    Regular files are taken in by queries over whole tables, others row by row; the rules and the
    report are the same. The file appears when it is complete; one that was there is replaced in
    one step.

    Parameters
    ----------
    folder : Path or str
        Folder with ``entities.csv`` and ``relations.csv``; they may also be ``.tsv``, ``.csv.gz``,
        ``.tsv.gz`` or ``.parquet``.
    out : Path or str
        The file to write, usually ``NAME.duckdb``.
    tell : callable, optional
        Told what is done now, and how many rows it is about.
    by_row : bool, optional
        Whether to go row by row whatever the form of the files.

    Returns
    -------
    LoadReport
        What was found; it is kept in the file too.

    Raises
    ------
    DataError
        When the folder cannot be used (`RefusedData` carries the report), or the file not be
        written.
    """
    folder, out = Path(folder), Path(out)
    tell = tell or _tell_nobody
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=".import-") as name:
            beside = Path(name)
            built = beside / "store.duckdb"
            try:
                report = _build(as_csv(folder, beside), built, beside, tell, by_row=by_row)
            except RefusedData as error:
                # The folder that was given, not one made of it.
                raise RefusedData(error.report, str(folder)) from None
            built.replace(out)
    except (OSError, engine.failure()) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise DataError(
            f"The file cannot be written: {reason}.",
            where=str(out),
            fix="Choose a folder that you may write to and that has room.",
        ) from error
    return report


def _tell_nobody(step: str, rows: int, /) -> None:
    """Keep it."""


def _build(folder: Path, built: Path, beside: Path, tell: Tell, *, by_row: bool) -> LoadReport:
    if not by_row:
        try:
            return _by_query(folder, built, beside, tell)
        except Irregular:
            built.unlink(missing_ok=True)
    tell("reading row by row", 0)
    return _by_row(folder, built)


def _by_query(folder: Path, built: Path, beside: Path, tell: Tell) -> LoadReport:
    connection = engine.connect_importing(built, beside)
    try:
        report = import_folder(connection, folder, beside, tell)
        connection.execute(f"CHECKPOINT {CATALOG}")
    finally:
        connection.close()
    return report


def _by_row(folder: Path, built: Path) -> LoadReport:
    connection = engine.connect(built, writing=True)
    try:
        filling = engine.Filling(connection)
        report, data_hash = read_folder(folder, filling)
        _refuse(report, folder)
        filling.finish(folder.resolve().name, report, data_hash)
        connection.execute(f"CHECKPOINT {CATALOG}")
    finally:
        connection.close()
    return report


def is_store_file(path: Path) -> bool:
    """Whether a file is one of the engine's, or is called as one."""
    if path.suffix.lower() in {".duckdb", ".db"}:
        return True
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def from_file(path: Path) -> DuckDBPyConnection:
    """Open a store file, read only.

    Raises
    ------
    DataError
        When it is no store file, or one of another version.
    """
    connection = engine.connect(path, writing=False)
    found = engine.rows(connection, engine.COLUMNS)
    wanted = {(table, column) for table, columns in tables.TABLES.items() for column in columns}
    version = None
    if wanted <= set(found):
        meta = f"SELECT value FROM {CATALOG}.meta WHERE key = 'format'"  # noqa: S608
        version = engine.rows(connection, meta)
    if version != [(tables.FORMAT,)]:
        connection.close()
        raise DataError(
            "This store file was made by another version, or is none.",
            where=str(path),
            fix="Build it again with: python -m graph import FOLDER --out FILE",
        )
    return connection


def _refuse(report: LoadReport, folder: Path) -> None:
    if not report.ok:
        raise RefusedData(report, str(folder))


def _size(folder: Path) -> int:
    return sum(part.stat().st_size for name in _FILES if (part := folder / name).is_file())


def _cached(folder: Path) -> Path:
    """The place of a folder's store file; another one as soon as a file of it changes."""
    try:
        home = cache_root()
    except OSError as error:
        raise DataError(
            "No folder for the store file of this large data folder can be written.",
            where=str(folder),
            fix=f"Name one with {CACHE_VARIABLE}.",
        ) from error
    stamps = [tables.FORMAT]
    for name in _FILES:
        part = folder / name
        if part.is_file():
            facts = part.stat()
            stamps.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    stamp = hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]
    return home / f"{key}-{stamp}.duckdb"
