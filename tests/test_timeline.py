"""Spans, steps and comparisons of dates, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.model import PartialDate, Relation, Share
from graph.timeline import compare_dates, timeline


def link(
    number: int, since: str = "", until: str = "", share: str = "", pair: str = "ab"
) -> Relation:
    return Relation(
        f"r{number}",
        pair[0],
        pair[1],
        "owns",
        Share.parse(share),
        since=PartialDate.parse(since),
        until=PartialDate.parse(until),
        row=number,
    )


def test_partial_dates_become_soft_ends() -> None:
    line = timeline([link(2, "2020-02", "2021"), link(3), link(4, "2019-05-06", "2019-05-06")])
    assert [span.relation.id for span in line.spans] == ["r4", "r2"]
    soft = line.spans[1]
    assert (soft.start_first, soft.start_last) == (date(2020, 2, 1), date(2020, 2, 29))
    assert (soft.end_first, soft.end_last) == (date(2021, 1, 1), date(2021, 12, 31))
    assert line.spans[0].instant and not soft.instant
    assert line.undated == 1
    assert (line.first, line.last) == (date(2019, 5, 6), date(2021, 12, 31))
    assert [str(step) for step in line.steps] == ["2019-05-06", "2020-02", "2021"]


def test_what_appeared_ended_and_changed() -> None:
    links = [
        link(2, "2010", "2015", pair="ab"),
        link(3, "2018", pair="cd"),
        link(4, "2012", pair="ef"),
        link(5, "2012", "2016", "30", pair="gh"),
        link(6, "2017", "", "55", pair="gh"),
        link(7, pair="ij"),
    ]
    found = compare_dates(links, PartialDate(2014), PartialDate(2020))
    assert [one.id for one in found.appeared] == ["r3"]
    assert [one.id for one in found.ended] == ["r2"]
    assert [one.id for one in found.same] == ["r4"]
    assert [one.id for one in found.undated] == ["r7"]
    (changed,) = found.changed
    assert (str(changed.before[0]), str(changed.after[0])) == ("30 %", "55 %")


def test_a_renewed_holding_with_the_same_share_has_not_changed() -> None:
    links = [link(2, "2010", "2015", "30"), link(3, "2016", "", "30")]
    found = compare_dates(links, PartialDate(2012), PartialDate(2018))
    assert not found.changed
    assert [one.id for one in found.ended] == ["r2"]
    assert [one.id for one in found.appeared] == ["r3"]


def test_shares_are_compared_in_all_and_a_second_source_is_no_change() -> None:
    def told(number: int, dates: str, share: str, source: str, kind: str = "owns") -> Relation:
        since, until = dates.split("-")
        return replace(link(number, since, until, share), reference=source, type=kind)

    early, late = PartialDate(2012), PartialDate(2018)
    for second in ("30", "29.99", "40", ""):
        links = [told(2, "2010-", "30", "s"), told(3, "2015-", second, "t")]
        found = compare_dates(links, early, late)
        assert not found.changed
        assert [one.id for one in found.appeared] == ["r3"]
    # The same share in two parts, and under another type.
    links = [told(2, "2010-2014", "0.3", "s"), told(3, "2015-", "0.1", "s")]
    assert compare_dates([*links, told(4, "2015-", "0.2", "s")], early, late).changed == ()
    other = told(4, "2015-", "0.3", "s", "has_interest_in")
    assert compare_dates([links[0], other], early, late).changed == ()
    # A further 20 from the same source.
    links = [told(2, "2010-", "30", "s"), told(3, "2015-", "20", "s")]
    (changed,) = compare_dates(links, early, late).changed
    assert (str(changed.before[0]), str(changed.after[0])) == ("30 %", "50 %")
    # The one source has ended, the other says something else.
    links = [told(2, "2010-2014", "30", "s"), told(3, "2015-", "60", "t")]
    assert len(compare_dates(links, early, late).changed) == 1


def test_only_holdings_change_their_share() -> None:
    links = [replace(link(2, "2010"), type="part_of"), replace(link(3, "2015"), type="part_of")]
    found = compare_dates(links, PartialDate(2012), PartialDate(2018))
    assert (found.changed, [one.id for one in found.appeared]) == ((), ["r3"])


years = st.integers(1990, 2030)


@st.composite
def dated(draw: st.DrawFn) -> list[Relation]:
    rows = []
    for number in range(draw(st.integers(0, 8))):
        start, length = draw(years), draw(st.integers(0, 20))
        pair = draw(st.sampled_from(["ab", "cd", "ef"]))
        rows.append(link(number + 2, str(start), str(start + length), pair=pair))
    return rows


@given(dated(), years, years)
def test_swapping_the_dates_swaps_the_answer(links: list[Relation], one: int, other: int) -> None:
    there = compare_dates(links, PartialDate(one), PartialDate(other))
    back = compare_dates(links, PartialDate(other), PartialDate(one))
    assert [item.id for item in there.appeared] == [item.id for item in back.ended]
    assert [item.id for item in there.same] == [item.id for item in back.same]
    assert {str(item.before) for item in there.changed} == {
        str(item.after) for item in back.changed
    }
    assert compare_dates(links, PartialDate(one), PartialDate(one)).appeared == ()
