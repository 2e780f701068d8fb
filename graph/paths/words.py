"""Paths in words: one line, what ranks them, and numbered sentences that can be copied.

Raw text: every medium escapes it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.model import Entity, Source
from graph.paths.search import Path
from graph.wording.sentences import name_of, relation_sentence, status_in_words

NATURE_WORDS: Final = (
    "ownership or control throughout",
    "other ties on it",
    "partly mere association",
)
"""Words for the nature of a path, see `graph.paths.Path`."""


def path_line(path: Path, entities: Mapping[str, Entity]) -> str:
    """The entities of a path on one line.

    Examples
    --------
    >>> from graph.model import Relation
    >>> path = Path(("a", "b"), ((Relation("r2", "b", "a", "owns"),),), "stated", 0, 1)
    >>> path_line(path, {"a": Entity("a", "Alpha", "company")})
    'Alpha – b'
    """
    return " – ".join(name_of(entities[key]) if key in entities else key for key in path.nodes)


def rank_in_words(path: Path, sources: Mapping[str, Source]) -> str:
    """What ranks a path: both the least certain step and the nature of its links.

    Examples
    --------
    >>> from graph.model import Relation
    >>> path = Path(("a", "b"), ((Relation("r2", "b", "a", "owns"),),), "ungraded", 0, 0)
    >>> rank_in_words(path, {})
    '1 step; least certain step: not assessed; ownership or control throughout; no source'
    """
    weakest = max(path.relations, key=lambda link: link.status == path.weakest)
    least = status_in_words(path.weakest, sources.get(weakest.reference))
    steps = "1 step" if path.length == 1 else f"{path.length} steps"
    rests = {0: "no source", 1: "1 source"}.get(path.references, f"{path.references} sources")
    return f"{steps}; least certain step: {least}; {NATURE_WORDS[path.nature]}; {rests}"


def path_sentences(
    path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """A path as numbered sentences with citations, each read along the path.

    Parameters
    ----------
    path : Path
        The path.
    entities : Mapping of str to Entity
        At least those on it.
    sources : Mapping of str to Source
        The sources of the data.

    Examples
    --------
    >>> from graph.model import Relation
    >>> link = Relation("r2", "b", "a", "owns", status="stated", reference="reg", locator="p. 4")
    >>> names = {key: Entity(key, key.upper(), "company") for key in "ab"}
    >>> path_sentences(Path(("a", "b"), ((link,),), "stated", 0, 1), names, {})
    ('1. A is owned by B, size unknown (the source says, reg, p. 4).',)
    """
    return tuple(
        f"{number}. {relation_sentence(link, entities, sources, inverse=link.source != near)}"
        for number, (near, link) in enumerate(
            zip(path.nodes, path.relations, strict=False), start=1
        )
    )


def path_text(path: Path, entities: Mapping[str, Entity], sources: Mapping[str, Source]) -> str:
    """`path_sentences` in one text, a line each."""
    return "\n".join(path_sentences(path, entities, sources))
