"""Labels stand where nothing else stands, and go when there is no room."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph.layouts import Place
from graph.model import Entity
from graph.picture.label_text import block_of, box_of
from graph.picture.labels import Obstacles, candidates, place_labels
from graph.picture.scene import Box, TextLine
from tests.fakes import entity

POINTS = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 300)), min_size=1, max_size=25, unique=True
)


def touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def shape_box(place: Place) -> Box:
    return (place.x - place.r, place.y - place.r, 2 * place.r, 2 * place.r)


def scattered(points: list[tuple[float, float]]) -> tuple[dict[str, Entity], dict[str, Place]]:
    names = [f"e{index}" for index in range(len(points))]
    entities = {
        name: entity(name, "role", label=f"Member number {name}", holder="A. Holder")
        for name in names
    }
    places = {name: Place(x, y, 6) for name, (x, y) in zip(names, points, strict=True)}
    return entities, places


@given(POINTS)
def test_labels_touch_neither_labels_nor_shapes(points: list[tuple[float, float]]) -> None:
    entities, places = scattered(points)
    taken = Obstacles()
    for name, place in places.items():
        taken.add(shape_box(place), name)
    found = place_labels(entities, places, entities, taken)
    boxes = {name: box_of(lines) for name, lines in found.items()}
    for (one, mine), (other, its) in combinations(boxes.items(), 2):
        assert mine is not None
        assert its is not None
        assert not touch(mine, its), (one, other)
    for name, box in boxes.items():
        for other, place in places.items():
            assert box is not None
            assert name == other or not touch(box, shape_box(place))


def test_the_right_is_the_first_choice_and_then_the_left() -> None:
    entities, places = scattered([(100, 100)])
    free = place_labels(entities, places, entities, Obstacles())["e0"]
    assert free[0].anchor == "start"
    assert free[0].x == 100 + 6 + 5
    blocked = Obstacles()
    blocked.add((112, 80, 400, 40))
    left = place_labels(entities, places, entities, blocked)["e0"]
    assert (left[0].anchor, left[0].x) == ("end", 89)


def test_a_line_through_the_right_sends_the_label_elsewhere() -> None:
    entities, places = scattered([(100, 100)])
    taken = Obstacles()
    taken.draw_lines([[(107, 100), (400, 100)]])
    label = place_labels(entities, places, entities, taken)["e0"]
    assert label[0].anchor == "end"


def test_the_second_line_goes_before_the_type_shrinks() -> None:
    entities, places = scattered([(0, 0)])
    whole = block_of(entities["e0"], "body", 112)
    first = block_of(entities["e0"], "body", 112, second=False)
    taken = Obstacles()
    # Room for the first line at the right and nowhere else.
    top = candidates(first, places["e0"])[0].box[1]
    taken.add((-500, -500, 505, 1000))
    taken.add((5, top + first.height + 2, 500, 500))
    taken.add((5, -500, 500, 500 + top - 2))
    label = place_labels(entities, places, ["e0"], taken)["e0"]
    assert len(whole.lines) == 2
    assert [(line.text, line.size) for line in label] == [("Member number e0", 12.5)]


def test_without_any_room_the_label_is_absent() -> None:
    entities, places = scattered([(0, 0)])
    taken = Obstacles()
    taken.add((-500, -500, 1000, 1000))
    assert place_labels(entities, places, ["e0"], taken) == {}


def test_lines_of_the_layout_are_kept() -> None:
    entities, places = scattered([(0, 0), (20, 0)])
    fixed = (TextLine("As set", 11, 4, 60, 12.5),)
    places["e0"] = Place(0, 0, 6, lines=fixed)
    found = place_labels(entities, places, ["e1", "e0"], Obstacles())
    assert found["e0"] == fixed
    assert not touch(box_of(found["e1"]) or (0, 0, 0, 0), box_of(fixed) or (0, 0, 0, 0))


def test_the_important_choose_first() -> None:
    entities, places = scattered([(0, 0), (118, 0)])
    for order in (["e0", "e1"], ["e1", "e0"]):
        taken = Obstacles()
        found = place_labels(entities, places, order, taken)
        assert found[order[0]][0].anchor == "start"


def test_a_label_makes_room_for_one_that_has_no_other_place() -> None:
    entities = {name: entity(name, label="A member's name") for name in ("e0", "e1")}
    places = {"e0": Place(0, 0, 6), "e1": Place(140, 0, 6)}
    taken = Obstacles()
    # The second can only stand at its left, where the first has gone, which is free to turn round.
    taken.add((148, -100, 300, 200))
    taken.add((100, 10, 300, 100))
    taken.add((100, -110, 300, 100))
    found = place_labels(entities, places, ["e0", "e1"], taken)
    assert {name: lines[0].anchor for name, lines in found.items()} == {"e0": "end", "e1": "end"}


def test_a_block_is_as_high_as_its_lines() -> None:
    block = block_of(entity("a", label="One Two Three"), "body", 30)
    assert len(block.lines) == 3
    box = box_of(block.placed(10, 20, "start"))
    assert box is not None
    assert box[:2] == (10, 20)
    assert abs(box[3] - block.height) < 0.02


def test_an_endless_name_is_cut() -> None:
    block = block_of(entity("a", label="word " * 200), "body", 60)
    assert len(block.lines) <= 6
    assert block.lines[-1][0].endswith("…")
