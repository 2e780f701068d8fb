"""Control: who can decide over whom, another question than how much is owned.

*x* controls *y* when *x* and what *x* controls together hold more than a threshold of *y*, or by a
``controls`` link. 51 % of 51 % of 51 % is 13.3 % owned, and controlled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.holdings import Holdings
from graph.model import Relation


def controlled_by(
    rows: Holdings,
    who: str,
    threshold: float = 50.0,
    *,
    certain: bool = True,
    control_links: Mapping[str, Iterable[str]] | None = None,
) -> set[str]:
    """Everyone that `who` controls, step by step down.

    Parameters
    ----------
    rows : Holdings
        Direct holdings.
    who : str
        The controller.
    threshold : float
        Percent that must be passed; exactly the threshold is not enough.
    certain : bool
        Count minima (certain), or maxima (possible).
    control_links : Mapping of str to iterable of str, optional
        Whom each entity controls by a ``controls`` link.

    Returns
    -------
    set of str
        Without `who`.

    Examples
    --------
    >>> from graph.holdings import direct_holdings
    >>> from graph.model import Share
    >>> rows = direct_holdings([
    ...     Relation("r2", "x", "a", "owns", Share(51, 51)),
    ...     Relation("r3", "x", "b", "owns", Share(26, 26)),
    ...     Relation("r4", "a", "b", "owns", Share(25, 25)),
    ... ])
    >>> sorted(controlled_by(rows, "x"))
    ['a', 'b']
    """
    told = control_links or {}
    group = {who}
    held: dict[str, float] = defaultdict(float)
    waiting = [who]
    while waiting:
        member = waiting.pop()
        fresh = set(told.get(member, ()))
        for row in rows.by_owner.get(member, ()):
            if row.owned == member:
                continue
            held[row.owned] += row.min if certain else row.max
            if held[row.owned] > threshold + 1e-9:
                fresh.add(row.owned)
        fresh -= group
        group |= fresh
        waiting.extend(sorted(fresh))
    return group - {who}


def control_links_of(relations: Iterable[Relation]) -> dict[str, list[str]]:
    """Whom each entity controls by a ``controls`` link."""
    told: dict[str, list[str]] = defaultdict(list)
    for link in relations:
        if link.type == "controls":
            told[link.source].append(link.target)
    return dict(told)
