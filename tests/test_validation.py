"""The rules behind the load report, one by one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.loading import registers, validation
from graph.loading.tables import Row
from graph.model import PartialDate, Relation, Share

FILE = "relations.csv"


def owns(
    row: int, share: float | None, *, status: str = "stated", until: PartialDate | None = None
) -> Relation:
    held = None if share is None else Share(share, 100)
    return Relation(f"r{row}", f"o{row}", "x", "owns", held, status, until=until, row=row)


@pytest.mark.parametrize("cell", ["130", "-5", "60-40", "abc", "1e2", "50%50", "٣"])
def test_a_share_that_cannot_be_is_unknown(cell: str) -> None:
    share, problem = validation.read_share(FILE, Row(7, {"share": cell}))
    assert share is None
    assert problem is not None
    assert (problem.severity, problem.row, problem.column, problem.value) == (
        "warning",
        7,
        "share",
        cell,
    )


@pytest.mark.parametrize("cell", ["2021-02-29", "2020-13", "20", "14-09-2020", "0000", "2020-9"])
def test_a_date_outside_the_calendar_is_open(cell: str) -> None:
    date, problem = validation.read_date(FILE, Row(7, {"until": cell}), "until")
    assert date is None
    assert problem is not None and problem.column == "until"


@given(st.text(max_size=20))
def test_no_cell_stops_the_rules(cell: str) -> None:
    row = Row(2, {"share": cell, "since": cell, "status": cell, "holder_tense": cell})
    share, bad_share = validation.read_share(FILE, row)
    date, bad_date = validation.read_date(FILE, row, "since")
    assert not (share and bad_share) and not (date and bad_date)
    status, bad_status = validation.read_status(FILE, row)
    assert status == "ungraded" or bad_status is None
    tense, bad_tense = validation.read_tense(FILE, row)
    assert not tense or bad_tense is None


def test_a_misspelt_status_is_ungraded_and_gets_a_hint() -> None:
    status, problem = validation.read_status(FILE, Row(2, {"status": "aleged"}))
    assert status == "ungraded"
    assert problem is not None and "Did you mean “alleged”?" in problem.fix


@pytest.mark.parametrize(("cell", "status"), [("", "ungraded"), (" Stated ", "stated")])
def test_status_forgives_capitals_and_blanks(cell: str, status: str) -> None:
    assert validation.read_status(FILE, Row(2, {"status": cell})) == (status, None)


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (PartialDate(2021), PartialDate(2020), True),
        (PartialDate(2020, 9, 15), PartialDate(2020, 9, 14), True),
        (PartialDate(2020, 9, 14), PartialDate(2020), False),
        (PartialDate(2020, 9, 14), PartialDate(2020, 9, 14), False),
        (None, PartialDate(2020), False),
    ],
)
def test_partial_dates_are_read_generously(
    since: PartialDate | None, until: PartialDate, wrong: bool
) -> None:
    relation = Relation("r2", "a", "b", "owns", since=since, until=until, row=2)
    assert (validation.order_of_dates(FILE, relation) is not None) is wrong


@pytest.mark.parametrize(
    ("first", "second"),
    [("cetc", "CETC"), ("a b", "ab"), ("é", unicodedata.normalize("NFD", "é")), ("x", "x ")],
)
def test_ids_that_look_alike_are_named_and_kept(first: str, second: str) -> None:
    ids = registers.IdRegister("entities.csv")
    assert ids.add(first, 2) is None
    problem = ids.add(second, 3)
    assert problem is not None and problem.severity == "warning"
    assert f"“{first}” in row 2" in problem.problem
    assert list(ids) == [first, second]


@given(st.lists(st.text(max_size=4)))
def test_an_id_is_repeated_exactly_when_it_was_there(ids: list[str]) -> None:
    register = registers.IdRegister("entities.csv")
    for place, one in enumerate(ids):
        problem = register.add(one, place)
        repeated = problem is not None and problem.severity == "error"
        assert repeated is (one in ids[:place])
    assert len(register) == len(set(ids))


def test_shares_over_100_are_told_once_at_the_row_that_passes_it() -> None:
    sums = registers.ShareSums()
    told = [sums.add(FILE, owns(row, 40)) for row in (2, 3, 4, 5)]
    assert [problem is not None for problem in told] == [False, False, True, False]
    assert told[2] is not None and told[2].value == "120"


@pytest.mark.parametrize(
    "harmless",
    [
        owns(3, None),
        owns(3, 0),
        owns(3, 90, status="proposed"),
        owns(3, 90, until=PartialDate(2019)),
        Relation("r3", "o", "x", "controls", Share(90, 90), row=3),
        Relation("r3", "o", "y", "owns", Share(90, 90), row=3),
    ],
)
def test_only_shares_that_surely_hold_today_are_added(harmless: Relation) -> None:
    sums = registers.ShareSums()
    assert sums.add(FILE, owns(2, 90)) is None
    assert sums.add(FILE, harmless) is None
    assert sums.add(FILE, owns(4, 10)) is None, "100 is not over 100"


def test_thirds_do_not_pass_100_by_rounding() -> None:
    sums = registers.ShareSums()
    parts = [33.4, 33.3, 33.3]
    assert [sums.add(FILE, owns(row, part)) for row, part in enumerate(parts)] == [None] * 3


def test_an_unknown_reference_gets_the_likely_one() -> None:
    problem = validation.unknown_reference(
        "entities.csv", Row(9, {"reference": "artikle"}), ["article", "motion"]
    )
    assert problem is not None and "“article”" in problem.fix


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "www.x.nl"])
def test_only_web_addresses_pass(url: str) -> None:
    assert validation.web_address("sources.csv", Row(2, {"url": url})) is not None
    assert validation.web_address("sources.csv", Row(2, {"url": "HTTPS://x.nl"})) is None


def test_a_share_told_twice_by_two_sources_is_not_added_again() -> None:
    sums = registers.ShareSums()
    whole = Relation("r2", "a", "x", "owns", Share(100, 100), "stated", reference="s1", row=2)
    again = Relation("r3", "a", "x", "owns", Share(100, 100), "stated", reference="s2", row=3)
    same = Relation("r4", "a", "x", "owns", Share(100, 100), "stated", reference="s1", row=4)
    assert sums.add("relations.csv", whole) is None
    assert sums.add("relations.csv", again) is None
    problem = sums.add("relations.csv", same)
    assert problem is not None and problem.value == "200"
