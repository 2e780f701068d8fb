"""Layouts: the same each time, free of overlaps, and nothing moves when something is added."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from graph.layouts import Arrangement, arrange
from graph.layouts.choosing import base_of
from graph.layouts.common import entities_of, extents_of, radius_of, separate, swept
from graph.layouts.force import crossings
from graph.model import CATEGORIES
from graph.store import open_store
from graph.views.view import View, build_view
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, entity, link, store_of

PLAIN = ("layered", "force", "concentric", "grouped")


def network(count: int, links: int, seed: int = 1) -> FakeStore:
    """A random network of several categories, a hub and some loose nodes."""
    dice = random.Random(seed)
    names = [f"e{number:03}" for number in range(count)]
    kinds = ["company", "person", "role", "state", "shell_company"]
    entities = [
        entity(
            name, dice.choice(kinds), label=f"{name} " + "long name " * dice.randrange(4), row=row
        )
        for row, name in enumerate(names, start=2)
    ]
    verbs = ["owns", "controls", "holds_data_on", "member_of", "linked_to", "lends_to"]
    rows = [
        link(f"{dice.choice([names[0], *names])} {dice.choice(verbs)} {dice.choice(names)}", row)
        for row in range(2, links + 2)
    ]
    return FakeStore(entities, rows)


def view_of(store: FakeStore, **state: object) -> View:
    return build_view(store, ViewState(**state))


def points(found: Arrangement) -> dict[str, tuple[float, float]]:
    return {name: (place.x, place.y) for name, place in found.places.items()}


def overlaps(view: View, found: Arrangement) -> list[tuple[str, str]]:
    names = sorted(found.places)
    extents = extents_of(entities_of(view.universe), {name: found.places[name] for name in names})
    spots = np.array([(found.places[name].x, found.places[name].y) for name in names])
    low, high = spots - extents[:, [0, 2]], spots + extents[:, [1, 3]]
    hits = (low[:, None] < high[None]).all(axis=2) & (high[:, None] > low[None]).all(axis=2)
    return [(names[i], names[j]) for i, j in zip(*np.nonzero(np.triu(hits, 1)), strict=True)]


@pytest.fixture(scope="module")
def store() -> FakeStore:
    return network(70, 110)


@pytest.mark.parametrize("layout", PLAIN)
def test_every_node_has_a_place_and_no_label_overlaps(store: FakeStore, layout: str) -> None:
    view = view_of(store, layout=layout)
    found = arrange(view)
    assert found.name == layout
    assert set(found.places) == set(view.universe)
    assert overlaps(view, found) == []


@pytest.mark.parametrize("layout", PLAIN)
def test_order_of_rows_does_not_matter(store: FakeStore, layout: str) -> None:
    view = view_of(store, layout=layout)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(view.universe.nodes(data=True))))
    turned.add_edges_from(reversed(list(view.universe.edges(keys=True, data=True))))
    # Another focus, so that the answer is not the one from memory.
    other = replace(view, universe=turned, graph=turned, state=view.state.with_(hops=7))
    assert points(arrange(other)) == points(arrange(view))


@pytest.mark.parametrize("layout", PLAIN)
def test_filters_move_nothing(store: FakeStore, layout: str) -> None:
    whole = points(arrange(view_of(store, layout=layout)))
    narrow = view_of(store, layout=layout, groups=("ownership",))
    assert 0 < len(narrow.graph) < len(whole)
    assert points(arrange(narrow)) == whole


def test_the_seed_changes_a_force_layout_and_nothing_else_does(store: FakeStore) -> None:
    first, second = (points(arrange(view_of(store, layout="force", seed=s))) for s in (1, 2))
    assert first != second


@pytest.mark.parametrize("layout", PLAIN)
@pytest.mark.parametrize("links", [(), ("a owns b",), ("a owns a",), ("a owns b", "c owns d")])
def test_small_and_odd_graphs(layout: str, links: tuple[str, ...]) -> None:
    view = view_of(store_of(*links, categories={"z": "person"}), layout=layout)
    found = arrange(view)
    assert set(found.places) == set(view.universe)
    assert overlaps(view, found) == []


@pytest.mark.parametrize("layout", PLAIN)
def test_nothing_at_all(layout: str) -> None:
    assert arrange(view_of(store_of(), layout=layout)).places == {}


def test_a_handful_with_owners_is_layered() -> None:
    store = store_of("a owns b", "b linked_to c")
    assert arrange(view_of(store, focus=("b",))).name == "layered"
    assert arrange(view_of(store)).name == "force"
    assert arrange(view_of(store_of("a linked_to b"), focus=("b",))).name == "force"


def test_without_a_hub_the_data_choose_forces() -> None:
    view = view_of(store_of("a owns b"))
    assert arrange(view).name == "force"
    assert arrange(view_of(store_of("a owns b"), layout="case")).name == "force"


def test_owners_stand_above_and_the_watched_below() -> None:
    view = view_of(
        store_of(
            "state owns firm", "firm compiled data", "data holds_data_on man", "man member_of z"
        ),
        layout="layered",
    )
    places = arrange(view).places
    assert places["state"].y < places["firm"].y < places["data"].y < places["man"].y
    assert places["man"].y < places["z"].y


def test_a_loop_of_owners_is_one_layer() -> None:
    places = arrange(view_of(store_of("a owns b", "b owns a", "b owns c"), layout="layered")).places
    assert places["a"].y == places["b"].y < places["c"].y


def test_a_wide_layer_folds() -> None:
    store = store_of(*[f"top owns x{number:02}" for number in range(40)])
    places = arrange(view_of(store, layout="layered")).places
    rows = {place.y for name, place in places.items() if name != "top"}
    assert 2 <= len(rows) <= 10


def test_rings_follow_the_steps_from_the_focus() -> None:
    store = store_of("a owns b", "b owns c", "c owns d", "a owns e")
    places = arrange(view_of(store, layout="concentric", focus=("a",), hops=3)).places

    def far(name: str) -> float:
        return float(np.hypot(places[name].x - places["a"].x, places[name].y - places["a"].y))

    assert max(far("b"), far("e")) < far("c") < far("d")
    assert places["a"].tier == "hub"


def test_blocks_by_category_with_titles() -> None:
    store = store_of(
        "a owns b",
        "c owns d",
        categories={"a": "state", "b": "company", "c": "state", "d": "thing"},
    )
    found = arrange(view_of(store, layout="grouped"))
    assert [zone.text for zone in found.zones] == ["STATE", "COMPANY", "THING"]
    assert found.places["a"].x == found.places["c"].x < found.places["b"].x
    assert all(place.lines for place in found.places.values())


def test_blocks_stand_in_the_order_of_the_legend(store: FakeStore) -> None:
    titles = [zone.text for zone in arrange(view_of(store, layout="grouped")).zones]
    known = [words.upper() for words in CATEGORIES.values() if words.upper() in titles]
    assert titles == [*known, "SHELL COMPANY"]


@pytest.mark.parametrize("layout", PLAIN)
def test_an_expansion_moves_nothing_and_stands_near(layout: str) -> None:
    store = network(60, 80, seed=4)
    before = view_of(store, layout=layout, focus=("e001",), hops=1)
    old = arrange(before).places
    origin = max(old, key=lambda name: (store.degrees([name])[name] * (name != "e001"), name))
    after = view_of(store, layout=layout, focus=("e001",), hops=1, expanded=(origin,))
    new = arrange(after).places
    assert set(new) > set(old)
    assert {name: new[name] for name in old} == dict(old)
    assert (
        overlaps(after, Arrangement("", {n: replace(p, lines=None) for n, p in new.items()})) == []
    )
    at = old[origin]
    assert all(abs(new[n].x - at.x) + abs(new[n].y - at.y) < 1500 for n in set(new) - set(old))


def test_a_second_expansion_leaves_the_first_in_place() -> None:
    store = store_of("a owns b", "b owns c", "c owns d", "d owns e", "c owns f")
    once = arrange(view_of(store, layout="force", focus=("a",), expanded=("b",))).places
    twice = arrange(view_of(store, layout="force", focus=("a",), expanded=("b", "c"))).places
    assert set(twice) - set(once) == {"d", "f"}
    assert {name: twice[name] for name in once} == dict(once)


def test_pins_come_last_and_move_one_node_alone(store: FakeStore) -> None:
    free = arrange(view_of(store, layout="force"))
    held = arrange(view_of(store, layout="force", pins=(("e001", 5.0, -7.0), ("gone", 0.0, 0.0))))
    assert points(held)["e001"] == (5.0, -7.0)
    moved = {name for name in free.places if free.places[name] != held.places[name]}
    assert moved == {"e001"}


def test_the_base_is_what_the_focus_reaches() -> None:
    view = view_of(store_of("a owns b", "b owns c", "d owns b"), focus=("a",), expanded=("b",))
    assert set(view.universe) == {"a", "b", "c", "d"}
    assert base_of(view) == {"a", "b"}


def test_a_drawing_of_the_default_data_is_the_case(root: object) -> None:
    from graph.store import open_store

    view = build_view(open_store(f"{root}/data"), ViewState())
    assert arrange(view).name == "case"


def test_hundreds_of_nodes_find_room() -> None:
    view = view_of(network(420, 900), layout="force")
    assert overlaps(view, arrange(view)) == []


def test_separate_leaves_what_is_fixed_and_what_is_free_of_overlap() -> None:
    spots = np.array([[0.0, 0.0], [5.0, 0.0], [500.0, 500.0]])
    extents = np.full((3, 4), 10.0)
    moved = separate(spots, extents, fixed=np.array([True, False, False]), gap=2)
    assert moved[0].tolist() == [0, 0]
    assert moved[2].tolist() == [500, 500]
    assert np.abs(moved[1] - moved[0]).max() >= 21.9
    assert spots[1].tolist() == [5, 0]


def test_sweeping_removes_a_crossing() -> None:
    graph = nx.Graph([("a", "y"), ("b", "x")])
    upper, lower = swept([["a", "b"], ["x", "y"]], graph.neighbors)
    assert (upper.index("a") < upper.index("b")) == (lower.index("y") < lower.index("x"))


def test_crossings_by_hand() -> None:
    spots = np.array([(0, 0), (10, 10), (0, 10), (10, 0), (20, 20)], dtype=float)
    assert crossings(spots, np.array([(0, 1), (2, 3), (3, 4)])) == 1
    assert crossings(spots, np.array([(0, 1), (1, 4)])) == 0


def test_radius_grows_with_links() -> None:
    sizes = [radius_of(degree) for degree in range(0, 200, 10)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (5, 14)


def test_newcomers_do_not_stand_behind_others() -> None:
    store = open_store("data")
    view = build_view(store, ViewState(focus=("cetc",), expanded=("zhenhua-data",)))
    spots = {name: np.array((place.x, place.y)) for name, place in arrange(view).places.items()}
    for a, b in {(a, b) for a, b, _ in view.universe.edges(keys=True)}:
        start, end = spots[a], spots[b]
        for name in set(spots) - {a, b}:
            part = np.clip((spots[name] - start) @ (end - start) / ((end - start) ** 2).sum(), 0, 1)
            gap = np.hypot(*(spots[name] - start - part * (end - start)))
            assert gap > arrange(view).places[name].r, (a, b, name)
