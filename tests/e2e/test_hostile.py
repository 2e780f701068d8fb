"""Hostile strings in every field, every screen visited: nothing runs, nothing is fetched."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pikepdf
import pytest
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Locator, Page, expect

from graph.cli import main
from tests.e2e.hostile_data import HOST, hostile, shown, write
from tests.e2e.look import INSPECTOR, OPTION, READY, Watch, counts, wait_ready
from ui.panels.tools import TOOLS

# What a string would leave behind if it were anything but text.
TRACES = """() => [...document.querySelectorAll([
    'img[src*="example.com"]', 'iframe[src*="example.com"]', 'link[href*="example.com"]',
    '[style*="example.com"]', 'a[href^="javascript"]', 'svg[onload]', 'b[onclick]', 'img[onerror]',
    '[data-testid="stMarkdownContainer"] a[href*="example.com"]'
])].map(one => one.outerHTML).concat(window.ran ? ['it ran'] : [])"""


def marks(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file of a folder with a hash of its content and the time it was last written."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data; at the end not a byte of it may have changed, and nothing stand beside it."""
    made = write(tmp_path_factory.mktemp("hostile") / "data")
    before = marks(made.parent)
    for path in made.iterdir():
        path.chmod(0o444)
    made.chmod(0o555)
    yield made
    assert marks(made.parent) == before, "the user's files were written to"
    made.chmod(0o755)


@pytest.fixture(scope="module")
def address(apps: object, folder: Path) -> str:
    started: str = apps.start("--data", str(folder))  # type: ignore[attr-defined]
    return started


@pytest.fixture
def app(page: Page, address: str, watch: Watch) -> Iterator[Page]:
    """The page before hostile data; at its end nothing may have run."""
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    # The first drawing of a server takes its time on a slow machine.
    page.wait_for_selector(READY, state="attached", timeout=90_000)
    yield page
    clean(page)
    assert said == [], "a dialog was opened"
    assert watch.foreign == []


def settle(page: Page) -> None:
    """Wait until the page has answered."""
    page.wait_for_timeout(120)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def clean(page: Page) -> None:
    """Nothing of what was shown may be more than text."""
    settle(page)
    assert page.evaluate(TRACES) == []
    assert page.locator('[data-testid="stException"]').count() == 0


def each(page: Page, found: Locator) -> None:
    """Click everything that is found, one after the other, and look after each."""
    for place in range(found.count()):
        one = found.nth(place)
        if one.is_visible() and one.is_enabled():
            one.click()
            clean(page)


def question(page: Page, words: str) -> Locator:
    page.locator(".st-key-questions").get_by_role("button", name="Questions").click()
    page.get_by_role("menuitem", name=words).click()
    # A source is read in a column beside the drawing, everything else in a drawer over it.
    drawer = page.locator('[role="dialog"], .st-key-reading')
    drawer.wait_for()
    clean(page)
    return drawer


def test_the_inspector_shows_every_field_as_text(app: Page) -> None:
    assert counts(app)[0] == 7
    said = ""
    for place in (0, 2, 5, 6):
        app.locator(OPTION).nth(place).dispatch_event("click")
        clean(app)
        for tab in app.locator(INSPECTOR).get_by_role("tab").all():
            tab.click()
            clean(app)
            said += app.locator(INSPECTOR).inner_text()
        app.locator(INSPECTOR).get_by_role("tab").first.click()
        settle(app)
    wanted = ("label", "holder", "country", "description", "locator", "aliases", "header")
    assert [name for name in (*wanted, "link_evidence", "type") if shown(name) not in said] == []


def test_a_link_and_a_pair_show_theirs(app: Page, address: str) -> None:
    for query in ("lit=r5", "select=person,held", "only=person,held&select=person"):
        app.goto(f"{address}/?{query}")
        wait_ready(app)
        clean(app)
        each(app, app.locator(INSPECTOR).get_by_role("tab"))
    app.goto(f"{address}/?lit=r5")
    expect(app.locator(INSPECTOR)).to_contain_text(shown("link_evidence"))


def test_search_filters_timeline_and_table(app: Page, address: str) -> None:
    box = app.locator(".st-key-search input").first
    for words in ("![label]", hostile("asked"), "owne ![id", "zzzz"):
        box.fill(words)
        box.press("Enter")
        clean(app)
    box.fill("")
    box.press("Enter")
    settle(app)
    app.locator(".st-key-more_filters summary").click()
    clean(app)
    each(app, app.locator('.st-key-filters [data-testid="stCheckbox"] label'))
    date = app.locator(".st-key-as_of input")
    date.fill(hostile("date"))
    date.press("Enter")
    clean(app)
    app.goto(f"{address}/?asof=2020-09&against=2019")
    wait_ready(app)
    app.locator(".st-key-timeline_toggle button").first.click()
    clean(app)
    app.goto(f"{address}/?view=table")
    app.locator('[data-testid="stDataFrame"]').first.wait_for()
    clean(app)
    app.get_by_test_id("stPopover").get_by_role("button").first.click()
    clean(app)


@pytest.mark.parametrize("half", [0, 1])
def test_every_question_and_its_tabs(app: Page, half: int) -> None:
    app.locator(OPTION).first.dispatch_event("click")
    settle(app)
    asked = [words for name, (words, _) in TOOLS.items() if name != "tell"]
    for words in asked[half::2]:
        drawer = question(app, words)
        each(app, drawer.get_by_role("tab"))
        each(app, drawer.locator("summary"))
        each(app, drawer.locator('[data-testid="stCheckbox"] label'))
        each(app, drawer.locator(".st-key-sanctions_proposed button"))
        each(app, drawer.get_by_text("Two views of this data"))
        close = drawer.locator(".st-key-reading_close button")
        if close.count():
            close.click()
        else:
            app.keyboard.press("Escape")
        expect(drawer).to_have_count(0)


def test_the_story_is_told_as_text(app: Page) -> None:
    app.locator(".st-key-questions").get_by_role("button", name="Questions").click()
    # A label holds a word joiner in its addresses, which keeps them from becoming links.
    expect(app.get_by_role("menuitem").first).to_contain_text("![story](http:")
    app.get_by_role("menuitem").first.click()
    told = app.locator(".st-key-story_bar .pg-told")
    expect(told).to_contain_text(shown("view_0"))
    clean(app)
    app.keyboard.press("ArrowRight")
    expect(told).to_contain_text(shown("view_1"))
    clean(app)
    app.keyboard.press("Escape")
    settle(app)


def test_the_address_is_text_too(app: Page, address: str) -> None:
    names = ("focus", "category", "type", "status", "asof", "against", "hide", "only", "drop")
    names += ("layout", "select", "lit", "threshold", "hops")
    app.goto(f"{address}/?" + urlencode({name: hostile(f"asked_{name}") for name in names}))
    wait_ready(app)
    notices = app.locator(".st-key-notices")
    expect(notices).to_contain_text("Address, focus")
    told = notices.inner_text()
    assert [name for name in names if f"Address, {name}: " not in told] == []
    assert notices.locator("a").count() == 0
    clean(app)


def test_the_data_page_shows_report_and_columns_as_text(app: Page, tmp_path: Path) -> None:
    app.locator(".st-key-open_data button").first.click()
    expect(app.locator(".st-key-data_page")).to_be_visible()
    clean(app)
    each(app, app.locator(".st-key-data_page summary"))
    odd = f"sleutel;naam;{hostile('column').replace(';', '')}\n{hostile('cell')};;x\n"
    app.locator('.st-key-data_page input[type="file"]').set_input_files(
        {
            "name": "![x](http:example.com) <b onclick=x>.csv",
            "mimeType": "text/csv",
            "buffer": odd.encode(),
        }
    )
    expect(app.locator(".st-key-data_aside")).to_be_visible()
    clean(app)
    each(app, app.locator(".st-key-data_page summary"))
    each(app, app.locator(".st-key-data_load button:not([disabled])"))


def test_data_that_is_refused_is_told_as_text(
    page: Page, start_app: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "entities.csv").write_text(
        f"id,label,category,x,x\n{hostile('id').replace(',', '')},,\n", encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text("source\n", encoding="utf-8")
    name = tmp_path / "![x](http:example.com)<b onclick=x>"
    name.mkdir()
    for file in ("entities.csv", "relations.csv"):
        (tmp_path / file).rename(name / file)
    page.goto(start_app(name))
    expect(page.locator('[data-testid="stAlert"]').first).to_contain_text("column")
    clean(page)


def saved(page: Page, button: Locator) -> Download:
    with page.expect_download(timeout=60_000) as waiting:
        button.click()
    return waiting.value


def test_figures_and_tables_of_it_are_harmless(app: Page, browser: Browser, tmp_path: Path) -> None:
    app.locator(".st-key-make_figure button").click()
    dialog = app.get_by_role("dialog")
    dialog.locator("img").first.wait_for(timeout=60_000)
    # Names this long make a figure too wide for the sharpest picture.
    dialog.get_by_text("×1", exact=True).click()
    expect(dialog.locator(".st-key-save_png button")).to_be_enabled()
    clean(app)
    files: dict[str, Path] = {}
    for fmt in ("svg", "png", "pdf", "html", "csv", "json"):
        file = saved(app, dialog.locator(f".st-key-save_{fmt} button"))
        assert re.fullmatch(r"[\w.-]+", file.suggested_filename)
        files[fmt] = tmp_path / f"figure.{fmt}"
        file.save_as(files[fmt])
    clean(app)
    harmless_markup(files["svg"].read_bytes())
    harmless_pdf(files["pdf"])
    harmless_tables(files["csv"].read_bytes())
    json.loads(files["json"].read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert HOST.encode() not in b"".join(text_chunks(files["png"].read_bytes()))
    harmless_page(files["html"], browser)


def test_no_cell_of_a_workbook_made_of_it_is_a_formula(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    assert main(["convert", str(folder), str(made)]) == 0
    cells = [
        cell
        for sheet in load_workbook(made).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any(HOST in str(cell.value) for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


def harmless_markup(data: bytes) -> None:
    """SVG without anything that runs or fetches."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        assert name not in {"script", "foreignObject", "iframe", "use", "image", "animate", "set"}
        for key, value in element.attrib.items():
            assert not etree.QName(key).localname.startswith("on"), key
            if etree.QName(key).localname == "href":
                assert value.startswith(("http://", "https://", "#")), value
            assert "url(http" not in value


def harmless_pdf(path: Path) -> None:
    """A PDF without scripts or things to do when it is opened."""
    with pikepdf.open(path) as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        for held in pdf.objects:
            if isinstance(held, pikepdf.Dictionary):
                assert held.get("/S") not in ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm")
                if held.get("/S") == "/URI":
                    assert str(held["/URI"]).startswith(("http://", "https://"))


def harmless_tables(data: bytes) -> None:
    """CSV files in which no cell is a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if name.endswith(".csv")]
        assert names
        for name in names:
            for row in csv.reader(io.StringIO(packed.read(name).decode())):
                assert [cell for cell in row if runs(cell)] == []


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula; a number is none."""
    signs = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
    return cell.lstrip(" ").startswith(signs) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell)


def text_chunks(data: bytes) -> Iterator[bytes]:
    """The texts beside the picture in a PNG."""
    place = 8
    while place < len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield data[place + 8 : place + 8 + size]
        place += size + 12


def harmless_page(path: Path, browser: Browser) -> None:
    """An exported page, opened from disk and walked through."""
    text = path.read_text(encoding="utf-8")
    assert 'http-equiv="Content-Security-Policy"' in text and "default-src 'none'" in text
    context = browser.new_context()
    opened, asked = context.new_page(), list[str]()
    blocked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on(
        "requestfailed",
        lambda request: blocked.append(request.url) if request.failure == "csp" else None,
    )
    opened.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    opened.goto(path.as_uri())
    opened.wait_for_selector("html[data-ready]")
    for place in range(opened.locator("#list [role=option]").count()):
        opened.locator("#list [role=option]").nth(place).click()
        assert opened.evaluate(TRACES) == []
    expect(opened.locator("#details")).to_contain_text(f"http://{HOST}/")
    # What would have run had the strings been markup is stopped by the page's own policy.
    opened.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran=1';"
        "document.body.append(one); const two = document.createElement('img');"
        "two.src = 'http://example.com/beacon.png'; document.body.append(two) }"
    )
    opened.wait_for_timeout(200)
    assert opened.evaluate("() => window.ran === undefined")
    context.close()
    # What the policy stops was wanted, and never sent.
    assert blocked == [f"http://{HOST}/beacon.png"]
    sent = [url for url in asked if not url.startswith(("data:", "blob:", "file:"))]
    assert sent == blocked
