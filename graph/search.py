"""Finding entities by name: folding, names that lead to an entity, typos and ranking."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from graph.model import Entity

LABEL, ALIAS, HOLDER, SHORT, ID = range(5)
"""Kinds of names, in the order in which they count."""

NEAREST_SCORE: Final = 60
"""How alike (0 to 100) a name must be to be suggested when nothing is found."""

SHORT_WORD: Final = 4
"""Letters up to which a word is short: half of it is easily in another."""

_SHORT_SCORE: Final = 75

_EXACT, _PREFIX, _WORDS, _INSIDE, _TYPO = range(5)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found.

    Attributes
    ----------
    id, label, category : str
        The entity.
    matched : str
        The name that matched: the label, an alias, the holder, a short name or the id.
    """

    id: str
    label: str
    category: str
    matched: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits, and how many there are in all."""

    results: tuple[Hit, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A name by which an entity can be found, as the Store keeps it."""

    id: str
    label: str
    category: str
    degree: int
    kind: int
    text: str
    folded: str


def fold(text: str) -> str:
    """A text as search compares it: no case, accents or punctuation, single blanks.

    Parameters
    ----------
    text : str
        A name, or what somebody typed.

    Returns
    -------
    str
        Words with single blanks between them; `text` without case when it has no letter or
        digit.

    Examples
    --------
    >>> fold("Société  Générale, N.V."), fold("Øresund-Łódź"), fold("?!")
    ('societe generale nv', 'oresund lodz', '?!')
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS)).casefold()
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _GAP.sub(" ", _INITIALS.sub("", plain)).strip()
    return words or " ".join(plain.split())


_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
_INITIALS: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w\.\w)\.")
_GAP: Final = re.compile(r"[\W_]+")


def names_of(entity: Entity) -> Iterator[tuple[int, str, str]]:
    """Every name that leads to an entity, once per spelling: kind, text, folded text.

    The holder of a role is also found together with the role's names, so that “mayor
    halsema” finds her office.

    Examples
    --------
    >>> mayor = Entity("mayor", "Mayor of Amsterdam", "role", holder="Femke Halsema")
    >>> [text for _, text, _ in names_of(mayor)]
    ['Mayor of Amsterdam', 'Femke Halsema', 'Mayor of Amsterdam, Femke Halsema', 'mayor']
    """
    names = [(LABEL, entity.label), *((ALIAS, alias) for alias in entity.aliases)]
    found = list(names)
    if entity.holder:
        found.append((HOLDER, entity.holder))
        found.extend((HOLDER, f"{text}, {entity.holder}") for _, text in names)
    if short := entity.extra.get("short"):
        found.append((SHORT, short))
    found.append((ID, entity.id))
    seen: set[str] = set()
    for kind, text in found:
        folded = fold(text)
        if folded and folded not in seen:
            seen.add(folded)
            yield kind, text, folded


def typos_allowed(word: str) -> int:
    """How many typos a word of a query may have: none with a digit, where each digit counts.

    Examples
    --------
    >>> [typos_allowed(word) for word in ("eu", "cetc", "halsema", "parliament", "2020z16438")]
    [0, 1, 1, 2, 0]
    """
    if len(word) < 3 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def similar_words(word: str, vocabulary: Iterable[str]) -> set[str]:
    """Words that `word` may be a typo of, or the beginning of one with a typo in it.

    Examples
    --------
    >>> sorted(similar_words("zhenuha", ["zhenhua", "zhonghua", "zhenhuas"]))
    ['zhenhua', 'zhenhuas']
    """
    return {known for known in vocabulary if _distance(word, known) is not None}


def _distance(word: str, known: str) -> int | None:
    """Typos between a word of the query and a word, or its beginning; ``None`` when too many."""
    allowed = typos_allowed(word)
    if known.startswith(word):
        return 0
    if not allowed or len(known) < max(3, len(word) - allowed):
        return None
    parts = {known}
    # The first three letters begin too many words to be forgiven a typo while typing.
    if len(word) > 3:
        parts |= {known[: len(word) + more] for more in range(-allowed, allowed + 1)}
    best = min(int(OSA.distance(word, part, score_cutoff=allowed)) for part in parts)
    return best if best <= allowed else None


def only_begins(word: str) -> bool:
    """Whether a word is so short that it must begin a word: one or two Latin letters.

    Examples
    --------
    >>> only_begins("eu"), only_begins("中")
    (True, False)
    """
    return len(word) < 3 and word.isascii()


def holds(name: str, word: str) -> bool:
    """Whether a folded name holds a word, anywhere or, when it is short, where a word begins.

    Examples
    --------
    >>> holds("state security", "secur"), holds("neutral", "eu"), holds("the eu", "eu")
    (True, False, True)
    """
    return f" {word}" in f" {name}" if only_begins(word) else word in name


def rank(query: str, names: Iterable[Name], limit: int) -> SearchResult:
    """Choose and order what a query finds.

    Exact names come first, then names that begin so, names with all the words in any order,
    names with the words inside others, and names with typos; among those labels before aliases
    before holders, then entities with more links.

    Parameters
    ----------
    query : str
        What somebody typed.
    names : iterable of Name
        Names that may match; those that do not are left out.
    limit : int
        How many hits are wanted.

    Returns
    -------
    SearchResult

    Examples
    --------
    >>> names = [Name("a", "Data Corp", "company", 3, LABEL, "Data Corp", "data corp"),
    ...          Name("b", "Corp of Data", "company", 9, LABEL, "Corp of Data", "corp of data")]
    >>> [hit.id for hit in rank("corp dta", names, 5).results]
    ['b', 'a']
    """
    folded = fold(query)
    words = folded.split()
    if not words:
        return SearchResult()
    best: dict[str, tuple[tuple[int, int, int, int], Name]] = {}
    for name in names:
        match = _match(folded, words, name.folded)
        if match is None:
            continue
        key = (match[0], name.kind, match[1], len(name.folded))
        if name.id not in best or key < best[name.id][0]:
            best[name.id] = key, name
    ordered = sorted(
        best.values(),
        key=lambda one: (one[0][:3], -one[1].degree, fold(one[1].label), one[1].id),
    )
    hits = (Hit(name.id, name.label, name.category, name.text) for _, name in ordered[:limit])
    return SearchResult(tuple(hits), len(ordered))


def _match(folded: str, words: Sequence[str], name: str) -> tuple[int, int] | None:
    """How well a name fits a query: tier and typos; ``None`` when it does not."""
    if name == folded:
        return _EXACT, 0
    if name.startswith(folded):
        return _PREFIX, 0
    parts = name.split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return _WORDS, 0
    if all(holds(name, word) for word in words):
        return _INSIDE, 0
    typos = 0
    for word in words:
        found = [number for part in parts if (number := _distance(word, part)) is not None]
        if found:
            typos += min(found)
        elif not holds(name, word):
            return None
    return _TYPO, typos


def nearest(query: str, names: Iterable[Name]) -> Hit | None:
    """The entity with the name most like a query that found nothing.

    Parameters
    ----------
    query : str
        What somebody typed.
    names : iterable of Name
        Names that come near.

    Returns
    -------
    Hit or None
        ``None`` when no name is like it.

    Examples
    --------
    >>> names = [Name("z", "Zhenhua Data", "company", 3, LABEL, "Zhenhua Data", "zhenhua data"),
    ...          Name("c", "CETC", "company", 9, LABEL, "CETC", "cetc")]
    >>> nearest("Zenwa data", names).label
    'Zhenhua Data'
    """
    known = list(names)
    folded = fold(query)
    # Two shared letters of four are chance: no suggestion is better than a silly one.
    score = _SHORT_SCORE if len(folded) <= SHORT_WORD else NEAREST_SCORE
    found = process.extractOne(
        folded,
        [name.folded for name in known],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=score,
    )
    if not found:
        return None
    name = known[found[2]]
    return Hit(name.id, name.label, name.category, name.text)
