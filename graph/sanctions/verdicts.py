"""Verdicts: what comes of each entity downstream of the listed, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from types import MappingProxyType
from typing import Any, Final

from graph.model import Relation
from graph.ownership import Range
from graph.ownership.direct import Holding, Holdings, direct_holdings
from graph.sanctions.blocking import AT_MOST, SURELY, WITHIN_RANGES, Fall, falls
from graph.sanctions.blocking_chains import (
    BlockingChain,
    BlockingStep,
    chains_behind,
    unknown_behind,
)
from graph.sanctions.rules import Rule

OUTCOMES: Final = ("certain", "possible", "undeterminable", "clear")
"""What may come of an entity, the gravest first."""

OUTCOME_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "certain": "Falls under the rule",
        "possible": "May fall under the rule",
        "undeterminable": "Cannot be determined",
        "clear": "Does not fall under the rule on these links",
    }
)
"""Words on screen for each outcome."""

_PREMISES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "inferred": "our reading",
        "alleged": "what is alleged",
        "ungraded": "what is not assessed",
        "proposed": "what is proposed",
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of one entity downstream of the listed.

    Attributes
    ----------
    id : str
        The entity.
    outcome : str
        One of `OUTCOMES`.
    on_stated : str
        The same with ``stated`` links alone; blank when none of those leads there.
    round : int or None
        Step of the rule at which it falls; ``None`` when it does not.
    held : Range
        Percent that blocked persons of earlier rounds hold together at that step.
    held_in_all : Range
        Percent that everybody who is or may be blocked holds in the end: the minimum is held by
        those who surely are, the maximum leaves room for what others surely hold.
    by_control : bool
        A ``controls`` link is enough for it under this rule.
    controls : tuple of Relation
        ``controls`` links from blocked persons, also where the rule does not count them.
    holders : tuple of BlockingStep
        What decides: holdings and control by blocked persons of earlier rounds; where nothing
        falls, what all who are or may be blocked hold.
    chains : tuple of BlockingChain
        Ways from the listed, shortest first, capped.
    chains_total : int
        How many there are.
    unknown : tuple of Relation
        Links of unknown size, here or further up, that bear on the outcome.
    weakest : str
        Least certain status the outcome rests on; with more certain links alone it is another.
    reason : str
        Why, in one sentence without names.
    notes : tuple of str
        What to mind.
    """

    id: str
    outcome: str
    on_stated: str
    round: int | None
    held: Range
    held_in_all: Range
    by_control: bool
    controls: tuple[Relation, ...]
    holders: tuple[BlockingStep, ...]
    chains: tuple[BlockingChain, ...]
    chains_total: int
    unknown: tuple[Relation, ...]
    weakest: str
    reason: str
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The outcome in words; with its premise where it rests on more than what is stated."""
        premise = _PREMISES.get(self.weakest)
        if premise is None or self.outcome not in ("certain", "possible"):
            return OUTCOME_WORDS[self.outcome]
        verb = "Would" if self.outcome == "certain" else "Might"
        return f"{verb} fall under the rule, if {premise} holds"

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON; percentages rounded to six decimals."""
        return {
            "id": self.id,
            "outcome": self.outcome,
            "words": self.words,
            "on_stated": self.on_stated or None,
            "round": self.round,
            "held": _range(self.held),
            "held_in_all": _range(self.held_in_all),
            "by_control": self.by_control,
            "controls": [link.id for link in self.controls],
            "holders": [step.to_dict() for step in self.holders],
            "chains": [chain.to_dict() for chain in self.chains],
            "chains_total": self.chains_total,
            "unknown": [link.id for link in self.unknown],
            "weakest": self.weakest,
            "reason": self.reason,
            "notes": list(self.notes),
        }


class Reckoning:
    """Three readings of the same links: what falls surely, within the ranges, and at most.

    Parameters
    ----------
    links : iterable of Relation
        Ownership and ``controls`` links that count.
    listed : collection of str
        Who is taken to be listed.
    rule : Rule
        What is applied.
    """

    def __init__(self, links: Iterable[Relation], listed: Collection[str], rule: Rule) -> None:
        links = list(links)
        self._rule = rule
        self._listed = frozenset(listed)
        self.rows: Holdings = direct_holdings(link for link in links if link.group == "ownership")
        self._told: defaultdict[str, list[Relation]] = defaultdict(list)
        for link in links:
            if link.group != "ownership":
                self._told[link.source].append(link)
        counted = self._told if rule.by_control else None
        self._falls = {
            outcome: falls(self.rows, listed, reading, controls=counted)
            for outcome, reading in zip(OUTCOMES, (SURELY, WITHIN_RANGES, AT_MOST), strict=False)
        }

    @cached_property
    def downstream(self) -> tuple[str, ...]:
        """Everyone that ownership and control lead to from the listed, in order of id."""
        seen = set(self._listed)
        frontier = list(seen)
        while frontier:
            owner = frontier.pop()
            after = {row.owned for row in self.rows.by_owner.get(owner, ())}
            after |= {link.target for link in self._told.get(owner, ())}
            frontier += after - seen
            seen |= after
        return tuple(sorted(seen - self._listed))

    @cached_property
    def _reached(self) -> frozenset[str]:
        return frozenset(self.downstream)

    def outcome(self, entity: str) -> str:
        """What comes of an entity; blank when nothing leads there."""
        for outcome, fallen in self._falls.items():
            if entity in fallen:
                return outcome
        return "clear" if entity in self._reached else ""

    @cached_property
    def _chains(self) -> dict[str, dict[str, tuple[tuple[BlockingChain, ...], int]]]:
        wanted = {self.outcome(entity) for entity in self.downstream}
        return {
            outcome: chains_behind(fallen)
            for outcome, fallen in self._falls.items()
            if outcome in wanted
        }

    @cached_property
    def _unknown(self) -> dict[str, tuple[Relation, ...]]:
        return unknown_behind(self._falls["undeterminable"])

    @cached_property
    def _controllers(self) -> dict[str, tuple[Relation, ...]]:
        """``controls`` links from everyone who is or may be blocked."""
        found: defaultdict[str, list[Relation]] = defaultdict(list)
        for source in sorted(self._falls["undeterminable"]):
            for link in self._told.get(source, ()):
                found[link.target].append(link)
        return {target: tuple(links) for target, links in found.items()}

    def verdict(self, entity: str, on_stated: str, weakest: str) -> Verdict:
        """The verdict on an entity downstream, with what only its caller knows."""
        outcome = self.outcome(entity)
        fall = self._falls[outcome].get(entity) if outcome in self._falls else None
        decides = fall or Fall(0, self._held_of(entity))
        holders = BlockingStep.all_of(entity, decides)
        chains_of: tuple[BlockingChain, ...] = ()
        total = 0
        if fall is not None:
            chains_of, total = self._chains[outcome][entity]
        in_all = self._in_all(entity)
        held = in_all if fall is None else self._at_step(entity, fall)
        controls = self._controllers.get(entity, ())
        if outcome == "undeterminable":
            unknown = self._unknown[entity]
        else:
            unknown = tuple(
                link
                for row in self.rows.by_owned.get(entity, ())
                if row.owner in self._falls["undeterminable"]
                for link in row.relations
                if link.share is None
            )
        return Verdict(
            id=entity,
            outcome=outcome,
            on_stated=on_stated,
            round=fall.round if fall else None,
            held=held,
            held_in_all=in_all,
            by_control=bool(fall and fall.controls),
            controls=controls,
            holders=holders,
            chains=chains_of,
            chains_total=total,
            unknown=unknown,
            weakest=weakest,
            reason=_reason(self._rule.persons, outcome, held, decides, len(unknown), weakest),
            notes=self._notes(entity, decides.holdings, bool(controls)),
        )

    def _at_step(self, entity: str, fall: Fall) -> Range:
        sure = fsum(row.min for row in fall.holdings if row.owner in self._falls["certain"])
        most = AT_MOST.sum_of(fall.holdings, self.rows.by_owned.get(entity, ()))
        return Range(min(sure, 100.0), max(min(most, 100.0), min(sure, 100.0)))

    def _in_all(self, entity: str) -> Range:
        return self._at_step(entity, Fall(0, self._held_of(entity)))

    def _held_of(self, entity: str) -> tuple[Holding, ...]:
        """Direct holdings of everybody who is or may be blocked."""
        return tuple(
            row
            for row in self.rows.by_owned.get(entity, ())
            if row.owner != entity and row.owner in self._falls["undeterminable"]
        )

    def _notes(self, entity: str, held: Sequence[Holding], controlled: bool) -> tuple[str, ...]:
        said = []
        if controlled and not self._rule.by_control:
            said.append(
                "Blocked persons control it, or may; control alone does not block (FAQ 398)."
            )
        if any(row.disputed for row in held):
            said.append("Sources disagree on a share; its range reaches over what each says.")
        if entity in self.rows.over_100:
            said.append("The direct shares in it add up to more than 100 %.")
        return tuple(said)


def _reason(
    persons: str, outcome: str, held: Range, decides: Fall, unknown: int, weakest: str
) -> str:
    amount = _words(held, any(row.unknown for row in decides.holdings))
    if outcome == "undeterminable" and not decides.controls:
        links = "a link" if unknown == 1 else f"{unknown} links"
        return f"Whether {persons} hold 50 % or more of it hangs on {links} of unknown size."
    if decides.controls:
        said = f"it is controlled by {'' if outcome == 'certain' else 'what may be '}{persons}."
    elif outcome == "certain":
        said = f"{persons} hold {amount} of it together, 50 % or more."
    elif outcome == "possible":
        said = f"{persons} may hold 50 % or more of it: {amount} together."
    elif held.max:
        said = f"{persons} hold {amount} of it together, less than 50 %."
    else:
        return f"No share of it is held by {persons}."
    said = _premise(decides, weakest) + said
    return said[:1].upper() + said[1:]


def _premise(decides: Fall, weakest: str) -> str:
    """What a sentence rests on; blank where it is stated."""
    if weakest not in _PREMISES:
        return ""
    links = [*decides.controls, *(link for row in decides.holdings for link in row.relations)]
    if weakest == "alleged" and all(link.status == weakest for link in links):
        return "it is alleged that "
    return f"counting {_PREMISES[weakest]}, "


def _words(share: Range, unknown: bool) -> str:
    low, high = share.min or 0.0, share.max or 0.0
    if high - low < 1e-9:
        return f"{low:.4g} %"
    if not unknown:
        return f"{low:.4g}–{high:.4g} %"
    part = f"{low:.4g} % and a part" if low else "a part"
    most = f" (at most {high:.4g} %{' in all' if low else ''})" if high < 100 else ""
    return f"{part} of unknown size{most}"


def _range(share: Range) -> dict[str, float | None]:
    return {
        "min": None if share.min is None else round(share.min, 6),
        "max": None if share.max is None else round(share.max, 6),
    }
