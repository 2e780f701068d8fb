"""Which layout, what it starts from, and what comes beside it later."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Final, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.layouts import Arrangement, Place
from graph.layouts.case import case
from graph.layouts.clearing import out_of_the_way
from graph.layouts.common import Array, blank_places, entities_of, extents_of, separate
from graph.layouts.concentric import concentric
from graph.layouts.force import force
from graph.layouts.grouped import grouped
from graph.layouts.layered import layered
from graph.model import Entity
from graph.views.view import View
from graph.views.visibility import entities_in, links_in

_LAYOUTS: Final[dict[str, Callable[[View], Arrangement | None]]] = {
    "case": case,
    "layered": layered,
    "force": force,
    "concentric": concentric,
    "grouped": grouped,
}
_HANDFUL: Final = 12
_DOWNWARD: Final = frozenset({"ownership", "control"})
_FEW_NEW: Final = 40
_FEW_OLD: Final = 300
_KEPT: Final = 24
_FAN: Final = 74.0
_DIRECTIONS: Final = 24

_Value = TypeVar("_Value")


class Memory:
    """The last few answers, for threads that ask for the same pictures.

    Examples
    --------
    >>> memory = Memory(2)
    >>> memory.recall("a", lambda: 1), memory.recall("a", lambda: 2)
    (1, 1)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value kept for a key, made when there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value


_MEMORY: Final = Memory(_KEPT)


def arranged(view: View) -> Arrangement:
    """See `graph.layouts.arrange`."""
    return _pinned(_MEMORY.recall(("whole", arrangement_key(view)), lambda: _expanded(view)), view)


def arrangement_key(view: View) -> Hashable:
    """What the positions of a view depend on, but for its pins."""
    state = view.state
    return (
        _data_key(view.universe),
        state.focus,
        state.hops,
        state.expanded,
        state.layout,
        state.seed,
    )


def _data_key(universe: nx.MultiDiGraph[str]) -> Hashable:
    nodes = frozenset(
        (entity.id, entity.label, entity.category, entity.holder, entity.extra.get("note", ""))
        for entity in entities_in(universe)
    )
    links = frozenset(
        (relation.id, relation.source, relation.target, relation.type, relation.status)
        for relation in links_in(universe)
    )
    return hash(nodes), hash(links), len(nodes), len(links)


def _expanded(view: View) -> Arrangement:
    base = base_of(view)
    complete = len(base) == len(view.universe)
    whole = view.universe if complete else view.universe.subgraph(base)
    state = view.state.with_(expanded=(), pins=())
    start = replace(view, state=state, universe=whole, graph=whole)
    found = _MEMORY.recall(("base", arrangement_key(start)), lambda: _laid_out(start))
    return found if complete else _with_newcomers(found, view, base)


def _laid_out(view: View) -> Arrangement:
    name = view.state.layout or ("layered" if _few_with_owners(view) else "case")
    found = _LAYOUTS.get(name, force)(view)
    return force(view) if found is None else found


def base_of(view: View) -> set[str]:
    """Nodes that were there before any expansion.

    Examples
    --------
    >>> from graph.views.view import Counts
    >>> from graph.views.viewstate import ViewState
    >>> chain = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    >>> state = ViewState(focus=("a",), expanded=("b",))
    >>> sorted(base_of(View(state, chain, chain, Counts(3, 3, 2, 2, 2))))
    ['a', 'b']
    """
    state = view.state
    focus = [name for name in state.focus if name in view.universe]
    if not focus or not state.expanded:
        return set(view.universe)
    seen = set(focus)
    edge = seen
    for _ in range(state.hops):
        edge = {other for name in edge for other in nx.all_neighbors(view.universe, name)} - seen
        seen = seen | edge
    return seen


def _with_newcomers(base: Arrangement, view: View, known: set[str]) -> Arrangement:
    places = dict(base.places)
    entities = entities_of(view.universe)
    for origin in view.state.expanded:
        if origin in places:
            new = sorted(set(nx.all_neighbors(view.universe, origin)) - places.keys())
            _fan_out(places, origin, new, view.universe, entities)
    left = sorted(set(view.universe) - places.keys())
    if left:
        _fan_out(places, min(known), left, view.universe, entities)
    return replace(base, places=places)


def _fan_out(
    places: dict[str, Place],
    origin: str,
    names: Sequence[str],
    universe: nx.MultiDiGraph[str],
    entities: dict[str, Entity],
) -> None:
    """Set new nodes in rows on the free side of the node they came from; nothing else moves."""
    if not names:
        return
    # Sized by the links among what is there by now: a later expansion then swells nothing.
    blank = blank_places(universe.subgraph([*places, *names]))
    new = [(name, blank[name]) for name in names]
    at = places[origin]
    old = np.array([(place.x, place.y) for place in places.values()])
    away = _free_side(old, np.array([at.x, at.y]))
    rows = max(1, math.ceil(math.sqrt(len(new) / 3)))
    spots = []
    for number in range(len(new)):
        ring, step = number % rows, number // rows
        count = math.ceil(len(new) / rows)
        radius = max(_FAN * 1.5, count * _FAN / math.pi) + ring * _FAN
        angle = away + (math.pi * 0.8) * ((step + 0.5) / count - 0.5)
        spots.append((at.x + radius * math.cos(angle), at.y + radius * math.sin(angle)))
    extents = extents_of(entities, {**places, **dict(new)})
    fixed = np.arange(len(extents)) < len(places)
    moved = separate(np.vstack((old, np.array(spots))), extents, fixed=fixed)
    if len(new) <= _FEW_NEW and len(places) <= _FEW_OLD:
        moved = out_of_the_way(moved, extents, len(places), _ends_of(universe, [*places, *names]))
    for (name, place), (x, y) in zip(new, moved[len(places) :], strict=True):
        places[name] = replace(place, x=round(float(x), 2), y=round(float(y), 2))


def _ends_of(universe: nx.MultiDiGraph[str], names: Sequence[str]) -> NDArray[np.intp]:
    """Links among the named as pairs of their numbers, each pair once."""
    number = {name: place for place, name in enumerate(names)}
    pairs = {
        (min(number[a], number[b]), max(number[a], number[b]))
        for a, b in universe.subgraph(names).edges()
        if a != b
    }
    return np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)


def _free_side(others: Array, at: Array) -> float:
    """Direction in which the fewest and farthest nodes stand."""
    apart = others - at
    far = np.hypot(apart[:, 0], apart[:, 1])
    near = far > 1e-6
    apart, far = apart[near] / far[near, None], far[near]
    angles = np.arange(_DIRECTIONS) * math.tau / _DIRECTIONS
    rays = np.column_stack((np.cos(angles), np.sin(angles)))
    facing = np.clip(rays @ apart.T, 0.0, None) ** 3
    crowd = (facing / (40.0 + far) ** 1.5).sum(axis=1)
    return float(angles[crowd.argmin()])


def _pinned(found: Arrangement, view: View) -> Arrangement:
    pins = {name: (x, y) for name, x, y in view.state.pins if name in found.places}
    if not pins:
        return found
    places = dict(found.places)
    for name, (x, y) in pins.items():
        places[name] = replace(places[name], x=x, y=y, lines=None)
    # A way that was drawn for another place leads nowhere: links of moved nodes run straight.
    loose = {key for a, b, key in view.universe.edges(keys=True) if a in pins or b in pins}
    routes = {key: route for key, route in found.routes.items() if key not in loose}
    return replace(found, places=places, routes=routes)


def _few_with_owners(view: View) -> bool:
    """Whether a handful around a focus is best read from owners down to what they own."""
    if not view.state.focus or len(view.universe) > _HANDFUL:
        return False
    return any(link.group in _DOWNWARD for link in links_in(view.universe))
