"""The Store: the questions that views, walks and panels ask of a whole data set."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from graph.errors import DataError
from graph.loading import Dataset, load_tables
from graph.loading.report import LoadReport, RefusedData
from graph.model import Entity, Relation, Source
from graph.search import Hit, SearchResult
from graph.store import building, engine, finding, questions, spark, tables
from graph.store.dialects import DUCKDB, Dialect
from graph.store.tallies import SummaryRow, Tally, summary, tally

_KEPT: Final = 50_000
_OF_A_FOLDER: Final = frozenset({"entities.csv", "relations.csv", "sources.csv"})

T = TypeVar("T", Entity, Relation)


class Store:
    """A whole data set of any size; safe to ask from several threads.

    Made by `open_store`, or by `Store.of` from a data set in memory. It never changes, so that
    entities and relations that were read once are kept.

    Attributes
    ----------
    name : str
        Name of the data set.
    data_hash : str
        See `graph.loading.Dataset`.
    report : LoadReport
        What the loader found.
    entity_count, relation_count : int
        Size of the data set, placeholders included.
    """

    def __init__(self, connection: engine.Connection, dialect: Dialect = DUCKDB) -> None:
        self._connection = connection
        self._dialect = dialect
        self._entities: dict[str, Entity] = {}
        self._relations: dict[int, Relation] = {}
        facts: dict[str, str] = dict(self._ask("meta"))
        self.name: str = facts["name"]
        self.data_hash: str = facts["data_hash"]
        self.report = LoadReport.from_dict(json.loads(facts["report"]))

    @classmethod
    def of(cls, data: Dataset) -> Store:
        """A store in memory of a data set, whatever its report says.

        Examples
        --------
        >>> firm, owner = Entity("f", "Firm", "company"), Entity("o", "Owner", "person")
        >>> link = Relation("r2", "o", "f", "owns", row=2)
        >>> Store.of(Dataset("two", (firm, owner), (link,))).degrees(["f", "x"])
        {'f': 1}
        """
        return cls(building.in_memory(data))

    def close(self) -> None:
        """Let go of the engine; nothing can be asked any more."""
        self._connection.close()

    @property
    def entity_count(self) -> int:
        """Entities in the whole data set."""
        return sum(self._tally.categories.values())

    @property
    def relation_count(self) -> int:
        """Relations in the whole data set."""
        return sum(self._tally.types.values())

    def entities(self, ids: Collection[str], /) -> dict[str, Entity]:
        """Entities by id, in the order asked for; ids without an entity are left out."""
        return _fetch(
            self._entities,
            dict.fromkeys(ids),
            lambda missing: map(tables.entity_of, self._ask("entities", missing)),
            lambda entity: entity.id,
        )

    def relations(self, ids: Collection[str], /) -> dict[str, Relation]:
        """Relations by id, in the order asked for; ids without a relation are left out."""
        found = self._relations_at([row for key in ids if (row := _row_of(key)) is not None])
        return {relation.id: relation for relation in found}

    def links_of(self, ids: Collection[str], /) -> list[Relation]:
        """Relations with at least one end in `ids`, in the order of the file."""
        return self._links("links_of", ids)

    def links_among(self, ids: Collection[str], /) -> list[Relation]:
        """Relations with both ends in `ids`, in the order of the file."""
        return self._links("links_among", ids)

    def degrees(self, ids: Collection[str], /) -> dict[str, int]:
        """Number of relations at each entity, one with itself counting once."""
        found: dict[str, int] = dict(self._ask("degrees", ids))
        return {key: found[key] for key in ids if key in found}

    def entity_ids(self, limit: int, /) -> list[str]:
        """Ids of at most `limit` entities: those with most links first, then by label."""
        text = questions.best_connected(limit, self._dialect)
        return [cells[0] for cells in engine.rows(self._connection, text)]

    def search(self, text: str, /, limit: int = 20) -> SearchResult:
        """Find entities by label, alias, holder, short name or id, see `graph.search.rank`.

        Parameters
        ----------
        text : str
            What somebody typed.
        limit : int
            How many hits are wanted.

        Returns
        -------
        SearchResult
            With ``total``, the number of all hits. Of a query that fits more names than can be
            ranked, the names that begin with it and those with most links are looked at.
        """
        return finding.search(self._connection, text, limit, self._dialect)

    def nearest(self, text: str, /) -> Hit | None:
        """The entity whose name is most like a text that found nothing; often ``None``."""
        return finding.nearest(self._connection, text, self._dialect)

    def sources(self) -> dict[str, Source]:
        """Every source by id, in the order of the file."""
        return dict(self._sources)

    def counts(self) -> Tally:
        """How much of what the data set holds."""
        return self._tally

    def summary(self) -> list[SummaryRow]:
        """Links between categories by type, the most frequent first."""
        return summary(self._ask)

    def _ask(self, question: str, ids: Collection[Any] | None = None) -> list[tables.Cells]:
        parameters = [] if ids is None else [_sendable(ids)]
        asked = questions.sql_of(question, self._dialect)
        return engine.rows(self._connection, asked, parameters)

    def _links(self, question: str, ids: Collection[str]) -> list[Relation]:
        if not ids:
            return []
        return self._relations_at(sorted(row for (row,) in self._ask(question, ids)))

    def _relations_at(self, lines: Iterable[int]) -> list[Relation]:
        found = _fetch(
            self._relations,
            dict.fromkeys(lines),
            lambda missing: map(tables.relation_of, self._ask("relations", missing)),
            lambda relation: relation.row,
        )
        return list(found.values())

    @cached_property
    def _sources(self) -> dict[str, Source]:
        found = sorted(map(tables.source_of, self._ask("sources")), key=lambda one: one.row)
        return {source.id: source for source in found}

    @cached_property
    def _tally(self) -> Tally:
        return tally(self._ask)


def open_store(path: Path | str) -> Store:
    """Open a data folder, a store file built from one, tables on Spark, or another file.

    Parameters
    ----------
    path : Path or str
        Folder with ``entities.csv`` and ``relations.csv``, a file made by
        ``python -m graph import``, any file that `graph.formats` reads, or the address of a
        schema on Spark: ``sc://HOST:15002/SCHEMA``.

    Returns
    -------
    Store

    Raises
    ------
    DataError
        When it cannot be used; `RefusedData`, with the ``report``, when rows are in error.

    Examples
    --------
    >>> store = open_store("data")
    >>> store.report.ok, store.entity_count > 0
    (True, True)
    """
    if spark.is_address(path):
        connection = spark.connect(str(path))
        return Store(connection, connection.dialect)
    place = Path(path)
    if not place.is_file():
        return Store(building.from_folder(place))
    if place.name.lower() in _OF_A_FOLDER:
        raise DataError(
            "This is one file of a data set.",
            where=str(place),
            fix=f"Give the folder it is in: {place.parent}",
        )
    if building.is_store_file(place):
        return Store(building.from_file(place))
    return Store.of(_read(place))


def _read(place: Path) -> Dataset:
    """A file of another format as a data set."""
    from graph.formats import read_any

    data = load_tables(read_any(place))
    if not data.report.ok:
        raise RefusedData(data.report, str(place))
    return data


def _fetch(
    kept: dict[Any, T],
    keys: Collection[Any],
    read: Callable[[list[Any]], Iterable[T]],
    key_of: Callable[[T], Any],
) -> dict[Any, T]:
    """Answer from what is kept, and read what is not."""
    found = {key: kept.get(key) for key in keys}
    missing = [key for key, value in found.items() if value is None]
    if missing:
        new = {key_of(value): value for value in read(missing)}
        if len(kept) + len(new) > _KEPT:
            kept.clear()
        if len(new) <= _KEPT:
            kept.update(new)
        found.update(new)
    return {key: value for key, value in found.items() if value is not None}


def _sendable(ids: Collection[Any]) -> list[Any]:
    """Ids without those that hold halves of letters, which no file can hold."""
    try:
        "".join(map(str, ids)).encode()
    except UnicodeEncodeError:
        return [one for one in ids if one.isascii() or one.encode(errors="ignore").decode() == one]
    return list(ids)


def _row_of(relation_id: str) -> int | None:
    digits = relation_id[1:]
    if relation_id[:1] != "r" or not digits.isascii() or not digits.isdecimal():
        return None
    row = int(digits[:18])
    return row if relation_id == f"r{row}" else None
