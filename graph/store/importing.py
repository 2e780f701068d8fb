"""Importing a folder of any size with queries over whole tables, under the rules for rows.

The rules stay where they are, in `graph.loading`: queries find the rows of which the rules may
have something to say, and only those are read one by one.
"""
# ruff: noqa: S608 - text put into a statement is made of constants and of numbers of columns

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.errors import DataError
from graph.loading import registers
from graph.loading.blocks import SIZE
from graph.loading.csvfile import CsvFile
from graph.loading.reading import Reading
from graph.loading.report import LoadReport, RefusedData
from graph.loading.tables import Kind, Row
from graph.loading.validation import HOLDER_TENSES
from graph.model import CATEGORIES, RELATION_GROUPS, STATUSES, Entity, PartialDate, Share
from graph.store import engine, rewriting
from graph.store.staging import Irregular, StagedFile, StagedFolder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_UNSEEN: Final = (
    r"[\x00-\x1f\x7f-\x{a0}\x{ad}\x{1680}\x{180e}\x{2000}-\x{200b}\x{2028}-\x{202f}"
    r"\x{205f}-\x{2069}\x{3000}\x{feff}]"
)
"""Signs that a rule may be about, and blanks other than the usual one."""

_TYPES: Final = tuple(name for names in RELATION_GROUPS.values() for name in names)
_NEAR_WHOLE: Final = 99.999
_BATCH: Final = 20_000

Tell = Callable[[str, int], object]
"""Told what is done now, and how many rows it is about."""


def import_folder(
    connection: DuckDBPyConnection, folder: Path, beside: Path, tell: Tell
) -> LoadReport:
    """Fill an empty store from a folder.

    Parameters
    ----------
    connection : DuckDBPyConnection
        From `engine.connect_importing`.
    folder : Path
        The folder.
    beside : Path
        A folder for what is needed on the way.
    tell : callable
        See `Tell`.

    Raises
    ------
    Irregular
        When the folder must be read row by row.
    RefusedData
        When the load report has errors.
    """
    filling = Spread(connection)
    reading = _Importing(StagedFolder(folder), filling, connection, beside, tell)
    report, data_hash = reading.run()
    if not report.ok:
        raise RefusedData(report, str(folder))
    tell("indexes", reading.total)
    filling.finish(folder.resolve().name, report, data_hash)
    return report


class Spread(engine.Filling):
    """A filling in which entities keep the places that their rows give them."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.free = 0

    def entity(self, entity: Entity) -> None:
        """Take an entity; those that no row names come after all others."""
        if entity.placeholder:
            self._entities = self.free
            self.free += 1
        else:
            self._entities = entity.row - 2
        super().entity(entity)

    def name(self, entity: str, kind: int, text: str, folded: str) -> None:
        """Take a name of an entity."""
        self._add("names", (entity, kind, text, folded))


class _Ids(registers.IdRegister):
    """The ids that matter for the rows that are read one by one."""

    def know(self, some: Iterable[tuple[str, int]]) -> None:
        for key, line in some:
            self._lines.setdefault(key, line)

    def know_like(self, some: Iterable[tuple[str, str, int]]) -> None:
        for bare, key, line in some:
            self._bare.setdefault(bare, key)
            self._lines.setdefault(key, line)


class _Words(registers.OwnWords):
    """Own words of which most rows are counted elsewhere."""

    def merge(self, counted: Sequence[tuple[str, int, int]]) -> None:
        """Add word, first line and number of rows, in the order of reading by blocks."""
        order = {word: (_block(line), 1, line) for word, (line, _) in self._rows.items()}
        for word, line, times in counted:
            if word in self._known:
                continue
            seen = self._rows[word]
            seen[0] = min(seen[0] or line, line)
            seen[1] += times
            place = (_block(line), 0, line)
            order[word] = min(order.get(word, place), place)
        for word in sorted(order, key=order.__getitem__):
            self._rows[word] = self._rows.pop(word)


class _Sums(registers.ShareSums):
    def targets(self) -> list[str]:
        """The targets noted so far."""
        return list(self._most)


class _Importing(Reading):
    """One pass through a folder in which the engine takes all rows that are plain."""

    def __init__(
        self,
        origin: StagedFolder,
        filling: Spread,
        connection: DuckDBPyConnection,
        beside: Path,
        tell: Tell,
    ) -> None:
        super().__init__(origin, filling)
        self._connection = connection
        self._filling = filling
        self._beside = beside
        self._tell = tell
        self._ids = self._entity_ids = _Ids(self._files["entities"])
        self._sums = self._shares = _Sums()
        self._own: dict[str, _Words] = {
            "type": _Words(self._files["relations"], "type", _TYPES),
            "category": _Words(self._files["entities"], "category", tuple(CATEGORIES)),
        }
        self._types, self._categories = self._own["type"], self._own["category"]
        self.total = 0

    def _by_blocks(self, kind: Kind, table: CsvFile, take: Callable[[Row], None]) -> None:
        if not isinstance(table, StagedFile):
            super()._by_blocks(kind, table, take)
            return
        self._tell(f"reading {table.file}", self.total)
        table.stage(self._connection, f"raw_{kind}", self._beside)
        self.total += table.count
        self._tell(f"checking {table.file}", table.count)
        if kind == "entities":
            self._all_entities(table, take)
        else:
            self._all_relations(table, take)

    def _ask(self, text: str, parameters: Collection[Any] = ()) -> list[Any]:
        return self._connection.execute(text, list(parameters)).fetchall()

    def _distinct(self, table: StagedFile, kind: Kind, *columns: str) -> list[tuple[str, ...]]:
        cells = ", ".join(_cell(table, column) for column in columns)
        return self._ask(f"SELECT DISTINCT {cells} FROM raw_{kind}")

    def _note_closer(self, kind: Kind, conditions: Sequence[str]) -> None:
        found = " OR ".join(f"({one})" for one in conditions) or "false"
        self._ask(
            f"CREATE TABLE closer_{kind} AS SELECT rowid AS place FROM raw_{kind} WHERE {found}"
        )

    def _suspicious(self, table: StagedFile, required: str) -> Iterator[str]:
        yield f"trim({_cell(table, required)}) = ''"
        if not table.plain:
            cells = ", ".join(f"c{place}" for place in range(len(table.columns)))
            yield f"regexp_matches(concat_ws('|', {cells}), '{_UNSEEN}')"

    def _list(self, name: str, values: Collection[Any]) -> str:
        """A table of texts; gives its name."""
        self._ask(
            f"CREATE OR REPLACE TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS text", [list(values)]
        )
        return name

    def _among(
        self, table: StagedFile, kind: Kind, column: str, wrong: Callable[[str], bool]
    ) -> Iterator[str]:
        """The condition that a cell is one of those that a rule is about."""
        if column not in table.columns:
            return
        found = [one for (one,) in self._distinct(table, kind, column) if wrong(one)]
        if found:
            listed = self._list(f"wrong_{kind}_{column}", found)
            yield f"{_cell(table, column)} IN (SELECT text FROM {listed})"

    def _uncited_rows(self, table: StagedFile, kind: Kind) -> Iterator[str]:
        if self._readable("sources"):
            ids = self._source_ids
            yield from self._among(
                table, kind, "reference", lambda one: bool(one.strip()) and one.strip() not in ids
            )
        elif not self._unlisted:
            self._unlisted = any(one.strip() for (one,) in self._distinct(table, kind, "reference"))

    def _take_closer(self, table: StagedFile, kind: Kind, take: Callable[[Row], None]) -> None:
        cells = ", ".join(f"c{place}" for place in range(len(table.columns)))
        cursor = self._connection.cursor()
        cursor.execute(
            f"SELECT rowid, {cells} FROM raw_{kind} WHERE rowid IN "
            f"(SELECT place FROM closer_{kind}) ORDER BY rowid"
        )
        while rows := cursor.fetchmany(_BATCH):
            for place, *texts in rows:
                content = {
                    name: cell
                    for name, cell in zip(table.columns, texts, strict=True)
                    if cell and not cell.isspace()
                }
                if not content:
                    # A row of blanks of a rare kind.
                    raise Irregular
                take(self._seen(table.file, Row(place + 2, content)))
        cursor.close()

    def _count_words(self, table: StagedFile, kind: Kind, column: str) -> None:
        word = f"trim({_cell(table, column)})"
        counted = self._ask(
            f"SELECT {word}, min(rowid) + 2, count(*) FROM raw_{kind} "
            f"WHERE rowid NOT IN (SELECT place FROM closer_{kind}) GROUP BY 1"
        )
        self._own[column].merge(counted)

    def _all_entities(self, table: StagedFile, take: Callable[[Row], None]) -> None:
        key, label = _cell(table, "id"), _cell(table, "label")
        conditions = [
            *self._suspicious(table, "id"),
            f"trim({label}) = ''",
            f"trim({_cell(table, 'category')}) = ''",
            *self._among(
                table, "entities", "holder_tense",
                lambda one: one.strip().lower() not in {"", *HOLDER_TENSES},
            ),
            *self._uncited_rows(table, "entities"),
        ]  # fmt: skip
        self._make_bare(key)
        (found,) = self._ask("SELECT count(*), count(DISTINCT bare) FROM bare_ids")
        if found[0] != found[1]:
            conditions.append(
                "rowid IN (SELECT place FROM bare_ids WHERE bare IN "
                "(SELECT bare FROM bare_ids GROUP BY bare HAVING count(*) > 1))"
            )
        self._note_closer("entities", conditions)
        self._filling.free = table.count
        self._take_closer(table, "entities", take)
        self._count_words(table, "entities", "category")
        ((closer,),) = self._ask("SELECT count(*) FROM closer_entities")
        self._counts["entities"] += table.count - closer
        self._tell("writing entities", table.count)
        rewriting.entities(self._connection, table, self._filling)

    def _make_bare(self, key: str) -> None:
        """Ids as a reader sees them; in ASCII nothing but capitals and blanks can differ."""
        self._ask(
            "CREATE TABLE bare_ids AS SELECT rowid AS place, "
            f"lower(replace(replace({key}, ' ', ''), chr(9), '')) AS bare FROM raw_entities"
        )
        # What is not ASCII has more bytes than letters.
        odd = self._ask(
            f"SELECT rowid, {key} FROM raw_entities WHERE strlen({key}) <> length({key})"
        )
        if odd:
            places = [place for place, _ in odd]
            texts = [registers.bare_id(text) for _, text in odd]
            self._ask("DELETE FROM bare_ids WHERE place IN (SELECT unnest(?::BIGINT[]))", [places])
            self._ask(
                "INSERT INTO bare_ids SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
                [places, texts],
            )

    def _all_relations(self, table: StagedFile, take: Callable[[Row], None]) -> None:
        connection = self._connection
        source, target = _cell(table, "source"), _cell(table, "target")
        self._read_shares(table)
        conditions = [
            *self._suspicious(table, "type"),
            *self._among(table, "relations", "share", lambda one: one in self._bad_shares),
            *self._among(
                table, "relations", "status",
                lambda one: one.strip().lower() not in {"", *STATUSES},
            ),
            *self._among(table, "relations", "indirect", lambda one: bool(one.strip())),
            *self._odd_dates(table),
            *self._uncited_rows(table, "relations"),
        ]  # fmt: skip
        connection.execute(
            "CREATE TABLE ends AS SELECT id, count(*) AS degree FROM ("
            f"SELECT {source} AS id FROM raw_relations UNION ALL "
            f"SELECT {target} FROM raw_relations WHERE {source} <> {target}) GROUP BY id"
        )
        key = _cell(self._entities_table(), "id")
        connection.execute(
            "CREATE TABLE unknown AS SELECT id FROM ends ANTI JOIN "
            f"(SELECT {key} AS id FROM raw_entities WHERE trim({key}) <> '') USING (id)"
        )
        if self._ask("SELECT 1 FROM unknown LIMIT 1"):
            conditions += [f"{end} IN (SELECT id FROM unknown)" for end in (source, target)]
        self._note_closer("relations", conditions)
        self._learn_ids(source, target, key)
        self._take_closer(table, "relations", take)
        self._count_words(table, "relations", "type")
        self._note_holdings(table)
        ((closer,),) = self._ask("SELECT count(*) FROM closer_relations")
        self._counts["relations"] += table.count - closer
        self._tell("writing relations", table.count)
        rewriting.relations(connection, table)

    def _entities_table(self) -> StagedFile:
        table = self._tables["entities"]
        assert isinstance(table, StagedFile)
        return table

    def _read_shares(self, table: StagedFile) -> None:
        """Every share of the file, read once."""
        found: list[tuple[str, float, float]] = []
        self._bad_shares: set[str] = set()
        if "share" in table.columns:
            for (text,) in self._distinct(table, "relations", "share"):
                try:
                    share = Share.parse(text)
                except DataError:
                    self._bad_shares.add(text)
                    continue
                if share is not None:
                    found.append((text, share.min, share.max))
        columns: list[list[Any]] = [list(one) for one in zip(*found, strict=True)] or [[], [], []]
        self._ask(
            "CREATE TABLE shares AS SELECT unnest(?::VARCHAR[]) AS text, "
            "unnest(?::DOUBLE[]) AS low, unnest(?::DOUBLE[]) AS high",
            columns,
        )

    def _odd_dates(self, table: StagedFile) -> Iterator[str]:
        pairs = self._distinct(table, "relations", "since", "until")
        odd = [pair for pair in pairs if _odd_pair(*pair)]
        if odd:
            since, until = (list(side) for side in zip(*odd, strict=True))
            self._ask(
                "CREATE TABLE odd_dates AS SELECT unnest(?::VARCHAR[]) AS since, "
                "unnest(?::VARCHAR[]) AS until",
                [since, until],
            )
            yield (
                f"({_cell(table, 'since')}, {_cell(table, 'until')}) IN "
                "(SELECT (since, until) FROM odd_dates)"
            )

    def _learn_ids(self, source: str, target: str, key: str) -> None:
        """What the rows that are read one by one need to know of the entities."""
        closer = "raw_relations WHERE rowid IN (SELECT place FROM closer_relations)"
        self._ids.know(
            self._ask(
                f"SELECT {key}, min(rowid) + 2 FROM raw_entities WHERE trim({key}) <> '' AND "
                f"{key} IN (SELECT {source} FROM {closer} UNION SELECT {target} FROM {closer}) "
                f"GROUP BY 1"
            )
        )
        unknown = [one for (one,) in self._ask("SELECT id FROM unknown")]
        if not unknown:
            return
        listed = self._list("bare_unknown", {registers.bare_id(one) for one in unknown})
        self._ids.know_like(
            self._ask(
                f"SELECT bare, arg_min({key}, place), min(place) + 2 FROM bare_ids "
                "JOIN raw_entities ON raw_entities.rowid = place "
                f"WHERE trim({key}) <> '' AND bare IN (SELECT text FROM {listed}) GROUP BY bare"
            )
        )

    def _note_holdings(self, table: StagedFile) -> None:
        """Note the holdings in whoever may be held for more than 100 %."""
        if "share" not in table.columns:
            return
        own = ", ".join(f"'{one}'" for one in RELATION_GROUPS["ownership"])
        target, kind, until = (_cell(table, one) for one in ("target", "type", "until"))
        counted = (
            f"FROM raw_relations JOIN shares ON {_cell(table, 'share')} = shares.text "
            f"WHERE trim({kind}) IN ({own}) AND trim({until}) = '' "
            f"AND lower(trim({_cell(table, 'status')})) <> 'proposed' "
            "AND raw_relations.rowid NOT IN (SELECT place FROM closer_relations)"
        )
        listed = self._list("noted_targets", self._sums.targets())
        asked = (
            f"SELECT raw_relations.rowid + 2, {_cell(table, 'source')}, {target}, trim({kind}), "
            f"low, high, {_cell(table, 'since')}, trim({_cell(table, 'reference')}) {counted} "
            f"AND {target} IN (SELECT {target} {counted} GROUP BY 1 HAVING sum(low) > "
            f"{_NEAR_WHOLE} UNION SELECT text FROM {listed}) ORDER BY 1"
        )
        for line, a, b, word, low, high, since, cited in self._ask(asked):
            begun = PartialDate.parse(since)
            self._sums.note(line, (a, b, word, Share(low, high), begun), cited)


def _cell(table: StagedFile, column: str) -> str:
    return rewriting.cell(table.columns, column)


def _block(line: int) -> int:
    """The number of the block that a line is in, when a file is read block by block."""
    return (line - 2) // SIZE


def _odd_pair(since: str, until: str) -> bool:
    try:
        first, last = PartialDate.parse(since), PartialDate.parse(until)
    except DataError:
        return True
    return first is not None and last is not None and first.earliest() > last.latest()
