"""Effective ownership: who holds how much of whom through every chain, as a minimum and a maximum.

The effective share of an owner *o* in a company *c* is the sum, over every walk of ownership links
from *o* to *c* that does not come back to *o*, of the product of the shares. Without loops this is
the chain rule of Regulation (EU) 2024/1624, art. 52; with loops it is the integrated ownership of
Vitali, Glattfelder & Battiston (2011), corrected after Baldone: ``N[o, c] / N[o, o]`` with
``N = (I - A)^-1`` and ``A[i, j]`` the share of *j* that *i* holds.

References
----------
Regulation (EU) 2024/1624, articles 52 and 54.
S. Vitali, J. B. Glattfelder, S. Battiston: The network of global corporate control. PLoS ONE 6(10),
e25995, 2011.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph.errors import LimitExceeded
from graph.model import STATUSES, PartialDate, Relation
from graph.ownership.chains import Chain, strongest_chains
from graph.ownership.control import control_links_of, controlled_by, controllers_of
from graph.ownership.direct import (
    Holding,
    Holdings,
    LinkSource,
    counts_as_control,
    counts_as_holding,
    direct_holdings,
    fetch_links,
)
from graph.ownership.integrated import Reach
from graph.pausing import without_collecting
from graph.progress import Progress, Tick

RULE: Final = (
    "Shares multiply along a chain and add over chains (Regulation (EU) 2024/1624, art. 52); loops "
    "are solved as integrated ownership. Control along chains (art. 54) is a separate question."
)
CHOSEN: Final = tuple(status for status in STATUSES if status != "proposed")
MAX_CHAINS: Final = 20
_MOST_ON_LOOPS: Final = 100


@dataclass(frozen=True, slots=True)
class Range:
    """A percentage from `min` to `max`; ``None`` at an end that cannot be determined."""

    min: float | None
    max: float | None

    @property
    def rounded(self) -> Range:
        """The same to six decimals, as it is written.

        Examples
        --------
        >>> Range(33.33333333333333, 99.99999999999999).rounded
        Range(min=33.333333, max=100.0)
        """
        return Range(_round(self.min), _round(self.max))


@dataclass(frozen=True, slots=True)
class Stake:
    """One owner's effective share in the company asked about (or in one it holds).

    Attributes
    ----------
    id : str
        The owner (looking up) or the company held (looking down).
    share : Range
        With all chosen statuses.
    stated : Range
        With ``stated`` links alone.
    direct, ultimate, in_loop : bool
        Holds directly; has no owner in the data (looking up) or holds nothing (looking down);
        lies on a loop.
    controller, possible_controller : bool
        Controls at the threshold, certainly or possibly.
    undetermined : bool
        A loop without a solution lies on the way.
    unknown : bool
        A share of unknown size lies on a way.
    chains : tuple of Chain
        Strongest first, at most `MAX_CHAINS`.
    chains_total : int
        How many chains there are.
    chains_exact : bool
        Whether `chains_total` is exact or a lower bound.
    direct_holding : Holding, optional
        What is held directly, whether or not its chain is among those listed.
    """

    id: str
    share: Range
    stated: Range
    direct: bool
    ultimate: bool
    controller: bool
    possible_controller: bool
    in_loop: bool
    undetermined: bool
    unknown: bool
    chains: tuple[Chain, ...]
    chains_total: int
    chains_exact: bool
    direct_holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ownership sheet of one entity.

    Attributes
    ----------
    entity : str
        Whom it is about.
    direction : str
        ``up`` (owners) or ``down`` (holdings).
    declared, unexplained : Range
        Sum of the direct shares, and what is left to 100 %, with all chosen statuses.
    stated_declared, stated_unexplained : Range
        The same with ``stated`` links alone.
    over_100 : bool
        The direct minima add up to more than 100 %.
    loops : tuple of tuple of str
        Groups of entities that hold each other in a circle, or themselves.
    closed_loops : tuple of tuple of str
        Those among them that have no solution.
    stakes : tuple of Stake
        Largest first.
    links : int
        Ownership links that were walked.
    warnings : tuple of str
        Sentences on what does not add up.
    too_wide : tuple of (Holding, float)
        Ranges that reach beyond what the others surely leave, with what they leave.
    sums_over_100 : tuple of tuple of str and float
        Whose direct minima add up to more than 100 %, and to what.
    controllers, possible_controllers : tuple of str
        Looking up: who controls the entity, by shares or a ``controls`` link.
    controlled, possibly_controlled : tuple of str
        Looking down: whom it controls.
    """

    entity: str
    direction: str
    declared: Range
    unexplained: Range
    stated_declared: Range
    stated_unexplained: Range
    over_100: bool
    loops: tuple[tuple[str, ...], ...]
    closed_loops: tuple[tuple[str, ...], ...]
    stakes: tuple[Stake, ...]
    links: int
    threshold: float
    as_of: str = ""
    statuses: tuple[str, ...] = CHOSEN
    rule: str = RULE
    warnings: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    possible_controllers: tuple[str, ...] = ()
    controlled: tuple[str, ...] = ()
    possibly_controlled: tuple[str, ...] = ()
    sums_over_100: tuple[tuple[str, float], ...] = ()
    too_wide: tuple[tuple[Holding, float], ...] = ()

    @property
    def loop_met(self) -> bool:
        """Whether a loop was met on the way."""
        return bool(self.loops)

    def shown(self, min_share: float = 0.0) -> tuple[Stake, ...]:
        """Stakes that may reach a share, or of which none can be determined."""
        return tuple(
            stake
            for stake in self.stakes
            if stake.share.max is None or stake.share.max >= min_share
        )

    def to_dict(self, *, min_share: float = 0.0) -> dict[str, Any]:
        """The sheet as the command line prints it; percentages rounded to six decimals."""
        stakes = self.shown(min_share)
        return {
            "entity": self.entity,
            "rule": self.rule,
            "as_of": self.as_of or None,
            "statuses": list(self.statuses),
            "threshold": self.threshold,
            "controllers": list(self.controllers),
            "possible_controllers": list(self.possible_controllers),
            "controlled": list(self.controlled),
            "possibly_controlled": list(self.possibly_controlled),
            "declared": _range(self.declared),
            "unexplained": _range(self.unexplained),
            "over_100": self.over_100,
            "loop_met": self.loop_met,
            "loops": [list(loop) for loop in self.loops],
            "undetermined_loops": [list(loop) for loop in self.closed_loops],
            "warnings": list(self.warnings),
            "shown": len(stakes),
            "total": len(self.stakes),
            ("owners" if self.direction == "up" else "holdings"): [
                _stake(stake) for stake in stakes
            ],
        }


def owners(
    store: LinkSource,
    entity: str,
    *,
    statuses: Collection[str] = CHOSEN,
    as_of: PartialDate | None = None,
    threshold: float = 50.0,
    tick: Tick | None = None,
) -> Sheet:
    """Everyone who holds a part of `entity`, directly or through chains.

    Parameters
    ----------
    store : LinkSource
        Where links come from; walked upward level by level.
    entity : str
        Id of the company asked about.
    statuses : collection of str
        Statuses that count beside the totals for ``stated`` alone.
    as_of : PartialDate, optional
        Date on which links must hold; without it, links that have ended do not count.
    threshold : float
        Percent above which somebody counts as controller.
    tick : callable, optional
        Told now and then how many links were read; ``False`` cancels.

    Returns
    -------
    Sheet

    Raises
    ------
    LimitExceeded
        When more links lie upward than can be walked, or the question was cancelled.

    Examples
    --------
    >>> from graph.model import Relation, Share
    >>> class Links(list):
    ...     def links_of(self, ids):
    ...         return [link for link in self if link.source in ids or link.target in ids]
    >>> links = Links([
    ...     Relation("r2", "a", "b", "owns", Share(51, 51), "stated"),
    ...     Relation("r3", "b", "c", "owns", Share(51, 51), "stated"),
    ... ])
    >>> [(item.id, round(item.share.min, 2), item.controller) for item in owners(links, "c").stakes]
    [('b', 51.0, True), ('a', 26.01, True)]
    """
    return _sheet(_Told(store, tick), entity, True, tuple(statuses), as_of, threshold)


def holdings(
    store: LinkSource,
    entity: str,
    *,
    statuses: Collection[str] = CHOSEN,
    as_of: PartialDate | None = None,
    threshold: float = 50.0,
    tick: Tick | None = None,
) -> Sheet:
    """Everything that `entity` holds a part of; the mirror image of `owners`."""
    return _sheet(_Told(store, tick), entity, False, tuple(statuses), as_of, threshold)


class _Told:
    """A source of links that tells how many were read, and at which a question can be cancelled."""

    def __init__(self, store: LinkSource, tick: Tick | None) -> None:
        self._store = store
        self._progress = Progress(tick)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def links_of(self, ids: Collection[str], /) -> Sequence[Relation]:
        found = self._store.links_of(ids)
        self.go_on(len(found))
        return found

    def go_on(self, steps: int = 0) -> None:
        if not self._progress.go_on(steps):
            raise LimitExceeded(
                f"Stopped after {self._progress.done:,} links.", fix="Ask again to go on."
            )


@without_collecting()
def _sheet(
    store: _Told,
    entity: str,
    up: bool,
    statuses: tuple[str, ...],
    as_of: PartialDate | None,
    threshold: float,
) -> Sheet:
    links = fetch_links(store, [entity], up=up, statuses={*statuses, "stated"}, as_of=as_of)
    held = [link for link in links if counts_as_holding(link, {*statuses, "stated"}, as_of)]
    chosen = direct_holdings(link for link in held if link.status in statuses)
    stated = direct_holdings(link for link in held if link.status == "stated")
    told = control_links_of(link for link in links if counts_as_control(link, statuses, as_of))
    store.go_on()
    everyone = Reach([(row.owner, row.owned) for row in chosen], entity, up=up)
    shares = _Shares(everyone, chosen)
    if stated != chosen:
        told_by_source = Reach([(row.owner, row.owned) for row in stated], entity, up=up)
        stated_shares = _Shares(told_by_source, stated)
    else:
        stated_shares = shares
    store.go_on()
    reach, loops = set(everyone.entities), everyone.loops
    on_loop = {member for loop in loops for member in loop}
    found = strongest_chains(chosen, entity, up=up, most=MAX_CHAINS, loops=loops)
    store.go_on()
    further = chosen.by_owned if up else chosen.by_owner
    certain, possible = _control(chosen, told, entity, threshold, up)
    direct = {row.owner if up else row.owned: row for row in further.get(entity, ())}
    unknown = _behind_unknown(chosen, entity, up, on_loop)
    stakes = [
        Stake(
            id=other,
            share=shares.of(other),
            stated=stated_shares.of(other),
            direct=other in direct,
            ultimate=all(row.owner == row.owned for row in further.get(other, ())),
            controller=other in certain,
            possible_controller=other in possible,
            in_loop=other in on_loop,
            undetermined=other in shares.lost,
            unknown=other in unknown,
            chains=found.chains[other],
            chains_total=found.totals[other],
            chains_exact=other not in found.at_least,
            direct_holding=direct.get(other),
        )
        for other in reach - {entity}
    ]
    stakes.sort(key=lambda stake: (-(stake.share.min or 0), -(stake.share.max or 0), stake.id))
    declared, stated_declared = _declared(chosen, entity), _declared(stated, entity)
    return Sheet(
        entity=entity,
        direction="up" if up else "down",
        declared=declared,
        unexplained=_rest(declared),
        stated_declared=stated_declared,
        stated_unexplained=_rest(stated_declared),
        over_100=entity in chosen.over_100,
        loops=loops,
        closed_loops=shares.bad_loops,
        stakes=tuple(stakes),
        links=sum(len(row.relations) for row in chosen),
        threshold=threshold,
        as_of=str(as_of or ""),
        statuses=statuses,
        warnings=_warnings(chosen, reach, shares.bad_loops),
        controllers=tuple(sorted(certain)) if up else (),
        possible_controllers=tuple(sorted(possible - certain)) if up else (),
        controlled=() if up else tuple(sorted(certain)),
        possibly_controlled=() if up else tuple(sorted(possible - certain)),
        too_wide=tuple(one for one in chosen.too_wide() if one[0].owned in reach),
        sums_over_100=tuple(one for one in sorted(chosen.sums.items()) if one[0] in reach),
    )


class _Shares:
    """Minimum and maximum of everyone on one side of an entity."""

    def __init__(self, everyone: Reach, rows: Holdings) -> None:
        low = everyone.solve(np.array([row.min for row in rows]) / 100)
        exact = all(row.min == row.max for row in rows)
        high = low if exact else everyone.solve(np.array([row.max for row in rows]) / 100)
        self._low, self._high = low, high
        self.lost = low.lost | high.lost
        self.bad_loops = tuple(dict.fromkeys((*low.bad_loops, *high.bad_loops)))

    def of(self, other: str) -> Range:
        if other in self._low.lost:
            return Range(None, None)
        least = _percent(self._low.values.get(other, 0.0))
        if other in self._high.lost:
            return Range(least, 100.0)
        return Range(least, max(least, _percent(self._high.values.get(other, 0.0))))


def _behind_unknown(
    rows: Holdings, entity: str, up: bool, on_loop: Collection[str]
) -> Collection[str]:
    """Everyone with a share of unknown size on a way to (or from) an entity.

    A way does not come back to the owner, which only matters on a loop.
    """
    if not any(row.unknown for row in rows):
        return frozenset()
    if not up:
        return _unknown_ways(rows, entity, up, barred=entity)
    found = _unknown_ways(rows, entity, up)
    looped = sorted(found & set(on_loop))
    if len(looped) > _MOST_ON_LOOPS:
        return found
    return found - {
        owner for owner in looped if owner not in _unknown_ways(rows, entity, up, barred=owner)
    }


def _unknown_ways(rows: Holdings, entity: str, up: bool, barred: str | None = None) -> set[str]:
    """Everyone reached over an unknown share, by ways that do not enter `barred` from above."""
    further = rows.by_owned if up else rows.by_owner
    seen = {(entity, False)}
    waiting = [(entity, False)]
    while waiting:
        end, unknown = waiting.pop()
        for row in further.get(end, ()):
            if row.owned == barred:
                continue
            state = (row.owner if up else row.owned, unknown or row.unknown)
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return {end for end, unknown in seen if unknown}


def _percent(fraction: float) -> float:
    """At most 100, and without the noise of the last digits, which would miss a threshold."""
    return min(round(100 * fraction, 12), 100.0)


def _control(
    rows: Holdings,
    told: Mapping[str, Sequence[str]],
    entity: str,
    threshold: float,
    up: bool,
) -> tuple[set[str], set[str]]:
    ask = controllers_of if up else controlled_by
    return (
        ask(rows, entity, threshold, control_links=told),
        ask(rows, entity, threshold, certain=False, control_links=told),
    )


def _declared(rows: Holdings, entity: str) -> Range:
    into = rows.by_owned.get(entity, ())
    return Range(min(sum(row.min for row in into), 100.0), min(sum(row.max for row in into), 100.0))


def _rest(declared: Range) -> Range:
    return Range(100.0 - (declared.max or 0.0), 100.0 - (declared.min or 0.0))


def _warnings(
    rows: Holdings, reach: Collection[str], bad_loops: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    said = [
        f"The direct shares in {owned} add up to more than 100 %: {rows.sums[owned]:g} %."
        for owned in sorted(rows.over_100)
        if owned in reach
    ]
    said += [
        f"Sources disagree on what {row.owner} holds of {row.owned}: "
        + (f"{row.min:g} to {row.max:g} %." if not row.unknown else f"{row.min:g} % or more.")
        for row in rows
        if row.disputed and row.owned in reach
    ]
    said += [
        f"The ranges in {row.owned} do not fit together: {row.owner} is given up to {row.max:g} %, "
        f"and the others leave at most {left:g} %."
        for row, left in rows.too_wide()
        if row.owned in reach
    ]
    said += [
        "No share can be determined through the closed loop of " + ", ".join(loop) + "."
        for loop in bad_loops
    ]
    return tuple(said)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value + 0.0, 6)


def _range(share: Range) -> dict[str, float | None]:
    written = share.rounded
    return {"min": written.min, "max": written.max}


def _stake(stake: Stake) -> dict[str, Any]:
    return {
        "id": stake.id,
        **_range(stake.share),
        "stated_min": _round(stake.stated.min),
        "stated_max": _round(stake.stated.max),
        "direct": stake.direct,
        "ultimate": stake.ultimate,
        "controller": stake.controller,
        "possible_controller": stake.possible_controller,
        "in_loop": stake.in_loop,
        "undetermined": stake.undetermined,
        "unknown": stake.unknown,
        "chains": [_chain(chain) for chain in stake.chains],
        "chains_total": stake.chains_total,
        "chains_exact": stake.chains_exact,
    }


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "nodes": list(chain.nodes),
        "shares": [[_round(step.min), _round(step.max)] for step in chain.steps],
        "min": _round(chain.min),
        "max": _round(chain.max),
        "weakest": chain.weakest,
        "unknown": chain.unknown,
        "relations": [[link.id for link in step.relations] for step in chain.steps],
    }
