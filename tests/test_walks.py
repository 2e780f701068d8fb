"""Neighbourhoods: small answers by hand, and agreement with the view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FilterError, NotFound
from graph.views import region
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.walks import neighborhood
from tests.fakes import FakeStore, store_of
from tests.test_view import NAMES, states, stores


def test_one_step_both_directions() -> None:
    store = store_of("a owns b", "c owns a", "b owns c", "c owns d", "a owns b")
    found = neighborhood(store, "a")
    assert found.nodes == ("b", "c")
    assert (found.edges, found.shown, found.total) == (4, 2, 2)


def test_nearest_first() -> None:
    store = store_of("m owns z", "z owns a", "m owns b")
    assert neighborhood(store, "m", 2).nodes == ("b", "z", "a")


def test_filters_narrow_what_is_walked_over() -> None:
    store = store_of("a owns b", "b controls c", "c owns d", "a controls d")
    found = neighborhood(store, "a", 3, ViewState(types=("owns",)))
    assert found.nodes == ("b",)
    assert (found.edges, found.shown, found.total) == (1, 1, 3)


def test_the_centre_passes_every_filter() -> None:
    store = store_of("a owns p", "a owns q", categories={"p": "person", "q": "company"})
    found = neighborhood(store, "a", 1, ViewState(categories=("person",)))
    assert (found.nodes, found.edges) == (("p",), 1)


def test_hops_of_zero_and_self_links() -> None:
    found = neighborhood(store_of("a owns a", "a owns b"), "a", 0)
    assert (found.nodes, found.edges, found.total) == ((), 1, 0)


def test_refused_questions() -> None:
    store = store_of("a owns b")
    with pytest.raises(NotFound, match="“nobody”"):
        neighborhood(store, "nobody")
    with pytest.raises(FilterError, match="-1 steps"):
        neighborhood(store, "a", -1)


def test_a_hub_that_is_too_large_is_left_closed_and_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(region, "FETCH_LIMIT", 4)
    store = store_of("a owns hub", *(f"hub owns x{number}" for number in range(8)))
    near, far = neighborhood(store, "a", 1), neighborhood(store, "a", 2)
    assert near.complete
    assert not far.complete
    assert far.nodes == ("hub",)


@given(stores(), states(focused=False), st.sampled_from(NAMES), st.integers(0, 3))
def test_screen_and_command_line_agree(
    store: FakeStore, state: ViewState, centre: str, hops: int
) -> None:
    filters = state.with_(expanded=(), people=None, collapsed=(), only=None, selection=())
    filters = filters.with_(hidden=tuple(key for key in filters.hidden if key != centre))
    view = build_view(store, filters.with_(focus=(centre,), hops=hops))
    found = neighborhood(store, centre, hops, filters)
    assert {centre, *found.nodes} == set(view.graph)
    assert found.edges == view.counts.links
    assert found.total == len(view.universe) - 1
