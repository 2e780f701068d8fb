"""Node-link JSON and the manifest."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DataError
from graph.exports.manifest import (
    Figure,
    manifest,
    manifest_json,
    read_manifest,
    state_from_dict,
    state_to_dict,
)
from graph.exports.node_link import node_link
from graph.views.viewstate import ViewState
from tests.scene_samples import HOSTILE, cetc_view, sample_store

names = st.text(max_size=8)
lists = st.lists(names, max_size=3).map(tuple)
number = st.floats(-1e6, 1e6)
STATES = st.builds(
    ViewState,
    focus=lists,
    hops=st.integers(0, 9),
    expanded=lists,
    layout=names,
    seed=st.integers(0, 99),
    categories=st.none() | lists,
    people=st.none() | lists,
    groups=st.none() | lists,
    types=st.none() | lists,
    statuses=st.none() | lists,
    reviews=lists,
    share=st.none() | st.tuples(number, number),
    as_of=names,
    against=names,
    undated=st.booleans(),
    hidden=lists,
    only=st.none() | lists,
    collapsed=lists,
    dropped=lists,
    selection=lists,
    emphasis=lists,
    size_by=names,
    threshold=number,
    pins=st.lists(st.tuples(names, number, number), max_size=3).map(tuple),
)


def strict(text: str) -> Any:
    def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    def no_constant(name: str) -> None:
        raise AssertionError(name)

    return json.loads(text, object_pairs_hook=no_repeats, parse_constant=no_constant)


def test_networkx_reads_as_many_links_as_were_written() -> None:
    view = cetc_view()
    data = strict(node_link(view, view.state, sample_store()))
    graph = nx.node_link_graph(data, edges="links")
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert set(graph) == set(view.graph)
    assert set(graph.edges(keys=True)) == set(view.graph.edges(keys=True))
    assert graph.nodes["cetc"]["extra"] == {"note": "+31 20", "founded": "2002"}
    assert graph.edges["cetc", "zhenhua-data", "r4"]["share_max"] == 50.5
    assert graph.edges["zhenhua-data", "zhenhua-data", "r5"]["directed"] is False


def test_a_share_of_nothing_is_kept_apart_from_an_unknown_one() -> None:
    view = cetc_view()
    links = {
        link["key"]: link for link in strict(node_link(view, view.state, sample_store()))["links"]
    }
    assert links["r2"]["share_min"] == 100
    assert "share_min" not in links["r3"]


def test_it_says_what_it_is_part_of() -> None:
    view = cetc_view()
    about = strict(node_link(view, view.state, sample_store()))["graph"]
    assert (about["entities"], about["entities_total"]) == (4, 9)
    assert about["data_hash"] == "7c1e42b9a05d"
    assert about["state"] == {"focus": ["cetc"]}
    assert [source["id"] for source in about["sources"]] == ["article", "answer"]


def test_what_is_hidden_or_withheld_is_not_named() -> None:
    state = ViewState(hidden=("a-private-person",))
    text = node_link(cetc_view(state), state, sample_store())
    assert "a-private-person" not in text
    assert "A private matter" not in text
    assert strict(text)["graph"]["state"] == {"hidden_count": 1}
    assert strict(text)["graph"]["withheld"] == "1 passage left out to protect a person"


def test_hostile_names_are_data() -> None:
    view = cetc_view(name=HOSTILE)
    found = {
        node["id"]: node for node in strict(node_link(view, view.state, sample_store()))["nodes"]
    }
    assert found["cetc"]["label"] == HOSTILE


@given(STATES)
def test_a_state_comes_back_from_its_manifest(state: ViewState) -> None:
    assert state_from_dict(json.loads(json.dumps(state_to_dict(state)))) == state


def test_every_field_of_a_state_is_in_the_manifest() -> None:
    assert {field.name for field in fields(ViewState)} == set(STATES.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


def test_a_manifest_makes_the_same_figure_again() -> None:
    view = cetc_view(ViewState(focus=("cetc",), pins=(("cetc", 1.5, -2.0),)))
    figure = Figure("Title", "Sentence.", "dark", 3)
    text = manifest_json(manifest(sample_store(), view, figure, made="2020-09-14T12:00:00Z"))
    content = strict(text)
    assert content["made"] == "2020-09-14T12:00:00Z"
    assert content["counts"]["entities_total"] == 9
    assert "networkx" in content["made_with"]
    assert read_manifest(text) == (view.state, figure, "7c1e42b9a05d")


def test_the_time_stands_in_a_manifest_only_when_given() -> None:
    assert "made" not in manifest(sample_store(), cetc_view())


GOOD = manifest(sample_store(), cetc_view())


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{}",
        "\x00",
        json.dumps({"format": "longarm-view"}),
        json.dumps(GOOD | {"version": 99}),
        json.dumps(GOOD | {"state": {"nonsense": 1}}),
        json.dumps(GOOD | {"state": {"hops": "2"}}),
        json.dumps(GOOD | {"state": {"hops": True}}),
        json.dumps(GOOD | {"state": {"focus": "cetc"}}),
        json.dumps(GOOD | {"state": {"pins": [["cetc", 1]]}}),
        json.dumps(GOOD | {"state": []}),
        json.dumps(GOOD | {"figure": {"colour": "red"}}),
        json.dumps(GOOD | {"figure": {"scale": "2"}}),
        json.dumps(GOOD | {"data": None}),
    ],
)
def test_a_broken_manifest_is_refused_in_words(broken: str) -> None:
    with pytest.raises(DataError) as caught:
        read_manifest(broken)
    assert caught.value.fix
