"""Saved views: order, names, and the file they travel in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DataError, ExportError, NotFound
from graph.views.story import (
    SavedView,
    Story,
    read_story,
    story_from_json,
    story_to_json,
    write_story,
)
from graph.views.viewstate import ViewState

names = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
states = st.builds(
    ViewState,
    focus=st.lists(names, max_size=2).map(tuple),
    hops=st.integers(0, 4),
    statuses=st.none() | st.just(("stated",)),
    pins=st.lists(st.tuples(names, st.floats(-9, 9), st.floats(-9, 9)), max_size=2).map(tuple),
)
stories = st.builds(
    Story, names, st.lists(st.builds(SavedView, names, names, states), max_size=4).map(tuple)
)


@given(stories)
def test_a_story_survives_its_file(story: Story) -> None:
    assert story_from_json(story_to_json(story)) == story


@given(stories.filter(lambda story: story.views), st.data())
def test_moving_keeps_every_view(story: Story, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(story.views) - 1))
    moved = story.moved(place, data.draw(st.integers(-5, 5)))
    assert sorted(map(repr, moved.views)) == sorted(map(repr, story.views))


def test_a_taken_name_gets_a_number() -> None:
    story = Story().added(SavedView("A", "", ViewState())).added(SavedView("A", "", ViewState()))
    assert [view.name for view in story.views] == ["A", "A 2"]


def test_writing_and_reading_beside_the_data(tmp_path: Path) -> None:
    story = Story("T", (SavedView("A", "note", ViewState(focus=("x",))),))
    assert read_story(tmp_path) == Story()
    assert write_story(tmp_path, story) == tmp_path / "views.json"
    assert read_story(tmp_path) == story
    assert [file.name for file in tmp_path.iterdir()] == ["views.json"]
    assert write_story(tmp_path / "big.duckdb", story).name == "big.views.json"


def test_a_broken_file_names_the_view() -> None:
    with pytest.raises(DataError, match="view 2"):
        story_from_json('{"views": [{"name": "a"}, {"name": "b", "state": {"hops": "x"}}]}')
    with pytest.raises(DataError, match="not JSON"):
        story_from_json("{")
    with pytest.raises(DataError):
        story_from_json("[]")


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Story().removed(0)
    with pytest.raises(ExportError, match="could not be written"):
        write_story(tmp_path / "missing" / "data.duckdb", Story())
