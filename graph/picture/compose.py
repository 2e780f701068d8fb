"""From a view to its Scene: what is visible, where the layout put it, with all states and words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.layouts import Place
from graph.model import Entity, Relation, Source
from graph.picture.appearance import (
    SIGNS,
    blend_of,
    letter_of,
    order_of,
    pale_width_of,
    shape_of,
    width_of,
)
from graph.picture.curves import path_samples
from graph.picture.drawing import SHAPE_REACH, Drawing, drawing_of, labels_among
from graph.picture.fonts import advance
from graph.picture.label_text import box_of
from graph.picture.leaders import leader_of
from graph.picture.legend import legend_rows, state_rows
from graph.picture.routes import Drawn, Ground, route_links
from graph.picture.scene import Box, Caption, Point, Scene, SceneLink, SceneNode, TextLine
from graph.timeline import compare_dates
from graph.views.filters import days_compared, membership
from graph.views.view import View
from graph.views.visibility import entities_in, links_in
from graph.wording import (
    as_of_in_words,
    counts_in_words,
    filters_in_words,
    relation_sentence,
    source_lines,
    title_of,
    view_in_words,
)

if TYPE_CHECKING:
    from graph.queries import Queries

_CASED: Final = 800
_MARK_SIGNS: Final = {"appeared": "+", "ended": "−", "changed": "±"}
_MARK_WORDS: Final = {
    "appeared": "Appeared between the two dates",
    "ended": "Ended between the two dates",
    "changed": "Share changed between the two dates",
}
_SIGN_SIZE: Final = 15.0
_EMPTY: Final[Box] = (0.0, 0.0, 896.0, 808.0)


def compose(
    store: Queries,
    view: View,
    *,
    title: str = "",
    subtitle: str = "",
    rings: bool = False,
    marks: Mapping[str, str] | None = None,
) -> Scene:
    """The picture of a view.

    Positions come from the whole universe, so a filter changes what is drawn and never where.

    Parameters
    ----------
    store : Queries
        The data set, for sources and for links that are not in the view.
    view : View
        What is visible.
    title, subtitle : str
        Heading and sentence of the caption; a blank title is made from the view.
    rings : bool
        Whether links of selected entities end at the ring around them and are drawn wider, as a
        picture needs it. The canvas does that by itself, so that a click repaints nothing.
    marks : Mapping of str to str, optional
        One of `graph.picture.scene.MARKS` by relation id; by default what two dates tell apart.

    Returns
    -------
    Scene

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.views.view import build_view
    >>> from graph.views.viewstate import ViewState
    >>> store = open_store("data")
    >>> scene = compose(store, build_view(store, ViewState(focus=("cetc",))))
    >>> {node.id for node in scene.nodes} >= {"cetc"}
    True
    """
    drawing = drawing_of(view)
    standing = sorted(links_in(view.graph), key=_in_file)
    drawn = sorted((*entities_in(view.graph), *view.ghosts), key=_in_file)
    entities = {entity.id: entity for entity in drawn}
    relations = sorted((*standing, *view.fallen), key=_in_file)
    sources = store.sources()
    keys = _keys(entities.values())
    marks = marks_of(view) if marks is None else marks
    parts = _Parts(store, view, drawing, entities, relations, sources, keys, marks)
    labels = labels_among(drawing, entities, (link.id for link in relations), view.state.selection)
    lit = frozenset(view.state.emphasis).intersection(link.id for link in relations)
    nodes = _nodes(parts, labels, lit)
    links = _links(parts, lit, rings)
    zones = drawing.arrangement.zones if nodes else ()
    caption = Caption(
        title=title or title_of(view, store),
        subtitle=subtitle,
        counts=counts_in_words(view.counts),
        filters=tuple(filters_in_words(view.state, store)),
        as_of=as_of_in_words(view.state, view.counts),
        sources=tuple(source_lines(standing, sources, entities_in(view.graph))),
        view=view_in_words(view.state, store),
        data_hash=store.data_hash,
        hidden_labels=sum(not node.lines for node in nodes),
    )
    return Scene(
        nodes=nodes,
        links=links,
        zones=zones,
        legend=(
            *legend_rows(entities_in(view.graph), standing, sources),
            *state_rows(marks.values(), (node.cluster for node in nodes), len(view.fallen)),
        ),
        caption=caption,
        bounds=_bounds(nodes, links, zones, drawing.arrangement.bounds),
        layout=drawing.arrangement.name,
    )


@dataclass(frozen=True)
class _Parts:
    store: Queries
    view: View
    drawing: Drawing
    entities: Mapping[str, Entity]
    relations: list[Relation]
    sources: Mapping[str, Source]
    keys: Mapping[str, str]
    marks: Mapping[str, str]


def marks_of(view: View) -> dict[str, str]:
    """What became of the visible links between the two dates that a view compares.

    Parameters
    ----------
    view : View
        What is visible.

    Returns
    -------
    dict of str to str
        One of `graph.picture.scene.MARKS` by relation id; empty when nothing is compared.
    """
    days = days_compared(view.state)
    if days is None:
        return {}
    found = compare_dates(links_in(view.graph), *days, reviews=view.state.reviews)
    marks = {link.id: "appeared" for link in found.appeared}
    marks |= {link.id: "ended" for link in found.ended}
    marks |= {link.id: "changed" for change in found.changed for link in change.relations}
    return marks


def _in_file(item: Entity | Relation) -> tuple[int, str]:
    return (item.row, item.id)


def _keys(entities: Iterable[Entity]) -> dict[str, str]:
    """Drawing keys: the line in the file, which no view changes, else a digest of the id."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for entity in entities:
        key = f"n{entity.row}"
        if not entity.row or key in taken:
            key = f"nx{_digest(entity.id)}"
        taken.add(key)
        keys[entity.id] = key
    return keys


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def _nodes(
    parts: _Parts, labels: Mapping[str, tuple[TextLine, ...]], lit: Collection[str]
) -> tuple[SceneNode, ...]:
    state = parts.view.state
    pinned = {name for name, _, _ in state.pins}
    raised = lit or parts.marks
    ghosts = {entity.id for entity in parts.view.ghosts}
    touched = {end for link in parts.relations if link.id in raised for end in _ends(link)}
    all_links = parts.store.degrees(list(parts.entities))
    drawn = Counter(end for link in parts.relations for end in _ends(link))
    known = Counter(end for link in links_in(parts.view.universe) for end in _ends(link))
    badges = _badges(parts.view)
    nodes = []
    for name, entity in parts.entities.items():
        place = parts.drawing.arrangement.places[name]
        lines = labels.get(name, ())
        total = max(all_links.get(name, 0), drawn[name])
        hidden = total - drawn[name]
        expands = total > known[name]
        nodes.append(
            SceneNode(
                key=parts.keys[name],
                id=name,
                x=place.x,
                y=place.y,
                r=place.r,
                shape=shape_of(entity.category),
                fill=entity.category,
                label=f"{entity.label} ({entity.holder})" if entity.holder else entity.label,
                lines=lines,
                box=box_of(lines),
                letter=letter_of(entity.category),
                tip=_tip(total, hidden, expands=expands),
                selected=name in state.selection,
                pinned=name in pinned,
                closed=name in badges,
                dimmed=bool(raised) and name not in touched,
                ghost=name in ghosts,
                more=hidden if expands else 0,
                badge=badges.get(name, ""),
                cluster=parts.drawing.clusters.get(name, 0),
                leader=_leader(place, lines),
            )
        )
    return tuple(nodes)


def _leader(place: Place, lines: tuple[TextLine, ...]) -> tuple[Point, ...]:
    """The line to a label that stands away; where a layout set the label, none is wanted."""
    box = box_of(lines)
    if box is None or place.lines is not None:
        return ()
    return leader_of(place.x, place.y, place.r, box) or ()


def _ends(relation: Relation) -> set[str]:
    """Both ends of a link, a link of a node with itself having one."""
    return {relation.source, relation.target}


def _tip(total: int, hidden: int, *, expands: bool) -> str:
    if not total:
        return "No links."
    words = f"{total:,} {'link' if total == 1 else 'links'}"
    if not hidden:
        return f"{words}."
    return f"{words}, {hidden:,} hidden.{' Double-click expands.' if expands else ''}"


def _badges(view: View) -> dict[str, str]:
    """“9 of 9 inside” for each closed group that is drawn."""
    badges = {}
    for name in view.state.collapsed:
        if name not in view.graph:
            continue
        tied = (membership(link) for link in links_in(view.universe))
        members = {pair[0] for pair in tied if pair is not None and pair[1] == name} - {name}
        inside = len(members - set(view.graph))
        if members:
            badges[name] = f"{inside} of {len(members)} inside"
    return badges


def _links(parts: _Parts, lit: Collection[str], rings: bool) -> tuple[SceneLink, ...]:
    state = parts.view.state
    chosen = set(state.selection) if rings else set()
    ways = dict(parts.drawing.links)
    if chosen:
        ways.update(_to_rings(parts, chosen))
    routes = parts.drawing.arrangement.routes
    casing = len(parts.relations) <= _CASED
    fallen = {link.id for link in parts.view.fallen}
    raised = lit or parts.marks
    links = []
    for relation in parts.relations:
        way = ways[relation.id]
        route = routes.get(relation.id)
        is_lit = relation.id in lit
        is_raised = relation.id in raised
        mark = parts.marks.get(relation.id, "")
        extra = SIGNS["lit_width"] if is_raised else 0.0
        if chosen & _ends(relation):
            extra += SIGNS["selected_width"]
        links.append(
            SceneLink(
                key=f"e{relation.row or 'x' + _digest(relation.id)}",
                id=relation.id,
                source=parts.keys[relation.source],
                target=parts.keys[relation.target],
                path=way.path,
                stroke=relation.group,
                status=relation.status,
                width=round(width_of(relation) + extra, 3),
                head=way.head,
                pale=pale_width_of(relation),
                blend=1.0 if is_raised else route.blend if route else blend_of(relation),
                order=order_of(relation.group, lit=is_raised),
                casing=casing and (route is None or route.head),
                words=(*way.words, *_sign(mark, way)),
                tip=_link_tip(relation, parts, mark, left_out=relation.id in fallen),
                directed=relation.directed,
                lit=is_lit,
                ghost=relation.id in fallen,
                dimmed=bool(raised) and not is_raised,
                selected=relation.id in state.selection,
                mark=mark,
            )
        )
    links.sort(key=lambda link: link.order)
    return tuple(links)


def _sign(mark: str, way: Drawn) -> tuple[TextLine, ...]:
    """A sign on the middle of a marked link, for those who do not see its colour."""
    if not mark:
        return ()
    points = path_samples(way.path, 8)
    x, y = points[len(points) // 2]
    sign = _MARK_SIGNS[mark]
    width = advance(sign, _SIGN_SIZE, 700)
    return (
        TextLine(sign, x, y + _SIGN_SIZE * 0.36, width, _SIGN_SIZE, 700, f"mark:{mark}", "middle"),
    )


def _link_tip(relation: Relation, parts: _Parts, mark: str, *, left_out: bool) -> str:
    told = relation_sentence(relation, parts.entities, parts.sources)
    if left_out:
        return f"Left out: {told}"
    return f"{_MARK_WORDS[mark]}: {told}" if mark else told


def _to_rings(parts: _Parts, chosen: set[str]) -> dict[str, Drawn]:
    ground = parts.drawing.ground
    touched = [link for link in parts.relations if chosen & _ends(link)]
    ringed = Ground(ground.places, ground.shapes, ground.routes, ground.words, chosen, ground.fans)
    drawn = route_links(touched, ringed)
    # Words stay where they were, or silent.
    return {
        name: Drawn(way.path, way.head, parts.drawing.links[name].words)
        for name, way in drawn.items()
    }


def _bounds(
    nodes: Iterable[SceneNode],
    links: Iterable[SceneLink],
    zones: Iterable[TextLine],
    frame: Box | None,
) -> Box:
    xs: list[float] = []
    ys: list[float] = []
    boxes: list[Box] = [] if frame is None else [frame]
    for node in nodes:
        reach = node.r * SHAPE_REACH
        boxes.append((node.x - reach, node.y - reach, 2 * reach, 2 * reach))
        if node.box is not None:
            boxes.append(node.box)
    for link in links:
        for point in (*path_samples(link.path, 4), *link.head):
            xs.append(point[0])
            ys.append(point[1])
        if link.words and (box := box_of(link.words)) is not None:
            boxes.append(box)
    boxes.extend(box for zone in zones if (box := box_of([zone])) is not None)
    for left, top, width, height in boxes:
        xs += (left, left + width)
        ys += (top, top + height)
    if not xs:
        return _EMPTY
    left, top = min(xs), min(ys)
    return (round(left, 2), round(top, 2), round(max(xs) - left, 2), round(max(ys) - top, 2))
