"""The drawer on the whole: categories, measures, what holds it together."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.metrics import measure, rank_from
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.test_page import address, page, state_of, words
from ui.drawers import OPEN


def drawer(data: Path | str = "data", **query: str) -> AppTest:
    """The page with the drawer open."""
    test = page(data, **query)
    test.session_state[OPEN] = "overview"
    return test.run()


def test_it_counts_over_everything_the_view_starts_from() -> None:
    test = drawer(group="family")
    assert not test.exception
    assert "78 entities and 121 links of 78 and 121" in words(test)


def test_the_matrix_adds_up_to_all_links() -> None:
    matrix = drawer().dataframe[0].value
    assert matrix["all"].sum() == 121
    assert matrix.drop(columns=["from", "all"]).sum().sum() == 121


def test_a_pair_of_categories_is_shown_alone() -> None:
    test = drawer()
    test.selectbox(key="overview_pair").select(("state", "company")).run()
    assert state_of(test).categories == ("state", "company")
    assert address(test, "category") == "state,company"
    assert test.session_state["overview_matrix"]["selection"]["cells"] == [(0, "3")]
    test.selectbox(key="overview_pair").select(("", "")).run()
    assert state_of(test).categories is None


@pytest.mark.parametrize("name", ["degree", "betweenness", "pagerank", "community"])
def test_each_measure_says_what_it_means_and_draws_nodes_by_it(name: str) -> None:
    test = drawer(size=name)
    assert not test.exception
    assert test.session_state["overview_measure"] == name
    assert test.toggle(key="overview_size").value
    test.toggle(key="overview_size").set_value(False).run()
    assert state_of(test).size_by == ""
    test.toggle(key="overview_size").set_value(True).run()
    assert (state_of(test).size_by, address(test, "size")) == (name, name)


def test_the_sentence_of_a_measure_stands_beside_it() -> None:
    said = words(drawer())
    assert "it says nothing of power" in said
    assert "The first 15 of 78 entities" in said


def test_a_click_on_a_cluster_selects_its_members() -> None:
    test = drawer(size="community")
    button = test.button(key="overview_cluster_7")
    assert "Cluster 7" in button.label and "5 entities" in button.label
    button.click().run()
    assert len(state_of(test).selection) == 5


def test_what_parts_the_network_is_counted() -> None:
    frames = [frame.value for frame in drawer().dataframe]
    (nodes,) = [frame for frame in frames if "Cut off without it" in frame]
    (links,) = [frame for frame in frames if "Cut off" in frame]
    assert (nodes["Name"][0], nodes["Cut off without it"][0]) == ("Zhenhua database", 16)
    assert list(links["Cut off"])[:2] == [10, 3]


def test_a_network_that_nothing_parts(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(
        "id,label,category\na,A,state\nb,B,company\nc,C,company\n"
    )
    (tmp_path / "relations.csv").write_text(
        "source,target,type\na,b,owns\nb,c,owns\nc,a,linked_to\n"
    )
    test = drawer(tmp_path)
    assert not test.exception
    assert "No single entity parts it." in words(test)
    assert "No single link parts it." in words(test)


def test_an_empty_data_set(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\n")
    (tmp_path / "relations.csv").write_text("source,target,type\n")
    test = drawer(tmp_path)
    assert not test.exception
    assert "There are no links to count." in words(test)


def test_a_row_of_a_measure_shows_and_lights_the_links_behind_its_number() -> None:
    test = drawer(select="cetc", size="degree")
    test.session_state["overview_measure"] = "degree"
    test.run()
    frames = [frame.value for frame in test.dataframe]
    (top,) = [frame for frame in frames if "Links" in frame and "Category" in frame]
    number = int(top.loc[top["Name"].str.startswith("China Electronics"), "Links"].iloc[0])
    behind = [frame for frame in frames if "From" in frame and len(frame) == number]
    assert behind and f"from {number} links" in words(test)


@pytest.mark.parametrize("name", ["degree", "betweenness", "pagerank", "community"])
def test_each_measure_cites_how_its_number_comes_about(name: str) -> None:
    test = drawer(size=name)
    years = {"degree": "1979", "betweenness": "1977", "pagerank": "1998", "community": "2008"}
    assert years[name] in words(test)


def test_a_click_on_a_cluster_lights_the_links_inside() -> None:
    test = drawer(size="community")
    test.button(key="overview_cluster_7").click().run()
    inside = {link.id for link in open_store("data").links_among(state_of(test).selection)}
    assert inside and set(state_of(test).emphasis) == inside


def test_who_is_cut_off_is_named() -> None:
    said = words(drawer(select="zhenhua-database"))
    assert "Without Zhenhua database 16 are cut off:" in said


def test_short_heads_are_told_in_full() -> None:
    assert "Inte. Intelligence" in words(drawer())


def test_betweenness_tells_which_connections_it_counts_and_lights_them() -> None:
    test = drawer(select="cetc", size="betweenness")
    assert "pairs of others have a shortest connection that runs over it" in words(test)
    test.button(key="overview_way_cetc_0").click().run()
    lit = open_store("data").relations(state_of(test).emphasis).values()
    assert lit and any("cetc" in (link.source, link.target) for link in lit)


def test_pagerank_tells_from_whom_it_comes() -> None:
    view = build_view(open_store("data"), ViewState())
    values = measure(view.universe, "pagerank").values
    top = max(values, key=lambda key: values[key])
    test = drawer(select=top, size="pagerank")
    assert "walks that start anew" in words(test)
    first, _ = rank_from(view.universe, values, top)[0]
    test.button(key=f"overview_flow_{top}_{first}").click().run()
    lit = open_store("data").relations(state_of(test).emphasis).values()
    assert lit and {link.target for link in lit} == {top}
