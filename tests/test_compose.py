"""Scenes: what is visible, where it was, with its states, legend and caption."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from graph.layouts import arrange
from graph.model import Share, Source
from graph.picture.compose import compose
from graph.picture.drawing import drawing_of
from graph.picture.labels import Obstacles
from graph.picture.legend import legend_rows
from graph.picture.scene import Scene, SceneNode
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, entity, link, store_of


@pytest.fixture(scope="module")
def small() -> FakeStore:
    return store_of(
        link("state owns firm", 2, share="100"),
        link("firm owns shop", 3, share="25-50"),
        link("firm compiled data", 4),
        link("data holds_data_on ann", 5),
        link("data holds_data_on group", 6),
        link("ann belongs_to group", 7),
        link("bob belongs_to group", 8, status="inferred"),
        link("firm lends_to shop", 9, status="alleged"),
        link("firm linked_to party", 10),
        categories={
            "state": "state",
            "data": "database",
            "ann": "role",
            "bob": "role",
            "group": "group",
            "party": "party",
            "shop": "shell_company",
        },
    )


def scene_of(store: FakeStore, *, rings: bool = False, **state: object) -> Scene:
    return compose(store, build_view(store, ViewState(**state)), rings=rings)


def node(scene: Scene, name: str) -> SceneNode:
    return next(one for one in scene.nodes if one.id == name)


def test_everything_visible_is_drawn_once(small: FakeStore) -> None:
    scene = scene_of(small)
    assert {one.id for one in scene.nodes} == set(small.entity_ids(99))
    assert {one.id for one in scene.links} == {f"r{row}" for row in range(2, 11)}
    keys = {one.key: one.id for one in scene.nodes}
    ends = {one.id: (keys[one.source], keys[one.target]) for one in scene.links}
    assert ends["r2"] == ("state", "firm")
    assert len(keys) == len(scene.nodes)


@pytest.mark.parametrize("layout", ["", "force", "layered", "concentric", "grouped"])
def test_a_filter_moves_nothing_and_keeps_keys(small: FakeStore, layout: str) -> None:
    whole = {one.id: one for one in scene_of(small, layout=layout).nodes}
    some = scene_of(small, layout=layout, groups=("surveillance",)).nodes
    assert 0 < len(some) < len(whole)
    for one in some:
        its = whole[one.id]
        assert (one.key, one.x, one.y, one.r, one.lines) == (
            its.key,
            its.x,
            its.y,
            its.r,
            its.lines,
        )


def test_parallel_links_keep_their_bow_when_one_is_hidden(small: FakeStore) -> None:
    whole = {one.id: one.path for one in scene_of(small, layout="force").links}
    stated = {
        one.id: one.path for one in scene_of(small, layout="force", statuses=("stated",)).links
    }
    assert "r9" not in stated
    assert stated["r3"] == whole["r3"]


def test_keys_are_the_lines_of_the_file(small: FakeStore) -> None:
    scene = scene_of(small)
    assert node(scene, "state").key == "n2"
    assert {one.key for one in scene.links} == {f"e{row}" for row in range(2, 11)}


def test_entities_without_a_line_have_keys_of_their_own() -> None:
    names = ["__proto__", "1", "constructor"]
    store = FakeStore([entity(name, row=0) for name in names], [])
    keys = [one.key for one in scene_of(store).nodes]
    assert len(set(keys)) == 3
    assert all(key.startswith("nx") and key.isalnum() for key in keys)


def test_shapes_fills_and_letters(small: FakeStore) -> None:
    scene = scene_of(small)
    assert (node(scene, "data").shape, node(scene, "data").letter) == ("cylinder", "")
    shop = node(scene, "shop")
    assert (shop.shape, shop.fill, shop.letter) == ("disc", "shell_company", "S")


def test_links_carry_width_status_group_and_order(small: FakeStore) -> None:
    links = {one.id: one for one in scene_of(small, layout="force").links}
    assert (links["r2"].width, links["r2"].pale) == (4.3, 0)
    assert (links["r3"].width, links["r3"].pale) == (2.05, 2.8)
    assert (links["r7"].stroke, links["r8"].status) == ("affiliation", "inferred")
    assert links["r9"].stroke == "lends_to"
    assert not links["r10"].directed
    assert links["r10"].head == ()
    assert links["r2"].head
    assert "STATE" in links["r2"].tip
    orders = [one.order for one in scene_of(small).links]
    assert orders == sorted(orders)


def test_all_links_of_a_few_may_say_their_word(small: FakeStore) -> None:
    spoken = {
        one.id: one.words[0].text for one in scene_of(small, layout="layered").links if one.words
    }
    assert spoken["r2"] == "owns 100 %"
    assert set(spoken) - {"r2", "r3", "r9"}


def test_of_many_links_only_shares_and_own_groups_say_their_word() -> None:
    rows = [replace(link("o owns a", 90), share=Share(40, 40))]
    quiet = [f"a holds_data_on p{number}" for number in range(40)]
    scene = scene_of(store_of(*rows, *quiet), layout="layered")
    spoken = {word.text for one in scene.links for word in one.words}
    assert spoken
    assert all(text.startswith("owns") for text in spoken)


def test_hints_count_what_is_not_drawn(small: FakeStore) -> None:
    whole = scene_of(small)
    assert (node(whole, "firm").tip, node(whole, "firm").more) == ("5 links.", 0)
    near = scene_of(small, focus=("state",))
    assert node(near, "firm").tip == "5 links, 4 hidden. Double-click expands."
    assert node(near, "firm").more == 4
    filtered = scene_of(small, groups=("ownership",))
    assert (node(filtered, "firm").tip, node(filtered, "firm").more) == ("5 links, 3 hidden.", 0)
    assert node(scene_of(store_of(categories={"z": "person"})), "z").tip == "No links."


def test_a_self_link_counts_once() -> None:
    store = store_of("a owns a", "a owns b")
    assert node(scene_of(store), "a").tip == "2 links."


def test_selection_and_pins_are_states_of_nodes(small: FakeStore) -> None:
    scene = scene_of(small, selection=("firm",), pins=(("ann", 11.0, 12.0),))
    assert [one.id for one in scene.nodes if one.selected] == ["firm"]
    assert [one.id for one in scene.nodes if one.pinned] == ["ann"]
    assert (node(scene, "ann").x, node(scene, "ann").y) == (11, 12)


def test_a_click_changes_no_link(small: FakeStore) -> None:
    assert scene_of(small, selection=("firm",)).links == scene_of(small).links


def test_in_a_picture_links_end_at_the_ring(small: FakeStore) -> None:
    plain = {one.id: one for one in scene_of(small, layout="force").links}
    ringed = {
        one.id: one
        for one in scene_of(small, layout="force", selection=("firm",), rings=True).links
    }
    assert ringed["r2"].width == plain["r2"].width + 0.5
    assert ringed["r2"].head != plain["r2"].head
    assert ringed["r5"] == plain["r5"]


def test_emphasis_lights_its_links_and_dims_the_rest(small: FakeStore) -> None:
    scene = scene_of(small, emphasis=("r2", "r4", "gone"))
    links = {one.id: one for one in scene.links}
    assert {name for name, one in links.items() if one.lit} == {"r2", "r4"}
    assert links["r2"].width == pytest.approx(4.3 + 1.1)
    assert all(one.dimmed != one.lit for one in scene.links)
    assert {one.id for one in scene.nodes if not one.dimmed} == {"state", "firm", "data"}
    assert [one.id for one in scene.links][-2:] == ["r2", "r4"]
    assert not any(one.dimmed for one in scene_of(small, emphasis=("gone",)).nodes)


def test_a_closed_group_says_how_many_are_inside(small: FakeStore) -> None:
    scene = scene_of(small, collapsed=("group",))
    assert {"ann", "bob"}.isdisjoint(one.id for one in scene.nodes)
    assert (node(scene, "group").closed, node(scene, "group").badge) == (True, "2 of 2 inside")
    assert not node(scene, "firm").closed


def test_the_legend_names_only_what_appears(small: FakeStore) -> None:
    rows = [(row.kind, row.key, row.words, row.shown) for row in scene_of(small).legend]
    assert ("category", "role", "Public role", 2) in rows
    assert ("category", "shell_company", "Shell company", 1) in rows
    assert ("group", "lends_to", "Lends to", 1) in rows
    assert ("status", "alleged", "Alleged", 1) in rows
    assert ("width", "4.3", "100 %", 1) in rows
    assert not any(key == "person" for _, key, _, _ in rows)
    kinds = [row[0] for row in rows]
    assert kinds == sorted(kinds, key=["category", "group", "status", "width"].index)
    narrow = scene_of(small, groups=("surveillance",)).legend
    assert [row.key for row in narrow if row.kind == "group"] == ["surveillance"]
    assert not [row for row in narrow if row.kind == "width"]


def test_what_an_article_states_reads_so() -> None:
    links = [link("a owns b", reference="art")]
    rows = legend_rows([], links, {"art": Source("art", kind="opinion")})
    assert [row.words for row in rows if row.kind == "status"] == ["The article says"]


def test_many_shares_make_few_rows() -> None:
    links = [link("a owns b", row, share=str(row)) for row in range(2, 90)]
    rows = [row.words for row in legend_rows([], links, {}) if row.kind == "width"]
    assert rows == ["2 %", "31 %", "60 %", "89 %"]


def test_the_caption_says_what_is_shown(small: FakeStore) -> None:
    scene = scene_of(small, groups=("surveillance",))
    assert scene.caption.counts.startswith("4 of 8 entities · 3 of 9 links")
    assert scene.caption.filters
    assert scene.caption.data_hash == small.data_hash
    view = build_view(small, ViewState())
    named = compose(small, view, title="My title", subtitle="One sentence.").caption
    assert (named.title, named.subtitle) == ("My title", "One sentence.")


def test_bounds_hold_everything(small: FakeStore) -> None:
    scene = scene_of(small, layout="force")
    left, top, width, height = scene.bounds
    for one in scene.nodes:
        boxes = [(one.x - one.r, one.y - one.r, 2 * one.r, 2 * one.r)]
        boxes += [one.box] if one.box else []
        for x, y, w, h in boxes:
            assert left - 0.02 <= x
            assert top - 0.02 <= y
            assert x + w <= left + width + 0.02
            assert y + h <= top + height + 0.02


def test_nothing_to_show_is_a_scene_too(small: FakeStore) -> None:
    scene = scene_of(small, categories=())
    assert (scene.nodes, scene.links, scene.legend, scene.zones) == ((), (), (), ())
    assert scene.bounds[2] > 0


def test_a_scene_is_plain_data(small: FakeStore) -> None:
    assert json.loads(json.dumps(scene_of(small).to_dict(), allow_nan=False))["layout"] == "case"


def test_size_by_a_measure_keeps_places(small: FakeStore) -> None:
    plain, sized = (
        scene_of(small, layout="force"),
        scene_of(small, layout="force", size_by="degree"),
    )
    assert [(one.x, one.y) for one in plain.nodes] == [(one.x, one.y) for one in sized.nodes]
    assert node(sized, "firm").r == 15
    assert node(sized, "bob").r < node(sized, "data").r


def test_hostile_text_stays_text() -> None:
    text = "<script>alert(1)</script> \u202e"
    store = FakeStore([entity("a", label=text, row=2)], [])
    one = scene_of(store).nodes[0]
    assert one.label == text
    assert "<script>" in "".join(line.text for line in one.lines)


def _crowded(count: int) -> FakeStore:
    names = [f"e{index}" for index in range(count)]
    return FakeStore(
        [
            entity(name, label=f"A rather long label {name}", row=i)
            for i, name in enumerate(names, 2)
        ],
        [link(f"e0 owns {name}", row) for row, name in enumerate(names[1:], 2)],
    )


def test_labels_without_room_are_counted_and_come_back() -> None:
    store = _crowded(12)
    heap = tuple((f"e{index}", 100.0 + index, 100.0) for index in range(12))
    scene = scene_of(store, layout="force", pins=heap)
    hidden = [one.id for one in scene.nodes if not one.lines]
    assert hidden
    assert scene.caption.hidden_labels == len(hidden)
    alone = scene_of(store, layout="force", pins=heap, only=(hidden[-1],))
    assert alone.caption.hidden_labels == 0


def test_a_selected_node_has_its_label_before_others() -> None:
    store = _crowded(12)
    heap = tuple((f"e{index}", 100.0 + index * 12, 100.0) for index in range(12))
    scene = scene_of(store, layout="force", pins=heap)
    hidden = [one.id for one in scene.nodes if not one.lines]
    chosen = scene_of(store, layout="force", pins=heap, selection=(hidden[0],))
    assert node(chosen, hidden[0]).lines
    taken = Obstacles()
    for one in chosen.nodes:
        if one.box:
            assert not taken.hit((one.box[0] + 1, one.box[1] + 1, one.box[2] - 2, one.box[3] - 2))
            taken.add(one.box, one.id)


def test_the_drawing_is_kept(small: FakeStore) -> None:
    first = drawing_of(build_view(small, ViewState(layout="force")))
    again = drawing_of(build_view(small, ViewState(layout="force", statuses=("stated",))))
    assert again is first


@pytest.mark.parametrize("layout", ["", "force", "layered", "concentric", "grouped"])
def test_labels_of_the_default_data_do_not_overlap(root: Path, layout: str) -> None:
    store = open_store(str(root / "data"))
    view = build_view(store, ViewState(layout=layout))
    scene = compose(store, view)
    boxes = {one.id: one.box for one in scene.nodes if one.box}
    hits = []
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
        high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
        if wide > 0.1 and high > 0.1:
            hits.append((one, other))
    assert hits == []
    assert scene.caption.hidden_labels <= 2
    assert scene.layout == arrange(view).name
