"""The filter on what a look at a row found: it hides, counts, and never moves anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.layouts import arrange
from graph.loading import Row, Table, Tables, load_tables
from graph.model import REVIEWS, SHOWN_REVIEWS
from graph.ownership import owners
from graph.paths import find_paths
from graph.store import Store
from graph.views.facets import facets
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query
from graph.views.walks import neighborhood
from graph.wording import counts_in_words, filters_in_words


def _store(*reviews: str) -> Store:
    """a owns b owns c …, each link with its review."""
    ids = "abcdefgh"[: len(reviews) + 1]
    entities = tuple(
        Row(line, {"id": one, "label": one, "category": "company"})
        for line, one in enumerate(ids, 2)
    )
    links = tuple(
        Row(
            line,
            {
                "source": ids[line - 2],
                "target": ids[line - 1],
                "type": "owns",
                "share": "100",
                "status": "stated",
                "review": review,
            },
        )
        for line, review in enumerate(reviews, 2)
    )
    tables = Tables("x", Table("entities.csv", (), entities), Table("relations.csv", (), links))
    return Store.of(load_tables(tables))


def test_rejected_links_are_left_out_of_every_answer_and_counted() -> None:
    store = _store("checked", "rejected", "")
    view = build_view(store, ViewState())
    assert sorted(view.graph.edges()) == [("a", "b"), ("c", "d")]
    assert view.counts.rejected == 1
    assert counts_in_words(view.counts).endswith("2 of 3 links · 1 rejected, left out")
    assert neighborhood(store, "a", 3).nodes == ("b",)
    assert find_paths(store, "a", "c").paths == ()
    assert [row["id"] for row in owners(store, "c").to_dict()["owners"]] == []
    assert filters_in_words(ViewState(), store) == ()


def test_what_was_rejected_is_shown_when_asked_for() -> None:
    store = _store("checked", "rejected", "")
    state = ViewState(reviews=("rejected",))
    view = build_view(store, state)
    assert list(view.graph.edges()) == [("b", "c")]
    assert view.counts.rejected == 0
    assert filters_in_words(state, store) == ("Looked at: only rejected",)
    assert find_paths(store, "b", "c", filters=state).paths
    assert neighborhood(store, "b", 1, state).nodes == ("c",)


def test_an_entity_that_was_rejected_is_hidden_until_asked_for() -> None:
    rows = tuple(
        Row(line, {"id": one, "label": one, "category": "company", "review": review})
        for line, (one, review) in enumerate((("a", ""), ("b", "rejected")), 2)
    )
    tables = Tables("x", Table("e", (), rows), Table("r", (), ()))
    store = Store.of(load_tables(tables))
    assert list(build_view(store, ViewState()).graph) == ["a"]
    assert sorted(build_view(store, ViewState(reviews=REVIEWS)).graph) == ["a", "b"]


def test_switching_a_review_off_and_on_again_ends_where_it_began() -> None:
    store = _store("checked", "rejected", "")
    view = build_view(store, ViewState())
    rows = {row.value: row for row in facets(view)["reviews"]}
    assert {value: row.on for value, row in rows.items()} == {
        "unreviewed": True,
        "checked": True,
        "rejected": False,
    }
    assert rows["rejected"].change == 1
    assert rows["rejected"].total == 1
    once = ViewState().toggle("reviews", "rejected", rows)
    assert once.reviews == REVIEWS
    assert once.toggle("reviews", "rejected", rows) == ViewState()


@given(st.lists(st.sampled_from(REVIEWS), unique=True))
def test_a_view_comes_back_from_its_address(chosen: list[str]) -> None:
    state = ViewState(reviews=tuple(one for one in REVIEWS if one in chosen))
    query = to_query(state)
    assert ("review" in query) == (state.reviews != SHOWN_REVIEWS)
    assert from_query(query, _STORE) == (state, [])


def test_the_filter_moves_nothing() -> None:
    places = [
        arrange(build_view(_STORE, ViewState(layout="force", reviews=reviews))).places
        for reviews in (SHOWN_REVIEWS, REVIEWS, ("rejected",))
    ]
    assert places[0] == places[1]
    assert places[0] == places[2]


_STORE = _store("checked", "rejected", "", "disputed")
