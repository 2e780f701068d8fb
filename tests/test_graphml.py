"""GraphML: what other tools write is read, what is written other tools read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.exports.packages import package_of
from graph.formats import graphml, read_any
from graph.formats.package import Package
from graph.loading import load_tables
from graph.loading.tables import Tables
from graph.model import Entity, Relation
from graph.picture.compose import compose
from graph.store import Store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.network_samples import (
    as_xml_holds,
    assert_officially_valid,
    assert_valid,
    bare_tree,
    content,
    graphology,
    loaded,
    packages,
    sample,
    shared,
)


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path / "sample.graphml", graphml.write(sample()))


def read_text(tmp_path: Path, text: str) -> Tables:
    return graphml.read(saved(tmp_path / "x.graphml", text))


def said(tables: Tables) -> str:
    return "\n".join(str(problem) for problem in tables.problems)


# Out


@settings(max_examples=60)
@given(packages())
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, package: Package
) -> None:
    path = saved(tmp_path_factory.mktemp("graphml") / "x.graphml", graphml.write(package))
    back = loaded(graphml.read(path))
    assert content(back) == content(as_xml_holds(package))
    assert graphml.write(package) == path.read_bytes()
    assert_valid(bare_tree(path.read_bytes()), "graphml-1.1")


def test_sources_come_back(file: Path) -> None:
    assert [replace(one, row=0) for one in loaded(graphml.read(file)).sources] == list(
        sample().sources
    )


def test_it_meets_the_rules_of_graphml(file: Path) -> None:
    assert_valid(bare_tree(file.read_bytes()), "graphml-1.1")


def test_it_meets_the_official_schema(file: Path) -> None:
    assert_officially_valid(bare_tree(file.read_bytes()), "graphml-1.1/graphml.xsd")


def test_ids_are_distinct_words_and_every_key_is_declared(file: Path) -> None:
    tree = bare_tree(file.read_bytes())
    name = "{http://graphml.graphdrawing.org/xmlns}"
    for kind in ("node", "edge", "key"):
        ids = [one.get("id") for one in tree.iter(f"{name}{kind}")]
        assert len(set(ids)) == len(ids)
    declared = {key.get("id") for key in tree.iter(f"{name}key")}
    assert {data.get("key") for data in tree.iter(f"{name}data")} <= declared


def test_columns_with_the_same_letters_get_words_of_their_own(tmp_path: Path) -> None:
    extra = {"a b": "1", "a_b": "2", "中国": "3", "label": "4", "x": "5"}
    one = Entity("a", "A", "company", extra={k: v for k, v in extra.items() if k != "label"})
    path = saved(tmp_path / "x.graphml", graphml.write(Package("x", (one,))))
    (back,) = loaded(graphml.read(path)).entities
    assert back.extra == one.extra
    names = [
        key.get("attr.name") for key in bare_tree(path.read_bytes()) if key.get("for") == "node"
    ]
    assert len(set(names)) == len(names)


def test_networkx_reads_every_link_and_type(file: Path) -> None:
    graph = nx.read_graphml(file)
    assert isinstance(graph, nx.MultiDiGraph)
    real = nx.get_node_attributes(graph, "entity_id")
    found = sorted((real[a], real[b], data["type"]) for a, b, data in graph.edges(data=True))
    assert found == sorted((one.source, one.target, one.type) for one in sample().relations)
    assert graph.nodes["n2"]["founded_in"] == "1949"
    assert graph.graph["data_hash"] == "7c1e42b9a05d"


def test_igraph_reads_every_link_and_type(file: Path) -> None:
    graph = igraph.Graph.Read_GraphML(str(file))
    assert graph.is_directed()
    assert graph.es["type"] == [relation.type for relation in sample().relations]
    assert graph.vs["entity_id"] == ["cetc", "a b:é", "state", "nowhere"]
    assert graph.vs["x"][0] == 10.5
    assert graph.es["share_max"][1] == 50.5


def test_graphology_reads_every_link_and_type(file: Path) -> None:
    found = graphology("graphml", file)
    nodes = {node["id"]: node["values"] for node in found["nodes"]}
    assert nodes["n1"]["label"] == 'Label "with" <signs> & more'
    assert nodes["n0"]["color"] == "#17407f"
    types = [edge["values"]["type"] for edge in found["edges"]]
    assert types == [relation.type for relation in sample().relations]


@pytest.mark.parametrize("through", ["networkx", "igraph"])
def test_what_another_tool_saved_again_still_has_its_ids_and_types(
    tmp_path: Path, file: Path, through: str
) -> None:
    path = tmp_path / "again.graphml"
    if through == "networkx":
        nx.write_graphml(nx.read_graphml(file), path)
    else:
        igraph.Graph.Read_GraphML(str(file)).write_graphml(str(path))
    data = loaded(graphml.read(path))
    assert {one.id for one in data.entities} == {"cetc", "a b:é", "state", "nowhere"}
    found = sorted((one.source, one.target, one.type) for one in data.relations)
    assert found == sorted((one.source, one.target, one.type) for one in sample().relations)


def test_losses_are_told_and_counted() -> None:
    told = {loss.what: loss.count for loss in graphml.losses(sample())}
    assert told == {
        "links without direction": 1,
        "shares given as a range": 1,
        "links with a status": 4,
        "links with dates": 3,
        "sources": 1,
    }
    assert graphml.losses(Package("x")) == ()


# In

YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="port" id="d1" yfiles.type="portgraphics"/>
  <key attr.name="url" attr.type="string" for="node" id="d4"/>
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key attr.name="description" attr.type="string" for="edge" id="d9"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0"><data key="d5"><![CDATA[The firm]]></data><data key="d6"><y:ShapeNode>
      <y:Geometry height="30.0" width="40.0" x="100.0" y="50.0"/><y:Fill color="#FFCC00"/>
      <y:NodeLabel alignment="center">Firm &amp; Co
        <y:LabelModel/></y:NodeLabel><y:Shape type="rectangle"/></y:ShapeNode></data></node>
    <node id="n1" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers>
      <y:GroupNode><y:Geometry height="3" width="4" x="nan" y="5"/><y:NodeLabel>Group</y:NodeLabel>
      </y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="n1:"><node id="n1::n0"><port name="p"/></node>
      <edge id="n1::e0" source="n1::n0" target="n0" sourceport="p"/></graph></node>
    <edge id="e0" source="n0" target="n1"><data key="d10"><y:PolyLineEdge>
      <y:EdgeLabel>Board member of</y:EdgeLabel></y:PolyLineEdge></data></edge>
    <edge id="e1" source="n0" target="n1" directed="false"/>
    <hyperedge><endpoint node="n0"/><endpoint node="n1"/></hyperedge>
  </graph>
  <data key="d7"><y:Resources/></data>
</graphml>"""


def test_yed_labels_groups_ports_and_hyperedges(tmp_path: Path) -> None:
    tables = read_text(tmp_path, YED)
    data = loaded(tables)
    assert [(one.id, one.label) for one in data.entities] == [
        ("n0", "Firm & Co"), ("n1", "Group"), ("n1::n0", "n1::n0"),
    ]  # fmt: skip
    first, _, inner = data.entities
    assert first.description == "The firm"
    assert first.extra == {"layout_x": "120", "layout_y": "65"}
    assert inner.extra == {"parent": "n1"}
    assert [(one.source, one.target, one.type, dict(one.extra)) for one in data.relations] == [
        ("n1::n0", "n0", "linked_to", {"directed": "true", "sourceport": "p", "link_id": "n1::e0"}),
        ("n0", "n1", "board_member_of", {"link_id": "e0"}),
        ("n0", "n1", "linked_to", {"link_id": "e1"}),
    ]
    severity = {problem.problem.split(",")[0]: problem.severity for problem in tables.problems}
    assert severity["Hyperedges"] == "warning"
    words = said(tables)
    assert "Ports of nodes that are not taken: 1." in words
    assert "Edges that end at a port" in words
    assert "parts of the drawing that are not taken: 3." in words
    assert "Nodes inside another; its id stands in the column “parent”: 1." in words


def test_gephi_places_colours_and_defaults(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key attr.name="label" attr.type="string" for="node" id="label"/>
        <key attr.name="x" attr.type="float" for="node" id="x"/>
        <key attr.name="y" attr.type="float" for="node" id="y"/>
        <key attr.name="kind" attr.type="string" for="all" id="k"><default>owns</default></key>
        <graph edgedefault="undirected"><data key="u">z</data>
        <node id="0"><data key="label">Zero</data><data key="x">1</data>
        <data key="y">2</data></node>
        <node id="1"><data key="x">1</data><data key="y">here</data></node>
        <edge source="0" target="1"><data key="q">7</data></edge></graph></graphml>""",
    )
    data = loaded(tables)
    assert [(one.label, one.category) for one in data.entities] == [("Zero", "owns"), ("1", "owns")]
    assert [dict(one.extra) for one in data.entities] == [
        {"layout_x": "1", "layout_y": "2"},
        {"x": "1", "y": "here"},
    ]
    (link,) = data.relations
    assert (link.type, dict(link.extra)) == ("owns", {"q": "7", "directed": "false"})
    assert "does not declare: 1." in said(tables)
    assert "Attributes of the whole graph that are not taken: 1." in said(tables)


def test_values_that_would_take_a_column_of_ours_get_a_name_of_their_own(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<graphml><key id="a" for="node" attr.name="id"/>
        <key id="b" for="edge" attr.name="source"/>
        <key id="c" for="edge" attr.name="target"/><key id="d" for="node" attr.name="status"/>
        <graph edgedefault="directed"><node id="1"><data key="a">x</data>
        <data key="d">s</data></node>
        <edge source="1" target="1"><data key="b">x</data><data key="c">1</data></edge>
        </graph></graphml>""",
    )
    data = loaded(tables)
    assert data.entities[0].id == "1"
    assert data.entities[0].extra == {"attribute_id": "x", "status": "s"}
    assert data.relations[0].source == "1"
    assert data.relations[0].extra == {"attribute_source": "x", "directed": "true"}


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_networkx_and_igraph_files_load(tmp_path: Path, kind: type[nx.Graph]) -> None:
    graph = kind()
    graph.add_edges_from([("a", "b"), ("b", "c"), ("a", "b")], relation="owns")
    for number in range(2):
        path = tmp_path / f"{number}.graphml"
        if number:
            igraph.Graph.from_networkx(graph).write_graphml(str(path))
        else:
            nx.write_graphml(graph, path)
        data = loaded(read_any(path))
        assert [one.label for one in data.entities] if number == 0 else True
        assert len(data.relations) == graph.number_of_edges()
        assert {one.type for one in data.relations} == {"owns"}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        f'{BOMB}<graphml><graph><node id="&b;"/></graph></graphml>',
        '<!DOCTYPE graphml SYSTEM "http://example.org/x.dtd"><graphml><graph/></graphml>',
        "",
        "<graphml/>",
        "<graphml><graph/></graphml>",
        "<gexf><graph><nodes><node id='a'/></nodes></graph></gexf>",
        "<graphml>" + "<graph><node>" * 50_000,
    ],
)
def test_what_is_no_graph_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError) as caught:
        read_text(tmp_path, text)
    assert caught.value.where == "x.graphml"
    assert caught.value.fix


ORIGINALS = (graphml.write(sample()), YED.encode())


@settings(max_examples=150)
@given(st.sampled_from(ORIGINALS), st.binary(max_size=60), st.integers(0, 6000), st.integers(0, 40))
def test_anything_gives_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, original: bytes, junk: bytes, at: int, skip: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.graphml"
    saved(path, original[:at] + junk + original[at + skip :])
    try:
        tables = graphml.read(path)
    except DataError:
        return
    load_tables(tables)


tags = st.sampled_from(
    ["key", "default", "desc", "graph", "node", "edge", "data", "port", "hyperedge", "junk",
     "Geometry", "NodeLabel"]
)  # fmt: skip
attributes = st.dictionaries(
    st.sampled_from(
        ["id", "key", "for", "attr.name", "source", "target", "directed", "x", "y", "edgedefault"]
    ),
    st.sampled_from(["", "a", "n0", "x", "nan", "true", "longarm", "g_sources", "n_label", "nx_0"]),
    max_size=4,
)
trees = st.recursive(
    st.tuples(tags, attributes, st.just([])),
    lambda inner: st.tuples(tags, attributes, st.lists(inner, max_size=4)),
    max_leaves=20,
)


def as_xml(tree: tuple[str, dict[str, str], list[object]]) -> str:
    tag, values, inner = tree
    written = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"<{tag}{written}>[{''.join(as_xml(one) for one in inner)}]</{tag}>"  # type: ignore[arg-type]


@settings(max_examples=150)
@given(st.lists(trees, max_size=5), st.booleans())
def test_odd_elements_give_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, inner: list[object], own: bool
) -> None:
    key = '<key id="longarm" for="graph"/>' if own else ""
    body = "".join(as_xml(one) for one in inner)  # type: ignore[arg-type]
    path = tmp_path_factory.getbasetemp() / "odd.graphml"
    saved(path, f"<graphml>{key}{body}<graph>{body}</graph></graphml>")
    try:
        tables = graphml.read(path)
    except DataError:
        return
    load_tables(tables)


# Real files


def test_a_public_file_loads_shows_and_goes_out_again(tmp_path: Path) -> None:
    data = loaded(read_any(shared("lesmis/miserables.graphml")))
    assert (len(data.entities), len(data.relations)) == (77, 254)
    valjean = next(one for one in data.entities if one.label == "Valjean")
    assert valjean.category == "modularity class 1"
    store = Store.of(data)
    view = build_view(store, ViewState(focus=(valjean.id,), hops=1))
    scene = compose(store, view)
    package = package_of(store, view, scene=scene)
    path = saved(tmp_path / "again.graphml", graphml.write(package))
    assert content(loaded(graphml.read(path))) == content(package)
    assert_valid(bare_tree(path.read_bytes()), "graphml-1.1")


def test_links_that_are_all_undirected_stay_so(tmp_path: Path) -> None:
    package = Package("x", relations=(Relation("r2", "a", "b", "linked_to"),))
    path = saved(tmp_path / "x.graphml", graphml.write(package))
    assert not nx.read_graphml(path).is_directed()
    assert not igraph.Graph.Read_GraphML(str(path)).is_directed()
    assert graphml.losses(package) == ()
