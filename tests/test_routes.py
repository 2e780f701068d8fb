"""Links run from rim to rim, their darts before the shape, parallels apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.layouts import Place, Route
from graph.model import Relation
from graph.picture.appearance import SHAPES, SIGNS, head_length, rim
from graph.picture.curves import Curve, halfway, path_samples, rounded, shortened
from graph.picture.routes import CLEAR, Ground, fans_of, route_links
from graph.picture.scene import Point
from graph.picture.strokes import width_of
from tests.fakes import link

COORDINATE = st.floats(-500, 500)


def drawn(relation: Relation, **more: object):
    places = more.pop("places", {"a": Place(0, 0, 8), "b": Place(100, 0, 8)})
    return route_links([relation], Ground(places, **more))[relation.id]


def ends(path: tuple) -> tuple[Point, Point]:
    return (path[0][1], path[0][2]), (path[-1][-2], path[-1][-1])


def test_a_straight_link_by_hand() -> None:
    found = drawn(link("a owns b", share="100"))
    start, end = ends(found.path)
    assert start == (10, 0)
    assert found.head[0] == (90, 0)
    # Width 4.3: the head is 6.5 + 0.9 × 4.3 = 10.37 long, and the line stops at 0.62 of it.
    assert end == (pytest.approx(90 - 0.62 * 10.37, abs=0.01), 0)
    assert found.words == ()


@given(COORDINATE, COORDINATE, st.sampled_from(sorted(SHAPES)), st.floats(4, 14))
def test_tips_stand_two_px_before_the_shape(x: float, y: float, shape: str, r: float) -> None:
    assume(math.hypot(x, y) > 80)
    places = {"a": Place(0, 0, 6), "b": Place(x, y, r)}
    relation = link("a controls b")
    found = drawn(relation, places=places, shapes={"b": shape})
    tip = found.head[0]
    reach = r * rim(shape, math.atan2(-y, -x))
    assert math.dist(tip, (x, y)) == pytest.approx(reach + CLEAR, abs=0.05)
    _, end = ends(found.path)
    assert math.dist(end, tip) == pytest.approx(0.62 * head_length(width_of(relation)), abs=0.05)


def test_an_undirected_link_has_no_head_and_reaches_the_rim() -> None:
    found = drawn(link("a linked_to b"))
    assert found.head == ()
    assert ends(found.path) == ((10, 0), (90, 0))


def test_links_end_at_the_ring_of_a_selected_node() -> None:
    found = drawn(link("a owns b"), rings={"b"})
    assert found.head[0] == (100 - 8 - SIGNS["ring_gap"] - CLEAR, 0)
    assert ends(found.path)[0] == (10, 0)


def test_parallel_links_bow_apart_whatever_their_direction() -> None:
    links = [link("a owns b", 2), link("b owns a", 3), link("a controls b", 4)]
    fans = fans_of(links)
    places = {"a": Place(0, 0, 8), "b": Place(100, 0, 8)}
    found = route_links(links, Ground(places, fans=fans))
    heights = [Curve(tuple(_points(one.path))).at(0.5)[1] for one in found.values()]
    assert len({round(height) for height in heights}) == 3
    assert sum(heights) == pytest.approx(0, abs=1)


def _points(path: tuple) -> list[Point]:
    numbers = [value for step in path for value in step[1:]]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_fan_leaves_out_links_with_a_way_of_their_own() -> None:
    links = [link("a owns b", 2), link("a controls b", 3)]
    assert fans_of(links, routed={"r2"}) == {}


def test_loops_leave_and_come_back_and_differ() -> None:
    links = [link("a owns a", 2), link("a controls a", 3)]
    found = route_links(links, Ground({"a": Place(50, 50, 8)}, fans=fans_of(links)))
    far = []
    for one in found.values():
        start, end = ends(one.path)
        assert math.dist(start, end) > 2
        assert all(math.dist(point, (50, 50)) >= 9.9 for point in path_samples(one.path))
        assert one.head
        far.append(max(math.dist(point, (50, 50)) for point in path_samples(one.path)))
    assert abs(far[0] - far[1]) > 5


@pytest.mark.parametrize("distance", [0.0, 5.0, 17.0, 20.0, 24.0])
def test_shapes_that_touch_draw_no_nonsense(distance: float) -> None:
    places = {"a": Place(0, 0, 8), "b": Place(distance, 0, 8)}
    found = drawn(link("a owns b"), places=places)
    numbers = [value for step in found.path for value in step[1:]]
    assert all(math.isfinite(value) and abs(value) < 50 for value in numbers)


def test_corners_are_rounded_and_ends_trimmed() -> None:
    route = Route(((0, 0), (50, 0), (50, 80)), radius=6)
    places = {"a": Place(0, 0, 8), "b": Place(50, 80, 8)}
    found = drawn(link("a owns b"), places=places, routes={"r2": route})
    assert [step[0] for step in found.path] == ["M", "L", "Q", "L"]
    assert found.path[2] == ("Q", 50, 0, 50, 6)
    assert found.head[0] == pytest.approx((50, 70), abs=0.01)


def test_a_rail_without_a_head_ends_where_the_head_would_begin() -> None:
    route = Route(((0, 0), (100, 0)))
    with_head = drawn(link("a owns b"), routes={"r2": route})
    without = drawn(link("a owns b"), routes={"r2": Route(route.points, head=False)})
    assert without.head == ()
    assert without.path == with_head.path


def test_a_curve_is_cut_and_keeps_its_shape() -> None:
    route = Route(((0, 0), (50, -60), (100, 0)), kind="curve")
    found = drawn(link("a owns b"), routes={"r2": route})
    whole = Curve(route.points)
    for point in path_samples(found.path):
        assert min(math.dist(point, whole.at(i / 400)) for i in range(401)) < 0.3
    assert math.dist(found.head[0], (100, 0)) == pytest.approx(10, abs=0.05)


def test_words_stand_where_they_are_asked_or_beside_the_middle() -> None:
    relation = link("a owns b", share="100")
    asked = Route(((0, 0), (100, 0)), words_at=(30, -9), words_anchor="end")
    (there,) = drawn(relation, routes={"r2": asked}).words
    assert (there.text, there.x, there.y, there.anchor) == ("owns 100 %", 30, -9, "end")
    assert there.tone == "group:ownership"
    (beside,) = drawn(relation, words={"r2"}).words
    assert (beside.x, beside.anchor) == (pytest.approx(50, abs=5), "middle")
    assert beside.y < 0


@pytest.mark.parametrize("angle", [0.4, 0.8, 1.2, -0.4, -0.8, -1.2, 1.571])
def test_words_stand_clear_of_a_sloping_line(angle: float) -> None:
    goal = (math.cos(angle) * 200, math.sin(angle) * 200)
    places = {"a": Place(0, 0, 5), "b": Place(*goal, 5)}
    (word,) = drawn(link("a owns b"), places=places, words={"r2"}).words
    for step in range(100):
        x, y = goal[0] * step / 99, goal[1] * step / 99
        inside = word.x < x < word.x + word.width and word.y - 6 < y < word.y
        assert not inside


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=6), st.floats(0, 30))
def test_rounding_keeps_the_ends(points: list[Point], radius: float) -> None:
    steps = rounded(points, radius)
    start, end = ends(steps)
    assert start == pytest.approx(points[0], abs=0.02)
    assert end == pytest.approx(points[-1], abs=0.02)


@given(st.floats(1, 40), st.floats(1, 40))
def test_a_way_is_shortened_by_circles(start: float, end: float) -> None:
    way = shortened([(0, 0), (100, 0), (100, 100)], start, end)
    assert math.dist(way[0], (0, 0)) == pytest.approx(start, abs=0.001)
    assert math.dist(way[-1], (100, 100)) == pytest.approx(end, abs=0.001)


@given(st.floats(0, 0.5), st.floats(0.55, 1))
def test_a_part_of_a_curve_lies_on_it(start: float, end: float) -> None:
    curve = Curve(((0, 0), (10, 40), (60, -30), (100, 10)))
    part = curve.part(start, end)
    assert part.at(0) == pytest.approx(curve.at(start), abs=1e-6)
    assert part.at(1) == pytest.approx(curve.at(end), abs=1e-6)
    assert part.at(0.5) == pytest.approx(curve.at((start + end) / 2), abs=1e-6)


def test_halfway_is_the_middle_of_the_longest_stretch() -> None:
    assert halfway([(0, 0), (10, 0), (10, 60)]) == ((10, 30), pytest.approx(math.pi / 2))
