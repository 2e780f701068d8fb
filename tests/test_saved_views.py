"""Saved views on the page: named, ordered, told, kept in the file on a save alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.store import Store, open_store
from graph.views.story import SavedView, Story, read_story, story_to_json, write_story
from graph.views.view import build_view
from graph.views.viewstate import ViewState
from graph.views.viewurl import from_query, to_query
from tests.test_page import address, state_of, words

_SCRIPT = """
from graph.store import open_store
from ui.page import render
from ui.panels.story import drawer
render({data!r})
drawer(open_store({data!r}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default data without its story."""
    for name in ("entities", "relations", "sources"):
        shutil.copy(f"data/{name}.csv", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store("data")


def opened(folder: Path | str, **query: str) -> AppTest:
    """The page with the drawer of saved views open."""
    test = AppTest.from_string(_SCRIPT.format(data=str(folder)), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def button(test: AppTest, words: str) -> str:
    """Key of the button with these words, in its label or its help."""
    return next(str(one.key) for one in test.button if words == one.label.replace("\\", ""))


def press(test: AppTest, words: str) -> None:
    test.button(key=button(test, words)).click().run()
    assert not test.exception


def names(test: AppTest) -> list[str]:
    return [view.name for view in test.session_state["stories"].work.views]


# The story that comes with the default data.


def story() -> Story:
    return read_story("data")


def test_the_default_story_has_seven_views_and_is_written_as_the_app_writes_it() -> None:
    assert story().title == "The long arm, in seven views"
    assert len(story().views) == 7
    assert Path("data/views.json").read_text(encoding="utf-8") == story_to_json(story())


@pytest.mark.parametrize("view", story().views, ids=lambda view: view.name)
def test_each_view_of_the_default_story_shows_what_it_names(store: Store, view: SavedView) -> None:
    found, messages = from_query(to_query(view.state), store)
    assert messages == []
    assert found == view.state
    drawn = build_view(store, view.state)
    assert drawn.graph.number_of_edges() > 0
    wanted = {*(view.state.only or ()), *view.state.focus, *view.state.selection}
    assert wanted <= set(drawn.graph)
    types = {link.type for *_, link in drawn.graph.edges(data="relation")}
    assert set(view.state.types or ()) <= types


@pytest.mark.parametrize("view", story().views, ids=lambda view: view.name)
def test_each_note_is_short_and_cites_a_paragraph_it_draws(store: Store, view: SavedView) -> None:
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", view.note)) <= 2
    cited = {
        number
        for first, last in re.findall(r"¶(\d+)(?:–¶(\d+))?", view.note)
        for number in range(int(first), int(last or first) + 1)
    }
    drawn = {
        int(number)
        for *_, link in build_view(store, view.state).graph.edges(data="relation")
        for number in re.findall(r"¶(\d+)", link.locator)
    }
    assert cited
    assert cited <= drawn


def test_no_relative_and_no_conviction_stands_in_a_note() -> None:
    told = " ".join(view.note + view.name for view in story().views).lower()
    kin = "father mother parent brother sister husband wife son daughter child children relative"
    for word in (*kin.split(), "convict", "convicted", "conviction"):
        assert not re.search(rf"\b{word}s?\b", told), word


# The drawer.


def test_a_view_is_named_and_saved_in_the_file(folder: Path) -> None:
    test = opened(folder, focus="cetc")
    name = next(one for one in test.text_input if one.label == "Name")
    name.set_value("Who owns CETC")
    press(test, "Add it")
    assert names(test) == ["Who owns CETC"]
    assert "not saved" in words(test)
    assert not (folder / "views.json").exists()
    press(test, "Save")
    saved = json.loads((folder / "views.json").read_text(encoding="utf-8"))
    assert saved["views"][0]["state"] == {"focus": ["cetc"]}
    assert "not saved" not in words(test)


def test_views_are_moved_and_a_deleted_one_comes_back(folder: Path) -> None:
    write_story(folder, Story("T", tuple(SavedView(n, "", ViewState()) for n in "ABC")))
    test = opened(folder)
    press(test, "Move view 3 up")
    assert names(test) == ["A", "C", "B"]
    press(test, "Delete view 1")
    assert names(test) == ["C", "B"]
    press(test, "Take back the last change")
    assert names(test) == ["A", "C", "B"]
    assert [view.name for view in read_story(folder).views] == ["A", "B", "C"]


def test_a_saved_view_opens_and_stands_in_the_address(folder: Path) -> None:
    state = ViewState(focus=("cetc",), hops=2, pins=(("cetc", 1.0, 2.0),))
    write_story(folder, Story("T", (SavedView("A", "", state),)))
    test = opened(folder)
    press(test, "A")
    assert state_of(test) == state
    assert address(test, "focus") == "cetc"


def test_a_view_of_other_data_opens_as_far_as_it_is_known(folder: Path) -> None:
    state = ViewState(hidden=("nobody", "cetc"))
    write_story(folder, Story("T", (SavedView("A", "", state),)))
    test = opened(folder)
    press(test, "A")
    assert state_of(test).hidden == ("cetc",)
    assert any("nobody" in message.value for message in test.warning)


def test_a_folder_that_cannot_be_written_to_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = opened(folder)
    press(test, "Add it")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("graph.views.story.tempfile.mkstemp", refuse)
    press(test, "Save")
    assert "could not be written" in test.error[0].value
    assert test.session_state["stories"].unsaved


def test_a_file_changed_by_others_is_not_overwritten_unasked(folder: Path) -> None:
    test = opened(folder)
    press(test, "Add it")
    write_story(folder, Story("Theirs", (SavedView("B", "", ViewState()),)))
    press(test, "Save")
    assert read_story(folder).title == "Theirs"
    press(test, "Save over it")
    assert read_story(folder).title == ""


def test_a_broken_file_gets_a_message_and_is_kept(folder: Path) -> None:
    (folder / "views.json").write_text("{", encoding="utf-8")
    test = opened(folder)
    assert not test.exception
    assert any("JSON" in one.value for one in test.warning)
    press(test, "Add it")
    press(test, "Save")
    assert (folder / "views.json").read_text(encoding="utf-8") == "{"


def test_hostile_words_stay_text(folder: Path) -> None:
    bad = "![x](http://example.org/x.png)<script>"
    write_story(folder, Story(bad, (SavedView(bad, bad, ViewState()),)))
    test = opened(folder)
    assert "<script" not in words(test)
    assert not any("![x]" in one.label for one in test.button)


# The telling.


def told(test: AppTest) -> str:
    found = re.search(r"(\d of \d)<span>", words(test))
    return found[1] if found else ""


def test_the_story_is_told_one_view_after_another() -> None:
    test = opened("data")
    press(test, "Tell all 7")
    assert told(test) == "1 of 7"
    for place in range(1, 7):
        test.button(key="story_next").click().run()
        assert state_of(test) == story().views[place].state
    assert told(test) == "7 of 7"
    assert test.button(key="story_next").disabled
    test.button(key="story_back").click().run()
    assert told(test) == "6 of 7"
    test.button(key="story_leave").click().run()
    assert told(test) == ""


def test_leaving_the_story_leads_back_to_where_one_was() -> None:
    test = opened("data", focus="cetc", select="cetc")
    before = state_of(test)
    press(test, "Tell all 7")
    test.button(key="story_next").click().run()
    assert state_of(test) == story().views[1].state
    test.button(key="story_leave").click().run()
    assert state_of(test) == before
    assert address(test, "focus") == "cetc"
