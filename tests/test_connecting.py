"""Connecting links: small answers by hand, and never worse than the promise."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import FilterError, NotFound
from graph.paths import Terms, connecting
from graph.paths.connecting import connecting_links, cost_of
from graph.store import open_store
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, link, store_of
from tests.test_view import NAMES, stores


def test_three_meet_in_the_middle() -> None:
    store = store_of("a owns hub", "b owns hub", "hub owns c", "c owns far", "a linked_to b")
    found = connecting_links(store, ["c", "a", "b"])
    assert found.nodes == ("a", "b", "c", "hub")
    assert found.relation_ids == ("r2", "r3", "r4")
    assert [one.id for one in found.among] == ["r6"]
    assert found.connected and found.exact and found.complete
    assert (found.weakest, found.nature) == ("stated", 0)


def test_surer_links_are_preferred_to_a_shorter_way() -> None:
    store = store_of(
        link("a owns b", 2, status="alleged"), link("a owns c", 3), link("c owns b", 4)
    )
    assert connecting_links(store, "ab").nodes == ("a", "b", "c")
    # The weight of an alleged link is that of seven stated ones.
    assert cost_of(link("a owns b", 2, status="alleged")) == 7


def test_every_link_of_a_tie_is_given_the_surest_first() -> None:
    store = store_of(link("a owns b", 2, status="alleged"), link("b linked_to a", 3))
    found = connecting_links(store, ["a", "b"])
    assert [[one.id for one in step] for step in found.steps] == [["r3", "r2"]]
    assert found.relations[0].id == "r3"


def test_what_hangs_apart_is_said() -> None:
    store = store_of("a owns b", "c owns d", "e owns f")
    found = connecting_links(store, ["a", "b", "c", "d", "e"])
    assert found.parts == (("a", "b"), ("c", "d"), ("e",))
    assert not found.connected
    assert "3 parts" in found.note
    assert connecting_links(store, ["a", "c"]).relations == ()


def test_filters_and_terms_narrow_what_may_be_walked() -> None:
    store = store_of("a owns h", "h owns b", "a linked_to g", "g linked_to b",
                     link("a owns b", 9, status="proposed"), categories={"h": "state"})  # fmt: skip
    assert connecting_links(store, "ab").nodes == ("a", "b", "h")
    for terms in (Terms(avoid=("h",)), Terms(avoid_categories=("state",))):
        assert connecting_links(store, "ab", terms=terms).nodes == ("a", "b", "g")
    asked = ViewState(groups=("association",))
    assert connecting_links(store, "ab", filters=asked).nodes == ("a", "b", "g")


def test_more_than_three_is_an_approximation_and_says_so() -> None:
    store = store_of("h owns a", "h owns b", "h owns c", "h owns d")
    found = connecting_links(store, "abcd")
    assert found.nodes == ("a", "b", "c", "d", "h")
    assert not found.exact
    assert "approximation" in found.note


def test_refused_questions() -> None:
    store = store_of("a owns b")
    with pytest.raises(FilterError, match="1 entities"):
        connecting_links(store, ["a", "a"])
    with pytest.raises(FilterError, match="0 steps"):
        connecting_links(store, ["a", "b"], max_hops=0)
    with pytest.raises(NotFound):
        connecting_links(store, ["a", "x"])


def test_it_is_bounded_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of("a owns b", *(f"b owns x{n}" for n in range(20)), "x3 owns c")
    monkeypatch.setattr(connecting, "MAX_LINKS", 10)
    bounded = connecting_links(store, ["a", "c"])
    assert not bounded.complete and not bounded.exact
    assert "nearest 10 links" in bounded.note
    stopped = connecting_links(store, ["a", "c"], tick=lambda _: False)
    assert stopped.cancelled and not stopped.complete
    assert "stopped" in stopped.note


def best_weight(store: FakeStore, ends: tuple[str, ...]) -> int:
    """The weight of the lightest tree, by trying every set of entities in between."""
    graph: nx.Graph[str] = nx.Graph()
    for one in store.links_of(NAMES):
        if one.source != one.target and one.status != "proposed":
            old = graph.get_edge_data(one.source, one.target, {"weight": 99})["weight"]
            graph.add_edge(one.source, one.target, weight=min(old, cost_of(one)))
    others = [node for node in graph if node not in ends]
    weights = []
    for size in range(len(others) + 1):
        for extra in combinations(others, size):
            part = graph.subgraph([*ends, *extra])
            if set(ends) <= set(part) and nx.is_connected(part):
                tree = nx.minimum_spanning_tree(part)
                weights.append(int(tree.size(weight="weight")))
    return min(weights, default=0)


@settings(max_examples=60)
@given(stores(), st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
def test_two_or_three_are_tied_as_lightly_as_can_be(store: FakeStore, ids: list[str]) -> None:
    found = connecting_links(store, ids, max_hops=12)
    weight = sum(cost_of(one) for one in found.relations)
    if found.connected:
        best = best_weight(store, found.ids)
        assert weight == best if found.exact else best <= weight <= 2 * best
        tree = nx.Graph((one.source, one.target) for one in found.relations)
        assert nx.is_tree(tree)
        assert all(tree.degree(node) > 1 or node in found.ids for node in tree)
        assert set(tree) == set(found.nodes)


def test_the_default_data_ties_state_party_and_company() -> None:
    found = connecting_links(open_store("data"), ["chinese-state", "zhenhua-data", "ccp"])
    assert found.nodes == ("ccp", "cetc", "chinese-state", "zhenhua-data")
    assert [(one.source, one.type, one.target) for one in found.relations] == [
        ("zhenhua-data", "linked_to", "ccp"),
        ("chinese-state", "owns", "cetc"),
        ("zhenhua-data", "linked_to", "cetc"),
    ]
    assert (found.weakest, found.nature) == ("stated", 2)


def test_somebody_out_of_reach_does_not_stop_the_others() -> None:
    store = store_of(
        "a linked_to x", "x linked_to b", "c linked_to x", "x linked_to d", "e linked_to f"
    )
    found = connecting_links(store, ["a", "b", "c", "d", "e"])
    assert len(found.parts) == 2
    assert {end for link in found.relations for end in (link.source, link.target)} == set("abcdx")
