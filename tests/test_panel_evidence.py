"""The drawer on evidence: what falls, what disagrees, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.views.viewstate import ViewState
from tests.test_page import address, page, state_of, words
from ui.drawers import OPEN


def drawer(data: Path | str = "data", **query: str) -> AppTest:
    """The page with the drawer open."""
    test = page(data, **query)
    test.session_state[OPEN] = "evidence"
    return test.run()


def labels(test: AppTest) -> list[str]:
    return [toggle.label.replace("\\", "") for toggle in test.toggle]


@pytest.fixture
def two_sources(tmp_path: Path) -> Path:
    (tmp_path / "sources.csv").write_text(
        "id,title,kind\npress,The Daily,press\nregister,The register,register\n"
    )
    (tmp_path / "entities.csv").write_text(
        "id,label,category,reference\na,Alfa,state,press\nb,Beta,company,press\nc,Coda,company,\n"
    )
    (tmp_path / "relations.csv").write_text(
        "source,target,type,share,status,reference,locator,evidence\n"
        "a,b,owns,100,stated,press,p. 1,It says so\n"
        "a,b,owns,25-50,stated,register,,\n"
        "b,c,owns,10,alleged,press,p. 2,It says so\n"
    )
    return tmp_path


def test_what_falls_is_counted_before_it_is_dropped() -> None:
    test = drawer()
    assert not test.exception
    (one,) = [label for label in labels(test) if "¶13**" in label]
    assert one == "Leave out **¶13** — 13 of 121 links fall, 5 of 78 entities are cut off"
    assert state_of(test) == ViewState()


def test_a_paragraph_is_left_out_and_put_back() -> None:
    test = drawer()
    test.toggle(key="leave_out_place_article#¶13").set_value(True).run()
    assert state_of(test).dropped == ("article#¶13",)
    assert address(test, "drop") == "article#¶13"
    said = words(test)
    assert "13 of 121 links fall, 5 of 78 entities are cut off. 108 links still stand." in said
    assert "73 of 78 entities · 108 of 121 links · 13 links left out" in said
    # What falls with each is still counted over the whole.
    assert any("¶3** — 3 of 121 links" in label for label in labels(test))
    test.button(key="evidence_restore").click().run()
    assert state_of(test).dropped == ()


def test_a_status_is_left_out_like_a_source_and_counted() -> None:
    test = drawer()
    test.toggle(key="leave_out_status_alleged").set_value(True).run()
    assert (state_of(test).dropped, state_of(test).statuses) == (("#alleged",), None)
    assert address(test, "drop") == "#alleged"
    assert test.toggle(key="leave_out_status_alleged").value
    said = words(test)
    assert "117 links still stand" in said
    assert "117 of 121 links · 4 links left out" in said
    test.toggle(key="leave_out_status_alleged").set_value(False).run()
    assert state_of(test).dropped == ()


def test_it_is_about_the_view_that_is_shown() -> None:
    test = drawer(group="family")
    assert any("¶8** — 9 of 9 links fall" in label for label in labels(test))
    assert not any("¶13**" in label for label in labels(test))


def test_corroboration_contradictions_and_gaps(two_sources: Path) -> None:
    test = drawer(two_sources)
    found = labels(test)
    assert "Leave out **The Daily** — 2 of 3 links fall, 1 of 3 entities is cut off" in found
    assert "Leave out **The register** — 1 of 3 links falls, nobody is cut off" in found
    assert [tab.label for tab in test.tabs][:3] == ["Leave out", "Contradictions 1", "Gaps"]
    reason = "One source gives 100 %, the other 25–50 %."
    assert any(reason in list(frame.value.get("Why", ())) for frame in test.dataframe)
    test.button(key="evidence_clash_0").click().run()
    assert set(state_of(test).emphasis) == {"r2", "r3"}
    gap = test.radio(key="evidence_gap")
    assert gap.value == "no_evidence"
    assert gap.options[:3] == [
        "1 of 3 links without evidence text",
        "0 of 3 links without a source",
        "1 of 3 links without a place in the source",
    ]
    gap.set_value("one_source").run()
    named = {
        name: source
        for frame in test.dataframe
        if "Source" in frame.value
        for name, source in zip(frame.value["Name"], frame.value["Source"], strict=True)
    }
    assert named == {"Coda": "The Daily"}


def test_hostile_titles_and_places_stay_text(tmp_path: Path) -> None:
    bad = "![x](http://example.org/x.png)"
    (tmp_path / "sources.csv").write_text(f'id,title\ns,"{bad}"\n')
    (tmp_path / "entities.csv").write_text("id,label,category\na,A,state\nb,B,party\n")
    (tmp_path / "relations.csv").write_text(
        f'source,target,type,reference,locator\na,b,owns,s,"{bad}"\n'
    )
    test = drawer(tmp_path)
    assert not test.exception
    assert test.toggle
    for toggle in test.toggle:
        assert "](http" not in toggle.label
