"""Facets: what the rows beside a filter say comes true when they are clicked."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from graph.views.facets import date_range, facets
from graph.views.view import View, build_view
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, entity, link, store_of
from tests.test_view import people, states, stores


def test_rows_stand_in_the_order_of_the_vocabulary_then_by_name() -> None:
    store = store_of(
        "a zaps b",
        "a lends_to b",
        "a controls b",
        "a owns b",
        categories={"a": "yacht", "b": "state"},
    )
    rows = facets(build_view(store, ViewState()))
    assert list(rows) == ["categories", "people", "groups", "types", "statuses", "reviews"]
    assert [row.value for row in rows["groups"]] == ["ownership", "control", "lends_to", "zaps"]
    assert [row.value for row in rows["types"]] == ["owns", "controls", "lends_to", "zaps"]
    assert [(row.value, row.words) for row in rows["categories"]] == [
        ("state", "State"),
        ("yacht", "Yacht"),
    ]
    assert [(row.value, row.words) for row in rows["statuses"]] == [("stated", "The source says")]


def test_groups_of_exposed_people() -> None:
    rows = facets(build_view(people(), ViewState(people=("mayors",))))["people"]
    assert [(row.value, row.words, row.shown, row.total, row.on) for row in rows] == [
        ("kin", "KIN", 0, 1, False),
        ("mayors", "MAYORS", 2, 2, True),
        ("mps", "MPS", 1, 2, False),
    ]
    # Bob is a mayor too: switching the MPs on brings the group and Ann.
    assert [row.change for row in rows] == [1, -2 - 1, 2]


def test_a_group_nobody_belongs_to_or_watches_is_no_exposed_group() -> None:
    store = store_of("a owns club", categories={"club": "group"})
    assert facets(build_view(store, ViewState()))["people"] == ()


def test_change_takes_the_other_filters_into_account() -> None:
    store = store_of("a owns b", "a owns c", link("a controls b", 4, status="alleged"))
    rows = facets(build_view(store, ViewState(statuses=("stated",), groups=("ownership",))))
    assert [(row.value, row.change) for row in rows["groups"]] == [
        ("ownership", -2),
        ("control", 0),
    ]
    assert [(row.value, row.change) for row in rows["statuses"]] == [("stated", -2), ("alleged", 0)]
    only = facets(build_view(store, ViewState(statuses=("stated",))))["statuses"]
    assert [(row.value, row.change) for row in only] == [("stated", -2), ("alleged", 1)]


@given(stores(), states())
def test_a_click_changes_what_was_announced(store: FakeStore, state: ViewState) -> None:
    view = build_view(store, state)
    for facet, rows in facets(view).items():
        for row in rows:
            clicked = build_view(store, state.toggle(facet, row.value, [one.value for one in rows]))
            before, after = (
                (view.counts.entities, clicked.counts.entities)
                if facet in ("categories", "people")
                else (view.counts.links, clicked.counts.links)
            )
            assert after - before == row.change, (facet, row)


@given(stores(), states())
def test_shown_and_total_add_up(store: FakeStore, state: ViewState) -> None:
    view = build_view(store, state)
    rows = facets(view)
    assert sum(row.shown for row in rows["categories"]) == view.counts.entities
    assert sum(row.total for row in rows["categories"]) == len(view.universe)
    for facet in ("groups", "types", "statuses"):
        assert sum(row.shown for row in rows[facet]) == view.counts.links
        assert sum(row.total for row in rows[facet]) == view.universe.number_of_edges()


def test_a_view_made_by_hand_has_facets_too() -> None:
    made = build_view(people(), ViewState())
    by_hand = View(made.state, made.graph, made.universe, made.counts)
    assert facets(by_hand) == facets(made)


def test_an_empty_data_set_has_no_rows() -> None:
    view = build_view(FakeStore([], []), ViewState())
    assert set(facets(view).values()) == {()}
    assert date_range(view).earliest is None
    lone = build_view(FakeStore([entity("a")], []), ViewState())
    assert facets(lone)["categories"][0].change == -1


def test_range_of_dates() -> None:
    store = store_of(
        link("a owns b", 2, since="2020-09"),
        link("a owns b", 3, since="2018", until="2021-02"),
        link("a owns b", 4),
    )
    found = date_range(build_view(store, ViewState()))
    assert (found.earliest, found.latest) == (date(2018, 1, 1), date(2021, 2, 28))
    assert (found.dated, found.undated) == (2, 1)
