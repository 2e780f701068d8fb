"""Whatever stands in a cell, saved tables do not run as formulas and come back equal."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.formats import FORMATS, Package, read_any
from graph.loading import load_tables
from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS
from graph.model import Entity, Relation

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
BEGINNINGS = st.sampled_from(
    ["", *SIGNS[:-1], "'", "''", "'=", " =", "\t=", "\r\n+", "-1", "_x0041_"]
)
# Control characters, halves and signs that nobody sees are told of and changed: another rule.
REST = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn"])
    | st.sampled_from("\t\r\n ,;\"'=+-@"),
    max_size=8,
)
RAW = st.builds(str.__add__, BEGINNINGS, REST)
CELLS = RAW.map(str.strip)
FILLED = CELLS.filter(bool)
OWN = FILLED.map(lambda text: " ".join(text.split())).filter(
    lambda name: name.lower() not in {*ENTITY_COLUMNS, *RELATION_COLUMNS}
)


@st.composite
def packages(draw: st.DrawFn) -> Package:
    ids = draw(st.lists(RAW.filter(str.strip), min_size=1, max_size=3, unique=True))
    own = draw(OWN)
    entities = tuple(
        Entity(
            key,
            draw(FILLED.map(lambda text: " ".join(text.split()))),
            draw(FILLED),
            description=draw(CELLS),
            country=draw(CELLS),
            extra={own: value} if (value := draw(CELLS)) else {},
        )
        for key in ids
    )
    link = Relation(
        "r2",
        draw(st.sampled_from(ids)),
        draw(st.sampled_from(ids)),
        draw(FILLED),
        evidence=draw(CELLS),
        locator=draw(CELLS),
        extra={own: value} if (value := draw(CELLS)) else {},
    )
    return Package("x", entities, (link,))


def written(fmt: str, data: bytes) -> list[str]:
    """Every cell as a spreadsheet opens it; a text that it holds as a text is no formula."""
    if fmt == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [str(cell.value) for cell in cells if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        tables = [packed.read(name).decode() for name in packed.namelist()]
    return [
        cell
        for table in tables
        for row in csv.reader(io.StringIO(table, newline=""))
        for cell in row
        if cell.lstrip(" ").startswith(SIGNS) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell)
    ]


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_no_cell_runs_and_every_cell_comes_back(fmt: str) -> None:
    form = FORMATS[fmt]

    @settings(
        max_examples=40 if fmt == "csv" else 12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(packages())
    def law(package: Package) -> None:
        data = form.load().write(package)
        assert written(fmt, data) == []
        with tempfile.TemporaryDirectory() as place:
            path = Path(place, f"x.{form.suffix}")
            path.write_bytes(data)
            back = load_tables(read_any(path))
        assert back.report.ok, back.report.of("error")
        assert tuple(replace(one, row=0) for one in back.entities) == package.entities
        (link,) = back.relations
        assert replace(link, id="r2", row=0) == package.relations[0]

    law()
