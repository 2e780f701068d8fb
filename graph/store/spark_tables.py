"""A store file as Parquet, and the statements that make it a schema on Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.store import building, engine
from graph.store.dialects import CATALOG
from graph.store.tables import TABLES

_TYPES: Final = {"string": "STRING", "int64": "BIGINT", "float64": "DOUBLE", "boolean": "BOOLEAN"}
# In the order of what is mostly asked for, a question reads few groups of rows.
_ORDER: Final = {"entities": "id", "relations": "source, row", "degrees": "id", "names": "entity"}
_GROUP: Final = 100_000

STATEMENTS: Final = "create.sql"
"""File of the statements beside the tables."""


def write_tables(file: Path | str, out: Path | str, schema: str, location: str = "") -> list[str]:
    """Write the tables of a store file as Parquet, one folder for each.

    Parameters
    ----------
    file : Path or str
        From ``python -m graph import``.
    out : Path or str
        Folder to write to, made when missing; what it held of these tables is replaced.
    schema : str
        Schema on Spark for which ``create.sql`` is written.
    location : str
        Where Spark will find the folder, when that is not where it is now.

    Returns
    -------
    list of str
        The statements of ``create.sql``.

    Raises
    ------
    DataError
        When the file is no store, or the folder cannot be written.
    """
    # Opened once as every store is, which refuses what is none.
    building.from_file(Path(file)).close()
    out = Path(out)
    # Spark takes a location as it stands: a path that is escaped as in an address is another.
    made = statements(schema, location or f"file://{out.resolve().as_posix()}")
    try:
        _write(Path(file), out)
        text = "".join(f"{statement};\n" for statement in made)
        (out / STATEMENTS).write_text(text, encoding="utf-8")
    except (OSError, engine.failure()) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise DataError(
            f"The tables cannot be written: {reason}.",
            where=str(out),
            fix="Choose a folder that you may write to and that has room.",
        ) from error
    return made


def statements(schema: str, location: str) -> list[str]:
    """The statements that make a schema of tables that lie at a location.

    Examples
    --------
    >>> print(statements("sea", "s3a://bucket/sea")[-1])
    CREATE TABLE `sea`.`words` (`word` STRING) USING parquet LOCATION 's3a://bucket/sea/words'
    """
    name = ".".join(_quoted(part) for part in schema.split("."))
    place = location.rstrip("/").replace("\\", "\\\\").replace("'", "\\'")
    made = [f"CREATE SCHEMA IF NOT EXISTS {name}"]
    for table, columns in TABLES.items():
        content = ", ".join(f"`{column}` {_TYPES[kind]}" for column, kind in columns.items())
        made += [
            f"DROP TABLE IF EXISTS {name}.`{table}`",
            f"CREATE TABLE {name}.`{table}` ({content}) USING parquet LOCATION '{place}/{table}'",
        ]
    return made


def _write(file: Path, out: Path) -> None:
    import duckdb

    for table in TABLES:
        folder = out / table
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.parquet"):
            old.unlink()
    # The engine of a store may not write files; this one reads nothing that is asked by anybody.
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {_text(file)} AS {CATALOG} (READ_ONLY)")
        for table in TABLES:
            order = f" ORDER BY {_ORDER[table]}" if table in _ORDER else ""
            target = _text(out / table / "part-0.parquet")
            connection.execute(
                f"COPY (SELECT * FROM {CATALOG}.{table}{order}) TO {target} "  # noqa: S608
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP})"
            )
    finally:
        connection.close()


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
