"""Measures on graphs small enough to work out by hand."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics import (
    MEANINGS,
    category_matrix,
    cut_off_by,
    cuts,
    measure,
    rank_from,
    ways_over,
)
from graph.model import Entity, Relation
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState


def drawn(*pairs: str) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (a, b) in enumerate(pairs):
        graph.add_node(a, entity=Entity(a, a, "company" if a < "c" else "person"))
        graph.add_node(b, entity=Entity(b, b, "company" if b < "c" else "person"))
        graph.add_edge(a, b, key=f"r{number}", relation=Relation(f"r{number}", a, b, "owns"))
    return graph


def test_betweenness_of_the_middle_of_a_line() -> None:
    values = measure(drawn("ab", "bc"), "betweenness").values
    assert values == {"a": 0.0, "b": 1.0, "c": 0.0}


def test_degree_counts_parallel_links() -> None:
    assert measure(drawn("ab", "ab", "ba"), "degree").values == {"a": 3.0, "b": 3.0}


def test_pagerank_ends_where_arrows_lead() -> None:
    values = measure(drawn("ac", "bc"), "pagerank").values
    assert max(values, key=lambda node: values[node]) == "c"
    assert sum(values.values()) == pytest.approx(1)


def test_two_triangles_are_two_clusters() -> None:
    values = measure(drawn("ab", "bc", "ca", "de", "ef", "fd", "cd"), "community").values
    assert {values[node] for node in "abc"} == {values["a"]}
    assert {values[node] for node in "def"} == {values["d"]}
    assert values["a"] != values["d"]


def test_parallel_links_are_no_bridge() -> None:
    found = cuts(drawn("ab", "ab", "bc"))
    assert found.links == (("r2", 1),)
    assert found.nodes == (("b", 1),)


def test_a_circle_has_no_cut() -> None:
    found = cuts(drawn("ab", "bc", "ca"))
    assert found.nodes == () and found.links == ()


def test_matrix_counts_by_direction() -> None:
    matrix = category_matrix(drawn("ab", "ac", "cd"))
    assert matrix.categories == ("company", "person")
    assert matrix.counts == {
        ("company", "company"): 1,
        ("company", "person"): 1,
        ("person", "person"): 1,
    }


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_every_measure_answers_for_every_node_and_changes_nothing(
    pairs: list[tuple[str, str]],
) -> None:
    graph = drawn(*("".join(pair) for pair in pairs))
    before = (set(graph), set(graph.edges(keys=True)))
    for name in MEANINGS:
        assert set(measure(graph, name).values) == set(graph)
    cuts(graph)
    assert (set(graph), set(graph.edges(keys=True))) == before


def cuts_one_by_one(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, int], dict[str, int]]:
    """What falls off with each entity and each link, by taking it out."""

    def parts(without: nx.MultiDiGraph[str], among: set[str]) -> list[int]:
        simple = nx.Graph(without.subgraph(among))
        return sorted(len(part) for part in nx.connected_components(simple))

    nodes, links = {}, {}
    for home in [set(part) for part in nx.weakly_connected_components(graph)]:
        for node in home:
            sizes = parts(graph, home - {node})
            if len(sizes) > 1:
                nodes[node] = sum(sizes[:-1])
        for a, b, key in list(graph.subgraph(home).edges(keys=True)):
            less = graph.copy()
            less.remove_edge(a, b, key)
            sizes = parts(less, home)
            if len(sizes) > 1:
                links[key] = sizes[0]
    return nodes, links


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=22))
def test_cuts_are_what_falls_off_when_each_is_taken_out(pairs: list[tuple[int, int]]) -> None:
    names = "abcdefghijkl"
    graph = drawn(*(names[a] + names[b] for a, b in pairs))
    found = cuts(graph)
    assert (dict(found.nodes), dict(found.links)) == cuts_one_by_one(graph)
    assert len(dict(found.nodes)) == len(found.nodes)
    assert len(dict(found.links)) == len(found.links)


def test_a_chain_deeper_than_any_recursion_is_cut_in_its_middle() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nx.add_path(graph, [f"n{number:05}" for number in range(5001)])
    found = cuts(graph)
    assert found.nodes[0] == ("n02500", 2500)
    assert len(found.nodes) == 4999


def test_who_is_cut_off_is_as_many_as_the_cut_says() -> None:
    graph = build_view(open_store("data"), ViewState()).universe
    found = cuts(graph)
    assert found.nodes and found.links
    for node, number in found.nodes:
        assert len(cut_off_by(graph, node=node)) == number
    for link, number in found.links:
        assert len(cut_off_by(graph, link=link)) == number


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), min_size=1))
def test_ways_agree_with_a_walk_through_every_pair(pairs: list[tuple[str, str]]) -> None:
    graph = nx.MultiDiGraph(pairs)
    simple = nx.Graph(graph)
    node = pairs[0][0]
    found = ways_over(graph, node)
    pairs_of_others = combinations(sorted(set(simple) - {node}), 2)
    others = [one for one in pairs_of_others if nx.has_path(simple, *one)]
    over = [
        one for one in others if any(node in way for way in nx.all_shortest_paths(simple, *one))
    ]
    assert (found.over, found.all) == (len(over), len(others))
    assert len(found.examples) == min(3, len(over))
    for way in found.examples:
        assert node in way[1:-1]
        assert len(way) - 1 == nx.shortest_path_length(simple, way[0], way[-1])


def test_what_flows_in_and_what_starts_anew_make_up_the_rank() -> None:
    graph = nx.MultiDiGraph([("a", "c"), ("b", "c"), ("b", "a"), ("c", "b")])
    values = measure(graph, "pagerank").values
    for node in graph:
        flowing = sum(part for _, part in rank_from(graph, values, node)) * values[node]
        assert abs(flowing + 0.15 / 3 - values[node]) < 1e-5
