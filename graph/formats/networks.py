"""Nodes and edges of another tool as tables: which attribute is the category, which the type."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.errors import DataError
from graph.exports.escaping import one_line
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.report import Problem, Severity
from graph.loading.tables import Row, Table, Tables
from graph.model import CATEGORIES, TYPE_WORDS, UNDIRECTED_TYPES

UNKNOWN: Final = "unknown"
"""Category of a node whose file says nothing of the kind."""

UNTYPED: Final = "linked_to"
"""Type of an edge whose file says nothing of the kind."""

_CATEGORY_NAMES: Final = (
    "category", "type", "kind", "class", "nodetype", "entitytype", "schema",
    "group", "modularityclass", "modularity", "community", "cluster", "partition",
)  # fmt: skip
_NUMBERED: Final = frozenset(_CATEGORY_NAMES[_CATEGORY_NAMES.index("group") :]) | {"class"}
_TYPE_NAMES: Final = (
    "type", "kind", "relationtype", "edgetype", "relation", "relationship", "predicate",
    "interaction", "label", "edgelabel",
)  # fmt: skip
_LABEL_NAMES: Final = ("label", "name", "title", "caption", "displayname", "nodelabel")
_REAL_ID: Final = "entity_id"
_DIRECTION: Final = "directed"


@dataclass(slots=True)
class Node:
    """A node as its file has it; `values` are its attributes by name, blank ones left out."""

    id: str
    label: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Link:
    """An edge as its file has it.

    Attributes
    ----------
    source, target : str
        Ids of its ends.
    id, kind : str
        Its own id and its type, where the format has a place for them.
    direction : str
        ``true``, ``false``, ``mutual``, or blank when the file does not say.
    values : dict of str to str
        Its attributes by name, blank ones left out.
    """

    source: str
    target: str
    id: str = ""
    kind: str = ""
    direction: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Network:
    """Collects what a file holds and turns it into tables.

    Parameters
    ----------
    file : str
        Name of the file.
    own : bool
        Whether Longarm wrote it: attributes are columns then, and nothing is guessed.

    Examples
    --------
    >>> network = Network("x.gexf")
    >>> network.nodes += [Node("a", "A", {"kind": "company"}), Node("b")]
    >>> network.links.append(Link("a", "b", kind="owns"))
    >>> tables = network.tables()
    >>> dict(tables.entities.rows[1].cells)
    {'id': 'b', 'label': 'b', 'category': 'unknown'}
    >>> tables.relations.rows[0]["type"], [problem.severity for problem in tables.problems]
    ('owns', ['info', 'info'])
    """

    file: str
    own: bool = False
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sources: list[Mapping[str, str]] = field(default_factory=list)
    _said: Counter[tuple[Severity, str, str]] = field(default_factory=Counter)

    def note(
        self, what: str, fix: str = "", *, times: int = 1, severity: Severity = "info"
    ) -> None:
        """Count something that is not taken as it stands; one line of the report for each kind."""
        if times:
            self._said[severity, what, fix] += times

    def tables(self) -> Tables:
        """What was collected.

        Raises
        ------
        DataError
            When there is neither a node nor an edge.
        """
        if not self.nodes and not self.links:
            raise DataError(
                "The file holds no nodes and no edges.",
                where=self.file,
                fix="Save the graph again with the tool it came from.",
            )
        if not self.own:
            self._take_real_ids()
        entities = list(self._own_entities() if self.own else self._entities())
        relations = list(self._own_relations() if self.own else self._relations())
        nodes = self._table("nodes", ENTITY_COLUMNS[:3], entities)
        links = self._table("edges", RELATION_COLUMNS[:3], relations)
        sources = self._table("sources", SOURCE_COLUMNS[:1], self.sources) if self.sources else None
        problems = tuple(
            Problem(severity, self.file, 0, "", "", f"{what}: {count:,}.", fix)
            for (severity, what, fix), count in self._said.items()
        )
        return Tables(self.file, nodes, links, sources, problems)

    def _table(self, part: str, first: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> Table:
        held = tuple(Row(number, cells) for number, cells in enumerate(rows, start=1))
        names = dict.fromkeys([*first, *(name for row in held for name in row.cells)])
        return Table(f"{self.file} › {part}", tuple(names), held)

    def _own_entities(self) -> Iterable[dict[str, str]]:
        for node in self.nodes:
            yield {"id": node.id, "label": node.label} | node.values

    def _own_relations(self) -> Iterable[dict[str, str]]:
        for link in self.links:
            yield {"source": link.source, "target": link.target, "type": link.kind} | link.values

    def _take_real_ids(self) -> None:
        """Bring back the ids of ours that another tool kept as an attribute."""
        real = {node.id: node.values.get(_REAL_ID, "") for node in self.nodes}
        if not all(real.values()) or len(set(real.values())) < len(self.nodes):
            return
        for node in self.nodes:
            node.id = node.values.pop(_REAL_ID)
        for link in self.links:
            link.source = real.get(link.source, link.source)
            link.target = real.get(link.target, link.target)

    def _entities(self) -> Iterable[dict[str, str]]:
        named = _first_used(_CATEGORY_NAMES, (node.values for node in self.nodes))
        if named and named != "category":
            self.note(
                f"The category is taken from the attribute “{one_line(named)}”; nodes with one",
                times=sum(bool(node.values.get(named, "").strip()) for node in self.nodes),
            )
        unknown = 0
        for node in self.nodes:
            values = dict(node.values)
            cells = {"id": node.id, "label": node.label.strip() or self._label_of(values)}
            cells["label"] = cells["label"] or node.id
            category = _category(named, values.pop(named, "") if named else "")
            unknown += not category
            cells["category"] = category or UNKNOWN
            yield cells | self._rest(values, cells, ENTITY_COLUMNS)
        self.note(
            f"Nodes that say nothing of their category; it is “{UNKNOWN}”",
            "Give the nodes an attribute “category”.",
            times=unknown,
        )

    def _label_of(self, values: dict[str, str]) -> str:
        for wanted in _LABEL_NAMES:
            for name in values:
                if _bare(name) == wanted:
                    return values.pop(name)
        return ""

    def _relations(self) -> Iterable[dict[str, str]]:
        named = _first_used(_TYPE_NAMES, (link.values for link in self.links if not link.kind))
        if named and named != "type":
            bare = (link.values.get(named, "") for link in self.links if not link.kind)
            self.note(
                f"The type is taken from the attribute “{one_line(named)}”; edges with one",
                times=sum(bool(text.strip()) for text in bare),
            )
        running = all(link.id.strip("e_").isdecimal() for link in self.links if link.id)
        if running:
            self.note(
                "Edges whose ids are mere numbers; they are not kept",
                times=sum(bool(link.id) for link in self.links),
            )
        untyped = 0
        for link in self.links:
            values = dict(link.values)
            kind = link.kind.strip()
            if not kind and named:
                kind = values.pop(named, "").strip()
            kind = _known(kind, TYPE_WORDS)
            _drop_what_follows(values, kind)
            untyped += not kind
            cells = {"source": link.source, "target": link.target, "type": kind or UNTYPED}
            says = link.direction or values.get(_DIRECTION, "").lower()
            if says in ("true", "false") and values.get(_DIRECTION, says).lower() == "false":
                says = "false"
            values.pop(_DIRECTION, None)
            if says and says != ("false" if cells["type"] in UNDIRECTED_TYPES else "true"):
                values[_DIRECTION] = says
            if link.id and not running:
                values["link_id"] = link.id
            yield cells | self._rest(values, cells, RELATION_COLUMNS)
        self.note(
            f"Edges that say nothing of their type; it is “{UNTYPED}”, which has no direction "
            "(an edge with one keeps it in the column “directed”)",
            "Give the edges an attribute “type”.",
            times=untyped,
        )

    def _rest(
        self, values: Mapping[str, str], cells: Mapping[str, str], columns: tuple[str, ...]
    ) -> dict[str, str]:
        """The other attributes under their names, none of them in a column that is taken."""
        rest: dict[str, str] = {}
        for name, value in values.items():
            if not value.strip():
                continue
            column = " ".join(name.split()) or "attribute"
            if column in cells and cells[column] == value:
                continue
            while column in columns[:3] or column in rest:
                column = f"attribute_{column}"
            rest[column] = value
        return rest


def _drop_what_follows(values: dict[str, str], kind: str) -> None:
    """Leave out what our own writers put beside a column, kept by a tool that saved it again."""
    if values.get("relation_type") == kind:
        del values["relation_type"]
    if "share" in values:
        for name in ("share_min", "share_max"):
            values.pop(name, None)


def place(values: dict[str, str]) -> bool:
    """Rename the attributes of a place in a drawing, so that they say what they are.

    Examples
    --------
    >>> values = {"x": "1.5", "y": "-2", "size": "3"}
    >>> place(values), values
    (True, {'size': '3', 'layout_x': '1.5', 'layout_y': '-2'})
    """
    if not (_is_number(values.get("x", "")) and _is_number(values.get("y", ""))):
        return False
    if "layout_x" in values or "layout_y" in values:
        return False
    values["layout_x"] = values.pop("x")
    values["layout_y"] = values.pop("y")
    return True


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _bare(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _first_used(wanted: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> str:
    """The attribute whose name comes first among those wanted."""
    names = dict.fromkeys(name for values in rows for name in values)
    found = {_bare(name): name for name in reversed(names)}
    if wanted[0] in names:
        return wanted[0]
    return next((found[name] for name in wanted if name in found), "")


def _known(text: str, words: Mapping[str, object]) -> str:
    """A word of the vocabulary however it is spelt; any other as it stands."""
    plain = "_".join(text.lower().split())
    return plain if plain in words else text


def _category(named: str, value: str) -> str:
    value = value.strip()
    if value and _bare(named) in _NUMBERED and _is_number(value):
        return f"{named.replace('_', ' ').lower()} {value}"
    return _known(value, CATEGORIES)
