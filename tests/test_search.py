"""Search: what is found, in which order, and what is forgiven."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.loading import Dataset
from graph.model import Entity, Relation
from graph.search import ALIAS, HOLDER, ID, LABEL, Name, fold, names_of, rank, similar_words
from graph.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    entities = (
        Entity("zhenhua", "Shenzhen Zhenhua Data", "company", aliases=("Zhenhua",)),
        Entity("mayor", "Mayor of Amsterdam", "role", ("burgemeester",), holder="Femke Halsema"),
        Entity("sg", "Société Générale", "company", aliases=("SocGen", "S.G.")),
        Entity("data-corp", "Data Corporation", "company", extra={"short": "DC"}),
        Entity("corp-data", "Corporation of Data", "company"),
        Entity("ministers", "Ministers", "group"),
        Entity("minister", "Minister", "role"),
        Entity("house", "Royal House", "group"),
        Entity("odd", "Q'uote \"%_\\ <b>", "company"),
        Entity("symbols", "!!!", "company"),
        Entity("han", "中国电子", "company"),
    )
    links = tuple(
        Relation(f"r{row}", "corp-data", target, "owns", row=row)
        for row, target in enumerate(("zhenhua", "sg", "house"), 2)
    )
    return Store.of(Dataset("names", entities, links))


def ids(store: Store, text: str) -> list[str]:
    return [hit.id for hit in store.search(text).results]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Société Générale", "sg"),
        ("societe generale", "sg"),
        ("GÉNÉRALE SOCIÉTÉ", "sg"),
        ("sg", "sg"),
        ("s.g.", "sg"),
        ("socg", "sg"),
        ("Zhenuha", "zhenhua"),
        ("zehnhua dta", "zhenhua"),
        ("Shenzen", "zhenhua"),
        ("halsma", "mayor"),
        ("mayor halsema", "mayor"),
        ("halsema burgemeester", "mayor"),
        ("DC", "data-corp"),
        ("data corp", "data-corp"),
        ("corp-data", "corp-data"),
        ("royl hose", "house"),
        ("corprotaion of dat", "corp-data"),
        ("!!!", "symbols"),
        ("电子", "han"),
        ("uote", "odd"),
    ],
)
def test_the_wanted_entity_comes_first(store: Store, text: str, first: str) -> None:
    assert ids(store, text)[0] == first


def test_exact_before_prefix_before_all_words_before_typos(store: Store) -> None:
    assert ids(store, "minister") == ["minister", "ministers"]
    assert ids(store, "data") == ["data-corp", "corp-data", "zhenhua"]
    assert ids(store, "corporation data") == ["corp-data", "data-corp"], "more links first"


def test_label_before_alias_before_holder() -> None:
    names = [
        Name("h", "H", "role", 9, HOLDER, "Dana", "dana"),
        Name("a", "A", "role", 9, ALIAS, "Dana", "dana"),
        Name("l", "Dana", "role", 0, LABEL, "Dana", "dana"),
    ]
    assert [hit.id for hit in rank("dana", names, 9).results] == ["l", "a", "h"]


def test_an_entity_is_listed_once_with_its_best_name() -> None:
    names = [
        Name("e", "Long Name", "role", 0, ID, "name", "name"),
        Name("e", "Long Name", "role", 0, LABEL, "Long Name", "long name"),
    ]
    result = rank("name", names, 9)
    assert (result.total, result.results[0].matched) == (1, "name")


def test_matched_says_what_matched(store: Store) -> None:
    (hit,) = store.search("femke").results
    assert (hit.label, hit.category, hit.matched) == (
        "Mayor of Amsterdam",
        "role",
        "Femke Halsema",
    )


def test_total_counts_what_the_limit_leaves_out(store: Store) -> None:
    result = store.search("data", limit=1)
    assert (len(result.results), result.total) == (1, 3)


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "'; DROP TABLE names; --", "%", "_"])
def test_nothing_is_found_for_nothing(store: Store, text: str) -> None:
    assert store.search(text).total == 0
    assert store.entity_count == 11


def test_a_short_word_forgives_nothing_and_begins_a_word(store: Store) -> None:
    assert ids(store, "ro")[0] == "house"
    assert "mayor" not in ids(store, "ro") and "mayor" not in ids(store, "sx")


def test_the_nearest_name_is_offered(store: Store) -> None:
    near = store.nearest("Zenwa")
    assert near is not None and near.id == "zhenhua"
    assert store.nearest("qqqqqqqq") is None
    assert store.nearest("zuaz") is None, "half of a short word is no likeness"
    assert store.nearest("") is None


@settings(max_examples=40)
@given(text=st.text(max_size=30))
def test_no_text_stops_the_search(store: Store, text: str) -> None:
    result = store.search(text)
    assert len(result.results) <= result.total
    store.nearest(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folding_forgets_unicode_forms(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ministerie  van BZK ", "ministerie van bzk"),
        ("AT&T", "at t"),
        ("B.V.", "bv"),
        ("U.S. Steel", "us steel"),
        ("Øresund", "oresund"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("snake_case-id", "snake case id"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_names_are_given_once_for_each_spelling() -> None:
    entity = Entity("cetc", "CETC", "company", aliases=("C.E.T.C.", "China Electronics"))
    assert [text for _, text, _ in names_of(entity)] == ["CETC", "China Electronics"]


@pytest.mark.parametrize(
    ("word", "known", "similar"),
    [
        ("cetc", "cect", True),
        ("cetc", "ctec", True),
        ("cetc", "ccee", False),
        ("halsema", "helsama", False),
        ("amsterdam", "omsterdem", True),
        ("eu", "eo", False),
        ("parlaiment", "parliamentary", True),
    ],
)
def test_one_typo_in_a_word_and_two_in_a_long_one(word: str, known: str, similar: bool) -> None:
    assert (similar_words(word, [known]) == {known}) is similar
