"""Editing in a real browser, on data of its own: changed, undone, saved, read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.look import INSPECTOR, wait_ready

StartApp = Callable[[Path], str]

BAR = ".st-key-changes"
FORM = f"{INSPECTOR} .st-key-edit_form"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "entities.csv").write_text(
        "id,label,category\na,Alfa,state\nb,Beta,company\nc,Coda,company\n"
    )
    (tmp_path / "relations.csv").write_text("source,target,type,share\na,b,owns,60\nb,c,owns,30\n")
    return tmp_path


def test_a_name_is_changed_undone_and_saved(page: Page, start_app: StartApp, folder: Path) -> None:
    url = start_app(folder)
    page.goto(f"{url}/?select=b")
    wait_ready(page)
    page.locator(f"{INSPECTOR} .st-key-edit_open_edit button").click()
    page.locator(FORM).get_by_label("Name", exact=True).fill("Beta Holding")
    page.get_by_role("button", name="Keep these changes").click()
    expect(page.locator(BAR)).to_contain_text("1 unsaved change")
    expect(page.locator(f"{INSPECTOR} .pg-title")).to_have_text("Beta Holding")
    page.get_by_role("button", name="Undo edit").click()
    expect(page.locator(f"{INSPECTOR} .pg-title")).to_have_text("Beta")
    page.get_by_role("button", name="Redo edit").click()
    expect(page.locator(f"{INSPECTOR} .pg-title")).to_have_text("Beta Holding")
    page.locator(BAR).get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(BAR)).to_contain_text("No unsaved changes")
    assert "Beta Holding" in (folder / "entities.csv").read_text()
    assert "Holding" not in (folder / "previous" / "entities.csv").read_text()
    page.goto(f"{url}/?select=b")
    wait_ready(page)
    expect(page.locator(f"{INSPECTOR} .pg-title")).to_have_text("Beta Holding")
