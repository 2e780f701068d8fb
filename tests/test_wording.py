"""Words: sentences, captions, titles and file names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.exports.details import relation_facts
from graph.exports.escaping import file_name
from graph.model import Entity, PartialDate, Relation, Source
from graph.views.view import Counts, build_view
from graph.views.viewstate import ViewState
from graph.wording import (
    as_of_in_words,
    counts_in_words,
    dates_in_words,
    file_stem,
    filters_in_words,
    relation_sentence,
    second_line,
    source_lines,
    status_in_words,
    title_of,
    view_in_words,
)
from tests.fakes import FakeStore, entity, link, store_of
from tests.test_view import states, stores
from ui.panels.facts import date_words

ARTICLE = Source("art", title="The arm", kind="opinion")
SOURCES = {"art": ARTICLE, "reg": Source("reg", title="Register", publisher="KvK", kind="register")}
ENDS = {
    "a": Entity("a", "Alpha Holding", "company", extra={"short": "Alpha"}),
    "b": Entity("b", "Beta", "company"),
    "m": Entity("m", "Mayor of Delft", "role", holder="Jo Bloggs"),
}


@pytest.mark.parametrize(
    ("written", "more", "sentence"),
    [
        ("a owns b", {"share": "100"}, "Alpha owns Beta wholly (the article says, ¶3)."),
        ("a owns b", {"share": "25-50"}, "Alpha owns 25–50 % of Beta (the article says, ¶3)."),
        ("a owns b", {}, "Alpha owns Beta, size unknown (the article says, ¶3)."),
        (
            "a has_interest_in b",
            {"status": "alleged"},
            "Alpha has an interest in Beta, size unknown (alleged, ¶3).",
        ),
        ("b lends_to a", {"share": "5"}, "Beta lends to Alpha, 5 % (the article says, ¶3)."),
        (
            "a holds_data_on m",
            {"said_by": "X"},
            "Alpha holds data on Mayor of Delft (Jo Bloggs) (the article says, said by X, ¶3).",
        ),
        (
            "a controls b",
            {"reference": "reg", "since": "2019", "until": "2020-02"},
            "Alpha controls Beta, 2019 to 2020-02 (the source says, “Register”, ¶3).",
        ),
        (
            "a owns a",
            {"since": "2019", "status": "inferred", "locator": ""},
            "Alpha owns Alpha, size unknown, since 2019 (our reading).",
        ),
        ("a revealed b", {"since": "2019"}, "Alpha revealed Beta, 2019 (the article says, ¶3)."),
        (
            "a controls b",
            {"until": "2019", "status": "proposed"},
            "Alpha controls Beta, until 2019 (proposed, ¶3).",
        ),
        (
            "a controls x",
            {"reference": "", "locator": "", "status": "ungraded"},
            "Alpha controls x (not assessed).",
        ),
    ],
)  # fmt: skip
def test_a_link_as_a_sentence(written: str, more: dict[str, object], sentence: str) -> None:
    one = link(written, **({"reference": "art", "locator": "¶3"} | more))
    assert relation_sentence(one, ENDS, SOURCES) == sentence


def test_a_link_read_against_its_arrow() -> None:
    one = link("a owns b", share="25", reference="art")
    words = relation_sentence(one, ENDS, SOURCES, inverse=True)
    assert words == "Beta is owned for 25 % by Alpha (the article says)."
    surveyed = link("a holds_data_on m", reference="art")
    words = relation_sentence(surveyed, ENDS, SOURCES, inverse=True)
    assert words == "Mayor of Delft (Jo Bloggs) is recorded in Alpha (the article says)."


def test_the_article_speaks_only_where_there_is_one() -> None:
    assert status_in_words("stated", ARTICLE) == "the article says"
    assert status_in_words("stated", SOURCES["reg"]) == "the source says"
    assert status_in_words("alleged", ARTICLE) == "alleged"
    assert status_in_words("rumoured") == "rumoured"


def test_sources_with_the_places_that_are_cited() -> None:
    links = [link("a owns b", n, reference="art", locator=f"¶{n}") for n in (4, 2, 3, 13)]
    links += [
        link("a owns b", 20, reference="art", locator="¶3; note 2"),
        link("a owns b", 21, reference="zzz"),
        link("a owns b", 22, reference="reg", locator="¶1"),
        link("a owns b", 23),
    ]
    assert source_lines(links, SOURCES) == (
        "“The arm”, opinion article, ¶2–¶4, ¶13, note 2.",
        "“Register”, register, KvK, ¶1.",
        "zzz.",
        "1 link without a source.",
    )
    assert source_lines([], SOURCES) == ()


def test_second_line() -> None:
    assert second_line(Entity("r", "R", "role", holder="Jo")) == "Jo"
    assert second_line(Entity("r", "R", "role", extra={"note": "n"})) == "not named"
    assert second_line(Entity("r", "R", "company", extra={"note": "n"})) == "n"


def test_counts_and_dates() -> None:
    assert counts_in_words(Counts(1, 1, 0, 1, 0)) == "1 of 1 entity · 0 of 1 link"
    counts = Counts(75, 75, 120, 120, 86)
    assert as_of_in_words(ViewState(), counts) == "All dates · 86 links undated"
    dated = ViewState(as_of="2020", undated=False)
    assert as_of_in_words(dated, counts) == "As of 2020 · undated links left out"


def test_filters_in_words() -> None:
    store = store_of(
        link("a owns b", 2, reference="art", status="stated"),
        link("a controls c", 3, reference="art", status="alleged"),
        link("c belongs_to g", 4, reference="art"),
        categories={"g": "group"},
    )

    def words(**filters: object) -> tuple[str, ...]:
        return filters_in_words(ViewState(**filters), store)

    assert words() == ()
    assert words(focus=("a",), selection=("b",), undated=False) == ()
    assert words(groups=("ownership",)) == ("Links: only Ownership",)
    assert words(groups=("ownership", "control")) == ("Links: all but Affiliation",)
    assert words(groups=()) == ("Links: none",)
    assert words(statuses=("stated",)) == ("Certainty: only the article says",)
    assert words(categories=("company",)) == ("Entities: only Company",)
    assert words(people=("g",)) == ("Groups of people: only G",)
    assert words(people=()) == ("Groups of people: none",)
    assert words(hidden=("a", "b", "c", "g")) == ("Hidden by hand: 4 entities",)
    assert words(only=("a", "b")) == ("Narrowed by hand to A and B",)
    assert words(only=()) == ("Narrowed by hand to nothing",)
    assert words(collapsed=("g",)) == ("Folded groups: G",)
    assert words(dropped=("art#¶3", "gone")) == ("Sources left out: “The article” ¶3, gone",)
    assert words(dropped=("#alleged",)) == ("Left out: links that are “alleged”",)
    assert words(share=(25.0, 50.0)) == ("Ownership: shares that may lie within 25–50 %",)
    assert words(as_of="2020", undated=False) == ("As of 2020, undated links left out",)


@given(stores(), states())
def test_a_filter_that_is_on_is_named(store: FakeStore, state: ViewState) -> None:
    assert bool(filters_in_words(state, store)) == state.filtered


def test_titles() -> None:
    store = store_of("a owns b", "c owns b", "d surveils b")

    def title(**fields: object) -> str:
        return title_of(build_view(store, ViewState(**fields)), store)

    assert title() == "Small"
    assert title(focus=("a",)) == "A and its neighbours"
    assert title(focus=("a", "b")) == "A and B and their neighbours"
    assert title(focus=("a",), hops=2) == "A and what lies up to 2 steps away"
    assert title(focus=("a",), hops=0) == "A"
    assert title(groups=("surveillance",)) == "Surveillance links"
    assert title(groups=("ownership", "control")) == "Ownership and control links"
    assert title(groups=("ownership",), focus=("a",)) == "Ownership links around A"
    assert title(types=("owns",)) == "“owns” links"
    assert title(only=("a", "b")) == "A and B"
    unnamed = FakeStore(store.entities("abcd").values(), store.links_of("abcd"), name="data")
    assert title_of(build_view(unnamed, ViewState()), unnamed) == "B and its network"
    empty = FakeStore([], [], name="data")
    assert title_of(build_view(empty, ViewState()), empty) == "An empty data set"


def test_view_in_words() -> None:
    store = FakeStore([entity("a")], [])
    state = ViewState(focus=("a",), expanded=("a",), layout="case", pins=(("a", 0.0, 0.0),))
    assert view_in_words(state, store) == (
        "A, 1 step away · 1 entity expanded · case layout · 1 entity moved by hand"
    )
    assert view_in_words(ViewState(focus=("a",), hops=0)) == "a, by itself"


def test_dates_are_worded_alike_wherever_a_link_is_shown() -> None:
    day = PartialDate(2020, 9, 16)
    firm = Relation("r2", "a", "b", "owns", since=day, until=day)
    moment = Relation("r3", "a", "b", "submitted", since=day)
    assert dates_in_words(firm) == dates_in_words(moment) == "2020-09-16"
    for one in (firm, moment, Relation("r4", "a", "b", "owns", since=day)):
        words = dates_in_words(one)
        assert f", {words} (" in relation_sentence(one, {}, {})
        assert f" · {words}" in relation_facts(one, {})["lines"][0]
        assert date_words(one) == f", {words}"


def test_file_names_say_what_they_hold() -> None:
    store = FakeStore([entity("zhenhua-data"), entity("b")], [Relation("r2", "b", "b", "owns")])

    def stem(**fields: object) -> str:
        return file_stem(ViewState(**fields), store)

    state = {"focus": ("zhenhua-data",), "hops": 2, "as_of": "2020-09-14"}
    assert stem(**state) == "zhenhua-data_2-hops_2020-09-14"
    assert stem(focus=("b",), groups=("surveillance",)) == "b_1-hop_surveillance"
    assert stem() == "small"
    assert stem(hidden=("b",)) == "small_filtered"
    assert file_stem(ViewState(), FakeStore([entity("hub")], [], name="data")) == "hub_network"
    assert file_stem(ViewState(), FakeStore([], [], name="nul")) == "view_nul"


def test_file_names_tell_focuses_apart_in_any_script() -> None:
    store = FakeStore([], [], name="small")
    ids = ("中国电科", "振华数据", "की", "का", "🙂", "☃", "société", "societe")
    names = [file_name(file_stem(ViewState(focus=(one,)), store), "svg") for one in ids]
    assert len(set(names)) == len(names)
    assert names[0] == "中国电科_1-hop.svg"
    assert len(file_name("中" * 300, "svg").encode()) <= 130


@given(
    st.lists(st.text(min_size=1, max_size=60), unique=True, max_size=5).map(tuple),
    st.text(max_size=20),
    st.none() | st.lists(st.text(max_size=40), max_size=2).map(tuple),
)
def test_file_names_are_safe_on_every_system(
    focus: tuple[str, ...], name: str, groups: tuple[str, ...] | None
) -> None:
    stem = file_stem(ViewState(focus=focus, groups=groups), FakeStore([], [], name=name))
    assert re.fullmatch(r"\w[\w-]*", stem)
    assert stem == stem.lower()
    assert len(stem.encode()) <= 80
    assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", stem)
