"""Paths: ranking by hand, and nothing missed or invented."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FilterError, LimitExceeded, NotFound
from graph.model import STATUSES
from graph.paths import PathAnswer, Terms, find_paths, paths_to_any
from graph.paths import search as path_search
from graph.paths.words import path_line, path_sentences, rank_in_words
from graph.views import region
from graph.views.viewstate import ViewState
from tests.fakes import FakeStore, link, store_of
from tests.test_view import NAMES, stores


def routes(answer: PathAnswer) -> list[str]:
    return ["".join(path.nodes) for path in answer.paths]


def test_direction_is_ignored_unless_asked() -> None:
    store = store_of("a owns b", "c owns b")
    assert routes(find_paths(store, "a", "c")) == ["abc"]
    assert routes(find_paths(store, "a", "c", directed=True)) == []
    assert routes(find_paths(store, "a", "b", directed=True)) == ["ab"]
    assert routes(find_paths(store, "b", "a", directed=True)) == []


def test_links_without_direction_go_both_ways() -> None:
    store = store_of("a owns b", "c linked_to b")
    assert routes(find_paths(store, "a", "c", directed=True)) == ["abc"]


def test_parallel_links_repeat_no_path_and_the_surest_is_cited() -> None:
    store = store_of(
        link("a owns b", 2, status="alleged"), link("a owns b", 3), link("b linked_to a", 4)
    )
    (path,) = find_paths(store, "a", "b").paths
    assert [one.id for one in path.relations] == ["r3"]
    assert [one.id for one in path.steps[0]] == ["r3", "r4", "r2"]
    assert path.weakest == "stated"


def test_ranked_by_weakest_link_first() -> None:
    store = store_of(
        link("a owns z", 2, status="alleged"),
        link("a belongs_to b", 3),
        link("b belongs_to c", 4),
        link("c linked_to z", 5),
        link("a owns d", 6, status="inferred"),
        link("d owns z", 7),
    )
    answer = find_paths(store, "a", "z")
    assert routes(answer) == ["abcz", "adz", "az"]
    assert [path.weakest for path in answer.paths] == ["stated", "inferred", "alleged"]
    assert [path.nature for path in answer.paths] == [2, 0, 0]
    assert answer.total == 3


def test_then_by_nature_of_the_links_then_by_length() -> None:
    store = store_of(
        "a linked_to z",
        "a belongs_to b", "b owns z",
        "a owns c", "c controls d", "d owns z",
        "a owns e", "e owns z",
    )  # fmt: skip
    assert routes(find_paths(store, "a", "z")) == ["aez", "acdz", "abz", "az"]


def test_then_by_the_number_of_references() -> None:
    store = store_of(
        link("a owns b", 2, reference="one"),
        link("b owns z", 3, reference="one"),
        link("a owns c", 4, reference="one"),
        link("c owns z", 5, reference="two"),
        link("c owns z", 6, reference="three"),
    )
    answer = find_paths(store, "a", "z", max_paths=1)
    assert routes(answer) == ["acz"]
    assert answer.paths[0].references == 3
    assert (answer.total, answer.complete) == (2, True)


def test_proposed_counts_only_when_asked() -> None:
    store = store_of(link("a owns b", 2, status="proposed"))
    assert find_paths(store, "a", "b").paths == ()
    asked = find_paths(store, "a", "b", filters=ViewState(statuses=STATUSES))
    assert asked.paths[0].weakest == "proposed"


def test_filters() -> None:
    store = store_of(
        link("a owns b", 2, until="2019"), link("b owns c", 3), "a owns c",
        categories={"b": "state"},
    )  # fmt: skip
    assert routes(find_paths(store, "a", "c")) == ["ac", "abc"]
    for narrow in (
        ViewState(as_of="2020"),
        ViewState(categories=("company",)),
        ViewState(hidden=("b",)),
    ):
        assert routes(find_paths(store, "a", "c", filters=narrow)) == ["ac"]
    # The ends always pass.
    assert routes(find_paths(store, "a", "c", filters=ViewState(categories=()))) == ["ac"]


def test_length_is_bounded() -> None:
    store = store_of("a owns b", "b owns c", "c owns d", "d owns e")
    assert routes(find_paths(store, "a", "e", max_hops=4)) == ["abcde"]
    answer = find_paths(store, "a", "e", max_hops=3)
    assert (answer.paths, answer.total, answer.complete) == ((), 0, True)


@pytest.mark.parametrize(
    ("ends", "options", "says"),
    [
        ("aa", {}, "two different ends"),
        ("ab", {"max_hops": 0}, "0 steps"),
        ("ab", {"max_paths": 0}, "0 paths"),
        ("ab", {"filters": ViewState(as_of="soon")}, "soon"),
    ],
)
def test_refused_questions(ends: str, options: dict[str, object], says: str) -> None:
    with pytest.raises(FilterError, match=says):
        find_paths(store_of("a owns b"), *ends, **options)
    with pytest.raises(NotFound, match="“x”"):
        find_paths(store_of("a owns b"), "a", "x")


def test_a_hub_between_the_ends_is_met_and_not_opened() -> None:
    store = store_of("a owns hub", "b owns hub", *(f"hub owns x{n}" for n in range(500)))
    assert find_paths(store, "a", "b", max_hops=2).paths[0].nodes == ("a", "hub", "b")
    assert store.fetched < 10


def test_what_is_too_large_is_never_called_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region, "FETCH_LIMIT", 6)
    wide = [f"a owns p{n}" for n in range(6)] + [f"b owns q{n}" for n in range(6)]
    with pytest.raises(LimitExceeded, match="fewer steps"):
        find_paths(store_of(*wide, "p1 owns q1"), "a", "b")
    hubs = [f"{hub} owns {hub}{n}" for hub in "bc" for n in range(9)]
    answer = find_paths(store_of("a owns b", "a owns c", *hubs), "a", "b")
    assert routes(answer) == ["ab"]
    assert not answer.complete
    assert "more than 1 step" in answer.note


def test_more_paths_than_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(path_search, "STEP_BUDGET", 300)
    names = "bcdefgh"
    dense = [f"{x} owns {y}" for x in "a" + names for y in names + "z" if x < y]
    answer = find_paths(store_of(*dense), "a", "z", max_paths=2)
    assert routes(answer)[0] == "az"
    assert not answer.complete
    assert "more paths" in answer.note


@given(
    stores(),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(1, 5),
    st.booleans(),
    st.lists(st.sampled_from(STATUSES), unique=True).map(tuple),
)
def test_every_path_is_found_once(
    store: FakeStore, a: str, b: str, hops: int, directed: bool, statuses: tuple[str, ...]
) -> None:
    if a == b:
        return
    graph = nx.DiGraph()
    graph.add_nodes_from(NAMES)
    for one in store.links_of(NAMES):
        if one.status in statuses:
            graph.add_edge(one.source, one.target)
            if not directed:
                graph.add_edge(one.target, one.source)
    expected = {tuple(path) for path in nx.all_simple_paths(graph, a, b, cutoff=hops)}
    options = {"max_hops": hops, "directed": directed, "filters": ViewState(statuses=statuses)}
    answer = find_paths(store, a, b, max_paths=1000, **options)
    assert {path.nodes for path in answer.paths} == expected
    assert (answer.total, len(answer.paths)) == (len(expected), len(expected))
    ranks = [
        (STATUSES.index(path.weakest), path.nature, path.length, -path.references)
        for path in answer.paths
    ]
    assert ranks == sorted(ranks)
    # Asking for fewer gives the beginning of the same list.
    first = find_paths(store, a, b, max_paths=2, **options)
    assert first.paths == answer.paths[:2]
    assert first.total == len(expected)


def test_what_must_be_avoided_is_never_passed() -> None:
    store = store_of("a owns x", "x owns b", "a linked_to y", "y linked_to b",
                     categories={"x": "state", "b": "state"})  # fmt: skip
    assert routes(find_paths(store, "a", "b")) == ["axb", "ayb"]
    for terms in (Terms(avoid=("x",)), Terms(avoid_categories=("state",))):
        assert routes(find_paths(store, "a", "b", terms=terms)) == ["ayb"]
    with pytest.raises(NotFound):
        find_paths(store, "a", "b", terms=Terms(avoid=("nobody",)))


def test_what_must_be_passed_is_passed() -> None:
    store = store_of("a owns b", "a owns x", "x owns b", "x owns y", "y owns b",
                     categories={"y": "state", "a": "state"})  # fmt: skip
    assert routes(find_paths(store, "a", "b", terms=Terms(through=("x",)))) == ["axb", "axyb"]
    assert routes(find_paths(store, "a", "b", terms=Terms(through=("x", "y")))) == ["axyb"]
    # A named end is passed; a category is wanted between the ends.
    for end in ("a", "b"):
        through = Terms(through=(end, "y"))
        assert routes(find_paths(store, "a", "b", terms=through)) == ["axyb"]
    by_category = find_paths(store, "a", "b", terms=Terms(through_categories=("state",)))
    assert routes(by_category) == ["axyb"]
    assert routes(find_paths(store, "a", "b", max_hops=2, terms=Terms(through=("y",)))) == []


@given(
    stores(),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    st.integers(1, 5),
)
def test_terms_choose_among_the_paths(
    store: FakeStore, named: list[str], avoid: list[str], hops: int
) -> None:
    a, b, *through = named
    everything = find_paths(store, a, b, max_paths=1000, max_hops=hops)
    terms = Terms(avoid=tuple(avoid), through=tuple(through))
    expected = [
        path.nodes
        for path in everything.paths
        if set(through) <= set(path.nodes[1:-1]) and not set(avoid) & set(path.nodes[1:-1])
    ]
    answer = find_paths(store, a, b, max_paths=1000, max_hops=hops, terms=terms)
    assert sorted(path.nodes for path in answer.paths) == sorted(expected)


@pytest.mark.parametrize("through", [("r",), ("a", "r")])
def test_a_path_may_pass_what_it_ends_at(through: tuple[str, ...]) -> None:
    store = store_of("a owns p", "a owns r", categories={"p": "party", "r": "state"})
    answer = paths_to_any(store, "a", ["party", "state"], terms=Terms(through=through))
    assert routes(answer) == ["ar"]


def test_to_any_of_a_category_ends_at_the_first_and_ranks_all_together() -> None:
    store = store_of(
        "a owns x", "x owns p", "p owns q", link("a owns r", 9, status="alleged"),
        categories={"p": "party", "q": "party", "r": "state"},
    )  # fmt: skip
    answer = paths_to_any(store, "a", ["party", "state"])
    assert routes(answer) == ["axp", "ar"]
    assert routes(paths_to_any(store, "a", ["press"])) == []
    assert routes(paths_to_any(store, "p", ["party"])) == ["pq"]
    assert routes(paths_to_any(store, "a", ["party"], directed=True)) == ["axp"]
    assert routes(paths_to_any(store, "q", ["state"], terms=Terms(avoid=("x",)))) == []


@pytest.mark.parametrize("stop_after", [0, 1, 3])
def test_a_search_can_be_cancelled_and_keeps_what_it_found(
    stop_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_search, "EVERY", 50)
    names = "bcdefgh"
    dense = [f"{x} owns {y}" for x in "a" + names for y in names + "z" if x < y]
    told: list[int] = []

    def tick(done: int) -> bool:
        told.append(done)
        return len(told) <= stop_after

    answer = find_paths(store_of(*dense), "a", "z", tick=tick)
    assert answer.cancelled and not answer.complete
    assert "stopped" in answer.note
    assert told == sorted(told)
    whole = find_paths(store_of(*dense), "a", "z", tick=lambda _: None)
    assert not whole.cancelled and whole.complete


def test_an_exception_of_the_hook_passes_through() -> None:
    def stop(_: int) -> bool:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        find_paths(store_of("a owns b"), "a", "b", tick=stop)


def test_paths_as_sentences_to_be_copied() -> None:
    store = store_of(
        link("b owns a", 2, share="100", reference="art", locator="¶3"),
        link("b has_interest_in c", 3, status="alleged", reference="art", locator="¶13"),
    )
    (path,) = find_paths(store, "a", "c").paths
    entities, sources = store.entities("abc"), store.sources()
    assert path_sentences(path, entities, sources) == (
        "1. A is owned wholly by B (the article says, ¶3).",
        "2. B has an interest in C, size unknown (alleged, ¶13).",
    )
    assert path_line(path, entities) == "A – B – C"
    assert rank_in_words(path, sources) == (
        "2 steps; least certain step: alleged; ownership or control throughout; 1 source"
    )
