"""Files of one's own in a real browser: dropped, read, drawn; other windows go on as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.look import counts, option, wait_ready

OpenView = Callable[..., Page]
StartApp = Callable[[Path], str]

PAGE = ".st-key-data_page"
REPORT = f"{PAGE} .st-key-load_report"
DROP = f'{PAGE} input[type="file"]'

ENTITIES = "id,label,category\na,Alpha,company\nb,Beta,company\n"
FAULTY = f"{ENTITIES}a,Alpha once more,company\n"
LINKS = "source,target,type,share\na,b,owns,60\nb,c,owns,130\n"


@pytest.fixture
def data_page(page: Page, app_url: str) -> Page:
    """The Data page of the default data."""
    page.goto(f"{app_url}/?view=data")
    expect(page.locator(PAGE)).to_be_visible()
    return page


def drop(page: Page, folder: Path, **files: str) -> None:
    """Drop CSV files of these names on the page."""
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    page.locator(DROP).set_input_files(paths)


def test_the_button_in_the_bar_and_the_browsers_back_button(
    open_view: OpenView, page: Page
) -> None:
    open_view()
    page.get_by_role("button", name="Data", exact=True).click()
    expect(page.locator(REPORT)).to_contain_text("78 entities")
    page.go_back()
    wait_ready(page)
    assert counts(page)[0] == 78


def test_the_page_can_be_walked_by_keyboard(data_page: Page, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=ENTITIES, links=LINKS)
    kind = data_page.locator(f"{REPORT} summary").first
    kind.focus()
    data_page.keyboard.press("Enter")
    expect(data_page.locator(f"{REPORT} details[open]")).to_have_count(1)


def test_files_are_opened_and_the_default_data_come_back(data_page: Page, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=ENTITIES, links=LINKS)
    expect(data_page.locator(REPORT)).to_contain_text("2 warnings")
    data_page.get_by_role("button", name="Load 3 entities and 2 links").click()
    wait_ready(data_page)
    expect(option(data_page, "c")).to_be_attached()
    assert counts(data_page) == (3, 2)
    data_page.get_by_role("button", name="Data", exact=True).click()
    data_page.get_by_role("button", name="Open the default data").click()
    expect(data_page.locator(REPORT)).to_contain_text("78 entities")


def test_other_windows_go_on_as_they_were(data_page: Page, app_url: str, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=ENTITIES, links=LINKS)
    data_page.get_by_role("button", name="Load 3 entities").click()
    wait_ready(data_page)
    other = data_page.context.new_page()
    other.goto(app_url)
    wait_ready(other)
    assert counts(other)[0] == 78
    data_page.reload()
    expect(data_page.locator('[data-testid="stAlert"]')).to_contain_text("opened from files")


def test_no_text_of_the_report_is_cut(data_page: Page, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=FAULTY, links=LINKS)
    data_page.locator(f"{REPORT} .pg-kind summary").first.click()
    cell = data_page.locator(f"{REPORT} .pg-kind[open] td").nth(4)
    expect(cell).to_contain_text("already in row 2")
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth && cell.clientWidth > 200")
    assert cell.evaluate("cell => getComputedStyle(cell).userSelect") != "none"


def test_the_rows_in_error_are_listed_and_left_out(data_page: Page, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=FAULTY, links=LINKS)
    expect(data_page.get_by_role("button", name="Load 3 entities")).to_have_count(0)
    data_page.get_by_text("The 1 row that would be left out").click()
    expect(data_page.locator(".st-key-data_faulty")).to_contain_text("people.csv")
    data_page.get_by_role("button", name="Load without this row").click()
    wait_ready(data_page)
    assert counts(data_page)[0] == 3


def test_the_report_is_saved_as_csv(data_page: Page, tmp_path: Path) -> None:
    drop(data_page, tmp_path, people=ENTITIES, links=LINKS)
    with data_page.expect_download() as waiting:
        data_page.get_by_role("button", name="Download as CSV").click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert saved.startswith("severity,file,row,column,value,problem,fix")
    assert "links.csv,3,share,130" in saved


def test_a_format_is_saved_whole(data_page: Page) -> None:
    with data_page.expect_download() as waiting:
        data_page.get_by_role("button", name="Save GEXF").click()
    assert waiting.value.suggested_filename.endswith(".gexf")
    assert b"Zhenhua" in Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("width", [1440, 1280])
def test_nothing_runs_off_the_side(data_page: Page, tmp_path: Path, width: int) -> None:
    data_page.set_viewport_size({"width": width, "height": 720})
    drop(data_page, tmp_path, people=ENTITIES, links=LINKS)
    expect(data_page.locator(REPORT)).to_contain_text("2 warnings")
    assert data_page.locator(PAGE).evaluate("page => page.scrollWidth <= page.clientWidth")
