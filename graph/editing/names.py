"""A pasted list of names against the data: hits, near hits and misses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.queries import Queries


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
    """Look up every line of a list; blank lines are passed by.

    Parameters
    ----------
    store : Queries
        The data.
    lines : str or iterable of str
        A pasted text, or its lines.
    """
    raise NotImplementedError


def names_csv(matches: Iterable[NameMatch]) -> str:
    """The matches as CSV, a row for each entity found; formulas are made plain text."""
    raise NotImplementedError
