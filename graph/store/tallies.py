"""How much of what a data set holds, and what runs between its categories."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.model import group_of
from graph.store.tables import Cells

Ask = Callable[[str], list[Cells]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of what a whole data set holds.

    Attributes
    ----------
    categories : dict of str to int
        Entities by category.
    groups, types, statuses : dict of str to int
        Relations by group, type and status.
    references : dict of str to int
        Relations by source id; blank for those without one.
    first, last : str
        Earliest and latest date of a relation as a partial ISO date; blank without dates.
    undated : int
        Relations without a date.
    """

    categories: dict[str, int]
    groups: dict[str, int]
    types: dict[str, int]
    statuses: dict[str, int]
    references: dict[str, int]
    first: str
    last: str
    undated: int


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """How many links of one type run from one category to another."""

    source_category: str
    target_category: str
    type: str
    links: int


def tally(ask: Ask) -> Tally:
    """Count with the questions of a store."""
    types = _ordered(ask("types"))
    groups: dict[str, int] = {}
    for name, number in types.items():
        groups[group_of(name)] = groups.get(group_of(name), 0) + number
    first, last, undated = ask("dates")[0]
    return Tally(
        categories=_ordered(ask("categories")),
        groups=_ordered(groups.items()),
        types=types,
        statuses=_ordered(ask("statuses")),
        references=_ordered(ask("references")),
        first=first or "",
        last=last or "",
        undated=undated or 0,
    )


def summary(ask: Ask) -> list[SummaryRow]:
    """Links between categories by type, the most frequent first."""
    found = [SummaryRow(*cells) for cells in ask("summary")]
    return sorted(
        found, key=lambda one: (-one.links, one.source_category, one.target_category, one.type)
    )


def _ordered(counts: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """Counts by value, the largest first."""
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))
