"""Ready-made walks by hand, and that watching and being watched mirror each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.paths import PathAnswer
from graph.paths.ready_walks import (
    READY_WALKS,
    Walked,
    holdings_down,
    owners_up,
    to_party_bodies,
    watched_by_it,
    watchers_of,
)
from graph.store import open_store
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, link, store_of


def test_owners_go_up_to_the_top_and_holdings_down_to_the_end() -> None:
    store = store_of("top owns mid", "mid has_interest_in firm", "other owns top", "firm owns low",
                     "mid owns side", "firm controls far")  # fmt: skip
    up, down = owners_up(store, "firm"), holdings_down(store, "mid")
    assert up.found == ("mid", "top", "other")
    assert up.relation_ids == ("r2", "r3", "r4")
    assert down.found == ("firm", "side", "low")
    assert down.nodes == ("mid", "firm", "side", "low")


def test_ended_and_proposed_holdings_do_not_count_unless_asked_for() -> None:
    store = store_of(
        link("a owns c", 2, until="2019"),
        link("b owns c", 3, status="proposed"),
        link("d owns c", 4),
    )
    assert owners_up(store, "c").found == ("d",)
    assert owners_up(store, "c", filters=ViewState(as_of="2018")).found == ("a", "d")
    assert owners_up(store, "c", filters=ViewState(statuses=("proposed",))).found == ("b",)


WATCHING = (
    "firm compiled base", "part part_of base", "base holds_data_on mayors",
    "part holds_data_on ann", "bob belongs_to mayors", "firm surveils kin",
    "kin relative_of minister", "owner owns firm", "base sourced_from web", "finder recovered part",
)  # fmt: skip


def test_whom_it_watches_down_to_the_exposed() -> None:
    walk = watched_by_it(store_of(*WATCHING), "firm")
    assert walk.found == ("kin", "mayors", "minister", "ann", "bob")
    assert set(walk.nodes) == {"firm", "base", "part", *walk.found}
    assert watched_by_it(store_of(*WATCHING), "part").found == ("ann",)
    assert watched_by_it(store_of(*WATCHING), "mayors").found == ()


def test_who_watches_it() -> None:
    store = store_of(*WATCHING)
    assert watchers_of(store, "bob").found == ("base", "firm")
    assert watchers_of(store, "ann").found == ("part", "base", "firm")
    assert watchers_of(store, "minister").found == ("firm",)
    assert watchers_of(store, "owner").found == ()


NAMES = "abcdef"
KINDS = ("compiled", "part_of", "holds_data_on", "surveils", "belongs_to", "relative_of", "owns")


@st.composite
def watching_stores(draw: st.DrawFn) -> FakeStore:
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS), st.sampled_from(NAMES)),
            max_size=12,
        )
    )
    return store_of(*(" ".join(one) for one in pairs), categories=dict.fromkeys(NAMES, "company"))


@given(watching_stores())
def test_who_is_watched_finds_the_watcher(store: FakeStore) -> None:
    watched = {(one, other) for one in NAMES for other in watched_by_it(store, one).found}
    watchers = {(other, one) for one in NAMES for other in watchers_of(store, one).found}
    assert watched == watchers


def test_to_party_bodies_ends_at_the_first() -> None:
    store = store_of(
        "ann board_member_of firm", "firm linked_to party", "party linked_to state",
        "x owns firm", "state owns x",
        categories={"party": "party", "state": "state"},
    )  # fmt: skip
    answer = to_party_bodies(store, "ann")
    assert [path.nodes for path in answer.paths] == [
        ("ann", "firm", "x", "state"),
        ("ann", "firm", "party"),
    ]


def test_a_walk_can_be_cancelled_and_says_so() -> None:
    store = store_of(*(f"n{n + 1} owns n{n}" for n in range(9)))
    seen: list[int] = []

    def three_steps(done: int) -> bool:
        seen.append(done)
        return len(seen) < 3

    walk = owners_up(store, "n0", tick=three_steps)
    assert walk.cancelled and not walk.complete
    assert walk.found == ("n1", "n2", "n3")
    assert "stopped" in walk.note
    assert seen == sorted(seen)


def test_nobody_is_named_and_every_walk_answers_on_the_default_data() -> None:
    store = open_store("data")
    for name, walk in READY_WALKS.items():
        assert walk.name == name
        assert walk.description.endswith(".")
        assert isinstance(walk.ask(store, "zhenhua-data"), Walked | PathAnswer)
        with pytest.raises(NotFound):
            walk.ask(store, "nobody")
    state = READY_WALKS["owners"].ask(store, "zhenhua-data")
    assert isinstance(state, Walked)
    assert state.found == ("cetc", "zhenhua-electronics", "chinese-state")
    prime = READY_WALKS["watchers"].ask(store, "prime-minister")
    assert isinstance(prime, Walked)
    assert prime.found == ("zhenhua-data",)
