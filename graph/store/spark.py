"""Spark as the engine under a store, through Spark Connect: past one machine.

A connection is asked as DuckDB's is, so that the store above it does not change. A server that
goes away costs one message: the next question starts a session of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Self

from graph.errors import DataError
from graph.store import tables
from graph.store.dialects import Dialect, spark
from graph.store.questions import sql_of

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

_ADDRESS: Final = re.compile(
    # A path on the way here has made one slash of two.
    r"sc:/{1,2}(?P<host>[\w.-]+|\[[0-9A-Fa-f:]+\])(?::(?P<port>\d{1,5}))?"
    r"/(?P<schema>\w+(?:\.\w+)?)/?(?:;(?P<options>.*))?"
)
_PORT: Final = "15002"
_SETTINGS: Final = {
    # What somebody types is a text and nothing else: no ${variable} in it, and \ escapes.
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
}
_ATTEMPTS: Final = 3
_LOAD: Final = "See docs/scale.md for how its tables are loaded."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is on Spark.

    Attributes
    ----------
    server : str
        What Spark's client calls the server, a token included.
    schema : str
        Schema of the tables, with its catalog before a point if it is not the usual one.
    shown : str
        The address as it may be shown: without a token.
    """

    server: str
    schema: str
    shown: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``sc://HOST:15002/SCHEMA``, or ``sc://HOST/CATALOG.SCHEMA;use_ssl=true``.

        Raises
        ------
        DataError
            When it is none.

        Examples
        --------
        >>> found = Address.parse("sc://hive.example/sea;use_ssl=true;token=secret")
        >>> found.server, found.schema, found.shown
        ('sc://hive.example:15002/;use_ssl=true;token=secret', 'sea', 'sc://hive.example:15002/sea')
        """
        match = _ADDRESS.fullmatch(text)
        if match is None:
            raise DataError(
                "This is not the address of a store on Spark.",
                where=text.partition(";")[0],
                fix="Write sc://HOST:15002/SCHEMA, or sc://HOST:15002/CATALOG.SCHEMA.",
            )
        host = f"sc://{match['host']}:{match['port'] or _PORT}"
        options = f";{match['options']}" if match["options"] else ""
        return cls(f"{host}/{options}", match["schema"], f"{host}/{match['schema']}")


def is_address(data: Path | str) -> bool:
    """Whether data are named by an address on Spark.

    Examples
    --------
    >>> is_address("sc://localhost:15002/sea"), is_address("data")
    (True, False)
    """
    return str(data).startswith("sc:/")


def connect(address: str) -> Connection:
    """Open the store in a schema.

    Parameters
    ----------
    address : str
        As `Address.parse` reads it.

    Returns
    -------
    Connection

    Raises
    ------
    DataError
        When Spark cannot be reached, or has no store of this version in the schema.
    """
    connection = Connection(Address.parse(address))
    text = sql_of("meta", connection.dialect)
    facts: dict[str, str] = dict(connection.cursor().execute(text, []).fetchall())
    if facts.get("format") != tables.FORMAT:
        connection.close()
        raise DataError(
            "The store in this schema was made by another version, or is none.",
            where=connection.address.shown,
            fix=f"Load its tables again. {_LOAD}",
        )
    return connection


class Connection:
    """A session of Spark Connect, started anew when it is lost; safe for several threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = Lock()
        self._session: SparkSession | None = None

    @property
    def dialect(self) -> Dialect:
        """How questions are put to it."""
        return spark(*self.address.schema.split("."))

    def cursor(self) -> Cursor:
        """A place for one question."""
        return Cursor(self)

    def close(self) -> None:
        """Let go of the session."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            _end(session)

    def ask(self, text: str, ids: Collection[Any] | None) -> list[tables.Cells]:
        """The rows of an answer.

        Raises
        ------
        DataError
            When Spark cannot be reached, or cannot answer.
        """
        _needs_client(self.address)
        import grpc
        from pyspark.errors import PySparkException

        try:
            try:
                return self._rows(text, ids)
            except PySparkException as error:
                # A server that was started again knows nothing of the sessions before.
                if not (error.getCondition() or "").startswith("INVALID_HANDLE"):
                    raise
                self._forget()
                return self._rows(text, ids)
        except (PySparkException, grpc.RpcError, OSError) as error:
            raise self._refused(error) from error

    def run(self, statements: Sequence[str]) -> None:
        """Carry out statements, such as those that make the tables; see `ask` for errors."""
        for statement in statements:
            self.ask(statement, None)

    def _rows(self, text: str, ids: Collection[Any] | None) -> list[tables.Cells]:
        # One text however many ids there are: neither parser nor planner sees them one by one.
        arguments = None if ids is None else {"ids": json.dumps(list(ids))}
        found = self._opened().sql(text, arguments)
        return [tuple(row) for row in found.collect()]

    def _opened(self) -> SparkSession:
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession

        with self._lock:
            if self._session is None:
                session = SparkSession.builder.remote(self.address.server).create()
                # By itself it would go on trying for ten minutes.
                session.client.set_retry_policies(
                    [DefaultPolicy(max_retries=_ATTEMPTS, max_backoff=1_000)]
                )
                for key, value in _SETTINGS.items():
                    if session.conf.get(key) != value:
                        session.conf.set(key, value)
                self._session = session
            return self._session

    def _forget(self) -> None:
        with self._lock:
            self._session = None

    def _refused(self, error: Exception) -> DataError:
        condition = str(getattr(error, "getCondition", str)() or "")
        if condition.startswith(("TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND")):
            return DataError(
                "There is no store in this schema.", where=self.address.shown, fix=_LOAD
            )
        if condition and not condition.startswith(("INVALID_HANDLE", "RETRIES_EXCEEDED")):
            return DataError(
                f"Spark cannot answer this ({condition}).",
                where=self.address.shown,
                fix="Ask for less, or look into the server's log.",
            )
        self._forget()
        return DataError(
            "Spark does not answer.",
            where=self.address.shown,
            fix="Start its Connect server, or mend the address; then ask again.",
        )


class Cursor:
    """One question to Spark, and its answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: list[tables.Cells] = []

    def execute(self, text: str, parameters: Sequence[Collection[Any]], /) -> Self:
        """Ask, with the list of ids as the only parameter."""
        self._found = self._connection.ask(text, parameters[0] if parameters else None)
        return self

    def fetchall(self) -> list[tables.Cells]:
        """The answer's rows."""
        return self._found

    def close(self) -> None:
        """Forget the answer."""
        self._found = []


def _needs_client(address: Address) -> None:
    try:
        import grpc  # noqa: F401
        import pyspark.sql.connect.session  # noqa: F401
    except ImportError as error:
        raise DataError(
            "Data on Spark need Spark's client, which is not installed here.",
            where=address.shown,
            fix="Run “sh scripts/spark_venv.sh”, then Longarm with .venv-spark/bin/python.",
        ) from error


def _end(session: SparkSession) -> None:
    import grpc
    from pyspark.errors import PySparkException

    try:
        session.client.close()
    except (PySparkException, grpc.RpcError, OSError):
        # It is gone already.
        pass
