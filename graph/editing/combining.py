"""Two data sets into one case: ids that clash kept apart or joined, all of it told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from graph.errors import DataError
from graph.exports.escaping import slug
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.report import Problem
from graph.loading.tables import Kind, Row, Table, Tables
from graph.queries import shorten

_COLUMNS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "sources": SOURCE_COLUMNS,
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
}
_ENDS: Final = ("source", "target")
_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Combined:
    """What combining did.

    Attributes
    ----------
    added : Mapping of str to int
        Rows that came from the second data set, by kind.
    joined : tuple of str
        Entity ids that stand for one entity now.
    renamed : Mapping of str to str
        Entity ids of the second data set that got a prefix, old to new.
    sources : Mapping of str to str
        The same for sources.
    words : tuple of str
        All of it in sentences; the problems of the tables say the same.
    """

    added: Mapping[str, int]
    joined: tuple[str, ...]
    renamed: Mapping[str, str]
    sources: Mapping[str, str]
    words: tuple[str, ...]


def combine(
    a: Tables, b: Tables, *, same: Mapping[str, str] | None = None, prefix: str = ""
) -> tuple[Tables, Combined]:
    """Put two data sets together; rows of the second come after those of the first.

    An id that both have is one entity when all cells that both fill are equal: the second fills
    what the first leaves blank. Otherwise the second gets a prefix. Links are never joined: the
    same link from two data sets is corroboration.

    Parameters
    ----------
    a, b : Tables
        The data sets.
    same : Mapping of str to str, optional
        Ids of `b` that are taken for an entity of `a`: id in `b` to id in `a`.
    prefix : str, optional
        Put before an id of `b` that means something else in `a`; the name of `b` by default.

    Raises
    ------
    DataError
        When `same` names an id that is not there.

    Examples
    --------
    >>> def firm(label): return Row(2, {"id": "x", "label": label, "category": "company"})
    >>> one = Tables("one", Table("entities.csv", (), (firm("First"),)))
    >>> two = Tables("two", Table("entities.csv", (), (firm("Second"),)))
    >>> both, told = combine(one, two)
    >>> [row["id"] for row in both.entities.rows], told.renamed
    (['x', 'two-x'], {'x': 'two-x'})
    """
    start = prefix or f"{slug(b.name)[:40] or 'second'}-"
    same = dict(same or {})
    _refuse_unknown(a, b, same)
    sources, source_names, joined_sources = _with_ids(a, b, "sources", {}, start)
    cited = {"reference": source_names}
    entities, names, joined = _with_ids(a, b, "entities", same, start, cited)
    moved = {**same, **names}
    links = _renamed(_rows(b, "relations"), {**cited, **dict.fromkeys(_ENDS, moved)})
    relations = _appended(a, b, "relations", links)
    rows = _count(len(_rows(b, "entities")), "entity", "entities")
    both = f"{rows} and {_count(len(links), 'link', 'links')} of “{shorten(b.name)}”"
    words = (
        f"{both} were put to those of “{shorten(a.name)}”.",
        *_listed(joined, "one entity now, as both say the same or it was asked"),
        *_listed([f"{old} → {new}" for old, new in names.items()], "kept apart with a prefix"),
        *_listed(joined_sources, "one source now"),
        *_listed(
            [f"{old} → {new}" for old, new in source_names.items()],
            "kept apart with a prefix as sources",
        ),
    )
    problems = tuple(Problem("info", "entities.csv", 0, "", "", one, "") for one in words)
    added: dict[str, int] = {kind: len(_rows(b, kind)) for kind in _COLUMNS}
    tables = Tables(
        a.name, entities, relations, sources, (*a.problems, *b.problems, *problems), a.place
    )
    return tables, Combined(added, tuple(joined), names, source_names, words)


def _refuse_unknown(a: Tables, b: Tables, same: Mapping[str, str]) -> None:
    here = {row["id"] for row in _rows(a, "entities")}
    there = {row["id"] for row in _rows(b, "entities")}
    there |= {row[end] for row in _rows(b, "relations") for end in _ENDS}
    for theirs, ours in same.items():
        for key, known, name in ((theirs, there, b.name), (ours, here, a.name)):
            if key not in known:
                raise DataError(
                    f"“{shorten(key)}” is no entity of “{shorten(name)}”.",
                    where="same",
                    fix="Name an id of each data set.",
                )


def _with_ids(
    a: Tables,
    b: Tables,
    kind: Kind,
    same: Mapping[str, str],
    prefix: str,
    cited: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Table | None, dict[str, str], list[str]]:
    """Entities or sources of both: the table, ids of `b` that were prefixed, ids that are one."""
    first = list(_rows(a, kind))
    places = {_id(row, kind): place for place, row in reversed(list(enumerate(first)))}
    taken = {*places, *(_id(row, kind) for row in _rows(b, kind))}
    if kind == "entities":
        taken |= {
            row[end] for table in (a, b) for row in _rows(table, "relations") for end in _ENDS
        }
    names: dict[str, str] = {}
    joined: list[str] = []
    fresh: list[Row] = []
    mine: set[str] = set()
    for row in _renamed(_rows(b, kind), cited or {}):
        key = _id(row, kind)
        ours = same.get(key, key)
        if key in mine or ours not in places:
            # A repeated id stays a repeated id: the rules name it.
            new = names.get(key, key)
            fresh.append(row if new == key else _with(row, {"id": new}))
        elif key in same or _agree(first[places[ours]], row):
            held = first[places[ours]]
            extra = {name: cell for name, cell in row.cells.items() if not held.bare(name)}
            if key in same:
                extra |= _aliases(held, row)
            first[places[ours]] = _with(held, extra)
            joined.append(ours)
        else:
            names[key] = _free(f"{prefix}{key}", taken)
            fresh.append(_with(row, {"id": names[key]}))
        mine.add(key)
    table = _appended(a, b, kind, fresh)
    held_table: Table | None = getattr(a, kind)
    if table is not None and held_table is not None:
        table = replace(table, rows=(*first, *table.rows[len(first) :]))
    return table, names, joined


def _aliases(held: Row, row: Row) -> dict[str, str]:
    """The names of an entity that was taken for another, kept as aliases."""
    spelt = [*held["aliases"].split(";"), row["label"].replace(";", ","), row["id"]]
    spelt += row["aliases"].split(";")
    known = ("", held.bare("label"), held.bare("id"))
    return {
        "aliases": ";".join(dict.fromkeys(n for one in spelt if (n := one.strip()) not in known))
    }


def _id(row: Row, kind: Kind) -> str:
    return row.bare("id") if kind == "sources" else row["id"]


def _agree(one: Row, other: Row) -> bool:
    """Whether two rows differ in no cell that both fill."""
    return all(
        " ".join(cell.split()) == " ".join(one[name].split())
        for name, cell in other.cells.items()
        if cell.strip() and one.bare(name)
    )


def _free(name: str, taken: set[str]) -> str:
    key, number = name, 2
    while key in taken:
        key, number = f"{name}-{number}", number + 1
    taken.add(key)
    return key


def _renamed(rows: Iterable[Row], names: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """Rows with ids replaced, by column."""
    fresh = []
    for row in rows:
        cells = {
            column: known[key]
            for column, known in names.items()
            if (key := row.bare(column) if column == "reference" else row[column]) in known
        }
        fresh.append(_with(row, cells) if cells else row)
    return fresh


def _with(row: Row, cells: Mapping[str, str]) -> Row:
    return Row(row.line, {**row.cells, **cells}, row.file) if cells else row


def _appended(a: Tables, b: Tables, kind: Kind, rows: Iterable[Row]) -> Table | None:
    """The table of `a` with rows of `b` after its own, numbered on."""
    first: Table | None = getattr(a, kind)
    second: Table | None = getattr(b, kind)
    if first is None and second is None:
        return None
    known = _COLUMNS[kind]
    ours = (first.columns or known) if first else known
    theirs = (second.columns or known) if second else ()
    line = max((row.line for row in first.rows), default=1) if first else 1
    numbered = tuple(Row(line + step, row.cells) for step, row in enumerate(rows, 1))
    return Table(
        first.file if first else f"{kind}.csv",
        tuple(dict.fromkeys((*ours, *theirs))),
        (*(first.rows if first else ()), *numbered),
        (first is None or first.readable) and (second is None or second.readable),
    )


def _rows(tables: Tables, kind: Kind) -> tuple[Row, ...]:
    table: Table | None = getattr(tables, kind)
    return table.rows if table else ()


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _listed(ids: Iterable[str], what: str) -> tuple[str, ...]:
    every = [shorten(one) for one in ids]
    if not every:
        return ()
    more = f" and {len(every) - _LISTED:,} more" if len(every) > _LISTED else ""
    return (f"{', '.join(every[:_LISTED])}{more}: {what}.",)
