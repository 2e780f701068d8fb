"""How engines want questions: where tables are, how text is compiled, how ids are sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final

from graph.store.tables import TABLES

CATALOG: Final = "store"
"""Name under which DuckDB attaches the tables of a data set."""

WANTED: Final = "wanted"
"""Table of the ids that a question is about."""

Expression = Any

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's way with the expressions that all engines share.

    Attributes
    ----------
    compiler : str
        Name of Ibis' compiler; only that is loaded, since a whole backend costs a second.
    language : str
        The same to the writer of its text.
    ids : str
        Statement that makes rows of the ids sent as a parameter, of the type ``{kind}``.
    kinds : tuple of str
        What the engine calls a text and a whole number.
    database : tuple of str
        The tables' schema, after the catalog if they are in one.
    """

    compiler: str
    language: str
    ids: str
    kinds: tuple[str, str]
    database: tuple[str, ...]

    def table(self, name: str) -> Expression:
        """A table of the store, or the ids that are wanted: as texts or as rows of the file."""
        return _table(self, name)

    def compiled(self, expression: Expression) -> str:
        """An expression as the engine understands it."""
        from ibis.backends.sql import compilers

        with _lock:
            compiler = getattr(compilers, self.compiler)()
            return str(compiler.to_sqlglot(expression).sql(dialect=self.language))

    def about(self, text: str, *, rows: bool) -> str:
        """A compiled question with its ids, which are one parameter."""
        ids = self.ids.format(kind=self.kinds[rows])
        # Constants and compiled text alone.
        return f"WITH {WANTED}(id) AS ({ids}) SELECT * FROM ({text}) AS asked"  # noqa: S608


DUCKDB: Final = Dialect(
    compiler="DuckDBCompiler",
    language="duckdb",
    ids="SELECT unnest(?::{kind}[])",
    kinds=("varchar", "bigint"),
    database=(CATALOG, "main"),
)


def spark(*database: str) -> Dialect:
    """Spark, with the tables in a schema, or in a catalog's schema.

    The compiler of Databricks writes the same language as the one for Spark, and needs no Spark.

    Examples
    --------
    >>> sea = spark("sea")
    >>> sea.compiled(sea.table("words").word.length())
    'SELECT LENGTH(`t0`.`word`) AS `StringLength(word)` FROM `sea`.`words` AS `t0`'
    """
    return Dialect(
        compiler="DatabricksCompiler",
        language="databricks",
        ids="SELECT explode(from_json(:ids, 'array<{kind}>'))",
        kinds=("string", "bigint"),
        database=database,
    )


@cache
def _table(dialect: Dialect, name: str) -> Expression:
    import ibis

    if name == WANTED:
        return ibis.table({"id": "string"}, name=WANTED)
    if name == "wanted_rows":
        return ibis.table({"id": "int64"}, name=WANTED)
    *catalog, database = dialect.database
    return ibis.table(
        dict(TABLES[name]), name=name, catalog=catalog[0] if catalog else None, database=database
    )
