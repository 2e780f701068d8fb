"""What a picture looks like to a ruler: boxes of labels, shapes and heads out of an SVG."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from shapely import STRtree
from shapely.geometry import LineString, Polygon, box

from graph.loading import Dataset

_SVG: Final = "{http://www.w3.org/2000/svg}"
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_ASCENT, _DESCENT = 0.74, 0.23
"""Of capitals and tails, as a part of the type size; Source Sans has these."""

_SLACK: Final = 0.5
"""What two boxes may share before they count as covering each other, in px."""


@dataclass
class Picture:
    """Boxes and lines of one picture.

    Attributes
    ----------
    labels : dict of str to list of Rectangle
        By node, a box for each line of text.
    nodes : dict of str to Rectangle
        The shapes.
    heads : list of (set of str, Rectangle)
        Arrowheads.
    links : list of (frozenset of str, list of (float, float))
        The lines, with the nodes at their ends.
    wanted : int
        Nodes that have a label.
    """

    labels: dict[str, list[Rectangle]] = field(default_factory=dict)
    nodes: dict[str, Rectangle] = field(default_factory=dict)
    heads: list[Rectangle] = field(default_factory=list)
    links: list[tuple[frozenset[str], list[tuple[float, float]]]] = field(default_factory=list)
    wanted: int = 0

    @property
    def shown(self) -> float:
        """Labels that are there, in percent."""
        return 100 * len(self.labels) / max(self.wanted, 1)

    def label_on_label(self) -> int:
        """Pairs of nodes whose labels cover each other."""
        return len({frozenset(pair) for pair in self._covers(self._label_boxes())})

    def label_on_node(self) -> int:
        """Labels that cover another node's shape."""
        shapes = [(name, shape) for name, shape in self.nodes.items()]
        return len(set(self._covers(shapes)))

    def label_on_head(self) -> int:
        """Labels that cover an arrowhead."""
        heads = [(f"head {number}", shape) for number, shape in enumerate(self.heads)]
        return len(set(self._covers(heads)))

    def link_through_node(self) -> int:
        """Links that run through a shape that they do not end at."""
        if not self.links:
            return 0
        names = list(self.nodes)
        tree = STRtree([_inset(self.nodes[name], 1.0) for name in names])
        found = 0
        for ends, points in self.links:
            if len(points) > 1:
                hits = tree.query(LineString(points), predicate="intersects")
                found += sum(names[int(hit)] not in ends for hit in hits)
        return found

    def crossings(self) -> int:
        """Pairs of links without a common end that cross."""
        lines = [(ends, LineString(points)) for ends, points in self.links if len(points) > 1]
        if not lines:
            return 0
        tree = STRtree([line for _, line in lines])
        found = 0
        for number, (ends, line) in enumerate(lines):
            hits = tree.query(line, predicate="crosses")
            found += sum(int(hit) > number and not ends & lines[int(hit)][0] for hit in hits)
        return found

    def _label_boxes(self) -> list[tuple[str, Rectangle]]:
        return [(name, one) for name, lines in self.labels.items() for one in lines]

    def _covers(self, others: list[tuple[str, Rectangle]]) -> list[tuple[str, str]]:
        if not others:
            return []
        tree = STRtree([_inset(shape, _SLACK) for _, shape in others])
        pairs = []
        for name, one in self._label_boxes():
            for hit in tree.query(_inset(one, _SLACK), predicate="intersects"):
                other = others[int(hit)][0]
                if other != name:
                    pairs.append((name, other))
        return pairs


def svg_tag(name: str) -> str:
    """A tag of SVG as the XML reader names it."""
    return f"{_SVG}{name}"


def read_svg(svg: bytes, data: Dataset) -> Picture:
    """The boxes of a figure that Longarm exported of a whole data set."""
    root = ET.fromstring(svg)
    picture = Picture(wanted=len(data.entities))
    ends = {link.id: frozenset((link.source, link.target)) for link in data.relations}
    for part in root.iter(svg_tag("g")):
        name, kind = part.get("data-id", ""), part.get("class", "")
        if kind == "label":
            picture.labels[name] = [_text_box(text) for text in part.iter(svg_tag("text"))]
        elif kind == "node":
            picture.nodes[name] = _path_box(part.iter(svg_tag("path")))
        elif kind == "heads":
            picture.heads += [_path_box([path]) for path in part.iter(svg_tag("path"))]
        elif kind == "link":
            path = next(part.iter(svg_tag("path")))
            picture.links.append((ends[name], path_samples_of(path.get("d", ""))))
    return picture


def _text_box(text: ET.Element) -> Rectangle:
    size, width = float(text.get("font-size", 12)), float(text.get("textLength", 0))
    x, y = float(text.get("x", 0)), float(text.get("y", 0))
    left = x - width * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0)
    return (left, y - size * _ASCENT, left + width, y + size * _DESCENT)


def _path_box(paths: object) -> Rectangle:
    points = [point for path in paths for point in path_samples_of(path.get("d", ""))]  # type: ignore[attr-defined]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def path_samples_of(path: str) -> list[tuple[float, float]]:
    """Points along a path of M, L, Q and C steps."""
    points: list[tuple[float, float]] = []
    for step in re.findall(r"[MLQCZ][^MLQCZ]*", path):
        numbers = [float(one) for one in _NUMBER.findall(step)]
        given = list(zip(numbers[::2], numbers[1::2], strict=True))
        if len(given) > 1 and step[0] in "QC":
            control = [points[-1], *given]
            points += [_bezier(control, part / 8) for part in range(1, 9)]
        else:
            points += given
    return points


def _bezier(control: list[tuple[float, float]], t: float) -> tuple[float, float]:
    while len(control) > 1:
        control = [
            (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            for a, b in itertools.pairwise(control)
        ]
    return control[0]


def _inset(one: Rectangle, by: float) -> Polygon:
    left, top, right, bottom = one
    by = min(by, (right - left) / 3, (bottom - top) / 3)
    return box(left + by, top + by, right - by, bottom - by)
