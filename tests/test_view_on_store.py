"""Views over the real Store: the default data, and agreement with plain Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from graph.errors import NotFound
from graph.exports import export_view
from graph.loading import Dataset
from graph.model import Source
from graph.paths import find_paths
from graph.store import Store, open_store
from graph.views.facets import facets
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query
from graph.views.walks import neighborhood
from graph.wording import source_lines, title_of
from tests.fakes import FakeStore
from tests.test_view import NAMES, states, stores

WriteFolder = Callable[..., Path]


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(Path(__file__).parent.parent / "data")


def test_cetc_and_its_neighbours(store: Store) -> None:
    view = build_view(store, ViewState(focus=("cetc",)))
    assert {"cetc", "zhenhua-data", "chinese-state"} <= set(view.graph)
    assert view.counts.entities_total == store.entity_count
    assert title_of(view, store) == "CETC and its neighbours"
    owned = build_view(store, ViewState(focus=("cetc",), groups=("ownership",)))
    assert set(owned.graph) == {"cetc", "zhenhua-data", "chinese-state"}


def test_exposed_people_by_category(store: Store) -> None:
    everything = build_view(store, ViewState())
    rows = {row.value: row for row in facets(everything)["people"]}
    assert {"mayors", "ministers", "relatives", "former-politicians"} <= set(rows)
    assert (rows["mayors"].shown, rows["mayors"].words) == (2, "Mayors of large cities")
    shown = set(build_view(store, ViewState(people=("mayors",))).graph)
    assert {"mayors", "mayor-amsterdam", "zhenhua-database"} <= shown
    assert not {"ministers", "relatives", "minister-interior"} & shown
    folded = build_view(store, ViewState(collapsed=("mayors",)))
    assert everything.counts.entities - folded.counts.entities == 2


def test_without_the_thirteenth_paragraph_the_allegations_fall(store: Store) -> None:
    view = build_view(store, ViewState(statuses=("alleged",), dropped=("article#¶13",)))
    assert view.counts.links == 0


def test_paths_leave_out_what_is_only_proposed(store: Store) -> None:
    answer = find_paths(store, "zhenhua-data", "chinese-state", max_paths=1000)
    assert answer.paths[0].nodes == ("zhenhua-data", "cetc", "chinese-state")
    assert answer.paths[0].weakest == "stated"
    assert {path.weakest for path in answer.paths} == {"stated", "alleged"}
    assert answer.total == len(answer.paths)


@pytest.mark.parametrize(
    "state", [ViewState(focus=("cetc",), hops=0), ViewState(categories=("role",))]
)
def test_a_figure_without_links_names_its_source_too(store: Store, state: ViewState) -> None:
    assert build_view(store, state).counts.links == 0
    svg = export_view(store, state, "svg").data.decode()
    assert "De lange spionage-arm van China" in svg


def test_a_blank_line_makes_other_data_for_what_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,state\nb,B,company\n")
    rows = "source,target,type\na,b,owns\n"
    for text, expected in ((rows, "r2"), (rows.replace("\na", "\n\na"), "r3")):
        (tmp_path / "relations.csv").write_text(text)
        found = open_store(tmp_path)
        (shown,) = build_view(found, ViewState()).graph.edges(keys=True)
        assert shown[2] == expected
        assert expected in found.relations([expected])


def test_an_id_that_is_not_there_gets_no_silly_suggestion(store: Store) -> None:
    with pytest.raises(NotFound) as caught:
        build_view(store, ViewState(focus=("nope",)))
    assert "Nearest" not in str(caught.value.fix)
    with pytest.raises(NotFound) as caught:
        build_view(store, ViewState(focus=("cect",)))
    assert "(cetc)" in str(caught.value.fix)


def test_sources_are_cited_with_their_paragraphs(store: Store) -> None:
    view = build_view(store, ViewState(groups=("ownership",)))
    links = [link for _, _, link in view.graph.edges(data="relation")]
    lines = source_lines(links, store.sources())
    assert lines == ("“De lange spionage-arm van China”, opinion article, ¶3, ¶13.",)


def test_addresses_are_read_against_the_data(store: Store) -> None:
    state = ViewState(focus=("cetc",), hops=2, categories=("company",), dropped=("article#¶3",))
    assert from_query(to_query(state), store) == (state, [])
    _, messages = from_query({"focus": "cetx"}, store)
    assert len(messages) == 1


def test_a_store_file_gives_the_same_views(write_folder: WriteFolder, tmp_path: Path) -> None:
    from graph.store import build_store_file

    folder = write_folder(
        [{"id": key, "label": key, "category": "company"} for key in "abc"],
        [
            {"source": "a", "target": "b", "type": "owns"},
            {"source": "b", "target": "c", "type": "x"},
        ],
    )
    build_store_file(folder, tmp_path / "store.duckdb")
    state = ViewState(focus=("a",), hops=2, types=("owns",))
    small = build_view(open_store(folder), state)
    large = build_view(open_store(tmp_path / "store.duckdb"), state)
    assert list(small.graph.edges(keys=True)) == list(large.graph.edges(keys=True)) != []


@settings(max_examples=15)
@given(stores(), states())
def test_the_engine_answers_like_plain_python(fake: FakeStore, state: ViewState) -> None:
    entities = tuple(fake.entities(NAMES).values())
    sources = (Source("art"),)
    data = Dataset("small", entities, tuple(fake.links_of(NAMES)), sources)
    real = Store.of(data)
    try:
        ours, theirs = build_view(fake, state), build_view(real, state)
        assert set(ours.graph) == set(theirs.graph)
        assert sorted(ours.graph.edges(keys=True)) == sorted(theirs.graph.edges(keys=True))
        assert neighborhood(fake, "a", 2) == neighborhood(real, "a", 2)
        assert find_paths(fake, "a", "b") == find_paths(real, "a", "b")
    finally:
        real.close()
