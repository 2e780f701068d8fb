"""How a whole universe would be drawn: the part of a picture that no filter changes, kept ready."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from graph.layouts import Arrangement, Place, arrange
from graph.layouts.choosing import Memory, arrangement_key
from graph.metrics import MEANINGS, measure
from graph.model import RELATION_GROUPS, Entity, Relation
from graph.picture.appearance import shape_of
from graph.picture.curves import path_samples
from graph.picture.detours import detours_of
from graph.picture.label_text import box_of
from graph.picture.labels import Obstacles, place_labels
from graph.picture.routes import Drawn, Ground, fans_of, route_links
from graph.picture.scene import Box, Point, TextLine
from graph.views.view import View
from graph.views.visibility import entities_in, links_in

SHAPE_REACH: Final = 1.25
"""How far a shape may reach from its centre, in radii."""

_KEPT: Final = 8
_ALL_SPEAK: Final = 30
_FEW_WORDS: Final = 150
_LEAST, _MOST = 4.0, 15.0
_MEMORY: Final = Memory(_KEPT)


@dataclass(frozen=True)
class Drawing:
    """Every node and link of a universe, drawn.

    Attributes
    ----------
    arrangement : Arrangement
        Positions, pins and sizes included.
    ground : Ground
        What the links run between.
    links : Mapping of str to Drawn
        By relation id.
    labels : Mapping of str to tuple of TextLine
        By entity id; absent where there was no room.
    clusters : Mapping of str to int
        Number of each entity's cluster, from 1; empty unless nodes are coloured by it.
    """

    arrangement: Arrangement
    ground: Ground
    links: Mapping[str, Drawn]
    labels: Mapping[str, tuple[TextLine, ...]]
    clusters: Mapping[str, int] = field(default_factory=dict)


def drawing_of(view: View) -> Drawing:
    """The drawing of a view's universe, from memory when nothing that moves it has changed."""
    return _MEMORY.recall(_key(view), lambda: _draw(view))


def labels_among(
    drawing: Drawing, entities: Mapping[str, Entity], links: Iterable[str], first: Iterable[str]
) -> dict[str, tuple[TextLine, ...]]:
    """Labels of what is visible: as in the whole drawing, and more where filters made room.

    Parameters
    ----------
    drawing : Drawing
        The drawing of the universe.
    entities : Mapping of str to Entity
        What is visible, by id.
    links : iterable of str
        Ids of the visible relations.
    first : iterable of str
        Entities whose labels come before all others: what is selected.
    """
    kept = {name: drawing.labels[name] for name in entities if name in drawing.labels}
    places = drawing.arrangement.places
    urgent = [name for name in dict.fromkeys(first) if name in entities and name not in kept]
    if len(kept) == len(entities) or (len(entities) == len(places) and not urgent):
        return kept
    drawn = {name: drawing.links[name] for name in links}
    obstacles = _obstacles(drawing.ground, drawing.arrangement, entities, drawn)
    chosen = {name: replace(places[name], lines=kept.get(name)) for name in entities}
    found = place_labels(entities, chosen, urgent, obstacles)
    for name, lines in kept.items():
        box = box_of(lines)
        if box is not None and not (urgent and obstacles.hit(box, but=name)):
            found[name] = lines
            obstacles.add(box, name)
    rest = [name for name in _by_importance(entities, drawing.ground.places) if name not in kept]
    found.update(place_labels(entities, chosen, [n for n in rest if n not in found], obstacles))
    return found


def _key(view: View) -> Hashable:
    shares = frozenset((link.id, link.share) for link in links_in(view.universe) if link.share)
    return arrangement_key(view), view.state.pins, view.state.size_by, shares


def _draw(view: View) -> Drawing:
    found = _sized(arrange(view), view)
    entities = {entity.id: entity for entity in entities_in(view.universe)}
    relations = links_in(view.universe)
    fans = fans_of(relations, found.routes)
    loose = [link for link in relations if link.id not in found.routes]
    ground = Ground(
        places=found.places,
        shapes={name: shape_of(entity.category) for name, entity in entities.items()},
        routes=found.routes,
        words=found.words | _spoken(found, relations),
        fans=fans | detours_of(loose, found.places, fans),
    )
    links = route_links(relations, ground)
    links = _without_crowded_words(links, ground, found)
    obstacles = _obstacles(ground, found, entities, links)
    order = _by_importance(entities, found.places, view.state.focus)
    labels = place_labels(entities, found.places, order, obstacles)
    return Drawing(found, ground, links, labels, _clusters(view))


def _clusters(view: View) -> dict[str, int]:
    if view.state.size_by != "community":
        return {}
    values = measure(view.universe, "community", seed=view.state.seed).values
    return {name: int(number) + 1 for name, number in values.items()}


def _sized(found: Arrangement, view: View) -> Arrangement:
    """Nodes sized by a measure of the whole universe, so that a filter does not swell them."""
    if view.state.size_by not in MEANINGS or view.state.size_by == "community":
        return found
    values = measure(view.universe, view.state.size_by, seed=view.state.seed).values
    most = max(values.values(), default=0.0) or 1.0
    places = {}
    for name, place in found.places.items():
        size = _LEAST + (_MOST - _LEAST) * math.sqrt(max(values.get(name, 0.0), 0.0) / most)
        places[name] = replace(place, r=round(size, 2), lines=None)
    return replace(found, places=places)


def _spoken(found: Arrangement, relations: tuple[Relation, ...]) -> frozenset[str]:
    """Links that say their word unasked: all of a few; else shares, and groups of the data's own.

    Nobody can know the colour of the latter.
    """
    if found.words or len(relations) > _FEW_WORDS:
        return frozenset()
    return frozenset(
        link.id
        for link in relations
        if len(relations) <= _ALL_SPEAK
        or link.group not in RELATION_GROUPS
        or (link.group == "ownership" and link.share)
    )


def _without_crowded_words(
    links: dict[str, Drawn], ground: Ground, found: Arrangement
) -> dict[str, Drawn]:
    """Words that nobody gave a place stay silent where they would touch a shape or one another."""
    taken = Obstacles()
    for name, place in ground.places.items():
        taken.add(_shape_box(place), name)
    for drawn in links.values():
        if drawn.head:
            taken.add(_bounds(drawn.head))
    result = dict(links)
    for name, drawn in links.items():
        box = box_of(drawn.words)
        if box is None or name in found.words:
            continue
        route = found.routes.get(name)
        if route is not None and route.words_at is not None:
            continue
        if taken.hit(box):
            result[name] = replace(drawn, words=())
        else:
            taken.add(box)
    return result


def _obstacles(
    ground: Ground, found: Arrangement, names: Iterable[str], links: Mapping[str, Drawn]
) -> Obstacles:
    taken = Obstacles()
    for name in names:
        taken.add(_shape_box(ground.places[name]), name)
    for title in found.zones:
        box = box_of([title])
        if box is not None:
            taken.add(box)
    for drawn in links.values():
        if drawn.head:
            taken.add(_bounds(drawn.head))
        box = box_of(drawn.words)
        if box is not None:
            taken.add(box)
    taken.draw_lines(path_samples(drawn.path) for drawn in links.values())
    return taken


def _by_importance(
    names: Iterable[str], places: Mapping[str, Place], focus: Iterable[str] = ()
) -> list[str]:
    wanted = set(focus)
    return sorted(names, key=lambda name: (name not in wanted, -places[name].r, name))


def _shape_box(place: Place) -> Box:
    reach = place.r * SHAPE_REACH
    return (place.x - reach, place.y - reach, 2 * reach, 2 * reach)


def _bounds(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
