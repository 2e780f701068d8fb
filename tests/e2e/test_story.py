"""The questions that a reader of README's first screen must be able to answer in the app."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Download, Page, expect

from graph.model import group_of
from tests.e2e.look import CANVAS, INSPECTOR, counts, listed_ids, option

OpenView = Callable[..., Page]
Table = list[dict[str, str]]


@pytest.fixture(scope="module")
def entities() -> dict[str, str]:
    with Path("data/entities.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["label"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def relations() -> Table:
    with Path("data/relations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def save(page: Page, kind: str) -> tuple[Download, bytes]:
    """Make a figure and save it as `kind`."""
    page.locator(".st-key-export").get_by_role("button", name="Make a figure").click()
    expect(page.get_by_role("dialog").locator("img").first).to_be_visible(timeout=30_000)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=f"Save {kind}").click()
    return waiting.value, Path(waiting.value.path()).read_bytes()


def test_who_owns_cetc_and_how_much(open_view: OpenView) -> None:
    page = open_view()
    page.locator(".st-key-search input").first.fill("cetc")
    name = "China Electronics Technology Group Corporation"
    page.locator(".st-key-search").get_by_role("button", name=name).click()
    inspector = page.locator(INSPECTOR)
    for words in (name, "Chinese state", "100 %", "¶3"):
        expect(inspector).to_contain_text(words)


def test_on_what_evidence_zhenhua_is_tied_to_cetc(open_view: OpenView, relations: Table) -> None:
    page = open_view(select="cetc")
    inspector = page.locator(INSPECTOR)
    ties = [row for row in relations if {row["source"], row["target"]} == {"cetc", "zhenhua-data"}]
    assert {row["type"] for row in ties} == {"linked_to", "has_interest_in"}
    for row in ties:
        expect(inspector).to_contain_text(row["evidence"])
        expect(inspector).to_contain_text(row["locator"])
    expect(inspector).to_contain_text("The article says", ignore_case=True)
    expect(inspector).to_contain_text("alleged", ignore_case=True)
    expect(inspector).to_contain_text("size unknown", ignore_case=True)
    expect(inspector).not_to_contain_text("0–100")


def test_which_categories_of_dutch_people_are_in_the_database(
    open_view: OpenView, relations: Table, entities: dict[str, str]
) -> None:
    page = open_view(select="zhenhua-database")
    groups = {row["target"] for row in relations if row["type"] == "belongs_to"}
    assert len(groups) == 7
    for one in groups:
        expect(page.locator(INSPECTOR)).to_contain_text(entities[one])
        expect(page.locator(".st-key-legend")).to_contain_text(entities[one])


def test_whose_relatives(open_view: OpenView, relations: Table, entities: dict[str, str]) -> None:
    page = open_view(select="relatives")
    offices = [row["target"] for row in relations if row["type"] == "relative_of"]
    assert len(offices) == 9
    for one in offices:
        expect(page.locator(INSPECTOR)).to_contain_text(entities[one])


def test_what_the_article_proposes(
    open_view: OpenView, relations: Table, entities: dict[str, str]
) -> None:
    page = open_view(select="author")
    measures = {
        row["target"]
        for row in relations
        if row["type"] == "proposes" and row["source"] == "author" and row["status"] == "proposed"
    }
    assert len(measures) >= 10
    more = page.locator(INSPECTOR).get_by_role("button", name="Show more")
    if more.count():
        more.click()
    for one in measures:
        expect(page.locator(INSPECTOR)).to_contain_text(entities[one])


def test_a_png_of_cetc_and_its_neighbours(open_view: OpenView, relations: Table) -> None:
    page = open_view(focus="cetc")
    ends = {(row["source"], row["target"]) for row in relations}
    neighbours = {end for pair in ends if "cetc" in pair for end in pair}
    assert listed_ids(page) == neighbours
    download, data = save(page, "PNG")
    assert download.suggested_filename.endswith(".png")
    assert "cetc" in download.suggested_filename
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    assert picture.width >= 1000
    assert len(picture.convert("RGB").resize((200, 200)).getcolors(40_000) or []) > 20


def test_a_pdf_of_the_surveillance_links_only(open_view: OpenView, relations: Table) -> None:
    page = open_view()
    filters = page.locator(".st-key-filters")
    filters.locator(".st-key-all_groups").get_by_role("button", name="Hide all").click()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", "0")
    # The drawing goes out before the rows beside it: wait for the row that is clicked.
    row = filters.get_by_role("checkbox", name="Surveillance")
    expect(row).not_to_be_checked()
    row.check(force=True)
    wanted = [row for row in relations if group_of(row["type"]) == "surveillance"]
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", str(len(wanted)))
    expect(page.locator(".st-key-view_counts")).to_contain_text(
        f"{len(wanted)} of {len(relations)}"
    )
    download, data = save(page, "PDF")
    assert download.suggested_filename.endswith(".pdf")
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) >= 1
        assert str(document.docinfo.get("/Title", ""))


def test_a_filter_moves_nothing_and_undo_brings_it_back(open_view: OpenView) -> None:
    page = open_view(select="cetc")
    before = counts(page)
    row = page.locator(".st-key-filters").get_by_role("checkbox", name="Family")
    row.uncheck(force=True)
    expect(page.locator(CANVAS)).not_to_have_attribute("data-edge-count", str(before[1]))
    expect(option(page, "cetc")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(CANVAS)).to_have_attribute("data-edge-count", str(before[1]))
    assert counts(page) == before
