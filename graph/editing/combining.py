"""Two data sets into one case: ids that clash kept apart or joined, all of it told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.loading.tables import Tables


@dataclass(frozen=True, slots=True)
class Combined:
    """What combining did.

    Attributes
    ----------
    added : Mapping of str to int
        Rows that came from the second data set, by kind.
    joined : tuple of str
        Entity ids that stand for one entity now.
    renamed : Mapping of str to str
        Entity ids of the second data set that got a prefix, old to new.
    sources : Mapping of str to str
        The same for sources.
    words : tuple of str
        All of it in sentences; the problems of the tables say the same.
    """

    added: Mapping[str, int]
    joined: tuple[str, ...]
    renamed: Mapping[str, str]
    sources: Mapping[str, str]
    words: tuple[str, ...]


def combine(
    a: Tables, b: Tables, *, same: Mapping[str, str] | None = None, prefix: str = ""
) -> tuple[Tables, Combined]:
    """Put two data sets together; rows of the second come after those of the first.

    Parameters
    ----------
    a, b : Tables
        The data sets.
    same : Mapping of str to str, optional
        Ids of `b` that are taken for an entity of `a`: id in `b` to id in `a`.
    prefix : str, optional
        Put before an id of `b` that means something else in `a`; the name of `b` by default.
    """
    raise NotImplementedError
