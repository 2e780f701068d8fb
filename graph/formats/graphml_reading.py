"""GraphML from yEd, Gephi, networkx, igraph, graphology or Longarm itself, as tables."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from graph.errors import DataError
from graph.formats.graphml_writing import (
    EDGE_OWN,
    EDGE_PREFIX,
    MADE_UP,
    NODE_OWN,
    NODE_PREFIX,
    OWN_KEY,
    REAL_ID,
    SOURCES_KEY,
)
from graph.formats.networks import Link, Network, Node, place
from graph.formats.xml_columns import plain_number
from graph.formats.xml_reading import local, parse_xml
from graph.loading.tables import Tables

_NODE_LABELS: Final = frozenset({"NodeLabel", "Label.Text"})
_EDGE_LABELS: Final = frozenset({"EdgeLabel", "Label.Text"})


def read(path: Path) -> Tables:
    """The nodes and edges of a GraphML file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Tables
        With a line for everything that could not be taken as it stands.

    Raises
    ------
    DataError
        When the file is no GraphML, or has no nodes and edges.
    """
    root = parse_xml(path)
    graphs = [child for child in root if local(child) == "graph"]
    if local(root) != "graphml" or not graphs:
        raise DataError(
            "The file is XML, but not GraphML: it has no <graphml> with a <graph> in it.",
            where=path.name,
            fix="Export it again as GraphML.",
        )
    keys = dict(_keys(root))
    network = Network(path.name, own=OWN_KEY in keys)
    if network.own:
        _own(network, graphs[0], keys)
    else:
        _Foreign(network, keys).take(graphs)
    return network.tables()


@dataclass(slots=True)
class _Key:
    name: str
    of: str = "all"
    default: str = ""
    words: str = ""
    drawing: str = ""


def _keys(root: Element) -> Iterator[tuple[str, _Key]]:
    """The attributes that a file declares, by their ids."""
    for child in root:
        if local(child) != "key":
            continue
        key = child.get("id", "")
        drawing = next((v for name, v in child.attrib.items() if name.endswith("files.type")), "")
        held = _Key(child.get("attr.name", "") or key, child.get("for", "all"), drawing=drawing)
        for part in child:
            if local(part) == "default":
                held.default = part.text or ""
            elif local(part) == "desc":
                held.words = part.text or ""
        yield key, held


def _own(network: Network, graph: Element, keys: dict[str, _Key]) -> None:
    """Take a file that Longarm wrote."""
    ids: dict[str, str] = {}
    placed = 0
    for element in graph:
        name = local(element)
        values = {part.get("key", ""): part.text or "" for part in element}
        if name == "data" and element.get("key") == SOURCES_KEY:
            network.sources.extend(_sources(network, element.text or ""))
        elif name == "node":
            placed += "nd_x" in values
            cells = dict(_columns(values, keys, NODE_PREFIX, NODE_OWN))
            real = cells.pop(REAL_ID, element.get("id", ""))
            ids[element.get("id", "")] = real
            if values.get(MADE_UP) != "true":
                network.nodes.append(Node(real, cells.pop("label", ""), cells))
        elif name == "edge":
            ends = [element.get(end, "") for end in ("source", "target")]
            cells = dict(_columns(values, keys, EDGE_PREFIX, EDGE_OWN))
            source, target = (ids.get(end, end) for end in ends)
            kind = cells.pop("type", "")
            network.links.append(Link(source, target, kind=kind, values=cells))
    network.note("Places of nodes that are not taken: Longarm finds its own", times=placed)


def _columns(
    values: dict[str, str], keys: dict[str, _Key], prefix: str, own: str
) -> Iterator[tuple[str, str]]:
    for key, text in values.items():
        if not text:
            continue
        if key.startswith(prefix):
            yield key.removeprefix(prefix), text
        elif key.startswith(own) and key in keys:
            yield keys[key].words, text


def _sources(network: Network, text: str) -> list[dict[str, str]]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        network.note("Lists of sources that cannot be read", severity="warning")
        return []
    return [{str(name): str(value) for name, value in one.items()} for one in found]


@dataclass(slots=True)
class _Foreign:
    """Takes a file of another tool."""

    network: Network
    keys: dict[str, _Key]
    _defaults: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._defaults = {
            of: {
                key.name: key.default
                for key in self.keys.values()
                if key.of in (of, "all") and key.default.strip() and not key.drawing
            }
            for of in ("node", "edge")
        }

    def take(self, graphs: list[Element]) -> None:
        self.network.note("Further graphs in the file, taken into one", times=len(graphs) - 1)
        for graph in graphs:
            self._graph(graph, "")

    def _graph(self, graph: Element, parent: str) -> None:
        """Take the nodes and edges of a graph, and of the graphs within its nodes."""
        direction = "false" if graph.get("edgedefault") == "undirected" else "true"
        for element in graph:
            match local(element):
                case "node":
                    self._node(element, parent)
                case "edge":
                    self._edge(element, direction)
                case "hyperedge":
                    self.network.note(
                        "Hyperedges, which join more than two nodes and are left out",
                        "Replace them by nodes with edges of their own.",
                        severity="warning",
                    )
                case "data" | "desc":
                    self.network.note("Attributes of the whole graph that are not taken")

    def _node(self, element: Element, parent: str) -> None:
        node = Node(element.get("id", ""))
        self._values(element, "node", node.values)
        node.label = self._words(element, _NODE_LABELS)
        if parent:
            node.values.setdefault("parent", parent)
            self.network.note("Nodes inside another; its id stands in the column “parent”")
        corner = self._corner(element)
        if corner:
            node.values |= {f"layout_{axis}": text for axis, text in corner.items()}
            self.network.note("Places of nodes; they stand in “layout_x” and “layout_y”")
        elif place(node.values):
            self.network.note("Places of nodes; they stand in “layout_x” and “layout_y”")
        self.network.nodes.append(node)
        for child in element:
            match local(child):
                case "graph":
                    self._graph(child, node.id)
                case "port":
                    self.network.note("Ports of nodes that are not taken")

    def _edge(self, element: Element, direction: str) -> None:
        link = Link(
            element.get("source", ""),
            element.get("target", ""),
            element.get("id", ""),
            direction=element.get("directed", "") or direction,
        )
        self._values(element, "edge", link.values)
        words = self._words(element, _EDGE_LABELS)
        if words:
            link.values.setdefault("label", words)
        ports = {name: element.get(name, "") for name in ("sourceport", "targetport")}
        ports = {name: text for name, text in ports.items() if text}
        self.network.note("Edges that end at a port, kept as a column", times=bool(ports))
        link.values |= {name: text for name, text in ports.items() if name not in link.values}
        self.network.links.append(link)

    def _values(self, element: Element, of: str, values: dict[str, str]) -> None:
        for data in element:
            if local(data) == "desc" and (data.text or "").strip():
                values.setdefault("description", data.text or "")
            if local(data) != "data":
                continue
            key = self.keys.get(data.get("key", ""))
            if key is None:
                key = _Key(data.get("key", "") or "attribute")
                self.network.note("Values of attributes that the file does not declare")
            if len(data) or key.drawing:
                self.network.note(
                    "Shapes, colours and other parts of the drawing that are not taken",
                    times=bool(len(data)),
                )
                continue
            text = data.text or ""
            name = key.name
            while values.get(name, text) != text:
                name = f"attribute_{name}"
            if text.strip():
                values[name] = text
        for name, text in self._defaults[of].items():
            values.setdefault(name, text)

    def _words(self, element: Element, labels: frozenset[str]) -> str:
        """The label in the drawing of an element, as yEd keeps it."""
        for data in element:
            if local(data) == "data" and len(data):
                for part in data.iter():
                    words = " ".join((part.text or "").split())
                    if local(part) in labels and words:
                        return words
        return ""

    def _corner(self, element: Element) -> dict[str, str]:
        """The middle of a node in yEd's drawing."""
        for data in element:
            if local(data) != "data":
                continue
            for part in data.iter():
                if local(part) == "Geometry":
                    try:
                        x, y, width, height = (
                            float(part.get(name, "0")) for name in ("x", "y", "width", "height")
                        )
                    except ValueError:
                        return {}
                    if not all(map(math.isfinite, (x, y, width, height))):
                        return {}
                    middle = {"x": round(x + width / 2, 3), "y": round(y + height / 2, 3)}
                    return {axis: plain_number(at) for axis, at in middle.items()}
        return {}
