"""CSV files of a view: what is visible, readable by the loader, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from graph.exports.contents import withheld_in_words
from graph.exports.escaping import unsafe_cell
from graph.exports.tables import ENTITY_COLUMNS, RELATION_COLUMNS, csv_pair, zipped
from graph.loading import load_folder
from graph.store import open_store
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from tests.scene_samples import cetc_view, sample_store


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def without_row(one: Any) -> tuple[Any, ...]:
    """A value of the model as a tuple, free of where it stood in its file."""
    fields = [name for name in one.__dataclass_fields__ if name not in ("id", "row")]
    return tuple(getattr(one, name) for name in fields)


def test_the_known_columns_come_first() -> None:
    files = csv_pair(cetc_view(), sample_store().sources())
    for name, known in (("entities.csv", ENTITY_COLUMNS), ("relations.csv", RELATION_COLUMNS)):
        header = next(csv.reader([files[name].decode().split("\r\n")[0]]))
        assert tuple(header[: len(known)]) == known
    assert "founded" in files["entities.csv"].decode().split("\r\n")[0]


def test_cells_say_what_the_data_says() -> None:
    files = csv_pair(cetc_view(), sample_store().sources())
    entities = {row["id"]: row for row in rows(files["entities.csv"])}
    assert entities["cetc"]["aliases"] == "CETC;China Electronics Technology Group"
    assert entities["cetc"]["description"] == 'Military "research"'
    assert entities["cetc"]["note"] == "'+31 20"
    assert entities["cetc"]["founded"] == "2002"
    relations = rows(files["relations.csv"])
    assert [row["share"] for row in relations] == ["100", "", "25-50.5", "", ""]
    assert [row["status"] for row in relations] == ["stated", "alleged", "stated", "", ""]
    assert relations[0]["evidence"] == "'=In full"
    assert unsafe_cell(relations[0]["evidence"]) == "=In full"


def test_cells_can_be_left_as_they_are() -> None:
    files = csv_pair(cetc_view(), safe=False)
    assert rows(files["relations.csv"])[0]["evidence"] == "=In full"


def test_only_sources_that_are_cited_are_given() -> None:
    files = csv_pair(cetc_view(), sample_store().sources())
    assert [row["id"] for row in rows(files["sources.csv"])] == ["article", "answer"]
    assert "sources.csv" not in csv_pair(cetc_view())


def test_withheld_evidence_is_left_out_and_counted() -> None:
    files = csv_pair(cetc_view())
    assert b"A private matter" not in files["relations.csv"]
    assert rows(files["relations.csv"])[3]["withhold"] == "evidence"
    assert withheld_in_words(cetc_view()) == "1 passage left out to protect a person"


def test_an_entity_the_loader_made_up_is_no_row() -> None:
    assert "unknown" not in {row["id"] for row in rows(csv_pair(cetc_view())["entities.csv"])}


def test_the_default_data_comes_back_whole(tmp_path: Path, root: Path) -> None:
    store = open_store(str(root / "data"))
    view = build_view(store, ViewState())
    back = load_folder(write(tmp_path, csv_pair(view, store.sources())))
    before = load_folder(root / "data")
    assert back.report.ok
    assert [without_row(one) for one in back.entities] == [
        without_row(one) for one in before.entities
    ]
    withheld = {r.row for r in before.relations if r.extra.get("withhold")}
    assert withheld
    for old, new in zip(before.relations, back.relations, strict=True):
        if old.row in withheld:
            assert new.evidence == ""
            assert new.extra == old.extra
        else:
            assert without_row(new) == without_row(old)


def test_what_is_filtered_out_is_not_in_the_files(root: Path) -> None:
    store = open_store(str(root / "data"))
    view = build_view(store, ViewState(focus=("cetc",), groups=("ownership",)))
    files = csv_pair(view, store.sources())
    assert {row["id"] for row in rows(files["entities.csv"])} == set(view.graph)
    assert len(rows(files["relations.csv"])) == view.graph.number_of_edges()
    assert {row["type"] for row in rows(files["relations.csv"])} <= {"owns", "has_interest_in"}


def test_formula_cells_come_back_through_the_loader(tmp_path: Path) -> None:
    folder = write(tmp_path, csv_pair(cetc_view(), sample_store().sources()))
    back = load_folder(folder)
    assert back.relations[0].evidence == "=In full"
    assert next(one for one in back.entities if one.id == "cetc").extra["note"] == "+31 20"


def test_the_archive_is_the_same_each_time() -> None:
    files = csv_pair(cetc_view(), sample_store().sources())
    packed = zipped(files)
    assert packed == zipped(dict(files))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


@pytest.mark.parametrize("name", ["entities.csv", "relations.csv"])
def test_lines_end_as_the_standard_says(name: str) -> None:
    data = csv_pair(cetc_view())[name]
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
