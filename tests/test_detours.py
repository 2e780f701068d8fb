"""Links that keep clear of nodes, and labels that stand away from theirs."""

from __future__ import annotations

import itertools
import math
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layouts import Place
from graph.model import Entity, Relation
from graph.picture.curves import path_samples
from graph.picture.detours import detours_of
from graph.picture.label_text import block_of, box_of
from graph.picture.labels import Obstacles, candidates, place_labels
from graph.picture.leaders import leader_of
from graph.picture.routes import Ground, fans_of, route_links
from graph.picture.scene import Point


def drawn(places: dict[str, Place], link: Relation, fans: dict[str, float]) -> list[Point]:
    """Points close together along the drawn line."""
    corners = path_samples(route_links([link], Ground(places, fans=fans))[link.id].path, 60)
    return [
        (ax + (bx - ax) * part / 50, ay + (by - ay) * part / 50)
        for (ax, ay), (bx, by) in itertools.pairwise(corners)
        for part in range(51)
    ]


def clearance(places: dict[str, Place], link: Relation, fans: dict[str, float]) -> float:
    """How far the drawn line stays from the rim of every node that it does not end at."""
    way = drawn(places, link, fans)
    others = [place for name, place in places.items() if name not in (link.source, link.target)]
    return min(math.dist(point, (one.x, one.y)) - one.r for point in way for one in others)


def test_a_link_bows_around_a_node_between_its_ends() -> None:
    places = {"a": Place(0, 0, 6), "b": Place(300, 0, 6), "m": Place(150, 4, 10)}
    link = Relation("r2", "a", "b", "owns")
    assert clearance(places, link, {}) < 0
    assert clearance(places, link, detours_of([link], places, {})) > 0


def test_a_link_with_a_free_way_stays_straight() -> None:
    places = {"a": Place(0, 0, 6), "b": Place(300, 0, 6), "m": Place(150, 40, 10)}
    assert detours_of([Relation("r2", "a", "b", "owns")], places, {}) == {}


def test_parallel_links_move_aside_together() -> None:
    places = {"a": Place(0, 0, 6), "b": Place(300, 0, 6), "m": Place(150, 12, 6)}
    links = [Relation("r2", "a", "b", "owns"), Relation("r3", "b", "a", "linked_to")]
    fans = fans_of(links)
    moved = detours_of(links, places, fans)
    assert moved["r3"] - moved["r2"] == fans["r3"] - fans["r2"]
    assert all(clearance(places, link, moved) > 0 for link in links)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_detour_never_lies_over_more_nodes_than_the_straight_way(seed: int) -> None:
    draw = random.Random(seed)
    places = {
        f"n{one}": Place(draw.uniform(0, 500), draw.uniform(0, 400), draw.uniform(4, 12))
        for one in range(14)
    }
    link = Relation("r2", "n0", "n1", "owns")

    def touched(fans: dict[str, float]) -> int:
        way = drawn(places, link, fans)
        return sum(
            min(math.dist(point, (one.x, one.y)) for point in way) < one.r
            for name, one in places.items()
            if name not in ("n0", "n1")
        )

    assert touched(detours_of([link], places, {})) <= touched({})


def test_a_label_without_room_beside_its_node_stands_away_with_a_line() -> None:
    place = Place(0, 0, 6, "body", 112)
    crowd = Obstacles()
    crowd.add((-6, -6, 12, 12), "a")
    entity = Entity("a", "Firm", "company")
    for one in candidates(block_of(entity, "body", 112), place):
        left, top, wide, high = one.box
        crowd.add((left + wide / 2 - 1, top + high / 2 - 1, 2, 2))
    lines = place_labels({"a": entity}, {"a": place}, ["a"], crowd)["a"]
    box = box_of(lines)
    assert box is not None
    leader = leader_of(0, 0, 6, box)
    assert leader is not None
    assert math.dist((0, 0), leader[0]) < math.dist((0, 0), leader[1])


def test_a_label_walled_in_is_hidden() -> None:
    crowd = Obstacles()
    crowd.add((-6, -6, 12, 12), "a")
    for wall in (
        (-400, 8, 800, 300),
        (-400, -308, 800, 300),
        (8, -8, 300, 16),
        (-308, -8, 300, 16),
    ):
        crowd.add(wall)
    place = Place(0, 0, 6, "body", 112)
    assert place_labels({"a": Entity("a", "Firm", "company")}, {"a": place}, ["a"], crowd) == {}
