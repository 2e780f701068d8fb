"""The same networks drawn by other tools as they come, for the ruler of `benchmarks.boxes`."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import networkx as nx
import pyvis
from playwright.sync_api import Page

from benchmarks.boxes import Picture, Rectangle, path_samples_of, svg_tag
from graph.loading import Dataset

_VIS: Final = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"

_MEASURE: Final = """
() => {
  const nodes = {}, labels = {};
  for (const [id, node] of Object.entries(network.body.nodes)) {
    if (node.options.hidden || id.startsWith("edgeId")) continue;
    const { x, y } = node, r = node.shape.radius;
    nodes[id] = [x - r, y - r, x + r, y + r];
    const size = node.labelModule.size;
    const [wide, high] = [size.width / 2, size.height / 2];
    labels[id] = [[x - wide, size.yLine - high, x + wide, size.yLine + high]];
  }
  const links = Object.values(network.body.edges).map((edge) => {
    const points = [];
    for (let part = 0; part <= 16; part += 1) {
      const at = edge.edgeType.getPoint(part / 16);
      points.push([at.x, at.y]);
    }
    return [edge.fromId, edge.toId, points];
  });
  return { nodes, labels, links };
}
"""


_SETTLE: Final = """
([nodes, edges]) => new Promise((done) => {
  const data = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
  window.network = new vis.Network(document.getElementById("n"), data, {});
  network.once("stabilizationIterationsDone", () => {
    network.redraw();
    setTimeout(done, 50);
  });
})
"""


def graphviz(data: Dataset, engine: str) -> Picture:
    """Graphviz with labels inside boxes, as most people use it; overlaps removed where it can."""
    names = {entity.id: f"n{number}" for number, entity in enumerate(data.entities)}
    ids = {short: name for name, short in names.items()}
    lines = ["digraph {", "overlap=prism; splines=true; node [shape=box, fontname=Helvetica]"]
    lines += [
        f'{names[entity.id]} [label="{entity.label.replace(chr(34), "")}"]'
        for entity in data.entities
    ]
    lines += [f"{names[link.source]} -> {names[link.target]}" for link in data.relations]
    done = subprocess.run(
        [engine, "-Tsvg"],
        input="\n".join([*lines, "}"]).encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    picture = Picture(wanted=len(data.entities))
    for part in ET.fromstring(done.stdout).iter(svg_tag("g")):
        kind, title = part.get("class"), part.findtext(svg_tag("title")) or ""
        if kind == "node":
            shape = _polygon(part.find(svg_tag("polygon")))
            picture.nodes[ids[title]] = shape
            picture.labels[ids[title]] = [shape]
        elif kind == "edge":
            ends = frozenset(ids[one] for one in title.split("->"))
            path = part.find(svg_tag("path"))
            if path is not None:
                picture.links.append((ends, path_samples_of(path.get("d", ""))))
            picture.heads += [_polygon(one) for one in part.iter(svg_tag("polygon"))]
    return picture


def has_graphviz() -> bool:
    """Whether Graphviz is there."""
    return shutil.which("sfdp") is not None and shutil.which("dot") is not None


def _polygon(shape: ET.Element | None) -> Rectangle:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", "" if shape is None else shape.get("points", ""))
    xs, ys = [float(one) for one in numbers[::2]], [float(one) for one in numbers[1::2]]
    return (min(xs), min(ys), max(xs), max(ys))


def matplotlib_picture(data: Dataset) -> Picture:
    """`networkx.draw_networkx` with a spring layout and everything else at its default."""
    import matplotlib as mpl

    mpl.use("agg")
    # Scripts that its font lacks are drawn as boxes; that is what its users see too.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", "Glyph")
    from matplotlib import pyplot as plt

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(entity.id for entity in data.entities)
    graph.add_edges_from((link.source, link.target) for link in data.relations)
    figure, axes = plt.subplots(figsize=(12, 10))
    at = nx.spring_layout(graph, seed=1)
    shown = {entity.id: entity.label for entity in data.entities}
    nx.draw_networkx_nodes(graph, at, ax=axes, node_size=80)
    arrows: Any = nx.draw_networkx_edges(graph, at, ax=axes, node_size=80)
    texts = nx.draw_networkx_labels(graph, at, labels=shown, ax=axes, font_size=8)
    figure.canvas.draw()
    renderer: Any = figure.canvas.get_renderer()
    picture = Picture(wanted=len(shown))
    for name, text in texts.items():
        extent = text.get_window_extent(renderer)
        picture.labels[name] = [(extent.x0, extent.y0, extent.x1, extent.y1)]
        x, y = axes.transData.transform(at[name])
        picture.nodes[name] = (x - 6, y - 6, x + 6, y + 6)
    for (a, b), arrow in zip(graph.edges, arrows, strict=True):
        points = [tuple(point) for point in axes.transData.transform([at[a], at[b]])]
        picture.links.append((frozenset((a, b)), points))
        parts, filled = arrow._get_path_in_displaycoord()  # noqa: SLF001
        for part, is_head in zip(parts, filled, strict=True):
            if is_head:
                (left, top), (right, bottom) = part.vertices.min(axis=0), part.vertices.max(axis=0)
                picture.heads.append((left, top, right, bottom))
    plt.close(figure)
    return picture


def vis_network(data: Dataset, page: Page) -> Picture:
    """vis-network as it comes, after its own physics has settled."""
    nodes = [{"id": one.id, "label": one.label, "shape": "dot"} for one in data.entities]
    edges = [{"from": one.source, "to": one.target, "arrows": "to"} for one in data.relations]
    page.set_content("<div id='n' style='width:1200px;height:1000px'></div>")
    page.add_script_tag(path=str(_VIS))
    page.evaluate(
        _SETTLE,
        [nodes, edges],
    )
    found = page.evaluate(_MEASURE)
    return Picture(
        labels={name: [tuple(box) for box in boxes] for name, boxes in found["labels"].items()},
        nodes={name: tuple(box) for name, box in found["nodes"].items()},
        links=[
            (frozenset((a, b)), [tuple(point) for point in points])
            for a, b, points in found["links"]
        ],
        wanted=len(data.entities),
    )
