"""Node-link JSON as a format: what networkx, d3, graphology and our own export write."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.exports.node_link import node_link as exported
from graph.formats import node_link, read_any, reader_of
from graph.formats.package import Package
from graph.loading import load_folder, load_tables
from graph.loading.hidden import CONTROL
from graph.loading.tables import Tables
from graph.model import Entity, Relation
from graph.store import Store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.network_samples import ROOT, content, loaded, packages, sample


def saved(path: Path, what: Any) -> Path:
    if isinstance(what, bytes):
        path.write_bytes(what)
    else:
        path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
    return path


def read(tmp_path: Path, what: Any) -> Tables:
    return node_link.read(saved(tmp_path / "x.json", what))


def said(tables: Tables) -> str:
    return "\n".join(str(problem) for problem in tables.problems)


HALF = re.compile("[\ud800-\udfff]")

# Out


def as_held(package: Package) -> Package:
    """With what the loader shows as �, and JSON too: control characters, halves of characters."""

    def held(text: str) -> str:
        return HALF.sub("\ufffd", CONTROL.sub("\ufffd", text))

    def row(one: Any) -> Any:
        texts = {
            name: held(value)
            for name in one.__dataclass_fields__
            if isinstance(value := getattr(one, name), str)
        }
        extra = {held(name): held(text) for name, text in one.extra.items()}
        return replace(one, **texts, extra=extra)

    entities = (
        replace(row(one), aliases=tuple(map(held, one.aliases))) for one in package.entities
    )
    return replace(
        package, entities=tuple(entities), relations=tuple(row(one) for one in package.relations)
    )


@settings(max_examples=60)
@given(packages())
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, package: Package
) -> None:
    path = saved(tmp_path_factory.getbasetemp() / "own.json", node_link.write(package))
    held = json.loads(path.read_bytes())
    assert len(held["links"]) == len(package.relations)
    graph = nx.node_link_graph(held, edges="links")
    assert graph.number_of_edges() == len(package.relations)
    assert node_link.write(package) == path.read_bytes()
    ids = [HALF.sub("\ufffd", CONTROL.sub("\ufffd", entity.id)) for entity in package.entities]
    if len(set(ids)) == len(ids):
        assert content(loaded(node_link.read(path))) == content(as_held(package))


def test_sources_shares_statuses_and_columns_come_back(tmp_path: Path) -> None:
    data = loaded(read(tmp_path, node_link.write(sample())))
    assert content(data)[1] == content(sample())[1]
    assert [replace(one, row=0) for one in data.sources] == list(sample().sources)
    # The end that stands in no list is made again, as a placeholder.
    assert [one.id for one in data.entities if one.placeholder] == ["nowhere"]


def test_the_export_of_a_view_comes_back(tmp_path: Path) -> None:
    store = Store.of(load_folder(ROOT / "data"))
    view = build_view(store, ViewState(focus=("zhenhua-data",), hops=1))
    path = saved(tmp_path / "view.json", exported(view, view.state, store))
    data = loaded(read_any(path))
    assert {one.id for one in data.entities} == set(view.graph)
    assert len(data.relations) == view.graph.number_of_edges()
    given = {
        (one.source, one.target, one.type, one.share, one.status, one.since, one.locator)
        for *_, one in view.graph.edges(data="relation")
    }
    assert given == {
        (one.source, one.target, one.type, one.share, one.status, one.since, one.locator)
        for one in data.relations
    }
    assert data.sources
    assert node_link.read(path).problems == ()


def test_networkx_reads_as_many_links_as_were_written() -> None:
    graph = nx.node_link_graph(json.loads(node_link.write(sample())), edges="links")
    # networkx makes the end that is in no list.
    assert set(graph) == {"cetc", "a b:é", "state", "nowhere"}
    assert graph.number_of_edges() == len(sample().relations)


def test_losses_are_halves_of_characters_alone() -> None:
    assert node_link.losses(sample()) == ()
    (loss,) = node_link.losses(Package("x", (Entity("a", "\ud800", "x", extra={"k": "\udfff"}),)))
    assert loss.count == 2


def test_evidence_is_written_as_the_package_has_it() -> None:
    link = Relation("r2", "a", "b", "owns", evidence="Told.", extra={"withhold": "evidence"})
    assert b"Told." in node_link.write(Package("x", relations=(link,)))


# In


@pytest.mark.parametrize("edges", ["links", "edges"])
@pytest.mark.parametrize("kind", [nx.Graph, nx.MultiDiGraph])
def test_networkx_files_load(tmp_path: Path, edges: str, kind: type[nx.Graph]) -> None:
    graph = kind()
    graph.add_node(1, category="Company", name="One", turnover=1e5)
    graph.add_edge(1, "01", type="owns", share=12.5)
    graph.add_edge(1, "01", type="owns", share=50)
    held = nx.node_link_data(graph, edges=edges)
    path = saved(tmp_path / "nx.json", held)
    data = loaded(read_any(path))
    assert [(one.id, one.label, one.category) for one in data.entities] == [
        ("1", "One", "company"), ("01", "01", "unknown"),
    ]  # fmt: skip
    assert data.entities[0].extra == {"turnover": "100000.0"}
    assert len(data.relations) == graph.number_of_edges()
    last = data.relations[-1]
    assert (last.type, last.share.to_cell() if last.share else "") == ("owns", "50")
    assert last.extra == ({} if graph.is_directed() else {"directed": "false"})


def test_d3_with_numbered_nodes_and_drawn_ends(tmp_path: Path) -> None:
    held = {
        "nodes": [
            {"name": "Myriel", "group": 1, "x": 1.5, "y": 2},
            {"name": "Valjean", "group": 2},
        ],
        "links": [
            {"source": 1, "target": 0, "value": 3},
            {"source": {"name": "Myriel", "index": 0, "vx": 0.1}, "target": {"index": 1}},
        ],
    }
    tables = read(tmp_path, held)
    data = loaded(tables)
    assert [(one.id, one.label, one.category) for one in data.entities] == [
        ("0", "Myriel", "group 1"), ("1", "Valjean", "group 2"),
    ]  # fmt: skip
    assert data.entities[0].extra == {"layout_x": "1.5", "layout_y": "2"}
    ends = [(one.source, one.target, dict(one.extra)) for one in data.relations]
    assert ends == [("1", "0", {"value": "3"}), ("0", "1", {})]
    assert "Nodes without an id" in said(tables)


def test_graphology_files_load(tmp_path: Path) -> None:
    held = {
        "attributes": {"name": "My graph"},
        "options": {"type": "mixed", "multi": True, "allowSelfLoops": True},
        "nodes": [
            {"key": "a", "attributes": {"label": "A", "x": 1, "y": 2, "tags": ["x", {"k": None}]}},
            {"key": "b"},
        ],
        "edges": [
            {"key": "knows", "source": "a", "target": "b", "attributes": {"type": "Is friend of"}},
            {"source": "a", "target": "b", "undirected": True},
        ],
    }
    tables = read(tmp_path, held)
    data = loaded(tables)
    assert [(one.id, one.label) for one in data.entities] == [("a", "A"), ("b", "b")]
    assert data.entities[0].extra == {
        "layout_x": "1", "layout_y": "2", "tags": '["x", {"k": null}]',
    }  # fmt: skip
    assert [(one.type, dict(one.extra)) for one in data.relations] == [
        ("Is friend of", {"link_id": "knows"}),
        ("linked_to", {}),
    ]
    assert "beside its nodes and edges that are not taken: 1." in said(tables)


def test_odd_nodes_and_links(tmp_path: Path) -> None:
    held = {"nodes": ["a", 1e5, {"id": True}], "links": [7, {"from": "a", "to": 100000.0}]}
    tables = read(tmp_path, json.dumps(held).replace("100000.0", "1e5"))
    report = load_tables(tables).report
    assert [one.id for one in load_tables(tables).entities] == ["a", "1e5", "true"]
    assert "not objects and are left out: 1." in "\n".join(map(str, report.of("warning")))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('{"nodes": [], "nodes": [{"id": 1}]}', "twice"),
        ('{"nodes": [{"id": 1, "id": 2}]}', "twice"),
        ('{"nodes": [{"id": NaN}]}', "NaN"),
        ('{"nodes": [{"id": 1, "w": -Infinity}]}', "Infinity"),
        ('{"nodes": ' + "[" * 100_000, "nested"),
        ('{"nodes": [' + '{"a":' * 100_000, "nested"),
        ('{"nodes": [{"id": 1', "not JSON"),
        ("", "not JSON"),
        ("[]", "no nodes"),
        ('{"nodes": {}, "links": 3}', "no nodes"),
        ('"x"', "no nodes"),
    ],
)
def test_what_is_not_strict_is_refused_with_a_reason(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert word in str(caught.value)
    assert caught.value.where == "x.json"
    assert caught.value.fix


def test_a_deep_value_is_text_or_refused(tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    try:
        tables = read(tmp_path, f'{{"nodes": [{{"id": "a", "v": {deep}}}]}}')
    except DataError as error:
        assert "nested" in str(error)  # noqa: PT017
    else:
        assert loaded(tables).entities[0].extra["v"] == deep


def test_broken_bytes_are_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="UTF-8"):
        read(tmp_path, b'{"nodes": [{"id": "\xe9"}]}')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    data = loaded(read(tmp_path, '{"nodes": [{"id": "é"}], "links": []}'.encode(encoding)))
    assert [one.id for one in data.entities] == ["é"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('{"nodes": [], "links": []}', True),
        ('{"graph": {"note": "' + "x" * 3_000_000 + '"}, "edges" : [', True),
        ('{"id":"a","schema":"Person","properties":{}}\n{"nodes": [', True),
        ('{"id":"a","schema":"Person","properties":{"name":["\\"nodes\\": x"]}}', False),
        ('[{"statementId": "1"}]', False),
        ('{"format": "longarm-view"}', False),
        ("id,label\n", False),
    ],
)
def test_it_is_known_by_its_lists(tmp_path: Path, text: str, known: bool) -> None:
    path = saved(tmp_path / "x.json", text)
    assert node_link.recognises(path, path.read_bytes()[:4096]) is known


def test_our_own_file_is_known_by_any_name(tmp_path: Path) -> None:
    assert reader_of(saved(tmp_path / "x.txt", node_link.write(sample()))) == "json"


def test_names_of_python_and_javascript_stay_text(tmp_path: Path) -> None:
    held = '{"nodes": [{"id": "__proto__", "constructor": "x", "__init__": {"a": 1}}]}'
    (one,) = loaded(read(tmp_path, held)).entities
    assert one.id == "__proto__"
    assert one.extra == {"constructor": "x", "__init__": '{"a": 1}'}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["id", "key", "source", "target", "attributes", "label", "x", "y", "extra", "aliases",
             "share_min", "share_max", "type", "index", "undirected", "placeholder"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip
documents = st.dictionaries(
    st.sampled_from(["nodes", "links", "edges", "graph", "options", "directed", "attributes"]),
    st.lists(values, max_size=4) | values | st.just({"data_hash": "x", "sources": [{"id": 1}, 2]}),
    max_size=5,
)


@settings(max_examples=200)
@given(documents)
def test_any_json_gives_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, held: dict[str, Any]
) -> None:
    path = saved(tmp_path_factory.getbasetemp() / "any.json", json.dumps(held))
    try:
        tables = node_link.read(path)
    except DataError:
        return
    load_tables(tables)


ORIGINAL = node_link.write(sample())


@settings(max_examples=150)
@given(st.binary(max_size=40), st.integers(0, len(ORIGINAL)), st.integers(0, 40))
def test_anything_gives_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int, skip: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.json"
    saved(path, ORIGINAL[:at] + junk + ORIGINAL[at + skip :])
    try:
        tables = node_link.read(path)
    except DataError:
        return
    load_tables(tables)
