"""GEXF of any version, from Gephi, networkx, graphology or Longarm itself, as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from graph.errors import DataError
from graph.formats.gexf_writing import FIRST_DERIVED, FIRST_OWN, VARIANT, column_ids
from graph.formats.networks import Link, Network, Node
from graph.formats.xml_columns import EDGE_COLUMNS, NODE_COLUMNS
from graph.formats.xml_reading import local, parse_xml
from graph.loading.tables import Tables
from graph.model import PartialDate

_LOOKS: Final = frozenset({"color", "size", "shape", "thickness"})
_BOUNDS: Final = ("start", "startopen", "end", "endopen")
_MOMENTS: Final = ("intervals", "timestamp", "timestamps")
_DIRECTIONS: Final = {"directed": "true", "undirected": "false", "mutual": "mutual"}
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", re.ASCII)


def read(path: Path) -> Tables:
    """The nodes and edges of a GEXF file.

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
        When the file is no GEXF, or has no nodes and edges.
    """
    root = parse_xml(path)
    graph = next((child for child in root if local(child) == "graph"), None)
    if local(root) != "gexf" or graph is None:
        raise DataError(
            "The file is XML, but not GEXF: it has no <gexf> with a <graph> in it.",
            where=path.name,
            fix="Export it again as GEXF.",
        )
    network = Network(path.name, own=root.get("variant") == VARIANT)
    if network.own:
        _Own(network).take(graph)
    else:
        _Foreign(network, graph).take(root)
    return network.tables()


@dataclass(slots=True)
class _Own:
    """Takes a file that Longarm wrote."""

    network: Network

    def take(self, graph: Element) -> None:
        columns = {
            "node": dict(_own_columns(graph, "node", NODE_COLUMNS)),
            "edge": dict(_own_columns(graph, "edge", EDGE_COLUMNS)),
        }
        placed = 0
        for element in graph.iter():
            name = local(element)
            if name not in columns:
                continue
            values = {}
            made_up = False
            for value in element.iter():
                placed += local(value) == "position"
                if local(value) == "attvalue":
                    key, text = value.get("for", ""), value.get("value", "")
                    made_up |= name == "node" and key == str(FIRST_DERIVED) and text == "true"
                    if key in columns[name] and text:
                        values[columns[name][key]] = text
            if name == "edge":
                kind = values.pop("type", element.get("kind", ""))
                ends = element.get("source", ""), element.get("target", "")
                self.network.links.append(Link(*ends, kind=kind, values=values))
            elif not made_up:
                node = Node(element.get("id", ""), element.get("label", ""), values)
                self.network.nodes.append(node)
        self.network.note("Places of nodes that are not taken: Longarm finds its own", times=placed)


def _own_columns(graph: Element, kind: str, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The column behind the number of an attribute."""
    known = {str(number): name for name, number in column_ids(columns).items()}
    yield from known.items()
    for declared in graph:
        if local(declared) == "attributes" and declared.get("class") == kind:
            for attribute in declared:
                number = attribute.get("id", "")
                if number.isdecimal() and int(number) >= FIRST_OWN:
                    yield number, attribute.get("title", "")


@dataclass(slots=True)
class _Declared:
    titles: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    defaults: dict[str, str] = field(default_factory=dict)


class _Foreign:
    """Takes a file of another tool."""

    def __init__(self, network: Network, graph: Element) -> None:
        self._network = network
        self._graph = graph
        self._direction = _DIRECTIONS.get(graph.get("defaultedgetype", ""), "false")
        self._dates = graph.get("timeformat", "date") not in ("integer", "double", "float")
        self._declared = {"node": _Declared(), "edge": _Declared()}

    def take(self, root: Element) -> None:
        for child in root:
            if local(child) == "meta":
                self._network.note(
                    "Words on the file as a whole that are not taken (author, description)",
                    times=len(child),
                )
        for child in self._graph:
            if local(child) == "attributes":
                self._declare(child)
        self._walk(self._graph, "")

    def _declare(self, attributes: Element) -> None:
        declared = self._declared.get(attributes.get("class", ""))
        if declared is None:
            self._network.note("Attributes of the whole graph that are not taken")
            return
        for attribute in attributes:
            key = attribute.get("id", "")
            title = attribute.get("title", "") or key
            # Two attributes under one title would overwrite each other.
            if title in declared.taken:
                title = f"{title} ({key})"
            declared.taken.add(title)
            declared.titles[key] = title
            for child in attribute:
                if local(child) == "default" and child.text:
                    declared.defaults[title] = child.text

    def _walk(self, holder: Element, parent: str) -> None:
        """Take the nodes and edges right under an element, and those within the nodes."""
        for group in holder:
            if local(group) == "nodes":
                for element in group:
                    if local(element) == "node":
                        self._node(element, parent)
            elif local(group) == "edges":
                for element in group:
                    if local(element) == "edge":
                        self._edge(element)

    def _node(self, element: Element, parent: str) -> None:
        node = Node(element.get("id", ""), element.get("label", ""))
        self._values(element, "node", node.values)
        self._place(element, node.values)
        times = self._times(element)
        node.values |= times
        self._network.note(
            "Nodes with a period; it stands in the columns “start”, “end” or “spells”",
            times=bool(times),
        )
        parents = [element.get("pid", "") or parent]
        parents += [one.get("for", "") for one in _within(element, "parents")]
        parents = [one for one in dict.fromkeys(parents) if one and one != node.id]
        if parents:
            node.values.setdefault("parent", "; ".join(parents))
            self._network.note("Nodes inside another; its id stands in the column “parent”")
        self._network.nodes.append(node)
        self._walk(element, node.id)

    def _edge(self, element: Element) -> None:
        says = element.get("type", "")
        link = Link(
            element.get("source", ""),
            element.get("target", ""),
            element.get("id", ""),
            element.get("kind", ""),
            _DIRECTIONS.get(says, self._direction),
        )
        if says and says not in _DIRECTIONS:
            # networkx writes an attribute called “type” where the direction belongs.
            link.kind = link.kind or says
            link.direction = "true"
            self._network.note("Edges whose type stands where their direction belongs")
        for name in ("label", "weight"):
            if element.get(name):
                link.values[name] = element.get(name, "")
        self._values(element, "edge", link.values)
        self._dated(element, link)
        self._network.links.append(link)

    def _values(self, element: Element, kind: str, values: dict[str, str]) -> None:
        declared = self._declared[kind]
        for value in _within(element, "attvalues"):
            key = value.get("for", "") or value.get("id", "")
            title = declared.titles.get(key, "")
            if not title:
                title = key
                self._network.note("Values of attributes that the file does not declare")
            text = value.get("value", "")
            span = [value.get(name, "") for name in _BOUNDS if value.get(name)]
            if span:
                text = f"{text} ({' to '.join(span)})"
                self._network.note("Values with a period; it stands beside the value")
            if not text.strip():
                continue
            if title in values and title not in ("label", "weight"):
                text = f"{values[title]}; {text}"
            elif values.get(title, text) != text:
                title = f"attribute_{title}"
            values[title] = text
        for title, text in declared.defaults.items():
            values.setdefault(title, text)
        looks = sum(local(child) in _LOOKS for child in element)
        self._network.note("Colours, sizes and shapes that are not taken", times=looks)

    def _place(self, element: Element, values: dict[str, str]) -> None:
        for child in element:
            if local(child) == "position":
                for axis in ("x", "y", "z"):
                    text = child.get(axis, "")
                    if text and not (axis == "z" and text.strip("0.") == ""):
                        values[f"layout_{axis}"] = text
                self._network.note("Places of nodes; they stand in “layout_x” and “layout_y”")

    def _times(self, element: Element) -> dict[str, str]:
        """The periods of an element as they stand."""
        found = {name: element.get(name, "") for name in (*_BOUNDS, *_MOMENTS) if element.get(name)}
        spells = [
            "/".join(
                next((spell.get(name, "") for name in names if spell.get(name)), "")
                for names in (_BOUNDS[:2], _BOUNDS[2:])
            )
            for spell in (*_within(element, "spells"), *_within(element, "slices"))
        ]
        if spells:
            found["spells"] = "; ".join(spells)
        return found

    def _dated(self, element: Element, link: Link) -> None:
        """Give a link its dates, where its bounds are days."""
        times = self._times(element)
        spells = times.get("spells", "").split("; ") if "spells" in times else []
        if spells:
            bounds = [one.partition("/") for one in spells]
            starts = [_day(start) for start, _, _ in bounds]
            ends = [_day(end) for _, _, end in bounds]
            since = min(starts) if all(starts) else ""
            until = max(ends) if all(ends) else ""
        else:
            since = _day(times.get("start", "") or times.get("startopen", ""))
            until = _day(times.get("end", "") or times.get("endopen", ""))
        taken = {"since": since, "until": until} if self._dates else {}
        for column, day in taken.items():
            if day:
                link.values.setdefault(column, day)
        if len(spells) > 1:
            self._network.note(
                "Links with several periods; “since” and “until” are the first and last day, "
                "the periods stand in “spells”"
            )
        elif len(spells) == 1 and taken.get("since") and taken.get("until"):
            del times["spells"]
        for column, names in (("since", _BOUNDS[:2]), ("until", _BOUNDS[2:])):
            for name in names:
                if taken.get(column) and name in times and not name.endswith("open"):
                    del times[name]
        if any(name.endswith("open") for name in times):
            self._network.note("Links whose first or last day is not itself part of the period")
        self._network.note(
            "Periods that are not days; they stand in columns of their own",
            times=any(name in times for name in ("start", "end", *_MOMENTS)),
        )
        link.values |= {name: text for name, text in times.items() if name not in link.values}


def _within(element: Element, name: str) -> Iterator[Element]:
    """The elements in a child of an element."""
    for child in element:
        if local(child) == name:
            yield from child


def _day(text: str) -> str:
    """The day of a date or a date with a time; blank for anything else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return ""
    try:
        return str(PartialDate.parse(match[1]) or "")
    except DataError:
        return ""
