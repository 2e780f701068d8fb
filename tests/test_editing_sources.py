"""Sources beside the graph: only files of the data folder, opened at their place."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.editing.sources import source_file, text_at
from graph.errors import DataError
from graph.model import Source

TEXT = "# A title\n\nFirst one.\n\nSecond,\nin two lines.\n\n## Owners\n\nThird.\n\nFourth.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    (place / "sources").mkdir(parents=True)
    (place / "art.md").write_text(TEXT)
    (place / "sources" / "book.txt").write_text(TEXT)
    (tmp_path / "secret.txt").write_text("secret")
    return place


def pdf(*pages: str) -> bytes:
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for text in pages:
        page = made.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_file_of_a_source_is_found_by_its_id_or_column(folder: Path) -> None:
    assert source_file(folder, Source("art")) == (folder / "art.md").resolve()
    assert source_file(folder, Source("book")) == (folder / "sources" / "book.txt").resolve()
    assert source_file(folder, Source("x", extra={"file": "art.md"})) is not None
    assert source_file(folder, Source("none")) is None


@pytest.mark.parametrize(
    "name", ["../secret.txt", "sources/../../secret.txt", "a\x00b.txt", "entities.csv", "", "."]
)
def test_nothing_outside_the_folder_is_opened(folder: Path, name: str) -> None:
    (folder / "entities.csv").write_text("id")
    assert source_file(folder, Source("", extra={"file": name})) is None
    absolute = str(folder.parent / "secret.txt")
    assert source_file(folder, Source("x", extra={"file": absolute})) is None


def test_no_link_leads_out_of_the_folder(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "inner.txt").symlink_to(folder / "art.md")
    assert source_file(folder, Source("link")) is None
    assert source_file(folder, Source("inner")) == (folder / "art.md").resolve()


def test_a_paragraph_is_marked_with_those_around_it(folder: Path) -> None:
    passage = text_at(folder / "art.md", "¶2", around=1)
    assert [(part.place, part.text, part.marked) for part in passage.parts] == [
        ("¶1", "First one.", False),
        ("¶2", "Second,\nin two lines.", True),
        ("", "## Owners", False),
    ]
    assert (passage.first, passage.total, passage.note) == (2, 6, "")


@pytest.mark.parametrize(
    ("locator", "marked"),
    [
        ("¶1, ¶3", ["¶1", "¶3"]),
        ("¶2-3", ["¶2", "¶3"]),
        ("alinea 4", ["¶4"]),
        ("line 5", ["line 5"]),
        ("regel 1-2", ["line 1", "line 2"]),
        ("owners", [""]),
        ("", []),
    ],
)
def test_a_locator_may_be_written_in_several_ways(
    folder: Path, locator: str, marked: list[str]
) -> None:
    passage = text_at(folder / "art.md", locator, around=9)
    assert [part.place for part in passage.parts if part.marked] == marked
    assert passage.note == ""


def test_a_place_that_is_not_there_is_told(folder: Path) -> None:
    passage = text_at(folder / "art.md", "¶99")
    assert passage.note == "“¶99” was not found; this is the beginning."
    assert passage.parts[0].text == "# A title"


def test_numbers_of_the_text_itself_hold(folder: Path) -> None:
    (folder / "own.md").write_text("¶7 Seven.\n\n¶9 Nine.\n")
    parts = text_at(folder / "own.md", "¶9").parts
    assert [(part.place, part.marked) for part in parts] == [("¶7", False), ("¶9", True)]


def test_a_page_of_a_pdf_is_opened(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(pdf("One owns", "Two holds", "Three has"))
    passage = text_at(folder / "a.pdf", "p. 2", around=1)
    assert [(part.place, part.text.strip(), part.marked) for part in passage.parts] == [
        ("p. 1", "One owns", False),
        ("p. 2", "Two holds", True),
        ("p. 3", "Three has", False),
    ]
    assert "names no page" in text_at(folder / "a.pdf", "p. 9").note
    (folder / "b.pdf").write_bytes(pdf(""))
    assert "pictures" in text_at(folder / "b.pdf", "p. 1").note


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200), st.booleans())
def test_a_broken_pdf_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, headed: bool
) -> None:
    file = tmp_path_factory.getbasetemp() / "junk.pdf"
    whole = pdf("One")
    file.write_bytes(whole[: len(junk) * 3] + junk if headed else junk)
    try:
        text_at(file, "p. 1")
    except DataError as error:
        assert error.where == "junk.pdf"  # noqa: PT017 - some damage can be read over


@given(st.text(max_size=40))
def test_any_locator_gives_a_passage(text: str) -> None:
    assert text_at(__file__.replace("test_editing_sources.py", "../README.md"), text).total > 0


def test_a_file_that_is_gone_is_told(folder: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        text_at(folder / "gone.md")
