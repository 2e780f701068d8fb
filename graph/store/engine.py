"""The engine under a store: DuckDB, in memory or in a file, and filling its tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from graph.errors import DataError
from graph.loading.report import LoadReport
from graph.model import Entity, Relation, Source
from graph.search import names_of
from graph.store import tables
from graph.store.questions import CATALOG

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES: Final = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "boolean": "BOOLEAN"}
_BATCH: Final = 50_000
_ALONE: Final = {
    # Neither a query nor a store file from elsewhere may load code or reach for files.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Cursor(Protocol):
    """Where one question is asked."""

    def execute(self, text: str, parameters: Any, /) -> Any:
        """Ask; what comes back has the answer."""

    def fetchall(self) -> list[Any]:
        """The answer's rows."""

    def close(self) -> None:
        """Let go of the question."""


class Connection(Protocol):
    """What a store asks: DuckDB's connection, or one made to be asked as that is."""

    def cursor(self) -> Cursor:
        """A place for one question."""

    def close(self) -> None:
        """Let go of the engine."""


def connect(path: Path | None, *, writing: bool) -> DuckDBPyConnection:
    """Attach a store, which for `path` ``None`` is in memory.

    Each connection is an engine of its own: DuckDB shares one among all that open the same path,
    and would go on serving a file that has been replaced.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config=dict(_ALONE))
    place = str(path) if path else ":memory:"
    mode = "" if writing else " (READ_ONLY)"
    quoted = place.replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS {CATALOG}{mode}")
    except duckdb.Error as error:
        connection.close()
        raise DataError(
            "This is not a store file that can be opened.",
            where=place,
            fix="Build it again with: python -m graph import FOLDER --out FILE",
        ) from error
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def connect_importing(path: Path, beside: Path) -> DuckDBPyConnection:
    """Attach a new store to be filled from files, within bounded memory."""
    import duckdb

    facts = {
        "memory_limit": "3GB",
        "temp_directory": str(beside / "spill"),
        "wal_autocheckpoint": "1TB",
    }
    connection = duckdb.connect(":memory:", config={**_ALONE, **facts})
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {CATALOG}")
    return connection


COLUMNS: Final = f"""
    SELECT table_name, column_name FROM duckdb_columns()
    WHERE database_name = '{CATALOG}'
    AND table_oid IN (SELECT table_oid FROM duckdb_tables() WHERE database_name = '{CATALOG}')
"""  # noqa: S608
"""Asks for the columns of the tables of an attached store; a view is no table."""


def failure() -> type[Exception]:
    """What the engine raises when it cannot go on."""
    import duckdb

    return duckdb.Error


class Filling:
    """Fills an empty store, batch by batch; a sink for the loader.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From `connect`, for writing.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._batches: dict[str, list[tables.Cells]] = {name: [] for name in tables.TABLES}
        self._entities = 0
        for name, columns in tables.TABLES.items():
            content = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in columns.items())
            connection.execute(f"CREATE TABLE {CATALOG}.{name} ({content})")

    def source(self, source: Source) -> None:
        """Take a source."""
        self._add("sources", tables.source_cells(source))

    def entity(self, entity: Entity) -> None:
        """Take an entity, and the names that lead to it."""
        self._add("entities", tables.entity_cells(self._entities, entity))
        self._entities += 1
        for kind, text, folded in names_of(entity):
            self._add("names", (entity.id, kind, text, folded))

    def relation(self, relation: Relation) -> None:
        """Take a relation."""
        self._add("relations", tables.relation_cells(relation))

    def finish(self, name: str, report: LoadReport, data_hash: str) -> None:
        """Write what is left, and what follows from the rest: degrees, words, indexes."""
        facts = {
            "format": tables.FORMAT,
            "name": name,
            "data_hash": data_hash,
            "report": json.dumps(report.to_dict(), ensure_ascii=False),
        }
        for fact in facts.items():
            self._add("meta", fact)
        for table in self._batches:
            self._flush(table)
        for statement in _DERIVED:
            self._connection.execute(statement)

    def _add(self, table: str, cells: tables.Cells) -> None:
        batch = self._batches[table]
        batch.append(cells)
        if len(batch) >= _BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        batch = self._batches[table]
        if not batch:
            return
        # Lists as parameters go in 250 times as fast as a statement for each row.
        kinds = tables.TABLES[table].values()
        columns = ", ".join(f"unnest(?::{_TYPES[kind]}[])" for kind in kinds)
        lists = [list(column) for column in zip(*batch, strict=True)]
        self._connection.execute(f"INSERT INTO {CATALOG}.{table} SELECT {columns}", lists)
        batch.clear()


_DERIVED: Final = (
    f"""
    INSERT INTO {CATALOG}.degrees
    WITH ends AS (
        SELECT source AS id FROM {CATALOG}.relations
        UNION ALL
        SELECT target FROM {CATALOG}.relations WHERE target <> source
    ), counted AS (SELECT id, count(*) AS degree FROM ends GROUP BY id)
    SELECT id, label, category, coalesce(degree, 0)
    FROM {CATALOG}.entities LEFT JOIN counted USING (id)
    ORDER BY seq
    """,  # noqa: S608
    f"""
    INSERT INTO {CATALOG}.words
    SELECT DISTINCT word FROM (
        SELECT unnest(string_split(folded, ' ')) AS word FROM {CATALOG}.names
    ) WHERE length(word) > 2 AND NOT regexp_matches(word, '[0-9]')
    """,  # noqa: S608
    f"CREATE UNIQUE INDEX entity_id ON {CATALOG}.entities (id)",
    f"CREATE UNIQUE INDEX relation_row ON {CATALOG}.relations (row)",
    f"CREATE INDEX relation_source ON {CATALOG}.relations (source)",
    f"CREATE INDEX relation_target ON {CATALOG}.relations (target)",
    f"CREATE UNIQUE INDEX degree_id ON {CATALOG}.degrees (id)",
)


def rows(
    connection: Connection, text: str, parameters: Iterable[Sequence[Any]] = ()
) -> list[tables.Cells]:
    """Ask a question on a cursor of its own: a connection must not be shared by threads."""
    cursor = connection.cursor()
    try:
        found: list[tables.Cells] = cursor.execute(text, list(parameters)).fetchall()
        return found
    finally:
        cursor.close()
