"""Sentences about entities, links and sources. Raw text: every medium escapes it itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from graph.model import STATUS_WORDS, Entity, Relation, Source, type_words, words_of
from graph.views.filters import locators_of

_PARAGRAPH: Final = re.compile(r"¶(\d{1,6})", re.ASCII)
_KINDS: Final[Mapping[str, str]] = {
    "opinion": "opinion article",
    "press": "press article",
    "official": "official document",
    "register": "register",
}
_ARTICLES: Final = frozenset({"opinion", "press"})
_MOMENTS: Final = frozenset({"disclosure", "response"})


def name_of(entity: Entity) -> str:
    """The name of an entity in a sentence: its short name, and who holds a role.

    Examples
    --------
    >>> name_of(Entity("m", "Mayor of Amsterdam", "role", holder="Femke Halsema"))
    'Mayor of Amsterdam (Femke Halsema)'
    """
    name = entity.extra.get("short") or entity.label
    return f"{name} ({entity.holder})" if entity.holder else name


def second_line(entity: Entity) -> str:
    """What stands under the name of an entity: who holds a role, else the note in the data.

    Examples
    --------
    >>> second_line(Entity("m", "Mayor", "role")), second_line(Entity("a", "A", "company"))
    ('not named', '')
    >>> second_line(Entity("m", "Mayor", "role", holder="Jo", holder_tense="former"))
    'Jo, former'
    """
    if entity.category == "role":
        former = ", former" if entity.holder_tense == "former" else ""
        return f"{entity.holder or 'not named'}{former}"
    return entity.extra.get("note", "")


def status_in_words(status: str, source: Source | None = None) -> str:
    """How sure a link is, in words; ``stated`` names the kind of source.

    Examples
    --------
    >>> status_in_words("stated", Source("art", kind="opinion")), status_in_words("stated")
    ('the article says', 'the source says')
    >>> status_in_words("inferred"), status_in_words("ungraded")
    ('our reading', 'not assessed')
    """
    if status == "stated" and source is not None and source.kind in _ARTICLES:
        return "the article says"
    words = STATUS_WORDS.get(status) or words_of(status)
    return words[:1].lower() + words[1:]


def relation_sentence(
    relation: Relation,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
    *,
    inverse: bool = False,
) -> str:
    """One link as a sentence with its evidence.

    Parameters
    ----------
    relation : Relation
        The link.
    entities : Mapping of str to Entity
        At least its two ends; an end that is missing is called by its id.
    sources : Mapping of str to Source
        The sources of the data.
    inverse : bool
        Whether to read it against its arrow, from the target.

    Examples
    --------
    >>> from graph.model import Share
    >>> ends = {"s": Entity("s", "Chinese state", "state"), "c": Entity("c", "CETC", "company")}
    >>> link = Relation("r2", "s", "c", "owns", Share(100, 100), "stated", None, None,
    ...                 reference="art", locator="¶3")
    >>> relation_sentence(link, ends, {"art": Source("art", kind="opinion")})
    'Chinese state owns CETC wholly (the article says, ¶3).'
    >>> relation_sentence(link, ends, {}, inverse=True)
    'CETC is owned wholly by Chinese state (the source says, art, ¶3).'
    """
    near, far = (
        name_of(entities[key]) if key in entities else key
        for key in (relation.source, relation.target)
    )
    subject, object_ = (far, near) if inverse else (near, far)
    clause = f"{subject} {_predicate(relation, object_, inverse)}"
    if when := dates_in_words(relation):
        clause = f"{clause}, {when}"
    return f"{clause} ({_evidence_in_words(relation, sources)})."


def _predicate(relation: Relation, other: str, inverse: bool) -> str:
    verb, share = type_words(relation.type, inverse=inverse), relation.share
    if share is None:
        unknown = ", size unknown" if relation.group == "ownership" else ""
        return f"{verb} {other}{unknown}"
    whole = share.exact and share.min == 100
    if relation.type == "owns" and inverse:
        return f"is owned {'wholly' if whole else f'for {share}'} by {other}"
    if relation.type == "owns":
        return f"owns {other} wholly" if whole else f"owns {share} of {other}"
    return f"{verb} {other}, {share}"


def dates_in_words(relation: Relation) -> str:
    """When a link holds, the same wherever it is said; blank without dates.

    Examples
    --------
    >>> from graph.model import PartialDate
    >>> day = PartialDate.parse("2020-09-16")
    >>> dates_in_words(Relation("r2", "a", "b", "owns", since=day))
    'since 2020-09-16'
    >>> dates_in_words(Relation("r3", "a", "b", "submitted", since=day))
    '2020-09-16'
    """
    since, until = relation.since, relation.until
    if since and until:
        return f"{since}" if since == until else f"{since} to {until}"
    if since:
        return f"{since}" if relation.group in _MOMENTS else f"since {since}"
    return f"until {until}" if until else ""


def _evidence_in_words(relation: Relation, sources: Mapping[str, Source]) -> str:
    source = sources.get(relation.reference)
    words = [status_in_words(relation.status, source)]
    if relation.said_by:
        words.append(f"said by {relation.said_by}")
    if relation.reference and (source is None or source.kind != "opinion"):
        words.append(f"“{source.title}”" if source and source.title else relation.reference)
    places = places_in_words(locators_of(relation.locator))
    return ", ".join([*words, *([places] if places else [])])


def places_in_words(places: Iterable[str]) -> str:
    """Places in a source in order, consecutive paragraphs drawn together.

    Examples
    --------
    >>> places_in_words(["¶13", "¶2", "p. 7", "¶3", "¶4", "¶13"])
    '¶2–¶4, ¶13, p. 7'
    """
    numbers: set[int] = set()
    others: dict[str, None] = {}
    for place in places:
        match = _PARAGRAPH.fullmatch(place)
        if match:
            numbers.add(int(match[1]))
        else:
            others[place] = None
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"¶{run[0]}" if len(run) == 1 else f"¶{run[0]}–¶{run[-1]}" for run in runs]
    return ", ".join([*words, *others])


def source_lines(
    relations: Iterable[Relation],
    sources: Mapping[str, Source],
    entities: Iterable[Entity] = (),
) -> tuple[str, ...]:
    """What rests on which source: a line for each source with the places that are cited.

    Parameters
    ----------
    relations : iterable of Relation
        The links that are shown.
    sources : Mapping of str to Source
        The sources of the data, in whose order the lines stand.
    entities : iterable of Entity
        The entities that are shown; one without a source is passed by.

    Examples
    --------
    >>> links = [Relation(f"r{n}", "a", "b", "owns", reference="art", locator=f"¶{n}")
    ...          for n in (2, 3, 4, 13)]
    >>> source_lines(links, {"art": Source("art", title="The arm", kind="opinion")})
    ('“The arm”, opinion article, ¶2–¶4, ¶13.',)
    """
    cited: dict[str, list[str]] = {}
    bare = 0
    for relation in relations:
        if relation.reference:
            cited.setdefault(relation.reference, []).extend(locators_of(relation.locator))
        else:
            bare += 1
    for entity in entities:
        if entity.reference:
            cited.setdefault(entity.reference, []).extend(locators_of(entity.locator))
    order = [key for key in sources if key in cited] + sorted(cited.keys() - sources.keys())
    lines = [_source_line(key, sources.get(key), cited[key]) for key in order]
    if bare:
        lines.append(f"{bare:,} {'link' if bare == 1 else 'links'} without a source.")
    return tuple(lines)


def _source_line(key: str, source: Source | None, places: list[str]) -> str:
    if source is None:
        parts = [key]
    else:
        kind = _KINDS.get(source.kind, source.kind.replace("_", " "))
        title = f"“{source.title}”" if source.title else source.id
        parts = [title, kind, source.publisher, source.date]
    return ", ".join(part for part in [*parts, places_in_words(places)] if part) + "."
