"""Measure Longarm beside its baselines; print and write ``docs/benchmarks.md``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import bench_figures, bench_intake, bench_questions, measures
from benchmarks.generated import write_folder
from benchmarks.report import Row, machine, table
from graph.store import open_store
from scripts.serving import ROOT, launch, serve

BASELINES = ROOT / "benchmarks" / "baselines"
OUT = ROOT / "docs" / "benchmarks.md"
OPENINGS = 5
CLICKS = 16
FIGURES = """
## Figures under the ruler

Ten networks, each tool as it comes; counted are pairs of boxes and lines that cover each other.
Graphviz writes labels into its boxes; vis-network draws its arrowheads where no ruler reaches.

"""

Wait = Callable[[Page], None]


def opening(browser: Browser, ours: str, bare: str, usual: str) -> list[Row]:
    """First complete drawing, beside a bare page and the usual way."""
    pages: list[tuple[str, Wait]] = [
        (bare, measures.wait_for_bare),
        (usual, measures.wait_for_pyvis),
        (ours, measures.wait_for_longarm),
    ]
    for address, wait in pages:
        measures.first_drawing(browser, address, wait)
    taken: list[list[float]] = [[], [], []]
    for _ in range(OPENINGS):
        for times, (address, wait) in zip(taken, pages, strict=True):
            times.append(measures.first_drawing(browser, address, wait))
    bare_ms, usual_ms, ours_ms = (median(times) for times in taken)
    name = "First complete drawing, default data"
    return [
        Row(name, ours_ms, "pyvis in an iframe", usual_ms, bound=3000),
        Row(name, ours_ms, "bare Streamlit page", bare_ms),
    ]


def choosing(browser: Browser, ours: str, bare: str) -> list[Row]:
    """From a click to the inspector, from a filter to the picture; beside a bare button."""
    labels = open_store(str(ROOT / "data"))
    known = labels.entities(labels.entity_ids(CLICKS))
    targets = [(one.id, one.label) for one in known.values()]
    with measures.opened(browser) as left, measures.opened(browser) as right:
        left.goto(ours)
        measures.wait_for_longarm(left)
        right.goto(bare)
        measures.wait_for_bare(right)
        clicks = measures.inspector_clicks(left, targets)
        counts = measures.bare_clicks(right, len(targets))
        pairs = list(zip(clicks, counts, strict=True))[2:]
        redraws = list(measures.filter_clicks(left, ["Surveillance", "Affiliation"], 8))
    bare_ms = median(count for _, count in pairs)
    chosen = median(click for click, _ in pairs)
    button = "bare button with st.rerun"
    return [
        Row("Click to filled inspector", chosen, button, bare_ms, bound_ratio=2),
        Row("Filter change to new drawing", median(redraws), button, bare_ms, bound=300),
    ]


def moving(browser: Browser, scratch: Path, nodes: int, links: int, bound: float) -> Row:
    """Frames of a picture in motion, beside the same graph in pyvis."""
    folder = write_folder(scratch / f"{nodes}", nodes, links)
    with serve("app.py", "--data", str(folder)) as ours:
        mine = measures.frames(
            browser, ours.address, measures.wait_for_longarm, measures.longarm_canvas
        )
    script = BASELINES / "pyvis_iframe.py"
    with serve(script, "--data", str(folder), "--still") as usual:
        theirs = measures.frames(
            browser, usual.address, measures.wait_for_pyvis, measures.pyvis_canvas
        )
    name = f"Frame while moving, {nodes:,} nodes and {links:,} links"
    return Row(name, mine, "pyvis in an iframe, physics off", theirs, bound=bound)


def main() -> int:
    """Measure everything once."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        ours = stack.enter_context(serve("app.py")).address
        bare = stack.enter_context(serve(BASELINES / "bare.py")).address
        usual = stack.enter_context(serve(BASELINES / "pyvis_iframe.py")).address
        rows = opening(browser, ours, bare, usual)
        rows += choosing(browser, ours, bare)
        rows.append(moving(browser, scratch, 500, 1_500, 33))
        rows.append(moving(browser, scratch, 2_000, 6_000, 50))
        rows += bench_questions.measured(scratch)
        rows += bench_intake.measured(scratch / "intake")
        text = table(rows, machine(browser.version))
        text += FIGURES + bench_figures.quality(browser.new_page()) + "\n"
    print(text)
    OUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
