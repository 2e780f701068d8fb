"""The questions a store answers, written once as Ibis expressions.

An expression names tables and no engine; a dialect says where they are, and compiles. Compiling
costs milliseconds, answering less, so that each question is compiled once in a process and then
sent as text with the ids that are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from graph.search import only_begins
from graph.store.dialects import CATALOG, DUCKDB, WANTED, Dialect, Expression
from graph.store.tables import TABLES

__all__ = [
    "CATALOG",
    "QUESTIONS",
    "WANTED",
    "best_connected",
    "names_nearest",
    "names_with",
    "sql_of",
    "words_like",
]


class Tables(Mapping[str, Expression]):
    """The tables of a store, and of what is wanted, where a dialect has them."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def __getitem__(self, name: str) -> Expression:
        return self._dialect.table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


@cache
def sql_of(question: str, dialect: Dialect = DUCKDB) -> str:
    """The text of a question; one about ids takes a list of them as its parameter.

    Parameters
    ----------
    question : str
        Key of `QUESTIONS`.
    dialect : Dialect
        Of the engine that is to answer.

    Returns
    -------
    str

    Examples
    --------
    >>> "count" in sql_of("categories").lower()
    True
    """
    expression, about_ids = QUESTIONS[question]
    text = dialect.compiled(expression(Tables(dialect)))
    return dialect.about(text, rows=question == "relations") if about_ids else text


def _all_of(table: str) -> Callable[[Tables], Expression]:
    return lambda t: t[table]


def _wanted_entities(t: Tables) -> Expression:
    entities, wanted = t["entities"], t[WANTED]
    return entities.semi_join(wanted, entities.id == wanted.id)


def _wanted_relations(t: Tables) -> Expression:
    relations, wanted = t["relations"], t["wanted_rows"]
    return relations.semi_join(wanted, relations.row == wanted.id)


def _wanted_degrees(t: Tables) -> Expression:
    degrees, wanted = t["degrees"], t[WANTED]
    return degrees.semi_join(wanted, degrees.id == wanted.id).select("id", "degree")


def _links_of(t: Tables) -> Expression:
    # Two joins, each along an index, instead of one condition with “or”: 2 ms, not 370, on six
    # million relations.
    relations, wanted = t["relations"], t[WANTED]
    out = relations.semi_join(wanted, relations.source == wanted.id).select("row")
    into = relations.semi_join(wanted, relations.target == wanted.id).select("row")
    return out.union(into, distinct=True)


def _links_among(t: Tables) -> Expression:
    relations, wanted = t["relations"], t[WANTED]
    out = relations.semi_join(wanted, relations.source == wanted.id).select("row", "target")
    again = wanted.view()
    return out.semi_join(again, out.target == again.id).select("row")


def _tally(table: str, column: str) -> Callable[[Tables], Expression]:
    return lambda t: t[table].group_by(column).aggregate(number=t[table].count())


def _dates(t: Tables) -> Expression:
    relations = t["relations"]
    since, until = relations.since.nullif(""), relations.until.nullif("")
    return relations.aggregate(
        first=since.fill_null(until).min(),
        last=until.fill_null(since).max(),
        undated=((relations.since == "") & (relations.until == "")).sum(),
    )


def _summary(t: Tables) -> Expression:
    relations = t["relations"]
    ends = t["entities"].select("id", "category")
    sources = ends.rename(source="id", source_category="category")
    targets = ends.rename(target="id", target_category="category")
    joined = relations.select("source", "target", "type").join(sources, "source")
    joined = joined.join(targets, "target")
    keys = ("source_category", "target_category", "type")
    return joined.group_by(keys).aggregate(links=joined.count())


QUESTIONS: Final[Mapping[str, tuple[Callable[[Tables], Expression], bool]]] = {
    "meta": (_all_of("meta"), False),
    "sources": (_all_of("sources"), False),
    "entities": (_wanted_entities, True),
    "relations": (_wanted_relations, True),
    "degrees": (_wanted_degrees, True),
    "links_of": (_links_of, True),
    "links_among": (_links_among, True),
    "categories": (_tally("entities", "category"), False),
    "types": (_tally("relations", "type"), False),
    "statuses": (_tally("relations", "status"), False),
    "references": (_tally("relations", "reference"), False),
    "dates": (_dates, False),
    "summary": (_summary, False),
}
"""Questions by name: the expression, and whether it is about a list of ids."""


@lru_cache(maxsize=32)
def best_connected(limit: int, dialect: Dialect = DUCKDB) -> str:
    """The text that asks for the ids with most links, then by label and id."""
    degrees = dialect.table("degrees")
    ordered = degrees.order_by([degrees.degree.desc(), degrees.label, degrees.id])
    return dialect.compiled(ordered.select("id", "degree", "label").limit(limit))


def words_like(word: str, allowed: int, dialect: Dialect = DUCKDB) -> str:
    """The text that asks for words without digits which `word` may be a typo of.

    It casts a wide net: twice the typos, because two letters that changed places are two
    changes to the engine.
    """
    words = dialect.table("words")
    length = words.word.length()
    whole = (words.word.levenshtein(word) <= 2 * allowed) & (length <= len(word) + allowed)
    begun = words.word.substr(0, len(word)).levenshtein(word) <= 2 * allowed
    return dialect.compiled(words.filter((whole | begun) & (length >= len(word) - allowed)))


def names_with(
    words: Sequence[Sequence[str]], start: str, limit: int, dialect: Dialect = DUCKDB
) -> str:
    """The text that asks for names that hold one of the spellings of each word.

    Parameters
    ----------
    words : sequence of sequence of str
        Spellings of each word, folded.
    start : str
        Folded text; names that begin with it come first.
    limit : int
        How many names are wanted.
    dialect : Dialect
        Of the engine that is to answer.

    Returns
    -------
    str
        Its rows are those of `graph.search.Name`, then the number of entities in all.
    """
    import ibis

    found = dialect.table("names")
    for spellings in words:
        found = found.filter(ibis.or_(*(_holds(found.folded, one) for one in spellings)))
    joined = _with_entities(found, dialect)
    # Spark counts nothing distinct in a window; a table that is named twice is made once.
    total = joined.aggregate(total=joined.id.nunique()).as_scalar()
    ordered = joined.mutate(total=total).order_by(
        [
            (joined.folded == start).desc(),
            joined.folded.startswith(start).desc(),
            joined.degree.desc(),
            joined.id,
            joined.kind,
        ]
    )
    return dialect.compiled(ordered.select(*_NAME, "total").limit(limit))


def _holds(folded: Expression, word: str) -> Expression:
    if only_begins(word):
        return folded.startswith(word) | folded.contains(f" {word}")
    return folded.contains(word)


def names_nearest(folded: str, limit: int, dialect: Dialect = DUCKDB) -> str:
    """The text that asks for the names with fewest changes from a text."""
    names = _with_entities(dialect.table("names"), dialect)
    ordered = names.order_by([names.folded.levenshtein(folded), names.kind, names.id])
    return dialect.compiled(ordered.select(*_NAME).limit(limit))


_NAME: Final = ("id", "label", "category", "degree", "kind", "text", "folded")


def _with_entities(names: Expression, dialect: Dialect) -> Expression:
    degrees = dialect.table("degrees")
    return names.join(degrees, names.entity == degrees.id)
