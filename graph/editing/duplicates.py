"""Entities that may be one: proposed with reasons, never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.editing.notes import Note
from graph.loading import Dataset
from graph.model import Entity


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
        How many pairs there are in all.
    compared, entities : int
        Entities that were compared, of how many.
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

    Parameters
    ----------
    data : Dataset or iterable of Entity
        Where to look.
    limit : int, optional
        Pairs to give.
    notes : iterable of Note, optional
        Those that say “not the same as” keep their pair out.
    """
    raise NotImplementedError


def likeness(one: Entity, other: Entity) -> Pair | None:
    """How alike two entities are; ``None`` when nothing speaks for it."""
    raise NotImplementedError
