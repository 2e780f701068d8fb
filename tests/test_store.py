"""How a store is made, opened and refused; what it answers is in its contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cache import CACHE_VARIABLE
from graph.errors import DataError
from graph.loading import Dataset, RefusedData
from graph.model import Entity, Relation
from graph.store import Store, build_store_file, building, open_store
from tests.store_samples import ENTITIES, RELATIONS

WriteFolder = Callable[..., Path]


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(ENTITIES, RELATIONS)


def test_a_folder_with_errors_is_refused_with_its_report(write_folder: WriteFolder) -> None:
    folder = write_folder([*ENTITIES, {"id": "a", "label": "Again", "category": "state"}])
    with pytest.raises(RefusedData) as raised:
        open_store(folder)
    assert raised.value.report.of("error")[0].row == 7
    assert str(folder) in str(raised.value) and "row 7" in str(raised.value)


def test_a_refused_import_leaves_the_file_alone(
    folder: Path, write_folder: WriteFolder, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "store.duckdb"
    build_store_file(folder, out)
    before = out.read_bytes()
    broken = write_folder([{"id": "", "label": "X", "category": "state"}], name="broken")
    with pytest.raises(RefusedData):
        build_store_file(broken, out)
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


def test_a_file_that_is_replaced_is_read_anew_while_the_old_is_open(
    folder: Path, write_folder: WriteFolder, tmp_path: Path
) -> None:
    out = tmp_path / "store.duckdb"
    build_store_file(folder, out)
    old = open_store(out)
    build_store_file(write_folder(ENTITIES[:1], name="smaller"), out)
    new = open_store(out)
    assert (old.name, new.name) == ("folder", "smaller")
    assert old.entities(["b"])["b"].label == "Beta"
    assert new.entities(["b"]) == {}


def test_the_cache_follows_the_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "LARGE", 0)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    first = open_store(folder)
    again = open_store(folder)
    assert again.data_hash == first.data_hash
    with (folder / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("new,New,person\n")
    assert open_store(folder).entity_count == first.entity_count + 1
    assert len(list((tmp_path / "cache").rglob("*.duckdb"))) == 1, "old files are cleared away"


def test_a_broken_file_in_the_cache_is_made_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "LARGE", 0)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    first = open_store(folder)
    count = first.entity_count
    first.close()
    for cached in (tmp_path / "cache").rglob("*.duckdb"):
        cached.write_bytes(b"hello" * 100)
    assert open_store(folder).entity_count == count


@pytest.mark.parametrize("content", [b"", b"hello" * 100, b"SQLite format 3\x00" + bytes(4096)])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "junk.duckdb"
    path.write_bytes(content)
    with pytest.raises(DataError, match="python -m graph import"):
        open_store(path)


def test_one_csv_file_points_to_its_folder(folder: Path) -> None:
    with pytest.raises(DataError, match="folder it is in"):
        open_store(folder / "entities.csv")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder"):
        open_store(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"no entities\.csv"):
        open_store(tmp_path)


def test_an_import_to_where_nobody_may_write(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        build_store_file(folder, tmp_path / "file" / "store.duckdb")


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=6, unique=True), st.data())
def test_any_ids_and_texts_survive_the_engine(ids: list[str], data: st.DataObject) -> None:
    ends = st.sampled_from(ids)
    entities = tuple(
        Entity(one, data.draw(TEXTS), "company", (data.draw(TEXTS),), extra={"x": data.draw(TEXTS)})
        for one in ids
    )
    links = tuple(
        Relation(f"r{row}", data.draw(ends), data.draw(ends), data.draw(TEXTS), row=row)
        for row in range(2, 2 + data.draw(st.integers(0, 5)))
    )
    store = Store.of(Dataset("texts", entities, links))
    assert store.entities(ids) == {entity.id: entity for entity in entities}
    some = data.draw(st.sets(ends))
    touching = [link for link in links if {link.source, link.target} & some]
    among = [link for link in links if {link.source, link.target} <= some]
    assert store.links_of(some) == touching
    assert store.links_among(some) == among
    store.close()
