"""Labels of the first screen, measured in the SVG: they touch neither each other nor a shape."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from graph.exports.svg import render_svg
from graph.picture.compose import compose
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState

Box = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"

# Ink of a line of text above and below its baseline, as parts of the type size.
ABOVE, BELOW = 0.74, 0.22
# Rounding to two decimals, and shapes that may touch with their edges.
SLACK = 0.5

VIEWS = {
    "first screen": ViewState(),
    "CETC and its neighbours": ViewState(focus=("cetc",)),
    "surveillance alone": ViewState(groups=("surveillance",)),
    "CETC within two steps": ViewState(focus=("cetc",), hops=2),
}


def drawing(state: ViewState, root: Path) -> etree._Element:
    store = open_store(str(root / "data"))
    svg = render_svg(compose(store, build_view(store, state)), frame=False)
    return etree.fromstring(svg.encode())


def text_box(text: etree._Element) -> Box:
    x, y, size, width = (float(text.get(key)) for key in ("x", "y", "font-size", "textLength"))
    return x, y - ABOVE * size, x + width, y + BELOW * size


def around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def path_box(path: etree._Element) -> Box:
    """Bounds of a path's points; an arc counts with its whole radius."""
    xs: list[float] = []
    ys: list[float] = []
    for letter, body in re.findall(r"([A-Z])([^A-Z]*)", path.get("d")):
        values = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", body)]
        if letter == "A":
            radius, x, y = values[0], values[-2], values[-1]
            ys += [y - radius, y + radius]
            xs.append(x)
        else:
            xs += values[0::2]
            ys += values[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def overlap(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > SLACK
        and min(one[3], other[3]) - max(one[1], other[1]) > SLACK
    )


def labels_of(svg: etree._Element) -> dict[str, Box]:
    groups = svg.findall(f".//{SVG}g[@class='labels']/{SVG}g")
    return {
        one.get("data-id"): around([text_box(text) for text in one.iter(f"{SVG}text")])
        for one in groups
    }


def nodes_of(svg: etree._Element) -> dict[str, Box]:
    groups = svg.findall(f".//{SVG}g[@class='nodes']/{SVG}g")
    return {
        one.get("data-id"): around([path_box(path) for path in one.iter(f"{SVG}path")])
        for one in groups
    }


@pytest.mark.parametrize("name", VIEWS)
def test_labels_do_not_overlap_each_other(name: str, root: Path) -> None:
    labels = labels_of(drawing(VIEWS[name], root))
    assert len(labels) > 3
    hits = [
        (one, other)
        for one, other in combinations(labels, 2)
        if overlap(labels[one], labels[other])
    ]
    assert hits == []


@pytest.mark.parametrize("name", VIEWS)
def test_labels_do_not_overlap_shapes(name: str, root: Path) -> None:
    svg = drawing(VIEWS[name], root)
    nodes = nodes_of(svg)
    hits = [
        (label, node)
        for label, box in labels_of(svg).items()
        for node, shape in nodes.items()
        if overlap(box, shape)
    ]
    assert hits == []


def test_every_entity_of_the_first_screen_is_named(root: Path) -> None:
    svg = drawing(ViewState(), root)
    assert set(nodes_of(svg)) - set(labels_of(svg)) == set()


def test_the_measure_finds_an_overlap() -> None:
    assert overlap((0, 0, 10, 10), (9, 9, 20, 20))
    assert not overlap((0, 0, 10, 10), (10, 0, 20, 10))
