"""A scene made by hand, or one of any size, and what events do to it: for tests of the canvas."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

from graph.picture.appearance import arrowhead, shape_of
from graph.picture.fonts import advance
from graph.picture.scene import Caption, Point, Scene, SceneLink, SceneNode, TextLine
from ui.canvas import CanvasEvent

HOSTILE = "<img src=x onerror=alert(1)> & Sons"

# id, label, category, x, y, r
NODES = (
    ("zhenhua", "Zhenhua Data", "company", 0, 0, 14),
    ("cetc", "China Electronics Technology", "company", -220, -110, 8),
    ("state", "Chinese state", "state", -220, -230, 9),
    ("party", "Communist Party", "party", 0, -220, 9),
    ("database", "Zhenhua database", "database", 0, 120, 11),
    ("mayors", "Mayors", "group", 160, 230, 8),
    ("amsterdam", "Mayor of Amsterdam", "role", 260, 280, 5),
    ("press", "International press", "press", -240, 40, 7),
    ("motion", "Motion", "event", 260, -60, 7),
    ("author", "The article's author", "person", 260, -160, 7),
    ("ban", "Export ban", "measure", 320, 60, 6),
    ("taiwan", "Taiwan", "country", 330, 140, 6),
    ("house", "House of Representatives", "institution", 120, -140, 7),
    ("spies", "Espionage apparatus", "intelligence", -120, -190, 7),
    ("shell", HOSTILE, "shell_company", -230, 180, 7),
)
LINKS = (
    ("state", "cetc", "ownership", "stated", 4.3, "owns 100 %"),
    ("cetc", "zhenhua", "ownership", "alleged", 1.3, "alleged interest"),
    ("party", "zhenhua", "association", "stated", 1.3, "linked to"),
    ("zhenhua", "database", "surveillance", "stated", 1.3, "compiled"),
    ("database", "mayors", "surveillance", "stated", 1.3, ""),
    ("amsterdam", "mayors", "affiliation", "ungraded", 1.0, ""),
    ("press", "database", "disclosure", "stated", 1.3, "revealed"),
    ("author", "motion", "response", "inferred", 1.15, ""),
    ("author", "ban", "response", "proposed", 1.65, ""),
    ("house", "motion", "response", "stated", 1.15, ""),
    ("zhenhua", "spies", "control", "alleged", 1.3, ""),
    ("shell", "database", "family", "stated", 1.3, ""),
)
GROUPS = ("ownership", "control", "surveillance", "affiliation", "family", "disclosure", "response")
CATEGORIES = ("company", "person", "role", "group", "state", "measure")


def node(index: int, row: tuple[str, str, str, float, float, float]) -> SceneNode:
    """A node with its label at the right."""
    key, label, category, x, y, r = row
    width = advance(label, 12.5, 600)
    line = TextLine(label, x + r + 5, y + 4, width, 12.5, 600)
    return SceneNode(
        key=f"n{index}",
        id=key,
        x=x,
        y=y,
        r=r,
        shape=shape_of(category),
        fill=category,
        letter="S" if category == "shell_company" else "",
        label=label,
        lines=(line,),
        box=(x + r + 5, y - 8, width, 15.0),
        tip="3 links, 1 hidden. Double-click expands.",
    )


def link(
    index: int, a: SceneNode, b: SceneNode, group: str, status: str, width: float, words: str
) -> SceneLink:
    """A straight link with a head, and words in its middle."""
    angle = math.atan2(b.y - a.y, b.x - a.x)
    cos, sin = math.cos(angle), math.sin(angle)
    tip: Point = (b.x - cos * (b.r + 3), b.y - sin * (b.r + 3))
    end = (tip[0] - cos * 4.5, tip[1] - sin * 4.5)
    middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
    text = TextLine(
        words, middle[0] + 5, middle[1], advance(words, 10.5, 500), 10.5, 500, f"group:{group}"
    )
    return SceneLink(
        key=f"e{index}",
        id=f"r{index + 2}",
        source=a.key,
        target=b.key,
        path=(("M", a.x + cos * (a.r + 2), a.y + sin * (a.r + 2)), ("L", *end)),
        head=arrowhead(tip, angle, width),
        stroke=group,
        status=status,
        width=width,
        words=(text,) if words else (),
        tip=f"{a.label} → {b.label}, {status}",
    )


def small(pins: dict[str, tuple[float, float]]) -> tuple[list[SceneNode], list[SceneLink]]:
    """The scene made by hand."""
    rows = [(*row[:3], *pins.get(row[0], row[3:5]), row[5]) for row in NODES]
    nodes = [node(index, row) for index, row in enumerate(rows)]
    by_id = {one.id: replace(one, pinned=one.id in pins) for one in nodes}
    by_id["cetc"] = replace(by_id["cetc"], more=12)
    by_id["mayors"] = replace(by_id["mayors"], closed=True)
    by_id["taiwan"] = replace(by_id["taiwan"], ghost=True)
    nodes = list(by_id.values())
    links = [link(index, by_id[a], by_id[b], *rest) for index, (a, b, *rest) in enumerate(LINKS)]
    return nodes, links


@lru_cache(maxsize=2)
def large(count: int, link_count: int) -> tuple[list[SceneNode], list[SceneLink]]:
    """A scene of any size, always the same."""
    dice = random.Random(1)
    spread = 60 * math.sqrt(count)
    nodes = [
        node(
            index,
            (
                f"id-{index}",
                f"Entity number {index}",
                dice.choice(CATEGORIES),
                round(dice.uniform(0, 1.4 * spread), 1),
                round(dice.uniform(0, spread), 1),
                dice.choice((5.0, 6.0, 8.0)),
            ),
        )
        for index in range(count)
    ]
    statuses = ("stated", "stated", "stated", "alleged", "proposed")
    links = []
    for index in range(link_count):
        a, b = dice.sample(nodes, 2)
        links.append(link(index, a, b, dice.choice(GROUPS), dice.choice(statuses), 1.3, ""))
    return nodes, sorted(links, key=lambda one: one.stroke)


def moved(one: SceneNode, place: Point | None) -> SceneNode:
    """A node with its label at another place."""
    if place is None:
        return one
    dx, dy = place[0] - one.x, place[1] - one.y
    lines = tuple(replace(line, x=line.x + dx, y=line.y + dy) for line in one.lines)
    return replace(one, x=place[0], y=place[1], lines=lines, box=None, pinned=True)


def scene_of(state: dict[str, Any], size: tuple[int, int] | None) -> Scene:
    """The scene under the state that the events have made."""
    nodes, links = large(*size) if size else small(state["pins"])
    pins = state["pins"] if size else {}
    shown = [
        replace(moved(one, pins.get(one.id)), selected=one.id in state["selection"])
        for one in nodes
        if one.id not in state["hidden"]
    ]
    there = {one.key: one for one in shown}
    kept = [one for one in links if one.source in there and one.target in there]
    xs = [one.x for one in nodes]
    ys = [one.y for one in nodes]
    bounds = (min(xs) - 40, min(ys) - 40, max(xs) - min(xs) + 240, max(ys) - min(ys) + 80)
    zones = () if size else (TextLine("OWNERS AND PARTY", -260, -255, 90, 9.5, 600, "faint"),)
    caption = Caption("The Zhenhua case", "", "", (), "", (), "", "")
    return Scene(tuple(shown), tuple(kept), zones, (), caption, bounds, state["layout"])


def apply(state: dict[str, Any], event: CanvasEvent) -> None:
    """What a page would do about an event."""
    about = ",".join(event.ids) or event.payload.get("name", "")
    state["log"].append(f"{event.type} {about}".strip())
    match event.type:
        case "select":
            state["selection"] = list(event.ids)
        case "hide":
            state["hidden"] |= set(event.ids)
            state["selection"] = []
        case "only":
            state["hidden"] = {row[0] for row in NODES} - set(event.ids)
        case "pin":
            state["pins"].update(event.payload["positions"])
        case "layout":
            state["layout"] = event.payload["name"]
        case "menu":
            state["menu"] = event.ids[0]
        case "show_all" | "reset":
            state["hidden"] = set()
