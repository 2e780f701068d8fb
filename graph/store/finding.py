"""Search in a store: the engine finds names that may match, `graph.search` ranks them."""

from __future__ import annotations

from typing import Final

from graph.search import Hit, Name, SearchResult, fold, rank, similar_words, typos_allowed
from graph.search import nearest as nearest_of
from graph.store import engine, questions
from graph.store.dialects import DUCKDB, Dialect

CANDIDATES: Final = 2_000
"""Names the engine hands over for ranking; more only adds hits that nobody scrolls to."""

_SPELLINGS: Final = 50
_WORDS: Final = 8
_QUERY: Final = 200


def search(
    connection: engine.Connection, text: str, limit: int, dialect: Dialect = DUCKDB
) -> SearchResult:
    """See `Store.search`."""
    text = _clean(text)
    words = fold(text).split()[:_WORDS]
    if not words:
        return SearchResult()
    spellings = [[word, *_spellings(connection, word, dialect)] for word in words]
    start = fold(text)
    asked = questions.names_with(spellings, start, CANDIDATES, dialect)
    found = engine.rows(connection, asked)
    ranked = rank(" ".join(words), (Name(*cells[:-1]) for cells in found), limit)
    if len(found) < CANDIDATES:
        return ranked
    return SearchResult(ranked.results, found[0][-1])


def nearest(connection: engine.Connection, text: str, dialect: Dialect = DUCKDB) -> Hit | None:
    """See `Store.nearest`."""
    text = _clean(text)
    folded = fold(text)
    if not folded:
        return None
    asked = questions.names_nearest(folded, _SPELLINGS, dialect)
    found = engine.rows(connection, asked)
    return nearest_of(text, (Name(*cells) for cells in found))


def _spellings(connection: engine.Connection, word: str, dialect: Dialect) -> list[str]:
    """Words in the data that `word` may be a typo of, the most alike first."""
    allowed = typos_allowed(word)
    if not allowed:
        return []
    asked = questions.words_like(word, allowed, dialect)
    near = [cells[0] for cells in engine.rows(connection, asked)]
    return sorted(similar_words(word, near))[:_SPELLINGS]


def _clean(text: str) -> str:
    """A query of a length that can be answered, without halves of letters."""
    return text[:_QUERY].encode(errors="ignore").decode()
