"""Who plays which part in the case layout, read from types, categories and groups alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import networkx as nx

from graph.model import Entity, Relation

OrderKey = tuple[tuple[tuple[int, int, str], ...], str, str]

UPWARD = frozenset({"ownership", "control", "association"})
"""Groups of relations that lead from the hub to its owners, party and partners."""


class Net:
    """A universe as lists whose order depends on content, never on the order of rows.

    Attributes
    ----------
    entities : dict of str to Entity
    relations : list of Relation
        Sorted by ends, type and status.
    """

    def __init__(self, universe: nx.MultiDiGraph[str]) -> None:
        self.entities: dict[str, Entity] = {
            str(node): data["entity"] for node, data in universe.nodes(data=True)
        }
        self.relations: list[Relation] = sorted(
            (data["relation"] for _, _, data in universe.edges(data=True)), key=_content
        )
        self._out: dict[str, list[Relation]] = defaultdict(list)
        self._into: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            self._out[relation.source].append(relation)
            self._into[relation.target].append(relation)

    def out(self, node: str, *kinds: str) -> list[Relation]:
        """Links that leave `node`, of these types or groups (all when none is given)."""
        return [r for r in self._out.get(node, ()) if not kinds or _is(r, kinds)]

    def into(self, node: str, *kinds: str) -> list[Relation]:
        """Links that arrive at `node`, of these types or groups (all when none is given)."""
        return [r for r in self._into.get(node, ()) if not kinds or _is(r, kinds)]

    def near(self, node: str, *kinds: str) -> list[str]:
        """Neighbours of `node` in both directions, each once, in source order."""
        found = {r.target for r in self.out(node, *kinds)}
        found |= {r.source for r in self.into(node, *kinds)}
        return self.sorted(found - {node})

    def category(self, node: str) -> str:
        """Category of an entity."""
        return self.entities[node].category

    def order(self, node: str) -> OrderKey:
        """Place of an entity in its source: locator read with its numbers, label, id."""
        entity = self.entities[node]
        return natural(entity.locator), entity.label, node

    def sorted(self, nodes: Iterable[str]) -> list[str]:
        """Nodes in source order."""
        return sorted(nodes, key=self.order)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Key that sorts ``¶2`` before ``¶10``; an empty text comes last.

    Examples
    --------
    >>> sorted(["¶10", "", "¶2"], key=natural)
    ['¶2', '¶10', '']
    """
    if not text:
        return ((2, 0, ""),)
    parts = re.findall(r"([0-9]{1,9})|([^0-9]+)", text)
    return tuple((0, int(number), "") if number else (1, 0, word) for number, word in parts)


def _is(relation: Relation, kinds: tuple[str, ...]) -> bool:
    return relation.type in kinds or relation.group in kinds


def _content(relation: Relation) -> tuple[str, ...]:
    return (
        relation.source,
        relation.target,
        relation.type,
        relation.status,
        relation.reference,
        relation.locator,
        relation.evidence,
        relation.said_by,
        str(relation.share),
        str(relation.since),
        str(relation.until),
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A group of people and its members, in the order in which they stack."""

    head: str
    members: tuple[str, ...]
    family: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """An event, the people behind it and the measures it led to."""

    event: str
    people: tuple[str, ...]
    measures: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure and what hangs under it: its effects, or the countries it concerns."""

    measure: str
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who proposes, and what."""

    proposer: str
    plans: tuple[Plan, ...]


@dataclass
class Cast:
    """The parts of the case layout; every entity of the universe has exactly one.

    Attributes
    ----------
    hub : str
        The company with the most outgoing surveillance links.
    left, party, right : list of str
        Nearest owners and partners of the hub, those of a party apart.
    above : list of list of str
        Their owners, level by level.
    officers, apparatus : list of str
        People on the hub's board or staff, and what those are tied to.
    databases : list of str
        What the hub compiled first, then other databases.
    disclosers : list of str
    columns : list of Column
        Whoever is watched without belonging to a group heads an empty column.
    deeds : list of Deed
    proposals : list of Proposal
    called : list of str
        Bodies and countries that are called on, or are left beside the proposals.
    posts : dict of str to list of str
        By member, the bodies that only this member ties to the case.
    spare : list of str
        What has no part.
    """

    hub: str
    left: list[str] = field(default_factory=list)
    party: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)
    officers: list[str] = field(default_factory=list)
    apparatus: list[str] = field(default_factory=list)
    databases: list[str] = field(default_factory=list)
    disclosers: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    posts: dict[str, list[str]] = field(default_factory=dict)
    spare: list[str] = field(default_factory=list)


def find_hub(net: Net) -> str | None:
    """The company with the most outgoing surveillance links, ``None`` when there is none."""
    counted = [
        (-len({r.target for r in net.out(node, "surveillance")}), net.order(node), node)
        for node in net.entities
        if net.category(node) == "company" and net.out(node, "surveillance")
    ]
    return min(counted)[2] if counted else None


def find_cast(net: Net) -> Cast | None:
    """Give every entity its part; ``None`` when nothing can be the hub."""
    hub = find_hub(net)
    if hub is None:
        return None
    cast = Cast(hub)
    free = set(net.entities) - {hub}

    def claim(nodes: Iterable[str], test: Callable[[str], bool] = lambda _: True) -> list[str]:
        taken = [node for node in net.sorted(set(nodes) & free) if test(node)]
        free.difference_update(taken)
        return taken

    def is_a(*categories: str) -> Callable[[str], bool]:
        return lambda node: net.category(node) in categories

    compiled = {r.target for r in net.out(hub, "surveillance")}
    cast.databases = claim(compiled, is_a("database")) + claim(free, is_a("database"))
    cast.disclosers = claim(r.source for r in net.relations if r.group == "disclosure")
    events = claim(free, is_a("event"))
    _cast_columns(cast, net, claim)
    _cast_upper(cast, net, claim)
    _cast_right(cast, net, claim, events)
    _cast_rest(cast, net, claim, free)
    return cast


_Claim = Callable[..., list[str]]


def _cast_columns(cast: Cast, net: Net, claim: _Claim) -> None:
    groups = [node for node in net.sorted(net.entities) if net.category(node) == "group"]

    def members(group: str) -> list[str]:
        found = [r.source for r in net.into(group, "affiliation")]
        found += [r.target for r in net.out(group, "family")]
        return [node for node in found if net.category(node) in ("role", "person")]

    # The family of an official is another exposure than the official's own: whoever is in a
    # group by affiliation stands there, and kinship takes who is left.
    for group in sorted(groups, key=lambda g: bool(net.out(g, "family"))):
        taken = claim(members(group))
        if taken:
            claim([group])
            family = bool(net.out(group, "family"))
            cast.columns.append(Column(group, tuple(taken), family))
    watched = claim(
        (r.target for r in net.relations if r.group == "surveillance"),
        lambda node: net.category(node) in ("group", "role", "person"),
    )
    cast.columns += [Column(node, ()) for node in watched]
    cast.columns.sort(key=lambda column: net.order(column.head))


def _cast_upper(cast: Cast, net: Net, claim: _Claim) -> None:
    hub = cast.hub
    aides = {r.source for r in net.into(hub, "control", "affiliation", "association")}
    cast.officers = claim(aides, lambda n: net.category(n) in ("person", "role"))
    nearest = claim(
        {r.source for r in net.into(hub, "ownership", "control")}
        | set(net.near(hub, "association")),
        lambda n: net.category(n) not in ("person", "role", "measure", "event", "intelligence"),
    )
    cast.party = [n for n in nearest if net.category(n) == "party"]
    sides = [n for n in nearest if n not in cast.party]
    level = list(nearest)
    while True:
        owners = claim(
            {r.source for n in level for r in net.into(n, "ownership", "control")},
            lambda n: net.category(n) not in ("measure", "event"),
        )
        if not owners:
            break
        cast.above.append(owners)
        level = owners
    cast.apparatus = claim(
        m
        for n in (*cast.officers, hub)
        for m in net.near(n, *UPWARD, "affiliation")
        if net.category(m) in ("intelligence", "institution", "state", "company", "party")
    )
    sides.sort(key=lambda n: _weight(net, n, hub))
    half = (len(sides) + 1) // 2
    cast.left, cast.right = sides[:half], sides[half:]


def _weight(net: Net, node: str, hub: str) -> tuple[float, int, int, OrderKey]:
    owned = not net.into(node, "ownership", "control")
    share = max(
        (r.share.max for r in net.out(node, "ownership") if r.target == hub and r.share),
        default=0.0,
    )
    ties = sum(1 for r in net.out(node) if r.target == hub)
    ties += sum(1 for r in net.into(node) if r.source == hub)
    return -share, int(owned), -ties, net.order(node)


def _cast_right(cast: Cast, net: Net, claim: _Claim, events: list[str]) -> None:
    proposers = {
        r.source
        for r in net.relations
        if r.type == "proposes" and net.category(r.source) not in ("event", "measure")
    }
    counted = sorted(claim(proposers), key=lambda n: (-len(net.out(n, "proposes")), net.order(n)))
    plans: dict[str, tuple[Plan, ...]] = {}
    for event in events:
        measures = claim(net.near(event), lambda n: net.category(n) == "measure")
        plans[event] = tuple(
            Plan(m, tuple(claim(net.near(m), lambda n: net.category(n) == "measure")))
            for m in measures
        )
    for proposer in counted:
        own = claim(r.target for r in net.out(proposer, "proposes"))
        cast.proposals.append(
            Proposal(proposer, tuple(Plan(m, tuple(_leaves(net, m, claim))) for m in own))
        )
    loose = claim(net.entities, lambda n: net.category(n) == "measure")
    if loose:
        cast.proposals.append(Proposal("", tuple(Plan(m) for m in loose)))
    for event in _replies_first(net, events):
        people = claim(net.near(event), lambda n: net.category(n) not in ("country", "database"))
        people.sort(key=lambda n: net.category(n) == "institution")
        cast.deeds.append(Deed(event, tuple(people), plans[event]))


def _leaves(net: Net, measure: str, claim: _Claim) -> list[str]:
    found = [n for n in net.near(measure) if net.category(n) in ("country", "measure")]
    countries = [n for n in found if net.category(n) == "country"]
    if len(countries) < 2:
        found = [n for n in found if n not in countries]
    return claim(found)


def _replies_first(net: Net, events: list[str]) -> list[str]:
    """Events in source order, an answer just before what it replies to."""
    placed: list[str] = []
    for event in events:
        if event in placed:
            continue
        replies = [r.source for r in net.into(event, "replies_to") if r.source in events]
        placed += [n for n in net.sorted(set(replies)) if n not in placed and n != event]
        placed.append(event)
    return placed


def _cast_rest(cast: Cast, net: Net, claim: _Claim, free: set[str]) -> None:
    right = {p.proposer for p in cast.proposals}
    right |= {plan.measure for p in cast.proposals for plan in p.plans}
    right |= {leaf for p in cast.proposals for plan in p.plans for leaf in plan.leaves}
    right |= {n for d in cast.deeds for n in (d.event, *d.people)}
    right |= {plan.measure for d in cast.deeds for plan in d.measures}
    members = {m for column in cast.columns for m in column.members}
    for node in net.sorted(free):
        ties = net.near(node)
        holders = [n for n in ties if n in members]
        if len(holders) == 1 and len(ties) == 1:
            cast.posts.setdefault(holders[0], []).extend(claim([node]))
    cast.called = claim(free, lambda n: any(m in right for m in net.near(n)))
    cast.called += claim(free, lambda n: any(m in cast.called for m in net.near(n)))
    cast.spare = claim(free)
