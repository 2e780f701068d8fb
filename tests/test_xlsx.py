"""Workbooks in and out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.errors import DataError
from graph.formats import xlsx
from graph.formats.intake import inspect
from graph.formats.package import Package
from graph.loading import Dataset, load_folder, load_tables
from graph.model import Entity, PartialDate, Relation, Share, Source

HOSTILE = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "'=1",
    "'t Hart",
    "#N/A",
    "_x000D_",
    "01",
    "1e5",
]


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes) -> Dataset:
    return load_tables(inspect([("book.xlsx", content)]).tables())


MORNING = datetime(2020, 9, 14, 8, 30)  # noqa: DTZ001 - workbooks know no zones
HEAD = ["id", "label", "category"]
LINK = ["source", "target", "type"]


def test_cells_are_read_as_they_are_shown() -> None:
    made = openpyxl.load_workbook(
        io.BytesIO(
            book(
                {
                    "Blad1": [
                        [*HEAD, "when", "part", "code", "ratio", "yes", "month"],
                        ["01", "x", "company", date(2020, 9, 14), 0.255, 7, 0.1, True, None],
                        [1, 2.5, "company", MORNING, 1, 12, 1e20, False, None],
                        [1.0e5, "y", "company"],
                    ],
                    "relaties": [["van", "naar", "soort", "belang"], ["01", 1, "owns", 12.5]],
                }
            )
        )
    )
    sheet = made["Blad1"]
    sheet["E2"].number_format = "0.0%"
    sheet["F2"].number_format = "000"
    sheet["I2"] = date(2021, 5, 1)
    sheet["I2"].number_format = "mmm yyyy"
    out = io.BytesIO()
    made.save(out)
    data = read(out.getvalue())
    assert data.report.ok
    first, second, third = data.entities
    assert (first.id, second.id, third.id) == ("01", "1", "100000")
    assert second.label == "2.5"
    assert dict(first.extra) == {
        "when": "2020-09-14",
        "part": "25.5%",
        "code": "007",
        "ratio": "0.1",
        "yes": "TRUE",
        "month": "2021-05",
    }
    assert second.extra["when"] == "2020-09-14 08:30:00"
    assert second.extra["ratio"] == "1e+20"
    (link,) = data.relations
    assert (link.source, link.target, link.share) == ("01", "1", Share(12.5, 12.5))
    assert {one.file for one in data.report.problems} == {"book.xlsx › relaties"}


def test_sheets_are_told_by_their_columns_and_rows_by_their_number() -> None:
    content = book(
        {
            "Sheet1": [[], LINK, ["a", "", "owns"]],
            "Sheet2": [HEAD, ["a", "A", "company"], [], ["a", "A", "company"]],
            "Empty": [],
            "notes": [["whatever"], ["x"]],
        }
    )
    brought = inspect([("book.xlsx", content)])
    assert [(one.file, one.kind) for one in brought.parts] == [
        ("book.xlsx › Sheet1", "relations"),
        ("book.xlsx › Sheet2", "entities"),
        ("book.xlsx › notes", None),
    ]
    errors = load_tables(brought.tables()).report.of("error")
    assert [(one.file, one.row, one.column) for one in errors] == [
        ("book.xlsx › Sheet1", 3, "target"),
        ("book.xlsx › Sheet2", 4, "id"),
    ]


def test_text_that_looks_like_something_else_comes_back_equal() -> None:
    entities = tuple(
        Entity(f"e{n}", text.strip() or "x", "company", extra={"note": text.strip()}, row=n + 2)
        for n, text in enumerate(HOSTILE)
    )
    links = (
        Relation("r2", "e0", "e1", "owns", Share(12.5, 12.5), evidence="=cmd|' /C calc'!A0", row=2),
        Relation("r3", "e1", "e2", "owns", Share(25, 50), until=PartialDate(2020, 9), row=3),
        Relation("r4", "e1", "=x", "=own", evidence="two\r\nlines", row=4),
    )
    package = Package("=name", entities, links, (Source("s", "=T", row=2),))
    content = xlsx.write(package)
    assert content == xlsx.write(package)
    back = read(content)
    assert tuple(one for one in back.entities if not one.placeholder) == entities
    assert (back.relations, back.sources) == (links, package.sources)
    sheet = openpyxl.load_workbook(io.BytesIO(content))
    for rows in sheet.worksheets:
        for cell in (one for row in rows.iter_rows() for one in row if one.value is not None):
            assert cell.data_type in {"s", "n"}, "no cell is a formula"
            if str(cell.value)[:1] in "=+-@\t":
                assert cell.quotePrefix, "nor becomes one when it is edited"
    assert sheet["relations"]["D2"].value == 12.5
    assert sheet["relations"]["D3"].value == "25-50"


def test_the_default_data_comes_back() -> None:
    data = load_folder("data")
    back = read(xlsx.write(Package.of(data)))
    assert back.report.ok
    assert (back.entities, back.relations, back.sources) == (
        data.entities,
        data.relations,
        data.sources,
    )
    assert xlsx.losses(Package.of(data)) == ()


def test_what_a_workbook_cannot_hold_is_listed() -> None:
    odd = Entity("a", "A", "company", aliases=("x;y",), description="z" * 40_000)
    found = [str(one) for one in xlsx.losses(Package("x", (odd,), positions={"a": (0, 0)}))]
    assert len(found) == 3 and any("32,767 letters" in one for one in found)
    assert len(read(xlsx.write(Package("x", (odd,)))).entities[0].description) == 32_767


def test_a_formula_without_a_result_and_an_error_are_told() -> None:
    content = book({"e": [HEAD, ["a", "=1+1", "company"], ["b", "#REF!", "company"]], "r": [LINK]})
    problems = load_tables(inspect([("book.xlsx", content)]).tables()).report.of("warning")
    assert [(one.file, one.row, one.value) for one in problems] == [
        ("book.xlsx › e", 2, "=1+1"),
        ("book.xlsx › e", 3, "#REF!"),
    ]


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as archive:
        for entry in packed.namelist():
            data = packed.read(entry)
            archive.writestr(entry, data.replace(old, new) if entry == name else data)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["entity", "cut", "damaged"])
def test_a_bad_workbook_is_refused_with_one_problem(tmp_path: Path, kind: str) -> None:
    content = book({"e": [HEAD, ["a", "A", "company"]]})
    sheet = "xl/worksheets/sheet1.xml"
    if kind == "entity":
        attack = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet '
        content = changed(content, sheet, b"<worksheet ", attack)
    elif kind == "damaged":
        content = changed(content, sheet, b"</row>", b"</raw>")
    else:
        content = content[:-200]
    brought = inspect([("book.xlsx", content)])
    assert brought.parts == ()
    assert len([one for one in brought.problems if one.severity == "error"]) == 1
    place = tmp_path / "book.xlsx"
    place.write_bytes(content)
    with pytest.raises(DataError):
        xlsx.read(place)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1_000)
    brought = inspect([("book.xlsx", book({"e": [HEAD, ["a", "A", "company"]]}))])
    assert "unpacks to more" in brought.problems[0].problem


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    content = book({"e": [HEAD, ["a", "A", "company"]], "r": [LINK]})
    lying = changed(
        content,
        "xl/worksheets/sheet1.xml",
        b'<dimension ref="A1:C2"',
        b'<dimension ref="A1:XFD1048576"',
    )
    assert lying != content
    data = read(lying)
    assert [replace(one, row=0) for one in data.entities] == [Entity("a", "A", "company")]
