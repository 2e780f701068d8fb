"""The offline page as text: nothing is fetched, only its own scripts may run, data stays words."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from graph.exports import export_view
from graph.exports.html import render_html
from graph.store import open_store
from graph.views.viewstate import ViewState
from tests.scene_samples import HOSTILE, cetc_scene, cetc_view, sample_store


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(
        cetc_scene(), cetc_view(), sample_store(), notes=["1 passage left out to protect a person"]
    )


def data_of(page: str) -> dict[str, Any]:
    """What the page's script is given."""
    body = page.split("globalThis.longarm = ", 1)[1].split(";</script>", 1)[0]
    named = re.sub(r'(?<=[{,] )"(page|nodes|edges|options)"', r'"\1"', body)
    found: dict[str, Any] = json.loads(named)
    return found


def test_it_is_the_same_each_time(page: str) -> None:
    again = render_html(
        cetc_scene(), cetc_view(), sample_store(), notes=["1 passage left out to protect a person"]
    )
    assert page == again


def test_only_its_own_scripts_may_run(page: str) -> None:
    root = html.fromstring(page)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    scripts = root.xpath("//script")
    assert len(scripts) == 3
    digests = {
        base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode() for one in scripts
    }
    assert set(re.findall(r"sha256-([^']+)'", rules["script-src"])) == digests


def test_nothing_is_fetched(page: str) -> None:
    root = html.fromstring(page)
    assert root.xpath("//link | //img | //iframe | //object | //embed | //base | //form") == []
    assert root.xpath("//@src | //@href | //@srcset") == []
    style = root.xpath("string(//style)")
    assert set(re.findall(r"url\((\w+:\w+)", style)) <= {"data:font"}
    assert "@import" not in style


def test_no_handler_stands_in_the_markup(page: str) -> None:
    root = html.fromstring(page)
    assert [name for one in root.iter() for name in one.attrib if name.startswith("on")] == []
    assert root.xpath("//@style") == []


def test_the_words_stand_in_the_page_without_its_script(page: str) -> None:
    words = " ".join(html.fromstring(page).find("body").itertext())
    caption = cetc_scene().caption
    for line in (
        caption.title,
        caption.subtitle,
        caption.counts,
        *caption.filters,
        caption.as_of,
        *caption.sources,
        caption.data_hash,
        "1 passage left out to protect a person",
    ):
        assert line in words


def test_a_page_holds_what_is_visible_and_no_more(page: str) -> None:
    data = data_of(page)
    assert [node["ref"] for node in data["nodes"]] == [node.id for node in cetc_scene().nodes]
    assert [edge["id"] for edge in data["edges"]] == [link.key for link in cetc_scene().links]
    assert "A private matter" not in page
    facts = next(edge["facts"] for edge in data["edges"] if edge["id"] == "e5")
    assert "Passage left out to protect a person" in facts["lines"]


def test_only_web_addresses_become_links(page: str) -> None:
    assert "javascript:" not in page.split("globalThis.longarm", 1)[1].split("</script>", 1)[0]
    cites = [cite for node in data_of(page)["nodes"] for cite in node["facts"]["cites"]]
    assert {cite.get("url") for cite in cites} == {"https://example.org/a"}


def test_its_language_and_title_are_said(page: str) -> None:
    root = html.fromstring(page)
    assert page.startswith("<!doctype html>")
    assert root.get("lang") == "en"
    assert root.findtext("head/title") == "CETC and its neighbours"
    assert len(root.xpath("//h1")) == 1


def test_hostile_data_stays_words() -> None:
    scene = cetc_scene(HOSTILE)
    caption = replace(
        scene.caption, title=HOSTILE, subtitle=HOSTILE, filters=(HOSTILE,), sources=(HOSTILE,)
    )
    page = render_html(
        replace(scene, caption=caption),
        cetc_view(name=HOSTILE),
        sample_store(),
        notes=[HOSTILE],
        theme="dark",
    )
    root = html.fromstring(page)
    assert len(root.xpath("//script")) == 3
    assert "<script>alert(1)" not in page
    assert "{{7*7}}" in root.findtext("head/title")
    assert root.xpath("//@onload") == []
    assert data_of(page)["nodes"][1]["name"].startswith("<script>alert(1)</script>")


def test_marks_are_those_of_the_svg(page: str) -> None:
    line = next(edge for edge in data_of(page)["edges"] if edge["id"] == "e3")["marks"][1]
    assert line["d"] == "M111 176Q240 140 365 174"
    assert (line["stroke"], line["dash"]) == ("#12305F", [5, 3.5])


def test_the_page_of_the_default_data_is_under_two_megabytes(root: Path) -> None:
    made = export_view(open_store(root / "data"), ViewState(), "html")
    assert len(made.data) < 2_000_000


def test_a_script_without_sure_widths_is_not_stretched() -> None:
    page = render_html(cetc_scene("شركة Ltd"), cetc_view(name="شركة Ltd"), sample_store())
    lines = [line for node in data_of(page)["nodes"] for line in node["lines"]]
    found = [line for line in lines if "شركة" in line["text"]]
    assert found
    assert all(line["width"] == 0 and line["rtl"] for line in found)
    assert all(line["width"] > 0 and "font" not in line for line in lines if line["text"].isascii())
