"""The contract of a store: every engine gives the same answers to the same questions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from graph.cache import CACHE_VARIABLE
from graph.errors import DataError
from graph.loading import load_folder
from graph.model import Relation, Share
from graph.store import Store, SummaryRow, build_store_file, building, open_store, spark
from graph.store.spark_tables import write_tables
from scripts.spark_server import Server, lacking
from tests.store_samples import ENTITIES, RELATIONS

WriteFolder = Callable[..., Path]
Opener = Callable[[Path], Store]


@pytest.fixture
def folder(write_folder: WriteFolder) -> Path:
    return write_folder(ENTITIES, RELATIONS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    missing = lacking()
    if missing and os.environ.get("SPARK_MUST_RUN"):
        pytest.fail(missing)
    if missing:
        pytest.skip(f"{missing}; make test-spark has it")
    with Server(tmp_path_factory.mktemp("spark")) as running:
        yield running


@pytest.fixture(scope="module")
def on_spark() -> dict[str, str]:
    """Addresses of what was loaded, by the name of the folder."""
    return {}


def loaded(server: Server, folder: Path, place: Path) -> str:
    """Put a folder on Spark in the way that users are told to; its address."""
    build_store_file(folder, place / "spark.duckdb")
    schema = f"contract_{folder.name}"
    statements = write_tables(place / "spark.duckdb", place / "it's tables", schema)
    address = f"{server.address}/{schema}"
    connection = spark.Connection(spark.Address.parse(address))
    connection.run(statements)
    connection.close()
    return address


@pytest.fixture(params=["memory", "file", "cache", "spark"])
def opener(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    on_spark: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Opener]:
    """Opens a folder on one of the engines."""
    stores: list[Store] = []
    if request.param == "spark":
        request.getfixturevalue("server")

    def opened(folder: Path) -> Store:
        place: Path | str = folder
        if request.param == "file":
            place = tmp_path / "it's.duckdb"
            build_store_file(folder, place)
        elif request.param == "cache":
            monkeypatch.setattr(building, "LARGE", 0)
            monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
        elif request.param == "spark":
            # Loading costs more than asking: the folder of most tests is loaded once.
            if folder.name not in on_spark:
                server = request.getfixturevalue("server")
                on_spark[folder.name] = loaded(server, folder, tmp_path)
            place = on_spark[folder.name]
        stores.append(open_store(place))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(opener: Opener, folder: Path) -> Store:
    return opener(folder)


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


def test_search(store: Store) -> None:
    def found(text: str) -> list[tuple[str, str]]:
        return [(hit.id, hit.matched) for hit in store.search(text).results]

    assert found("aleph") == [("a", "Aleph")]
    assert found("gamna") == [("c", "Gamma")], "with a typo"
    assert found("a")[:1] == [("a", "A")], "what fits wholly comes first"
    assert store.search("a", limit=1).total == len(found("a")) > 1
    near = store.nearest("dleta x")
    assert near and near.id == "d"


HOSTILE = [
    "it's",
    'say "so"',
    "back\\slash\\",
    "\\' OR 1=1 --",
    "${env:HOME} ${spark.app.name}",
    "{wanted} :ids ?",
    "`quoted` /* no */ ; x",
    "Ünïcødé 中文 😀",
]


def test_text_is_text_to_every_engine(opener: Opener, write_folder: WriteFolder) -> None:
    entities = [
        {"id": f"{text} {number}", "label": text, "category": "company"}
        for number, text in enumerate(HOSTILE)
    ]
    ids = [entity["id"] for entity in entities]
    links = [{"source": a, "target": b, "type": "owns"} for a, b in pairwise(ids)]
    folder = write_folder(entities, links, name="hostile")
    store, data = opener(folder), load_folder(folder)
    assert store.report.ok
    assert list(store.entities(ids).values()) == list(data.entities)
    assert store.links_of(ids) == list(data.relations)
    assert rows(store.links_of(ids[:1])) == [2]
    for text, wanted in zip(HOSTILE, ids, strict=True):
        assert wanted in [hit.id for hit in store.search(text).results], text
        near = store.nearest(text)
        assert near and near.id == wanted


def test_many_ids_are_one_question(store: Store) -> None:
    many = [f"nobody {number}" for number in range(20_000)]
    assert rows(store.links_of([*many, "a"])) == [2, 3]
    assert store.degrees([*many, "b"]) == {"b": 3}


def test_spark_that_goes_away_is_one_message_and_no_more(
    server: Server, folder: Path, tmp_path: Path
) -> None:
    store = open_store(loaded(server, folder, tmp_path))
    server.stop()
    with pytest.raises(DataError, match="Spark does not answer") as raised:
        store.links_of(["b"])
    assert raised.value.where == f"{server.address}/contract_folder" and raised.value.fix
    server.start()
    loaded(server, folder, tmp_path)
    assert rows(store.links_of(["b"])) == [2, 3, 4]
    store.close()


def test_spark_without_the_tables(server: Server) -> None:
    with pytest.raises(DataError, match="no store in this schema"):
        open_store(f"{server.address}/elsewhere")
