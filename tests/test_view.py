"""Views: the universe, the filters and the bounds."""

from __future__ import annotations

import pickle

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FilterError, NotFound
from graph.model import STATUSES, Relation
from graph.views import view as view_module
from graph.views.view import View, build_view, expansion_menu
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, entity, link, store_of

PEOPLE = {"base": "database", "mps": "group", "mayors": "group", "kin": "group"}
PEOPLE |= {"ann": "role", "bob": "role", "cem": "role", "house": "institution"}


def people() -> FakeStore:
    return store_of(
        "base holds_data_on mps",
        "base holds_data_on mayors",
        "ann belongs_to mps",
        "bob belongs_to mps",
        "bob belongs_to mayors",
        "cem belongs_to mayors",
        "ann holds_office_in house",
        "firm surveils kin",
        "firm compiled base",
        categories=PEOPLE,
    )


def ids(view: View) -> set[str]:
    return set(view.graph)


def links(view: View) -> set[str]:
    return {key for _, _, key in view.graph.edges(keys=True)}


def test_everything_without_focus() -> None:
    view = build_view(people(), ViewState())
    assert len(ids(view)) == 9
    assert (view.counts.entities, view.counts.entities_total) == (9, 9)
    assert (view.counts.links, view.counts.links_total, view.counts.undated) == (9, 9, 9)
    assert view.truncated == ""


def test_graph_carries_entities_and_relations() -> None:
    view = build_view(store_of("a owns b"), ViewState())
    assert view.graph.nodes["a"]["entity"].label == "A"
    assert view.graph.edges["a", "b", "r2"]["relation"].type == "owns"
    assert isinstance(view.graph, nx.MultiDiGraph)


def test_focus_takes_both_directions_and_links_among_the_far_ones() -> None:
    store = store_of("a owns b", "c owns a", "b owns d", "b owns c")
    near = build_view(store, ViewState(focus=("a",)))
    assert ids(near) == {"a", "b", "c"}
    assert links(near) == {"r2", "r3", "r5"}
    assert ids(build_view(store, ViewState(focus=("a",), hops=2))) == {"a", "b", "c", "d"}
    assert ids(build_view(store, ViewState(focus=("a",), hops=0))) == {"a"}


def test_counts_speak_of_the_whole_data_set() -> None:
    view = build_view(store_of("a owns b", "c owns d"), ViewState(focus=("a",)))
    assert (view.counts.entities, view.counts.entities_total) == (2, 4)
    assert (view.counts.links, view.counts.links_total) == (1, 2)


def test_expanded_entities_bring_their_neighbours() -> None:
    store = store_of("a owns b", "b owns c", "c owns d", "d owns e")
    assert ids(build_view(store, ViewState(focus=("a",), expanded=("b", "c")))) == set("abcd")
    assert ids(build_view(store, ViewState(focus=("a",), expanded=("d", "nobody")))) == set("abcde")


def test_expansion_is_cut_off_like_everything_else() -> None:
    store = store_of("a owns b", "b controls c", "c owns d")
    state = ViewState(focus=("a",), expanded=("b", "c"))
    assert ids(build_view(store, state)) == set("abcd")
    assert ids(build_view(store, state.with_(types=("owns",)))) == set("ab")


def test_unknown_focus_names_the_id_and_what_is_near() -> None:
    store = FakeStore([entity("zhenhua-data"), entity("cetc")], [])
    with pytest.raises(NotFound, match=r"“zhenhua-dat”.*zhenhua-data"):
        build_view(store, ViewState(focus=("zhenhua-dat",)))


def test_category_filter_leaves_no_loose_ends() -> None:
    view = build_view(people(), ViewState(categories=("role", "group")))
    assert ids(view) == {"mps", "mayors", "kin", "ann", "bob", "cem"}
    assert links(view) == {"r4", "r5", "r6", "r7"}


def test_focus_passes_the_category_filter() -> None:
    view = build_view(people(), ViewState(focus=("base",), categories=("group",)))
    assert ids(view) == {"base", "mps", "mayors"}


def test_member_is_visible_while_one_of_its_groups_is_on() -> None:
    view = build_view(people(), ViewState(people=("mayors",)))
    assert ids(view) == {"base", "mayors", "bob", "cem", "house", "firm"}
    none = build_view(people(), ViewState(people=()))
    assert ids(none) == {"base", "house", "firm"}


def test_collapsed_group_keeps_members_that_stand_elsewhere() -> None:
    one = build_view(people(), ViewState(collapsed=("mps",)))
    assert "ann" not in ids(one)
    assert {"mps", "bob", "house"} <= ids(one)
    both = build_view(people(), ViewState(collapsed=("mps", "mayors")))
    assert ids(both) & {"ann", "bob", "cem"} == set()
    # A group that is not shown holds nobody on the screen.
    off = build_view(people(), ViewState(collapsed=("mps",), hidden=("mayors",)))
    assert "bob" not in ids(off)


def test_collapsing_an_institution_folds_nobody() -> None:
    store = store_of("ann member_of house", categories={"ann": "role", "house": "institution"})
    assert ids(build_view(store, ViewState(collapsed=("house",)))) == {"ann", "house"}


def test_hidden_and_only() -> None:
    store = store_of("a owns b", "b owns c")
    assert ids(build_view(store, ViewState(hidden=("b",)))) == {"a", "c"}
    assert ids(build_view(store, ViewState(only=("a", "b")))) == {"a", "b"}
    assert ids(build_view(store, ViewState(only=()))) == set()
    # What is kept by hand stays although the way to it is not shown.
    assert ids(build_view(store, ViewState(focus=("a",), hops=2, only=("c",)))) == {"c"}


def test_hiding_the_focus_hides_it_alone() -> None:
    store = store_of("a owns b", "b owns c")
    assert ids(build_view(store, ViewState(focus=("b",), hidden=("b",)))) == {"a", "c"}


def test_link_filters_drop_what_has_no_link_left() -> None:
    store = store_of("a owns b", "b controls c", categories={"lone": "company"})
    view = build_view(store, ViewState(types=("owns",)))
    assert ids(view) == {"a", "b", "lone"}
    chosen = build_view(store, ViewState(types=("owns",), selection=("c",)))
    assert ids(chosen) == {"a", "b", "lone"}
    assert ids(build_view(store, ViewState(groups=("control",)))) == {"b", "c", "lone"}
    assert ids(build_view(store, ViewState(groups=()))) == {"lone"}


def test_focus_leaves_out_what_filters_cut_off() -> None:
    store = store_of("a owns b", "b controls c", "c owns d")
    state = ViewState(focus=("a",), hops=3, types=("owns",))
    assert ids(build_view(store, state)) == {"a", "b"}
    assert ids(build_view(store, state.with_(selection=("d",)))) == {"a", "b"}


def test_status_filter() -> None:
    store = store_of(link("a owns b", 2, status="alleged"), link("a owns b", 3))
    assert links(build_view(store, ViewState(statuses=("stated",)))) == {"r3"}
    assert links(build_view(store, ViewState(statuses=("alleged", "stated")))) == {"r2", "r3"}


@pytest.mark.parametrize(
    ("bounds", "passing"),
    [
        ((50, 100), {"r2", "r4", "r5"}),
        ((0, 20), {"r3", "r4", "r5"}),
        ((30, 40), {"r2", "r4", "r5"}),
        ((21, 24), {"r4", "r5"}),
    ],
)
def test_share_may_lie_within_bounds(bounds: tuple[float, float], passing: set[str]) -> None:
    store = store_of(
        link("a owns b", 2, share="25-50"),
        link("a owns c", 3, share="10"),
        link("a owns d", 4),
        link("a controls b", 5),
    )
    assert links(build_view(store, ViewState(share=bounds))) == passing


def test_as_of_date_and_undated_links() -> None:
    store = store_of(
        link("a owns b", 2, since="2020-09", until="2021"),
        link("a owns c", 3, until="2019"),
        link("a owns d", 4),
    )
    assert links(build_view(store, ViewState(as_of="2020-09-14"))) == {"r2", "r4"}
    assert links(build_view(store, ViewState(as_of="2020-09-14", undated=False))) == {"r2"}
    assert links(build_view(store, ViewState(undated=False))) == {"r2", "r3", "r4"}
    assert build_view(store, ViewState(as_of="2020")).counts.undated == 1
    with pytest.raises(FilterError, match="calendar"):
        build_view(store, ViewState(as_of="2020-13"))


def test_dropped_sources() -> None:
    store = store_of(
        link("a owns b", 2, reference="art", locator="¶3"),
        link("a owns b", 3, reference="art", locator="¶3, ¶8"),
        link("a owns b", 4, reference="book", locator="¶3"),
        link("a owns b", 5),
    )
    assert links(build_view(store, ViewState(dropped=("art",)))) == {"r4", "r5"}
    assert links(build_view(store, ViewState(dropped=("art#¶3",)))) == {"r3", "r4", "r5"}
    assert links(build_view(store, ViewState(dropped=("art#¶3", "art#¶8")))) == {"r4", "r5"}


def test_parallel_and_self_relations_are_kept() -> None:
    view = build_view(store_of("a owns b", "a owns b", "b owns b"), ViewState(focus=("a",)))
    assert links(view) == {"r2", "r3", "r4"}


def test_filters_leave_the_universe_alone() -> None:
    store = people()
    free = build_view(store, ViewState())
    narrow = build_view(store, ViewState(categories=("role",), groups=()))
    assert set(narrow.universe) == set(free.universe)
    assert nx.is_frozen(narrow.universe)
    with pytest.raises(nx.NetworkXError):
        narrow.universe.remove_node("ann")
    assert set(narrow.universe.copy()) == set(free.universe)


def test_changing_a_view_changes_no_other() -> None:
    store = people()
    build_view(store, ViewState()).graph.clear()
    assert len(build_view(store, ViewState()).graph) == 9


def test_view_can_be_stored() -> None:
    view = build_view(people(), ViewState())
    assert set(pickle.loads(pickle.dumps(view)).graph) == set(view.graph)


def test_universe_is_fetched_once_for_all_filters() -> None:
    store = store_of("a owns b", "b owns c", "c owns once")
    build_view(store, ViewState(focus=("a",)))
    before = store.fetched
    build_view(store, ViewState(focus=("a",), types=("owns",), selection=("b",)))
    assert store.fetched == before


def test_bounds_keep_the_focus_then_the_near_then_the_well_connected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(view_module, "MAX_NODES", 4)
    monkeypatch.setattr(view_module, "MAX_LINKS", 3)
    store = store_of(
        "a owns x", "a owns y", "a owns z", "a owns w", "y owns z", "z owns q", "w owns w"
    )
    focused = build_view(store, ViewState(focus=("a",)))
    assert set(focused.universe) == {"a", "z", "w", "y"}
    assert set(nx.Graph(focused.universe)["a"]) == {"z", "w", "y"}
    assert "4 of 5 entities" in focused.truncated
    assert "3 of 5 links" in focused.truncated
    whole = build_view(store, ViewState())
    assert len(whole.universe) == 4
    assert "a" in whole.universe
    assert "4 of 6 entities" in whole.truncated
    assert whole.counts.entities_total == 6


def test_expanding_in_a_cut_view_brings_the_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "MAX_NODES", 3)
    store = store_of("a owns b", "a owns c", "a owns d", "a owns e", "y owns z2")
    assert "y" not in build_view(store, ViewState()).universe
    assert {"y", "z2"} <= set(build_view(store, ViewState(expanded=("y",))).universe)


def test_expansion_menu_counts_what_is_missing() -> None:
    store = store_of("a owns b", "c owns a", "a owns d", "a linked_to e", "a owns d")
    view = build_view(store, ViewState(focus=("b",), hops=0))
    menu = expansion_menu(store, view, "a")
    assert (menu[0].type, menu[0].direction) == ("owns", "out")
    rows = {(row.type, row.direction): row for row in menu}
    assert (rows["owns", "out"].links, rows["owns", "out"].neighbours) == (3, 1)
    assert rows["owns", "in"].words == "is owned by"
    assert rows["linked_to", "both"].addable == 1
    assert expansion_menu(store, build_view(store, ViewState()), "a") == ()
    with pytest.raises(NotFound):
        expansion_menu(store, view, "nobody")


def test_expansion_menu_tells_filtered_from_absent() -> None:
    store = store_of("a owns b", "a controls c")
    view = build_view(store, ViewState(types=("owns",)))
    (row,) = expansion_menu(store, view, "a")
    assert (row.type, row.neighbours, row.addable) == ("controls", 1, 0)


NAMES = "abcdefg"
TYPES = ("owns", "controls", "belongs_to", "surveils", "lends_to")
CATEGORIES = ("company", "group", "role", "yacht")
some = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)


@st.composite
def stores(draw: st.DrawFn) -> FakeStore:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES),
                st.sampled_from(NAMES),
                st.sampled_from(TYPES),
                st.sampled_from(STATUSES),
            ),
            max_size=14,
        )
    )
    relations = [
        Relation(f"r{row}", source, target, kind, status=status, row=row)
        for row, (source, target, kind, status) in enumerate(rows, start=2)
    ]
    kinds = draw(st.lists(st.sampled_from(CATEGORIES), min_size=7, max_size=7))
    return FakeStore(map(entity, NAMES, kinds), relations)


def states(*, focused: bool | None = None) -> st.SearchStrategy[ViewState]:
    def chosen(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
        return st.none() | st.lists(st.sampled_from(values), unique=True).map(tuple)

    return st.builds(
        ViewState,
        focus=some if focused is None else some.filter(bool) if focused else st.just(()),
        hops=st.integers(0, 3),
        expanded=some,
        categories=chosen(CATEGORIES),
        people=chosen(tuple(NAMES)),
        types=chosen(TYPES),
        groups=chosen(("ownership", "control", "surveillance", "lends_to")),
        statuses=chosen(STATUSES),
        hidden=some,
        only=st.none() | some,
        collapsed=some,
        selection=some,
    )


@given(stores(), states())
def test_what_is_visible_is_part_of_the_universe(store: FakeStore, state: ViewState) -> None:
    view = build_view(store, state)
    assert set(view.graph) <= set(view.universe)
    assert links(view) <= {key for _, _, key in view.universe.edges(keys=True)}
    assert not set(view.graph) & set(state.hidden)
    if state.only is not None:
        assert set(view.graph) <= set(state.only)


@given(stores(), states())
def test_no_filter_shows_the_whole_universe(store: FakeStore, state: ViewState) -> None:
    view = build_view(store, state.without_filters())
    assert set(view.graph) == set(view.universe)
    assert view.graph.number_of_edges() == view.universe.number_of_edges()


@given(stores(), states())
def test_filters_never_touch_what_is_laid_out(store: FakeStore, state: ViewState) -> None:
    narrow, free = build_view(store, state), build_view(store, state.without_filters())
    assert list(narrow.universe.edges(keys=True)) == list(free.universe.edges(keys=True))
