"""The Store answers the same in memory, from a file and from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cache import CACHE_VARIABLE
from graph.errors import DataError
from graph.loading import Dataset, RefusedData, load_folder
from graph.model import Entity, Relation, Share
from graph.store import Store, SummaryRow, build_store_file, building, open_store

ENTITIES = [
    {"id": "a", "label": "Alpha", "category": "state", "aliases": "A;Aleph"},
    {"id": "b", "label": "Beta", "category": "company", "lei": "007"},
    {"id": "c", "label": "Gamma", "category": "company"},
    {"id": "d", "label": "Delta", "category": "person"},
    {"id": "lone", "label": "Aardvark", "category": "person"},
]
RELATIONS = [
    {"source": "a", "target": "b", "type": "owns", "share": "25-50", "since": "2019"},
    {"source": "a", "target": "b", "type": "owns", "share": "", "status": "stated"},
    {"source": "b", "target": "c", "type": "has_interest_in", "until": "2021-03"},
    {"source": "c", "target": "c", "type": "lends_to", "status": "alleged"},
    {"source": "d", "target": "ghost", "type": "linked_to", "reference": "s"},
]
WriteFolder = Callable[..., Path]


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(ENTITIES, RELATIONS)


@pytest.fixture(params=["memory", "file", "cache"])
def store(
    request: pytest.FixtureRequest, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    if request.param == "file":
        build_store_file(folder, tmp_path / "it's.duckdb")
        opened = open_store(tmp_path / "it's.duckdb")
    else:
        if request.param == "cache":
            monkeypatch.setattr(building, "LARGE", 0)
            monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
        opened = open_store(folder)
    yield opened
    opened.close()


def rows(links: list[Relation]) -> list[int]:
    return [link.row for link in links]


def test_what_went_in_comes_out(store: Store, folder: Path) -> None:
    data = load_folder(folder)
    wanted = {entity.id: entity for entity in data.entities}
    assert store.entities(list(wanted)) == wanted
    links = {link.id: link for link in data.relations}
    assert store.relations(list(links)) == links
    assert (store.name, store.data_hash, store.report) == (
        data.name,
        data.data_hash,
        data.report,
    )
    assert (store.entity_count, store.relation_count) == (6, 5)


def test_answers_come_in_the_order_asked_for_without_the_unknown(store: Store) -> None:
    assert list(store.entities(["d", "nobody", "a", "d"])) == ["d", "a"]
    assert list(store.relations(["r4", "r2", "r99", "x2", "r", "r02", "r4"])) == ["r4", "r2"]
    assert store.entities([]) == {} and store.relations([]) == {}
    assert store.links_of([]) == [] and store.links_among([]) == []


def test_text_that_is_no_unicode_finds_nothing(store: Store) -> None:
    # What a terminal hands over for a byte it cannot read.
    assert store.entities(["\udcff", "a"]).keys() == {"a"}
    assert store.degrees(["\udcff"]) == {} and store.links_of(["\udcff"]) == []
    assert store.search("\udcff").total == 0
    assert store.nearest("\udcff") is None


def test_links(store: Store) -> None:
    assert rows(store.links_of(["b"])) == [2, 3, 4]
    assert rows(store.links_of(["c"])) == [4, 5], "a link with itself comes once"
    assert rows(store.links_of(["a", "b", "d"])) == [2, 3, 4, 6]
    assert rows(store.links_of(["lone", "nobody"])) == []
    assert rows(store.links_among(["a", "b", "ghost"])) == [2, 3]
    assert rows(store.links_among(["c"])) == [5]


def test_degrees_and_the_best_connected(store: Store) -> None:
    assert store.degrees(["c", "a", "nobody", "lone", "b"]) == {"c": 2, "a": 2, "lone": 0, "b": 3}
    assert store.entity_ids(99) == ["b", "a", "c", "d", "ghost", "lone"]
    assert store.entity_ids(2) == ["b", "a"]


def test_counts(store: Store) -> None:
    tally = store.counts()
    assert tally.categories == {"company": 2, "person": 2, "state": 1, "unknown": 1}
    assert tally.types == {"owns": 2, "has_interest_in": 1, "lends_to": 1, "linked_to": 1}
    assert tally.groups == {"ownership": 3, "association": 1, "lends_to": 1}
    assert tally.statuses == {"ungraded": 3, "alleged": 1, "stated": 1}
    assert tally.references == {"": 4, "s": 1}
    assert (tally.first, tally.last, tally.undated) == ("2019", "2021-03", 3)


def test_summary(store: Store) -> None:
    assert store.summary() == [
        SummaryRow("state", "company", "owns", 2),
        SummaryRow("company", "company", "has_interest_in", 1),
        SummaryRow("company", "company", "lends_to", 1),
        SummaryRow("person", "unknown", "linked_to", 1),
    ]


def test_values_keep_their_kinds(store: Store) -> None:
    links = store.relations(["r2", "r3", "r4"])
    assert links["r2"].share == Share(25, 50) and links["r3"].share is None
    assert str(links["r4"].until) == "2021-03" and links["r4"].since is None
    entities = store.entities(["a", "b", "ghost"])
    assert entities["a"].aliases == ("A", "Aleph") and entities["a"].country == ""
    assert dict(entities["b"].extra) == {"lei": "007"}
    assert entities["ghost"].placeholder


def test_threads_may_ask_at_the_same_time(store: Store) -> None:
    def ask(number: int) -> tuple[list[int], int, list[str]]:
        which = ENTITIES[number % len(ENTITIES)]["id"]
        return (
            rows(store.links_of([which])),
            store.search("alpha").total,
            store.entity_ids(1 + number % 3),
        )

    expected = [ask(number) for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(24))) == expected


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
