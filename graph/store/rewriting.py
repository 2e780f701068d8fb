"""From tables of raw text to those of a store, for the rows that no rule has anything to say of."""
# ruff: noqa: S608 - text put into a statement is made of constants and of numbers of columns

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graph.loading.bulk import parts_of
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS
from graph.model import Entity
from graph.search import ID, LABEL, names_of
from graph.store.questions import CATALOG

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from graph.store.importing import Spread
    from graph.store.staging import StagedFile

_BATCH: Final = 20_000
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def cell(columns: Sequence[str], column: str) -> str:
    """A column by its name; a blank text when there is none."""
    return f"c{columns.index(column)}" if column in columns else "''"


def entities(connection: DuckDBPyConnection, table: StagedFile, filling: Spread) -> None:
    """Write the plain entities, and the names that lead to them."""
    key = cell(table.columns, "id")
    aliases = _bare(table, "aliases")
    _read_aliases(connection, table)
    label = _bare(table, "label")
    label = (
        f"CASE WHEN contains({label}, '  ') THEN regexp_replace({label}, ' +', ' ', 'g') "
        f"ELSE {label} END"
    )
    listed = (
        f"CASE WHEN {aliases} = '' THEN '[]' WHEN NOT contains({aliases}, ';') "
        f"THEN '[' || {_quoted(aliases)} || ']' ELSE (SELECT any_value(held) FROM alias_lists "
        f"WHERE text = {cell(table.columns, 'aliases')}) END"
    )
    texts = [_bare(table, name) for name in ("country", "description", "reference", "locator")]
    connection.execute(
        f"INSERT INTO {CATALOG}.entities SELECT r.rowid, {key}, {label}, "
        f"{_bare(table, 'category')}, {listed}, {_bare(table, 'holder')}, "
        f"lower({_bare(table, 'holder_tense')}), {', '.join(texts)}, false, "
        f"{_extra(table.columns, ENTITY_COLUMNS)}, r.rowid + 2 FROM raw_entities r "
        "WHERE r.rowid NOT IN (SELECT place FROM closer_entities)"
    )
    _names(connection, table, label, filling)


def relations(connection: DuckDBPyConnection, table: StagedFile) -> None:
    """Write the plain relations."""
    status = f"lower({_bare(table, 'status')})"
    # The status, since and until are written as they are read: only blanks around them go.
    texts = [
        _bare(table, name)
        for name in ("since", "until", "evidence", "said_by", "reference", "locator")
    ]
    connection.execute(
        f"INSERT INTO {CATALOG}.relations SELECT r.rowid + 2, {cell(table.columns, 'source')}, "
        f"{cell(table.columns, 'target')}, {_bare(table, 'type')}, s.low, s.high, "
        f"CASE WHEN {status} = '' THEN 'ungraded' ELSE {status} END, {', '.join(texts)}, "
        f"{_extra(table.columns, RELATION_COLUMNS)} FROM raw_relations r "
        f"LEFT JOIN shares s ON {cell(table.columns, 'share')} = s.text "
        "WHERE r.rowid NOT IN (SELECT place FROM closer_relations)"
    )


def _bare(table: StagedFile, column: str) -> str:
    # In plain rows nothing is blank but the usual blank.
    return f"trim({cell(table.columns, column)})" if column in table.columns else "''"


def _quoted(text: str) -> str:
    """A text as JSON; plain rows hold no signs that need more than this."""
    return (
        "'\"' || replace(replace(" + text + ", chr(92), chr(92) || chr(92)), '\"', "
        "chr(92) || '\"') || '\"'"
    )


def _extra(columns: Sequence[str], known: Sequence[str]) -> str:
    """The attributes of a row as JSON."""
    parts = []
    for place, name in enumerate(columns):
        if name in known:
            continue
        told = _as_json(name).replace("'", "''")
        text = f"trim(c{place})"
        parts.append(f"CASE WHEN {text} <> '' THEN '{told}: ' || {_quoted(text)} END")
    if not parts:
        return "'{}'"
    return f"'{{' || concat_ws(', ', {', '.join(parts)}) || '}}'"


def _read_aliases(connection: DuckDBPyConnection, table: StagedFile) -> None:
    """Lists of several aliases, each different one read once."""
    found: list[str] = []
    if "aliases" in table.columns:
        column = cell(table.columns, "aliases")
        found = [
            text
            for (text,) in connection.execute(
                f"SELECT DISTINCT {column} FROM raw_entities WHERE contains({column}, ';')"
            ).fetchall()
        ]
    connection.execute(
        "CREATE TABLE alias_lists AS SELECT unnest(?::VARCHAR[]) AS text, "
        "unnest(?::VARCHAR[]) AS held",
        [found, [_as_json(parts_of(text)) for text in found]],
    )


def _names(connection: DuckDBPyConnection, table: StagedFile, label: str, filling: Spread) -> None:
    """Names: two for most entities; those with more, or with letters of their own, one by one."""
    key = cell(table.columns, "id")
    more = [_bare(table, name) for name in ("aliases", "holder", "short") if name in table.columns]
    simple = " AND ".join(
        [
            *(f"{text} = ''" for text in more),
            *(
                f"strlen({text}) = length({text}) AND NOT contains({text}, '.')"
                for text in (key, label)
            ),
        ]
    )
    connection.execute(
        f"CREATE TABLE named AS SELECT r.rowid AS place, {key} AS id, {label} AS label, "
        f"CASE WHEN {simple} THEN {_folded(label)} ELSE '' END AS as_label, "
        f"CASE WHEN {simple} THEN {_folded(key)} ELSE '' END AS as_id FROM raw_entities r "
        "WHERE r.rowid NOT IN (SELECT place FROM closer_entities)"
    )
    connection.execute(
        f"INSERT INTO {CATALOG}.names SELECT id, {LABEL}, label, as_label FROM named "
        "WHERE as_label <> '' AND as_id <> ''"
    )
    connection.execute(
        f"INSERT INTO {CATALOG}.names SELECT id, {ID}, id, as_id FROM named "
        "WHERE as_label <> '' AND as_id <> '' AND as_id <> as_label"
    )
    cursor = connection.cursor()
    short = _bare(table, "short")
    cursor.execute(
        f"SELECT named.id, label, {_bare(table, 'aliases')}, {_bare(table, 'holder')}, {short} "
        "FROM named JOIN raw_entities ON raw_entities.rowid = place "
        "WHERE as_label = '' OR as_id = ''"
    )
    while rows := cursor.fetchmany(_BATCH):
        for own, text, aliases, holder, brief in rows:
            entity = Entity(own, text, "", parts_of(aliases), holder, extra={"short": brief})
            for kind, name, folded in names_of(entity):
                filling.name(own, kind, name, folded)
    cursor.close()


def _folded(text: str) -> str:
    """As `graph.search.fold` for ASCII without full stops; blank for what has no letter."""
    return f"trim(regexp_replace(lower({text}), '[^a-z0-9]+', ' ', 'g'))"
