"""Two dates compared, sources left out, clusters: how a view and its picture tell them apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from graph.errors import FilterError
from graph.exports.svg import render_svg
from graph.picture.appearance import THEMES
from graph.picture.compose import compose, marks_of
from graph.picture.scene import MARKS, Scene, SceneLink
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query
from graph.wording import as_of_in_words, filters_in_words
from tests.fakes import FakeStore, link, store_of
from tests.test_appearance import SIGHTS, contrast, lab


@pytest.fixture(scope="module")
def dated() -> FakeStore:
    return store_of(
        link("old owns shop", 2, until="2018"),
        link("new owns shop", 3, since="2020"),
        link("state owns firm", 4, share="30", until="2019"),
        link("state owns firm", 5, share="60", since="2020"),
        link("firm owns shop", 6, since="2010"),
        link("party linked_to firm", 7),
        link("later owns shop", 8, since="2023"),
    )


def drawn(store: FakeStore, **state: object) -> Scene:
    return compose(store, build_view(store, ViewState(**state)))


def by_id(scene: Scene) -> dict[str, SceneLink]:
    return {one.id: one for one in scene.links}


def test_links_of_either_date_are_shown_and_marked(dated: FakeStore) -> None:
    scene = drawn(dated, as_of="2021", against="2017")
    links = by_id(scene)
    assert set(links) == {"r2", "r3", "r4", "r5", "r6", "r7"}
    assert {key: one.mark for key, one in links.items() if one.mark} == {
        "r2": "ended",
        "r3": "appeared",
        "r4": "changed",
        "r5": "changed",
    }
    assert links["r6"].dimmed and links["r7"].dimmed
    assert not links["r2"].dimmed
    assert [(row.key, row.shown) for row in scene.legend if row.kind == "mark"] == [
        ("appeared", 1),
        ("ended", 1),
        ("changed", 2),
    ]


def test_the_order_of_the_two_dates_does_not_matter(dated: FakeStore) -> None:
    one = build_view(dated, ViewState(as_of="2021", against="2017"))
    other = build_view(dated, ViewState(as_of="2017", against="2021"))
    assert marks_of(one) == marks_of(other) != {}


def test_a_second_date_alone_compares_nothing(dated: FakeStore) -> None:
    view = build_view(dated, ViewState(against="2017"))
    assert view.counts.links == 7
    assert marks_of(view) == {}


def test_undated_links_can_be_left_out_of_a_comparison(dated: FakeStore) -> None:
    links = by_id(drawn(dated, as_of="2021", against="2017", undated=False))
    assert "r7" not in links
    assert "r2" in links


def test_a_broken_second_date_says_so(dated: FakeStore) -> None:
    with pytest.raises(FilterError, match="second date"):
        build_view(dated, ViewState(as_of="2021", against="2021-02-31"))


def test_a_comparison_stands_in_address_and_words(dated: FakeStore) -> None:
    state = ViewState(as_of="2021", against="2017")
    assert to_query(state) == {"asof": "2021", "against": "2017"}
    assert from_query(to_query(state), dated) == (state, [])
    view = build_view(dated, state)
    assert filters_in_words(state, dated) == ("2021 and 2017 compared",)
    assert as_of_in_words(state, view.counts) == "2021 and 2017 compared · 1 link undated"


def test_a_mark_is_told_by_colour_sign_and_words(dated: FakeStore) -> None:
    scene = drawn(dated, as_of="2021", against="2017")
    ended = by_id(scene)["r2"]
    assert ended.words[-1].text == "−"
    assert ended.tip.startswith("Ended between the two dates: ")
    svg = render_svg(scene)
    assert THEMES["light"].mark("ended") in svg
    assert "What differs" in svg


def test_what_is_left_out_stays_as_a_ghost_and_does_not_count() -> None:
    store = store_of(
        link("a owns b", 2, reference="art", locator="¶3"),
        link("b owns c", 3, reference="art", locator="¶8"),
        link("b linked_to a", 4, reference="art", locator="¶8"),
    )
    whole = drawn(store)
    view = build_view(store, ViewState(dropped=("art#¶8",)))
    assert [one.id for one in view.fallen] == ["r3", "r4"]
    assert [one.id for one in view.ghosts] == ["c"]
    assert (view.counts.entities, view.counts.links) == (2, 1)
    scene = compose(store, view)
    assert {one.id: one.ghost for one in scene.links} == {"r2": False, "r3": True, "r4": True}
    assert {one.id: one.ghost for one in scene.nodes} == {"a": False, "b": False, "c": True}
    assert {one.id: (one.x, one.y) for one in scene.nodes} == {
        one.id: (one.x, one.y) for one in whole.nodes
    }
    assert [(row.words, row.shown) for row in scene.legend if row.kind == "ghost"] == [
        ("2 links left out", 2)
    ]
    assert "Dotted and pale" in render_svg(scene)


def test_a_status_that_is_left_out_leaves_ghosts_too() -> None:
    store = store_of(
        link("a owns b", 2, status="stated"),
        link("b owns c", 3, status="alleged"),
    )
    view = build_view(store, ViewState(dropped=("#alleged",)))
    assert [one.id for one in view.fallen] == ["r3"]
    assert [one.id for one in view.ghosts] == ["c"]
    assert {one.id for one in compose(store, view).links if one.ghost} == {"r3"}


def test_a_filter_leaves_no_ghosts() -> None:
    store = store_of(
        link("a owns b", 2, reference="art", locator="¶3"),
        link("b linked_to c", 3, reference="art", locator="¶3"),
    )
    view = build_view(store, ViewState(dropped=("art#¶3",), groups=("ownership",)))
    assert [one.id for one in view.fallen] == ["r2"]
    assert build_view(store, ViewState(groups=())).fallen == ()


def test_clusters_colour_nodes_and_stand_in_the_legend() -> None:
    pairs = [
        f"{one} owns {other}" for part in ("abc", "xyzw") for one, other in combinations(part, 2)
    ]
    store = store_of(*pairs, "c linked_to x")
    scene = drawn(store, size_by="community")
    clusters = {one.id: one.cluster for one in scene.nodes}
    assert {clusters[key] for key in "xyzw"} == {1}
    assert {clusters[key] for key in "abc"} == {2}
    assert [(row.words, row.shown) for row in scene.legend if row.kind == "cluster"] == [
        ("Cluster 1", 4),
        ("Cluster 2", 3),
    ]
    theme = THEMES["light"]
    assert theme.cluster(2) in render_svg(scene, frame=False)
    # The legend then tells categories by shape alone.
    assert theme.category("company") not in render_svg(scene)
    assert {one.cluster for one in drawn(store).nodes} == {0}


@pytest.mark.parametrize("measure", ["degree", "betweenness", "pagerank"])
def test_nodes_are_sized_by_a_measure_and_stay_where_they_are(measure: str) -> None:
    store = store_of("hub owns a", "hub owns b", "hub owns c", "a owns b", "c owns d")
    before = {one.id: (one.x, one.y) for one in drawn(store, layout="force").nodes}
    sized = drawn(store, layout="force", size_by=measure).nodes
    assert {one.id: (one.x, one.y) for one in sized} == before
    radii = {one.id: one.r for one in sized}
    if measure != "pagerank":
        assert max(radii, key=radii.__getitem__) == "hub"
    assert len(set(radii.values())) > 1


@pytest.mark.parametrize("name", THEMES)
def test_marks_and_clusters_can_be_told_apart(name: str) -> None:
    theme = THEMES[name]
    assert tuple(theme.marks) == MARKS
    assert min(contrast(one, theme.ground) for one in theme.marks.values()) >= 4.5
    assert min(contrast(one, theme.ground) for one in theme.clusters) >= 3
    for colours in (tuple(theme.marks.values()), theme.clusters):
        for sight in SIGHTS:
            for one, other in combinations(colours, 2):
                assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 25
