"""The timeline under the canvas: steps, comparison, and its picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from graph.model import PartialDate
from graph.picture.appearance import THEMES
from graph.timeline import timeline
from tests.fakes import entity, link
from tests.test_page import address, page, state_of, words
from ui.panels.strip import MOST_BARS, strip
from ui.panels.timeline import MOST_STOPS, stops_of

SVG = "{http://www.w3.org/2000/svg}"
LIGHT = THEMES["light"]


@pytest.fixture
def holdings(tmp_path: Path) -> Path:
    (tmp_path / "entities.csv").write_text(
        "id,label,category\na,Alfa,state\nb,Beta,company\nc,Coda,company\n", encoding="utf-8"
    )
    (tmp_path / "relations.csv").write_text(
        "source,target,type,share,status,since,until\n"
        "a,b,owns,30,stated,2010,2018\n"
        "a,b,owns,60,stated,2019,\n"
        "b,c,owns,100,stated,2015,2017\n"
        "a,c,owns,5,stated,2021-06,\n"
        "a,c,linked_to,,stated,,\n",
        encoding="utf-8",
    )
    return tmp_path


def opened(data: Path | str = "data", **query: str):  # type: ignore[no-untyped-def]
    test = page(data, **query)
    return test.button(key="timeline_toggle").click().run()


def test_it_is_one_line_until_it_is_opened() -> None:
    test = page()
    assert "4 of 121 links dated · 2020-09-14 to 2020-09-16" in words(test)
    test.button(key="timeline_toggle").click().run()
    assert not test.exception
    assert "class='pg-tl-strip'" in words(test)
    test.button(key="timeline_toggle").click().run()
    assert "class='pg-tl-strip'" not in words(test)


def test_steps_set_the_date_and_end_at_the_last() -> None:
    test = opened()
    test.button(key="timeline_later").click().run()
    assert (state_of(test).as_of, address(test, "asof")) == ("2020-09-14", "2020-09-14")
    test.button(key="timeline_later").click().run()
    assert state_of(test).as_of == "2020-09-16"
    assert test.button(key="timeline_later").disabled
    test.button(key="timeline_earlier").click().run()
    assert state_of(test).as_of == "2020-09-14"
    assert "118 of 121 links" in words(test)


def test_undated_links_are_counted_and_optional() -> None:
    test = opened(asof="2020-09-16")
    box = test.checkbox(key="timeline_undated")
    assert box.label == "117 undated"
    box.uncheck().run()
    assert not state_of(test).undated
    assert "4 of 121 links" in words(test)


def test_two_dates_are_compared(holdings: Path) -> None:
    test = opened(holdings, asof="2022", against="2016")
    said = words(test)
    assert "From 2016 to 2022" in said
    assert "+ 1 appeared" in said and "− 1 ended" in said and "± 1 changed their share" in said
    assert "nothing can be said of 1 undated" in said
    frame = test.dataframe[0].value
    assert list(frame["What"]) == ["+ appeared", "− ended", "± changed", "± changed"]
    assert set(frame["Before → after"]) == {"", "30 % → 60 %"}


def test_choosing_a_second_date_brings_a_first_one(holdings: Path) -> None:
    test = opened(holdings)
    test.selectbox(key="timeline_against").select("2010").run()
    assert (state_of(test).against, state_of(test).as_of) == ("2010", "2021-06")
    test.selectbox(key="timeline_against").select("").run()
    assert state_of(test).against == ""


def test_play_starts_at_the_first_date_and_can_be_stopped() -> None:
    test = opened()
    test.button(key="timeline_play").click().run()
    assert state_of(test).as_of == "2020-09-14"
    assert test.button(key="timeline_play").label == "Stop"
    test.button(key="timeline_play").click().run()
    assert test.button(key="timeline_play").label == "Play"
    assert state_of(test).as_of == "2020-09-14"


def test_a_view_without_dates_says_so(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,state\nb,B,party\n")
    (tmp_path / "relations.csv").write_text("source,target,type\na,b,owns\n")
    test = opened(tmp_path)
    assert not test.exception
    assert "No link of this view carries a date" in words(test)


def test_the_slider_stops_at_so_many_dates_and_at_those_in_use() -> None:
    line = timeline(
        link("a owns b", row, since=f"{1000 + row}") for row in range(2, 3 * MOST_STOPS)
    )
    stops = stops_of(line, "1234-03", "")
    assert stops[0] == ""
    assert "1234-03" in stops
    assert {stops[1], stops[-1]} == {"1002", str(1000 + 3 * MOST_STOPS - 1)}
    assert len(stops) <= MOST_STOPS + 2


def test_the_picture_names_each_link_and_softens_partial_dates() -> None:
    line = timeline(
        [link("a owns b", 2, since="2015", until="2018"), link("b owns c", 3, since="2016-05-01")]
    )
    drawn = strip(line, {"a": entity("a")}, LIGHT, days=(PartialDate(2016),))
    root = etree.fromstring(drawn.svg.encode())
    assert [one.text for one in root.iter(f"{SVG}text")][-2:] == ["A owns b", "b owns c"]
    first, second = (
        list(bar.iter(f"{SVG}rect"))
        for bar in root.iter(f"{SVG}g")
        if bar.find(f"{SVG}rect") is not None
    )
    pale, sure = first
    assert float(pale.get("width")) > float(sure.get("width"))
    assert (sure.get("fill"), pale.get("fill")) == (
        LIGHT.group("ownership"),
        LIGHT.blended(LIGHT.group("ownership"), 0.35),
    )
    assert len(second) == 2


def test_many_bars_are_packed_and_counted() -> None:
    line = timeline(
        link("a owns b", row, since=f"{1000 + row}", until=f"{1001 + row}")
        for row in range(2, MOST_BARS + 50)
    )
    drawn = strip(line, {}, LIGHT)
    assert (drawn.drawn, drawn.total) == (MOST_BARS, MOST_BARS + 48)
    height = float(etree.fromstring(drawn.svg.encode()).get("height"))
    assert height < 80


def test_a_moment_is_a_dot_and_marks_have_their_colours() -> None:
    line = timeline([link("a revealed b", 2, since="2020-09-14", until="2020-09-14")])
    drawn = strip(line, {}, LIGHT, marks={"r2": "ended"})
    assert "<rect" not in drawn.svg
    assert LIGHT.mark("ended") in drawn.svg


def test_hostile_names_stay_words() -> None:
    bad = "</text><script>alert(1)</script>"
    line = timeline([link("a owns b", 2, since="2020")])
    drawn = strip(line, {"a": entity("a", label=bad)}, LIGHT)
    assert not list(etree.fromstring(drawn.svg.encode()).iter(f"{SVG}script"))


@pytest.mark.parametrize("when", ["0001", "9999-12-31"])
def test_the_ends_of_the_calendar_can_be_drawn(when: str) -> None:
    line = timeline([link("a owns b", 2, since=when)])
    assert strip(line, {}, LIGHT).drawn == 1


def test_what_is_undated_is_listed_once_it_is_asked_for() -> None:
    test = opened(asof="2020")
    assert [one.label for one in test.expander].count("117 links undated") == 1
    assert not any(len(frame.value) == 117 for frame in test.dataframe)
    assert not test.exception
