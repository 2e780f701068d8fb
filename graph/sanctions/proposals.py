"""Proposals: whom the measures in the data target, and what else they propose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.model import Relation, review_of, without_rejected
from graph.queries import Queries

MAX_SEARCHED: Final = 20_000
"""Entities among which measures are looked for, the best connected first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and its links.

    Attributes
    ----------
    id : str
        The measure.
    targets : tuple of Relation
        Whom it targets, in any status.
    applies_to : tuple of Relation
        What it applies to.
    effects : tuple of Relation
        Measures that apply to this one: what follows from it.
    proposed_by : tuple of Relation
        Who proposes it.
    """

    id: str
    targets: tuple[Relation, ...] = ()
    applies_to: tuple[Relation, ...] = ()
    effects: tuple[Relation, ...] = ()
    proposed_by: tuple[Relation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The measure as JSON."""
        return {
            "id": self.id,
            "targets": [_end(link, link.target) for link in self.targets],
            "applies_to": [_end(link, link.target) for link in self.applies_to],
            "effects": [_end(link, link.source) for link in self.effects],
            "proposed_by": [_end(link, link.source) for link in self.proposed_by],
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that meets an entity, and the links by which it does."""

    measure: Measure
    links: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An entity that a measure targets.

    Attributes
    ----------
    id : str
        The entity.
    hits : tuple of Hit
        Measures that target it.
    beyond : tuple of Hit
        Measures that apply to it without naming it a target.
    """

    id: str
    hits: tuple[Hit, ...]
    beyond: tuple[Hit, ...]

    def to_dict(self) -> dict[str, Any]:
        """The target as JSON."""
        return {
            "id": self.id,
            "hits": [_hit(hit) for hit in self.hits],
            "beyond": [_hit(hit) for hit in self.beyond],
        }


@dataclass(frozen=True, slots=True)
class ProposedTargets:
    """Targets that the data propose.

    Attributes
    ----------
    targets : tuple of Target
        In the order of the links that name them.
    measures : tuple of Measure
        Every measure that was found, targets or not.
    elsewhere : tuple of Measure
        Those among them that meet no target: the rest of what is proposed.
    searched, total : int
        Entities looked through, of how many.
    rejected : int
        Links of measures that are left out because somebody rejected them.
    """

    targets: tuple[Target, ...]
    measures: tuple[Measure, ...]
    elsewhere: tuple[Measure, ...]
    searched: int
    total: int
    rejected: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the targets, to be listed at one click."""
        return tuple(target.id for target in self.targets)

    def to_dict(self) -> dict[str, Any]:
        """The targets as JSON."""
        return {
            "targets": [target.to_dict() for target in self.targets],
            "elsewhere": [measure.to_dict() for measure in self.elsewhere],
            "searched": self.searched,
            "total": self.total,
            "rejected": self.rejected,
        }


def proposed_targets(
    store: Queries, *, statuses: Collection[str] = ("proposed",)
) -> ProposedTargets:
    """Entities that a measure targets, with every measure that meets them.

    Parameters
    ----------
    store : Queries
        The data.
    statuses : collection of str
        Statuses of the ``targets`` links that count.

    Returns
    -------
    ProposedTargets

    Examples
    --------
    >>> from graph.store import open_store
    >>> "meng-ya-ping" in proposed_targets(open_store("data")).ids
    True
    """
    ids = store.entity_ids(MAX_SEARCHED)
    found = store.entities(ids)
    wanted = [
        key
        for key in ids
        if key in found
        and found[key].category == "measure"
        and review_of(found[key].extra) != "rejected"
    ]
    links, rejected = without_rejected(store.links_of(wanted) if wanted else ())
    measures = _measures(wanted, links)
    hits = _meetings(measures.values(), "targets", statuses)
    beyond = _meetings(measures.values(), "applies_to", None)
    first = {
        key: min(_place(link) for hit in some for link in hit.links) for key, some in hits.items()
    }
    targets = tuple(
        Target(key, tuple(hits[key]), tuple(beyond.get(key, ())))
        for key in sorted(hits, key=lambda key: (first[key], key))
    )
    met = {hit.measure.id for target in targets for hit in (*target.hits, *target.beyond)}
    return ProposedTargets(
        targets,
        tuple(measures.values()),
        tuple(one for key, one in measures.items() if key not in met),
        len(ids),
        store.entity_count,
        rejected,
    )


def _measures(ids: Collection[str], links: Sequence[Relation]) -> dict[str, Measure]:
    """Measures in the order in which the data speak of them."""
    out: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    into: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    known = set(ids)
    order: dict[str, None] = {}
    for link in sorted(links, key=_place):
        out[link.source, link.type].append(link)
        into[link.target, link.type].append(link)
        order.update(dict.fromkeys(end for end in (link.target, link.source) if end in known))
    order.update(dict.fromkeys(sorted(known)))
    return {
        key: Measure(
            key,
            tuple(out[key, "targets"]),
            tuple(out[key, "applies_to"]),
            tuple(link for link in into[key, "applies_to"] if link.source in known),
            tuple(into[key, "proposes"]),
        )
        for key in order
    }


def _meetings(
    measures: Collection[Measure], kind: str, statuses: Collection[str] | None
) -> Mapping[str, list[Hit]]:
    """For each entity the measures that meet it by links of one kind."""
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for measure in measures:
        ends: defaultdict[str, list[Relation]] = defaultdict(list)
        for link in measure.targets if kind == "targets" else measure.applies_to:
            if statuses is None or link.status in statuses:
                ends[link.target].append(link)
        for end, links in ends.items():
            found[end].append(Hit(measure, tuple(links)))
    return found


def _place(link: Relation) -> tuple[int, str]:
    return link.row, link.id


def _end(link: Relation, entity: str) -> dict[str, str]:
    return {
        "id": entity,
        "relation": link.id,
        "status": link.status,
        "reference": link.reference,
        "locator": link.locator,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "measure": hit.measure.to_dict(),
        "relations": [link.id for link in hit.links],
        "statuses": sorted({link.status for link in hit.links}),
    }
