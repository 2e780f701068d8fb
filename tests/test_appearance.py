"""The signs: colours that can be told apart, shapes that close, widths that say the share."""

from __future__ import annotations

import json
import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import CATEGORIES, RELATION_GROUPS, STATUSES
from graph.picture.appearance import (
    DASHES,
    ORDER,
    SHAPES,
    SIGNS,
    THEMES,
    appearance_table,
    arrowhead,
    blend_of,
    head_length,
    letter_of,
    order_of,
    pale_width_of,
    rim,
    shape_of,
    shape_path,
    width_of,
)
from graph.picture.shapes import Outline
from tests.fakes import link

# Machado, Oliveira & Fernandes 2009, severity 1, in linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    seen = np.clip(SIGHTS[sight] @ linear(colour), 0, 1)
    f = TO_XYZ @ seen / WHITE
    f = np.where(f > 216 / 24389, np.cbrt(f), (24389 / 27 * f + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    lights = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def points_of(outline: Outline) -> list[tuple[float, float]]:
    return [(float(step[-2]), float(step[-1])) for step in outline]


def test_the_measure_of_colour_difference_knows_black_from_white() -> None:
    assert np.linalg.norm(lab("#FFFFFF", "normal") - lab("#000000", "normal")) == pytest.approx(100)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)


@pytest.mark.parametrize(("theme", "least"), [("light", 18), ("dark", 23), ("print", 18)])
@pytest.mark.parametrize("sight", SIGHTS)
def test_lines_of_two_groups_are_told_apart(theme: str, least: float, sight: str) -> None:
    groups = THEMES[theme].groups
    assert set(groups) == set(RELATION_GROUPS)
    near = {
        pair: float(np.linalg.norm(lab(groups[pair[0]], sight) - lab(groups[pair[1]], sight)))
        for pair in combinations(groups, 2)
    }
    assert {pair: value for pair, value in near.items() if value < least} == {}


@pytest.mark.parametrize("name", THEMES)
def test_shapes_and_lines_stand_out_from_the_ground(name: str) -> None:
    theme = THEMES[name]
    colours = {**theme.categories, **theme.groups, "own": theme.own, "accent": theme.accent}
    weak = {key: c for key, c in colours.items() if contrast(c, theme.ground) < 3}
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable(name: str) -> None:
    theme = THEMES[name]
    tones = ["ink", "muted", "faint", "accent", "group:an_own_one"]
    tones += [f"group:{group}" for group in RELATION_GROUPS]
    weak = {
        tone: theme.tone(tone) for tone in tones if contrast(theme.tone(tone), theme.ground) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_a_blended_line_still_stands_out(name: str) -> None:
    theme = THEMES[name]
    for relation in (link("a proposes b"), link("a targets b", status="proposed")):
        colour = theme.blended(theme.group("response"), blend_of(relation))
        assert contrast(colour, theme.ground) >= 3


@given(st.floats(0, 1))
def test_blending_runs_from_the_ground_to_the_colour(amount: float) -> None:
    theme = THEMES["light"]
    assert theme.blended("#102030", 0) == theme.ground
    assert theme.blended("#102030", 1) == "#102030"
    between = [int(theme.blended("#102030", amount)[i : i + 2], 16) for i in (1, 3, 5)]
    assert all(low <= value <= 255 for low, value in zip((16, 32, 48), between, strict=True))


def test_every_category_and_status_has_its_sign() -> None:
    assert {shape_of(category) for category in CATEGORIES} == set(SHAPES)
    assert set(DASHES) == set(STATUSES)
    assert len(set(DASHES.values())) == len(STATUSES)
    assert set(ORDER) == set(RELATION_GROUPS)


def test_an_own_category_is_a_disc_with_a_letter() -> None:
    assert (shape_of("shell_company"), letter_of("shell_company")) == ("disc", "S")
    assert letter_of("ßeta") == "S"
    assert letter_of("…") == "?"
    assert THEMES["light"].category("shell_company") == "#5F6B78"
    assert THEMES["dark"].group("lends_to") == "#A9B4C0"


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_keep_near_their_radius(shape: str) -> None:
    for outline in SHAPES[shape].outlines:
        assert outline[0][0] == "M"
        assert all(step[0] in "LC" for step in outline[1:])
        assert all(math.hypot(x, y) <= 1.45 for x, y in points_of(outline))
    reach = [rim(shape, math.tau * step / 90) for step in range(90)]
    assert 0.5 < min(reach) <= max(reach) < 1.45


@given(
    st.sampled_from(sorted(SHAPES)),
    st.floats(-1e4, 1e4),
    st.floats(-1e4, 1e4),
    st.floats(0.5, 50),
)
def test_a_shape_is_the_unit_shape_moved_and_scaled(
    shape: str, x: float, y: float, r: float
) -> None:
    unit, there = SHAPES[shape].outlines, shape_path(shape, x, y, r)
    for mine, other in zip(unit, there, strict=True):
        for (ux, uy), (px, py) in zip(points_of(mine), points_of(other), strict=True):
            assert (px, py) == pytest.approx((x + ux * r, y + uy * r))


def test_circles_are_round() -> None:
    outline = SHAPES["disc"].outlines[0]
    start = (float(outline[0][1]), float(outline[0][2]))
    ax, ay, bx, by, x, y = (float(value) for value in outline[1][1:])
    middle = (
        (start[0] + 3 * ax + 3 * bx + x) / 8,
        (start[1] + 3 * ay + 3 * by + y) / 8,
    )
    assert math.hypot(*middle) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    ("text", "more", "width", "pale"),
    [
        ("a owns b", {"share": "100"}, 4.3, 0),
        ("a owns b", {"share": "50"}, 2.8, 0),
        ("a owns b", {"share": "25-50"}, 2.05, 2.8),
        ("a owns b", {}, 1.3, 0),
        ("a owns b", {"status": "proposed"}, 1.8, 0),
        ("a owns b", {"status": "ungraded"}, 1.0, 0),
        ("a member_of b", {}, 1.0, 0),
        ("a proposes b", {}, 1.15, 0),
        ("a lends_to b", {}, 1.3, 0),
    ],
)
def test_width_says_the_share(text: str, more: dict[str, str], width: float, pale: float) -> None:
    relation = link(text, **more)
    assert width_of(relation) == pytest.approx(width)
    assert pale_width_of(relation) == pytest.approx(pale)


def test_what_is_lit_lies_on_top() -> None:
    ranks = [order_of(group) for group in RELATION_GROUPS]
    assert order_of("affiliation", lit=True) > max(ranks)
    assert order_of("ownership") == max(ranks)
    assert order_of("lends_to") == order_of("association")


@given(st.floats(-math.pi, math.pi), st.floats(1, 6))
def test_the_dart_points_along_its_line(angle: float, width: float) -> None:
    tip, wing, notch, other = arrowhead((100.0, 50.0), angle, width)
    assert tip == (100.0, 50.0)
    assert math.dist(tip, notch) == pytest.approx(0.72 * head_length(width), abs=0.02)
    assert math.dist(tip, wing) == pytest.approx(math.dist(tip, other), abs=0.02)
    back = math.atan2(tip[1] - notch[1], tip[0] - notch[0])
    assert math.cos(back - angle) == pytest.approx(1, abs=1e-3)


def test_the_table_is_plain_and_complete() -> None:
    table = json.loads(json.dumps(appearance_table()))
    assert set(table["themes"]) == {"light", "dark", "print"}
    assert table["themes"]["dark"]["groups"]["association"] == THEMES["dark"].group("association")
    assert table["shapes"]["ring"]["hollow"] is True
    assert table["categories"]["database"] == "cylinder"
    assert table["signs"] == dict(SIGNS)
