"""The compare drawer: another folder, or two views of the same data."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.views.story import SavedView, Story, write_story
from graph.views.viewstate import ViewState
from tests.conftest import Row, WriteFolder
from tests.test_page import words

_SCRIPT = """
from graph.store import open_store
from ui.page import render
from ui.panels.compare import drawer
render({data!r})
drawer(open_store({data!r}))
"""


def opened(data: Path | str, **query: str) -> AppTest:
    """The page with the drawer open."""
    test = AppTest.from_string(_SCRIPT.format(data=str(data)), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


@pytest.fixture
def folders(write_folder: WriteFolder) -> tuple[Path, Path]:
    """An older folder and a newer one."""

    def entities(*keys: str) -> list[Row]:
        return [{"id": key, "label": key.upper(), "category": "company"} for key in keys]

    def held(share: str) -> list[Row]:
        return [{"source": "a", "target": "b", "type": "owns", "share": share}]

    older = write_folder(entities("a", "b"), held("25"), name="older")
    newer = write_folder(entities("a", "b", "c"), held("50"), name="newer")
    return older, newer


def cells(test: AppTest) -> dict[str, list[str]]:
    """Columns of the tables, one after another."""
    found: dict[str, list[str]] = {}
    for table in test.dataframe:
        for name in table.value:
            found.setdefault(name, []).extend(table.value[name])
    return found


def test_another_folder_is_compared_drawn_and_tabled(folders: tuple[Path, Path]) -> None:
    older, newer = folders
    test = opened(newer)
    test.text_input(key="compare_path").set_value(str(older)).run()
    assert not test.exception
    assert "older (other) → newer (here)" in words(test)
    found = cells(test)
    assert found["Change"] == ["+ Added", "± Changed"]
    assert found["Name"] == ["C"]
    assert "share: 25 → 50" in found["What reads otherwise"]
    assert "3 of 3 entities drawn" in words(test)
    assert sorted(file.name for file in older.iterdir()) == ["entities.csv", "relations.csv"]


def test_the_other_side_can_be_the_later_one(folders: tuple[Path, Path]) -> None:
    older, newer = folders
    test = opened(newer)
    test.text_input(key="compare_path").set_value(str(older)).run()
    test.segmented_control(key="compare_side").set_value("the later").run()
    assert cells(test)["Change"] == ["− Removed", "± Changed"]


def test_a_folder_with_itself_differs_in_nothing(folders: tuple[Path, Path]) -> None:
    _, newer = folders
    test = opened(newer)
    test.text_input(key="compare_path").set_value(str(newer)).run()
    assert "Nothing differs" in words(test)


@pytest.mark.parametrize("path", ["nowhere/at-all", "a\0b", "~nobody-here/x"])
def test_a_path_that_leads_nowhere_gets_a_message(folders: tuple[Path, Path], path: str) -> None:
    test = opened(folders[1])
    test.text_input(key="compare_path").set_value(path).run()
    assert not test.exception
    assert len(test.error) == 1


def test_two_views_are_compared() -> None:
    test = opened("data", group="family")
    test.segmented_control(key="compare_kind").set_value("Two views of this data").run()
    assert not test.exception
    labels = test.selectbox[0].options
    assert labels[0] == "On the screen now"
    assert "Saved view 5: The people around them" in labels
    test.selectbox[0].set_value(labels.index("Saved view 5: The people around them")).run()
    assert not test.exception
    assert {row.split()[1] for row in cells(test)["Change"]} == {"Removed"}
    assert "watches" in cells(test)["Link"]


def test_what_is_the_same_is_listed_too(folders: tuple[Path, Path]) -> None:
    older, newer = folders
    test = opened(newer)
    test.session_state["compare_tab"] = "Unchanged 2"
    test.text_input(key="compare_path").set_value(str(older)).run()
    assert not test.exception
    unchanged = [table.value for table in test.dataframe if "Unchanged" in set(table.value.Change)]
    assert [list(table["Name"]) for table in unchanged] == [["A", "B"]]


def test_the_views_of_two_folders_are_compared(folders: tuple[Path, Path]) -> None:
    older, newer = folders
    write_story(older, Story("", (SavedView("One", "then", ViewState()),)))
    write_story(newer, Story("", (SavedView("One", "now", ViewState()),)))
    test = opened(newer)
    test.text_input(key="compare_path").set_value(str(older)).run()
    assert not test.exception
    assert "Note: then → now" in cells(test)["What reads otherwise"]
