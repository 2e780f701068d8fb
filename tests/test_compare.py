"""Two data sets or views side by side."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.compare import STATES, Side, compare, side_of
from graph.errors import LimitExceeded
from graph.loading import Dataset, load_folder
from graph.model import Entity, PartialDate, Relation, Share
from graph.store import Store, open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState

FIRM = Entity("f", "Firm", "company", aliases=("Co", "The Firm"))
OWNER = Entity("o", "Owner", "person")
STATE = Entity("s", "State", "state")


def link(row: int, ends: str = "o>f", **fields: object) -> Relation:
    source, target = ends.split(">")
    return Relation(f"r{row}", source, target, row=row, **{"type": "owns", **fields})  # type: ignore[arg-type]


OLD = Dataset(
    "old",
    (FIRM, OWNER),
    (
        link(2, share=Share(25, 25), status="alleged", reference="press", locator="p1"),
        link(3, reference="register"),
        link(4, "f>o", type="linked_to"),
    ),
)
NEW = Dataset(
    "new",
    (replace(FIRM, label="Firm Ltd", aliases=("The Firm", "Co"), extra={"lei": "01"}), STATE),
    (
        link(2, "o>f", type="linked_to"),
        link(3, "s>f", reference="register"),
        link(4, share=Share(25, 50), status="stated", reference="press", locator="p1"),
    ),
)


def test_added_removed_and_changed_are_told_with_the_fields() -> None:
    found = compare(OLD, NEW)
    assert (found.before, found.after) == ("old", "new")
    assert [row.id for row in found.entities("added")] == ["s"]
    assert [row.id for row in found.entities("removed")] == ["o"]
    firm = found.entities("changed")[0]
    assert [(one.field, one.before, one.after) for one in firm.fields] == [
        ("label", "Firm", "Firm Ltd"),
        ("lei", "", "01"),
    ]
    changed = found.relations("changed")[0]
    assert changed.before is not None and changed.after is not None
    assert (changed.before.id, changed.after.id) == ("r2", "r4")
    assert [(one.field, one.before, one.after) for one in changed.fields] == [
        ("share", "25", "25-50"),
        ("status", "alleged", "stated"),
    ]
    assert [row.relation.source for row in found.relations("added")] == ["s"]
    assert [row.relation.reference for row in found.relations("removed")] == ["register"]
    # A tie without direction is the same whichever end comes first.
    assert [row.relation.type for row in found.relations("same")] == ["linked_to"]
    assert found.counts == {
        "entities": {"added": 1, "removed": 1, "changed": 1, "same": 0},
        "relations": {"added": 1, "removed": 1, "changed": 1, "same": 1},
    }
    assert not found.empty
    as_json = found.to_dict()
    assert as_json["relations"]["changed"][0]["fields"][1] == {
        "field": "status",
        "from": "alleged",
        "to": "stated",
    }
    assert "same" not in as_json["relations"] and not as_json["equal"]


def test_of_several_alike_those_that_say_the_same_belong_together() -> None:
    two = Side("two", {}, (link(2, share=Share(10, 10)), link(3, share=Share(20, 20))))
    one = Side("one", {}, (link(2, share=Share(20, 20)),))
    found = compare(two, one)
    assert [row.relation.share for row in found.relations("same")] == [Share(20, 20)]
    assert [row.relation.share for row in found.relations("removed")] == [Share(10, 10)]
    assert found.relations("changed") == ()
    twice = Side("twice", {}, (link(2), link(3)))
    assert compare(twice, Side("once", {}, (link(5),))).counts["relations"] == {
        "added": 0,
        "removed": 1,
        "changed": 0,
        "same": 1,
    }


def test_a_corrected_place_or_type_is_a_change() -> None:
    old = Side("old", {}, (link(2, reference="press", locator="p1"),))
    for fields, told in (
        ({"locator": "p2"}, [("locator", "p1", "p2")]),
        ({"type": "has_interest_in"}, [("type", "owns", "has_interest_in")]),
        (
            {"type": "has_interest_in", "locator": "p2"},
            [("type", "owns", "has_interest_in"), ("locator", "p1", "p2")],
        ),
    ):
        new = Side("new", {}, (replace(old.relations[0], id="r9", **fields),))
        found = compare(old, new)
        assert found.relations("added") == found.relations("removed") == ()
        (row,) = found.relations("changed")
        assert sorted((one.field, one.before, one.after) for one in row.fields) == sorted(told)
    other_source = Side("new", {}, (link(2, reference="register", locator="p1"),))
    assert compare(old, other_source).counts["relations"]["changed"] == 0


def test_both_sides_are_drawn_in_one_graph() -> None:
    merged = compare(OLD, NEW).graph()
    assert dict(merged.nodes(data="state")) == {"f": "changed", "o": "removed", "s": "added"}
    states = {key: state for _, _, key, state in merged.edges(keys=True, data="state")}
    assert states == {"r2": "same", "r3": "added", "r4": "changed", "was-r3": "removed"}
    for _, _, key, data in merged.edges(keys=True, data=True):
        assert data["relation"].id == key
    assert merged.nodes["f"]["entity"].label == "Firm Ltd"


def test_folders_stores_and_data_sets_compare_alike(tmp_path: Path) -> None:
    for name, share in (("a", "25"), ("b", "30")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "entities.csv").write_text("id,label,category\no,Owner,person\nf,Firm,company\n")
        (folder / "relations.csv").write_text(f"source,target,type,share\no,f,owns,{share}\n")
    sets = load_folder(tmp_path / "a"), load_folder(tmp_path / "b")
    stores = open_store(tmp_path / "a"), open_store(tmp_path / "b")
    assert compare(*sets) == compare(*stores)
    assert compare(stores[0], sets[0]).empty
    assert [one.after for one in compare(*sets).relations("changed")[0].fields] == ["30"]
    assert side_of(stores[0], name="before").name == "before"


def test_a_store_too_big_to_compare_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.compare.comparing.MAX_COMPARED", 1)
    with pytest.raises(LimitExceeded, match="old"):
        compare(Store.of(OLD), OLD)


def test_two_views_of_one_data_set() -> None:
    store = open_store("data")
    whole = build_view(store, ViewState())
    stated = build_view(store, ViewState(statuses=("stated",)))
    found = compare(whole, stated)
    assert found.relations("added") == found.relations("changed") == ()
    removed = {row.relation.status for row in found.relations("removed")}
    assert removed == {"inferred", "alleged", "proposed"}
    kept = found.counts["relations"]["same"]
    assert kept == stated.graph.number_of_edges()
    # Ids lead on to the data: nothing is renamed where nothing collides.
    keys = {key for _, _, key in found.graph().edges(keys=True)}
    assert keys == {key for _, _, key in whole.graph.edges(keys=True)}


@st.composite
def sides(draw: st.DrawFn) -> Side:
    entities = {
        key: Entity(
            key,
            draw(st.sampled_from(["One", "Two"])),
            "company",
            extra=draw(st.sampled_from([{}, {"lei": "1"}])),
        )
        for key in draw(st.sets(st.sampled_from("abc")))
    }
    relations = tuple(
        Relation(
            f"r{row}",
            draw(st.sampled_from("abc")),
            draw(st.sampled_from("abc")),
            draw(st.sampled_from(["owns", "has_interest_in", "linked_to"])),
            draw(st.sampled_from([None, Share(10, 10), Share(10, 20)])),
            draw(st.sampled_from(["stated", "alleged"])),
            since=draw(st.sampled_from([None, PartialDate(2020)])),
            reference=draw(st.sampled_from(["", "s"])),
            locator=draw(st.sampled_from(["", "p1"])),
            row=row,
        )
        for row in range(2, 2 + draw(st.integers(0, 8)))
    )
    return Side("side", entities, relations)


@settings(max_examples=80)
@given(sides())
def test_compared_with_itself_nothing_differs(side: Side) -> None:
    found = compare(side, side)
    assert found.empty
    assert found.counts["relations"]["same"] == len(side.relations)


@settings(max_examples=120)
@given(sides(), sides())
def test_the_comparison_mirrors_and_everything_is_accounted_for(one: Side, other: Side) -> None:
    found = compare(one, other)
    assert found.mirrored() == compare(other, one)
    for rows, left, right in (
        (found.counts["entities"], len(one.entities), len(other.entities)),
        (found.counts["relations"], len(one.relations), len(other.relations)),
    ):
        assert set(rows) == set(STATES)
        assert rows["removed"] + rows["changed"] + rows["same"] == left
        assert rows["added"] + rows["changed"] + rows["same"] == right
    assert found.graph().number_of_edges() == sum(found.counts["relations"].values())
    assert found.empty != _differs(found.to_dict())


def _differs(answer: dict[str, dict[str, list[object]]]) -> bool:
    return any(answer[kind][state] for kind in ("entities", "relations") for state in STATES[:3])


@settings(max_examples=80)
@given(sides(), sides(), st.randoms(use_true_random=False))
def test_order_and_row_numbers_do_not_matter(one: Side, other: Side, chance: random.Random) -> None:
    shuffled = list(one.relations)
    chance.shuffle(shuffled)
    renumbered = tuple(
        replace(link, id=f"r{row}", row=row) for row, link in enumerate(shuffled, start=50)
    )
    before = compare(one, other)
    after = compare(Side("side", one.entities, renumbered), other)
    assert before.counts == after.counts
    assert [row.fields for row in before.relation_rows] == [
        row.fields for row in after.relation_rows
    ]
