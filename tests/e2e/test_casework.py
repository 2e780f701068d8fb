"""The first quarter of an hour of a case, in a real browser, on a copy of the data."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.look import place_of, wait_ready

StartApp = Callable[[Path], str]

READING = ".st-key-reading"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the data with a text of the article beside it."""
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("entities.csv", "relations.csv", "sources.csv"):
        shutil.copy(Path("data") / name, folder / name)
    paragraphs = "\n\n".join(f"Paragraph {n} of the article." for n in range(1, 30))
    (folder / "article.md").write_text(paragraphs, encoding="utf-8")
    return folder


def choose(page: Page, field: str, name: str) -> None:
    """Choose in a field by typing."""
    entry = page.locator(f'[class*="st-key-{field}"] input')
    entry.fill(name)
    page.get_by_role("option", name=re.compile(re.escape(name))).first.click()


def test_names_are_looked_up_and_a_miss_is_noted(
    page: Page, copied: Path, start_app: StartApp
) -> None:
    page.goto(start_app(copied))
    wait_ready(page)
    page.get_by_role("button", name="Questions").click()
    page.get_by_text("A list of names").click()
    names = page.locator(".st-key-casework_names")
    names.locator("textarea").fill("HALSEMA, Femke\nZhenhua Dta\nNobody Atall")
    names.get_by_role("button", name="Look them up").click()
    expect(names).to_contain_text("3 names: 1 found, 1 near hit, 1 not found")
    names.get_by_role("button", name="Mayor of Amsterdam").click()
    expect(page).to_have_url(re.compile("select="))
    names.get_by_role("tab", name="Not found").click()
    names.get_by_label("Where").fill("Trade register")
    names.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("1 unsaved change")).to_be_visible()
    expect(names).to_contain_text("Noted 1 name as searched, not found")
    assert not (copied / "notes.csv").exists()


def test_a_source_is_read_beside_the_drawing_and_a_link_added(
    page: Page, copied: Path, start_app: StartApp
) -> None:
    with (copied / "relations.csv").open(encoding="utf-8", newline="") as file:
        before = len(list(csv.DictReader(file)))
    page.goto(f"{start_app(copied)}/?lit=r3")
    wait_ready(page)
    page.get_by_role("button", name="Open the source here").click()
    expect(page.locator(f"{READING} mark")).to_have_text("Paragraph 2 of the article.")
    choose(page, "link_from", "Internet 2.0")
    choose(page, "link_to", "Chinese state")
    page.locator(f"{READING} textarea").fill("Read there.")
    page.get_by_role("button", name="Add the link").click()
    expect(page.locator(READING)).to_contain_text("Added the link")
    expect(page.get_by_text("1 unsaved change")).to_be_visible()
    # The drawing beside the text is in use: no drawer covers it.
    page.mouse.click(*place_of(page, "cetc"))
    expect(page).to_have_url(re.compile("select=cetc"))
    expect(page.locator(READING)).to_be_visible()
    expect(page.get_by_text(f"{before + 1} of {before + 1} links")).to_be_visible()
