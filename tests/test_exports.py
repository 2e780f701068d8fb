"""The one door to files: every format, on the default data."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from graph.errors import ExportError, NotFound
from graph.exports import FORMATS, export_view
from graph.formats.registry import FORMATS as TOOLS
from graph.store import Store, open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState

SVG = "{http://www.w3.org/2000/svg}"
CETC = ViewState(focus=("cetc",))
CONVICTED = re.compile(r"convict|veroordeeld", re.IGNORECASE)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(str(Path(__file__).resolve().parent.parent / "data"))


def ids_of(data: bytes, kind: str) -> set[str]:
    root = etree.fromstring(data)
    found = root.findall(f".//{SVG}g[@class='{kind}']/{SVG}g")
    return {one.get("data-id") for one in found}


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_gives_a_named_file(store: Store, fmt: str) -> None:
    made = export_view(store, CETC, fmt)
    assert re.fullmatch(rf"cetc[\w-]*1-hop\.{FORMATS[fmt].suffix}", made.file_name)
    assert made.mime == FORMATS[fmt].mime
    starts = {"svg": b"<svg ", "png": b"\x89PNG", "pdf": b"%PDF-", "html": b"<!doctype html>"}
    starts |= {"json": b"{", "ftm": b"{", "bods": b"[", "gexf": b"<?xml", "graphml": b"<?xml"}
    assert made.data.startswith(starts.get(fmt, b"PK"))


def test_formats_for_other_tools_are_called_as_in_their_own_list() -> None:
    for name, form in FORMATS.items():
        if name in TOOLS and name not in ("json", "csv"):
            assert TOOLS[name].writes
            assert (form.suffix, form.mime, form.words) == (
                TOOLS[name].suffix,
                TOOLS[name].mime,
                TOOLS[name].words,
            )


@pytest.mark.parametrize("fmt", ["svg", "png", "html", "csv", "json"])
def test_the_same_view_gives_the_same_bytes(store: Store, root: Path, fmt: str) -> None:
    other = open_store(str(root / "data"))
    assert export_view(store, CETC, fmt).data == export_view(other, CETC, fmt).data


@pytest.mark.parametrize(
    "state",
    [
        ViewState(),
        CETC,
        ViewState(groups=("surveillance",)),
        ViewState(categories=("company", "state"), statuses=("stated",)),
        ViewState(focus=("zhenhua-data",), hops=2, hidden=("meng-ya-ping",)),
    ],
)
def test_a_file_holds_exactly_what_is_visible(store: Store, state: ViewState) -> None:
    graph = build_view(store, state).graph
    entities, links = set(graph), {key for *_, key in graph.edges(keys=True)}
    svg = export_view(store, state, "svg").data
    assert ids_of(svg, "nodes") == entities
    assert ids_of(svg, "links") == links
    data = json.loads(export_view(store, state, "json").data)
    assert {node["id"] for node in data["nodes"]} == entities
    assert {link["key"] for link in data["links"]} == links
    page = html.fromstring(export_view(store, state, "html").data.decode())
    body = page.xpath("string(//script[2])")
    assert set(re.findall(r'"ref":"([^"]+)"', body)) == entities
    with zipfile.ZipFile(io.BytesIO(export_view(store, state, "csv").data)) as archive:
        lines = archive.read("relations.csv").decode().count("\r\n")
    assert lines == len(links) + 1


def test_the_counts_stand_in_the_figure(store: Store) -> None:
    svg = export_view(store, CETC, "svg").data.decode()
    assert f"of {store.entity_count} entities" in svg
    assert f"of {store.relation_count} links" in svg
    assert " ".join(re.findall(".{1,4}", store.data_hash)) in svg


@pytest.mark.parametrize("fmt", ["svg", "html", "csv", "json"])
def test_convictions_are_left_out_of_every_file(store: Store, fmt: str) -> None:
    for state in (ViewState(), ViewState(focus=("former-politicians",))):
        data = export_view(store, state, fmt).data
        if fmt == "csv":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = b"".join(map(archive.read, archive.namelist()))
        text = data.decode()
        assert not CONVICTED.search(text)
        assert "1 passage left out to protect a person" in text


def test_title_and_sentence_can_be_given(store: Store) -> None:
    svg = export_view(store, CETC, "svg", title="My <title>", subtitle="A sentence.").data.decode()
    assert "<title>My &lt;title&gt;</title>" in svg
    assert ">A sentence.</text>" in svg


def test_themes_change_colours_and_nothing_else(store: Store) -> None:
    light, dark = (
        export_view(store, CETC, "svg", theme=theme).data.decode() for theme in ("light", "dark")
    )
    assert light != dark
    assert re.sub("#[0-9A-F]{6}", "", light) == re.sub("#[0-9A-F]{6}", "", dark)


def test_an_empty_view_still_makes_a_figure(store: Store) -> None:
    state = ViewState(categories=())
    svg = export_view(store, state, "svg").data.decode()
    assert f"0 of {store.entity_count} entities" in svg
    assert export_view(store, state, "png", scale=1).data.startswith(b"\x89PNG")
    assert json.loads(export_view(store, state, "json").data)["nodes"] == []
    assert "0 of" in export_view(store, state, "html").data.decode()


def test_a_format_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(ExportError, match="docx"):
        export_view(store, CETC, "docx")


def test_a_focus_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody"):
        export_view(store, ViewState(focus=("nobody",)), "svg")


@pytest.mark.parametrize("fmt", ["svg", "html"])
def test_a_theme_that_is_not_there_is_named(store: Store, fmt: str) -> None:
    with pytest.raises(ExportError, match="sepia"):
        export_view(store, CETC, fmt, theme="sepia")
