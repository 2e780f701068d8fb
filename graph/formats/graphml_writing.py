"""GraphML, written so that its schema, networkx, igraph, graphology and Gephi all accept it.

Ids and names of attributes must be single words there: nodes are ``n0``, edges ``e0``, the real
id stands in the attribute ``entity_id``, and the real name of a column in the ``desc`` of its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.exports.escaping import strict_json, xml_exact
from graph.formats.package import Package
from graph.formats.xml_columns import (
    EDGE_COLUMNS,
    Columns,
    default_direction,
    entity_cells,
    has_direction,
    plain_number,
    relation_cells,
    source_cells,
)
from graph.loading.columns import ENTITY_COLUMNS
from graph.model import Entity, Relation
from graph.picture.appearance import THEMES

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
OWN_KEY: Final = "longarm"
"""Id of the key that says that a file is ours."""

REAL_ID: Final = "entity_id"
SOURCES_KEY: Final = "g_sources"
NODE_PREFIX, EDGE_PREFIX = "n_", "e_"
NODE_OWN, EDGE_OWN = "nx_", "ex_"
MADE_UP: Final = "nd_placeholder"

_SCHEMA: Final = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{NAMESPACE} {NAMESPACE}/1.1/graphml.xsd"'
)
_NODE_NAMES: Final = (REAL_ID, *ENTITY_COLUMNS[1:])
_NODE_DERIVED: Final = {
    "placeholder": "boolean",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
_EDGE_DERIVED: Final = {"directed": "boolean", "share_min": "double", "share_max": "double"}
_NODE_SIZE: Final = "10"


@dataclass(frozen=True, slots=True)
class _Key:
    id: str
    of: str
    name: str
    sort: str = "string"
    words: str = ""

    def __str__(self) -> str:
        words = f"<desc>{xml_exact(self.words)}</desc>" if self.words else ""
        return (
            f'<key id="{self.id}" for="{self.of}" attr.name="{self.name}" '
            f'attr.type="{self.sort}">{words}</key>'
        )


def graphml(package: Package) -> str:
    """A package as GraphML."""
    columns = Columns.of(package)
    node_own = {name: f"{NODE_OWN}{n}" for n, name in enumerate(columns.node_extras)}
    edge_own = {name: f"{EDGE_OWN}{n}" for n, name in enumerate(columns.edge_extras)}
    node_keys = {entity.id: f"n{number}" for number, entity in enumerate(columns.entities)}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<graphml xmlns="{NAMESPACE}" {_SCHEMA}>',
        *map(str, _keys(columns, node_own, edge_own)),
        f'<graph id="G" edgedefault="{default_direction(columns.relations)}">',
        *_about(package),
        *(_node(one, columns, node_keys, node_own, package) for one in columns.entities),
        *(
            _edge(f"e{number}", one, columns, node_keys, edge_own)
            for number, one in enumerate(columns.relations)
        ),
        "</graph>",
        "</graphml>",
        "",
    ]
    return "\n".join(lines)


def _keys(
    columns: Columns, node_own: Mapping[str, str], edge_own: Mapping[str, str]
) -> Iterator[_Key]:
    yield _Key(OWN_KEY, "graph", "longarm", "int", "A file of Longarm; 1 is its first form")
    for name in ("name", "notes", "data_hash"):
        yield _Key(f"g_{name}", "graph", name)
    yield _Key(SOURCES_KEY, "graph", "sources", words="The list of sources, as JSON")
    parts = (
        ("node", NODE_PREFIX, _NODE_NAMES, _NODE_DERIVED, columns.node_extras, node_own),
        ("edge", EDGE_PREFIX, EDGE_COLUMNS, _EDGE_DERIVED, columns.edge_extras, edge_own),
    )
    for of, prefix, known, derived, extras, own in parts:
        for name in known:
            yield _Key(f"{prefix}{name}", of, name)
        for name, sort in derived.items():
            yield _Key(f"{of[0]}d_{name}", of, name, sort)
        tokens = _tokens(extras.values(), {*known, *derived})
        for name, title in extras.items():
            yield _Key(own[name], of, tokens[title], words=title)


def _tokens(titles: Iterable[str], taken: set[str]) -> dict[str, str]:
    """A single word for each name, no two alike."""
    found: dict[str, str] = {}
    for title in titles:
        stem = re.sub(r"[^A-Za-z0-9._-]+", "_", title).strip("_") or "column"
        word, number = stem, 2
        while word in taken:
            word, number = f"{stem}_{number}", number + 1
        taken.add(word)
        found[title] = word
    return found


def _about(package: Package) -> Iterator[str]:
    yield _data(OWN_KEY, "1")
    texts = {
        "g_name": package.name,
        "g_notes": "\n".join(package.notes),
        "g_data_hash": package.data_hash,
    }
    for key, text in texts.items():
        if text:
            yield _data(key, text)
    if package.sources:
        yield _data(SOURCES_KEY, strict_json([source_cells(one) for one in package.sources]))


def _data(key: str, text: str) -> str:
    return f'<data key="{key}">{xml_exact(text)}</data>'


def _node(
    entity: Entity,
    columns: Columns,
    keys: Mapping[str, str],
    own: Mapping[str, str],
    package: Package,
) -> str:
    cells = {REAL_ID: columns.ids[entity.id], "label": entity.label} | entity_cells(entity)
    values = {f"{NODE_PREFIX}{name}": text for name, text in cells.items()}
    if entity.placeholder:
        values[MADE_UP] = "true"
    if entity.id in package.positions:
        values |= _look(entity, package.positions[entity.id])
    values |= {own[name]: text for name, text in columns.entity_extras(entity).items()}
    return f'<node id="{keys[entity.id]}">{_all(values)}</node>'


def _look(entity: Entity, at: tuple[float, float]) -> dict[str, str]:
    colour = THEMES["light"].category(entity.category)
    # Drawings here count downwards, those of other tools upwards.
    return {
        "nd_x": plain_number(round(at[0], 3)),
        "nd_y": plain_number(round(0.0 - at[1], 3)),
        "nd_size": _NODE_SIZE,
        "nd_r": str(int(colour[1:3], 16)),
        "nd_g": str(int(colour[3:5], 16)),
        "nd_b": str(int(colour[5:7], 16)),
    }


def _edge(
    key: str,
    relation: Relation,
    columns: Columns,
    keys: Mapping[str, str],
    own: Mapping[str, str],
) -> str:
    values = {f"{EDGE_PREFIX}{name}": text for name, text in relation_cells(relation).items()}
    if not has_direction(relation):
        values["ed_directed"] = "false"
    if relation.share:
        values["ed_share_min"] = plain_number(relation.share.min)
        values["ed_share_max"] = plain_number(relation.share.max)
    values |= {own[name]: text for name, text in columns.relation_extras(relation).items()}
    ends = f'source="{keys[relation.source]}" target="{keys[relation.target]}"'
    return f'<edge id="{key}" {ends}>{_all(values)}</edge>'


def _all(values: Mapping[str, str]) -> str:
    return "".join(_data(key, text) for key, text in values.items())
