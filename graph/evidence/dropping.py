"""Leaving out: what still stands when a source, a place in it or a status is left out.

A link falls when all it rests on is left out. Parallel links corroborate each other: two entities
stay tied while one link between them remains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

import networkx as nx

from graph.errors import FilterError
from graph.evidence.connectivity import Net, Pair
from graph.model import STATUSES, Relation
from graph.ownership.direct import LinkSource
from graph.views.filters import locators_of, rests_on_dropped

KINDS: Final = ("source", "place", "status")
"""What can be left out: a source, a place in a source, a status."""


@runtime_checkable
class Connection(Protocol):
    """A path or a chain: entities in a row, and for each step the links that carry it."""

    @property
    def nodes(self) -> tuple[str, ...]:
        """Entity ids from end to end."""
        ...

    @property
    def steps(self) -> tuple[Any, ...]:
        """For each step its links, or something that has them as ``relations``."""
        ...


Links: TypeAlias = "Connection | nx.MultiDiGraph[str] | Iterable[Relation]"
"""What can be tested: a path, a chain, the graph of a view, or any relations."""


@dataclass(frozen=True, slots=True, order=True)
class Drop:
    """Something that is left out.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    key : str
        Source id, ``id#place`` (both as in `ViewState.dropped`), or status.

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", reference="art", locator="¶3")
    >>> Drop("place", "art#¶3").fells(link), Drop("status", "alleged").fells(link)
    (True, False)
    """

    kind: str
    key: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise FilterError(
                f"“{self.kind}” cannot be left out.", fix="Name a source, place or status."
            )

    @classmethod
    def parse(cls, item: str) -> Drop:
        """What an item of `ViewState.dropped` leaves out.

        Examples
        --------
        >>> [Drop.parse(item).kind for item in ("art", "art#¶3", "#alleged")]
        ['source', 'place', 'status']
        """
        reference, mark, rest = item.partition("#")
        if not mark:
            return cls("source", item)
        return cls("place", item) if reference else cls("status", rest)

    @property
    def item(self) -> str:
        """How `ViewState.dropped` spells it."""
        return f"#{self.key}" if self.kind == "status" else self.key

    def fells(self, relation: Relation) -> bool:
        """Whether a link falls when this alone is left out."""
        return _fells((self,), relation)


@dataclass(frozen=True, slots=True)
class Fallout:
    """What leaving something out does.

    Attributes
    ----------
    drops : tuple of Drop
        What is left out.
    fallen : tuple of str
        Ids of the links that fall, in the order of the data.
    links : int
        How many links there are.
    broken : tuple of (str, str)
        Neighbours between whom no link remains.
    cut_off : tuple of str
        Entities that are connected no more: on a path with its start, else with the anchors or,
        without any, with the larger part of what they were connected with.
    entities : int
        How many entities there are.
    """

    drops: tuple[Drop, ...]
    fallen: tuple[str, ...]
    links: int
    broken: tuple[Pair, ...]
    cut_off: tuple[str, ...]
    entities: int

    @property
    def stands(self) -> bool:
        """Whether the path still connects, or in a view all that was connected still is."""
        return not self.cut_off

    def to_dict(self) -> dict[str, Any]:
        """The fallout as JSON."""
        return {
            "drops": [{"kind": drop.kind, "key": drop.key} for drop in self.drops],
            "fallen": list(self.fallen),
            "links": self.links,
            "stands": self.stands,
            "broken": [list(pair) for pair in self.broken],
            "cut_off": list(self.cut_off),
            "entities": self.entities,
        }


def relations_in(what: Links) -> tuple[Relation, ...]:
    """Every relation of a path, a chain, a graph or a list, each once, in the order of the data."""
    found: Iterable[Relation]
    if isinstance(what, nx.Graph):
        found = (link for _, _, link in what.edges(data="relation"))
    elif isinstance(what, Connection):
        found = (link for step in steps_of(what) for link in step)
    else:
        found = what
    return in_order({link.id: link for link in found}.values())


def in_order(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations in the order of the data."""
    return tuple(sorted(relations, key=lambda link: (link.row, link.id)))


def candidates(what: Links, *, kinds: Collection[str] = KINDS) -> tuple[Drop, ...]:
    """Everything that could be left out: sources, then places in the order met, then statuses.

    Examples
    --------
    >>> link = Relation("r2", "a", "b", "owns", status="alleged", reference="art", locator="¶3")
    >>> [drop.key for drop in candidates([link])]
    ['art', 'art#¶3', 'alleged']
    """
    links = relations_in(what)
    found = dict.fromkeys(drop for link in links for drop in _candidates_of(link))
    used = sorted((drop.key for drop in found if drop.kind == "status"), key=STATUSES.index)
    by_kind = {kind: [drop for drop in found if drop.kind == kind] for kind in ("source", "place")}
    by_kind["status"] = [Drop("status", status) for status in used]
    return tuple(drop for kind in KINDS if kind in kinds for drop in by_kind[kind])


def what_stands(what: Links, drops: Iterable[Drop], *, anchors: Collection[str] = ()) -> Fallout:
    """What still stands when all of `drops` are left out together.

    Parameters
    ----------
    what : path, chain, graph or relations
        What is tested.
    drops : iterable of Drop
        What is left out. A link that cites two places falls with both.
    anchors : collection of str
        For a view: entities with which the others ought to stay connected.

    Returns
    -------
    Fallout

    Examples
    --------
    A second source corroborates:

    >>> links = [
    ...     Relation("r2", "a", "b", "owns", reference="press"),
    ...     Relation("r3", "a", "b", "owns", reference="register"),
    ...     Relation("r4", "b", "c", "owns", reference="register"),
    ... ]
    >>> what_stands(links, [Drop("source", "press")]).stands
    True
    >>> lost = what_stands(links, [Drop("source", "register")])
    >>> lost.fallen, lost.broken, lost.cut_off
    (('r3', 'r4'), (('b', 'c'),), ('c',))
    """
    return Trial(what, anchors).leave_out(tuple(dict.fromkeys(drops)))


def drop_one_out(
    what: Links, *, kinds: Collection[str] = KINDS, anchors: Collection[str] = ()
) -> tuple[Fallout, ...]:
    """What still stands when each candidate is left out by itself.

    Parameters
    ----------
    what : path, chain, graph or relations
        What is tested.
    kinds : collection of str
        Which `KINDS` to leave out.
    anchors : collection of str
        As in `what_stands`.

    Returns
    -------
    tuple of Fallout
        One for each of `candidates`, in their order.
    """
    test = Trial(what, anchors)
    return tuple(test.leave_out((drop,)) for drop in candidates(what, kinds=kinds))


class Without:
    """A source of links that leaves some out, so that any question can be asked again.

    Parameters
    ----------
    store : LinkSource
        Where links come from.
    drops : iterable of Drop
        What is left out.

    Examples
    --------
    >>> class Links(list):
    ...     def links_of(self, ids):
    ...         return [link for link in self if link.source in ids or link.target in ids]
    >>> links = Links([Relation("r2", "a", "b", "owns", status="alleged")])
    >>> Without(links, [Drop("status", "alleged")]).links_of(["a"])
    []
    """

    def __init__(self, store: LinkSource, drops: Iterable[Drop]) -> None:
        self._store = store
        self._drops = tuple(drops)

    def links_of(self, ids: Collection[str]) -> list[Relation]:
        """Relations with at least one end in `ids` that stand."""
        return [link for link in self._store.links_of(ids) if not _fells(self._drops, link)]


class Trial:
    """One path or view that is put to the test again and again.

    Attributes
    ----------
    relations : tuple of Relation
        Its links.
    carriers : dict
        Links by the two entities they tie, directions ignored.
    net : Net
        Who is connected with whom.
    """

    def __init__(self, what: Links, anchors: Collection[str]) -> None:
        self.relations = relations_in(what)
        self._path = what if isinstance(what, Connection) else None
        self.carriers: dict[Pair, list[Relation]] = {}
        for link in self.relations:
            self.carriers.setdefault(pair_of(link), []).append(link)
        self.net = Net(self.carriers, _nodes(what, self.relations), anchors)
        self._touched: dict[Drop, list[Relation]] = {}
        for link in self.relations:
            for drop in _candidates_of(link):
                self._touched.setdefault(drop, []).append(link)

    def leave_out(self, drops: tuple[Drop, ...]) -> Fallout:
        """What remains without some of it."""
        touched = (link for drop in drops for link in self._touched.get(drop, ()))
        down = {link.id: link for link in touched if _fells(drops, link)}
        fallen = down.keys()
        if self._path is not None:
            broken, cut_off = _broken_path(self._path, fallen)
        else:
            broken = tuple(
                pair
                for pair in sorted({pair_of(link) for link in down.values()})
                if all(link.id in fallen for link in self.carriers[pair])
            )
            cut_off = self.net.cut_off(broken)
        return Fallout(
            drops,
            tuple(link.id for link in in_order(down.values())),
            len(self.relations),
            broken,
            cut_off,
            len(self.net.nodes),
        )


def _candidates_of(link: Relation) -> Iterator[Drop]:
    """What, left out, may fell a link."""
    if link.reference:
        yield Drop("source", link.reference)
        for place in locators_of(link.locator):
            yield Drop("place", f"{link.reference}#{place}")
    yield Drop("status", link.status)


def _fells(drops: Collection[Drop], relation: Relation) -> bool:
    return rests_on_dropped(relation, frozenset(drop.item for drop in drops))


def pair_of(link: Relation) -> Pair:
    """The two entities a link ties, directions ignored."""
    return min(link.source, link.target), max(link.source, link.target)


def _nodes(what: Links, relations: Iterable[Relation]) -> Iterator[str]:
    found: dict[str, None] = {}
    if isinstance(what, nx.Graph | Connection):
        found.update(dict.fromkeys(what.nodes))
    for link in relations:
        found.update(dict.fromkeys((link.source, link.target)))
    return iter(found)


def steps_of(connection: Connection) -> list[tuple[Relation, ...]]:
    """For each step of a path or a chain its links."""
    return [
        tuple(step.relations) if hasattr(step, "relations") else tuple(step)
        for step in connection.steps
    ]


def _broken_path(
    path: Connection, fallen: Collection[str]
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    steps: Mapping[Pair, tuple[Relation, ...]] = dict(
        zip(pairwise(path.nodes), steps_of(path), strict=True)
    )
    broken = tuple(
        pair for pair, links in steps.items() if all(link.id in fallen for link in links)
    )
    if not broken:
        return (), ()
    return broken, path.nodes[path.nodes.index(broken[0][0]) + 1 :]
