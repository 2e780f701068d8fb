"""Entities that may be one: proposed with reasons, never merged by themselves."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

from graph.editing.alike import Bare, bare, bare_alike, forms_differ
from graph.editing.notes import NOT_SAME, Note
from graph.loading import Dataset
from graph.model import Entity, category_words
from graph.queries import shorten

LEAST_SCORE: Final = 80.0
"""Score from which a pair is proposed."""

MAX_COMPARED: Final = 120_000
"""Pairs that are looked at: some seconds of work."""

_CROWD: Final = 40
_WINDOW: Final = 6
_HEAD: Final = 3
_NAMES: Final = 8
_IDENTIFIER: Final = re.compile(
    r"(?:lei|isin|imo|kvk|kbo|vat|inn|ogrn|siren|siret|duns|swift|bic|wikidata|orcid"
    r"|(?:company|registration|reg|tax|vat|kvk|passport|national)[ _-]?(?:number|no|id|nr|code)"
    r"|registration|registernummer|kvk[ _-]?nummer|handelsregister)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one.

    Attributes
    ----------
    a, b : str
        Their ids, in the order of the data.
    score : float
        How likely, from 0 to 100: an order to look in, no probability.
    reasons : tuple of str
        What speaks for it and against it, in words.
    """

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The likeliest pairs.

    Attributes
    ----------
    pairs : tuple of Pair
        The likeliest first.
    total : int
        How many pairs were found in all.
    compared, entities : int
        Pairs that were looked at; entities there are.
    note : str
        What was not looked at, in words; blank when everything was.
    """

    pairs: tuple[Pair, ...] = ()
    total: int = 0
    compared: int = 0
    entities: int = 0
    note: str = ""


def likely_duplicates(
    data: Dataset | Iterable[Entity], limit: int = 100, *, notes: Iterable[Note] = ()
) -> Duplicates:
    """Pairs of entities that may be one, the likeliest first.

    Only entities that share the beginning of a word, an identifier or nearly the whole name are
    compared, so that the work grows with the data and not with its square.

    Parameters
    ----------
    data : Dataset or iterable of Entity
        Where to look.
    limit : int, optional
        Pairs to give.
    notes : iterable of Note, optional
        Those that say “not the same as” keep their pair out.

    Examples
    --------
    >>> found = likely_duplicates([
    ...     Entity("a", "Gazprom OAO", "company"),
    ...     Entity("b", "Газпром", "company"),
    ...     Entity("c", "Lukoil", "company"),
    ... ])
    >>> [(pair.a, pair.b, pair.score) for pair in found.pairs]
    [('a', 'b', 100.0)]
    """
    entities = tuple(data.entities if isinstance(data, Dataset) else data)
    apart = {frozenset((one.entity, one.other)) for one in notes if one.kind == NOT_SAME}
    cards = [_Card.of(entity) for entity in entities]
    compared = 0
    found: list[tuple[float, int, int, Pair]] = []
    cut = False
    for first, second in _candidates(cards):
        if compared >= MAX_COMPARED:
            cut = True
            break
        compared += 1
        if frozenset((entities[first].id, entities[second].id)) in apart:
            continue
        pair = _compare(cards[first], cards[second])
        if pair is not None:
            found.append((-pair.score, first, second, pair))
    best = heapq.nsmallest(limit, found, key=lambda one: one[:3])
    note = (
        f"The first {compared:,} pairs with something in common were looked at; there are more."
        if cut
        else ""
    )
    return Duplicates(tuple(pair for *_, pair in best), len(found), compared, len(entities), note)


def likeness(one: Entity, other: Entity) -> Pair | None:
    """How alike two entities are; ``None`` when too little speaks for their being one.

    Examples
    --------
    >>> first = Entity("a", "Bank", "company", extra={"lei": "X1"})
    >>> likeness(first, Entity("b", "Other Name", "company", extra={"lei": "x1"})).reasons
    ('Same lei: X1',)
    >>> likeness(first, Entity("c", "Bank", "company", extra={"lei": "X2"})) is None
    True
    """
    return _compare(_Card.of(one), _Card.of(other))


@dataclass(frozen=True, slots=True)
class _Card:
    """What is compared of an entity."""

    entity: Entity
    names: tuple[tuple[str, Bare], ...]
    identifiers: Mapping[str, str]

    @classmethod
    def of(cls, entity: Entity) -> _Card:
        texts = dict.fromkeys((entity.label, *entity.aliases[: _NAMES - 1]))
        identifiers = {
            name: code
            for name, text in entity.extra.items()
            if _IDENTIFIER.fullmatch(name.strip()) and (code := _code(text))
        }
        return cls(entity, tuple((text, bare(text)) for text in texts), identifiers)


def _code(text: str) -> str:
    """An identifier without what people put between its signs."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _candidates(cards: Sequence[_Card]) -> Iterator[tuple[int, int]]:
    """Pairs of places worth a look, each once: identifiers first, then names that are near."""
    seen: set[tuple[int, int]] = set()

    def fresh(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for pair in pairs:
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                yield pair

    codes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    heads: defaultdict[str, list[int]] = defaultdict(list)
    keys: list[tuple[str, int]] = []
    for place, card in enumerate(cards):
        for item in card.identifiers.items():
            codes[item].append(place)
        starts = set()
        for _, name in card.names:
            keys += [(name.key, place), (name.joined, place)]
            starts |= {word[:4] for word in name.words if len(word) > 2} or {name.joined[:4]}
        for start in starts:
            heads[start].append(place)
    for places in codes.values():
        yield from fresh(combinations(places[:_CROWD], 2))
    keys.sort()
    # The nearest in the alphabet first, so that a bound cuts the unlikely and not the last letters.
    for step in range(_WINDOW):
        yield from fresh(
            (min(place, other), max(place, other))
            for (name, place), (their, other) in zip(keys, keys[max(step, 1) :], strict=False)
            if (name == their if step == 0 else name[:_HEAD] == their[:_HEAD])
        )
    for places in sorted(heads.values(), key=len):
        # A beginning that many share says nothing; the order of names above finds those.
        if len(places) > _CROWD:
            break
        yield from fresh(combinations(places, 2))


def _compare(one: _Card, other: _Card) -> Pair | None:
    score, reasons = _by_name(one, other)
    for column in sorted(one.identifiers.keys() & other.identifiers.keys()):
        if one.identifiers[column] == other.identifiers[column]:
            score = max(score, 97.0)
            reasons.insert(0, f"Same {column}: {shorten(one.entity.extra[column], 40)}")
        else:
            score -= 30
            reasons.append(f"Against: different {column}")
    first, second = one.entity, other.entity
    kinds = (first.category, second.category)
    if kinds[0] != kinds[1] and "unknown" not in kinds:
        score -= 15
        reasons.append(f"Against: {', '.join(map(category_words, kinds))}")
    holders = (bare(first.holder), bare(second.holder))
    if all(one.key for one in holders) and bare_alike(*holders) < LEAST_SCORE:
        # Many hold an office of the same name: the office of another is another entity.
        score -= 30
        reasons.append(
            f"Against: held by {shorten(first.holder, 30)}, {shorten(second.holder, 30)}"
        )
    places = (first.country.casefold(), second.country.casefold())
    if all(places) and places[0] != places[1]:
        score -= 6
        reasons.append(f"Against: {shorten(first.country, 20)}, {shorten(second.country, 20)}")
    elif places[0]:
        reasons += [f"Same country: {shorten(first.country, 20)}"] if places[1] else []
    if score < LEAST_SCORE:
        return None
    return Pair(first.id, second.id, round(min(score, 100.0), 1), tuple(reasons))


def _by_name(one: _Card, other: _Card) -> tuple[float, list[str]]:
    """How alike the most alike of their names are, and that in words."""
    score, pairing, differ = 0.0, ("", ""), False
    for text, name in one.names:
        for their, known in other.names:
            # Cheap questions first: most candidates only begin alike.
            if (
                fuzz.ratio(name.joined, known.joined) < 45
                and fuzz.token_set_ratio(name.key, known.key) < 80
            ):
                continue
            alike = bare_alike(name, known)
            if alike > score:
                score, pairing, differ = alike, (text, their), forms_differ(name, known)
    if not score:
        return 0.0, []
    names = " / ".join(f"“{shorten(text, 40)}”" for text in dict.fromkeys(pairing))
    reasons = [f"{'Same name' if score == 100 else 'Names alike'}: {names}"]
    return (score - 8, [*reasons, "Against: other legal forms"]) if differ else (score, reasons)
