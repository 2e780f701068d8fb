"""The legend of a scene: what appears in it, in the order of the vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from graph.model import (
    CATEGORIES,
    RELATION_GROUPS,
    STATUSES,
    Entity,
    Relation,
    Share,
    Source,
    category_words,
    words_of,
)
from graph.picture.appearance import THEMES
from graph.picture.scene import MARKS, LegendRow
from graph.picture.strokes import width_of
from graph.wording.sentences import status_in_words

CLUSTERS_COLOURED: Final = len(THEMES["light"].clusters)
"""Clusters with a colour of their own; the smaller ones share one."""

_WIDTHS: Final = 4


def legend_rows(
    entities: Iterable[Entity], relations: Iterable[Relation], sources: Mapping[str, Source]
) -> tuple[LegendRow, ...]:
    """Rows for categories, relation groups, statuses and widths that are drawn.

    `state_rows` adds those that a comparison, clusters or what was left out bring.

    Parameters
    ----------
    entities, relations : iterable
        What is drawn.
    sources : Mapping of str to Source
        For the words of what a source states.

    Returns
    -------
    tuple of LegendRow

    Examples
    --------
    >>> links = [Relation("r2", "a", "b", "lends_to", status="alleged")]
    >>> [(row.kind, row.words) for row in legend_rows([], links, {})]
    [('group', 'Lends to'), ('status', 'Alleged')]
    """
    links = list(relations)
    categories = Counter(entity.category for entity in entities)
    groups = Counter(link.group for link in links)
    statuses = Counter(link.status for link in links)
    said = _main_source(links, sources)
    rows = [
        LegendRow("category", key, category_words(key), categories[key])
        for key in _ordered(categories, CATEGORIES)
    ]
    rows += [
        LegendRow("group", key, words_of(key), groups[key])
        for key in _ordered(groups, RELATION_GROUPS)
    ]
    for key in _ordered(statuses, STATUSES):
        words = status_in_words(key, said)
        rows.append(LegendRow("status", key, words[:1].upper() + words[1:], statuses[key]))
    return (*rows, *_width_rows(links))


def state_rows(marks: Iterable[str], clusters: Iterable[int], fallen: int) -> tuple[LegendRow, ...]:
    """Rows for what became of links, for clusters and for links that were left out.

    Parameters
    ----------
    marks : iterable of str
        Mark of each marked link.
    clusters : iterable of int
        Number of each drawn entity's cluster; 0 for none.
    fallen : int
        Ghosts among the links.

    Examples
    --------
    >>> [row.words for row in state_rows(["ended"], [1, 1, 12, 13], 2)]
    ['Ended', 'Cluster 1', '2 smaller clusters', '2 links left out']
    """
    became = Counter(marks)
    members = Counter(number for number in clusters if number)
    rows = [LegendRow("mark", name, name.capitalize(), became[name]) for name in MARKS]
    rows = [row for row in rows if row.shown]
    numbers = sorted(members)
    rows += [
        LegendRow("cluster", str(number), f"Cluster {number}", members[number])
        for number in numbers
        if number <= CLUSTERS_COLOURED
    ]
    rest = [number for number in numbers if number > CLUSTERS_COLOURED]
    if rest:
        words = f"{len(rest)} smaller {'cluster' if len(rest) == 1 else 'clusters'}"
        rows.append(LegendRow("cluster", "0", words, sum(members[number] for number in rest)))
    if fallen:
        words = f"{fallen:,} {'link' if fallen == 1 else 'links'} left out"
        rows.append(LegendRow("ghost", "link", words, fallen))
    return tuple(rows)


def _ordered(present: Counter[str], vocabulary: Iterable[str]) -> list[str]:
    known = [key for key in vocabulary if key in present]
    return known + sorted(present.keys() - set(known))


def _main_source(links: list[Relation], sources: Mapping[str, Source]) -> Source | None:
    """The source of what is stated, when there is one alone."""
    cited = {link.reference for link in links if link.status == "stated"}
    return sources.get(next(iter(cited))) if len(cited) == 1 else None


def _width_rows(links: list[Relation]) -> list[LegendRow]:
    """The widths of shares, once any share is known."""
    holdings = [link for link in links if link.group == "ownership"]
    if not any(link.share for link in holdings):
        return []
    widths: dict[Share | None, list[Relation]] = {}
    for link in holdings:
        widths.setdefault(link.share, []).append(link)
    shares = sorted(share for share in widths if share is not None)
    if len(shares) > _WIDTHS:
        step = (len(shares) - 1) / (_WIDTHS - 1)
        shares = [shares[round(index * step)] for index in range(_WIDTHS)]
    rows = []
    for share in (None, *shares):
        if share in widths:
            link = widths[share][0]
            words = "Size unknown" if share is None else str(share)
            rows.append(LegendRow("width", f"{width_of(link):g}", words, len(widths[share])))
    return rows
