"""Addresses: every view has one, and no address breaks the page."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import STATUSES, Relation, Source
from graph.views.viewstate import LAYOUTS, ViewState
from graph.views.viewurl import MAX_LIST, PARAMETERS, from_query, to_query
from tests.fakes import FakeStore, entity

IDS = ("a", "b,c", "50%", "%2C", "d e", "é&=#+?", "__proto__", "none")
STORE = FakeStore(
    [entity(key, "yacht" if key == "a" else "company") for key in IDS],
    [
        Relation("r2", "a", "b,c", "owns"),
        Relation("r3", "a", "a", "lends_to", reference="art", status="rumoured"),
    ],
    [Source("art"), Source("bo,ok")],
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


percent = st.floats(0, 100, allow_nan=False).map(lambda number: number + 0.0)
views = st.builds(
    ViewState,
    focus=some(IDS),
    hops=st.integers(0, 12),
    expanded=some(IDS),
    layout=st.sampled_from(("", *LAYOUTS)),
    seed=st.integers(0, 2**31 - 1),
    categories=st.none() | some(("company", "yacht", "role")),
    people=st.none() | some(IDS),
    groups=st.none() | some(("ownership", "lends_to")),
    types=st.none() | some(("owns", "lends_to")),
    statuses=st.none() | some((*STATUSES, "rumoured")),
    share=st.none() | st.tuples(percent, percent).map(sorted).map(tuple),
    as_of=st.sampled_from(("", "2020", "2020-09", "2020-09-14")),
    against=st.sampled_from(("", "2019", "2021-01")),
    undated=st.booleans(),
    hidden=some(IDS),
    only=st.none() | some(IDS),
    collapsed=some(IDS),
    dropped=some(("art", "art#¶3", "bo,ok#p. 1,2%", "#alleged")),
    selection=some(IDS),
    emphasis=some(("r2", "r3")),
    size_by=st.sampled_from(("", "degree", "in_degree")),
    threshold=percent,
)


@given(views)
def test_an_address_opens_the_view_it_was_made_from(state: ViewState) -> None:
    assert from_query(to_query(state), STORE) == (state, [])


@given(views)
def test_it_survives_the_address_bar(state: ViewState) -> None:
    bar = urlencode(to_query(state))
    assert from_query(dict(parse_qsl(bar, keep_blank_values=True)), STORE) == (state, [])


def test_defaults_are_left_out_and_pins_stay_out() -> None:
    assert to_query(ViewState(pins=(("a", 1.0, 2.0),))) == {}
    state = ViewState(focus=("a", "b,c"), hops=2, as_of="2020-09-14", groups=(), undated=False)
    assert to_query(state) == {
        "focus": "a,b%2Cc",
        "hops": "2",
        "group": "",
        "asof": "2020-09-14",
        "undated": "0",
    }


def test_every_field_but_the_pins_has_a_name_in_the_address() -> None:
    assert {*PARAMETERS.values(), "pins"} == {field.name for field in fields(ViewState)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hops", "many"), ("hops", "-1"), ("hops", "99"), ("hops", ""), ("hops", "²"),
        ("seed", "1.5"), ("share", "130"), ("share", "50-20"), ("share", "0-nan"),
        ("asof", "2020-13"), ("asof", "soon"), ("undated", "maybe"), ("layout", "spiral"),
        ("size", "<b>"), ("threshold", "inf"), ("threshold", "1_0"), ("focus", "nobody"),
        ("category", "boats"), ("type", "hates"), ("group", "enmity"), ("status", "sure"),
        ("people", "nobody"), ("hide", "nobody"), ("only", "nobody"), ("collapse", "nobody"),
        ("drop", "nothing#¶3"), ("select", "nobody"), ("lit", "r99"), ("expand", "nobody"),
        ("colour", "red"),
    ],
)  # fmt: skip
def test_what_is_not_understood_gives_one_message_and_the_default(name: str, value: str) -> None:
    state, messages = from_query({name: value}, STORE)
    assert state == ViewState()
    assert len(messages) == 1
    assert name in messages[0]


def test_what_is_understood_of_a_list_is_kept() -> None:
    state, messages = from_query({"focus": "a,nobody,a,,nothing", "category": ""}, STORE)
    assert state == ViewState(focus=("a",), categories=())
    assert ["nobody" in messages[0], "nothing" in messages[1], len(messages)] == [True, True, 2]


def test_messages_stay_short_and_few() -> None:
    long = "x" * 5000 + "\n" * 10
    _, messages = from_query({"focus": long, long: "1", "hops": long}, STORE)
    assert all(len(message) < 200 and "\n" not in message for message in messages)
    state, messages = from_query({"hide": ",".join(["a"] + [f"n{n}" for n in range(9000)])}, STORE)
    assert state.hidden == ("a",)
    assert len(messages) <= MAX_LIST + 1


@given(st.dictionaries(st.sampled_from([*PARAMETERS, "x", "embed"]), st.text(max_size=30)))
def test_no_address_breaks_anything(query: dict[str, str]) -> None:
    state, _ = from_query(query, STORE)
    assert from_query(to_query(state), STORE) == (state, [])
