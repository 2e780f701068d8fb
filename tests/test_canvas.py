"""The Python side of the canvas: what is sent, and what is made of the answers."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph.picture.scene import Caption, Scene, SceneLink, SceneNode, TextLine
from ui.canvas import MODULES, CanvasEvent, read_queue, script
from ui.scene_wire import SENDINGS, SceneWire

CAPTION = Caption("A case", "", "", (), "", (), "", "")


def a_node(number: int, **changes: Any) -> SceneNode:
    line = TextLine(f"Entity {number}", 1.0, 2.0, 30.0, 12.0)
    made = SceneNode(
        key=f"n{number}",
        id=f"id-{number}",
        x=float(number),
        y=0.5,
        r=5.0,
        shape="disc",
        fill="person",
        label=f"Entity {number}",
        lines=(line,),
        box=(0.0, 0.0, 30.0, 15.0),
    )
    return replace(made, **changes)


def a_link(number: int, source: int, target: int, **changes: Any) -> SceneLink:
    path = (("M", 0.0, 0.0), ("L", float(target), 1.0))
    made = SceneLink(
        f"e{number}", f"r{number}", f"n{source}", f"n{target}", path, "control", "stated", 1.3
    )
    return replace(made, **changes)


def a_scene(nodes: list[SceneNode], links: list[SceneLink] | None = None, **changes: Any) -> Scene:
    made = Scene(tuple(nodes), tuple(links or ()), (), (), CAPTION, (0.0, 0.0, 9.0, 9.0), "force")
    return replace(made, **changes)


class Browser:
    """What the browser does with messages: keeps bases, lays patches over them."""

    def __init__(self) -> None:
        self.bases: dict[str, dict[str, Any]] = {}

    def show(self, message: dict[str, Any]) -> dict[str, Any] | None:
        if message["full"] is not None:
            self.bases[message["base"]] = json.loads(message["full"])
        base = self.bases.get(message["base"])
        if base is None:
            return None
        patch = json.loads(message["patch"])
        shown = {**base, **{name: patch[name] for name in patch if name not in ("nodes", "links")}}
        for kind in ("nodes", "links"):
            change = patch.get(kind, {})
            items = {one["key"]: one for one in base[kind]}
            for key in change.get("gone", ()):
                del items[key]
            items.update({one["key"]: one for one in change.get("set", ())})
            order = change.get("order", list(items))
            shown[kind] = [items[key] for key in order]
        return shown


def fresh(scene: Scene) -> dict[str, Any] | None:
    """What a browser shows that gets this scene and nothing before it."""
    return Browser().show(SceneWire("fresh").encode(scene))


SCENES = st.lists(
    st.tuples(st.permutations(range(6)), st.integers(0, 6), st.integers(0, 3), st.booleans()),
    min_size=1,
    max_size=6,
)


def scene_from(order: list[int], count: int, more: int, selected: bool) -> Scene:
    there = order[:count]
    nodes = [a_node(number, more=more if number % 2 else 0, selected=selected) for number in there]
    links = [a_link(one, one, two) for one, two in pairwise(there)]
    return a_scene(nodes, links, bounds=(0.0, 0.0, float(count), 1.0))


@given(SCENES, st.sets(st.integers(0, 5)))
def test_whatever_gets_lost_the_browser_shows_the_last_scene(
    steps: list[tuple[list[int], int, int, bool]], lost: set[int]
) -> None:
    wire, browser = SceneWire("s"), Browser()
    for number, step in enumerate(steps):
        scene = scene_from(*step)
        message = wire.encode(scene)
        if number in lost:
            continue
        shown = browser.show(message)
        if shown is None:
            wire.ask()
            shown = browser.show(wire.encode(scene))
        assert shown == fresh(scene)
        wire.held(message["base"])


def many(**of_first: Any) -> Scene:
    nodes = [a_node(number) for number in range(20)]
    nodes[0] = replace(nodes[0], **of_first)
    return a_scene(nodes, [a_link(number, number, number + 1) for number in range(19)])


def test_only_what_changed_is_sent() -> None:
    wire = SceneWire("s")
    first = wire.encode(many())
    wire.held(first["base"])
    second = wire.encode(many(more=12))
    assert second["base"] == first["base"]
    assert second["full"] is None
    patch = json.loads(second["patch"])
    assert [one["key"] for one in patch.pop("nodes")["set"]] == ["n0"]
    assert patch == {}


def test_selection_is_no_change_of_the_scene() -> None:
    wire = SceneWire("s")
    wire.encode(many())
    message = wire.encode(many(selected=True))
    assert message["patch"] == "{}"
    assert message["selected"] == {"nodes": ["n0"], "links": []}


def test_a_filter_is_sent_as_what_is_gone() -> None:
    wire = SceneWire("s")
    whole = many()
    wire.encode(whole)
    patch = json.loads(wire.encode(replace(whole, nodes=whole.nodes[2:]))["patch"])
    assert patch == {"nodes": {"gone": ["n0", "n1"]}}


def test_another_scene_makes_another_base() -> None:
    wire = SceneWire("s")
    first = wire.encode(many())
    other = wire.encode(a_scene([a_node(number) for number in range(50, 80)]))
    assert other["base"] != first["base"]
    assert other["full"] is not None
    assert other["patch"] == "{}"


def test_a_base_is_repeated_until_the_browser_has_it_or_asks() -> None:
    wire = SceneWire("s")
    sent = [wire.encode(many())["full"] is not None for _ in range(SENDINGS + 1)]
    assert sent == [True] * SENDINGS + [False]
    wire.ask()
    assert wire.encode(many())["full"] is not None
    wire.held(wire.base)
    assert wire.encode(many())["full"] is None


def test_bases_of_two_sessions_have_two_names() -> None:
    assert SceneWire("a").encode(many())["base"] != SceneWire("b").encode(many())["base"]


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        SceneWire("s").encode(many(x=float("nan")))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        {},
        {"events": None},
        {"events": {"session": "s"}},
        {"events": {"session": "s", "queue": "text"}},
        {"events": {"session": "s", "queue": [None, 3, {"n": "1", "type": "hide"}, {"n": 1}]}},
        {"events": {"session": "another", "queue": [{"n": 1, "type": "hide", "ids": []}]}},
    ],
)
def test_what_is_no_queue_holds_no_events(value: object) -> None:
    assert read_queue(value, "s").events == ()


def test_events_come_in_their_order_and_once() -> None:
    raw = [
        {"n": 3, "type": "hide", "ids": ["a"]},
        {"n": 2, "type": "pin", "ids": ["a"], "payload": {"positions": {"a": [1, 2]}}},
        {"n": 3, "type": "hide", "ids": ["a"]},
    ]
    queue = read_queue({"events": {"session": "s", "base": "s.1", "queue": raw}}, "s")
    assert queue.base == "s.1"
    assert queue.events == (
        CanvasEvent(2, "pin", ("a",), {"positions": {"a": [1, 2]}}),
        CanvasEvent(3, "hide", ("a",)),
    )


def test_the_script_holds_every_module_once_and_asks_for_no_other_host() -> None:
    from ui import canvas

    folder = canvas._FRONTEND
    files = {path.name for path in folder.glob("*.js")}
    assert files == {*MODULES, "library.js", "mount.js"}
    whole = script()
    assert whole.count("export default") == 1
    ours = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    addresses = [word for word in ours.split() if "://" in word]
    assert addresses == ['"http://www.w3.org/2000/svg";']
    assert "innerHTML" not in ours


def page_with_a_canvas() -> None:
    import streamlit as st

    from graph.picture.scene import Caption, Scene
    from ui.canvas import canvas

    caption = Caption("", "", "", (), "", (), "", "")
    events = canvas(Scene((), (), (), (), caption, (0, 0, 1, 1), "force"))
    st.text(f"{len(events)} events")


def test_a_page_without_a_browser_gets_no_events() -> None:
    page = AppTest.from_function(page_with_a_canvas).run()
    assert not page.exception
    assert page.text[0].value == "0 events"
