"""The chains behind a fall: from the listed, holder by holder, to what falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.model import STATUSES, Relation
from graph.ownership.direct import weakest_of
from graph.sanctions.blocking import Fall

MAX_CHAINS: Final = 20
"""Chains kept for each entity."""


@dataclass(frozen=True, slots=True)
class BlockingStep:
    """One holder's hold on an entity.

    Attributes
    ----------
    owner, owned : str
        Entity ids.
    kind : str
        ``ownership`` or ``control``.
    min, max : float or None
        Percent held directly; ``None`` for control.
    unknown : bool
        Whether a link without a share is part of it.
    relations : tuple of Relation
        The links behind it.
    """

    owner: str
    owned: str
    kind: str
    min: float | None
    max: float | None
    unknown: bool
    relations: tuple[Relation, ...]

    @property
    def weakest(self) -> str:
        """How certain the links are; a second source makes it no less certain."""
        return weakest_of(self.relations)

    @classmethod
    def all_of(cls, entity: str, fall: Fall) -> tuple[BlockingStep, ...]:
        """Every hold that a fall rests on, holdings first."""
        held = [
            cls(row.owner, entity, "ownership", row.min, row.max, row.unknown, row.relations)
            for row in fall.holdings
        ]
        told: dict[str, list[Relation]] = {}
        for link in fall.controls:
            told.setdefault(link.source, []).append(link)
        ruled = [
            cls(owner, entity, "control", None, None, False, tuple(links))
            for owner, links in told.items()
        ]
        return (*held, *ruled)

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON."""
        return {
            "owner": self.owner,
            "owned": self.owned,
            "kind": self.kind,
            "min": self.min,
            "max": self.max,
            "unknown": self.unknown,
            "weakest": self.weakest,
            "relations": [link.id for link in self.relations],
        }


@dataclass(frozen=True, slots=True)
class BlockingChain:
    """One way from a listed entity to what falls; shares are not multiplied along it.

    Attributes
    ----------
    steps : tuple of BlockingStep
        From the listed downward.
    """

    steps: tuple[BlockingStep, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Entity ids from the listed to what falls."""
        return (self.steps[0].owner, *(step.owned for step in self.steps))

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Every link on the way."""
        return tuple(link for step in self.steps for link in step.relations)

    @property
    def weakest(self) -> str:
        """Worst status on the way."""
        return max((step.weakest for step in self.steps), key=STATUSES.index)

    @property
    def unknown(self) -> bool:
        """Whether a share of unknown size lies on the way."""
        return any(step.unknown for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """The chain as JSON."""
        return {
            "nodes": list(self.nodes),
            "shares": [None if step.min is None else [step.min, step.max] for step in self.steps],
            "kinds": [step.kind for step in self.steps],
            "weakest": self.weakest,
            "unknown": self.unknown,
            "relations": [[link.id for link in step.relations] for step in self.steps],
        }


def chains_behind(
    fallen: Mapping[str, Fall], *, most: int = MAX_CHAINS
) -> dict[str, tuple[tuple[BlockingChain, ...], int]]:
    """For everyone who falls the chains that decide it, and how many there are.

    A chain runs through ever later rounds, so that none comes back to where it was.

    Parameters
    ----------
    fallen : Mapping of str to Fall
        As `graph.sanctions.blocking.falls` gives them, in the order of the rounds.
    most : int
        Chains kept for each entity, the shortest and then the best evidenced.

    Returns
    -------
    dict of str to (tuple of BlockingChain, int)
        The listed have none.
    """
    kept: dict[str, tuple[tuple[BlockingChain, ...], int]] = {}
    for entity, fall in fallen.items():
        ranked: list[tuple[int, int, tuple[str, ...], BlockingChain]] = []
        total = 0
        for step in BlockingStep.all_of(entity, fall):
            status = STATUSES.index(step.weakest)
            if fallen[step.owner].round == 0:
                ranked.append((1, status, (step.owner, entity), BlockingChain((step,))))
                total += 1
                continue
            above, number = kept[step.owner]
            total += number
            for chain in above:
                weakest = max(status, STATUSES.index(chain.weakest))
                longer = BlockingChain((*chain.steps, step))
                ranked.append((len(longer.steps), weakest, (*chain.nodes, entity), longer))
        if len(ranked) > 1:
            ranked.sort(key=lambda found: found[:3])
        kept[entity] = (tuple(chain for *_, chain in ranked[:most]), total)
    return kept


def unknown_behind(fallen: Mapping[str, Fall]) -> dict[str, tuple[Relation, ...]]:
    """For everyone who falls the links of unknown size that it rests on, here and further up."""
    found: dict[str, dict[str, Relation]] = {}
    for entity, fall in fallen.items():
        links: dict[str, Relation] = {}
        for row in fall.holdings:
            links.update((link.id, link) for link in row.relations if link.share is None)
            links.update(found[row.owner])
        for told in fall.controls:
            links.update(found[told.source])
        found[entity] = links
    return {
        entity: tuple(sorted(links.values(), key=lambda link: (link.row, link.id)))
        for entity, links in found.items()
    }
