"""Data sets that are broken, hostile or strange: clear words, and an app that lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import WriteFolder
from tests.e2e.look import INSPECTOR, LISTBOX, OPTION, counts, option

OpenView = Callable[..., Page]
StartApp = Callable[[Path], str]

HOSTILE = (
    "![x](http://example.com/a.png) <img src=http://example.com/b.png onerror=alert(1)>"
    "<script>alert(2)</script> :red[x] $x$ ${x} {x} [x](javascript:alert(3)) `x` **x**"
)


def test_a_folder_without_entities_gives_one_message(
    page: Page, start_app: StartApp, tmp_path: Path
) -> None:
    page.goto(start_app(tmp_path))
    message = page.locator('[data-testid="stAlert"]')
    expect(message).to_have_count(1)
    expect(message).to_contain_text("entities.csv")
    expect(page.locator("body")).not_to_contain_text("Traceback")


def test_a_folder_that_is_mended_opens_without_a_restart(
    page: Page, start_app: StartApp, write_folder: WriteFolder
) -> None:
    folder = write_folder([{"id": "a", "label": "Alpha", "category": "company"}])
    table = (folder / "entities.csv").read_text(encoding="utf-8")
    (folder / "entities.csv").unlink()
    page.goto(start_app(folder))
    expect(page.locator('[data-testid="stAlert"]')).to_contain_text("entities.csv")
    (folder / "entities.csv").write_text(table, encoding="utf-8")
    page.reload()
    expect(option(page, "a")).to_be_attached()


def test_rows_that_cannot_be_read_are_reported_and_the_rest_is_drawn(
    open_view: OpenView, page: Page, start_app: StartApp, write_folder: WriteFolder
) -> None:
    folder = write_folder(
        [
            {"id": "a", "label": "Alpha", "category": "company"},
            {"id": "b", "label": "Beta", "category": "company"},
        ],
        [
            {"source": "a", "target": "b", "type": "owns", "share": "130"},
            {"source": "a", "target": "nowhere", "type": "owns"},
            {"source": "b", "target": "a", "type": "owns", "share": "30"},
        ],
    )
    open_view(start_app(folder))
    expect(option(page, "a")).to_be_attached()
    report = page.locator(".st-key-load_report")
    expect(report).to_contain_text("2 warnings")
    nodes, _ = counts(page)
    assert nodes >= 2
    report.get_by_role("button").click()
    rows = page.locator(".st-key-data_page .st-key-load_report")
    expect(rows).to_contain_text("nowhere")


def test_hostile_text_is_shown_and_does_nothing(
    open_view: OpenView, page: Page, start_app: StartApp, write_folder: WriteFolder
) -> None:
    person = {"id": "__proto__", "label": HOSTILE, "category": HOSTILE, "description": HOSTILE}
    folder = write_folder(
        [
            person | {"holder": HOSTILE, "aliases": HOSTILE},
            person | {"id": "a,b", "label": "Plain"},
        ],
        [
            {
                "source": "__proto__",
                "target": "a,b",
                "type": HOSTILE,
                "evidence": HOSTILE,
                "said_by": HOSTILE,
                "reference": HOSTILE,
                "locator": HOSTILE,
            }
        ],
    )
    open_view(start_app(folder))
    assert counts(page) == (2, 1)
    option(page, "__proto__").dispatch_event("click")
    expect(page.locator(INSPECTOR)).to_contain_text("![x](http://example.com/a.png)")
    option(page, "a,b").dispatch_event("click")
    expect(page.locator(INSPECTOR)).to_contain_text("Plain")
    assert page.locator('img[src*="example.com"], a[href^="javascript"]').count() == 0


def test_data_without_relations_or_with_one_entity_is_drawn(
    open_view: OpenView, page: Page, start_app: StartApp, write_folder: WriteFolder
) -> None:
    folder = write_folder([{"id": "only", "label": "Only one", "category": "shell_company"}])
    open_view(start_app(folder))
    assert counts(page) == (1, 0)
    page.locator(LISTBOX).focus()
    expect(page.locator(OPTION)).to_have_count(1)
    expect(page.locator(".st-key-legend")).to_contain_text("Shell company")
