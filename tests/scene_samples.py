"""Scenes, views and stores made by hand, with fixed positions, for the tests of exports."""

from __future__ import annotations

from typing import Any

import networkx as nx

from graph.exports.frame import KeyEntry
from graph.model import Entity, Relation, Share, Source
from graph.picture.appearance import arrowhead
from graph.picture.scene import Caption, LegendRow, Scene, SceneLink, SceneNode, TextLine
from graph.views.view import Counts, View
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore

HOSTILE = '<script>alert(1)</script>" onload="x" & ]]> {{7*7}} {% raw %} \x00\x0b\u202e'


def label(text: str, x: float, y: float, *, size: float = 12.5, tone: str = "ink") -> TextLine:
    return TextLine(text, x, y, len(text) * size * 0.5, size, 600, tone)


def node(
    key: str, entity: str, text: str, x: float, y: float, shape: str, fill: str, **more: Any
) -> SceneNode:
    line = label(text, x + 15, y + 4)
    box = (line.x, y - 8.0, line.width, 16.0)
    return SceneNode(key, entity, x, y, 9.0, shape, fill, text, (line,), box, **more)


def cetc_scene(name: str = "China Electronics Technology Group") -> Scene:
    """Owner above, company below, an alleged interest and a proposal at the side."""
    nodes = (
        node("n0", "chinese-state", "Chinese state", 100, 40, "pentagon", "state"),
        node("n1", "cetc", name, 100, 180, "square", "company"),
        node("n2", "zhenhua-data", "Zhenhua Data", 380, 180, "square", "company", selected=True),
        node("n3", "sanctions", "Sanctions", 100, 300, "diamond", "measure"),
        node("n4", "shell", "Shell", 380, 300, "disc", "shell_company", letter="S"),
    )
    links = (
        SceneLink(
            "e2", "r2", "n0", "n1", (("M", 100.0, 51.0), ("L", 100.0, 162.0)), "ownership",
            "stated", 4.3, head=arrowhead((100.0, 169.0), 1.5708, 4.3), order=7,
            words=(TextLine("owns 100 %", 108, 110, 52, 10.5, 500, "group:ownership"),),
            tip="The Chinese state owns CETC (100 %).",
        ),
        SceneLink(
            "e3", "r3", "n1", "n2", (("M", 111.0, 176.0), ("Q", 240.0, 140.0, 365.0, 174.0)),
            "ownership", "alleged", 1.3, head=arrowhead((369.0, 175.0), 0.3, 1.3), order=7,
        ),
        SceneLink(
            "e4", "r4", "n2", "n1",
            (("M", 369.0, 186.0), ("C", 300.0, 230.0, 180.0, 230.0, 113.0, 188.0)),
            "association", "stated", 1.3, order=3, directed=False,
        ),
        SceneLink(
            "e5", "r5", "n3", "n1", (("M", 100.0, 289.0), ("L", 100.0, 200.0)), "response",
            "proposed", 1.65, head=arrowhead((100.0, 193.0), -1.5708, 1.65), blend=0.8, order=2,
        ),
        SceneLink(
            "e6", "r6", "n4", "n2", (("M", 380.0, 289.0), ("L", 380.0, 200.0)), "lends_to",
            "ungraded", 1.3, pale=2.8, head=arrowhead((380.0, 193.0), -1.5708, 1.3), order=3,
        ),
    )  # fmt: skip
    legend = (
        LegendRow("category", "state", "State", 1),
        LegendRow("category", "company", "Company", 2),
        LegendRow("category", "measure", "Measure", 1),
        LegendRow("category", "shell_company", "Shell company", 1),
        LegendRow("group", "ownership", "Ownership", 2),
        LegendRow("group", "association", "Association", 1),
        LegendRow("group", "response", "Response", 1),
        LegendRow("group", "lends_to", "Lends to", 1),
        LegendRow("status", "stated", "The article says", 2),
        LegendRow("status", "ungraded", "Not assessed", 1),
        LegendRow("status", "alleged", "Alleged", 1),
        LegendRow("status", "proposed", "Proposed", 1),
        LegendRow("width", "4.3", "100 %", 1),
        LegendRow("width", "1.3", "size unknown", 4),
    )
    caption = Caption(
        "CETC and its neighbours",
        "The Chinese state owns all of CETC. Its interest in Zhenhua is alleged.",
        "5 of 78 entities · 5 of 121 links",
        ("One step from CETC",),
        "All dates · 5 links undated",
        ("“De lange spionage-arm van China”, opinion, paragraphs 3 and 13.",),
        "focus cetc, 1 step, layered",
        "7c1e42b9a05d",
    )
    zones = (TextLine("OWNERS", 40, 12, 50, 9.5, 600, "faint"),)
    return Scene(nodes, links, zones, legend, caption, (40.0, 0.0, 480.0, 320.0), "layered")


def cetc_key() -> tuple[KeyEntry, ...]:
    return (
        KeyEntry("r2", "The Chinese state owns CETC in full.", "The article says · ¶3"),
        KeyEntry("r3", "CETC has an interest in Zhenhua; its size is unknown.", "Alleged · ¶13"),
        KeyEntry("r4", "Zhenhua Data is linked to CETC.", "The article says · ¶3"),
        KeyEntry("r5", "Sanctions are proposed against CETC.", "Proposed · ¶13"),
        KeyEntry("r6", "Shell lends to Zhenhua Data.", "Not assessed"),
    )  # fmt: skip


def cetc_view(state: ViewState | None = None, name: str = "China Electronics") -> View:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    entities = (
        Entity("chinese-state", "Chinese state", "state", country="CN", row=2),
        Entity(
            "cetc", name, "company", aliases=("CETC", "China Electronics Technology Group"),
            description='Military "research"', reference="article", locator="¶3",
            extra={"note": "+31 20", "founded": "2002"}, row=3,
        ),
        Entity("zhenhua-data", "Zhenhua Data", "company", reference="article", row=4),
        Entity("unknown", "unknown", "unknown", placeholder=True),
    )  # fmt: skip
    relations = (
        Relation(
            "r2", "chinese-state", "cetc", "owns", Share(100, 100), "stated",
            evidence="=In full", reference="article", locator="¶3", row=2,
        ),
        Relation("r3", "cetc", "zhenhua-data", "has_interest_in", status="alleged", row=3),
        Relation("r4", "cetc", "zhenhua-data", "has_interest_in", Share(25, 50.5), "stated", row=4),
        Relation(
            "r5", "zhenhua-data", "zhenhua-data", "linked_to", evidence="A private matter",
            extra={"withhold": "evidence", "document": "answer"}, row=5,
        ),
        Relation("r6", "unknown", "cetc", "lends_to", row=6),
    )  # fmt: skip
    graph.add_nodes_from((entity.id, {"entity": entity}) for entity in entities)
    for relation in relations:
        graph.add_edge(relation.source, relation.target, key=relation.id, relation=relation)
    counts = Counts(4, 9, 5, 12, 5)
    return View(state or ViewState(focus=("cetc",)), graph, graph, counts)


def sample_store() -> FakeStore:
    """The store behind `cetc_view`, with a hash that stays."""
    sources = (
        Source("article", "De lange spionage-arm", url="https://example.org/a", kind="opinion"),
        Source("answer", "Answer", url="javascript:alert(1)", kind="official"),
        Source("other", "Not cited"),
    )
    graph = cetc_view().graph
    store = FakeStore(
        (data["entity"] for _, data in graph.nodes(data=True)),
        (data["relation"] for *_, data in graph.edges(data=True)),
        sources,
        name="zhenhua",
    )
    store.data_hash = "7c1e42b9a05d"
    return store
