"""Measure figures: what covers what in ten networks, and how long a picture takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Page, sync_playwright

from benchmarks.boxes import Picture, read_svg
from benchmarks.networks import networks
from benchmarks.peers import graphviz, has_graphviz, matplotlib_picture, vis_network
from graph.exports import export_view
from graph.loading import Dataset
from graph.store import Store
from graph.views.viewstate import ViewState
from scripts.serving import launch

Draw = Callable[[Dataset], Picture]

_HEAD = (
    "| network | tool | labels shown | label on label | label on shape | label on arrowhead |"
    " link under a node | crossings | time |\n|---|---|---|---|---|---|---|---|---|"
)


def longarm(data: Dataset) -> Picture:
    """The SVG that Longarm exports."""
    return read_svg(export_view(Store.of(data), ViewState(), "svg").data, data)


def tools(page: Page) -> dict[str, Draw]:
    """Every tool that is here, Longarm first."""
    found: dict[str, Draw] = {"Longarm": longarm}
    found["vis-network"] = lambda data: vis_network(data, page)
    if has_graphviz():
        found["Graphviz sfdp"] = lambda data: graphviz(data, "sfdp")
        found["Graphviz dot"] = lambda data: graphviz(data, "dot")
    found["matplotlib"] = matplotlib_picture
    return found


def row(data: Dataset, tool: str, draw: Draw) -> str:
    """One line of the table."""
    start = time.perf_counter()
    picture = draw(data)
    spent = time.perf_counter() - start
    # Graphviz writes labels into its boxes: there a label and its shape are one.
    within = tool.startswith("Graphviz")
    cells = [
        data.name,
        tool,
        f"{picture.shown:.0f} %",
        str(picture.label_on_label()),
        "–" if within else str(picture.label_on_node()),
        str(picture.label_on_head()) if picture.heads else "not measured",
        str(picture.link_through_node()),
        str(picture.crossings()),
        f"{spent:.2f} s",
    ]
    return f"| {' | '.join(cells)} |"


def quality(page: Page) -> str:
    """The table of what covers what, as Markdown."""
    lines = [_HEAD]
    drawn = tools(page)
    # What a tool loads the first time is not its drawing.
    first = next(networks())
    for draw in drawn.values():
        draw(first)
    for data in networks():
        lines += [row(data, name, draw) for name, draw in drawn.items()]
    return "\n".join(lines)


def main() -> int:
    """Print the table."""
    with ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        print(quality(browser.new_page()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
