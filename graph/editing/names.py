"""A pasted list of names against the data: hits, near hits and misses."""

from __future__ import annotations

import csv
import io
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

from rapidfuzz import fuzz, process

from graph.editing.alike import Bare, bare, bare_alike, forms_differ
from graph.exports.escaping import safe_cell
from graph.model import Entity
from graph.queries import Queries
from graph.search import names_of

NEAR_SCORE: Final = 75.0
"""How alike a name must be, from 0 to 100, to be shown as a near hit."""

MAX_NAMES: Final = 5_000
"""Lines of a list that are looked up."""

MAX_FOUND: Final = 5
"""Entities that are given for one name."""

_WHOLE: Final = 250_000
_CANDIDATES: Final = 15
_LONGEST: Final = 300
_COLUMNS: Final = ("line", "name", "verdict", "id", "label", "category", "matched", "score")


@dataclass(frozen=True, slots=True)
class Near:
    """An entity that a name may mean.

    Attributes
    ----------
    id, label, category : str
        The entity.
    matched : str
        Its name that is alike.
    score : float
        How alike, from 0 to 100.
    """

    id: str
    label: str
    category: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What the data holds for one name of a list.

    Attributes
    ----------
    line : int
        Its line in the list, from 1.
    name : str
        The name as it was pasted.
    verdict : {"hit", "near", "miss"}
        Whether the data has it, has something like it, or neither.
    found : tuple of Near
        The entities, the best first.
    """

    line: int
    name: str
    verdict: Literal["hit", "near", "miss"]
    found: tuple[Near, ...] = ()


def match_names(store: Queries, lines: str | Iterable[str]) -> tuple[NameMatch, ...]:
    r"""Look up every line of a list; blank lines are passed by.

    A hit has the same words, whatever their order, case, accents, script or legal form.

    Parameters
    ----------
    store : Queries
        The data.
    lines : str or iterable of str
        A pasted text, or its lines; at most `MAX_NAMES` names are looked up.

    Examples
    --------
    >>> from graph.store import open_store
    >>> found = match_names(open_store("data"), "HALSEMA, Femke\nZhenhua Dta\n\nNobody Atall")
    >>> [(one.line, one.verdict) for one in found]
    [(1, 'hit'), (2, 'near'), (4, 'miss')]
    """
    split = lines.splitlines() if isinstance(lines, str) else lines
    wanted = [
        (number, " ".join(line.split())[:_LONGEST])
        for number, line in enumerate(split, 1)
        if line.strip()
    ][:MAX_NAMES]
    book = _book(store)
    return tuple(_match(store, book, number, name) for number, name in wanted)


def names_csv(matches: Iterable[NameMatch]) -> str:
    """The matches as CSV, a row for each entity found; formulas are made plain text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for match in matches:
        start = [str(match.line), safe_cell(match.name), match.verdict]
        for near in match.found:
            cells = (near.id, near.label, near.category, near.matched)
            writer.writerow([*start, *map(safe_cell, cells), f"{near.score:.0f}"])
        if not match.found:
            writer.writerow([*start, "", "", "", "", ""])
    return text.getvalue()


@dataclass(frozen=True)
class _Book:
    """Every name of the data, ready to be compared."""

    names: tuple[tuple[Entity, str, Bare], ...]
    keys: tuple[str, ...]
    exact: Mapping[str, list[int]]


_kept: OrderedDict[tuple[str, str], _Book] = OrderedDict()
_lock: Final = Lock()


def _book(store: Queries) -> _Book | None:
    """The names of a store; ``None`` when there are too many to hold."""
    if store.entity_count > _WHOLE:
        return None
    key = (store.data_hash, store.name)
    with _lock:
        if key in _kept:
            return _kept[key]
    ids = store.entity_ids(_WHOLE)
    names = tuple(
        (entity, text, bare(text))
        for entity in store.entities(ids).values()
        for _, text, _ in names_of(entity)
    )
    exact: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, _, one) in enumerate(names):
        for spelt in {one.key, one.joined}:
            exact[spelt].append(place)
    book = _Book(names, tuple(one.key for _, _, one in names), exact)
    if store.data_hash:
        with _lock:
            _kept[key] = book
            while len(_kept) > 2:
                _kept.popitem(last=False)
    return book


def _match(store: Queries, book: _Book | None, line: int, name: str) -> NameMatch:
    asked = bare(name)
    best: dict[str, Near] = {}

    def note(entity: Entity, text: str, score: float) -> None:
        known = best.get(entity.id)
        if known is None or score > known.score:
            best[entity.id] = Near(entity.id, entity.label, entity.category, text, score)

    if book is not None:
        for place in (*book.exact.get(asked.key, ()), *book.exact.get(asked.joined, ())):
            entity, text, known = book.names[place]
            note(entity, text, _score(asked, known))
    # What is there word for word needs no search for what is like it.
    sure = any(near.score >= 100 for near in best.values())
    if book is not None and not sure:
        places = set()
        for scorer, cutoff in ((fuzz.ratio, 55), (fuzz.token_set_ratio, 80)):
            places |= {
                place
                for _, _, place in process.extract(
                    asked.key, book.keys, scorer=scorer, limit=_CANDIDATES, score_cutoff=cutoff
                )
            }
        for place in places:
            entity, text, known = book.names[place]
            note(entity, text, _score(asked, known))
    hits = () if sure else store.search(name, limit=MAX_FOUND).results
    if not best and not hits and (near := store.nearest(name)):
        hits = (near,)
    entities = store.entities([hit.id for hit in hits])
    for hit in hits:
        # Search found it: a part of a name, or a typo, is near enough to be shown.
        note(entities[hit.id], hit.matched, max(_score(asked, bare(hit.matched)), NEAR_SCORE))
    found = sorted(
        (near for near in best.values() if near.score >= NEAR_SCORE),
        key=lambda near: (-near.score, near.label, near.id),
    )[:MAX_FOUND]
    if not found:
        return NameMatch(line, name, "miss")
    exact = tuple(near for near in found if near.score >= 100)
    return NameMatch(line, name, "hit" if exact else "near", exact or tuple(found))


def _score(one: Bare, other: Bare) -> float:
    score = bare_alike(one, other)
    return min(score, 92.0) if forms_differ(one, other) else score
