"""GEXF: what other tools write is read, what is written other tools read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError
from graph.exports.packages import package_of
from graph.formats import gexf, read_any
from graph.formats.package import Package
from graph.loading import load_tables
from graph.loading.tables import Tables
from graph.model import PartialDate, Relation, Share
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

VIZ = "http://gexf.net/1.3/viz"


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path / "sample.gexf", gexf.write(sample()))


def said(tables: Tables) -> str:
    return "\n".join(str(problem) for problem in tables.problems)


# Out


@settings(max_examples=60)
@given(packages())
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, package: Package
) -> None:
    path = saved(tmp_path_factory.mktemp("gexf") / "x.gexf", gexf.write(package))
    assert content(loaded(gexf.read(path))) == content(as_xml_holds(package))
    assert gexf.write(package) == path.read_bytes()
    assert_valid(bare_tree(path.read_bytes(), VIZ), "gexf-1.3")


def test_it_meets_the_rules_of_gexf() -> None:
    assert_valid(bare_tree(gexf.write(sample()), VIZ), "gexf-1.3")


def test_it_meets_the_official_schema() -> None:
    assert_officially_valid(bare_tree(gexf.write(sample()), VIZ), "gexf-1.3/gexf.xsd")


def test_the_rules_refuse_what_networkx_writes() -> None:
    # The trap: an attribute called “type” lands where the direction belongs.
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", type="owns")
    text = "\n".join(nx.generate_gexf(graph, version="1.3"))
    with pytest.raises(AssertionError):
        assert_valid(bare_tree(text.encode(), VIZ), "gexf-1.3")


def test_graphology_reads_every_link_with_its_type_and_place(file: Path) -> None:
    found = graphology("gexf", file)
    nodes = {node["id"]: node["values"] for node in found["nodes"]}
    assert set(nodes) == {"cetc", "a b:é", "state", "nowhere"}
    assert nodes["a b:é"]["label"] == 'Label "with" <signs> & more'
    assert nodes["cetc"]["lei"] == "01"
    assert (nodes["cetc"]["x"], nodes["cetc"]["y"]) == (10.5, 20.25)
    assert nodes["cetc"]["color"] == "rgb(23,64,127)"
    assert nodes["cetc"]["shape"] == "square"
    assert "x" not in nodes["nowhere"]
    edges = [(one["source"], one["target"], one["values"]["kind"]) for one in found["edges"]]
    assert edges == [(r.source, r.target, r.type) for r in sample().relations]
    assert found["edges"][1]["values"]["share_max"] == 50.5
    assert found["edges"][2]["values"]["directed"] is False


def test_networkx_reads_every_link(file: Path) -> None:
    graph = nx.read_gexf(file)
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges() == len(sample().relations)
    types = sorted(data["relation_type"] for *_, data in graph.edges(data=True))
    assert types == sorted(relation.type for relation in sample().relations)
    assert graph.nodes["state"]["founded in"] == "1949"


def test_dates_are_days_and_their_text_is_kept(file: Path) -> None:
    tree = bare_tree(file.read_bytes())
    edges = tree.findall(".//{http://gexf.net/1.3}edge")
    spans = [(edge.get("start"), edge.get("end")) for edge in edges]
    # The last one ends before it begins: no day is made up for it.
    assert spans == [
        ("2020-09-01", None), (None, None), (None, None), (None, "2019-01-31"), (None, None),
        (None, None),
    ]  # fmt: skip
    graph = tree.find("{http://gexf.net/1.3}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    since = {relation.type: relation.since for relation in loaded(gexf.read(file)).relations[:1]}
    assert since == {"owns": PartialDate(2020, 9)}


def test_nothing_in_it_tells_when_it_was_written() -> None:
    text = gexf.write(sample()).decode()
    assert 'lastmodifieddate="2020-09-14"' in text
    assert "lastmodifieddate" not in gexf.write(replace(sample(), sources=())).decode()
    assert "3 of 9" in text
    assert "https://example.org/a?b&amp;c" in text


def test_edge_ids_are_distinct_and_types_never_stand_as_direction(file: Path) -> None:
    edges = bare_tree(file.read_bytes()).findall(".//{http://gexf.net/1.3}edge")
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert {edge.get("type") for edge in edges} == {None}


def test_losses_are_told_and_counted() -> None:
    package = sample()
    first = replace(package.entities[0], description="a\x00b", aliases=("x;y",))
    package = replace(package, entities=(first, *package.entities[1:]))
    told = {loss.what: loss.count for loss in gexf.losses(package)}
    assert told == {
        "texts with characters that XML forbids": 1,
        "links without direction": 1,
        "shares given as a range": 1,
        "links with a status": 4,
        "entities with a semicolon in an alias": 1,
        "sources": 1,
        "links with a partial date": 2,
        "links that end before they begin": 1,
    }
    assert gexf.losses(Package("x")) == ()


# In

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def read_text(tmp_path: Path, text: str) -> Tables:
    return gexf.read(saved(tmp_path / "x.gexf", text))


def test_gephi_with_attributes_options_and_defaults(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        f"""{HEAD}
        <gexf version="1.2"
            xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz">
          <meta lastmodifieddate="2020-01-01"><creator>Gephi</creator></meta>
          <graph defaultedgetype="undirected" mode="static">
            <attributes class="node"><attribute id="0" title="Kind" type="string">
              <default>person</default><options>[person, company]</options></attribute>
              <attribute id="1" title="Label" type="string"/></attributes>
            <attributes class="edge"><attribute id="0" title="Relation" type="string"/></attributes>
            <nodes>
              <node id="01" label="One"><attvalues><attvalue for="0" value="Company"/>
                <attvalue for="1" value="One"/></attvalues>
                <viz:color r="1" g="2" b="3"/><viz:position x="1.5" y="2" z="0.0"/>
                <viz:size value="3"/></node>
              <node id="1" label="Two"/>
            </nodes>
            <edges>
              <edge id="0" source="01" target="1" weight="2.5"><attvalues>
                <attvalue for="0" value="Owns"/></attvalues></edge>
              <edge id="1" source="01" target="1" type="directed"/>
              <edge id="2" source="1" target="01"/>
            </edges></graph></gexf>""",
    )
    data = loaded(tables)
    assert [(one.id, one.label, one.category) for one in data.entities] == [
        ("01", "One", "company"), ("1", "Two", "person"),
    ]  # fmt: skip
    assert data.entities[0].extra == {"layout_x": "1.5", "layout_y": "2", "Label": "One"}
    assert [(one.type, dict(one.extra)) for one in data.relations] == [
        ("owns", {"weight": "2.5", "directed": "false"}),
        ("linked_to", {"directed": "true"}),
        ("linked_to", {}),
    ]
    words = said(tables)
    assert "Colours, sizes and shapes that are not taken: 2." in words
    assert "The category is taken from the attribute “Kind”; nodes with one: 2." in words
    assert "The type is taken from the attribute “Relation”; edges with one: 1." in words
    assert "Edges that say nothing of their type" in words
    assert "author, description): 1." in words
    assert {problem.severity for problem in tables.problems} == {"info"}


def test_periods_spells_and_open_bounds(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<gexf version="1.3" xmlns="http://gexf.net/1.3"><graph mode="dynamic" timeformat="date">
        <nodes><node id="a" start="2001-02-03"/><node id="b"/></nodes><edges>
        <edge source="a" target="b" kind="owns" start="2009-03-01" end="2009-03-10T12:00:00"/>
        <edge source="a" target="b" kind="owns" startopen="2010-01-01"/>
        <edge source="a" target="b" kind="owns"><spells><spell start="2011-01-01" end="2011-02-01"/>
          <spell start="2012-01-01" endopen="2012-03-01"/></spells></edge>
        <edge source="a" target="b" kind="owns"><spells><spell start="2013-01-01"/>
          <spell end="2015-01-01"/></spells></edge>
        <edge source="a" target="b" kind="owns" start="12.5"/>
        </edges></graph></gexf>""",
    )
    links = loaded(tables).relations
    spans = [(str(one.since or ""), str(one.until or "")) for one in links]
    assert spans == [
        ("2009-03-01", "2009-03-10"), ("2010-01-01", ""), ("2011-01-01", "2012-03-01"), ("", ""),
        ("", ""),
    ]  # fmt: skip
    assert links[0].extra == {"directed": "false"}
    assert links[1].extra["startopen"] == "2010-01-01"
    assert links[2].extra["spells"] == "2011-01-01/2011-02-01; 2012-01-01/2012-03-01"
    assert links[4].extra["start"] == "12.5"
    assert loaded(tables).entities[0].extra == {"start": "2001-02-03"}
    words = said(tables)
    assert "Links with several periods" in words
    assert "first or last day is not itself part" in words
    assert "Periods that are not days" in words


def test_numbers_that_count_time_are_no_years(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<gexf version="1.3" xmlns="http://gexf.net/1.3"><graph timeformat="integer">
        <nodes><node id="a"/></nodes><edges><edge source="a" target="a" kind="k" start="2009"/>
        </edges></graph></gexf>""",
    )
    (link,) = loaded(tables).relations
    assert link.since is None
    assert link.extra["start"] == "2009"


def test_values_that_change_and_attributes_not_declared(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<gexf version="1.3" xmlns="http://gexf.net/1.3"><graph>
        <attributes class="node" mode="dynamic"><attribute id="p" title="price" type="float"/>
        <attribute id="q" title="price" type="float"/></attributes>
        <nodes><node id="a"><attvalues><attvalue for="p" value="1" end="2001"/>
        <attvalue for="p" value="2" start="2001"/><attvalue for="q" value="9"/>
        <attvalue for="zz" value="x"/></attvalues></node></nodes><edges/></graph></gexf>""",
    )
    (one,) = loaded(tables).entities
    assert one.extra == {"price": "1 (2001); 2 (2001)", "price (q)": "9", "zz": "x"}
    assert "Values with a period" in said(tables)
    assert "does not declare: 1." in said(tables)


def test_nodes_within_nodes_keep_their_parent(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<gexf version="1.2" xmlns="http://www.gexf.net/1.2draft"><graph><nodes>
        <node id="a"><nodes><node id="b"/></nodes><edges>
        <edge source="a" target="b"/></edges></node>
        <node id="c" pid="a"/><node id="d"><parents>
        <parent for="a"/><parent for="b"/></parents></node>
        </nodes><edges/></graph></gexf>""",
    )
    data = loaded(tables)
    parents = [one.extra.get("parent", "") for one in data.entities]
    assert parents == ["", "a", "a", "a; b"]
    assert len(data.relations) == 1
    assert "Nodes inside another" in said(tables)


def test_a_type_that_networkx_put_where_the_direction_belongs(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", type="owns", since="2020")
    path = tmp_path / "nx.gexf"
    nx.write_gexf(graph, path)
    (link,) = loaded(gexf.read(path)).relations
    assert (link.type, str(link.since)) == ("owns", "2020")


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_networkx_files_load(tmp_path: Path, kind: type[nx.Graph]) -> None:
    graph = kind([(1, 2), (2, 3), (1, 2)])
    path = tmp_path / "nx.gexf"
    nx.write_gexf(graph, path)
    data = loaded(read_any(path))
    assert [one.id for one in data.entities] == ["1", "2", "3"]
    assert len(data.relations) == graph.number_of_edges()


def test_an_edge_to_nowhere_and_a_double_id_are_told(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        """<gexf version="1.3" xmlns="http://gexf.net/1.3"><graph><nodes><node id="a"/>
        <node id="a"/></nodes><edges><edge source="a" target="gone"/></edges></graph></gexf>""",
    )
    report = load_tables(tables).report
    assert [(one.file, one.row) for one in report.of("error")] == [("x.gexf › nodes", 2)]
    assert [(one.file, one.row) for one in report.of("warning")] == [("x.gexf › edges", 1)]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "text",
    [
        f'{BOMB}<gexf><graph><nodes><node id="&b;"/></nodes></graph></gexf>',
        f'{OUTSIDE}<gexf><graph><nodes><node id="&a;"/></nodes></graph></gexf>',
        '<!DOCTYPE gexf SYSTEM "http://example.org/gexf.dtd"><gexf><graph/></gexf>',
        "",
        "<gexf>",
        "<gexf></gexf>",
        "<gexf><graph></graph></gexf>",
        "<graphml><graph><node id='a'/></graph></graphml>",
        '<?xml version="1.0" encoding="no-such-code"?><gexf><graph/></gexf>',
        "<gexf>" + "<node>" * 100_000,
        "\x00\x01",
        "id,label\n1,2\n",
    ],
)
def test_what_is_no_graph_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError) as caught:
        read_text(tmp_path, text)
    assert caught.value.where == "x.gexf"
    assert caught.value.fix
    assert "passwd" not in str(caught.value)


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        gexf.read(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><gexf version="1.3"><graph><nodes>'
        '<node id="é"/></nodes><edges/></graph></gexf>'
    )
    path = saved(tmp_path / "x.xml", text.encode(encoding))
    assert [one.id for one in loaded(read_any(path)).entities] == ["é"]


ORIGINAL = gexf.write(sample())


@settings(max_examples=150)
@given(
    st.binary(max_size=60),
    st.integers(0, len(ORIGINAL)),
    st.integers(0, 40),
    st.booleans(),
)
def test_anything_gives_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int, skip: int, alone: bool
) -> None:
    data = junk if alone else ORIGINAL[:at] + junk + ORIGINAL[at + skip :]
    path = saved(tmp_path_factory.getbasetemp() / "fuzzed.gexf", data)
    try:
        tables = gexf.read(path)
    except DataError:
        return
    assert tables.entities is not None


tags = st.sampled_from(
    ["node", "edge", "nodes", "edges", "attvalues", "attvalue", "spells", "spell", "attributes",
     "attribute", "default", "parents", "parent", "graph", "position", "meta", "junk"]
)  # fmt: skip
attributes = st.dictionaries(
    st.sampled_from(
        ["id", "label", "for", "value", "source", "target", "start", "end", "type", "kind", "title",
         "class", "x", "y", "z", "pid", "weight", "startopen", "timeformat"]
    ),
    st.sampled_from(["", "a", "b", "0", "nan", "1e400", "2020-01-01", "2020-13-45", "edge"]),
    max_size=5,
)  # fmt: skip
trees = st.recursive(
    st.tuples(tags, attributes, st.just([])),
    lambda inner: st.tuples(tags, attributes, st.lists(inner, max_size=4)),
    max_leaves=20,
)


def as_xml(tree: tuple[str, dict[str, str], list[object]]) -> str:
    tag, values, inner = tree
    written = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"<{tag}{written}>{''.join(as_xml(one) for one in inner)}</{tag}>"  # type: ignore[arg-type]


@settings(max_examples=150)
@given(st.lists(trees, max_size=4), st.booleans())
def test_odd_elements_give_tables_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, inner: list[object], own: bool
) -> None:
    variant = ' variant="longarm"' if own else ""
    body = "".join(as_xml(one) for one in inner)  # type: ignore[arg-type]
    path = tmp_path_factory.getbasetemp() / "odd.gexf"
    saved(path, f"<gexf{variant}><graph><nodes>{body}</nodes><edges>{body}</edges></graph></gexf>")
    try:
        tables = gexf.read(path)
    except DataError:
        return
    load_tables(tables)


# Real files


@pytest.mark.parametrize(
    ("name", "nodes", "edges"),
    [("arctic_gexf/arctic.gexf", 1715, 6676), ("lesmis/les_miserables.gexf", 77, 254)],
)
def test_public_files_load_show_and_go_out_again(
    tmp_path: Path, name: str, nodes: int, edges: int
) -> None:
    data = loaded(read_any(shared(name)))
    assert (len(data.entities), len(data.relations)) == (nodes, edges)
    store = Store.of(data)
    view = build_view(store, ViewState(focus=(data.entities[5].id,), hops=1))
    scene = compose(store, view)
    package = package_of(store, view, scene=scene)
    assert {node.id for node in scene.nodes} == set(package.positions)
    path = saved(tmp_path / "again.gexf", gexf.write(package))
    entities, relations = content(loaded(gexf.read(path)))
    assert (entities, relations) == content(package)
    assert_valid(bare_tree(path.read_bytes(), VIZ), "gexf-1.3")


def test_a_range_is_written_whole(tmp_path: Path) -> None:
    link = Relation("r2", "a", "b", "owns", Share(0.00001, 33.333333333333336))
    path = saved(tmp_path / "x.gexf", gexf.write(Package("x", relations=(link,))))
    (back,) = loaded(gexf.read(path)).relations
    assert back.share == link.share


def test_what_gephi_saved_again_keeps_its_columns(tmp_path: Path) -> None:
    # Gephi writes its own root element and titles for ids.
    text = gexf.write(sample()).decode().replace(' variant="longarm"', "")
    entities, relations = content(loaded(read_text(tmp_path, text)))
    assert [(one.id, one.category, one.aliases) for one in entities] == [
        *((one.id, one.category, one.aliases) for one in sample().entities),
        ("nowhere", "unknown", ()),
    ]
    kept = [(one.type, one.share, one.status, one.since, one.until) for one in relations]
    assert kept == [
        (one.type, one.share, one.status, one.since, one.until) for one in sample().relations
    ]
    assert relations[2].extra == {"note": "=1"}


def test_links_that_are_all_undirected_stay_so(tmp_path: Path) -> None:
    link = Relation("r2", "a", "b", "linked_to")
    package = Package("x", relations=(link, replace(link, id="r3", target="a")))
    path = saved(tmp_path / "x.gexf", gexf.write(package))
    assert not nx.read_gexf(path).is_directed()
    assert {edge["values"].get("directed") for edge in graphology("gexf", path)["edges"]} == {False}
    assert gexf.losses(package) == ()
    # A file without types may give its links a direction all the same.
    pointing = replace(package, relations=(replace(link, extra={"directed": "true"}),))
    path.write_bytes(gexf.write(pointing))
    assert nx.read_gexf(path).is_directed()
