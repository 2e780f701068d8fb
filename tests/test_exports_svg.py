"""The figure as SVG: well-formed, real text, nothing that runs, nothing on top of anything."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from graph.errors import ExportError
from graph.exports.frame import KeyEntry
from graph.exports.svg import render_svg
from graph.picture.appearance import THEMES
from graph.picture.scene import LegendRow, Scene, TextLine
from tests.scene_samples import HOSTILE, cetc_key, cetc_scene

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"
Box = tuple[float, float, float, float]


def read(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def texts(root: etree._Element, under: str = "") -> list[str]:
    scope = root if not under else root.find(f".//{SVG}g[@class='{under}']")
    return [] if scope is None else [text.text or "" for text in scope.iter(f"{SVG}text")]


def box(text: etree._Element) -> Box:
    x, y, size, width = (float(text.get(key)) for key in ("x", "y", "font-size", "textLength"))
    return x, y - 0.74 * size, x + width, y + 0.22 * size


def on_top(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_golden(theme: str) -> None:
    made = render_svg(
        cetc_scene(), theme=theme, key=cetc_key(), notes=["1 passage left out to protect a person"]
    )
    assert made == (GOLDEN / f"cetc-{theme}.svg").read_text(encoding="utf-8")


def test_golden_without_frame() -> None:
    made = render_svg(cetc_scene(), frame=False)
    assert made == (GOLDEN / "cetc-bare.svg").read_text(encoding="utf-8")


def test_it_says_what_it_is() -> None:
    root = read(render_svg(cetc_scene()))
    assert root.get("role") == "img"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "CETC and its neighbours"
    assert "5 of 78 entities" in (root[1].text or "")


def test_every_word_of_the_caption_stands_in_the_figure() -> None:
    scene = cetc_scene()
    words = " ".join(
        texts(read(render_svg(scene, notes=["1 passage left out to protect a person"])))
    )
    caption = scene.caption
    for line in (
        caption.title,
        caption.subtitle,
        caption.counts,
        *caption.filters,
        caption.as_of,
        *caption.sources,
        caption.view,
        "data version 7c1e 42b9 a05d",
        "1 passage left out to protect a person",
    ):
        assert line in words


def test_the_legend_holds_what_appears_and_nothing_else() -> None:
    scene = cetc_scene()
    foot = texts(read(render_svg(scene)), "foot")
    for row in scene.legend:
        assert row.words in foot
    assert "Person" not in foot
    assert "Inferred" not in foot


def test_entities_links_and_labels_can_be_found_by_id() -> None:
    scene = cetc_scene()
    root = read(render_svg(scene))
    for name, ids in (
        ("nodes", [node.id for node in scene.nodes]),
        ("labels", [node.id for node in scene.nodes]),
        ("links", [link.id for link in scene.links]),
    ):
        found = root.findall(f".//{SVG}g[@class='{name}']/{SVG}g")
        assert [one.get("data-id") for one in found] == ids


def test_text_stays_text_of_measured_width() -> None:
    root = read(render_svg(cetc_scene(), key=cetc_key()))
    lines = list(root.iter(f"{SVG}text"))
    assert len(lines) > 20
    assert all(float(line.get("textLength")) > 0 for line in lines)
    assert all(len(line) == 0 for line in lines)


def hostile_scene() -> Scene:
    scene = cetc_scene(HOSTILE)
    nodes = tuple(
        replace(
            node,
            id=node.id + HOSTILE,
            label=HOSTILE,
            fill=HOSTILE,
            letter="<",
            tip=HOSTILE,
            badge=HOSTILE,
        )
        for node in scene.nodes
    )
    links = tuple(
        replace(link, stroke=HOSTILE, status=HOSTILE, tip=HOSTILE, id=link.id + HOSTILE)
        for link in scene.links
    )
    legend = tuple(LegendRow(kind, HOSTILE, HOSTILE, 1) for kind in ("category", "group", "status"))
    caption = replace(
        scene.caption,
        title=HOSTILE,
        subtitle=HOSTILE,
        counts=HOSTILE,
        filters=(HOSTILE,),
        as_of=HOSTILE,
        sources=(HOSTILE,),
        view=HOSTILE,
        data_hash=HOSTILE,
    )
    zones = (TextLine(HOSTILE, 0, 0, 50, 9.5),)
    return replace(scene, nodes=nodes, links=links, legend=legend, caption=caption, zones=zones)


@pytest.mark.parametrize("frame", [True, False])
def test_hostile_data_stays_words(frame: bool) -> None:
    key = [KeyEntry(f"r2{HOSTILE}", HOSTILE, HOSTILE)]
    root = read(render_svg(hostile_scene(), frame=frame, key=key, notes=[HOSTILE]))
    names = {etree.QName(element).localname for element in root.iter()}
    assert names <= {"svg", "g", "title", "desc", "rect", "path", "circle", "text", "tspan"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert any("<script>alert(1)</script>" in text for text in root.itertext())


@pytest.mark.parametrize("theme", list(THEMES))
def test_colours_are_solid(theme: str) -> None:
    svg = render_svg(cetc_scene(), theme=theme, key=cetc_key())
    assert "opacity" not in svg
    assert "rgba" not in svg
    colours = re.findall(r'(?:fill|stroke)="([^"]+)"', svg)
    assert all(re.fullmatch(r"#[0-9A-F]{6}|none", colour) for colour in colours)


def test_numbers_have_at_most_two_decimals() -> None:
    svg = render_svg(cetc_scene(), key=cetc_key())
    drawn = re.sub(r"scale\([\d.]+\)", "", svg)
    assert re.findall(r"\d\.\d{3,}", drawn) == []


def test_dashes_are_longer_in_print() -> None:
    light, printed = (render_svg(cetc_scene(), theme=name) for name in ("light", "print"))
    assert 'stroke-dasharray="5 3.5"' in light
    assert 'stroke-dasharray="8 5.6"' in printed


def test_a_theme_that_is_not_there_is_named() -> None:
    with pytest.raises(ExportError, match="sepia"):
        render_svg(cetc_scene(), theme="sepia")


def spread(wide: float, high: float) -> Scene:
    """Two entities without labels, that far from each other."""
    scene = cetc_scene()
    one, other = (replace(node, lines=(), box=None, r=5.0) for node in scene.nodes[:2])
    nodes = (replace(one, x=0.0, y=0.0), replace(other, x=wide, y=high))
    return replace(scene, nodes=nodes, links=(), zones=())


@pytest.mark.parametrize(("wide", "high", "scale"), [(60, 40, "1.6000"), (2400, 1800, "1")])
def test_a_small_drawing_is_enlarged_and_a_large_one_is_not(
    wide: float, high: float, scale: str
) -> None:
    found = re.search(r"scale\(([\d.]+)\)", render_svg(spread(wide, high)))
    assert (found[1] if found else "1") == scale


def test_the_page_grows_with_the_drawing() -> None:
    root = read(render_svg(spread(2400, 1800)))
    assert 2400 < float(root.get("width")) < 2700
    assert 1800 < float(root.get("height")) < 2300


def test_empty_regions_are_left_out_of_a_figure_but_not_of_the_bare_drawing() -> None:
    scene = cetc_scene()
    empty = TextLine("PARLIAMENT", 1200, 900, 60, 9.5, 600, "faint")
    wide = replace(scene, zones=(*scene.zones, empty), bounds=(0, 0, 1300, 1000))
    figure, bare = (render_svg(wide, frame=frame) for frame in (True, False))
    assert "OWNERS" in figure
    assert "PARLIAMENT" not in figure
    assert figure == render_svg(scene)
    assert "PARLIAMENT" in bare


def test_arrowheads_lie_on_top_of_every_line() -> None:
    root = read(render_svg(cetc_scene()))
    names = [group.get("class") for group in root.find(f"{SVG}g[@class='drawing']")]
    assert names.index("links") < names.index("heads") < names.index("nodes")
    heads = root.findall(f".//{SVG}g[@class='heads']/{SVG}path")
    assert [head.get("data-id") for head in heads] == ["r2", "r3", "r5", "r6"]


def test_a_hidden_label_is_not_drawn() -> None:
    scene = cetc_scene()
    nodes = (replace(scene.nodes[0], lines=(), box=None), *scene.nodes[1:])
    root = read(render_svg(replace(scene, nodes=nodes)))
    found = root.findall(f".//{SVG}g[@class='labels']/{SVG}g")
    assert len(found) == len(scene.nodes) - 1


def test_states_have_signs_and_a_legend() -> None:
    scene = cetc_scene()
    plain = replace(scene, nodes=tuple(replace(node, selected=False) for node in scene.nodes))
    chosen, unchosen = (texts(read(render_svg(one)), "foot") for one in (scene, plain))
    assert "Selected" in chosen
    assert "Selected" not in unchosen


def test_more_than_a_few_links_have_no_numbers() -> None:
    entries = [KeyEntry(f"r{n}", "Sentence.", "Stated") for n in range(2, 12)]
    root = read(render_svg(cetc_scene(), key=entries))
    assert root.find(f".//{SVG}g[@class='numbers']") is None
    assert root.find(f".//{SVG}g[@class='key']") is None


long_words = st.text("abc de éß W", min_size=1, max_size=160) | st.just("W" * 150)


@settings(max_examples=25)
@given(
    title=long_words,
    subtitle=long_words,
    filters=st.lists(long_words, max_size=6),
    sources=st.lists(long_words, max_size=4),
    view=long_words,
    rows=st.lists(
        st.tuples(st.sampled_from(["category", "group", "status"]), st.text("abc W", max_size=80)),
        max_size=40,
    ),
    keyed=st.booleans(),
)
def test_nothing_around_the_drawing_overlaps_or_leaves_the_page(
    title: str,
    subtitle: str,
    filters: list[str],
    sources: list[str],
    view: str,
    rows: list[tuple[str, str]],
    keyed: bool,
) -> None:
    scene = cetc_scene()
    caption = replace(
        scene.caption,
        title=title,
        subtitle=subtitle,
        filters=tuple(filters),
        sources=tuple(sources),
        view=view,
    )
    legend = tuple(LegendRow(kind, f"own{n}", words, 1) for n, (kind, words) in enumerate(rows))
    scene = replace(scene, caption=caption, legend=legend)
    root = read(render_svg(scene, key=cetc_key() if keyed else ()))
    boxes = [
        box(text)
        for part in ("heading", "key", "foot")
        for group in root.findall(f"{SVG}g[@class='{part}']")
        for text in group.iter(f"{SVG}text")
    ]
    wide, high = float(root.get("width")), float(root.get("height"))
    assert [one for one in boxes if one[0] < 0 or one[2] > wide or one[3] > high] == []
    assert [pair for pair in combinations(boxes, 2) if on_top(*pair)] == []
