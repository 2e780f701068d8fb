"""What a figure's key and the offline page say about an entity or a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from graph.exports.contents import WITHHOLD, evidence_of, is_withheld
from graph.exports.escaping import one_line, web_address
from graph.exports.frame import KEY_MOST, KeyEntry
from graph.model import Entity, Relation, Source, category_words, type_words, words_of
from graph.wording import dates_in_words, relation_sentence, status_in_words

_UNSHOWN: Final = frozenset({WITHHOLD, "document", "short"})


def entity_facts(entity: Entity | None, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Lines and citations about an entity, ready to be shown as plain words.

    Parameters
    ----------
    entity : Entity or None
        ``None`` for a sign that stands for no single entity.
    sources : Mapping of str to Source
        The data set's sources by id.

    Returns
    -------
    dict
        ``category``, ``lines`` and ``cites``.
    """
    if entity is None:
        return {"category": "", "lines": [], "cites": []}
    tense = {"current": "Held by", "former": "Held before by"}.get(entity.holder_tense, "Holder:")
    lines = [
        f"{tense} {entity.holder}" if entity.holder else "",
        entity.description,
        f"Also: {'; '.join(entity.aliases)}" if entity.aliases else "",
        *_extras(entity.extra),
    ]
    where = [category_words(entity.category), entity.country]
    return {
        "category": one_line(" · ".join(part for part in where if part)),
        "lines": [one_line(line) for line in lines if line],
        "cites": _cites(entity, sources),
    }


def relation_facts(relation: Relation | None, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Verb, lines and citations about a link, ready to be shown as plain words.

    Returns
    -------
    dict
        ``verb``, ``inverse``, ``lines`` and ``cites``; a withheld evidence text is not among them.
    """
    if relation is None:
        return {"verb": "", "inverse": "", "lines": [], "cites": []}
    about = [
        str(relation.share) if relation.share else "",
        dates_in_words(relation),
        f"said by {relation.said_by}" if relation.said_by else "",
    ]
    source = sources.get(relation.reference)
    lines = [
        " · ".join(part for part in (status_in_words(relation.status, source), *about) if part),
        "Passage left out to protect a person" if is_withheld(relation) else evidence_of(relation),
        *_extras(relation.extra),
    ]
    return {
        "verb": one_line(type_words(relation.type)),
        "inverse": one_line(type_words(relation.type, inverse=True)),
        "lines": [one_line(line) for line in lines if line],
        "cites": _cites(relation, sources),
    }


def key_of(
    relations: Iterable[Relation],
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
    drawn: Collection[str],
) -> list[KeyEntry]:
    """What each drawn link rests on, for the numbered key of a small figure.

    Parameters
    ----------
    relations : iterable of Relation
        The visible links, in the order of their numbers.
    entities, sources : Mapping
        Both ends of every link; the data set's sources.
    drawn : collection of str
        Ids of the links that stand in the drawing.

    Returns
    -------
    list of KeyEntry
        The link as a sentence, with its evidence; empty when there are too many links for a key.
    """
    shown = [relation for relation in relations if relation.id in drawn]
    if len(shown) > KEY_MOST:
        return []
    return [_key_entry(relation, entities, sources) for relation in shown]


def _key_entry(
    relation: Relation, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> KeyEntry:
    whole = relation_sentence(relation, entities, sources)
    status = status_in_words(relation.status, sources.get(relation.reference))
    clause, _, rest = whole.rpartition(f" ({status}")
    meta = f"{status}{rest}".removesuffix(").")
    sentence = f"{clause}." if clause else whole
    return KeyEntry(relation.id, sentence, meta[:1].upper() + meta[1:], evidence_of(relation))


def _extras(extra: Mapping[str, str]) -> list[str]:
    return [f"{words_of(name)}: {value}" for name, value in extra.items() if name not in _UNSHOWN]


def _cites(row: Entity | Relation, sources: Mapping[str, Source]) -> list[dict[str, str]]:
    found = []
    for key, locator in ((row.reference, row.locator), (row.extra.get("document", ""), "")):
        if not key:
            continue
        source = sources.get(key) or Source(key)
        words = " · ".join(part for part in (source.title or key, locator) if part)
        cite = {"words": one_line(words), "url": web_address(source.url)}
        found.append({name: value for name, value in cite.items() if value})
    return found
