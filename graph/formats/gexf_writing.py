"""GEXF 1.3, written so that its schema, Gephi, graphology and networkx all accept it.

Attributes have numbers for ids, which is how readers know to show their titles. Numbers below 50
are columns of Longarm, from 50 to 99 what follows from them, from 100 the data set's own columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from graph.errors import DataError
from graph.exports.escaping import one_line, xml_exact
from graph.formats.package import Package
from graph.formats.xml_columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Columns,
    default_direction,
    entity_cells,
    has_direction,
    plain_number,
    relation_cells,
    source_cells,
)
from graph.loading.columns import SOURCE_COLUMNS
from graph.model import Entity, PartialDate, Relation
from graph.picture.appearance import THEMES, shape_of

NAMESPACE: Final = "http://gexf.net/1.3"
VARIANT: Final = "longarm"
"""Says that a file is ours, whose attributes are columns."""

FIRST_DERIVED: Final = 50
FIRST_OWN: Final = 100

_THEME: Final = THEMES["light"]
_NODE_SIZE: Final = 10
_SHAPES: Final = {
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
}
_LINES: Final = {"inferred": "dashed", "alleged": "dashed", "proposed": "dotted"}

# Title, type and id of what follows from the columns.
_NODE_DERIVED: Final = {"placeholder": ("boolean", 50)}
_EDGE_DERIVED: Final = {
    "directed": ("boolean", 50),
    "share_min": ("double", 51),
    "share_max": ("double", 52),
}
_TITLES: Final = {"type": "relation_type"}


def column_ids(columns: Iterable[str]) -> dict[str, int]:
    """The number of each column of Longarm."""
    return {name: number for number, name in enumerate(columns)}


_NODE_IDS: Final = column_ids(NODE_COLUMNS)
_EDGE_IDS: Final = column_ids(EDGE_COLUMNS)


def gexf(package: Package) -> str:
    """A package as GEXF."""
    columns = Columns.of(package)
    node_own = _own_ids(columns.node_extras)
    edge_own = _own_ids(columns.edge_extras)
    dated = any(period(relation) for relation in columns.relations)
    mode = ' mode="dynamic" timeformat="date"' if dated else ' mode="static"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{NAMESPACE}/viz" version="1.3" variant="{VARIANT}">',
        *_meta(package),
        f'<graph defaultedgetype="{default_direction(columns.relations)}" idtype="string"{mode}>',
        *_declared("node", _NODE_IDS, _NODE_DERIVED, columns.node_extras, node_own),
        *_declared("edge", _EDGE_IDS, _EDGE_DERIVED, columns.edge_extras, edge_own),
        f'<nodes count="{len(columns.entities)}">',
        *(_node(entity, columns, node_own, package.positions) for entity in columns.entities),
        "</nodes>",
        f'<edges count="{len(columns.relations)}">',
        *(
            _edge(f"e{number}", relation, columns, edge_own)
            for number, relation in enumerate(columns.relations)
        ),
        "</edges>",
        "</graph>",
        "</gexf>",
        "",
    ]
    return "\n".join(lines)


def period(relation: Relation) -> dict[str, str]:
    """First and last day that a link may hold on; empty when it has no dates, or ends too early.

    Examples
    --------
    >>> period(Relation("r2", "a", "b", "owns", since=PartialDate(2020, 9)))
    {'start': '2020-09-01'}
    """
    since, until = relation.since, relation.until
    if since and until and since.earliest() > until.latest():
        return {}
    found = {}
    if since:
        found["start"] = since.earliest().isoformat()
    if until:
        found["end"] = until.latest().isoformat()
    return found


def _meta(package: Package) -> list[str]:
    said = [package.name, *package.notes]
    for source in package.sources:
        cells = source_cells(source)
        known = [cells[name] for name in SOURCE_COLUMNS[1:] if name in cells]
        said.append(f"Source {source.id}: {', '.join(known)}")
    if package.data_hash:
        said.append(f"Data {package.data_hash}")
    about = xml_exact("\n".join(one_line(text) for text in said))
    day = _last_day(package)
    return [
        f'<meta lastmodifieddate="{day}">' if day else "<meta>",
        "<creator>Longarm</creator>",
        f"<description>{about}</description>",
        "</meta>",
    ]


def _last_day(package: Package) -> str:
    """The day of the newest source: a date that the data gives, never the day of writing."""
    days = []
    for source in package.sources:
        try:
            when = PartialDate.parse(source.date)
        except DataError:
            continue
        if when:
            days.append(when.latest())
    return max(days).isoformat() if days else ""


def _own_ids(extras: Mapping[str, str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(extras, start=FIRST_OWN)}


def _declared(
    kind: str,
    known: Mapping[str, int],
    derived: Mapping[str, tuple[str, int]],
    extras: Mapping[str, str],
    own: Mapping[str, int],
) -> list[str]:
    rows = [(number, _TITLES.get(name, name), "string") for name, number in known.items()]
    rows += [(number, name, sort) for name, (sort, number) in derived.items()]
    rows += [(own[name], title, "string") for name, title in extras.items()]
    return [
        f'<attributes class="{kind}" mode="static">',
        *(
            f'<attribute id="{number}" title="{xml_exact(title)}" type="{sort}"/>'
            for number, title, sort in rows
        ),
        "</attributes>",
    ]


def _values(values: Mapping[int, str]) -> str:
    rows = "".join(
        f'<attvalue for="{number}" value="{xml_exact(text)}"/>' for number, text in values.items()
    )
    return f"<attvalues>{rows}</attvalues>" if rows else ""


def _node(
    entity: Entity,
    columns: Columns,
    own: Mapping[str, int],
    positions: Mapping[str, tuple[float, float]],
) -> str:
    values = {_NODE_IDS[name]: text for name, text in entity_cells(entity).items()}
    if entity.placeholder:
        values[_NODE_DERIVED["placeholder"][1]] = "true"
    values |= {own[name]: text for name, text in columns.entity_extras(entity).items()}
    name = xml_exact(columns.ids[entity.id])
    look = _look(entity, positions[entity.id]) if entity.id in positions else ""
    return f'<node id="{name}" label="{xml_exact(entity.label)}">{_values(values)}{look}</node>'


def _look(entity: Entity, at: tuple[float, float]) -> str:
    # Drawings here count downwards, Gephi and its readers upwards.
    x, y = plain_number(round(at[0], 3)), plain_number(round(0.0 - at[1], 3))
    shape = _SHAPES.get(shape_of(entity.category), "disc")
    return (
        f"{_colour(_THEME.category(entity.category))}"
        f'<viz:position x="{x}" y="{y}" z="0"/><viz:size value="{_NODE_SIZE}"/>'
        f'<viz:shape value="{shape}"/>'
    )


def _colour(colour: str) -> str:
    r, g, b = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'


def _edge(key: str, relation: Relation, columns: Columns, own: Mapping[str, int]) -> str:
    values = {_EDGE_IDS[name]: text for name, text in relation_cells(relation).items()}
    if not has_direction(relation):
        values[_EDGE_DERIVED["directed"][1]] = "false"
    if relation.share:
        values[_EDGE_DERIVED["share_min"][1]] = plain_number(relation.share.min)
        values[_EDGE_DERIVED["share_max"][1]] = plain_number(relation.share.max)
    values |= {own[name]: text for name, text in columns.relation_extras(relation).items()}
    attributes = {
        "id": key,
        "source": columns.ids[relation.source],
        "target": columns.ids[relation.target],
        "kind": relation.type,
        **period(relation),
    }
    written = " ".join(f'{name}="{xml_exact(text)}"' for name, text in attributes.items())
    line = f'<viz:shape value="{_LINES.get(relation.status, "solid")}"/>'
    return f"<edge {written}>{_values(values)}{_colour(_THEME.group(relation.group))}{line}</edge>"
