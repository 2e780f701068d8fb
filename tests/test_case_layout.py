"""The case layout: places by part, labels apart, nothing moved by the order of rows."""

from __future__ import annotations

import csv
import random
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layouts import Arrangement
from graph.layouts.case import case
from graph.layouts.case_cast import Net, find_cast, natural
from graph.layouts.case_groups import FOLD
from graph.layouts.case_paths import sampled
from graph.layouts.case_text import SIDES
from graph.model import Entity, Relation, Share
from graph.picture.label_text import box_of
from graph.picture.scene import Box
from graph.views.view import Counts, View
from graph.views.viewstate import ViewState

Graph = nx.MultiDiGraph
ROOT = Path(__file__).parents[1]
KNOWN = ("id", "label", "category", "holder", "locator")


def view_of(graph: Graph) -> View:
    size, links = graph.number_of_nodes(), graph.number_of_edges()
    return View(ViewState(), graph, graph, Counts(size, size, links, links, 0))


def build(entities: list[Entity], relations: list[Relation]) -> Graph:
    graph = Graph()
    for entity in entities:
        graph.add_node(entity.id, entity=entity)
    for relation in relations:
        graph.add_edge(relation.source, relation.target, key=relation.id, relation=relation)
    return graph


def parts(graph: Graph) -> tuple[list[Entity], list[Relation]]:
    entities = [data["entity"] for _, data in graph.nodes(data=True)]
    return entities, [data["relation"] for _, _, data in graph.edges(data=True)]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def default() -> Graph:
    entities = [
        Entity(
            **{key: row[key] for key in KNOWN},
            extra={key: value for key, value in row.items() if key not in KNOWN and value},
        )
        for row in rows("entities")
    ]
    relations = [
        Relation(
            f"r{number}",
            row["source"],
            row["target"],
            row["type"],
            Share.parse(row["share"]),
            row["status"] or "ungraded",
            locator=row["locator"],
        )
        for number, row in enumerate(rows("relations"), 2)
    ]
    return build(entities, relations)


@pytest.fixture(scope="module")
def drawn(default: Graph) -> Arrangement:
    arrangement = case(view_of(default))
    assert arrangement is not None
    return arrangement


def small(members: int = 3, label: str = "Clerk") -> Graph:
    """Another case of the same shape: a firm, its owner, a register, a group, a question."""
    entities = [
        Entity("firm", "Watcher Ltd", "company"),
        Entity("owner", "Holding", "company"),
        Entity("register", "The register", "database"),
        Entity("clerks", "Clerks", "group"),
        Entity("paper", "The Paper", "press"),
        Entity("ask", "Question", "event"),
        Entity("mp", "A. Member", "person"),
        Entity("stop", "Stop it", "measure"),
        Entity("alone", "Unconnected", "institution"),
        *(Entity(f"c{i:03}", f"{label} {i}", "role") for i in range(members)),
    ]
    links = [
        ("owner", "firm", "owns"),
        ("firm", "register", "compiled"),
        ("register", "clerks", "holds_data_on"),
        ("paper", "register", "revealed"),
        ("mp", "ask", "submitted"),
        ("ask", "register", "applies_to"),
        ("mp", "stop", "proposes"),
        ("stop", "firm", "targets"),
        *((f"c{i:03}", "clerks", "belongs_to") for i in range(members)),
    ]
    return build(entities, [Relation(f"r{i}", *link) for i, link in enumerate(links, 2)])


def labels(arrangement: Arrangement) -> dict[str, Box]:
    found = {}
    for node, place in arrangement.places.items():
        box = box_of(place.lines or ())
        if box:
            found[node] = box
    return found


def overlap(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0.01 and down > 0.01


def test_everything_has_a_place_a_label_and_a_way(default: Graph, drawn: Arrangement) -> None:
    assert set(drawn.places) == set(default)
    assert set(labels(drawn)) == set(default)
    assert set(drawn.routes) == {key for _, _, key in default.edges(keys=True)}


def test_no_label_touches_a_label(drawn: Arrangement) -> None:
    boxes = labels(drawn)
    assert [p for p in combinations(boxes, 2) if overlap(boxes[p[0]], boxes[p[1]])] == []


def test_no_label_touches_a_shape(drawn: Arrangement) -> None:
    shapes = {n: (p.x - p.r, p.y - p.r, 2 * p.r, 2 * p.r) for n, p in drawn.places.items()}
    hits = [
        (label, shape)
        for label, box in labels(drawn).items()
        for shape, bounds in shapes.items()
        if label != shape and overlap(box, bounds)
    ]
    assert hits == []
    own = [(s.x, s.y) for s in drawn.places.values()]
    assert len(own) == len(set(own))


def test_titles_stand_clear_of_labels(drawn: Arrangement) -> None:
    titles = {zone.text: box_of([zone]) for zone in drawn.zones}
    assert set(titles) == {
        "OWNERS AND PARTY",
        "DISCLOSED BY",
        "EXPOSED PEOPLE",
        "PARLIAMENT",
        "PROPOSED",
    }
    for title in titles.values():
        assert title is not None
        assert not any(overlap(title, box) for box in labels(drawn).values())


def test_no_link_runs_through_a_label(default: Graph, drawn: Arrangement) -> None:
    boxes = labels(drawn)
    hits = set()
    for _, _, data in default.edges(data=True):
        route = drawn.routes[data["relation"].id]
        points = sampled(route, 40)
        for (ax, ay), (bx, by) in pairwise(points):
            steps = max(1, int(max(abs(bx - ax), abs(by - ay)) // 2))
            for i in range(steps + 1):
                x, y = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
                for node, (left, top, width, height) in boxes.items():
                    if left < x < left + width and top < y < top + height:
                        hits.add((data["relation"].id, node))
    assert hits == set()


def test_all_within_the_frame(drawn: Arrangement) -> None:
    assert drawn.bounds == (0.0, 0.0, 896.0, 808.0)
    for left, top, width, height in labels(drawn).values():
        assert left >= 0 and top >= 0 and left + width <= 896 and top + height <= 808
    for route in drawn.routes.values():
        assert all(0 <= x <= 896 and 0 <= y <= 808 for x, y in route.points)


def test_routes_join_the_shapes_of_their_ends(default: Graph, drawn: Arrangement) -> None:
    for source, target, key in default.edges(keys=True):
        points = drawn.routes[key].points
        for node, (x, y) in ((source, points[0]), (target, points[-1])):
            place = drawn.places[node]
            assert abs(x - place.x) <= place.r and abs(y - place.y) <= place.r


def test_the_drawing_tells_the_story(default: Graph, drawn: Arrangement) -> None:
    at = drawn.places
    hub = at["zhenhua-data"]
    assert at["chinese-state"].y < at["cetc"].y < hub.y < at["zhenhua-database"].y
    assert at["ccp"].x == hub.x == at["zhenhua-database"].x
    assert at["press-consortium"].x < at["zhenhua-recovered"].x < hub.x
    groups = [n for n, d in default.nodes(data=True) if d["entity"].category == "group"]
    assert all(at[group].y > at["zhenhua-database"].y for group in groups)
    assert min(at[n].x for n in ("questions", "answer", "motion", "author")) > at["ministers"].x
    for member, group in [("mayor-amsterdam", "mayors"), ("prime-minister", "relatives")]:
        assert at[member].y > at[group].y
        assert 0 < at[member].x - at[group].x < 20


def test_members_of_one_group_stand_in_one_column(default: Graph, drawn: Arrangement) -> None:
    nine = {r.target for r in parts(default)[1] if r.type == "relative_of"}
    assert len(nine) == 9
    assert len({drawn.places[node].x for node in nine}) == 1


def test_words_touch_nothing_and_name_the_share(default: Graph, drawn: Arrangement) -> None:
    spoken = {
        data["relation"].type
        for _, _, key, data in default.edges(keys=True, data=True)
        if key in drawn.words
    }
    assert {"owns", "has_interest_in", "linked_to", "compiled", "surveils", "revealed"} <= spoken
    assert {"recovered", "holds_data_on"} <= spoken
    for key in drawn.words:
        at = drawn.routes[key].words_at
        assert at is not None
        for left, top, width, height in labels(drawn).values():
            assert not (left < at[0] < left + width and top < at[1] < top + height)


def test_the_order_of_rows_moves_nothing(default: Graph, drawn: Arrangement) -> None:
    entities, relations = parts(default)
    for seed in range(3):
        lots = random.Random(seed)
        other = case(
            view_of(
                build(lots.sample(entities, len(entities)), lots.sample(relations, len(relations)))
            )
        )
        assert other is not None
        assert other.places == drawn.places
        assert other.routes == drawn.routes
        assert other.words == drawn.words


def test_row_numbers_move_nothing(default: Graph, drawn: Arrangement) -> None:
    entities, relations = parts(default)
    renamed = [
        Relation(f"r{900 - i}", r.source, r.target, r.type, r.share, r.status, locator=r.locator)
        for i, r in enumerate(relations)
    ]
    other = case(view_of(build(entities, renamed)))
    assert other is not None
    assert other.places == drawn.places
    by_old = {new.id: old.id for new, old in zip(renamed, relations, strict=True)}
    # Two rows that say the same may change places; their ways are then each other's.
    assert sorted(r.points for r in other.routes.values()) == sorted(
        r.points for r in drawn.routes.values()
    )
    assert len(by_old) == len(drawn.routes)


def test_filters_move_nothing(default: Graph, drawn: Arrangement) -> None:
    view = view_of(default)
    bare = View(view.state, Graph(), default, view.counts)
    other = case(bare)
    assert other is not None
    assert other.places == drawn.places


def test_no_hub_no_case() -> None:
    graph = small()
    entities, relations = parts(graph)
    calm = build(entities, [r for r in relations if r.source != "firm"])
    assert case(view_of(calm)) is None
    assert case(view_of(Graph())) is None


def test_it_goes_by_parts_and_not_by_ids() -> None:
    arrangement = case(view_of(small()))
    assert arrangement is not None
    at = arrangement.places
    assert set(at) == set(small())
    assert at["owner"].y < at["firm"].y < at["register"].y < at["clerks"].y < at["c000"].y
    assert at["paper"].x < at["firm"].x < at["ask"].x
    assert at["ask"].x < at["mp"].x or at["ask"].y < at["stop"].y


@pytest.mark.parametrize("members", [FOLD, FOLD + 1, 3 * FOLD, 120])
def test_long_columns_fold_at_twelve(members: int) -> None:
    arrangement = case(view_of(small(members)))
    assert arrangement is not None
    columns: dict[float, int] = {}
    for node, place in arrangement.places.items():
        if node.startswith("c") and node != "clerks":
            columns[place.x] = columns.get(place.x, 0) + 1
    assert max(columns.values()) == FOLD
    assert len(columns) == -(-members // FOLD)
    boxes = labels(arrangement)
    assert not any(overlap(boxes[a], boxes[b]) for a, b in combinations(boxes, 2))
    assert arrangement.bounds is not None
    assert max(x + w for x, _, w, _ in boxes.values()) <= arrangement.bounds[2]


@pytest.mark.parametrize(
    "label", ["x" * 5000, "word " * 800, "\u202e" * 40, "<b>&\n\t\x00", " ", "漢字" * 300]
)
def test_hostile_labels_do_no_harm(label: str) -> None:
    graph = small(5, label)
    assert case(view_of(graph)) is not None
    entities, relations = parts(graph)
    named = [Entity(e.id, label, e.category) for e in entities]
    arrangement = case(view_of(build(named, relations)))
    assert arrangement is not None
    assert set(arrangement.places) == set(graph)


def test_loops_and_parallels_are_legal() -> None:
    graph = small()
    entities, relations = parts(graph)
    more = [
        Relation("r100", "firm", "firm", "owns"),
        Relation("r101", "owner", "firm", "owns"),
        Relation("r102", "firm", "owner", "owns"),
        Relation("r103", "clerks", "clerks", "belongs_to"),
        Relation("r104", "register", "register", "part_of"),
        Relation("r105", "ask", "ask", "replies_to"),
    ]
    arrangement = case(view_of(build(entities, [*relations, *more])))
    assert arrangement is not None
    assert set(arrangement.places) == set(graph)


CATEGORY = st.sampled_from(
    ["company", "person", "role", "group", "database", "event", "measure", "country", "state", "x"]
)
TYPE = st.sampled_from(
    [
        "owns",
        "linked_to",
        "compiled",
        "holds_data_on",
        "part_of",
        "belongs_to",
        "relative_of",
        "revealed",
        "submitted",
        "proposes",
        "replies_to",
        "partners_with",
        "targets",
        "called_on",
        "holds_office_in",
        "own_type",
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    categories=st.lists(CATEGORY, min_size=2, max_size=16),
    links=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15), TYPE), max_size=40),
)
def test_any_graph_with_a_hub_is_placed_whole(
    categories: list[str], links: list[tuple[int, int, str]]
) -> None:
    count = len(categories)
    entities = [Entity(f"e{i}", f"Entity {i}", c) for i, c in enumerate(categories)]
    entities += [Entity("hub", "Hub", "company"), Entity("base", "Base", "database")]
    relations = [
        Relation(f"r{i}", f"e{a % count}", f"e{b % count}", kind)
        for i, (a, b, kind) in enumerate(links, 3)
    ]
    relations.append(Relation("r2", "hub", "base", "compiled"))
    graph = build(entities, relations)
    arrangement = case(view_of(graph))
    assert arrangement is not None
    assert set(arrangement.places) == set(graph)
    spots = [(place.x, place.y) for place in arrangement.places.values()]
    assert len(spots) == len(set(spots))
    assert set(arrangement.routes) <= {r.id for r in relations}


def test_each_entity_has_one_part(default: Graph) -> None:
    cast = find_cast(Net(default))
    assert cast is not None
    assert cast.hub == "zhenhua-data"
    assert cast.databases[0] == "zhenhua-database"
    assert cast.disclosers == ["internet-2-0", "press-consortium"] or set(cast.disclosers) == {
        "press-consortium",
        "internet-2-0",
    }
    assert [deed.event for deed in cast.deeds] == ["answer", "questions", "motion"]
    assert cast.proposals[0].proposer == "author"
    assert cast.spare == []


def test_paragraphs_sort_by_number() -> None:
    assert sorted(["¶10", "", "¶2", "¶2a"], key=natural) == ["¶2", "¶2a", "¶10", ""]


def test_sides_keep_clear_of_the_shape() -> None:
    from graph.picture.label_text import block_of

    block = block_of(Entity("a", "A rather long name of a body", "company"), "main", 80)
    for name, side in SIDES.items():
        box = box_of(side(block, 100, 100, 9))
        assert box is not None
        assert not overlap(box, (93, 93, 14, 14)), name
