"""What if somebody were listed: what else falls under the OFAC rule or under the EU rule.

Both rules are applied again and again down the chain and add up what all blocked persons hold;
effective shares play no part. What falls for certain, what may fall because a share is a range, and
what hangs on a share of unknown size are kept apart: “cannot be determined” is an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from graph.errors import FilterError
from graph.model import STATUSES, PartialDate
from graph.ownership import CHOSEN
from graph.ownership.direct import LinkSource, fetch_links
from graph.sanctions.blocking_chains import BlockingChain, BlockingStep
from graph.sanctions.proposals import Hit, Measure, ProposedTargets, Target, proposed_targets
from graph.sanctions.rules import RULES, Citation, Rule
from graph.sanctions.verdicts import OUTCOME_WORDS, OUTCOMES, Reckoning, Verdict

__all__ = [
    "BASIS",
    "DISCLAIMER",
    "OUTCOMES",
    "OUTCOME_WORDS",
    "RULES",
    "BlockingChain",
    "BlockingStep",
    "Citation",
    "Group",
    "Hit",
    "Measure",
    "ProposedTargets",
    "Rule",
    "Target",
    "Verdict",
    "WhatIf",
    "proposed_targets",
    "what_if",
]

DISCLAIMER: Final = "Not legal advice."
BASIS: Final = "Shares as the data give them; voting rights are not looked at."


class Group(NamedTuple):
    """Verdicts of one outcome under the words that hold of each."""

    outcome: str
    words: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class WhatIf:
    """The answer to “what if these were listed?”.

    Attributes
    ----------
    rule : Rule
        The rule that was applied.
    listed : tuple of str
        Who is taken to be listed.
    statuses : tuple of str
        Statuses of links that count.
    as_of : str
        Date on which links hold; blank for the links without an end.
    verdicts : tuple of Verdict
        Everyone downstream: the gravest outcome first, then by round and id.
    links : int
        Links that were walked.
    """

    rule: Rule
    listed: tuple[str, ...]
    statuses: tuple[str, ...]
    as_of: str
    verdicts: tuple[Verdict, ...]
    links: int
    basis: str = BASIS
    disclaimer: str = DISCLAIMER

    def of(self, outcome: str) -> tuple[Verdict, ...]:
        """Verdicts with one outcome."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome == outcome)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Verdicts under headings that hold of each of them, the gravest first.

        An outcome that rests on more than what is stated stands apart, with its premise. Each of
        `OUTCOMES` has its own heading, be there nobody under it.
        """
        found: dict[tuple[str, str], list[Verdict]] = {}
        for outcome in OUTCOMES:
            found[outcome, OUTCOME_WORDS[outcome]] = []
            for verdict in self.of(outcome):
                found.setdefault((outcome, verdict.words), []).append(verdict)
        return tuple(Group(*head, tuple(verdicts)) for head, verdicts in found.items())

    def verdict(self, entity: str) -> Verdict | None:
        """The verdict on one entity; ``None`` when it is listed itself or not downstream."""
        return self._by_id.get(entity)

    @property
    def counts(self) -> dict[str, int]:
        """Entities by outcome."""
        return {outcome: len(self.of(outcome)) for outcome in OUTCOMES}

    @cached_property
    def _by_id(self) -> dict[str, Verdict]:
        return {verdict.id: verdict for verdict in self.verdicts}

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "rule": {
                "key": self.rule.key,
                "name": self.rule.name,
                "text": self.rule.text,
                "date": self.rule.date,
                "sources": [
                    {"title": one.title, "date": one.date, "url": one.url or None}
                    for one in self.rule.sources
                ],
            },
            "basis": self.basis,
            "disclaimer": self.disclaimer,
            "listed": list(self.listed),
            "statuses": list(self.statuses),
            "as_of": self.as_of or None,
            "counts": self.counts,
            "verdicts": [verdict.to_dict() for verdict in self.verdicts],
        }


def what_if(
    store: LinkSource,
    listed: Collection[str],
    rule: str = "ofac",
    *,
    statuses: Collection[str] = CHOSEN,
    as_of: PartialDate | None = None,
) -> WhatIf:
    """What falls when some entities are listed.

    Parameters
    ----------
    store : LinkSource
        Where links come from; walked downward level by level.
    listed : collection of str
        Ids of the entities taken to be listed.
    rule : str
        Key of `RULES`.
    statuses : collection of str
        Statuses of links that count.
    as_of : PartialDate, optional
        Date on which links must hold; without it, links that have ended do not count.

    Returns
    -------
    WhatIf

    Raises
    ------
    FilterError
        When there is no such rule.
    LimitExceeded
        When more links lie downward than can be walked.

    Examples
    --------
    50 % of 50 %, and a share of unknown size:

    >>> from graph.model import Relation, Share
    >>> class Links(list):
    ...     def links_of(self, ids):
    ...         return [link for link in self if link.source in ids or link.target in ids]
    >>> links = Links([
    ...     Relation("r2", "x", "a", "owns", Share(50, 50), "stated"),
    ...     Relation("r3", "a", "b", "owns", Share(50, 50), "stated"),
    ...     Relation("r4", "x", "c", "has_interest_in", None, "alleged"),
    ... ])
    >>> answer = what_if(links, ["x"])
    >>> [(one.id, one.outcome, one.round) for one in answer.verdicts]
    [('a', 'certain', 1), ('b', 'certain', 2), ('c', 'undeterminable', 1)]
    >>> answer.verdict("c").weakest
    'alleged'
    """
    if rule not in RULES:
        raise FilterError(f"There is no rule “{rule}”.", fix="Choose " + " or ".join(RULES) + ".")
    start = tuple(sorted(set(listed)))
    chosen = tuple(status for status in STATUSES if status in set(statuses))
    links = fetch_links(store, start, up=False, statuses={*chosen, "stated"}, as_of=as_of)

    def state(counted: Collection[str]) -> Reckoning:
        return Reckoning([link for link in links if link.status in counted], start, RULES[rule])

    full = state(chosen)
    history = [
        full if level == chosen[-1] else state(chosen[: place + 1])
        for place, level in enumerate(chosen)
    ]
    stated = history[0] if chosen[:1] == ("stated",) else state(("stated",))
    verdicts = [
        full.verdict(entity, stated.outcome(entity), _weakest(entity, chosen, history))
        for entity in full.downstream
    ]
    verdicts.sort(key=lambda one: (OUTCOMES.index(one.outcome), one.round or len(verdicts), one.id))
    counted = sum(link.status in chosen for link in links)
    return WhatIf(RULES[rule], start, chosen, str(as_of or ""), tuple(verdicts), counted)


def _weakest(entity: str, levels: Sequence[str], history: Sequence[Reckoning]) -> str:
    """Status with which the outcome became what it is, as less certain links come in."""
    before, found = "", ""
    for level, state in zip(levels, history, strict=True):
        now = state.outcome(entity)
        if now != before:
            before, found = now, level
    return found
